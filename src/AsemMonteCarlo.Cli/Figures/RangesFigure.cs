using AsemMonteCarlo.Engine.Answers;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Where along the other parameters of a sweep one of them matters most.</summary>
internal static class RangesFigure
{
    private const string Beginning = "ranges";

    /// <summary>The family of the figures of an axis.</summary>
    public static string Family(RunAxis axis) => FigureText.Name(Beginning, axis.Name);

    /// <summary>One for each axis, outcome that answers are about, and group, where no more settings of the other axes are compared than pair by pair.</summary>
    public static IEnumerable<Figure> Of(FinishedRun run) =>
        from axis in run.Axes
        from outcome in run.Headline
        from g in run.Groups
        let ranges = run.Ranges(axis, outcome, g.Name)
        where ranges.Count is > 1 and <= ScenarioSums.MaximumSettings && ranges.All(r => double.IsFinite(r.Difference.Value))
        select Make(run, axis, outcome, g.Name, ranges);

    /// <summary>The values of an axis that its ranges compare.</summary>
    public static (double From, double To) Ends(FinishedRun run, RunAxis axis, Comparison range)
    {
        int place = run.Axes.ToList().IndexOf(axis);
        return (run.Values(range.MinusCell)[place], run.Values(range.Cell)[place]);
    }

    /// <summary>The values of the other axes where a range lies.</summary>
    public static IEnumerable<(RunAxis Axis, double Value)> Others(FinishedRun run, RunAxis axis, Comparison range) => run.Axes.Zip(run.Values(range.Cell)).Where(a => a.First != axis);

    private static Figure Make(FinishedRun run, RunAxis axis, string outcome, string group, IReadOnlyList<RankedRange> ranges)
    {
        RunAxis[] others = [.. run.Axes.Where(a => a != axis)];
        string unit = run.Outcomes[outcome].Unit, name = FigureText.Outcome(outcome), among = FigureText.And([.. others.Select(a => a.Name)]);
        var (from, to) = Ends(run, axis, ranges[0].Range);
        // names of several axes would leave no room for the numbers
        string Label(RankedRange r) => others.Length == 1 ? $"{among} {Values(r)}" : Values(r);
        string Values(RankedRange r) => string.Join(", ", Others(run, axis, r.Range).Select(o => SweepFigure.Number(o.Value)));
        var drawn = ForestDrawing.Draw([new ForestPanel($"{name}, {unit}", 3)], [.. ranges.Select(r => new ForestRow(Label(r), AnswerView.Rank(r.Best, r.Worst), "none", [[r.Difference]]))], "rank");
        return new Figure
        {
            Name = FigureText.Name(Family(axis), outcome, group),
            Family = Family(axis),
            Outcome = outcome,
            Group = group,
            View = AnswerTables.NameOf(View.All),
            Title = $"Where {axis.Name} matters most: {name}",
            Subtitle = AnswerView.Format($"{FigureText.Capital(name)} at {axis.Name} {SweepFigure.Number(to)} less at {SweepFigure.Number(from)}, {unit}, by {among}; {AnswerView.Switched(run.Pathways)} on; {FigureText.Who(group, View.All)}, after {FigureText.Count(run.Horizon, "day")}"),
            Shows = $"What {axis.Name} at its last value less at its first changes at each setting of {among}, the same persons under the same luck. Rank 1 is the lowest number; a rank such as 2–4 names a tie. {FigureText.Intervals(run)}",
            NotThis = "Do not read it as the effect of a step of the same size: values of one axis are compared, the last less the first. Do not read the order as settled where ranks overlap.",
            Alternative = string.Join("; ", ranges.Select(r => $"{Label(r)}: {AnswerView.Interval(r.Difference)}")) + ".",
            Data = new FigureData(["axis", "from", "to", .. others.Select(a => a.Name), "outcome", "group", "rank", "difference", "low", "high"],
                [.. ranges.Select(r => (IReadOnlyList<object?>)[axis.Name, from, to, .. Others(run, axis, r.Range).Select(o => (object?)o.Value), outcome, group, AnswerView.Rank(r.Best, r.Worst), .. RankingFigure.Values(r.Difference)])]),
            Width = Drawings.Width,
            Height = drawn.Height,
            Drawing = drawn.Drawing,
            Chart = drawn.Chart,
        };
    }
}
