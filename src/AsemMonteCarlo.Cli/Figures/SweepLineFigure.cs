using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>What pathways do along the one parameter of a sweep; where the run compares none, the level of the outcome.</summary>
internal static class SweepLineFigure
{
    private const double Upper = 260, Lower = 170;

    // pathways of one side are told apart by dashes, and named at their ends
    private static readonly string?[] dashes = [null, "7 4", "2 3", "9 3 2 3", "14 3"];

    private sealed record Line(string Statistic, string Pathway, LineSeries Series, IReadOnlyList<string> Ranks);

    /// <summary>The figure of an outcome and a group, or null where the run has nothing of them.</summary>
    public static Figure? Make(FinishedRun run, string outcome, string group)
    {
        var axis = run.Axes[0];
        long[] cells = [.. Enumerable.Range(0, run.CellCount).Select(c => (long)c).OrderBy(c => run.Values(c)[0])];
        double[] places = [.. cells.Select(c => run.Values(c)[0])];
        string unit = run.Outcomes[outcome].Unit, name = FigureText.Outcome(outcome), sign = FigureText.Sign(outcome);
        Line Of(string statistic, string words, string colour, string? dash, Func<long, Estimate?> at) => new(statistic, "", new(words, colour, dash, [.. cells.Select(c => at(c) is { } e && double.IsFinite(e.Value) ? e : (Estimate?)null)]), []);

        var rows = cells.Select(cell => RankingFigure.Rows(run, outcome, group, View.All, cell)).ToList();
        var effects = Pathways(run, rows);
        List<Line> total = [Of(new Statistic(StatisticKind.Total).Name, "together", "both", null, c => run.Effect(StatisticKind.Total, outcome, group: group, cell: c))];
        List<Line> levels = [Of("level_all", "all on", "both", null, c => run.LevelOf(outcome, all: true, group, c)), Of("level_none", "none on", "none", "7 4", c => run.LevelOf(outcome, all: false, group, c))];
        var main = rows.SelectMany(r => r).FirstOrDefault();
        (string Heading, bool IsSigned, double Height, List<Line> Lines)[] wanted =
        [
            ($"{FigureText.Capital(main?.Words ?? "")}, {unit}", true, Upper, effects),
            ($"{AnswerView.Switched(run.Pathways, begins: true)} less none, {unit}", true, Lower, run.Pathways.Count > 1 ? total : []),
            ($"level, {unit}", false, Upper, levels),
        ];
        var panels = wanted.Select(w => w with { Lines = [.. w.Lines.Where(l => l.Series.Course.Any(e => e is not null))] }).Where(w => w.Lines.Count > 0).ToList();
        // levels only describe: they are shown where there is nothing else
        bool compares = panels.Any(p => p.IsSigned);
        if (compares) panels.RemoveAll(p => !p.IsSigned);
        if (panels.Count == 0) return null;

        bool isDoubling = places[0] > 0 && places.Zip(places.Skip(1)).All(p => p.Second == 2 * p.First);
        var drawn = LineDrawing.Draw(SweepFigure.Named(axis), places, [.. panels.Select(p => new LinePanel(p.Heading, p.IsSigned, p.Height, [.. p.Lines.Select(l => l.Series)]))], isDoubling);
        string below = compares && panels.Count > 1 ? $"; below: {AnswerView.Together(run.Pathways)}" : "", what = compares ? main?.Words ?? $"{AnswerView.Switched(run.Pathways)} less none" : "level";
        return new Figure
        {
            Name = FigureText.Name(SweepFigure.Family, outcome, group),
            Family = SweepFigure.Family,
            Outcome = outcome,
            Group = group,
            View = AnswerTables.NameOf(View.All),
            Title = $"{(!compares ? FigureText.Capital(name) : run.Pathways.Count == 1 ? $"What {run.Pathways[0].Id} does to {name}" : $"What pathways do to {name}")} along {axis.Name}",
            Subtitle = AnswerView.Format($"{FigureText.Capital(what)}, {unit}; {FigureText.Who(group, View.All)}, after {FigureText.Count(run.Horizon, "day")}{(compares && sign.Length > 0 ? "; " + sign : "")}{below}"),
            Shows = (compares ? $"At each value of {axis.Name}: {(main is null ? "" : main.Kind == StatisticKind.Shapley ? "the Shapley value of each pathway" : $"what each pathway does, {main.Words}")}{(main is null ? AnswerView.Together(run.Pathways) : "")}{below}. " : $"The mean of {name} at each value of {axis.Name}. ")
                + "Bands: " + FigureText.Intervals(run).Replace("Intervals", "intervals", StringComparison.Ordinal) + " Lines join the values that were run.",
            NotThis = compares ? "Do not conclude from bands that overlap that two values do not differ: cells hold the same persons under the same luck, unless the sweep changes who they are. Between the values nothing was run."
                : "Do not compare values by overlapping bands: where cells hold the same persons, the table of differences does it.",
            Alternative = string.Join("; ", panels.SelectMany(p => p.Lines).Select(l => $"{l.Series.Words} {Write(l.Series.Course[0], compares)} at {SweepFigure.Number(places[0])}, {Write(l.Series.Course[^1], compares)} at {SweepFigure.Number(places[^1])}")) + ".",
            Data = new FigureData([axis.Name, "outcome", "group", "statistic", "pathway", "rank", "estimate", "low", "high"],
                [.. panels.SelectMany(p => p.Lines).SelectMany(l => places.Select((place, i) => (IReadOnlyList<object?>)[place, outcome, group, l.Statistic, Known(l.Pathway), l.Ranks.Count > 0 ? Known(l.Ranks[i]) : null, .. RankingFigure.Values(l.Series.Course[i])]))]),
            Width = Drawings.Width,
            Height = drawn.Height,
            Drawing = drawn.Drawing,
            Chart = drawn.Chart,
        };
    }

    private static List<Line> Pathways(FinishedRun run, List<IReadOnlyList<RankingFigure.Row>> rows)
    {
        var lines = new List<Line>();
        foreach (var side in run.Pathways.GroupBy(Drawings.Colour))
            foreach (var (i, pathway) in side.Index())
            {
                var course = rows.Select(r => r.FirstOrDefault(x => x.Pathway == pathway)).ToList();
                if (course.FirstOrDefault(r => r is not null) is { } any)
                    lines.Add(new(new Statistic(any.Kind).Name, pathway.Id, new(AnswerView.Name(pathway), side.Key, dashes[i % dashes.Length], [.. course.Select(r => r?.Main)]), [.. course.Select(r => r?.Rank ?? "")]));
            }
        return lines;
    }

    private static string? Known(string text) => text.Length > 0 ? text : null;

    private static string Write(Estimate? estimate, bool isSigned) => new ForestPanel("", 3, isSigned).Write(estimate);
}
