using System.Globalization;
using System.Text;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Wording of messages: quotes, lists, and what the user may have meant.</summary>
internal static class Words
{
    private const int LongestName = 64;

    /// <summary>The text in quotes, on one line and not too long.</summary>
    public static string Quote(string text) => $"'{Shorten(text)}'";

    /// <summary>A number of bytes, for people.</summary>
    public static string Size(double bytes) => bytes switch
    {
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:F0} kB"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F1} MB"),
        < 1e12 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F2} GB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e12:F1} TB"),
    };

    /// <summary>The text on one line and not too long.</summary>
    public static string Shorten(string text, int longest = LongestName)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (line.Length >= longest) return line.Append('…').ToString();
            if (!IsShown(rune)) line.Append('␣');
            else line.Append(rune.ToString());
        }
        return line.ToString();
    }

    /// <summary>The text on one line, whatever it quotes.</summary>
    public static string OnOneLine(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~') || text.EnumerateRunes().All(IsShown) ? text : Shorten(text, int.MaxValue);

    // no line ends, no signs that move the cursor or turn the direction of writing
    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>A number as a user would write it.</summary>
    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A number of things: <c>1 couple</c>, <c>2,000 couples</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="thing">One of the things; more get an s.</param>
    public static string Count(long number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {thing}{(number == 1 ? "" : "s")}");

    /// <summary><c>a, b or c</c>.</summary>
    public static string OneOf(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} or {all[^1]}";
    }

    /// <summary><c>; did you mean 'x'?</c>, or nothing where no candidate is near.</summary>
    public static string Suggestion(string name, IEnumerable<string> candidates) => NearMiss(name, candidates) is { } near ? $"; did you mean '{near}'?" : "";

    /// <summary><c>; did you mean 'x'? Allowed are …</c>, or <c>; allowed are …</c> where no candidate is near.</summary>
    public static string Suggestion(string name, IEnumerable<string> candidates, string allowed) =>
        Suggestion(name, candidates) is { Length: > 0 } suggestion ? $"{suggestion} {char.ToUpperInvariant(allowed[0])}{allowed[1..]}" : $"; {allowed}";

    /// <summary>The nearest candidate by Damerau–Levenshtein distance, or null where none is near.</summary>
    public static string? NearMiss(string name, IEnumerable<string> candidates)
    {
        // every other letter is near to a single one
        if (name.Length is < 2 or > LongestName) return null;
        string wanted = Plain(name);
        string? best = null;
        int smallest = Math.Max(1, wanted.Length / 3) + 1;
        foreach (string candidate in candidates)
        {
            // each letter more is an edit, and candidates may be as long as a file
            if (Math.Abs(candidate.Length - wanted.Length) >= smallest) continue;
            int distance = Distance(wanted, Plain(candidate));
            if (distance >= smallest) continue;
            (smallest, best) = (distance, candidate);
        }
        return best;
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one text into the other, no letter edited twice.</summary>
    public static int Distance(string from, string to)
    {
        var d = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= to.Length; j++) d[0, j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = d[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[from.Length, to.Length];
    }

    // letter case and the choice of hyphen, space or underscore are no differences worth a distance
    private static string Plain(string name) => string.Concat(name.Select(c => c is '-' or ' ' ? '_' : char.ToLowerInvariant(c)));
}
