using System.Text.Json;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Tests.Studies;
using Json.Schema;

namespace AsemMonteCarlo.Tests.Sensitivities;

/// <summary>The JSON Schema of studies of sensitivity, held against a validator of its own and against the reader.</summary>
public sealed class SensitivitySchemaTests
{
    private static readonly JsonSchema schema = Beside();

    public static TheoryData<string> Configs => [.. Directory.EnumerateFiles(Path.GetDirectoryName(StudyFixture.Config("quick.yaml"))!, "*.yaml").Where(path => SensitivityStudyFile.IsOne(File.ReadAllText(path))).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>With ASEM_UPDATE_DOCS=1 the file is rewritten instead.</summary>
    [Fact]
    public void The_file_beside_the_studies_follows_the_declarations()
    {
        string path = StudyFixture.Config(SensitivitySchema.FileName);
        if (Environment.GetEnvironmentVariable("ASEM_UPDATE_DOCS") == "1") File.WriteAllText(path, SensitivitySchema.Text);
        else Assert.True(File.ReadAllText(path) == SensitivitySchema.Text, $"configs/{SensitivitySchema.FileName} is out of date: run the tests once with the environment variable ASEM_UPDATE_DOCS=1");
    }

    [Fact]
    public void The_schema_is_one_of_the_draft_that_it_names() =>
        Assert.True(MetaSchemas.Draft202012.Evaluate(JsonSerializer.SerializeToElement(SensitivitySchema.Create())).IsValid);

    [Theory]
    [MemberData(nameof(Configs))]
    public void Shipped_studies_are_valid_and_can_be_read(string file)
    {
        string path = StudyFixture.Config(file), text = File.ReadAllText(path);
        Assert.StartsWith(SensitivitySchema.FirstLine + "\n", text, StringComparison.Ordinal);
        Assert.True(IsValid(text));
        Assert.NotEmpty(SensitivityStudyFile.Read(ExperimentSource.Load(path), []).Factors);
    }

    [Fact]
    public void A_study_with_every_key_of_designs_and_outputs_is_valid_and_can_be_read()
    {
        const string rich = """
            title: all keys
            study: {dyads: 8, horizon_days: 4}
            factors:
              bond.pace: {uniform: [0.02, 0.1], group: pace, label: how fast bonds move}
              switch.fatigue: {boolean: 0.25}
              appraisal:
            design:
              - {kind: morris, points: 8, keep: 0.1, seed: 3, level: 0.9, luck: common, replicates: 2}
              - {kind: pick_freeze, sampling: latin_hypercube, points: 64, randomisations: 4, both: on, second_order: false, estimator: pooled, budget: 1000000, stop: {rule: screening, tolerance: 0.05, first: 32}}
              - {kind: sample, sampling: random}
              - {kind: grid, levels: 2}
            outputs:
              - {id: y, study: {dyads: 16}, rows: persons, where: anxiety@0 >= 2, days: [1, 4], groups: {all: , anxious: anxiety@0 >= 4}, scenarios: {all: {on: [all]}, none: {on: []}}, estimate: "mean(anxiety@day[all] - anxiety@day[none])", cases: [-0.1, .inf]}

            """;
        Assert.True(IsValid(rich));
        Assert.Equal(4, SensitivityStudyFile.Read(ExperimentSource.Of(rich, "study"), []).Outputs.Count);
        Assert.All(DesignKeys.All, key => Assert.Contains(key.Name + ":", rich, StringComparison.Ordinal));
        Assert.All(SensitivitySchema.OutputKeys, key => Assert.Contains(key.Name + ":", rich, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: external\ndesign: {pionts: 8}")]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: external\ndesign: {points: 3}")]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: external\ndesign: {kind: pickfreeze}")]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: external\ndesign: {stop: {rule: index}}")]
    [InlineData("factors: {x: {unifrom: [0, 1]}}\nmodel: external")]
    [InlineData("factors: {x: 3}\nmodel: external")]
    [InlineData("factors: {x: {uniform: [0, 1]}}\nmodel: externl")]
    [InlineData("factor: {x: {uniform: [0, 1]}}\nmodel: external")]
    [InlineData("factors: {appraisal: {uniform: [0, 1]}}\noutputs: [{id: y, estimate: mean(anxiety@1)}]")]
    [InlineData("factors: {appraisal: }\noutputs: [{estimate: mean(anxiety@1)}]")]
    [InlineData("factors: {appraisal: }\noutputs: [{id: y, estimte: mean(anxiety@1)}]")]
    [InlineData("factors: {appraisal: }\noutputs: [{id: y, estimate: mean(anxiety@1)}]\nstudy: {dyads: 0}")]
    public void A_wrong_study_is_refused_by_the_schema_and_by_the_reader(string text)
    {
        Assert.False(IsValid(text));
        Assert.Throws<StudyException>(() => SensitivityStudyFile.Read(ExperimentSource.Of(text + "\n", "study"), []));
    }

    // beside the schema of studies, to which it refers as a file
    private static JsonSchema Beside()
    {
        const string folder = "https://schemas.invalid/";
        JsonSchema.FromText(StudySchema.Text, baseUri: new Uri(folder + StudySchema.FileName));
        return JsonSchema.FromText(SensitivitySchema.Text, baseUri: new Uri(folder + SensitivitySchema.FileName));
    }

    private static bool IsValid(string yaml)
    {
        var problems = new StudyProblems("study");
        var tree = StudyTree.Parse(yaml, problems);
        problems.ThrowIfAny();
        return schema.Evaluate(JsonSerializer.SerializeToElement(StudySchemaTests.ToJson(tree!))).IsValid;
    }
}
