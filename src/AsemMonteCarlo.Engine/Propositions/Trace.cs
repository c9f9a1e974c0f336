using System.Reflection;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Propositions;

/// <summary>A line of the trace from the theory to the code and back.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="Sections">Sections of the model's document with the equations on its causal path.</param>
/// <param name="Members">Code members that declare and read its parameters.</param>
internal sealed record ClaimTrace(Proposition Proposition, IReadOnlyList<string> Sections, IReadOnlyList<string> Members);

/// <summary>Where a parameter stands in theory and code.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Member">Code member that declares it.</param>
/// <param name="Claims">Claims on whose causal path it stands.</param>
/// <param name="WithoutClaim">Why no claim rests on it, or empty.</param>
internal sealed record ParameterTrace(Parameter Parameter, string Member, IReadOnlyList<string> Claims, string WithoutClaim)
{
    /// <summary>Whether neither a claim nor a figure nor a reason accounts for it.</summary>
    public bool IsOrphan => Claims.Count == 0 && !Parameter.IsFitted && WithoutClaim.Length == 0;
}

/// <summary>From claim to passage, equation, parameter and code, and back.</summary>
internal static class Trace
{
    private static readonly Dictionary<Parameter, string> members = Declarations();

    /// <summary>Code member that declares a parameter.</summary>
    public static string MemberOf(Parameter parameter) => members.GetValueOrDefault(parameter, "");

    /// <summary>Every claim.</summary>
    public static IReadOnlyList<ClaimTrace> Claims(IReadOnlyList<Proposition> propositions) =>
        [.. propositions.Select(p => new ClaimTrace(p, [.. p.RestsOn.SelectMany(r => r.Parameter.Group.Section.Split(", ")).Distinct().OrderBy(Version.Parse)], [.. p.RestsOn.Select(r => MemberOf(r.Parameter)).Distinct()]))];

    /// <summary>Every parameter.</summary>
    public static IReadOnlyList<ParameterTrace> Parameters(PropositionSet set) =>
        [.. AsemModel.Parameters.Select(p => new ParameterTrace(p, MemberOf(p), [.. set.Propositions.Where(c => Concerns(c, p)).Select(c => c.Id)], set.WithoutClaim.GetValueOrDefault(p, "")))];

    /// <summary>Whether a claim rests on a parameter, or its scenarios switch the pathway whose strength it is.</summary>
    public static bool Concerns(Proposition claim, Parameter parameter) =>
        claim.RestsOn.Any(r => r.Parameter == parameter) || claim.Experiment is { } experiment && experiment.Scenarios.Select(s => s.Off.Any(w => w.Strength == parameter)).Distinct().Count() > 1;

    private static Dictionary<Parameter, string> Declarations()
    {
        var found = new Dictionary<Parameter, string>();
        foreach (var type in typeof(AsemModel).Assembly.GetTypes())
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static))
            {
                if (field.FieldType == typeof(Declared<Parameter>)) found[(Declared<Parameter>)field.GetValue(null)!] = $"{type.Name}.{field.Name}";
                else if (field.GetValue(null) is Pathway pathway) found[pathway.Strength] = $"{type.Name}.{field.Name}";
                else if (field.GetValue(null) is Parameter parameter) found[parameter] = $"{type.Name}.{field.Name}";
            }
        }
        return found;
    }
}
