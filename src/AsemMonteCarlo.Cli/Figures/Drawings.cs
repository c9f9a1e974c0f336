using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>Pieces that several figures share.</summary>
internal static class Drawings
{
    /// <summary>Width of every figure in pixels: what fits a page and a column of a paper.</summary>
    public const double Width = 760;

    /// <summary>Size of ordinary letters in pixels.</summary>
    public const double Letters = 12;

    // letters of the widest of the usual fonts, so that nothing is clipped with any
    private const double LetterWidth = 0.6;

    /// <summary>Width that a text needs at most, in pixels.</summary>
    public static double WidthOf(string text, double size = Letters) => text.Length * size * LetterWidth;

    /// <summary>A text.</summary>
    public static MarkupText Words(this MarkupText svg, string text, double x, double y, string colour = "ink", string anchor = "start", double size = Letters, bool bold = false) =>
        svg.Leaf("text", text, [("x", x), ("y", y), ("font-size", size), ("text-anchor", anchor == "start" ? null : anchor), ("font-weight", bold ? "bold" : null), .. FigureStyle.Class(colour)]);

    /// <summary>A text with a rim of the colour of the page, for places where lines pass.</summary>
    public static MarkupText WordsOverLines(this MarkupText svg, string text, double x, double y, string anchor, double size) =>
        svg.Leaf("text", text, ("x", x), ("y", y), ("font-size", size), ("text-anchor", anchor), ("class", "ink paper-line"), ("fill", FigureStyle.Light("ink")), ("stroke", FigureStyle.Light("paper-line")), ("stroke-width", 3), ("paint-order", "stroke"));

    /// <summary>Breaks a text into lines that fit a width.</summary>
    public static IReadOnlyList<string> Lines(string text, double width, double size = Letters)
    {
        var lines = new List<string>();
        // what marks a number stays with it
        foreach (string word in text.Replace("~ ", "~\u00A0", StringComparison.Ordinal).Split(' '))
        {
            if (lines.Count > 0 && WidthOf(lines[^1] + " " + word, size) <= width) lines[^1] += " " + word;
            else lines.Add(word);
        }
        return lines;
    }

    /// <summary>A straight line.</summary>
    public static MarkupText Rule(this MarkupText svg, double x1, double y1, double x2, double y2, string colour, double width = 1, string? dashes = null) =>
        svg.Empty("line", [("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke-width", width), ("stroke-dasharray", dashes), .. FigureStyle.Class(colour)]);

    /// <summary>A mark: a circle for buffering, a square for enhancing, a diamond for both; so that colour is never needed to tell them apart.</summary>
    public static MarkupText Mark(this MarkupText svg, string colour, double x, double y, double radius, bool hollow = false)
    {
        (string, object?)[] look = hollow ? [("stroke-width", 1.6), ("fill", "none"), .. FigureStyle.Class(colour + "-line")] : FigureStyle.Class(colour);
        return colour switch
        {
            "buffering" or "none" => svg.Empty("circle", [("cx", x), ("cy", y), ("r", radius), .. look]),
            "enhancing" => svg.Empty("rect", [("x", x - radius * 0.9), ("y", y - radius * 0.9), ("width", radius * 1.8), ("height", radius * 1.8), .. look]),
            _ => svg.Empty("path", [("d", FormattableString.Invariant($"M{x:0.##} {y - radius * 1.3:0.##}L{x + radius * 1.3:0.##} {y:0.##}L{x:0.##} {y + radius * 1.3:0.##}L{x - radius * 1.3:0.##} {y:0.##}Z")), .. look]),
        };
    }

    /// <summary>The colour of a pathway: that of its side.</summary>
    public static string Colour(Pathway pathway) => Statistic.IsBuffer(pathway) ? "buffering" : "enhancing";

    /// <summary>A legend in one line.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="x">Where it begins.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="entries">Colour, whether hollow, and words.</param>
    public static void Legend(this MarkupText svg, double x, double y, params ReadOnlySpan<(string Colour, bool Hollow, string Words)> entries)
    {
        foreach (var (colour, hollow, words) in entries)
        {
            svg.Mark(colour, x + 5, y - 4, 4.5, hollow).Words(words, x + 15, y, "muted", size: 11);
            x += 15 + WidthOf(words, 10.5) + 14;
        }
    }

    /// <summary>Lines and numbers of a horizontal axis.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="scale">The axis.</param>
    /// <param name="top">Upper end of its lines.</param>
    /// <param name="bottom">Lower end of its lines; the numbers stand below.</param>
    /// <param name="signed">Whether numbers have a sign.</param>
    public static void Horizontal(this MarkupText svg, Scale scale, double top, double bottom, bool signed)
    {
        // where not every mark has room for its number, every second has one, or every third, counted from zero
        double widest = scale.Ticks.Max(t => WidthOf(scale.Label(t, signed), 11)) + 4;
        int every = (int)Math.Ceiling(widest / Math.Abs(scale[scale.Step] - scale[0]));
        foreach (double tick in scale.Ticks)
        {
            bool zero = Math.Abs(tick) < scale.Step / 2;
            svg.Rule(scale[tick], top, scale[tick], bottom, zero ? "muted-line" : "grid-line");
            if ((int)Math.Round(tick / scale.Step) % every == 0) svg.Words(scale.Label(tick, signed), scale[tick], bottom + 14, "muted", "middle", 11);
        }
    }

    /// <summary>What signed colours mean.</summary>
    /// <param name="svg">The drawing.</param>
    /// <param name="x">Where it begins.</param>
    /// <param name="y">Its upper edge.</param>
    /// <param name="largest">Largest value that is shown, without its sign.</param>
    /// <param name="less">Whether there are negative values.</param>
    /// <param name="more">Whether there are positive values.</param>
    public static void SignedLegend(this MarkupText svg, double x, double y, double largest, bool less, bool more)
    {
        const double wide = 26, tall = 12;
        for (int step = less ? -FigureStyle.Steps : 1; step <= (more ? FigureStyle.Steps : -1); step++)
        {
            if (step == 0) continue;
            svg.Empty("rect", [("x", x), ("y", y), ("width", wide), ("height", tall), .. FigureStyle.Class(FigureStyle.Signed(step, FigureStyle.Steps))]);
            if (step == -FigureStyle.Steps || step == 1) svg.Words(AnswerView.Signed(step < 0 ? -largest : 0, 3), x, y + tall + 13, "muted", step < 0 ? "start" : "middle", 10);
            if (step == FigureStyle.Steps || step == -1 && !more) svg.Words(AnswerView.Signed(step < 0 ? 0 : largest, 3), x + wide, y + tall + 13, "muted", "end", 10);
            x += wide;
        }
    }

    /// <summary>Lines and numbers of a vertical axis.</summary>
    public static void Vertical(this MarkupText svg, Scale scale, double left, double right, bool signed)
    {
        foreach (double tick in scale.Ticks)
        {
            bool zero = Math.Abs(tick) < scale.Step / 2;
            svg.Rule(left, scale[tick], right, scale[tick], zero ? "muted-line" : "grid-line").Words(scale.Label(tick, signed), left - 6, scale[tick] + 4, "muted", "end", 11);
        }
    }
}
