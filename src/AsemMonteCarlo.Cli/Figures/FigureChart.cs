using System.Text.Json.Nodes;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>One cell of a map.</summary>
/// <param name="Row">Its row, from the top.</param>
/// <param name="Column">Its column.</param>
/// <param name="Words">What it is of.</param>
/// <param name="Estimate">Its estimate.</param>
/// <param name="IsColoured">Whether its value is told by a colour.</param>
/// <param name="Note">What else is said of it, or empty.</param>
/// <param name="Below">What stands below its number where there is room, or empty.</param>
internal sealed record HeatCell(int Row, int Column, string Words, Estimate Estimate, bool IsColoured, string Note, string Below = "");

/// <summary>
/// What figures show as data, from the same values as the drawings: estimates with all their digits as <c>[value, low, high]</c>, null where missing. The script of a report
/// draws them with a plotting library; colours are names of <see cref="FigureStyle"/>.
/// </summary>
internal static class FigureChart
{
    /// <summary>Estimates with intervals, a row for each thing, a panel for each quantity.</summary>
    /// <param name="panels">The quantities.</param>
    /// <param name="rows">The things.</param>
    /// <param name="note">What notes of rows are, or empty.</param>
    /// <param name="legend">Colour, whether hollow, words; the second estimate of a row is hollow.</param>
    public static JsonObject Forest(IReadOnlyList<ForestPanel> panels, IReadOnlyList<ForestRow> rows, string note, IReadOnlyList<(string Colour, bool Hollow, string Words)> legend) => new()
    {
        ["kind"] = "forest",
        ["note"] = note,
        ["second"] = legend.FirstOrDefault(l => l.Hollow).Words ?? "",
        ["legend"] = Legend(legend),
        ["panels"] = Array(panels.Select(p => new JsonObject { ["heading"] = p.Heading, ["digits"] = p.Digits, ["signed"] = p.IsSigned })),
        ["rows"] = Array(rows.Select(r => new JsonObject { ["label"] = r.Label, ["note"] = r.Note, ["colour"] = r.Colour, ["values"] = Array(r.Estimates.Select(e => Array(e.Select(Values)))) })),
    };

    /// <summary>Courses with bands.</summary>
    /// <param name="across">What goes across.</param>
    /// <param name="isDoubling">Whether the places across double from one to the next.</param>
    /// <param name="places">Places across.</param>
    /// <param name="panels">Panels, one below the other.</param>
    public static JsonObject Lines(string across, bool isDoubling, IReadOnlyList<double> places, IReadOnlyList<LinePanel> panels) => new()
    {
        ["kind"] = "lines",
        ["across"] = across,
        ["doubling"] = isDoubling,
        ["places"] = Array(places.Select(p => (JsonNode?)p)),
        ["panels"] = Array(panels.Select(p => new JsonObject
        {
            ["heading"] = p.Heading,
            ["signed"] = p.IsSigned,
            ["height"] = p.Height,
            ["lines"] = Array(p.Lines.Select(l => new JsonObject { ["label"] = l.Words, ["colour"] = l.Colour, ["dashes"] = l.Dashes ?? "", ["values"] = Array(l.Course.Select(Values)) })),
        })),
    };

    /// <summary>A map of cells.</summary>
    /// <param name="rows">Names of the rows, from the top.</param>
    /// <param name="columns">Names of the columns.</param>
    /// <param name="up">What the rows are, or empty.</param>
    /// <param name="across">What the columns are, or empty.</param>
    /// <param name="digits">Digits behind the point of the numbers written out.</param>
    /// <param name="largest">Largest value that colours tell, without its sign.</param>
    /// <param name="cells">The cells.</param>
    public static JsonObject Heat(IReadOnlyList<string> rows, IReadOnlyList<string> columns, string up, string across, int digits, double largest, IEnumerable<HeatCell> cells) => new()
    {
        ["kind"] = "heat",
        ["rows"] = Array(rows.Select(r => (JsonNode?)r)),
        ["columns"] = Array(columns.Select(c => (JsonNode?)c)),
        ["up"] = up,
        ["across"] = across,
        ["digits"] = digits,
        ["cells"] = Array(cells.Select(c => new JsonObject { ["row"] = c.Row, ["column"] = c.Column, ["label"] = c.Words, ["value"] = Values(c.Estimate), ["colour"] = c.IsColoured ? FigureStyle.Signed(c.Estimate.Value, largest) : "zero", ["note"] = c.Note, ["below"] = c.Below })),
    };

    /// <summary>Points with intervals up and down.</summary>
    /// <param name="across">What goes across.</param>
    /// <param name="up">What goes up.</param>
    /// <param name="digits">Digits behind the point of the numbers written out.</param>
    /// <param name="points">Words, colour, place across, place up, and what else is said of each.</param>
    /// <param name="products">Products of both places that a curve joins, with their words.</param>
    public static JsonObject Scatter(string across, string up, int digits, IEnumerable<(string Words, string Colour, Estimate Across, Estimate Up, string Note)> points, IEnumerable<(double Product, string Words)> products) => new()
    {
        ["kind"] = "scatter",
        ["across"] = across,
        ["up"] = up,
        ["digits"] = digits,
        ["points"] = Array(points.Select(p => new JsonObject { ["label"] = p.Words, ["colour"] = p.Colour, ["x"] = Values(p.Across), ["y"] = Values(p.Up), ["note"] = p.Note })),
        ["products"] = Array(products.Select(p => new JsonObject { ["value"] = p.Product, ["label"] = p.Words })),
        ["legend"] = Legend([.. Sides.Where(s => points.Any(p => p.Colour == s)).Select(s => (s, false, s))]),
    };

    private static readonly string[] Sides = ["buffering", "enhancing"];

    private static JsonArray Legend(IReadOnlyList<(string Colour, bool Hollow, string Words)> entries) => Array(entries.Select(e => new JsonObject { ["colour"] = e.Colour, ["hollow"] = e.Hollow, ["words"] = e.Words }));

    private static JsonNode? Values(Estimate? estimate) => estimate is { } e && double.IsFinite(e.Value) ? Values(e) : null;

    private static JsonArray Values(Estimate e) => new(JsonText.Finite(e.Value), JsonText.Finite(e.Low), JsonText.Finite(e.High));

    private static JsonArray Array(IEnumerable<JsonNode?> nodes) => new([.. nodes]);
}
