using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>A course with its band.</summary>
/// <param name="Words">What it is of; written at its end.</param>
/// <param name="Colour">Colour of <see cref="FigureStyle"/>.</param>
/// <param name="Dashes">Dashes of the line, or null.</param>
/// <param name="Course">Its estimates, one for each place across; null where missing.</param>
internal sealed record LineSeries(string Words, string Colour, string? Dashes, IReadOnlyList<Estimate?> Course);

/// <summary>Courses on one pair of axes.</summary>
/// <param name="Heading">What goes up, with its unit.</param>
/// <param name="IsSigned">Whether zero is on the axis and numbers have a sign.</param>
/// <param name="Height">Height of the axes in pixels.</param>
/// <param name="Lines">The courses.</param>
internal sealed record LinePanel(string Heading, bool IsSigned, double Height, IReadOnlyList<LineSeries> Lines);

/// <summary>Courses with bands, in panels one below the other.</summary>
internal static class LineDrawing
{
    private const double Left = 58, Gap = 66, Top = 28, Foot = 40, LineHeight = 15, LeastRight = 124;

    /// <summary>Draws them.</summary>
    /// <param name="across">What goes across.</param>
    /// <param name="places">Places across, ascending.</param>
    /// <param name="panels">The panels.</param>
    /// <param name="isDoubling">Whether the places double from one to the next, and stand at equal distances then.</param>
    public static Drawn Draw(string across, IReadOnlyList<double> places, IReadOnlyList<LinePanel> panels, bool isDoubling = false)
    {
        var svg = new MarkupText();
        double right = Drawings.Width - Math.Max(LeastRight, 24 + panels.SelectMany(p => p.Lines).Max(l => Drawings.WidthOf(l.Words))), top = Top, bottom = Top;
        double[] at = [.. places.Select(p => isDoubling ? Math.Log2(p) : p)];
        var scale = new Scale(at, Left, right, withZero: !isDoubling, marks: 8, toTheLast: true);
        // a logarithm has no zero to begin at
        Func<double, double> x = isDoubling ? place => at.Length < 2 ? Left : Left + (place - at[0]) / (at[^1] - at[0]) * (right - Left) : place => scale[place];
        foreach (var panel in panels)
        {
            bottom = top + panel.Height;
            Panel(svg, panel, top, bottom, right, [.. at.Select(x)], isDoubling ? () => Doubling(svg, places, [.. at.Select(x)], top, bottom) : () => svg.Horizontal(scale, top, bottom, signed: false));
            top = bottom + Gap;
        }
        return new Drawn(svg.Words(across, right, bottom + 32, "muted", "end", 11), bottom + Foot, FigureChart.Lines(across, isDoubling, places, panels));
    }

    private static void Doubling(MarkupText svg, IReadOnlyList<double> places, double[] x, double top, double bottom)
    {
        foreach (var (i, place) in places.Index()) svg.Rule(x[i], top, x[i], bottom, "grid-line").Words(AnswerView.Format($"{place:#,0.######}"), x[i], bottom + 14, "muted", "middle", 11);
    }

    private static void Panel(MarkupText svg, LinePanel panel, double top, double bottom, double right, double[] x, Action axis)
    {
        var up = new Scale(panel.Lines.SelectMany(l => l.Course).OfType<Estimate>().SelectMany(e => new[] { e.Value, e.Low, e.High }), bottom, top, withZero: panel.IsSigned, marks: 5);
        svg.Words(panel.Heading, 12, top - 12, "muted", size: 11);
        svg.Vertical(up, Left, right, panel.IsSigned);
        axis();
        foreach (var line in panel.Lines)
        {
            var known = line.Course.Index().Where(c => c.Item is { } e && double.IsFinite(e.Low)).Select(c => (X: x[c.Index], E: c.Item!.Value)).ToList();
            if (known.Count > 1)
                svg.Empty("path", [("d", "M" + string.Join('L', known.Select(k => Point(k.X, up[k.E.High])).Concat(known.AsEnumerable().Reverse().Select(k => Point(k.X, up[k.E.Low])))) + "Z"), ("fill-opacity", panel.IsSigned ? "0.16" : "0.1"), .. FigureStyle.Class(line.Colour)]);
        }
        svg.Line();
        foreach (var line in panel.Lines.Where(l => l.Course.Any(c => c is not null)))
            svg.Empty("path", [("d", "M" + string.Join('L', line.Course.Index().Where(c => c.Item is not null).Select(c => Point(x[c.Index], up[c.Item!.Value.Value])))), ("fill", "none"), ("stroke-width", 2), ("stroke-dasharray", line.Dashes), .. FigureStyle.Class(line.Colour + "-line")]).Line();
        Names(svg, [.. panel.Lines.Where(l => l.Course[^1] is not null).OrderBy(l => up[l.Course[^1]!.Value.Value]).Select(l => (l, up[l.Course[^1]!.Value.Value]))], x[^1], right, bottom);
        svg.Line();
    }

    // names at the right end, pushed apart where lines meet
    private static void Names(MarkupText svg, IReadOnlyList<(LineSeries Line, double At)> ends, double end, double right, double bottom)
    {
        double[] y = [.. ends.Select(e => e.At)];
        for (int i = 1; i < y.Length; i++) y[i] = Math.Max(y[i], y[i - 1] + LineHeight);
        for (int i = y.Length - 1; i >= 0; i--) y[i] = Math.Min(y[i], i == y.Length - 1 ? bottom : y[i + 1] - LineHeight);
        foreach (var (i, (line, at)) in ends.Index())
        {
            if (Math.Abs(y[i] - at) > 3) svg.Rule(end + 2, at, right + 8, y[i], line.Colour + "-line", 0.8);
            svg.Words(line.Words, right + 10, y[i] + 4, line.Colour, size: 12, bold: true);
        }
    }

    private static string Point(double x, double y) => FormattableString.Invariant($"{x:0.#} {y:0.#}");
}
