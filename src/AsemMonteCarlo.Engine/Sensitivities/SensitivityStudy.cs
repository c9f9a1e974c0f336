using System.Globalization;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Numerics.Distributions;
using AsemMonteCarlo.Sensitivity;
using AsemMonteCarlo.Sensitivity.Convergence;
using AsemMonteCarlo.Sensitivity.Designs;
using AsemMonteCarlo.Sensitivity.VarianceBased;
using Luck = AsemMonteCarlo.Sensitivity.VarianceBased.Luck;

namespace AsemMonteCarlo.Engine.Sensitivities;

/// <summary>Kinds of designs that a sensitivity study can have.</summary>
/// <param name="Name">Name, as written in studies.</param>
/// <param name="Help">What it is.</param>
/// <param name="Runs">Runs of the model for N points, d factors and g groups.</param>
/// <param name="Grows">Whether N points are the first N of 2N, so that a study can be extended.</param>
/// <param name="Gives">What is estimated from it.</param>
internal sealed record DesignKind(string Name, string Help, string Runs, bool Grows, string Gives)
{
    /// <summary>Rows A, B and mixtures.</summary>
    public static readonly DesignKind PickFreeze = new("pick_freeze", "Two independent samples A and B, and their mixtures group by group (Saltelli 2002).", "N(2g + 2); N(g + 2) with both: false", true, "first-order, total and second-order indices of factors and groups; noise share with replicates");

    /// <summary>Chains from A to B.</summary>
    public static readonly DesignKind Chains = new("chains", "Chains from A to B in which one group after another changes, in random order (Goda 2021).", "N(g + 1)", true, "Shapley effects of factors and groups, for any number of them");

    /// <summary>All mixtures of A and B.</summary>
    public static readonly DesignKind Mixtures = new("mixtures", "All mixtures of A and B, for at most 16 groups.", "N · 2^g", true, "first-order and total indices, Shapley effects and interactions of every order up to three (Plischke et al. 2021)");

    /// <summary>Trajectories.</summary>
    public static readonly DesignKind Morris = new("morris", "Trajectories on a grid along which one group moves at a time (Morris 1991).", "N(g + 1)", true, "screening: mu, mu_star and sigma of elementary effects");

    /// <summary>Plain points.</summary>
    public static readonly DesignKind Sample = new("sample", "Points of a random, Latin hypercube or Sobol' sample.", "N", true, "given-data indices: rank-based first order, PAWN with its dummy, sparse polynomial chaos; with cases regional analysis and a PRIM box");

    /// <summary>All kinds.</summary>
    public static readonly IReadOnlyList<DesignKind> All = [PickFreeze, Chains, Mixtures, Morris, Sample];
}

/// <summary>How a study of sensitivity lays out its runs.</summary>
internal sealed record DesignOptions
{
    /// <summary>Kind.</summary>
    public DesignKind Kind { get; init; } = DesignKind.PickFreeze;

    /// <summary>Points (pick-freeze, sample) or trajectories (Morris), at least 4.</summary>
    public long Points { get; init; } = 1024;

    /// <summary>Seed of the design.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Kind of points.</summary>
    public PointKind Sampling { get; init; } = PointKind.Sobol;

    /// <summary>Independent scramblings among which quasi-random points are dealt, for intervals.</summary>
    public int Randomisations { get; init; } = 16;

    /// <summary>Whether mixtures of B with A are run too.</summary>
    public bool Both { get; init; } = true;

    /// <summary>Whether pairs of groups are judged.</summary>
    public bool SecondOrder { get; init; }

    /// <summary>Runs of every row; two or more take the noise out.</summary>
    public int Replicates { get; init; } = 1;

    /// <summary>Whether the rows of a point share their luck.</summary>
    public Luck Luck { get; init; } = Luck.Independent;

    /// <summary>Estimator of variance-based indices.</summary>
    public SobolEstimator Estimator { get; init; } = SobolEstimator.Best;

    /// <summary>Coverage of intervals.</summary>
    public double Level { get; init; } = 0.95;

    /// <summary>When a study that grows by doubling stops before it has all its points; null where it has them in any case.</summary>
    public (StopRule Rule, double Tolerance, long First)? Stop { get; init; }
}

/// <summary>A quantity whose sensitivity is asked for.</summary>
/// <param name="Name">Name.</param>
/// <param name="Experiment">How this model computes it; null where another program does.</param>
/// <param name="Cases">Range in which a row is a case of interest, for regional analysis and scenario discovery; null for none.</param>
internal sealed record SensitivityOutput(string Name, Experiment? Experiment, (double Low, double High)? Cases = null);

/// <summary>A study of sensitivity: which inputs decide how an output varies, in this model or in any other.</summary>
internal sealed record SensitivityStudy
{
    /// <summary>Name of the file.</summary>
    public required string Name { get; init; }

    /// <summary>Its question, or empty.</summary>
    public required string Title { get; init; }

    /// <summary>The factors.</summary>
    public required IReadOnlyList<Factor> Factors { get; init; }

    /// <summary>The layout of the runs.</summary>
    public required DesignOptions Design { get; init; }

    /// <summary>The outputs; empty where they are all columns of a file of results.</summary>
    public required IReadOnlyList<SensitivityOutput> Outputs { get; init; }

    /// <summary>A built-in function with known indices that is run, or null.</summary>
    public TestFunction? Function { get; init; }

    /// <summary>Whether this model computes the outputs.</summary>
    public bool IsOwn => Outputs.Count > 0 && Outputs.All(o => o.Experiment is not null);

    /// <summary>Whether <c>asem run</c> can compute the outputs.</summary>
    public bool CanRun => IsOwn || Function is not null;
}

/// <summary>Reads studies of sensitivity.</summary>
internal static class SensitivityStudyFile
{
    /// <summary>The key of the factors.</summary>
    public const string FactorsKey = "factors";

    private const string OutputsKey = "outputs", DesignKey = "design", ModelKey = "model";

    // any of them tells a study of sensitivity from other studies, so that another that is misspelt is named
    private static readonly string[] keys = [FactorsKey, OutputsKey, DesignKey, ModelKey];

    private static readonly string[] models = ["external", "ishigami", "g-function"];

    private static readonly IReadOnlyDictionary<string, PointKind> samplings = new Dictionary<string, PointKind> { ["sobol"] = PointKind.Sobol, ["random"] = PointKind.Random, ["latin_hypercube"] = PointKind.LatinHypercube };

    private static readonly IReadOnlyDictionary<string, SobolEstimator> estimators = new Dictionary<string, SobolEstimator>
    {
        ["best"] = SobolEstimator.Best,
        ["pooled"] = SobolEstimator.Pooled,
        ["saltelli"] = SobolEstimator.Saltelli,
        ["jansen"] = SobolEstimator.Jansen,
        ["janon_monod"] = SobolEstimator.JanonMonod,
        ["martinez"] = SobolEstimator.Martinez,
        ["azzini_rosati"] = SobolEstimator.AzziniRosati,
    };

    private static readonly IReadOnlyDictionary<string, StopRule> rules = new Dictionary<string, StopRule> { ["index"] = StopRule.Index, ["ranking"] = StopRule.Ranking, ["screening"] = StopRule.Screening };

    private static readonly IReadOnlyDictionary<string, Luck> lucks = new Dictionary<string, Luck> { ["independent"] = Luck.Independent, ["common"] = Luck.SharedByRows };

    /// <summary>Whether a file is a study of sensitivity; false too where it is no YAML.</summary>
    public static bool IsOne(string text) => StudyTree.Parse(text, new StudyProblems("")) is { Kind: StudyNodeKind.Map } root && keys.Any(k => root.Find(k) is not null);

    /// <summary>Reads a study.</summary>
    /// <param name="source">The file.</param>
    /// <param name="overrides">Settings of the command line: <c>design.…</c> of the design, others of every scenario's study.</param>
    /// <exception cref="StudyException">Something is wrong with it.</exception>
    public static SensitivityStudy Read(ExperimentSource source, IReadOnlyList<string> overrides)
    {
        string[] ofDesign = [.. overrides.Where(o => o.StartsWith("design.", StringComparison.Ordinal))];
        var file = ExperimentFile.Parse(source, OutputsKey, [FactorsKey, DesignKey, ModelKey], [.. overrides.Except(ofDesign)], isOptional: true);
        var root = new StudyNode { Kind = StudyNodeKind.Map };
        if (file.Other("design") is { } given) root.Entries.Add(new StudyEntry(new StudyNode { Kind = StudyNodeKind.Scalar, Text = "design" }, given));
        StudyOverrides.Apply(root, ofDesign, file.Problems, "design");
        var design = Design(file, root.Find("design")?.Value);
        string model = file.Other("model") is { } word ? One(file, word, "model", models) : "";
        TestFunction? function = model switch { "ishigami" => TestFunctions.Ishigami(), "g-function" => TestFunctions.Sobol(), _ => null };
        var outputs = new List<SensitivityOutput>();
        foreach (var (id, entry) in file.Entries)
        {
            bool isOwn = entry.Node.Find("estimate") is not null || entry.Node.Find("scenarios") is not null;
            if (isOwn && model.Length > 0) file.Problems.Add(entry.Node, "model", $"outputs with an estimate are computed by this model; 'model: {model}' computes others");
            if (!isOwn && model.Length == 0) file.Problems.Add(entry.Node, "estimate", $"the output {Words.Quote(id)} has no 'estimate'; one that another program computes needs 'model: external'");
            (double Low, double High)? cases = null;
            if (entry.Take("cases") is { } range)
            {
                if (range is { Items: [var low, var high] } && file.Number(low, "cases") is var from && file.Number(high, "cases") is var to && from <= to) cases = (from, to);
                else file.Problems.Add(range, "cases", "'cases' is [low, high], the range in which a row is a case of interest, .inf for an open end");
                if (design.Kind != DesignKind.Sample) file.Problems.Add(range, "cases", "'cases' needs 'design.kind: sample', whose rows are independent points");
            }
            outputs.Add(new SensitivityOutput(id, isOwn ? file.Experiment(id, entry) : null, cases));
            entry.RejectOthers();
        }
        // settings of studies are checked where studies are read; where there are none, they would be lost
        if (model.Length > 0 || outputs.Count == 0)
            foreach (string setting in overrides.Except(ofDesign))
                file.Problems.Add(new StudyError($"--set {Words.Shorten(setting)}", 0, 0, setting, $"another model computes this study, of which only the design can be set{Words.Suggestion(setting.Split('.', '=')[0], [DesignKey])}"));
        if (outputs.Count == 0 && model.Length == 0) file.Problems.Add("outputs", "the study names no outputs; list some with an 'estimate', or say 'model: external' where another program computes them");
        IReadOnlyList<Factor> factors = Factors(file, model.Length == 0);
        if (factors.Count == 0 && function is not null) factors = function.Factors;
        else if (factors.Count == 0 && file.Problems.Count == 0) file.Problems.Add(FactorsKey, "the study has no factors; each is a name with its distribution, such as x1: {uniform: [0, 1]}");
        if (function is not null && factors.Count != function.Factors.Count) file.Problems.Add(file.Other(FactorsKey)!, FactorsKey, string.Create(CultureInfo.InvariantCulture, $"{model} has {function.Factors.Count} factors; leave them empty ('factors: {{}}') for its own"));
        if (function is not null && outputs.Count == 0) outputs.Add(new SensitivityOutput("y", null));
        file.Problems.ThrowIfAny();
        var study = new SensitivityStudy { Name = Path.GetFileNameWithoutExtension(source.Name), Title = file.Title, Factors = factors, Design = design, Outputs = outputs, Function = function };
        try
        {
            var laidOut = SensitivityDesign.Create(study);
            laidOut.StopPlan(study.Design);
        }
        catch (ArgumentException wrong)
        {
            file.Problems.Add(file.Other("design") ?? file.Other(FactorsKey)!, "design", wrong.Message.Split(" (Parameter", 2)[0]);
        }
        file.Problems.ThrowIfAny();
        return study;
    }

    private static DesignOptions Design(ExperimentFile file, StudyNode? node)
    {
        var section = new StudySection(node, "design", file.Problems);
        string? Choice(string key, IReadOnlyList<string> allowed) => section.Take(key) is { } value ? One(file, value, "design." + key, allowed) : null;
        double Number(string key, double otherwise, double minimum, double maximum, bool isWhole = true)
        {
            if (section.Take(key) is not { } value) return otherwise;
            double number = file.Number(value, "design." + key);
            if (number >= minimum && number <= maximum && (!isWhole || double.IsInteger(number))) return number;
            file.Problems.Add(value, "design." + key, string.Create(CultureInfo.InvariantCulture, $"'design.{key}' is {Words.Quote(value.Text)}; allowed are {(isWhole ? "whole numbers" : "numbers")} {minimum} … {maximum}"));
            return otherwise;
        }
        bool Flag(string key, bool otherwise) => Choice(key, ["true", "false"]) is { } text ? text == "true" : otherwise;
        var kind = Choice("kind", [.. DesignKind.All.Select(k => k.Name)]) is { } name ? DesignKind.All.First(k => k.Name == name) : DesignKind.PickFreeze;
        var sampling = Choice("sampling", [.. samplings.Keys]) is { } s ? samplings[s] : PointKind.Sobol;
        var design = new DesignOptions
        {
            Kind = kind,
            Points = (long)Number("points", kind == DesignKind.Morris ? 64 : 1024, 4, 1L << 31),
            Seed = (ulong)Number("seed", 1, 0, 1L << 53),
            Sampling = sampling,
            Randomisations = (int)Number("randomisations", sampling == PointKind.Random ? 1 : 16, 1, 1024),
            Both = Flag("both", true),
            SecondOrder = Flag("second_order", false),
            Replicates = (int)Number("replicates", 1, 1, 1000),
            Luck = Choice("luck", [.. lucks.Keys]) is { } luck ? lucks[luck] : Luck.Independent,
            Estimator = Choice("estimator", [.. estimators.Keys]) is { } estimator ? estimators[estimator] : SobolEstimator.Best,
            Level = Number("level", 0.95, 0.5, 0.999, isWhole: false),
        };
        if (section.Take("stop") is { } stop)
        {
            var inner = new StudySection(stop, "design.stop", file.Problems);
            var rule = inner.Take("rule") is { } ruleNode ? One(file, ruleNode, "design.stop.rule", [.. rules.Keys]) : "index";
            double tolerance = inner.Take("tolerance") is { } t ? file.Number(t, "design.stop.tolerance") : 0;
            double first = inner.Take("first") is { } f ? file.Number(f, "design.stop.first") : 16.0 * design.Randomisations;
            if (!(tolerance > 0)) file.Problems.Add(stop, "design.stop.tolerance", "'design.stop.tolerance' is missing or not above 0: the width of intervals (index), the gap (ranking) or the threshold (screening)");
            if (kind == DesignKind.Morris || kind == DesignKind.Sample) file.Problems.Add(stop, "design.stop", $"{kind.Name} designs have no intervals to stop by; pick_freeze, chains and mixtures have");
            else if (!(first >= 1 && first <= design.Points && double.IsInteger(first))) file.Problems.Add(stop, "design.stop.first", "'design.stop.first' must be a whole number of points, at most 'design.points', which is where the study stops in any case");
            else design = design with { Stop = (rules[rule], tolerance, (long)first) };
            inner.RejectOthers();
        }
        section.RejectOthers();
        if (sampling == PointKind.Random && design.Randomisations > 1) file.Problems.Add(section.Node, "design.randomisations", "random points need no randomisations; leave 'design.randomisations' out");
        return design;
    }

    private static List<Factor> Factors(ExperimentFile file, bool isOwn)
    {
        var list = new List<Factor>();
        var node = file.Other(FactorsKey);
        if (node is { Kind: not StudyNodeKind.Map, IsEmpty: false }) file.Problems.Add(node, FactorsKey, $"'factors' is {node.Description}; it must be a map of names and distributions");
        foreach (var (key, value) in node?.Entries ?? [])
        {
            string path = $"factors.{key.Text}";
            if (isOwn && AsemModel.Groups.FirstOrDefault(g => g.Name == key.Text) is { } whole && !Registry.Parameters.ContainsKey(key.Text))
            {
                if (!value.IsEmpty) file.Problems.Add(value, path, $"{key.Text} is a group of parameters; all of them vary over their own ranges, so nothing stands behind it");
                list.AddRange(whole.Parameters.Where(p => !AsemModel.Pathways.Any(w => w.Strength == p)).Select(p => new Factor(p.Name, p.Varies, key.Text)));
                continue;
            }
            if (isOwn && !Registry.Parameters.ContainsKey(key.Text))
            {
                file.Problems.Add(key, path, Registry.UnknownParameter(key.Text));
                continue;
            }
            if (!isOwn && !key.Text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.') || key.Text.Length == 0 || !char.IsAsciiLetterLower(key.Text[0]))
            {
                file.Problems.Add(key, path, $"the factor {Words.Quote(key.Text)} is no name of a column: lower-case letters, digits, '_' and '.', a letter first");
                continue;
            }
            var parameter = isOwn ? Registry.Parameters[key.Text] : null;
            string? group = null;
            bool isWrong = false;
            Distribution? distribution = parameter?.Varies;
            if (value is { Kind: not StudyNodeKind.Map, IsEmpty: false }) file.Problems.Add(value, path, $"'{path}' is {value.Description}; it must be a distribution such as {{uniform: [0, 1]}}");
            foreach (var (name, given) in value.Entries)
            {
                if (name.Text == "group") group = given.Text;
                else if (Read(file, path, name, given) is { } read) distribution = read;
                else isWrong = true;
            }
            if (isWrong) continue;
            if (distribution is null) file.Problems.Add(key, path, $"the factor {Words.Quote(key.Text)} has no distribution; kinds are {string.Join(", ", Distribution.Kinds.Select(k => k.Name))}");
            else if (parameter is not null && (distribution.Minimum < parameter.Minimum || distribution.Maximum > parameter.Maximum))
                file.Problems.Add(value, path, $"{distribution} leaves the range of {parameter.Name}, which is {Words.Number(parameter.Minimum)} … {Words.Number(parameter.Maximum)}");
            else list.Add(new Factor(key.Text, distribution, group));
        }
        foreach (var twice in list.GroupBy(f => f.Name).Where(g => g.Count() > 1)) file.Problems.Add(node!, FactorsKey, $"the factor {Words.Quote(twice.Key)} stands here twice, by itself and in its group");
        return list;
    }

    private static Distribution? Read(ExperimentFile file, string path, StudyNode name, StudyNode given)
    {
        string written = name.Text.Replace('_', '-');
        if (Distribution.Kinds.FirstOrDefault(k => k.Name == written) is not { } kind)
        {
            string[] names = [.. Distribution.Kinds.Select(k => k.Name)];
            file.Problems.Add(name, path, $"there is no distribution {Words.Quote(name.Text)}{Words.Suggestion(written, names, $"kinds are {string.Join(", ", names)}, and 'group'")}");
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
            else if (texts.Length > kind.Parameters.Count) file.Problems.Add(given, path, $"a {kind.Name} distribution has {Words.Count(kind.Parameters.Count, "parameter")} ({string.Join(", ", kind.Parameters.Select(p => p.Name))}), not {texts.Length}");
            else
                for (int i = 0; i < texts.Length; i++) parameters[kind.Parameters[i].Name] = [texts[i]];
        }
        try
        {
            return Distribution.Parse(kind.Name, parameters);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            file.Problems.Add(given, path, $"'{path}', {kind.Name}: {wrong.Message.Split(" (Parameter", 2)[0]}");
            return null;
        }
    }

    private static string One(ExperimentFile file, StudyNode node, string key, IReadOnlyList<string> allowed)
    {
        if (allowed.Contains(node.Text)) return node.Text;
        file.Problems.Add(node, key, $"'{key}' is {node.Description}{Words.Suggestion(node.Text, allowed, $"allowed are {string.Join(", ", allowed)}")}");
        return allowed[0];
    }
}
