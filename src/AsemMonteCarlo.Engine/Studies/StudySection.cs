namespace AsemMonteCarlo.Engine.Studies;

/// <summary>A map of a study whose keys are known. Each key is named once, where it is read; what was never read is unknown.</summary>
internal sealed class StudySection
{
    private readonly List<string> known = [];
    private readonly StudyProblems problems;

    /// <param name="node">The map; null or nothing written counts as a map without keys, anything else is reported.</param>
    /// <param name="path">Dotted key of the map, empty for the whole study.</param>
    /// <param name="problems">Receives what is wrong.</param>
    public StudySection(StudyNode? node, string path, StudyProblems problems)
    {
        Path = path;
        this.problems = problems;
        if (node is { Kind: not StudyNodeKind.Map, IsEmpty: false })
            problems.Add(ErrorKind.WrongType, node, path, path.Length == 0 ? $"a study is a map of keys and values, not {node.Description}" : $"'{path}' is {node.Description}; it must be a map of keys and values");
        Node = node is { Kind: StudyNodeKind.Map } ? node : new StudyNode { Kind = StudyNodeKind.Map, Line = node?.Line ?? 1, Column = node?.Column ?? 1, Override = node?.Override };
    }

    public string Path { get; }

    public StudyNode Node { get; }

    public IEnumerable<StudyEntry> Entries => Node.Entries;

    public string KeyOf(string name) => Path.Length == 0 ? name : $"{Path}.{name}";

    /// <summary>The value of a key, or null if it is not given.</summary>
    public StudyNode? Take(string name)
    {
        known.Add(name);
        return Node.Find(name)?.Value;
    }

    public StudyNode? Take(StudyKey key) => Take(key.Name);

    public StudySection Section(StudyKey key) => new(Take(key), KeyOf(key.Name), problems);

    /// <summary>Reads a whole number; further bounds narrow those of the key.</summary>
    public Int128 Whole(WholeKey key, Int128? minimum = null, Int128? maximum = null, Int128? otherwise = null) =>
        Take(key) is { } node && StudyValues.Whole(node, KeyOf(key.Name), key, problems, out var value, minimum, maximum) ? value : otherwise ?? key.Otherwise;

    public double Real(RealKey key) => Optional(key) ?? key.Otherwise;

    /// <summary>Reads a number that need not be there.</summary>
    public double? Optional(RealKey key) =>
        Take(key) is { } node && StudyValues.Real(node, KeyOf(key.Name), key, problems, out double value) ? value : null;

    public bool Flag(FlagKey key) =>
        Take(key) is { } node && StudyValues.Flag(node, KeyOf(key.Name), problems, out bool value) ? value : key.Otherwise;

    public string Text(TextKey key, string otherwise) =>
        Take(key) is { } node && StudyValues.Text(node, KeyOf(key.Name), problems, out string value) ? value : otherwise;

    public T Word<T>(WordKey<T> key) =>
        Take(key) is { } node && StudyValues.Word(node, KeyOf(key.Name), key, problems, out var value) ? value : key.Otherwise;

    /// <summary>Reads a word or a list of them, in the order of the declaration; null where there is none.</summary>
    public IReadOnlyList<T>? Words<T>(WordKey<T> key) =>
        Take(key) is { } node && StudyValues.WordList(node, KeyOf(key.Name), key.What, key.Words, problems) is { } words ? [.. key.Choices.Where(c => words.Contains(c.Word)).Select(c => c.Value)] : null;

    /// <summary>Reports every key that was never read.</summary>
    /// <param name="explain">A better message for some unknown keys.</param>
    public void RejectOthers(Func<string, string?>? explain = null)
    {
        foreach (var (key, _) in Node.Entries)
        {
            if (known.Contains(key.Text)) continue;
            string message = problems.IsFull ? "" : explain?.Invoke(key.Text) ?? Unknown(key.Text);
            problems.Add(ErrorKind.UnknownKey, key, KeyOf(key.Text), message);
        }
    }

    private string Unknown(string key)
    {
        string where = Path.Length == 0 ? "" : $" in '{Path}'";
        return $"unknown key {Studies.Words.Quote(key)}{where}{Studies.Words.Suggestion(key, known, $"allowed are {string.Join(", ", known)}")}";
    }
}
