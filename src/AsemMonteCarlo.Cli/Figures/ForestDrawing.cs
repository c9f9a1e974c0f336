using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>One row of estimates.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Note">What stands before it, such as a rank.</param>
/// <param name="Colour">Colour of its side.</param>
/// <param name="Estimates">Estimates by panel; in each the first is drawn full and written out, a second hollow below it.</param>
internal sealed record ForestRow(string Label, string Note, string Colour, IReadOnlyList<IReadOnlyList<Estimate?>> Estimates);

/// <summary>One axis of estimates.</summary>
/// <param name="Heading">What it shows, with its unit.</param>
/// <param name="Digits">Digits behind the point of the numbers written out.</param>
/// <param name="IsSigned">Whether positive numbers have a sign: effects do, shares do not.</param>
internal sealed record ForestPanel(string Heading, int Digits, bool IsSigned = true)
{
    /// <summary>An estimate as it is written out.</summary>
    public string Write(Estimate? estimate) => IsSigned ? AnswerView.Interval(estimate, Digits) : AnswerView.Interval(estimate, Digits).Replace("+", "", StringComparison.Ordinal);
}

/// <summary>Estimates with intervals, a row for each thing, a panel for each quantity.</summary>
internal static class ForestDrawing
{
    private const double RowHeight = 30, Head = 26, Foot = 24, Gap = 14, NumberSize = 11;

    /// <summary>Draws it.</summary>
    /// <param name="panels">The quantities.</param>
    /// <param name="rows">The things; a row with the colour <c>both</c> stands apart as the whole.</param>
    /// <param name="noteHeading">What the notes are, or empty without any.</param>
    /// <param name="legend">Legend below: colour, whether hollow, words.</param>
    /// <returns>The drawing.</returns>
    public static Drawn Draw(IReadOnlyList<ForestPanel> panels, IReadOnlyList<ForestRow> rows, string noteHeading, params (string Colour, bool Hollow, string Words)[] legend)
    {
        var svg = new MarkupText();
        double notes = noteHeading.Length > 0 ? 46 : 0, labels = notes + 12 + rows.Max(r => Drawings.WidthOf(r.Label)), top = Head, bottom = top + rows.Count * RowHeight;
        string[][] numbers = [.. rows.Select(r => r.Estimates.Zip(panels, (e, panel) => panel.Write(e[0])).ToArray())];
        double[] written = [.. panels.Index().Select(p => numbers.Max(n => Drawings.WidthOf(n[p.Index], NumberSize)))];
        double room = (Drawings.Width - labels - 10 - written.Sum() - panels.Count * 2 * Gap) / panels.Count;
        if (notes > 0) svg.Words(noteHeading, 12, 14, "muted", size: 11);
        for (int i = 0; i < rows.Count; i++)
        {
            double y = top + (i + 0.5) * RowHeight;
            bool whole = rows[i].Colour == "both";
            if (whole && i > 0) svg.Rule(10, y - RowHeight / 2, Drawings.Width - 10, y - RowHeight / 2, "muted-line");
            svg.Words(rows[i].Note, 12, y + 4, "muted").Words(rows[i].Label, labels, y + 4, anchor: "end", bold: whole).Line();
        }
        double x = labels + Gap;
        foreach (var (p, panel) in panels.Index())
        {
            var scale = new Scale(rows.SelectMany(r => r.Estimates[p]).OfType<Estimate>().SelectMany(e => new[] { e.Value, e.Low, e.High }), x, x + room, marks: room > 260 ? 6 : room > 90 ? 3 : 2);
            svg.Words(panel.Heading, x, 14, "muted", size: 11);
            svg.Horizontal(scale, top, bottom, panel.IsSigned);
            for (int i = 0; i < rows.Count; i++)
            {
                double y = top + (i + 0.5) * RowHeight;
                bool two = rows[i].Estimates[p].Count > 1;
                foreach (var (k, estimate) in rows[i].Estimates[p].Index())
                    if (estimate is { } e && double.IsFinite(e.Value)) Interval(svg, scale, e, rows[i], two ? y - 4.5 + k * 9 : y, hollow: k > 0, panel);
                svg.Words(numbers[i][p], x + room + Gap, y + 4, size: NumberSize).Line();
            }
            x += room + written[p] + 2 * Gap;
        }
        svg.Legend(12, bottom + Foot + 18, legend);
        return new Drawn(svg, bottom + Foot + (legend.Length > 0 ? 28 : 4), FigureChart.Forest(panels, rows, noteHeading, legend));
    }

    private static void Interval(MarkupText svg, Scale scale, Estimate e, ForestRow row, double y, bool hollow, ForestPanel panel)
    {
        svg.Open("g").Leaf("title", $"{row.Label}: {panel.Write(e)}");
        if (double.IsFinite(e.Low)) svg.Rule(scale[e.Low], y, scale[e.High], y, row.Colour + "-line", hollow ? 1.4 : 2.4);
        svg.Mark(row.Colour, scale[e.Value], y, hollow ? 3.4 : 4.4, hollow).Close();
    }
}
