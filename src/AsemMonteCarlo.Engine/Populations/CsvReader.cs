using System.Text;

namespace AsemMonteCarlo.Engine.Populations;

/// <summary>Rows of comma-separated text with quotes as in RFC 4180.</summary>
internal static class CsvReader
{
    /// <summary>Fields of a row at most.</summary>
    public const int MaximumFields = 10_000;

    /// <summary>What is said of more.</summary>
    public static string TooMany { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"there are more than {MaximumFields:N0} columns, the most that are read");

    /// <summary>The rows in order, without blank lines at the end. A broken row comes last, with the reason.</summary>
    public static IEnumerable<(IReadOnlyList<string> Fields, string? Broken)> Rows(string text)
    {
        int at = 0, end = text.TrimEnd('\r', '\n').Length;
        while (at < end)
        {
            var fields = new List<string>();
            string? broken = Field(text, end, ref at, fields);
            while (broken is null && at < end && text[at] == ',')
            {
                at++;
                broken = fields.Count < MaximumFields ? Field(text, end, ref at, fields) : TooMany;
            }
            yield return (fields, broken);
            if (broken is not null) yield break;
            at += at + 1 < end && text[at] == '\r' && text[at + 1] == '\n' ? 2 : 1;
        }
    }

    /// <summary>Reads a field and stops at the comma or line end behind it.</summary>
    private static string? Field(string text, int end, ref int at, List<string> fields)
    {
        int start = at;
        if (at == end || text[at] != '"')
        {
            int length = text.AsSpan(at, end - at).IndexOfAny(',', '\r', '\n');
            at = length < 0 ? end : at + length;
            string plain = text[start..at];
            fields.Add(plain);
            return plain.Contains('"', StringComparison.Ordinal) ? "a quote stands inside a field; put the whole field in quotes and double the quote" : null;
        }
        var quoted = new StringBuilder();
        while (true)
        {
            int close = text.IndexOf('"', at + 1, end - at - 1);
            if (close < 0) return "a quoted field is not closed";
            quoted.Append(text, at + 1, close - at - 1);
            at = close + 1;
            if (at == end || text[at] != '"') break;
            quoted.Append('"');
        }
        fields.Add(quoted.ToString());
        return at == end || text[at] is ',' or '\r' or '\n' ? null : "text stands behind a quoted field; a comma or the end of the line is expected";
    }
}
