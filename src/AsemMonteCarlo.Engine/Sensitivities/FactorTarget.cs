using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Populations;
using AsemMonteCarlo.Numerics.Distributions;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>What a factor changes in this model: a parameter, or a switch of a pathway or a moderator, which is off at 0 and on at 1.</summary>
/// <param name="Name">Name, as written in studies.</param>
/// <param name="Help">What it is.</param>
/// <param name="Unit">Unit; <c>1</c> for a pure number.</param>
/// <param name="Source">Source of its default, or <c>assumed</c>; empty for switches.</param>
/// <param name="Varies">How it varies where the study does not say.</param>
internal sealed record FactorTarget(string Name, string Help, string Unit, string Source, Distribution Varies)
{
    private const string Switch = "switch.";

    private Parameter? Parameter { get; init; }

    private Pathway? Pathway { get; init; }

    private Moderator? Moderator { get; init; }

    /// <summary>Smallest allowed value.</summary>
    public double Minimum => Parameter?.Minimum ?? 0;

    /// <summary>Largest allowed value.</summary>
    public double Maximum => Parameter?.Maximum ?? 1;

    /// <summary>What it is, as part of a sentence: its help up to the first stop.</summary>
    public string Words => char.ToLowerInvariant(Help[0]) + Help[1..].Split(['.', ';', ':'], 2)[0];

    /// <summary>Whether its default is of the shipped calibration.</summary>
    public bool IsFitted => Parameter?.IsFitted == true;

    /// <summary>Whether it switches something.</summary>
    public bool IsSwitch => Parameter is null;

    /// <summary>Whether it is a parameter of the population, of which not every combination is possible.</summary>
    public bool IsOfPopulation => Parameter?.Group == PopulationParameters.Group;

    /// <summary>Every target by its name.</summary>
    public static IReadOnlyDictionary<string, FactorTarget> All { get; } =
        AsemModel.Parameters.Select(p => new FactorTarget(p.Name, p.Help, p.Unit, p.Source, p.Varies) { Parameter = p })
            .Concat(AsemModel.Pathways.Select(p => new FactorTarget(Switch + p.Id, p.Help, "1", "", Distribution.Boolean()) { Pathway = p }))
            .Concat(AsemModel.Moderators.Select(m => new FactorTarget(Switch + m.Id, m.Help, "1", "", Distribution.Boolean()) { Moderator = m }))
            .ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>Names that stand for many parameters, each with a line that says which and whether they are judged as one.</summary>
    /// <remarks>Left out are pathways' strengths, and parameters of the population of which most values exclude each other.</remarks>
    public static IReadOnlyDictionary<string, (string Help, bool IsGroup, IReadOnlyList<FactorTarget> Targets)> Sets { get; } =
        AsemModel.Groups.Select(g => (Name: g.Name, Help: g.Help, IsGroup: true, Parameters: (IEnumerable<Parameter>)g.Parameters))
            .Append((Name: "assumed", Help: "every parameter whose default is assumed, each by itself", IsGroup: false, Parameters: AsemModel.Parameters.Where(p => p.Source == "assumed")))
            .Append((Name: "fitted", Help: "every parameter whose default is fitted, each by itself", IsGroup: false, Parameters: AsemModel.Parameters.Where(p => p.IsFitted)))
            .Where(s => s.Parameters.Any(p => !IsStrength(p)))
            .ToDictionary(s => s.Name, s => (s.Help, s.IsGroup, (IReadOnlyList<FactorTarget>)[.. s.Parameters.Where(p => !IsStrength(p) && !ExcludesOthers(p)).Select(p => All[p.Name])]), StringComparer.Ordinal);

    /// <summary>The parameters of a study with this factor at a value.</summary>
    public ParameterSet Apply(ParameterSet set, double value) =>
        Parameter is not null ? set.With(Parameter, Math.Clamp(value, Minimum, Maximum)) : Moderator is not null && value < 0.5 ? set.Without(Moderator) : set;

    /// <summary>The pathway that the factor switches off at a value, or null.</summary>
    public Pathway? Off(double value) => value < 0.5 ? Pathway : null;

    // strengths scale pathways: they are asked about by name or by switches
    private static bool IsStrength(Parameter parameter) => AsemModel.Pathways.Any(p => p.Strength == parameter);

    // of these, most values in their ranges exclude each other: correlations that cannot hold together, spreads that a mean does not allow
    private static bool ExcludesOthers(Parameter parameter) => ((Parameter[])
    [
        PopulationParameters.AnxietyMean, PopulationParameters.AnxietySpread, PopulationParameters.AvoidanceMean, PopulationParameters.AvoidanceSpread,
        PopulationParameters.WithinPerson, PopulationParameters.PartnersAnxiety, PopulationParameters.PartnersAvoidance, PopulationParameters.PartnersCrossed,
    ]).Contains(parameter);
}
