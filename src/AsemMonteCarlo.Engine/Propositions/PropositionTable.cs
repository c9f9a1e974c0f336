using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Propositions;

/// <summary>Claims and verdicts as a table.</summary>
internal static class PropositionTable
{
    private const string Engine = "computed by the engine", File = "file of claims";

    /// <summary>The table.</summary>
    public static TableSchema Schema { get; } = new("propositions", "One claim of the theory and what the model says of it.",
    [
        new("id", ColumnType.Text, false, "", "", "Name of the claim.", File),
        new("claim", ColumnType.Text, false, "", "", "The claim.", File),
        new("passage", ColumnType.Text, false, "", "", "Where the paper makes it.", File),
        new("kind", ColumnType.Text, true, "", "constructed, emergent", "Whether it holds by construction of the equations or must emerge; missing where it is left out.", File),
        new("estimate", ColumnType.Text, true, "", "", "What is estimated.", File),
        new("unit", ColumnType.Text, true, "", "", "Unit of the estimate.", File),
        new("expects", ColumnType.Text, true, "", "above, below, within", "Where the claim expects the estimate: beyond the smallest effect of interest on a side, or within it.", File),
        new("smallest", ColumnType.Real, true, "the estimate's", "0…", "Smallest effect of interest.", File),
        new("because", ColumnType.Text, true, "", "", "Why that size.", File),
        new("value", ColumnType.Real, true, "the estimate's", "", "The estimate; missing where it is undefined or left out.", Engine),
        new("standard_error", ColumnType.Real, true, "the estimate's", "0…", "Standard error by the delete-a-group jackknife over couples.", Engine),
        new("low", ColumnType.Real, true, "the estimate's", "", "Lower end of the interval that holds for all claims of the file together.", Engine),
        new("high", ColumnType.Real, true, "the estimate's", "", "Upper end of that interval.", Engine),
        new("rows", ColumnType.Integer, false, "1", "0…", "Rows (persons, or persons and days) in the estimate.", Engine),
        new("free_parameters", ColumnType.Integer, false, "1", "0…", "Parameters on the claim's causal path.", File),
        new("verdict", ColumnType.Text, false, "", "supported, contradicted, trivial, undecided, left out", "What the interval says.", Engine),
        new("ensemble_members", ColumnType.Integer, false, "sets", "0…", "Sets of the ensemble of acceptable calibrations at which the claim was run as well.", Engine),
        new("ensemble_supported", ColumnType.Integer, false, "sets", "0…", "Sets at which it is supported.", Engine),
        new("published_couples", ColumnType.Integer, true, "couples", "4…", "Couples of the study that the claim comes from.", File),
        new("published_sign", ColumnType.Real, true, "share", "0…1", "Share of simulated studies of that size that find the published sign.", Engine),
        new("published_significant", ColumnType.Real, true, "share", "0…1", "Share of simulated studies that find it significant at the 5 % level, two-sided.", Engine),
        new("left_out", ColumnType.Text, true, "", "", "Why no experiment can be made.", File),
    ], ["id"]);

    /// <summary>Writes a folder with the table.</summary>
    /// <param name="output">The folder, new or empty.</param>
    /// <param name="source">The file of claims.</param>
    /// <param name="overrides">Settings that won in every study.</param>
    /// <param name="options">Names and options of the command line that the results hang on as well.</param>
    /// <param name="results">The results.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public static Task WriteAsync(string output, ExperimentSource source, IReadOnlyList<string> overrides, IReadOnlyList<string> options, IReadOnlyList<PropositionResult> results, CancellationToken cancellation)
    {
        var rows = new Rows(Schema);
        foreach (var result in results) rows.Add(Row(result));
        ulong seed = results.Select(r => r.Proposition.Experiment).OfType<Experiment>().Select(e => e.Scenarios[0].Study.Seed).FirstOrDefault();
        return ExperimentFolder.WriteAsync(output, rows, Schema, ExperimentFolder.Origin(Schema.Name, source, overrides, options), seed, cancellation);
    }

    /// <summary>Name of a verdict.</summary>
    public static string NameOf(Verdict verdict) => verdict == Verdict.LeftOut ? "left out" : verdict.ToString().ToLowerInvariant();

    private static RowValue[] Row(PropositionResult result)
    {
        var p = result.Proposition;
        bool isLeftOut = p.Experiment is null;
        RowValue Text(string text) => text.Length == 0 ? default(RowValue) : text;
        RowValue Real(double value) => double.IsNaN(value) ? default(RowValue) : value;
        return
        [
            p.Id, p.Claim, p.Passage, isLeftOut ? default(RowValue) : p.IsConstructed ? "constructed" : "emergent", isLeftOut ? default(RowValue) : p.Experiment!.Text, Text(p.Unit),
            isLeftOut ? default(RowValue) : p.Expects.ToString().ToLowerInvariant(), isLeftOut ? default(RowValue) : p.Smallest, Text(p.Because), Real(result.Estimate.Value), Real(result.Estimate.StandardError), Real(result.Low), Real(result.High),
            result.Estimate.Rows, p.RestsOn.Count, NameOf(result.Verdict), result.Elsewhere.Count, result.Elsewhere.Count(e => e.Verdict == Verdict.Supported), p.Published is { } study ? study.Couples : default(RowValue), Real(result.SameSign), Real(result.Significant), Text(p.LeftOut),
        ];
    }
}
