using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Propositions;

/// <summary>What a claim expects of its estimate.</summary>
public enum Expectation
{
    /// <summary>Larger than the smallest effect of interest.</summary>
    Above,

    /// <summary>Smaller than the negative of the smallest effect of interest.</summary>
    Below,

    /// <summary>No effect of interest either way.</summary>
    Within,
}

/// <summary>What an experiment says of a claim.</summary>
public enum Verdict
{
    /// <summary>The whole interval lies where the claim expects it.</summary>
    Supported,

    /// <summary>The whole interval lies beyond the smallest effect of interest on the other side; for a null claim, on either side.</summary>
    Contradicted,

    /// <summary>The whole interval lies within the smallest effect of interest, where the claim expects an effect.</summary>
    Trivial,

    /// <summary>Neither.</summary>
    Undecided,

    /// <summary>The model has no such construct.</summary>
    LeftOut,
}

/// <summary>A claim of the theory as an executable experiment.</summary>
internal sealed record Proposition
{
    /// <summary>Name.</summary>
    public required string Id { get; init; }

    /// <summary>The claim in a sentence.</summary>
    public required string Claim { get; init; }

    /// <summary>Where the paper makes it.</summary>
    public required string Passage { get; init; }

    /// <summary>Whether it holds by construction of the equations; else it must emerge from their interplay.</summary>
    public bool IsConstructed { get; init; }

    /// <summary>Why no experiment can be made, or empty.</summary>
    public string LeftOut { get; init; } = "";

    /// <summary>The experiment; null where it is left out.</summary>
    public Experiment? Experiment { get; init; }

    /// <summary>What the claim expects.</summary>
    public Expectation Expects { get; init; }

    /// <summary>Smallest effect of interest, in the estimate's unit, at least 0.</summary>
    public double Smallest { get; init; }

    /// <summary>Why that size.</summary>
    public string Because { get; init; } = "";

    /// <summary>Unit of the estimate.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The minimal set of mechanisms on the claim's causal path, with the values at which they are lesioned.</summary>
    public IReadOnlyList<(Parameter Parameter, double Lesion)> RestsOn { get; init; } = [];

    /// <summary>How a study would have scored it, or null.</summary>
    public PublishedScore? Published { get; init; }

    /// <summary>What an interval says.</summary>
    public Verdict Judge(double low, double high)
    {
        if (LeftOut.Length > 0) return Verdict.LeftOut;
        if (double.IsNaN(low) || double.IsNaN(high)) return Verdict.Undecided;
        bool above = low > Smallest, below = high < -Smallest, inside = low > -Smallest && high < Smallest;
        return Expects switch
        {
            Expectation.Within => inside ? Verdict.Supported : above || below ? Verdict.Contradicted : Verdict.Undecided,
            Expectation.Above => above ? Verdict.Supported : below ? Verdict.Contradicted : inside ? Verdict.Trivial : Verdict.Undecided,
            _ => below ? Verdict.Supported : above ? Verdict.Contradicted : inside ? Verdict.Trivial : Verdict.Undecided,
        };
    }
}

/// <summary>The claims of a file.</summary>
/// <param name="Propositions">The claims.</param>
/// <param name="WithoutClaim">Parameters on which no claim rests, with the reason.</param>
internal sealed record PropositionSet(IReadOnlyList<Proposition> Propositions, IReadOnlyDictionary<Parameter, string> WithoutClaim);

/// <summary>A file of claims.</summary>
internal static class PropositionFile
{
    private static readonly string[] kinds = ["constructed", "emergent"], expectations = ["above", "below", "within"];

    /// <summary>Reads the claims of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="overrides">Settings that win in every study of the file.</param>
    /// <exception cref="StudyException">Something is wrong with it.</exception>
    public static PropositionSet Read(ExperimentSource source, IReadOnlyList<string> overrides) => Read(ExperimentFile.Parse(source, "propositions", ["without_claim"], overrides));

    /// <summary>Reads the claims of a text.</summary>
    public static PropositionSet Parse(string text, IReadOnlyList<string> overrides) => Read(ExperimentSource.Of(text, "propositions.yaml"), overrides);

    private static PropositionSet Read(ExperimentFile file)
    {
        Proposition[] all = [.. file.Entries.Select(e => Read(file, e.Id, e.Section))];
        var without = new Dictionary<Parameter, string>();
        foreach (var (key, reason) in file.Other("without_claim")?.Entries ?? [])
        {
            if (Registry.Parameters.TryGetValue(key.Text, out var parameter)) without[parameter] = reason.Text;
            else if (AsemModel.Groups.FirstOrDefault(g => g.Name == key.Text) is { } group)
                foreach (var one in group.Parameters) without[one] = reason.Text;
            else file.Problems.Add(ErrorKind.UnknownName, key, "without_claim", Registry.UnknownParameter(key.Text));
        }
        file.Problems.ThrowIfAny();
        return new PropositionSet(all, without);
    }

    private static Proposition Read(ExperimentFile file, string id, StudySection entry)
    {
        var proposition = new Proposition
        {
            Id = id,
            Claim = file.Text(entry, "claim", isRequired: true),
            Passage = file.Text(entry, "passage", isRequired: true),
            LeftOut = file.Text(entry, "left_out"),
        };
        if (proposition.LeftOut.Length == 0)
        {
            double smallest = file.Real(entry, "smallest");
            if (smallest < 0) file.Problems.Add(ErrorKind.OutOfRange, entry.Take("smallest")!, "smallest", "'smallest' is below 0; it is a size");
            proposition = proposition with
            {
                IsConstructed = file.Word(entry, "kind", kinds) == kinds[0],
                Experiment = file.Experiment(id, entry),
                Expects = (Expectation)Array.IndexOf(expectations, file.Word(entry, "expect", expectations)),
                Smallest = smallest,
                Because = file.Text(entry, "because", isRequired: true),
                Unit = file.Text(entry, "unit"),
                RestsOn = RestsOn(file, entry),
            };
            proposition = proposition with { Published = PublishedScore.Read(file, id, entry, proposition.Expects == Expectation.Above) };
        }
        entry.RejectOthers();
        return proposition;
    }

    private static List<(Parameter, double)> RestsOn(ExperimentFile file, StudySection entry)
    {
        var list = new List<(Parameter, double)>();
        if (entry.Take("rests_on") is not { } node) return list;
        foreach (var item in node.Kind == StudyNodeKind.List ? node.Items : [node])
        {
            string[] parts = item.Text.Split('=', 2, StringSplitOptions.TrimEntries);
            string name = Registry.Pathways.ContainsKey(parts[0]) && !Registry.Parameters.ContainsKey(parts[0]) ? parts[0] + ".strength" : parts[0];
            double lesion = 0;
            if (parts.Length == 2 && !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out lesion)) file.Problems.Add(ErrorKind.WrongType, item, "rests_on", $"{Words.Quote(parts[1])} is no number; a lesion is written PARAMETER or PARAMETER=VALUE");
            if (Registry.Parameters.TryGetValue(name, out var parameter)) list.Add((parameter, lesion));
            else file.Problems.Add(ErrorKind.UnknownName, item, "rests_on", Registry.UnknownParameter(parts[0], orPathway: true));
        }
        return list;
    }
}
