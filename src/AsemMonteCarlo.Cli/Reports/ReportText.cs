using AsemMonteCarlo.Cli.Figures;
using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Reports;

/// <summary>The answer of a run in words, from the same rows as its tables.</summary>
internal static class ReportText
{
    /// <summary>What the run answers, one sentence or two in each paragraph.</summary>
    public static IReadOnlyList<string> Answer(FinishedRun run)
    {
        if (run.Headline.FirstOrDefault() is not { } outcome) return ["The study reports none of insecurity, anxiety and avoidance; its tables hold what it does report."];
        var paragraphs = run.CellCount > 1 ? Sweep(run, outcome) : Plain(run, outcome);
        return paragraphs.Count > 0 ? paragraphs : ["The run compares nothing: its arms have no pairs of with and without."];
    }

    /// <summary>What is uncertain about it.</summary>
    public static IReadOnlyList<string> Uncertain(FinishedRun run)
    {
        var list = new List<string> { FigureText.Intervals(run) };
        if (Answer(run).Any(AnswerView.HasFew)) list.Add(AnswerView.FewNote);
        list.Add(run.Calibrated() + " Other acceptable parameters, other functional forms and another population give other sizes and, in part, another order.");
        if (run.Couples < AnswerView.SmallSample) list.Add($"This sample is small: {FigureText.Count(run.Couples, "couple")} in each arm can only show what the tool does. Look at the widths of the intervals before anything else.");
        if (run.Manifest.SpeaksOf.Length > 0) list.Add($"Intervals speak of {run.Manifest.SpeaksOf}.");
        if (run.Headline.FirstOrDefault() is { } outcome && run.CellCount == 1 && run.Rank(outcome) is { Count: > 0 } ranking && ranking.Count(r => r.Best != r.Worst) is > 0 and var tied)
            list.Add(AnswerView.Format($"{tied} of {FigureText.Count(ranking.Count, "pathway")} share their rank with others: simultaneous paired differences do not tell them apart. Over outcomes and groups nothing is corrected."));
        list.Add($"Couples settle for {FigureText.Count(run.SettleDays, "day")} before day 0 with the study's own strengths in every arm, so an arm without a pathway is its withdrawal from day 0 on.");
        return list;
    }

    /// <summary>What the study is, in one line.</summary>
    public static string Shape(FinishedRun run) =>
        $"{FigureText.Count(run.Couples, "couple")} × {FigureText.Count(run.Manifest.Counts.GetValueOrDefault("points"), "design point")} × {FigureText.Count(run.Horizon, "day")}; {FigureText.Count(run.Pathways.Count, "pathway")} switched, those of {(run.IsProviderOnly ? "the focal person's provider alone" : "both partners")}";

    private static List<string> Plain(FinishedRun run, string outcome)
    {
        var list = new List<string>();
        string name = FigureText.Outcome(outcome);
        if (run.Effect(StatisticKind.Total, outcome) is { } total)
        {
            string levels = run.LevelOf(outcome, all: true) is { } with && run.LevelOf(outcome, all: false) is { } without
                ? AnswerView.Format($" Its mean ends at {with.Value:F2} with {(run.Pathways.Count == 1 ? "it" : "them")} and {without.Value:F2} without{(run.Groups.Count > 0 && run.Groups[0].Start.TryGetValue(outcome, out double start) ? AnswerView.Format($", from {start:F2} on day 0") : "")}.") : "";
            string than = total.IsClearOfZero ? $"is {Size(total, run.Outcomes[outcome].Unit)} than with none" : $"is not told apart from that with none ({AnswerView.Interval(total)})";
            list.Add($"With {AnswerView.Switched(run.Pathways)} on, {name} after {FigureText.Count(run.Horizon, "day")} {than}.{levels}");
        }
        var rows = RankingFigure.Rows(run, outcome, FinishedRun.Everyone, View.All);
        if (rows.Count > 0)
        {
            string by = rows[0].Shapley is not null ? "by Shapley value" : rows[0].LeftOut is not null ? "by what each adds to the others" : "each alone";
            var lower = rows.Where(r => r.Main!.Value.High < 0).ToList();
            list.Add(lower.Count == 0 ? $"No pathway is told apart from none as lowering {name}."
                : $"Pathways that lower {name} most, {by}: " + string.Join(", ", lower.Take(3).Select(r => $"{AnswerView.Name(r.Pathway)} {AnswerView.Interval(r.Main)}{(r.Rank.Length > 0 ? $" (rank {r.Rank})" : "")}")) + ".");
            var raise = rows.Where(r => r.Main!.Value.Low > 0).ToList();
            var unclear = rows.Where(r => !r.Main!.Value.IsClearOfZero).ToList();
            if (raise.Count > 0) list.Add("Pathways that raise it: " + string.Join(", ", raise.Select(r => $"{AnswerView.Name(r.Pathway)} {AnswerView.Interval(r.Main)}")) + ".");
            if (unclear.Count > 0) list.Add($"Not told apart from no effect: {FigureText.And([.. unclear.Select(r => AnswerView.Name(r.Pathway))])}.");
        }
        if (run.Effect(StatisticKind.BufferingOnly, outcome) is { } buffering && run.Effect(StatisticKind.EnhancingOnly, outcome) is { } enhancing && run.Effect(StatisticKind.Synergy, outcome) is { } synergy)
            list.Add($"Buffering without enhancing changes it by {AnswerView.Interval(buffering)}, enhancing without buffering by {AnswerView.Interval(enhancing)}; both together by {AnswerView.Interval(synergy)} more than the sum (negative: lower still).");
        if (run.Effect(StatisticKind.Total, outcome, view: View.Intact) is { } intact && run.Effect(StatisticKind.Total, outcome) is { } everyone)
            list.Add($"Who is counted matters: {AnswerView.Together(run.Pathways)} {(run.Pathways.Count == 1 ? "changes" : "change")} it by {AnswerView.Interval(everyone)} among everyone, by {AnswerView.Interval(intact)} among those whose bond lasts in both arms.");
        return list;
    }

    private static List<string> Sweep(FinishedRun run, string outcome)
    {
        var cells = new List<(long Cell, Estimate Total)>();
        for (long cell = 0; cell < run.CellCount; cell++)
            if (run.Effect(StatisticKind.Total, outcome, cell: cell) is { } total && double.IsFinite(total.Value)) cells.Add((cell, total));
        var list = new List<string>();
        if (cells.Count > 0)
        {
            var (most, least) = (cells.MinBy(c => c.Total.Value), cells.MaxBy(c => c.Total.Value));
            list.Add(AnswerView.Format($"{AnswerView.Together(run.Pathways, begins: true)} {(run.Pathways.Count == 1 ? "changes" : "change")} {FigureText.Outcome(outcome)} after {FigureText.Count(run.Horizon, "day")} by {AnswerView.Interval(most.Total)} {SweepTables.At(run, most.Cell)}, and by {AnswerView.Interval(least.Total)} {SweepTables.At(run, least.Cell)} ({FigureText.Count(cells.Count, "cell")} of the sweep, {run.Outcomes[outcome].Unit}; negative: less with {(run.Pathways.Count == 1 ? "it" : "them")})."));
        }
        var first = cells.Select(c => run.Rank(outcome, cell: c.Cell)).Where(r => r.Count > 0).Select(r => r[0]).ToList();
        if (first.Count > 0 && run.Pathways.Count > 1)
        {
            int alone = first.Count(r => r.Worst == 1);
            list.Add("First by Shapley value: " + string.Join(", ", first.GroupBy(r => r.Pathway).OrderByDescending(g => g.Count()).Select(g => AnswerView.Format($"{AnswerView.Name(g.Key)} in {FigureText.Count(g.Count(), "cell")}")))
                + (alone == first.Count ? "." : AnswerView.Format($"; told apart from every other pathway in {(alone == 0 ? "none" : $"{alone}")} of them.")));
        }
        list.AddRange(run.Axes.Select(axis => Range(run, axis, outcome)).OfType<string>());
        return list;
    }

    private static string? Range(FinishedRun run, RunAxis axis, string outcome)
    {
        var ranges = run.Ranges(axis, outcome).Where(r => double.IsFinite(r.Difference.Value)).ToList();
        if (ranges.Count == 0) return null;
        var (from, to) = RangesFigure.Ends(run, axis, ranges[0].Range);
        string ends = $"{axis.Name} at {SweepFigure.Number(to)} less at {SweepFigure.Number(from)} changes {FigureText.Outcome(outcome)} by {AnswerView.Interval(ranges[0].Difference)}", on = $"{AnswerView.Switched(run.Pathways)} on, the same persons under the same luck";
        if (ranges.Count == 1) return $"{ends} ({on}).";
        string tie = ranges.Count > ScenarioSums.MaximumSettings || ranges[0].Best == ranges[0].Worst ? "" : $" (rank {AnswerView.Rank(ranges[0].Best, ranges[0].Worst)}, a tie)";
        return $"{ends} {SweepTables.At(run, ranges[0].Range.Cell, axis)}{tie}, and by {AnswerView.Interval(ranges[^1].Difference)} {SweepTables.At(run, ranges[^1].Range.Cell, axis)} ({on}).";
    }

    // a size and its direction in words; the sign goes into the word
    private static string Size(Estimate e, string unit)
    {
        var size = e.Value < 0 ? e with { Value = -e.Value, Low = -e.High, High = -e.Low } : e;
        return AnswerView.Format($"{size.Value:F3} [{size.Low:F3}, {size.High:F3}] {unit} {(e.Value < 0 ? "lower" : "higher")}");
    }
}
