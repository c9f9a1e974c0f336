using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Tables;

namespace AsemMonteCarlo.Engine.Calibrations;

/// <summary>Published figures beside simulated ones as a table.</summary>
internal static class TargetTable
{
    /// <summary>Coverage of the intervals.</summary>
    public const double Level = 0.95;

    private const string Engine = "computed by the engine", File = "file of figures";

    /// <summary>The table.</summary>
    public static TableSchema Schema { get; } = new("targets", "One published figure and what the model shows of it.",
    [
        new("id", ColumnType.Text, false, "", "", "Name of the figure.", File),
        new("quantity", ColumnType.Text, false, "", "", "What it is.", File),
        new("source", ColumnType.Text, false, "", "", "Where it is published.", File),
        new("mark", ColumnType.Text, false, "", "seen, computed, sure, approximate, derived", "How well it is known.", File),
        new("use", ColumnType.Text, false, "", "fitted, predicted, held, filter, decade", "What it is used for.", File),
        new("band_low", ColumnType.Real, true, "the figure's", "", "Lower end of the band in which the simulated value should lie; missing for no end.", File),
        new("band_high", ColumnType.Real, true, "the figure's", "", "Upper end of the band.", File),
        new("estimate", ColumnType.Text, true, "", "", "What is estimated; missing where it is left out.", File),
        new("value", ColumnType.Real, true, "the figure's", "", "The simulated value; missing where it is undefined or left out.", Engine),
        new("standard_error", ColumnType.Real, true, "the figure's", "0…", "Standard error by the delete-a-group jackknife over couples.", Engine),
        new("low", ColumnType.Real, true, "the figure's", "", "Lower end of its 95 % interval.", Engine),
        new("high", ColumnType.Real, true, "the figure's", "", "Upper end of that interval.", Engine),
        new("met", ColumnType.Flag, true, "", "", "Whether the value lies in the band (where only a sign is known: whether the interval does); missing where it is left out.", Engine),
        new("ensemble_members", ColumnType.Integer, false, "sets", "0…", "Sets of the ensemble of acceptable calibrations at which it was simulated as well.", Engine),
        new("ensemble_met", ColumnType.Integer, false, "sets", "0…", "Sets at which it is met.", Engine),
        new("published_couples", ColumnType.Integer, true, "couples", "4…", "Couples of the study that the figure comes from.", File),
        new("published_sign", ColumnType.Real, true, "share", "0…1", "Share of simulated studies of that size that find the published sign.", Engine),
        new("published_significant", ColumnType.Real, true, "share", "0…1", "Share of simulated studies that find it significant at the 5 % level, two-sided.", Engine),
        new("left_out", ColumnType.Text, true, "", "", "Why it cannot be computed.", File),
    ], ["id"]);

    /// <summary>Writes a folder with the table.</summary>
    /// <param name="output">The folder, new or empty.</param>
    /// <param name="source">The file of figures.</param>
    /// <param name="overrides">Settings that won in every study.</param>
    /// <param name="options">Names and options of the command line that the results hang on as well.</param>
    /// <param name="results">The results.</param>
    /// <param name="cancellation">Ends the work early.</param>
    /// <exception cref="TableException">The disk refuses.</exception>
    public static Task WriteAsync(string output, ExperimentSource source, IReadOnlyList<string> overrides, IReadOnlyList<string> options, IReadOnlyList<TargetResult> results, CancellationToken cancellation)
    {
        var rows = new Rows(Schema);
        foreach (var result in results) rows.Add(Row(result));
        ulong seed = results.Select(r => r.Target.Experiment).OfType<Experiment>().Select(e => e.Scenarios[0].Study.Seed).FirstOrDefault();
        return ExperimentFolder.WriteAsync(output, rows, Schema, ExperimentFolder.Origin(Schema.Name, source, overrides, options), seed, cancellation);
    }

    private static RowValue[] Row(TargetResult result)
    {
        var t = result.Target;
        RowValue Text(string? text) => string.IsNullOrEmpty(text) ? default(RowValue) : text;
        RowValue Real(double value) => double.IsFinite(value) ? value : default(RowValue);
        var (low, high) = result.Estimate.Interval(Level);
        return
        [
            t.Id, t.Quantity, t.Source, t.Mark, t.Use.ToString().ToLowerInvariant(), Real(t.Low), Real(t.High), Text(t.Experiment?.Text), Real(result.Estimate.Value), Real(result.Estimate.StandardError), Real(low), Real(high),
            t.Experiment is null ? default(RowValue) : result.IsMet, result.Elsewhere.Count, result.Elsewhere.Count(e => e.IsMet), t.Published is { } study ? study.Couples : default(RowValue), Real(result.SameSign), Real(result.Significant), Text(t.LeftOut),
        ];
    }
}
