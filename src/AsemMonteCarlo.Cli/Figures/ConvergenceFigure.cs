using AsemMonteCarlo.Engine.Sensitivities;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>How the indices of the strongest factors settled as the design grew.</summary>
internal static class ConvergenceFigure
{
    /// <summary>Beginning of the families of these figures; the design, where there are several, and the method follow.</summary>
    public const string Family = "convergence";

    private const double Height = 300;

    // told apart by colour and dashes, and named at their ends
    private static readonly (string Colour, string? Dashes)[] looks = [("buffering", null), ("enhancing", "9 3 2 3"), ("both", "7 4"), ("none", "2 3"), ("buffering", "7 4"), ("enhancing", "2 3")];

    /// <summary>One for each design, method and output whose course the run kept.</summary>
    public static IEnumerable<Figure> Of(FinishedSensitivity run) =>
        from family in run.Convergence.Where(i => i.Order == 1).GroupBy(i => (i.Design, i.Method, i.Estimand))
        from output in family.GroupBy(i => i.Output)
        let figure = Make(run, [.. output])
        where figure is not null
        select figure;

    private static Figure? Make(FinishedSensitivity run, List<IndexRow> rows)
    {
        string main = IndicesTable.MainOf(rows.Select(r => r.Index));
        var course = rows.Where(r => r.Index == main).ToList();
        long[] blocks = [.. course.Select(r => r.Blocks).Distinct().Order()];
        if (blocks.Length < 2) return null;
        var strongest = course.Where(r => r.Blocks == blocks[^1] && double.IsFinite(r.Estimate.Value)).OrderByDescending(r => SensitivityText.Weight(r.Method, r.Estimate.Value)).Take(looks.Length).ToList();
        if (strongest.Count == 0) return null;
        var lines = strongest.Select((last, i) => new LineSeries(last.Factors, looks[i].Colour, looks[i].Dashes, [.. blocks.Select(b => course.FirstOrDefault(r => r.Blocks == b && r.Factors == last.Factors) is { } row && double.IsFinite(row.Estimate.Value) ? row.Estimate : (Sensitivity.Intervals.Estimate?)null)])).ToList();
        string index = SensitivityText.Index(main), unit = run.Design(rows[0].Design).Kind == DesignKind.Morris ? "trajectories" : "points";
        var drawn = LineDrawing.Draw(unit, [.. blocks.Select(b => (double)b)], [new LinePanel(FigureText.Capital(index), IndicesTable.IsEffect(rows[0].Method), Height, lines)], isDoubling: true);
        string family = IndicesFigure.FamilyOf(run, Family, rows[0]);
        int digits = SensitivityText.Digits(strongest.Select(s => s.Estimate.Value));
        return new Figure
        {
            Name = FigureText.Name(family, rows[0].Output),
            Family = family,
            Outcome = rows[0].Output,
            Title = $"How the numbers settled: {FigureText.Outcome(rows[0].Output)}",
            Subtitle = AnswerView.Format($"{FigureText.Capital(index)} of the {FigureText.Count(strongest.Count, "strongest factor").Split(' ', 2)[1]} from the first {unit} of the design, doubling; {SensitivityText.About(rows[0].Estimand)}"),
            Shows = $"What the study would have said with fewer {unit}. Bands: intervals at each size; a band without a line beyond it has settled. The last numbers are those of the figure of indices.",
            NotThis = "Do not conclude from lines that no longer move that the interval is too wide: they share most of their runs. Do not read it as convergence of the model; it is that of the estimates.",
            Alternative = string.Join("; ", lines.Select(l => $"{l.Words}: {Number(l.Course.FirstOrDefault(c => c is not null), digits)} with {blocks[l.Course.ToList().FindIndex(c => c is not null)].ToString("N0", System.Globalization.CultureInfo.InvariantCulture)} {unit}, {Number(l.Course[^1], digits)} with all")) + ".",
            Data = new FigureData(["design", "output", "method", "index", "estimator", "estimand", "factors", "blocks", "estimate", "low", "high"],
                [.. rows.Select(r => (IReadOnlyList<object?>)[r.Design, r.Output, r.Method, r.Index, r.Estimator, r.Estimand, r.Factors, r.Blocks, .. RankingFigure.Values(r.Estimate)])]),
            Width = Drawings.Width,
            Height = drawn.Height,
            Drawing = drawn.Drawing,
            Chart = drawn.Chart,
        };
    }

    private static string Number(Sensitivity.Intervals.Estimate? estimate, int digits) => new ForestPanel("", digits, IsSigned: false).Write(estimate);
}
