using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>The tables of a sweep in a report: effects by cell and group, and cells compared with each other.</summary>
internal static class SweepTables
{
    // longer tables are for programs, and stand in the folder
    private const int MostRows = 300;

    /// <summary>Every one that the run has; none without a sweep.</summary>
    public static IEnumerable<ReportTable> Of(FinishedRun run) => run.CellCount < 2 ? [] :
    [
        .. run.Headline.Select(outcome => Cells(run, outcome)).OfType<ReportTable>(),
        .. run.Axes.Index().Select(axis => Ranges(run, axis.Index, axis.Item)).OfType<ReportTable>(),
        .. new[] { Differences(run) }.OfType<ReportTable>(),
    ];

    private static ReportTable? Cells(FinishedRun run, string outcome)
    {
        var all = (from cell in Enumerable.Range(0, run.CellCount)
                   from g in run.Groups
                   select (Cell: (long)cell, Group: g.Name, Level: run.LevelOf(outcome, all: true, g.Name, cell), Total: run.Effect(new EffectKey(cell, outcome, View.All, g.Name, StatisticKind.Total)), Effects: RankingFigure.Rows(run, outcome, g.Name, View.All, cell))).ToList();
        bool hasLevel = all.Any(r => r.Level is not null), hasTotal = run.Pathways.Count > 1 && all.Any(r => r.Total is not null);
        Model.Pathway[] pathways = [.. run.Pathways.Where(p => all.Any(r => r.Effects.Any(e => e.Pathway == p)))];
        if (!hasLevel && !hasTotal && pathways.Length == 0) return null;
        var main = all.SelectMany(r => r.Effects).FirstOrDefault();
        string what = main is null ? "" : $"; of {(pathways.Length == 1 ? "the pathway" : "each pathway")}: {main.Words}{(main.Rank.Length > 0 && pathways.Length > 1 ? " and rank" : "")}", sign = main is null && !hasTotal ? "" : "; " + FigureText.Sign(outcome);
        return new ReportTable("table-cells-" + outcome,
            AnswerView.Format($"{FigureText.Capital(FigureText.Outcome(outcome))} in each cell of the sweep, {run.Outcomes[outcome].Unit}, by group, after {FigureText.Count(run.Horizon, "day")}{what}{sign}. Levels describe.{Rest(all.Count, "pathways.parquet and summaries.parquet")}"),
            [.. run.Axes.Select(a => a.Name), "group", .. hasLevel ? (string[])["level, all on"] : [], .. hasTotal ? (string[])[AnswerView.Together(run.Pathways)] : [], .. pathways.Select(AnswerView.Name)],
            [.. all.Take(MostRows).Select(r => (IReadOnlyList<string>)[.. Values(run, r.Cell), FigureText.Who(r.Group, View.All), .. hasLevel ? (string[])[Level(r.Level)] : [], .. hasTotal ? (string[])[AnswerView.Interval(r.Total)] : [],
                .. pathways.Select(p => r.Effects.FirstOrDefault(e => e.Pathway == p) is { } e ? AnswerView.Interval(e.Main) + (e.Rank.Length > 0 && pathways.Length > 1 ? $" ({e.Rank})" : "") : "–")])]);
    }

    private static ReportTable? Ranges(FinishedRun run, int number, RunAxis axis)
    {
        var found = (from g in run.Groups from outcome in run.Headline from r in run.Ranges(axis, outcome, g.Name) select (Group: g.Name, Outcome: outcome, r.Range, Ranked: r)).ToLookup(r => (r.Group, r.Range.Cell));
        if (found.Count == 0) return null;
        string[] outcomes = [.. run.Headline];
        var first = found.First().First();
        var (from, to) = RangesFigure.Ends(run, axis, first.Range);
        int settings = found.Count(f => f.Key.Group == FinishedRun.Everyone);
        bool isRanked = settings is > 1 and <= ScenarioSums.MaximumSettings;
        return new ReportTable(AnswerView.Format($"table-ranges-{number + 1}"),
            AnswerView.Format($"{(settings > 1 ? $"Where {axis.Name} matters most" : $"What {axis.Name} changes")}: outcomes at {SweepFigure.Number(to)} less at {SweepFigure.Number(from)}, the same persons under the same luck, {AnswerView.Switched(run.Pathways)} on, after {FigureText.Count(run.Horizon, "day")}{(isRanked ? "; in brackets the rank among the settings, the lowest first" : "")}.{Rest(found.Count, "scenarios.parquet")}"),
            [.. run.Axes.Where(a => a != axis).Select(a => a.Name), "group", .. outcomes.Select(FigureText.Outcome)],
            [.. found.Take(MostRows).Select(f => (IReadOnlyList<string>)[.. RangesFigure.Others(run, axis, f.First().Range).Select(o => SweepFigure.Number(o.Value)), FigureText.Who(f.Key.Group, View.All),
                .. outcomes.Select(o => f.FirstOrDefault(x => x.Outcome == o).Ranked is { } r ? AnswerView.Interval(r.Difference) + (isRanked ? $" ({AnswerView.Rank(r.Best, r.Worst)})" : "") : "–")])]);
    }

    private static ReportTable? Differences(FinishedRun run)
    {
        var found = (from g in run.Groups from outcome in run.Headline from d in run.Differences(outcome, g.Name) select (Group: g.Name, Outcome: outcome, d.Comparison, Difference: (Estimate?)d.Difference)).ToLookup(d => (d.Group, d.Comparison.Cell));
        if (found.Count == 0) return null;
        string[] outcomes = [.. run.Headline];
        return new ReportTable("table-reference",
            AnswerView.Format($"Differences from the reference scenario, {run.ReferenceArm} {At(run, found.First().First().Comparison.MinusCell)}; {AnswerView.Switched(run.Pathways)} on, the same persons under the same luck, after {FigureText.Count(run.Horizon, "day")}.{Rest(found.Count, "scenarios.parquet")}"),
            [.. run.Axes.Select(a => a.Name), "group", .. outcomes.Select(FigureText.Outcome)],
            [.. found.Take(MostRows).Select(f => (IReadOnlyList<string>)[.. Values(run, f.Key.Cell), FigureText.Who(f.Key.Group, View.All), .. outcomes.Select(o => AnswerView.Interval(f.FirstOrDefault(x => x.Outcome == o).Difference))])]);
    }

    /// <summary>Where a cell lies, in words; of some axes only where asked.</summary>
    public static string At(FinishedRun run, long cell, RunAxis? except = null) => "at " + FigureText.And([.. run.Axes.Zip(run.Values(cell)).Where(a => a.First != except).Select(a => $"{a.First.Name} {SweepFigure.Number(a.Second)}")]);

    private static IEnumerable<string> Values(FinishedRun run, long cell) => run.Values(cell).Select(SweepFigure.Number);

    private static string Level(Estimate? level) => level is { } e && double.IsFinite(e.Value) ? AnswerView.Format($"{e.Value:F2}") : "–";

    private static string Rest(int rows, string where) => rows > MostRows ? AnswerView.Format($" The first {MostRows} of {rows:N0} rows; all stand in {where}.") : "";
}
