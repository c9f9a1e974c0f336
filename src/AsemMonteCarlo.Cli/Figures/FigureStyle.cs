using System.Text;

namespace AsemMonteCarlo.Cli.Figures;

/// <summary>
/// Colours of figures, light and dark. They are told apart by people with any kind of colour vision (Okabe and Ito 2008; blue to orange for signed values), and
/// nothing is said by colour alone. Each is a class in the style sheet and the light one an attribute too, for programs that know no style sheets.
/// </summary>
internal static class FigureStyle
{
    /// <summary>Class of every drawing.</summary>
    public const string Root = "asem";

    /// <summary>Number of steps of the signed colours on each side of the middle.</summary>
    public const int Steps = 4;

    private static readonly (string Class, string Property, string Light, string Dark)[] colours =
    [
        ("paper", "fill", "#ffffff", "#16181c"),
        ("ink", "fill", "#1a1a1a", "#ececec"),
        ("muted", "fill", "#555555", "#b5b8bd"),
        ("buffering", "fill", "#0072b2", "#5ab4e6"),
        ("enhancing", "fill", "#c04f00", "#f0a35c"),
        ("both", "fill", "#00795b", "#3cc79d"),
        ("none", "fill", "#6b6b6b", "#a3a7ae"),
        ("ink-line", "stroke", "#1a1a1a", "#ececec"),
        ("muted-line", "stroke", "#8a8a8a", "#8b9098"),
        ("grid-line", "stroke", "#e2e2e2", "#31353b"),
        ("paper-line", "stroke", "#ffffff", "#16181c"),
        ("buffering-line", "stroke", "#0072b2", "#5ab4e6"),
        ("enhancing-line", "stroke", "#c04f00", "#f0a35c"),
        ("both-line", "stroke", "#00795b", "#3cc79d"),
        ("none-line", "stroke", "#6b6b6b", "#a3a7ae"),
        // signed values, most negative first, and the ink that is read on each
        ("less-4", "fill", "#08519c", "#9ecae1"), ("less-4-ink", "fill", "#ffffff", "#10141a"),
        ("less-3", "fill", "#2171b5", "#4a98d0"), ("less-3-ink", "fill", "#ffffff", "#0c0f13"),
        ("less-2", "fill", "#9ecae1", "#23598a"), ("less-2-ink", "fill", "#12181f", "#f2f6fa"),
        ("less-1", "fill", "#deebf7", "#1c3347"), ("less-1-ink", "fill", "#12181f", "#dfe8f0"),
        ("zero", "fill", "#f3f3f3", "#24272c"), ("zero-ink", "fill", "#333333", "#d0d3d8"),
        ("more-1", "fill", "#fdebd9", "#43301f"), ("more-1-ink", "fill", "#241503", "#f3e5d8"),
        ("more-2", "fill", "#fdbe85", "#7a4318"), ("more-2-ink", "fill", "#241503", "#fdf3ea"),
        ("more-3", "fill", "#e8751a", "#d9782d"), ("more-3-ink", "fill", "#1a0e00", "#160b00"),
        ("more-4", "fill", "#a63603", "#fdbe85"), ("more-4-ink", "fill", "#ffffff", "#1c0f02"),
    ];

    private static readonly Dictionary<string, (string Property, string Light)> byClass = colours.ToDictionary(c => c.Class, c => (c.Property, c.Light));

    /// <summary>Every colour, light and dark, by the name of its class.</summary>
    public static IEnumerable<(string Name, string Light, string Dark)> Colours => colours.Select(c => (c.Class, c.Light, c.Dark));

    /// <summary>The style sheet.</summary>
    public static string Sheet { get; } = MakeSheet();

    /// <summary>The attributes that give an element a colour.</summary>
    public static (string Name, object? Value)[] Class(string name) => [("class", name), (byClass[name].Property, byClass[name].Light)];

    /// <summary>The light colour of a class.</summary>
    public static string Light(string name) => byClass[name].Light;

    /// <summary>Class of a signed value beside the largest that is shown.</summary>
    public static string Signed(double value, double largest)
    {
        int step = largest > 0 ? Math.Min(Steps, (int)Math.Ceiling(Math.Abs(value) / largest * Steps - 1e-9)) : 0;
        return step == 0 ? "zero" : FormattableString.Invariant($"{(value < 0 ? "less" : "more")}-{step}");
    }

    private static string MakeSheet()
    {
        var sheet = new StringBuilder(FormattableString.Invariant($"svg.{Root}{{font-family:system-ui,-apple-system,\"Segoe UI\",Roboto,\"DejaVu Sans\",sans-serif;font-variant-numeric:tabular-nums}}"));
        foreach (var (name, property, light, _) in colours) sheet.Append(FormattableString.Invariant($".{Root} .{name}{{{property}:{light}}}"));
        // paper is white, whatever the screen is
        sheet.Append("@media screen and (prefers-color-scheme:dark){");
        foreach (var (name, property, _, dark) in colours) sheet.Append(FormattableString.Invariant($".{Root} .{name}{{{property}:{dark}}}"));
        return sheet.Append('}').ToString();
    }
}
