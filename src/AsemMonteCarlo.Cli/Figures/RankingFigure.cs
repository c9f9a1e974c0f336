using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Pathways ranked by what they do, with intervals: by outcome, group and who is counted.</summary>
internal static class RankingFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "ranking";

    /// <summary>One pathway of a ranking.</summary>
    /// <param name="Pathway">The pathway.</param>
    /// <param name="Rank">Its rank or ranks, or empty where pathways are not told apart.</param>
    /// <param name="Shapley">Its Shapley value.</param>
    /// <param name="Alone">With it less none.</param>
    /// <param name="LeftOut">All pathways less all but it.</param>
    public sealed record Row(Pathway Pathway, string Rank, Estimate? Shapley, Estimate? Alone, Estimate? LeftOut)
    {
        /// <summary>The best statistic that the run has: over all combinations, else what it adds to the others, else alone.</summary>
        public Estimate? Main => Shapley ?? LeftOut ?? Alone;

        /// <summary>Which statistic that is.</summary>
        public StatisticKind Kind => Shapley is not null ? StatisticKind.Shapley : LeftOut is not null ? StatisticKind.LeftOut : StatisticKind.Alone;

        /// <summary>The same in words.</summary>
        public string Words => Kind switch { StatisticKind.Shapley => "Shapley value", StatisticKind.LeftOut => "added to the others", _ => "alone" };
    }

    /// <summary>The pathways in the order of a ranking, or none where the run compares nothing.</summary>
    public static IReadOnlyList<Row> Rows(FinishedRun run, string outcome, string group, View view, long cell = 0)
    {
        var ranking = run.Rank(outcome, group, view, cell).ToDictionary(r => r.Pathway);
        var rows = run.Pathways.Select(p => new Row(p, ranking.TryGetValue(p, out var r) ? AnswerView.Rank(r.Best, r.Worst) : "", ranking.TryGetValue(p, out r) ? r.Shapley : null,
            run.Effect(StatisticKind.Alone, outcome, p, null, group, view, cell), run.Effect(StatisticKind.LeftOut, outcome, p, null, group, view, cell)));
        return [.. rows.Where(r => r.Main is { } e && double.IsFinite(e.Value)).OrderBy(r => r.Main!.Value.Value)];
    }

    /// <summary>Every ranking that the run has; without a sweep only, since a sweep has one in every cell.</summary>
    public static IEnumerable<Figure> Of(FinishedRun run)
    {
        if (run.CellCount > 1) yield break;
        foreach (string outcome in run.Headline)
            foreach (var view in Enum.GetValues<View>())
                foreach (var group in run.Groups)
                    if (Rows(run, outcome, group.Name, view) is { Count: > 0 } rows)
                        yield return Make(run, outcome, group.Name, view, rows);
    }

    private static Figure Make(FinishedRun run, string outcome, string group, View view, IReadOnlyList<Row> rows)
    {
        bool ranked = rows[0].Rank.Length > 0, both = rows.Any(r => r.Shapley is not null && r.LeftOut is not null);
        string main = rows[0].Words, unit = run.Outcomes[outcome].Unit;
        var drawn = rows.Select(r => new ForestRow(AnswerView.Name(r.Pathway), r.Rank, Drawings.Colour(r.Pathway), [both ? [r.Main, r.LeftOut] : [r.Main]])).ToList();
        List<(string, bool, string)> legend = [("buffering", false, "buffering"), ("enhancing", false, "enhancing")];
        if (both) legend.Add(("none", true, "hollow: added to all others"));
        var shown = ForestDrawing.Draw([new ForestPanel($"{FigureText.Capital(main)}, {unit}", 3)], drawn, ranked ? "rank" : "", [.. legend]);
        var total = run.Effect(StatisticKind.Total, outcome, null, null, group, view);
        string sign = FigureText.Sign(outcome), all = total is { } t && run.Pathways.Count > 1 ? $"; all together {AnswerView.Interval(t)}" : "";
        return new Figure
        {
            Name = FigureText.Name(Family, outcome, group, view),
            Family = Family,
            Outcome = outcome,
            Group = group,
            View = AnswerTables.NameOf(view),
            Title = $"What each pathway does to {FigureText.Outcome(outcome)}",
            Subtitle = AnswerView.Format($"{FigureText.Capital(FigureText.Who(group, view))}, after {FigureText.Count(run.Horizon, "day")}{(sign.Length > 0 ? "; " + sign : "")}{all}"),
            Shows = (ranked ? "The Shapley value of each pathway: what it adds, averaged over all orders of switching the pathways on. " : $"What each pathway does: {main}. ")
                + (both ? "Hollow marks: what it adds when all others are on already. " : "") + FigureText.Intervals(run) + (ranked ? " A rank such as 2–4 names a tie." : ""),
            NotThis = "Do not read the order as settled: pathways whose ranks overlap are not told apart, and other acceptable parameters give other orders. Do not read it as what a couple would gain by trying harder: it compares a pathway with its absence."
                + (view == View.Intact ? " Persons whose bond lasts under all arms are a selection." : ""),
            Alternative = $"{FigureText.Capital(main)}, the lowest first: " + string.Join("; ", rows.Select(r => $"{AnswerView.Name(r.Pathway)} {AnswerView.Interval(r.Main)}")) + ".",
            Data = new FigureData(["outcome", "group", "view", "pathway", "rank", "shapley", "shapley_low", "shapley_high", "left_out", "left_out_low", "left_out_high", "alone", "alone_low", "alone_high"],
                [.. rows.Select(r => (IReadOnlyList<object?>)[outcome, group, AnswerTables.NameOf(view), r.Pathway.Id, r.Rank, .. Values(r.Shapley), .. Values(r.LeftOut), .. Values(r.Alone)])]),
            Width = Drawings.Width,
            Height = shown.Height,
            Drawing = shown.Drawing,
            Chart = shown.Chart,
        };
    }

    /// <summary>An estimate and the ends of its interval as cells.</summary>
    public static object?[] Values(Estimate? estimate) => estimate is { } e ? [e.Value, e.Low, e.High] : [null, null, null];
}
