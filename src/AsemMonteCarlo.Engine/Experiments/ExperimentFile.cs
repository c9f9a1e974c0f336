using System.Globalization;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Engine.Experiments;

/// <summary>The text of a file of experiments.</summary>
/// <param name="Name">What the user calls it.</param>
/// <param name="Text">Its text.</param>
/// <param name="Folder">Folder to which paths in it are relative; null where files that it names are not read, so that it can be looked at and not run.</param>
/// <param name="Bytes">Its bytes, which are hashed into results.</param>
internal sealed record ExperimentSource(string Name, string Text, string? Folder, byte[] Bytes)
{
    private const int MaximumBytes = 4 << 20;

    /// <summary>Takes a text.</summary>
    public static ExperimentSource Of(string text, string name) => new(name, text, "", System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Path of a YAML file, UTF-8, of at most 4 MiB.</param>
    /// <exception cref="StudyException">It cannot be read.</exception>
    public static ExperimentSource Load(string path)
    {
        var (bytes, text) = BoundedFile.ReadText(path, "file", MaximumBytes, new StudyProblems(path));
        return new ExperimentSource(path, text, Path.GetDirectoryName(Path.GetFullPath(path)) ?? "", bytes);
    }
}

/// <summary>Reads files of experiments: what propositions and targets have in common.</summary>
internal sealed class ExperimentFile
{
    // a scenario without a setting has all defaults to be checked
    private const long MaximumSettings = 1_000_000, LeastOfScenario = 1000;

    private static readonly IReadOnlyDictionary<string, Func<Pathway, bool>> sides = new Dictionary<string, Func<Pathway, bool>>
    {
        ["all"] = _ => true,
        ["none"] = _ => false,
        ["buffering"] = p => p.Side is PathwaySide.BufferSafe or PathwaySide.BufferSoft,
        ["safe"] = p => p.Side == PathwaySide.BufferSafe,
        ["soft"] = p => p.Side == PathwaySide.BufferSoft,
        ["enhancing"] = p => p.Side is PathwaySide.EnhanceSelf or PathwaySide.EnhanceOthers,
        ["self"] = p => p.Side == PathwaySide.EnhanceSelf,
        ["others"] = p => p.Side == PathwaySide.EnhanceOthers,
    };

    private readonly Dictionary<string, StudyNode> others = [];
    private readonly string? folder;
    private readonly StudyNode? common;
    private readonly IReadOnlyList<string> overrides;
    private readonly Dictionary<(StudyNode? Own, StudyNode? Scenario), Scenario> read = [];
    private long settings;

    private ExperimentFile(StudyProblems problems, string? folder, StudyNode root, IReadOnlyList<string> overrides, string list, IReadOnlyList<string> others, bool isOptional)
    {
        Problems = problems;
        this.folder = folder;
        this.overrides = overrides;
        var section = new StudySection(root, "", problems);
        Title = section.Take("title")?.Text ?? "";
        common = section.Take("study");
        foreach (string key in others)
            if (section.Take(key) is { } value) this.others[key] = value;
        var items = section.Take(list);
        section.RejectOthers();
        if (items is null && isOptional) return;
        if (items is null) problems.Add(ErrorKind.MissingKey, root, list, $"the key '{list}' is missing; it holds the list of {list}");
        else if (items.Kind != StudyNodeKind.List) problems.Add(ErrorKind.WrongType, items, list, $"'{list}' is {items.Description}; it must be a list");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items?.Items ?? [])
        {
            var entry = new StudySection(item, "", problems);
            string id = entry.Take("id")?.Text ?? "";
            if (id.Length == 0) problems.Add(ErrorKind.MissingKey, item, "id", "'id' is missing: every entry needs a name");
            else if (!names.Add(id)) problems.Add(ErrorKind.Repeated, item, "id", $"the name {Words.Quote(id)} stands here twice");
            Entries.Add((id, entry));
        }
    }

    /// <summary>Title, or empty.</summary>
    public string Title { get; }

    /// <summary>The value of another key of the file, or null.</summary>
    public StudyNode? Other(string key) => others.GetValueOrDefault(key);

    /// <summary>The entries of the list, in their order, with their names.</summary>
    public List<(string Id, StudySection Section)> Entries { get; } = [];

    /// <summary>What is wrong.</summary>
    public StudyProblems Problems { get; }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="list">Key of the list of entries.</param>
    /// <param name="others">Other keys that the file may have.</param>
    /// <param name="overrides">Settings that win in every study of the file.</param>
    /// <param name="isOptional">Whether the list may be missing.</param>
    /// <exception cref="StudyException">It cannot be read.</exception>
    public static ExperimentFile Parse(ExperimentSource source, string list, IReadOnlyList<string> others, IReadOnlyList<string> overrides, bool isOptional = false)
    {
        var problems = new StudyProblems(source.Name);
        var root = StudyTree.Parse(source.Text, problems);
        problems.ThrowIfAny();
        return new ExperimentFile(problems, source.Folder, root!, overrides, list, others, isOptional);
    }

    /// <summary>Reads the experiment of an entry; null where something is wrong with it.</summary>
    /// <param name="id">Name of the entry.</param>
    /// <param name="entry">The entry.</param>
    public Experiment? Experiment(string id, StudySection entry)
    {
        int before = Problems.Count;
        var own = entry.Take("study");
        var scenarios = new List<Scenario>();
        var given = entry.Take("scenarios");
        if (given is { Kind: StudyNodeKind.Map })
            foreach (var (name, node) in given.Entries) scenarios.Add(Scenario(name.Text, own, node));
        else if (given is not null) Problems.Add(ErrorKind.WrongType, given, "scenarios", $"'scenarios' is {given.Description}; it must be a map of names and conditions");
        else scenarios.Add(Scenario("", own, null));
        int horizon = scenarios.Count == 0 ? 1 : scenarios.Min(s => s.Study.HorizonDays);
        string? mismatch = scenarios.Select(s => (s.Study.Dyads, s.Study.Seed, s.Study.Replicate)).Distinct().Count() > 1 ? "the scenarios of an experiment have the same couples with the same luck: 'dyads', 'seed' and 'replicate' must agree" : null;
        if (mismatch is not null) Problems.Add(ErrorKind.ScenariosDiffer, given ?? entry.Node, "scenarios", mismatch);
        var rows = RowsOf(entry.Take("rows"), horizon);
        var estimate = Read(entry, "estimate", text => ExpressionReader.Estimate(text, Names(scenarios), horizon, rows.AreDays), isRequired: true);
        var where = Read(entry, "where", text => ExpressionReader.OverRows(text, Names(scenarios), horizon, rows.AreDays), isRequired: false);
        if (Problems.Count > before || estimate is null) return null;
        if (rows.AreDays && new[] { estimate, where }.OfType<Expression>().SelectMany(e => e.All).OfType<OperationExpression>().Any(o => o.Name is "yesterday" or "tomorrow"))
        {
            rows = rows with { Margin = 1 };
            if (rows.First < 2 || rows.Last >= horizon) Problems.Add(ErrorKind.DayOutside, entry.Node, "rows", "yesterday and tomorrow need a day before the first and behind the last day of the rows");
        }
        return Problems.Count > before ? null : new Experiment { Id = id, Scenarios = scenarios, Rows = rows, Where = where, Estimate = estimate, Text = entry.Take("estimate")!.Text };
    }

    /// <summary>A number of an entry.</summary>
    public double Real(StudySection entry, string key, double? otherwise = null)
    {
        if (entry.Take(key) is not { } node)
        {
            if (otherwise is null) Problems.Add(ErrorKind.MissingKey, entry.Node, key, $"'{key}' is missing; it must be a number");
            return otherwise ?? 0;
        }
        return Number(node, key);
    }

    /// <summary>A number; infinities as YAML writes them.</summary>
    public double Number(StudyNode node, string key)
    {
        if (node.Text is ".inf" or "+.inf") return double.PositiveInfinity;
        if (node.Text == "-.inf") return double.NegativeInfinity;
        if (node.Kind == StudyNodeKind.Scalar && !node.IsQuoted && double.TryParse(node.Text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)) return number;
        Problems.Add(ErrorKind.WrongType, node, key, $"'{key}' is {node.Description}; it must be a number");
        return 0;
    }

    /// <summary>A text of an entry, or empty.</summary>
    public string Text(StudySection entry, string key, bool isRequired = false)
    {
        var node = entry.Take(key);
        if (node is null or { IsEmpty: true })
        {
            if (isRequired) Problems.Add(ErrorKind.MissingKey, entry.Node, key, $"'{key}' is missing in {Words.Quote(entry.Node.Find("id")?.Value.Text ?? "this entry")}");
            return "";
        }
        if (node.Kind == StudyNodeKind.Scalar) return node.Text;
        Problems.Add(ErrorKind.WrongType, node, key, $"'{key}' is {node.Description}; it must be text");
        return "";
    }

    /// <summary>One of some words.</summary>
    public string Word(StudySection entry, string key, IReadOnlyList<string> allowed, string? otherwise = null)
    {
        string text = Text(entry, key, isRequired: otherwise is null);
        if (text.Length == 0) return otherwise ?? allowed[0];
        if (allowed.Contains(text)) return text;
        Problems.Add(ErrorKind.UnknownWord, entry.Take(key)!, key, $"'{key}' is {Words.Quote(text)}{Words.Suggestion(text, allowed, $"allowed are {string.Join(", ", allowed)}")}");
        return allowed[0];
    }

    private static IReadOnlyList<string> Names(IEnumerable<Scenario> scenarios) => [.. scenarios.Select(s => s.Name)];

    private Expression? Read(StudySection entry, string key, Func<string, Expression> read, bool isRequired)
    {
        string text = Text(entry, key, isRequired);
        if (text.Length == 0) return null;
        try
        {
            return read(text);
        }
        catch (ExpressionException wrong)
        {
            Problems.Add(wrong.Kind, entry.Take(key)!, key, wrong.Message);
            return null;
        }
    }

    private ExperimentRows RowsOf(StudyNode? node, int horizon)
    {
        if (node is null || node.Text == "persons") return ExperimentRows.Persons;
        string[] words = node.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is ["days", var stretch] && stretch.Split("..") is [var from, var to] && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out int first) && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out int last) && first >= 1 && last >= first && last <= horizon)
            return new ExperimentRows(true, first, last, 0);
        Problems.Add(ErrorKind.DayOutside, node, "rows", string.Create(CultureInfo.InvariantCulture, $"'rows' is {node.Description}; it must be 'persons' or 'days FIRST..LAST' within 1 … {horizon}"));
        return ExperimentRows.Persons;
    }

    // outputs on the same study share it
    private Scenario Scenario(string name, StudyNode? own, StudyNode? scenario)
    {
        if (!read.TryGetValue((own, scenario), out var known)) read[(own, scenario)] = known = Read(name, own, scenario);
        return known with { Name = name };
    }

    private Scenario Read(string name, StudyNode? own, StudyNode? scenario)
    {
        var root = new StudyNode { Kind = StudyNodeKind.Map, Line = scenario?.Line ?? own?.Line ?? 1, Column = scenario?.Column ?? own?.Column ?? 1 };
        Merge(common, root);
        Merge(own, root);
        if (scenario is { Kind: not StudyNodeKind.Map, IsEmpty: false }) Problems.Add(ErrorKind.WrongType, scenario, name, $"the scenario {Words.Quote(name)} is {scenario.Description}; it must be a map");
        Merge(scenario, root);
        Count(root);
        var off = Off(root);
        root.Entries.RemoveAll(e => e.Key.Text is "on" or "off");
        StudyOverrides.Apply(root, overrides, Problems);
        var study = new StudyBinder(folder, Problems).Bind(root, "experiment");
        if (study.Sweep.Count > 0) Problems.Add(ErrorKind.KeysClash, root, "sweep", "an experiment has scenarios and no sweep");
        return new Scenario(name, study, off);
    }

    // what all entries have in common is read again for every scenario of each
    private void Count(StudyNode root)
    {
        settings += LeastOfScenario + Nodes(root);
        if (settings <= MaximumSettings) return;
        Problems.Add(ErrorKind.TooMany, "", string.Create(CultureInfo.InvariantCulture, $"the file is too large: its scenarios have more than {MaximumSettings:N0} settings together; use fewer entries, scenarios or settings"));
        Problems.ThrowIfAny();
    }

    private static long Nodes(StudyNode node) => 1 + node.Entries.Sum(e => Nodes(e.Value)) + node.Items.Sum(Nodes);

    private List<Pathway> Off(StudyNode root)
    {
        if (root.Find("on") is { } on && root.Find("off") is { }) Problems.Add(ErrorKind.KeysClash, on.Value, "on", "a scenario has either 'on' or 'off'");
        bool isOn = root.Find("on") is not null;
        if ((root.Find("on") ?? root.Find("off"))?.Value is not { } node) return [];
        var named = new HashSet<Pathway>();
        foreach (var item in node.Kind == StudyNodeKind.List ? node.Items : [node])
        {
            if (Registry.Pathways.TryGetValue(item.Text, out var pathway)) named.Add(pathway);
            else if (sides.TryGetValue(item.Text, out var side)) named.UnionWith(AsemModel.Pathways.Where(side));
            else if (!item.IsEmpty) Problems.Add(ErrorKind.UnknownName, item, isOn ? "on" : "off", $"there is no pathway or side {Words.Quote(item.Text)}{Words.Suggestion(item.Text, [.. Registry.Pathways.Keys, .. sides.Keys], $"sides are {string.Join(", ", sides.Keys)}")}");
        }
        return [.. AsemModel.Pathways.Where(p => named.Contains(p) != isOn)];
    }

    // maps are merged, timelines follow each other, everything else is replaced
    private static void Merge(StudyNode? from, StudyNode into)
    {
        foreach (var (key, value) in from?.Entries ?? [])
        {
            int at = into.Entries.FindIndex(e => e.Key.Text == key.Text);
            // on and off are one setting
            if (key.Text is "on" or "off") into.Entries.RemoveAll(e => e.Key.Text is "on" or "off");
            if (at < 0 || key.Text is "on" or "off") into.Entries.Add(new StudyEntry(key, Copy(value)));
            else if (value.Kind == StudyNodeKind.Map && into.Entries[at].Value.Kind == StudyNodeKind.Map) Merge(value, into.Entries[at].Value);
            else if (value.Kind == StudyNodeKind.List && key.Text == StudyKeys.Timeline.Name && into.Entries[at].Value.Kind == StudyNodeKind.List) into.Entries[at].Value.Items.AddRange(value.Items.Select(Copy));
            else into.Entries[at] = new StudyEntry(key, Copy(value));
        }
    }

    private static StudyNode Copy(StudyNode node)
    {
        var copy = new StudyNode { Kind = node.Kind, Text = node.Text, IsQuoted = node.IsQuoted, Line = node.Line, Column = node.Column, Override = node.Override };
        foreach (var (key, value) in node.Entries) copy.Entries.Add(new StudyEntry(key, Copy(value)));
        foreach (var item in node.Items) copy.Items.Add(Copy(item));
        return copy;
    }
}
