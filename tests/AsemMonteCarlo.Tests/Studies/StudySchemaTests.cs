using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using CsCheck;
using Json.Schema;

namespace AsemMonteCarlo.Tests.Studies;

/// <summary>The JSON Schema of studies, held against a validator of its own and against the binder.</summary>
public sealed class StudySchemaTests
{
    /// <summary>Something of every kind of key; valid.</summary>
    private const string Rich = """
        name: rich
        title: "Everything: set"
        seed: 18446744073709551615
        replicate: 3
        luck: independent
        horizon_days: 300
        settle_days: 0
        dyads: 100
        population:
          rows: couples
          columns: {trust: {column: t, scale: [1, 5]}, anxiety: a}
          similarity: -0.2
          profile_cut: 3.5
          minimum_profile_share: 0.1
          net_size: 4
        parameters: {stress.rate: 0.5}
        provider: {stress.level: 0.5}
        moderators: {fatigue: off, mismatch: true}
        forms: {learning_rule: threshold, saturation: softsign, fatigue: reciprocity, generalisation: accommodated, dissolution: weaker_commitment, negativity_bias: perception}
        pathways:
          arms: [each_alone, none]
          of: [self.validation, safe.bond]
          role: provider
          strengths: {safe.bond: 1.5}
          doses: [0.5, 2]
          withdrawn_from: 100
        timeline:
          - {from_day: 100, whose: provider, set: {stress.level: 2, safe.bond: 0}}
          - {from_day: 60, force: conflict, every: 7, to_day: 200, rate: 0.5, size: 2}
          - {from_day: 61, force: request, occurs: off, whose: focal}
          - {from_day: 62, force: others.support, to_day: 90, rate: 0.5, dose: 2, perceived: off}
          - {from_day: 200, replace_partner: true}
        sweep:
          stress.level: [0.5, 1, 2]
          provider.safe.bond: {from: 0, to: 2, steps: 3}
        reference: {arm: none, at: {stress.level: 1, provider.safe.bond.strength: 1}}
        outcomes: [intact, anxiety]
        own_outcomes:
          late_gain: {of: insecurity, change: on, from_reference: off, at_least: -6, below: -0.5, window: [200, 300]}
        own_groups:
          anxious_pairs: {anxiety: {from: 5}, avoidance: {below: 3}, partner_anxiety: {from: 2, below: 6}, partner_avoidance: {below: 6}, profile: anxious, partner_profile: [secure, avoidant]}
        readings: {every: 60}
        store: {dyads: on, all_summaries: on, trajectories: {every: 10, couples: 20, arms: [all, none]}}
        views: {dissolution_off: on}
        interval_level: 0.9
        """;

    private static readonly JsonSchema schema = JsonSchema.FromText(StudySchema.Text);

    public static TheoryData<string> Configs => [.. Directory.EnumerateFiles(Path.GetDirectoryName(StudyFixture.Config("quick.yaml"))!, "*.yaml").Where(path => !SensitivityStudyFile.IsOne(File.ReadAllText(path))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> ScalarKeys => [.. StudyKeys.All.Where(key => key is WholeKey or RealKey or FlagKey || key.Words.Count > 0).Select(key => key.Path)];

    /// <summary>With ASEM_UPDATE_DOCS=1 the file is rewritten instead.</summary>
    [Fact]
    public void The_file_beside_the_studies_follows_the_declarations()
    {
        string path = StudyFixture.Config(StudySchema.FileName);
        if (Environment.GetEnvironmentVariable("ASEM_UPDATE_DOCS") == "1") File.WriteAllText(path, StudySchema.Text);
        else Assert.True(File.ReadAllText(path) == StudySchema.Text, $"configs/{StudySchema.FileName} is out of date: run the tests once with the environment variable ASEM_UPDATE_DOCS=1");
    }

    [Fact]
    public void The_schema_is_one_of_the_draft_that_it_names() =>
        Assert.True(MetaSchemas.Draft202012.Evaluate(JsonSerializer.SerializeToElement(StudySchema.Create())).IsValid);

    [Theory]
    [MemberData(nameof(Configs))]
    public void Shipped_studies_and_what_they_resolve_to_are_valid(string file)
    {
        string path = StudyFixture.Config(file), text = File.ReadAllText(path);
        Assert.StartsWith(StudySchema.FirstLine + "\n", text, StringComparison.Ordinal);
        Assert.True(IsValid(text));
        // the study of real persons asks for their file, and any will do here
        string[] overrides = text.Contains("file:   ", StringComparison.Ordinal) ? ["population.file=" + StudyFixture.Config("sample-couples.csv")] : [];
        Assert.True(IsValid(StudyText.Resolved(StudyFile.Load(path, overrides)).ToJsonString()));
    }

    [Fact]
    public void A_study_with_every_key_and_what_it_resolves_to_are_valid()
    {
        Assert.True(IsValid(Rich));
        var resolved = StudyText.Resolved(StudyFixture.Bind(Rich));
        Assert.True(IsValid(resolved.ToJsonString()));
        Assert.True(IsValid("{}"));
    }

    [Fact]
    public void The_study_with_every_key_has_every_key()
    {
        // but for the file, which is tested with the shipped studies, and for what excludes what is given
        string[] without = ["population.file", "population.sha256", "readings.DAY", "pathways.arms", "sweep.PARAMETER.VALUE"];
        Assert.All(StudyKeys.All.Where(key => !without.Contains(key.Path)), key => Assert.Contains(key.Name.All(char.IsUpper) ? key.Parent[(key.Parent.LastIndexOf('.') + 1)..] : key.Name + ":", Rich, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dyad: 3")]
    [InlineData("population: {similarty: 0}")]
    [InlineData("parameters: {stress.levle: 1}")]
    [InlineData("parameters: {stress.level: 99}")]
    [InlineData("parameters: {safe.bond: 1}")]
    [InlineData("provider: {stress.rate: 0.5}")]
    [InlineData("moderators: {fatige: off}")]
    [InlineData("moderators: {fatigue: 0}")]
    [InlineData("forms: {learning: threshold}")]
    [InlineData("forms: {learning_rule: treshold}")]
    [InlineData("forms: {fatigue: off}")]
    [InlineData("forms: {fatigue: [depletion]}")]
    [InlineData("forms: threshold")]
    [InlineData("pathways: {of: [safe.bnd]}")]
    [InlineData("pathways: {of: []}")]
    [InlineData("pathways: {strengths: {safe.bond: 3}}")]
    [InlineData("pathways: {doses: [0]}")]
    [InlineData("pathways: {doses: 1}")]
    [InlineData("pathways: {withdrawn_from: 0}")]
    [InlineData("dyads: many")]
    [InlineData("dyads: \"96\"")]
    [InlineData("dyads: 1.5")]
    [InlineData("dyads: [1]")]
    [InlineData("seed: -1")]
    [InlineData("seed: 18446744073709551616")]
    [InlineData("name: My Study")]
    [InlineData("title: [a]")]
    [InlineData("luck: comon")]
    [InlineData("timeline: 3")]
    [InlineData("timeline: [5]")]
    [InlineData("timeline: [{set: {stress.level: 2}}]")]
    [InlineData("timeline: [{from_day: 1}]")]
    [InlineData("timeline: [{from_day: 1, force: conflict, set: {stress.level: 1}}]")]
    [InlineData("timeline: [{from_day: 1, force: conflct}]")]
    [InlineData("timeline: [{from_day: 1, set: {population.skill_level: 1}}]")]
    [InlineData("timeline: [{from_day: 1, force: conflict, evry: 3}]")]
    [InlineData("sweep: {stress.levle: [1, 2]}")]
    [InlineData("sweep: {stress.level: 2}")]
    [InlineData("sweep: {stress.level: []}")]
    [InlineData("sweep: {stress.level: [1, 99]}")]
    [InlineData("sweep: {provider.stress.rate: [0.1, 0.2]}")]
    [InlineData("sweep: {stress.level: {from: 0.5, to: 2, step: 3}}")]
    [InlineData("reference: {arms: none}")]
    [InlineData("outcomes: [anxeity]")]
    [InlineData("outcomes: [anxiety, anxiety]")]
    [InlineData("own_outcomes: {late: {change: on}}")]
    [InlineData("own_outcomes: {late: {of: insecure, change: on}}")]
    [InlineData("own_outcomes: {Late: {of: insecurity, change: on}}")]
    [InlineData("own_outcomes: {late: {of: insecurity, window: [1]}}")]
    [InlineData("own_outcomes: {late: }")]
    [InlineData("own_groups: {high: {anxiety: {from: 8}}}")]
    [InlineData("own_groups: {high: {anxiety: 5}}")]
    [InlineData("own_groups: {high: {profile: anxous}}")]
    [InlineData("own_groups: {high: }")]
    [InlineData("readings: 30")]
    [InlineData("readings: [0]")]
    [InlineData("readings: {evry: 30}")]
    [InlineData("store: {trajectories: {every: 0}}")]
    [InlineData("store: {trajectories: {couples: every}}")]
    [InlineData("store: {trajectories: on}")]
    [InlineData("views: {dissolution: on}")]
    [InlineData("population: {columns: {anxeity: a}}")]
    [InlineData("population: {rows: couples, columns: {trust: {column: t, scale: [1]}}}")]
    [InlineData("population: {sha256: abc}")]
    public void A_wrong_study_is_refused_by_the_schema_and_by_the_binder(string yaml)
    {
        Assert.False(IsValid(yaml));
        Assert.Throws<StudyException>(() => StudyFixture.Bind(yaml));
    }

    /// <summary>Values of any type and around the bounds of the key, in a study that has every key.</summary>
    [Theory]
    [MemberData(nameof(ScalarKeys))]
    public void What_the_schema_refuses_for_a_key_the_binder_refuses(string path)
    {
        var key = StudyKeys.All.Single(k => k.Path == path);
        string[] near = key switch
        {
            WholeKey whole => [Text(whole.Smallest - 1), Text(whole.Smallest), Text(whole.Largest), Text(whole.Largest + 1)],
            RealKey real => [Words.Number(real.Smallest - 1e-6), Words.Number(real.Smallest), Words.Number(real.Largest), Words.Number(real.Largest + 1e-6)],
            _ => [.. key.Words, .. key.Words.Select(word => word + "s")],
        };
        string[] other = ["x", "\"1\"", "'on'", "'true'", "1.5", "-1", "0", "1e3", "true", "off", "[]", "[1]", "[x, y]", "{a: 1}", "{}", ".inf", "0x10", "-0"];
        var values = Gen.OneOf(Gen.Int[0, near.Length - 1].Select(i => near[i]), Gen.Int[0, other.Length - 1].Select(i => other[i]), Gen.Int.Select(i => i.ToString(CultureInfo.InvariantCulture)), Gen.Double.Where(double.IsFinite).Select(Words.Number));
        int refused = 0;
        values.Sample(value =>
        {
            string yaml = With(path, value);
            if (IsValid(yaml)) return;
            Interlocked.Increment(ref refused);
            Assert.Throws<StudyException>(() => StudyFixture.Bind(yaml));
        }, iter: 40);
        Assert.True(refused > 4, $"only {refused} of 40 values were refused, so little was tested");
    }

    private static string Text(Int128 number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The study with every key with another value at a path.</summary>
    private static string With(string path, string value)
    {
        var root = ToJson(StudyTree.Parse(Rich, new StudyProblems("rich"))!)!;
        JsonNode here = root;
        string[] parts = path.Split('.');
        if (path == "readings.DAY") root["readings"] = new JsonArray(30);
        // the placeholder of a reading that is there is given by the study above
        for (int i = 0; i < parts.Length; i++)
        {
            bool isLast = i == parts.Length - 1;
            var mark = JsonValue.Create("MARK");
            if (here is JsonArray list)
            {
                // the first entry that has, or could have, the key
                int at = isLast || parts[i] != "N" ? 0 : list.Index().First(item => item.Item!.AsObject().ContainsKey(parts[i + 1])).Index;
                if (isLast) list[at] = mark;
                else here = list[at]!;
                continue;
            }
            var map = here.AsObject();
            string name = !parts[i].All(char.IsUpper) ? parts[i] : parts[i] switch { "PARAMETER" => "provider.safe.bond", _ => map.First().Key };
            if (isLast) map[name] = mark;
            else here = map[name]!;
        }
        return root.ToJsonString().Replace("\"MARK\"", value, StringComparison.Ordinal);
    }

    private static bool IsValid(string yaml)
    {
        var problems = new StudyProblems("study");
        var tree = StudyTree.Parse(yaml, problems);
        problems.ThrowIfAny();
        return schema.Evaluate(JsonSerializer.SerializeToElement(ToJson(tree!))).IsValid;
    }

    // the core schema of YAML 1.2, which editors use
    internal static JsonNode? ToJson(StudyNode node) => node.Kind switch
    {
        StudyNodeKind.Map => new JsonObject(node.Entries.Select(e => KeyValuePair.Create(e.Key.Text, ToJson(e.Value)))),
        StudyNodeKind.List => new JsonArray([.. node.Items.Select(ToJson)]),
        _ when node.IsQuoted => node.Text,
        _ when node.IsNull => null,
        _ when node.Text is "true" or "false" => node.Text == "true",
        _ when Regex.IsMatch(node.Text, @"\A[-+]?[0-9]+\z") => JsonNode.Parse(Int128.Parse(node.Text, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)),
        _ when Regex.IsMatch(node.Text, @"\A[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z") => double.Parse(node.Text, CultureInfo.InvariantCulture),
        _ => node.Text,
    };
}
