using System.Globalization;

namespace AsemMonteCarlo.Engine.Studies;

/// <summary>Puts <c>key=value</c> settings of the command line into the tree of a study, before it is checked.</summary>
internal static class StudyOverrides
{
    private static readonly string[] sections = [.. StudyKeys.Roots.Select(key => key.Name)];
    private static readonly string[] texts = [.. StudyKeys.All.OfType<TextKey>().Select(key => key.Path)];

    // maps whose keys are names with dots in them
    private static readonly string[] named = [.. StudyKeys.All.OfType<NamesKey>().Where(key => key.HasDottedNames).Select(key => key.Name)];

    /// <summary>Names that a setting may begin with, but for items of lists and maps.</summary>
    public static IEnumerable<string> Names => StudyKeys.All.Where(key => key is not SectionKey && !key.Path.Any(char.IsUpper)).Select(key => key.Path)
        .Concat([.. Registry.Parameters.Keys, .. Registry.Pathways.Keys, .. Registry.Moderators.Keys, .. Registry.FormTopics.Keys]).Distinct();

    /// <summary>Puts settings into the tree.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="overrides">The settings.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="own">First words of keys beside those of studies.</param>
    public static void Apply(StudyNode root, IReadOnlyList<string> overrides, StudyProblems problems, params string[] own)
    {
        foreach (string text in overrides)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string key = equals < 0 ? text : text[..equals].Trim(), value = equals < 0 ? "" : text[(equals + 1)..].Trim();
            var here = new StudyNode { Kind = StudyNodeKind.Scalar, Text = value, Override = text };
            if (equals < 0 || key.Length == 0)
            {
                problems.Add(ErrorKind.MalformedSetting, here, key, "a setting is written key=value, such as dyads=100");
                continue;
            }
            string path = Resolve(key, value);
            if (!sections.Contains(path.Split('.')[0]) && !own.Contains(path.Split('.')[0]))
            {
                problems.Add(ErrorKind.UnknownKey, here, key, $"unknown key {Words.Quote(key)}{Meant(key)}");
                continue;
            }
            bool isYaml = !texts.Contains(path) && value.StartsWith('[') | value.StartsWith('{');
            var node = isYaml ? StudyTree.Parse(value, problems, text) : here;
            if (node is not null) Set(root, path, node, problems);
        }
    }

    // of a dotted key the section may be what is misspelt, and the rest right
    private static string Meant(string key)
    {
        int dot = key.IndexOf('.', StringComparison.Ordinal);
        string rest = dot < 0 ? "" : key[dot..];
        return dot > 0 && Words.NearMiss(key[..dot], sections) is { } section && StudyKeys.All.Any(k => k.Path == section + rest || k is NamesKey { HasDottedNames: true } && k.Path == section)
            ? $"; did you mean '{section}{rest}'?"
            : Words.Suggestion(key, [.. sections, .. Registry.Parameters.Keys, .. Registry.Pathways.Keys, .. Registry.Moderators.Keys, .. Registry.FormTopics.Keys]);
    }

    /// <summary>The full path of a key that may be the bare name of a parameter, pathway, moderator or topic of forms.</summary>
    private static string Resolve(string key, string value)
    {
        // one name can belong to a parameter and to a moderator, or to a moderator and to a topic of forms: the word tells
        bool isForm = Registry.FormTopics.TryGetValue(key, out var topic) && (!Registry.Moderators.ContainsKey(key) || topic.Forms.Any(f => f.Name == value));
        bool isModerator = Registry.Moderators.ContainsKey(key) && (!Registry.Parameters.ContainsKey(key) || value is "on" or "off" or "true" or "false");
        return isForm ? $"{StudyKeys.Forms.Path}.{key}"
            : isModerator ? $"moderators.{key}"
            : Registry.Parameters.ContainsKey(key) ? $"parameters.{key}"
            : Registry.Pathways.ContainsKey(key) ? $"pathways.strengths.{key}"
            : key;
    }

    private static void Set(StudyNode root, string path, StudyNode value, StudyProblems problems)
    {
        // a strength has two names, and the override must win over both
        if (path.StartsWith("pathways.strengths.", StringComparison.Ordinal)) Remove(root.Find("parameters")?.Value, $"{path["pathways.strengths.".Length..]}.strength");
        else if (path.StartsWith("parameters.", StringComparison.Ordinal) && path.EndsWith(".strength", StringComparison.Ordinal)) Remove(root.Find("pathways")?.Value.Find("strengths")?.Value, path["parameters.".Length..^".strength".Length]);

        var map = root;
        string rest = path;
        bool takesNames = false;
        while (true)
        {
            int dot = takesNames ? -1 : rest.IndexOf('.', StringComparison.Ordinal);
            string name = dot < 0 ? rest : rest[..dot];
            if (map.Kind == StudyNodeKind.List)
            {
                if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= map.Items.Count)
                {
                    problems.Add(ErrorKind.MalformedSetting, value, path, string.Create(CultureInfo.InvariantCulture, $"{Words.Quote(name)} is no place in the list, which has {map.Items.Count} entries counted from 0"));
                    return;
                }
                if (dot < 0)
                {
                    map.Items[index] = value;
                    return;
                }
                if (map.Items[index].Kind == StudyNodeKind.Scalar) map.Items[index] = Map(value);
                map = map.Items[index];
            }
            else
            {
                int index = map.Entries.FindIndex(e => e.Key.Text == name);
                if (index < 0)
                {
                    index = map.Entries.Count;
                    map.Entries.Add(new StudyEntry(new StudyNode { Kind = StudyNodeKind.Scalar, Text = name, Override = value.Override }, Map(value)));
                }
                if (dot < 0)
                {
                    map.Entries[index] = map.Entries[index] with { Value = value };
                    return;
                }
                if (map.Entries[index].Value.Kind == StudyNodeKind.Scalar) map.Entries[index] = map.Entries[index] with { Value = Map(value) };
                map = map.Entries[index].Value;
            }
            rest = rest[(dot + 1)..];
            takesNames = named.Contains(name);
        }
    }

    private static StudyNode Map(StudyNode origin) => new() { Kind = StudyNodeKind.Map, Override = origin.Override };

    private static void Remove(StudyNode? map, string key) => map?.Entries.RemoveAll(e => e.Key.Text == key);
}
