using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Designs;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Reads studies of sensitivity.</summary>
internal static class SensitivityStudyFile
{
    /// <summary>The key of the factors.</summary>
    public const string FactorsKey = "factors";

    /// <summary>Keys of an output of this model beside those of experiments.</summary>
    public const string DaysKey = "days", GroupsKey = "groups", LabelKey = "label", GroupKey = "group";

    /// <summary>The keys of a study.</summary>
    public const string OutputsKey = "outputs", DesignKey = DesignKeys.Root, ModelKey = "model";

    /// <summary>Models beside this one.</summary>
    public static IReadOnlyDictionary<string, (string Help, Func<TestFunction>? Create)> Models { get; } = new Dictionary<string, (string, Func<TestFunction>?)>
    {
        ["external"] = ("Another program computes the outputs: asem sample, asem analyze.", null),
        ["ishigami"] = ("Ishigami's function of three factors, whose indices are known.", () => TestFunctions.Ishigami()),
        ["g-function"] = ("Sobol's g-function of eight factors, whose indices are known.", () => TestFunctions.Sobol()),
    };

    // any of them tells a study of sensitivity from other studies, so that another that is misspelt is named
    private static readonly string[] keys = [FactorsKey, OutputsKey, DesignKey, ModelKey];

    /// <summary>Whether a file is a study of sensitivity; false too where it is no YAML.</summary>
    public static bool IsOne(string text) => StudyTree.Parse(text, new StudyProblems("")) is { Kind: StudyNodeKind.Map } root && keys.Any(k => root.Find(k) is not null);

    /// <summary>Reads a study.</summary>
    /// <param name="source">The file.</param>
    /// <param name="overrides">Settings of the command line: <c>design.…</c> of the design, others of every scenario's study.</param>
    /// <exception cref="StudyException">Something is wrong with it.</exception>
    public static SensitivityStudy Read(ExperimentSource source, IReadOnlyList<string> overrides)
    {
        string[] ofDesign = [.. overrides.Where(o => o.StartsWith(DesignKeys.Root + ".", StringComparison.Ordinal))];
        var file = ExperimentFile.Parse(source, OutputsKey, [FactorsKey, DesignKey, ModelKey], [.. overrides.Except(ofDesign)], isOptional: true);
        var root = new StudyNode { Kind = StudyNodeKind.Map };
        if (file.Other(DesignKey) is { } given) root.Entries.Add(new StudyEntry(new StudyNode { Kind = StudyNodeKind.Scalar, Text = DesignKey }, given));
        StudyOverrides.Apply(root, ofDesign, file.Problems, DesignKey);
        string model = file.Other(ModelKey) is { } word ? One(file, word, ModelKey, [.. Models.Keys]) : "";
        var designs = Designs(file, root.Find(DesignKey)?.Value, model.Length == 0);
        TestFunction? function = Models.GetValueOrDefault(model).Create?.Invoke();
        var outputs = new List<SensitivityOutput>();
        foreach (var (id, entry) in file.Entries)
        {
            bool isOwn = entry.Node.Find("estimate") is not null || entry.Node.Find("scenarios") is not null;
            if (isOwn && model.Length > 0) file.Problems.Add(ErrorKind.ModelMismatch, entry.Node, "model", $"outputs with an estimate are computed by this model; 'model: {model}' computes others");
            if (!isOwn && model.Length == 0) file.Problems.Add(ErrorKind.ModelMismatch, entry.Node, "estimate", $"the output {Words.Quote(id)} has no 'estimate'; one that another program computes needs 'model: external'");
            (double Low, double High)? cases = null;
            if (entry.Take("cases") is { } range)
            {
                if (range is { Items: [var low, var high] } && file.Number(low, "cases") is var from && file.Number(high, "cases") is var to && from <= to) cases = (from, to);
                else file.Problems.Add(ErrorKind.WrongType, range, "cases", "'cases' is [low, high], the range in which a row is a case of interest, .inf for an open end");
                if (designs.All(d => !d.Kind.IsGivenData)) file.Problems.Add(ErrorKind.KeysClash, range, "cases", "'cases' needs 'design.kind: sample' or 'grid', whose rows stand by themselves");
            }
            if (isOwn) outputs.AddRange(OwnOutputs(file, id, entry, cases, SensitivitySize.MaximumOutputs - outputs.Count));
            else outputs.Add(new SensitivityOutput(id, null, cases));
            entry.RejectOthers();
            if (outputs.Count <= SensitivitySize.MaximumOutputs) continue;
            TooMany(file, entry.Node, OutputsKey, SensitivitySize.MaximumOutputs);
            break;
        }
        // settings of studies are checked where studies are read; where there are none, they would be lost
        if (model.Length > 0 || outputs.Count == 0)
            foreach (string setting in overrides.Except(ofDesign))
                file.Problems.Add(new StudyError(ErrorKind.ModelMismatch, $"--set {Words.Shorten(setting)}", 0, 0, setting, $"another model computes this study, of which only the design can be set{Words.Suggestion(setting.Split('.', '=')[0], [DesignKey])}"));
        if (outputs.Count == 0 && model.Length == 0) file.Problems.Add(ErrorKind.MissingKey, "outputs", "the study names no outputs; list some with an 'estimate', or say 'model: external' where another program computes them");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<Factor> factors = Factors(file, model.Length == 0, labels);
        if (factors.Count == 0 && function is not null) factors = function.Factors;
        else if (factors.Count == 0 && file.Problems.Count == 0) file.Problems.Add(ErrorKind.MissingKey, FactorsKey, "the study has no factors; each is a name with its distribution, such as x1: {uniform: [0, 1]}");
        if (function is not null && factors.Count != function.Factors.Count) file.Problems.Add(ErrorKind.ModelMismatch, file.Other(FactorsKey)!, FactorsKey, string.Create(CultureInfo.InvariantCulture, $"{model} has {function.Factors.Count} factors; leave them empty ('factors: {{}}') for its own"));
        if (function is not null && outputs.Count == 0) outputs.Add(new SensitivityOutput("y", null));
        if (factors.Count > SensitivitySize.MaximumFactors) TooMany(file, file.Other(FactorsKey)!, FactorsKey, SensitivitySize.MaximumFactors);
        file.Problems.ThrowIfAny();
        var study = new SensitivityStudy { Name = Path.GetFileNameWithoutExtension(source.Name), Title = file.Title, Factors = factors, Labels = labels, Designs = designs, Outputs = outputs, Function = function };
        for (int stage = 0; stage < designs.Count; stage++)
        {
            try
            {
                if (SensitivitySize.Problem(study.AtAll(stage)) is { } tooLarge) throw new ArgumentException(tooLarge);
                var at = study.At(stage);
                SensitivityDesign.Create(at).StopPlan(at.Design);
            }
            catch (ArgumentException wrong)
            {
                var place = file.Other(DesignKey) is { Kind: StudyNodeKind.List } list ? list.Items[stage] : file.Other(DesignKey) ?? file.Other(FactorsKey);
                file.Problems.Add(ErrorKind.WrongDesign, place ?? new StudyNode { Kind = StudyNodeKind.Map }, DesignKey, wrong.Message.Split(" (Parameter", 2)[0]);
            }
            // which groups later designs have is known when this one has run
            if (designs[stage].Keep is not null) break;
        }
        file.Problems.ThrowIfAny();
        return study;
    }

    private static List<DesignOptions> Designs(ExperimentFile file, StudyNode? node, bool isOwn)
    {
        if (node is not { Kind: StudyNodeKind.List, Items.Count: > 0 }) return [DesignKeys.Read(node, isOwn, file.Problems)];
        if (node.Items.Count > SensitivitySize.MaximumDesigns)
        {
            TooMany(file, node, DesignKey, SensitivitySize.MaximumDesigns);
            file.Problems.ThrowIfAny();
        }
        var list = node.Items.Select(item => DesignKeys.Read(item, isOwn, file.Problems)).ToList();
        if (list[^1].Keep is not null) file.Problems.Add(ErrorKind.KeysClash, node.Items[^1], DesignKeys.Keep.Path, $"'{DesignKeys.Keep.Path}' of the last design keeps groups for nothing; leave it out");
        return list;
    }

    private static void TooMany(ExperimentFile file, StudyNode at, string key, int most) =>
        file.Problems.Add(ErrorKind.TooMany, at, key, string.Create(CultureInfo.InvariantCulture, $"the study has more than {most:N0} {key}{(key == DesignKey ? "s" : "")}, the most that are possible{(key == OutputsKey ? "; an output counts once for each of its days and groups" : "")}"));

    /// <summary>An entry as one output, or as one for each of its days and groups.</summary>
    private static List<SensitivityOutput> OwnOutputs(ExperimentFile file, string id, StudySection entry, (double Low, double High)? cases, int most)
    {
        const string placeholder = "@day";
        StudyNode? days = entry.Take(DaysKey), groups = entry.Take(GroupsKey), estimate = entry.Take("estimate"), where = entry.Take("where");
        // what the experiment reads from copies
        foreach (string key in (string[])["study", "scenarios", "rows"]) entry.Take(key);
        var listed = new List<int?>();
        foreach (var item in days is null ? [] : days.Kind == StudyNodeKind.List ? days.Items : [days])
            if (StudyValues.Whole(item, DaysKey, 0, StudyKeys.LongestHorizon, "days", file.Problems, out var day)) listed.Add((int)day);
        if (days is not null && estimate?.Text.Contains(placeholder, StringComparison.Ordinal) != true) file.Problems.Add(ErrorKind.KeysClash, days, DaysKey, $"'{DaysKey}' needs an estimate that says where they stand, as in mean(anxiety{placeholder})");
        if (groups is { Kind: not StudyNodeKind.Map }) file.Problems.Add(ErrorKind.WrongType, groups, GroupsKey, $"'{GroupsKey}' is {groups.Description}; it must be a map of names and conditions, such as anxious: anxiety@0 >= 4; nothing behind a name means everybody");
        if (days is null) listed.Add(null);
        if (entry.Node.Find("id") is { } named) IsColumn(file, named.Value, "id", "output");
        foreach (var (group, _) in groups?.Entries ?? []) IsColumn(file, group, GroupsKey, "group");
        var outputs = new List<SensitivityOutput>();
        foreach (int? day in listed)
            foreach (var (group, condition) in groups is { Kind: StudyNodeKind.Map } ? groups.Entries.Select(e => (e.Key.Text, (StudyNode?)e.Value)) : [("", null)])
            {
                int before = file.Problems.Count;
                var copy = new StudyNode { Kind = StudyNodeKind.Map, Line = entry.Node.Line, Column = entry.Node.Column };
                copy.Entries.AddRange(entry.Node.Entries.Where(e => e.Key.Text is not ("estimate" or "where")));
                void Put(string key, StudyNode place, string text)
                {
                    StudyNode Scalar(string value) => new() { Kind = StudyNodeKind.Scalar, Text = value, Line = place.Line, Column = place.Column };
                    copy.Entries.Add(new StudyEntry(Scalar(key), Scalar(text)));
                }
                if (estimate is not null) Put("estimate", estimate, day is { } d ? estimate.Text.Replace(placeholder, string.Create(CultureInfo.InvariantCulture, $"@{d}"), StringComparison.Ordinal) : estimate.Text);
                string[] conditions = [.. new[] { where, condition }.Where(c => c is { IsEmpty: false }).Select(c => c!.Text)];
                if (conditions.Length > 0) Put("where", where ?? condition!, conditions.Length == 1 ? conditions[0] : $"({conditions[0]}) and ({conditions[1]})");
                outputs.Add(new SensitivityOutput(id, file.Experiment(id, new StudySection(copy, "", file.Problems)), cases, day, group));
                // what is wrong with one is wrong with all
                if (file.Problems.Count > before || outputs.Count > most) return outputs;
            }
        return outputs;
    }

    private static List<Factor> Factors(ExperimentFile file, bool isOwn, Dictionary<string, string> labels)
    {
        var list = new List<Factor>();
        var node = file.Other(FactorsKey);
        if (node is { Kind: not StudyNodeKind.Map, IsEmpty: false }) file.Problems.Add(ErrorKind.WrongType, node, FactorsKey, $"'factors' is {node.Description}; it must be a map of names and distributions");
        foreach (var (key, value) in node?.Entries ?? [])
        {
            string path = $"{FactorsKey}.{key.Text}";
            if (isOwn && FactorTarget.Sets.TryGetValue(key.Text, out var set))
            {
                if (!value.IsEmpty) file.Problems.Add(ErrorKind.KeysClash, value, path, $"{key.Text} stands for parameters that vary over their own ranges ({set.Help}), so nothing stands behind it");
                list.AddRange(set.Targets.Select(t => new Factor(t.Name, t.Varies, set.IsGroup ? key.Text : null)));
                continue;
            }
            var target = isOwn ? FactorTarget.All.GetValueOrDefault(key.Text) : null;
            if (isOwn && target is null)
            {
                file.Problems.Add(ErrorKind.UnknownName, key, path, file.Problems.IsFull ? "" : Unknown(key.Text));
                continue;
            }
            if (!isOwn && !IsColumn(file, key, path, "factor")) continue;
            string? group = null;
            bool isWrong = false;
            var distribution = target?.Varies;
            if (value is { Kind: not StudyNodeKind.Map, IsEmpty: false }) file.Problems.Add(ErrorKind.WrongType, value, path, $"'{path}' is {value.Description}; it must be a distribution such as {{uniform: [0, 1]}}");
            foreach (var (name, given) in value.Entries)
            {
                if (name.Text == GroupKey) group = given.Text;
                else if (name.Text == LabelKey) labels[key.Text] = given.Text;
                else if (Read(file, path, name, given) is { } read) distribution = read;
                else isWrong = true;
            }
            if (isWrong) continue;
            if (distribution is null) file.Problems.Add(ErrorKind.MissingKey, key, path, $"the factor {Words.Quote(key.Text)} has no distribution; kinds are {string.Join(", ", Distribution.Kinds.Select(k => k.Name))}");
            else if (target is not null && (distribution.Minimum < target.Minimum || distribution.Maximum > target.Maximum))
                file.Problems.Add(ErrorKind.OutOfRange, value, path, $"{distribution} leaves the range of {target.Name}, which is {Words.Number(target.Minimum)} … {Words.Number(target.Maximum)}");
            else list.Add(new Factor(key.Text, distribution, group));
        }
        foreach (var twice in list.GroupBy(f => f.Name).Where(g => g.Count() > 1)) file.Problems.Add(ErrorKind.Repeated, node!, FactorsKey, $"the factor {Words.Quote(twice.Key)} stands here twice, by itself and in its group");
        return list;
    }

    private static bool IsColumn(ExperimentFile file, StudyNode node, string key, string what)
    {
        bool isColumn = TableSchema.IsColumnName(node.Text), isTaken = IndicesTable.Reserved.Contains(node.Text);
        if (isTaken) file.Problems.Add(ErrorKind.InvalidName, node, key, $"the {what} {Words.Quote(node.Text)} has the name of a column that tables of runs have anyway ({string.Join(", ", IndicesTable.Reserved)}); give it another");
        else if (!isColumn) file.Problems.Add(ErrorKind.InvalidName, node, key, $"the {what} {Words.Quote(node.Text)} is no name of a column: lower-case letters, digits and '_', a letter first, parts joined by '.'");
        return isColumn && !isTaken;
    }

    private static string Unknown(string name) => name.StartsWith("switch", StringComparison.Ordinal)
        ? $"there is no switch {Words.Quote(name)}{Words.Suggestion(name, FactorTarget.All.Keys, $"a switch is 'switch.' and a pathway ({string.Join(", ", Registry.Pathways.Keys)}) or a moderator ({string.Join(", ", Registry.Moderators.Keys)})")}"
        : Registry.UnknownParameter(name);

    private static Distribution? Read(ExperimentFile file, string path, StudyNode name, StudyNode given)
    {
        string written = name.Text.Replace('_', '-');
        if (Distribution.Kinds.FirstOrDefault(k => k.Name == written) is not { } kind)
        {
            string[] names = [.. Distribution.Kinds.Select(k => k.Name)];
            file.Problems.Add(ErrorKind.UnknownWord, name, path, $"there is no distribution {Words.Quote(name.Text)}{Words.Suggestion(written, names, $"kinds are {string.Join(", ", names)}, 'group' and 'label'")}");
            return null;
        }
        var parameters = new Dictionary<string, IReadOnlyList<string>>();
        static string[] Texts(StudyNode node) => node.Kind == StudyNodeKind.List ? [.. node.Items.Select(i => i.Text)] : [node.Text];
        if (given.Kind == StudyNodeKind.Map)
            foreach (var (key, value) in given.Entries) parameters[key.Text] = Texts(value);
        else if (!given.IsEmpty)
        {
            // by place; a list of values fills a parameter that is a list
            string[] texts = Texts(given);
            if (kind.Parameters[0].Many) parameters[kind.Parameters[0].Name] = texts;
            else if (texts.Length > kind.Parameters.Count) file.Problems.Add(ErrorKind.WrongDistribution, given, path, $"a {kind.Name} distribution has {Words.Count(kind.Parameters.Count, "parameter")} ({string.Join(", ", kind.Parameters.Select(p => p.Name))}), not {texts.Length}");
            else
                for (int i = 0; i < texts.Length; i++) parameters[kind.Parameters[i].Name] = [texts[i]];
        }
        try
        {
            return Distribution.Parse(kind.Name, parameters);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            file.Problems.Add(ErrorKind.WrongDistribution, given, path, $"'{path}', {kind.Name}: {wrong.Message.Split(" (Parameter", 2)[0]}");
            return null;
        }
    }

    private static string One(ExperimentFile file, StudyNode node, string key, IReadOnlyList<string> allowed)
    {
        if (allowed.Contains(node.Text)) return node.Text;
        file.Problems.Add(ErrorKind.UnknownWord, node, key, $"'{key}' is {node.Description}{Words.Suggestion(node.Text, allowed, $"allowed are {string.Join(", ", allowed)}")}");
        return allowed[0];
    }
}
