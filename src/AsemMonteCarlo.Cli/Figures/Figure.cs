using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>The numbers behind a figure, as they stand in the tables of the run.</summary>
/// <param name="Columns">Names of the columns.</param>
/// <param name="Rows">Values by row: text, numbers, or null where missing.</param>
internal sealed record FigureData(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows)
{
    /// <summary>As CSV (RFC 4180, UTF-8): numbers with all their digits, nothing where a value is missing.</summary>
    public string Csv()
    {
        var text = new StringBuilder();
        foreach (var row in Rows.Prepend([.. Columns])) text.AppendJoin(',', row.Select(Cell)).Append('\n');
        return text.ToString();
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        _ => Quoted(Convert.ToString(value, CultureInfo.InvariantCulture)!),
    };

    private static string Quoted(string text) => text.AsSpan().ContainsAny("\",\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

/// <summary>A drawing with what it shows.</summary>
/// <param name="Drawing">The drawing, from (0, 0) to (<see cref="Drawings.Width"/>, <paramref name="Height"/>).</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Chart">The same for a reader who points at it, see <see cref="FigureChart"/>.</param>
internal sealed record Drawn(MarkupText Drawing, double Height, JsonObject Chart);

/// <summary>A figure of a run: drawing, words and the numbers behind it.</summary>
internal sealed record Figure
{
    private const double Edge = 12, TitleSize = 15, LineHeight = 17, Margin = 8;

    /// <summary>Name of its files, of letters, digits, hyphens and points; also what identifies it in a report.</summary>
    public required string Name { get; init; }

    /// <summary>The family that it belongs to: figures that show the same for other outcomes, groups or views.</summary>
    public required string Family { get; init; }

    /// <summary>What it is of, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>For whom, when and in which unit, in one line.</summary>
    public required string Subtitle { get; init; }

    /// <summary>The outcome that it shows, or empty.</summary>
    public string Outcome { get; init; } = "";

    /// <summary>The group of recipients that it shows.</summary>
    public string Group { get; init; } = "";

    /// <summary>Who is counted.</summary>
    public string View { get; init; } = "";

    /// <summary>What it shows.</summary>
    public required string Shows { get; init; }

    /// <summary>What not to conclude from it.</summary>
    public required string NotThis { get; init; }

    /// <summary>The same in words, with the numbers that matter, for those who do not see it.</summary>
    public required string Alternative { get; init; }

    /// <summary>The numbers behind it.</summary>
    public required FigureData Data { get; init; }

    /// <summary>Width of the drawing in pixels.</summary>
    public required double Width { get; init; }

    /// <summary>Height of the drawing in pixels.</summary>
    public required double Height { get; init; }

    /// <summary>The drawing, from (0, 0) to (<see cref="Width"/>, <see cref="Height"/>).</summary>
    public required MarkupText Drawing { get; init; }

    /// <summary>What it shows as data, from which a report with scripts draws it for a reader who points at it; null for none.</summary>
    public JsonObject? Chart { get; init; }

    /// <summary>As a file of its own, with heading, background and style.</summary>
    public string Standalone()
    {
        var svg = new MarkupText();
        // long texts have their share of narrow letters; those of bold titles are as wide as Drawings reckons
        var (titles, subtitles) = (Drawings.Lines(Title, Width - 2 * Edge, TitleSize), Drawings.Lines(Subtitle, (Width - 2 * Edge) * 1.12));
        double header = titles.Count * (LineHeight + 2) + subtitles.Count * LineHeight + 18, height = Height + header + Margin, y = -header + 4;
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", FigureStyle.Root), ("role", "img"), ("aria-labelledby", $"{Name}-title {Name}-desc"), ("width", Width), ("height", height), ("viewBox", FormattableString.Invariant($"0 {-header} {Width} {height}")));
        Described(svg).Style(FigureStyle.Sheet);
        svg.Empty("rect", [("x", 0.0), ("y", -header), ("width", Width), ("height", height), .. FigureStyle.Class("paper")]);
        foreach (string line in titles) svg.Words(line, Edge, y += LineHeight + 2, size: TitleSize, bold: true);
        foreach (string line in subtitles) svg.Words(line, Edge, y += LineHeight, "muted");
        return svg.Line().Add(Drawing).Close().Line().ToString();
    }

    /// <summary>As part of a page that has the style already and says title and captions itself.</summary>
    public MarkupText Inline()
    {
        var svg = new MarkupText();
        svg.Open("svg", ("class", FigureStyle.Root), ("role", "img"), ("aria-labelledby", $"{Name}-title {Name}-desc"), ("viewBox", FormattableString.Invariant($"0 0 {Width} {Height}")));
        return Described(svg).Add(Drawing).Close();
    }

    private MarkupText Described(MarkupText svg) => svg.Leaf("title", Title + ". " + Subtitle, ("id", Name + "-title")).Leaf("desc", $"{Alternative} {Shows} {NotThis}", ("id", Name + "-desc"));
}
