using System.Globalization;
using System.Text.RegularExpressions;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Reads scalars and lists of words, saying what is wrong with them.</summary>
internal static partial class StudyValues
{
    /// <summary>Reads a whole number within the bounds of its key, or within further ones.</summary>
    public static bool Whole(StudyNode node, string path, WholeKey key, StudyProblems problems, out Int128 value, Int128? minimum = null, Int128? maximum = null) =>
        Whole(node, path, minimum ?? key.Smallest, maximum ?? key.Largest, key.OrWord is null ? key.UnitText : $"{key.UnitText}, or the word {key.OrWord}", problems, out value);

    /// <summary>Reads a number within the bounds of its key.</summary>
    public static bool Real(StudyNode node, string path, RealKey key, StudyProblems problems, out double value) =>
        Real(node, path, key.Smallest, key.Largest, key.UnitText, problems, out value);

    /// <summary>Reads one of the words of a key.</summary>
    public static bool Word<T>(StudyNode node, string path, WordKey<T> key, StudyProblems problems, out T value)
    {
        bool isWord = Word(node, path, key.What, key.Words, problems, out string word);
        value = isWord ? key.Choices.First(c => c.Word == word).Value : default!;
        return isWord;
    }

    /// <summary>Reads a whole number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static bool Whole(StudyNode node, string key, Int128 minimum, Int128 maximum, string unit, StudyProblems problems, out Int128 value)
    {
        value = 0;
        string allowed = string.Create(CultureInfo.InvariantCulture, $"it must be a whole number from {minimum} to {maximum}{Unit(unit)}");
        bool isWhole = IsPlain(node) && WholePattern().IsMatch(node.Text);
        // a number too long for 128 bits is out of range too
        if (isWhole && Int128.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && minimum <= value && value <= maximum) return true;
        problems.Add(isWhole ? ErrorKind.OutOfRange : ErrorKind.WrongType, node, key, $"'{key}' is {node.Description}{Hint(node)}; {allowed}");
        return false;
    }

    /// <summary>Reads a number from <paramref name="minimum"/> to <paramref name="maximum"/>.</summary>
    public static bool Real(StudyNode node, string key, double minimum, double maximum, string unit, StudyProblems problems, out double value)
    {
        value = 0;
        bool isNumber = IsPlain(node) && RealPattern().IsMatch(node.Text);
        if (isNumber && double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && minimum <= value && value <= maximum) return true;
        problems.Add(isNumber ? ErrorKind.OutOfRange : ErrorKind.WrongType, node, key, $"'{key}' is {node.Description}{Hint(node)}; it must be a number from {Words.Number(minimum)} to {Words.Number(maximum)}{Unit(unit)}");
        return false;
    }

    /// <summary>Reads <c>on</c>, <c>off</c>, <c>true</c> or <c>false</c>.</summary>
    public static bool Flag(StudyNode node, string key, StudyProblems problems, out bool value)
    {
        value = node.Text is "on" or "true";
        if (node.Kind == StudyNodeKind.Scalar && !(node.IsQuoted && node.Text is "true" or "false") && FlagKey.FlagWords.Contains(node.Text)) return true;
        problems.Add(ErrorKind.WrongType, node, key, $"'{key}' is {node.Description}{(node.IsQuoted && FlagKey.FlagWords.Contains(node.Text) ? " (leave out the quotes)" : "")}; it must be {Words.OneOf(FlagKey.FlagWords)}");
        return false;
    }

    /// <summary>Reads one of some words.</summary>
    /// <param name="node">The node.</param>
    /// <param name="key">Its key.</param>
    /// <param name="what">What the words are.</param>
    /// <param name="allowed">The words.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="word">The word.</param>
    public static bool Word(StudyNode node, string key, string what, IReadOnlyCollection<string> allowed, StudyProblems problems, out string word)
    {
        word = node.Text;
        if (node.Kind == StudyNodeKind.Scalar && allowed.Contains(word)) return true;
        string message = problems.IsFull ? ""
            : node.Kind == StudyNodeKind.Scalar && !node.IsNull
            ? $"{Words.Quote(word)} is no {what}{Words.Suggestion(word, allowed, $"it must be {Words.OneOf(allowed)}")}"
            : $"'{key}' is {node.Description}; it must be a {what}: {Words.OneOf(allowed)}";
        problems.Add(node.Kind == StudyNodeKind.Scalar && !node.IsNull ? ErrorKind.UnknownWord : ErrorKind.WrongType, node, key, message);
        return false;
    }

    /// <summary>Reads a list of words or one word; words given twice are reported and taken once.</summary>
    /// <returns>The words, or null where the node is neither or the list is empty.</returns>
    public static IReadOnlyList<string>? WordList(StudyNode node, string key, string what, IReadOnlyCollection<string> allowed, StudyProblems problems)
    {
        if (node.Kind == StudyNodeKind.Scalar && !node.IsNull) return Word(node, key, what, allowed, problems, out string only) ? [only] : null;
        if (node.Kind != StudyNodeKind.List || node.Items.Count == 0)
        {
            string given = node.Kind == StudyNodeKind.List ? "an empty list, which would give a study without a row" : node.Description;
            problems.Add(node.Kind == StudyNodeKind.List ? ErrorKind.Empty : ErrorKind.WrongType, node, key, $"'{key}' is {given}; it must be a {what} or a list of them: {Words.OneOf(allowed)}");
            return null;
        }
        var words = new List<string>();
        foreach (var item in node.Items)
        {
            if (!Word(item, key, what, allowed, problems, out string word)) continue;
            if (words.Contains(word)) problems.Add(ErrorKind.Repeated, item, key, $"{Words.Quote(word)} stands in '{key}' twice; each {what} may stand there once");
            else words.Add(word);
        }
        return words.Count == 0 ? null : words;
    }

    /// <summary>Reads text that is not empty.</summary>
    public static bool Text(StudyNode node, string key, StudyProblems problems, out string text)
    {
        text = node.Text;
        if (node.Kind == StudyNodeKind.Scalar && !node.IsNull && !string.IsNullOrWhiteSpace(text)) return true;
        problems.Add(node.Kind == StudyNodeKind.Scalar ? ErrorKind.Empty : ErrorKind.WrongType, node, key, $"'{key}' is {(node.Kind == StudyNodeKind.Scalar ? "empty" : node.Description)}; it must be text");
        return false;
    }

    /// <summary>The unit in brackets, or nothing for a pure number.</summary>
    private static string Unit(string unit) => unit is "1" or "" ? "" : $" ({unit})";

    private static bool IsPlain(StudyNode node) => node.Kind == StudyNodeKind.Scalar && !node.IsQuoted;

    private static string Hint(StudyNode node) =>
        node.Kind != StudyNodeKind.Scalar ? ""
        : node.IsQuoted && RealPattern().IsMatch(node.Text) ? " (leave out the quotes)"
        : !node.IsQuoted && GroupedPattern().IsMatch(node.Text) ? " (write digits without separators, and a point before decimals)"
        : "";

    [GeneratedRegex(@"\A[+-]?(0|[1-9][0-9]*)\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholePattern();

    [GeneratedRegex(@"\A[+-]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex RealPattern();

    [GeneratedRegex(@"\A[+-]?[0-9]+([,_' ][0-9]+)+(\.[0-9]*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex GroupedPattern();
}
