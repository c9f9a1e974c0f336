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
            problems.Add(node, path, path.Length == 0 ? $"a study is a map of keys and values, not {node.Description}" : $"'{path}' is {node.Description}; it must be a map of keys and values");
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

    public StudySection Section(string name) => new(Take(name), KeyOf(name), problems);

    public Int128 Whole(string name, Int128 minimum, Int128 maximum, Int128 @default, string unit = "1") =>
        Take(name) is { } node && StudyValues.Whole(node, KeyOf(name), minimum, maximum, unit, problems, out var value) ? value : @default;

    public double Real(string name, double minimum, double maximum, double @default, string unit = "1") =>
        Take(name) is { } node && StudyValues.Real(node, KeyOf(name), minimum, maximum, unit, problems, out double value) ? value : @default;

    public bool Flag(string name, bool @default) =>
        Take(name) is { } node && StudyValues.Flag(node, KeyOf(name), problems, out bool value) ? value : @default;

    public string Text(string name, string @default) =>
        Take(name) is { } node && StudyValues.Text(node, KeyOf(name), problems, out string value) ? value : @default;

    public T Word<T>(string name, string what, T @default, params (string Word, T Value)[] allowed) =>
        Take(name) is { } node && StudyValues.Word(node, KeyOf(name), what, [.. allowed.Select(a => a.Word)], problems, out string word)
            ? allowed.First(a => a.Word == word).Value
            : @default;

    /// <summary>Reports every key that was never read.</summary>
    /// <param name="explain">A better message for some unknown keys.</param>
    public void RejectOthers(Func<string, string?>? explain = null)
    {
        foreach (var (key, _) in Node.Entries)
        {
            if (known.Contains(key.Text)) continue;
            string message = problems.IsFull ? "" : explain?.Invoke(key.Text) ?? Unknown(key.Text);
            problems.Add(key, KeyOf(key.Text), message);
        }
    }

    private string Unknown(string key)
    {
        string where = Path.Length == 0 ? "" : $" in '{Path}'";
        return $"unknown key {Words.Quote(key)}{where}{Words.Suggestion(key, known, $"allowed are {string.Join(", ", known)}")}";
    }
}
