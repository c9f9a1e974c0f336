using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Which pairs of pathways do more, or less, together than the sum of each.</summary>
internal static class InteractionFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "interactions";

    private const double RowHeight = 30, Top = 10;

    private sealed record Pair(Pathway First, Pathway Second, Estimate Index, Estimate? Dividend, bool IsApart);

    /// <summary>One for each outcome that answers are about, where all combinations were run.</summary>
    public static IEnumerable<Figure> Of(FinishedRun run)
    {
        if (run.CellCount > 1) yield break;
        foreach (string outcome in run.Headline)
        {
            var pairs = new List<Pair>();
            int all = run.Pathways.Count * (run.Pathways.Count - 1) / 2;
            for (int i = 0; i < run.Pathways.Count; i++)
                for (int j = i + 1; j < run.Pathways.Count; j++)
                    if (run.Effect(StatisticKind.Interaction, outcome, run.Pathways[i], run.Pathways[j]) is { } e && double.IsFinite(e.Value))
                        pairs.Add(new Pair(run.Pathways[i], run.Pathways[j], e, run.Effect(StatisticKind.Dividend, outcome, run.Pathways[i], run.Pathways[j]),
                            double.IsFinite(e.StandardError) && Math.Abs(e.Value) > Quantiles.Simultaneous(run.Level, all, Math.Max(2, e.EffectiveUnits - 1)) * e.StandardError));
            if (pairs.Count > 0) yield return Make(run, outcome, pairs);
        }
    }

    private static Figure Make(FinishedRun run, string outcome, List<Pair> pairs)
    {
        var strongest = pairs.Where(p => p.IsApart).OrderByDescending(p => Math.Abs(p.Index.Value)).Take(5).ToList();
        var (drawing, height) = Draw(run.Pathways, pairs);
        return new Figure
        {
            Name = FigureText.Name(Family, outcome),
            Family = Family,
            Outcome = outcome,
            Group = FinishedRun.Everyone,
            View = AnswerTables.NameOf(View.All),
            Title = $"Pairs of pathways that do more, or less, together: {FigureText.Outcome(outcome)}",
            Subtitle = AnswerView.Format($"Shapley interaction index, {run.Outcomes[outcome].Unit}; everyone, after {FigureText.Count(run.Horizon, "day")}; negative: together they reduce more"),
            Shows = "How much more a pair of pathways does when both are on than the sum of what each does, averaged over what else is on. Coloured and bold are the pairs that intervals for all pairs together set apart from zero; the others are not told apart from none, or round to zero.",
            NotThis = "Do not add these numbers to the ranking: each Shapley value holds its share of them already. A pair that is not coloured is not shown to be without interaction.",
            Alternative = strongest.Count == 0 ? "No pair is set apart from zero." : "Strongest pairs: " + string.Join("; ", strongest.Select(p => $"{p.First.Id} with {p.Second.Id} {AnswerView.Interval(p.Index)}")) + ".",
            Data = new FigureData(["outcome", "pathway", "second_pathway", "interaction", "interaction_low", "interaction_high", "set_apart_from_zero", "dividend", "dividend_low", "dividend_high"],
                [.. pairs.Select(p => (IReadOnlyList<object?>)[outcome, p.First.Id, p.Second.Id, .. RankingFigure.Values(p.Index), p.IsApart ? "yes" : "no", .. RankingFigure.Values(p.Dividend)])]),
            Width = Drawings.Width,
            Height = height,
            Drawing = drawing,
            Chart = FigureChart.Heat([.. run.Pathways.Skip(1).Select(p => p.Id)], [.. run.Pathways.SkipLast(1).Select(p => p.Id)], "", "", 3, pairs.Where(p => p.IsApart).Select(p => Math.Abs(p.Index.Value)).DefaultIfEmpty(0).Max(),
                pairs.Select(p => new HeatCell(run.Pathways.Index().First(x => x.Item == p.Second).Index - 1, run.Pathways.Index().First(x => x.Item == p.First).Index, $"{p.First.Id} with {p.Second.Id}", p.Index, IsShown(p), p.IsApart ? "" : "not told apart from none"))),
        };
    }

    private static bool IsShown(Pair p) => p.IsApart && Math.Round(p.Index.Value, 3) != 0;

    // a triangle: the second of a pair is the row, the first the column
    private static (MarkupText, double) Draw(IReadOnlyList<Pathway> pathways, List<Pair> pairs)
    {
        var svg = new MarkupText();
        double left = 20 + pathways.Max(p => Drawings.WidthOf(p.Id)), width = Math.Min(110, (Drawings.Width - left - 12) / (pathways.Count - 1)), bottom = Top + (pathways.Count - 1) * RowHeight;
        double largest = pairs.Where(p => p.IsApart).Select(p => Math.Abs(p.Index.Value)).DefaultIfEmpty(0).Max();
        for (int j = 1; j < pathways.Count; j++) svg.Words(pathways[j].Id, left - 8, Top + (j - 0.5) * RowHeight + 4, anchor: "end");
        for (int i = 0; i < pathways.Count - 1; i++)
        {
            // two lines, since names are wider than their columns
            int dot = pathways[i].Id.IndexOf('.', StringComparison.Ordinal) + 1;
            double x = left + (i + 0.5) * width;
            svg.Words(pathways[i].Id[..dot], x, bottom + 14, "ink", "middle", 10).Words(pathways[i].Id[dot..], x, bottom + 26, "ink", "middle", 10);
        }
        foreach (var p in pairs)
        {
            int i = pathways.Index().First(x => x.Item == p.First).Index, j = pathways.Index().First(x => x.Item == p.Second).Index;
            bool shown = IsShown(p);
            string colour = shown ? FigureStyle.Signed(p.Index.Value, largest) : "zero";
            double x = left + i * width, y = Top + (j - 1) * RowHeight;
            svg.Open("g").Leaf("title", $"{p.First.Id} with {p.Second.Id}: {AnswerView.Interval(p.Index)}");
            svg.Empty("rect", [("x", x + 1), ("y", y + 1), ("width", width - 2), ("height", RowHeight - 2), ("rx", 2), .. FigureStyle.Class(colour)]);
            svg.Words(AnswerView.Signed(p.Index.Value, 3), x + width / 2, y + RowHeight / 2 + 4, colour + "-ink", "middle", 11, bold: shown).Close().Line();
        }
        if (largest > 0) svg.SignedLegend(Drawings.Width - 12 - 2 * FigureStyle.Steps * 26, Top, largest, less: true, more: true);
        return (svg, bottom + 38);
    }
}
