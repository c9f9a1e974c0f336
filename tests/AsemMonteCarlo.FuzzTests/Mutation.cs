using System.Text;

namespace AsemMonteCarlo.FuzzTests;

/// <summary>Damages texts and bytes.</summary>
internal static class Mutation
{
    private static readonly string[] scraps =
    [
        ":", ": ", "- ", "\n", "\r\n", "\r", "\t", "  ", "#", "[", "]", "{", "}", ",", "'", "\"", "|", ">", "&a", "*a", "!", "!!str ", "%YAML 1.2\n", "---\n", "...\n", "? ", "@", "`", "\\", "\0", "\u0085", "\u2028", "\ufeff", "é", "\U0001F600", "<<: *a", "0", "-", "9", ".", "e9", "NaN", "null", "~",
        "\"a\"\"b\"", "=", "../", "/", "(", ")", "((((((((", "+", "*", "@", "..",
    ];

    /// <summary>A text with a few edits by character, line and word.</summary>
    public static string Of(string text, IReadOnlyList<string> others, Dice dice)
    {
        var at = new StringBuilder(text);
        for (int edits = 1 + dice.Few(8); edits > 0; edits--)
        {
            int place = dice.Below(at.Length + 1), length = Math.Min(dice.Few(40), at.Length - place);
            switch (dice.Below(10))
            {
                case 0:
                    at.Remove(place, length);
                    break;
                case 1:
                    at.Insert(place, dice.Of(scraps));
                    break;
                case 2:
                    at.Insert(place, Grammar.Hostile(dice));
                    break;
                case 3 when at.Length > 0:
                    at[Math.Min(place, at.Length - 1)] = (char)dice.Below(dice.Chance(0.8) ? 128 : 65536);
                    break;
                case 4:
                    at.Insert(place, at.ToString(place, length));
                    break;
                case 5:
                    string other = dice.Of(others);
                    int from = dice.Below(other.Length);
                    at.Insert(place, other.AsSpan(from, Math.Min(dice.Few(400), other.Length - from)));
                    break;
                case 6:
                    Lines(at, dice);
                    break;
                case 7:
                    Word(at, place, dice.Chance(0.5) ? Grammar.Hostile(dice) : dice.Of(scraps));
                    break;
                case 8 when dice.Chance(0.1):
                    at.Length = place;
                    break;
                default:
                    Word(at, place, Token(dice.Of(others), dice));
                    break;
            }
        }
        // as a file would hold it
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(at.ToString()));
    }

    /// <summary>Bytes with a few edits.</summary>
    public static byte[] Of(byte[] bytes, Dice dice)
    {
        var at = new List<byte>(bytes);
        for (int edits = 1 + dice.Few(6); edits > 0 && at.Count > 0; edits--)
        {
            // the ends hold what everything else hangs on
            int place = dice.Chance(0.4) ? Math.Max(0, at.Count - 1 - dice.Few(600)) : dice.Below(at.Count);
            int length = Math.Min(dice.Few(200), at.Count - place);
            switch (dice.Below(9))
            {
                case 0:
                    at[place] ^= (byte)(1 << dice.Below(8));
                    break;
                case 1:
                    at[place] = (byte)dice.Below(256);
                    break;
                case 2:
                    at[place] = dice.Of<byte>([0, 0xFF, 0x7F, 0x80, 0x15, 0x18, 0x19, 0x1C]);
                    break;
                case 3:
                    at.RemoveRange(place, length);
                    break;
                case 4:
                    at.InsertRange(place, at.GetRange(place, length));
                    break;
                case 5:
                    int from = dice.Below(at.Count);
                    at.InsertRange(place, at.GetRange(from, Math.Min(length, at.Count - from)));
                    break;
                case 6 when dice.Chance(0.2):
                    at.RemoveRange(place, at.Count - place);
                    break;
                case 7:
                    // a number of many bytes
                    for (int i = 0; i < 5 && place + i < at.Count; i++) at[place + i] = i < 4 ? (byte)0xFF : (byte)0x0F;
                    break;
                default:
                    for (int i = 0; i < length; i++) at[place + i] = 0;
                    break;
            }
        }
        return [.. at];
    }

    /// <summary>Smaller texts: without some of the lines, then without some of the characters.</summary>
    public static IEnumerable<string> Smaller(string text)
    {
        string[] lines = text.Split('\n');
        for (int size = lines.Length / 2; size >= 1; size /= 2)
            for (int from = 0; from + size <= lines.Length; from += size) yield return string.Join('\n', lines.Where((_, i) => i < from || i >= from + size));
        for (int size = text.Length / 2; size >= 1; size /= 2)
            for (int from = 0; from + size <= text.Length; from += size) yield return text.Remove(from, size);
    }

    private static void Lines(StringBuilder at, Dice dice)
    {
        var lines = at.ToString().Split('\n').ToList();
        int line = dice.Below(lines.Count), other = dice.Below(lines.Count);
        switch (dice.Below(4))
        {
            case 0:
                lines.RemoveAt(line);
                break;
            case 1:
                lines.Insert(other, lines[line]);
                break;
            case 2:
                lines[line] = new string(' ', dice.Few(60)) + lines[line].TrimStart();
                break;
            default:
                (lines[line], lines[other]) = (lines[other], lines[line]);
                break;
        }
        at.Clear().AppendJoin('\n', lines);
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-';

    private static void Word(StringBuilder at, int place, string with)
    {
        int from = place, to = place;
        while (from > 0 && IsWord(at[from - 1])) from--;
        while (to < at.Length && IsWord(at[to])) to++;
        at.Remove(from, to - from).Insert(from, with);
    }

    private static string Token(string text, Dice dice)
    {
        int from = dice.Below(text.Length), to = from;
        while (from > 0 && IsWord(text[from - 1])) from--;
        while (to < text.Length && IsWord(text[to])) to++;
        return text[from..to];
    }
}
