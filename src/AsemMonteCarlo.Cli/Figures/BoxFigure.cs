using AsemMonteCarlo.Engine.Sensitivities;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Under which conditions cases of interest lie: the box of scenario discovery in what was tried.</summary>
internal static class BoxFigure
{
    /// <summary>The family of these figures.</summary>
    public const string Family = "box";

    private const double RowHeight = 52, Top = 24, Tall = 16, Small = 11;

    /// <summary>One for each output with a box.</summary>
    public static IEnumerable<Figure> Of(FinishedSensitivity run) =>
        from box in run.Boxes.Where(b => b.Condition is not null).GroupBy(b => (b.Design, b.Output))
        select Make(run, box.Key.Output, [.. box]);

    private static Figure Make(FinishedSensitivity run, string output, List<BoxRow> rows)
    {
        BoxCondition[] conditions = [.. rows.Select(r => r.Condition!)];
        var measures = run.Indices.Where(i => i.Design == rows[0].Design && i.Output == output && i.Method == "prim").ToDictionary(i => i.Index, i => i.Estimate);
        string Share(string name) => measures.TryGetValue(name, out var e) ? $"{name} {new ForestPanel("", 2, false).Write(e)}" : "";
        return new Figure
        {
            Name = FigureText.Name(Family, output),
            Family = Family,
            Outcome = output,
            Title = $"Where cases of interest lie: {FigureText.Outcome(output)}",
            Subtitle = FigureText.Capital(string.Join(", ", new[] { Share("coverage"), Share("density"), Share("mass") }.Where(s => s.Length > 0))) + "; on rows that did not make the box",
            Shows = "Each bar is what was tried of a factor, from its lowest to its highest value by share of the rows; the full part is the box, in which all conditions hold together. Coverage: share of all cases that lie there; density: share of the rows there that are cases; mass: share of all rows.",
            NotThis = "Do not conclude that a factor without a condition does nothing, or that a case outside of the box is rare: the box trades coverage against density. It describes worlds that were tried, not couples.",
            Alternative = FigureText.Capital(rows[0].Scenario) + ".",
            Data = new FigureData(["design", "output", "factor", "words", "unit", "low", "high", "lowest", "highest", "below", "share"],
                [.. rows.Select(r => (IReadOnlyList<object?>)[r.Design, r.Output, r.Condition!.Factor, r.Condition.Words, r.Condition.Unit, r.Condition.Low, r.Condition.High, r.Condition.Lowest, r.Condition.Highest, r.Condition.Below, r.Condition.Share])]),
            Width = Drawings.Width,
            Height = Top + conditions.Length * RowHeight + 8,
            Drawing = Draw(conditions),
        };
    }

    /// <summary>Draws conditions, one below the other.</summary>
    public static MarkupText Draw(BoxCondition[] conditions)
    {
        var svg = new MarkupText();
        const double left = 90, right = Drawings.Width - 90;
        foreach (var (i, c) in conditions.Index())
        {
            double y = Top + i * RowHeight, from = left + c.Below * (right - left), to = from + c.Share * (right - left);
            svg.Words(c.Words + (c.Unit.Length > 0 ? $", {c.Unit}" : ""), left, y - 6, size: 12);
            svg.Empty("rect", [("x", left), ("y", y), ("width", right - left), ("height", Tall), ("rx", 2), .. FigureStyle.Class("zero")]);
            svg.Empty("rect", [("x", from), ("y", y), ("width", Math.Max(1, to - from)), ("height", Tall), ("rx", 2), .. FigureStyle.Class("less-3")]);
            svg.Words(AnswerView.Format($"{100 * c.Share:F0} %"), (from + to) / 2, y + Tall - 4, "less-3-ink", "middle", 11);
            svg.Words(Number(c.Lowest), left - 8, y + Tall - 4, "muted", "end", 11).Words(Number(c.Highest), right + 8, y + Tall - 4, "muted", size: 11);
            string low = double.IsFinite(c.Low) ? "≥ " + Number(c.Low) : "", high = double.IsFinite(c.High) ? "≤ " + Number(c.High) : "";
            // side by side where the box is too narrow for both
            bool isNarrow = low.Length > 0 && high.Length > 0 && Drawings.WidthOf(low, Small) + Drawings.WidthOf(high, Small) + Small > to - from;
            if (low.Length > 0) svg.Words(low, isNarrow ? from - 2 : from, y + Tall + 13, anchor: isNarrow ? "end" : "start", size: Small);
            if (high.Length > 0) svg.Words(high, isNarrow ? Math.Max(to, from + 1) + 2 : to, y + Tall + 13, anchor: isNarrow ? "start" : "end", size: Small);
            svg.Line();
        }
        return svg;
    }

    /// <summary>A value of a factor.</summary>
    public static string Number(double value) => BoxCondition.Number(value).Replace('-', '−');
}
