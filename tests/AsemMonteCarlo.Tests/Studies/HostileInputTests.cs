using System.Globalization;
using AsemMonteCarlo.Engine.Calibrations;
using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Populations;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Engine.Tables;
using AsemMonteCarlo.Sensitivity;

namespace AsemMonteCarlo.Tests.Studies;

/// <summary>What the suite of fuzzing found once, each as an example.</summary>
public sealed class HostileInputTests
{
    private const string External = "model: external\nfactors:\n";

    [Fact]
    public void An_expression_in_brackets_without_end_is_refused_before_it_can_fill_the_stack()
    {
        foreach (string deep in new[] { new string('(', 500_000), new string('-', 500_000), string.Concat(Enumerable.Repeat("abs(", 200)), "mean(anxiety@1" + string.Concat(Enumerable.Repeat("+1", 5000)) + ")" })
            Assert.Matches("stand more than 64 deep|has more than 1,000 names", Assert.Throws<ExpressionException>(() => ExpressionReader.OverRows(deep, [""], 10, false)).Message);
        Assert.NotNull(ExpressionReader.Estimate(new string('(', 50) + "mean(anxiety@1)" + new string(')', 50), [""], 10, false));
    }

    [Fact]
    public void Errors_stay_on_their_line_whatever_they_quote()
    {
        string[] errors = Errors(External + "  \"g\\n\\u202E\\u2028\": {triangular: [\"\\0\", 2, e]}\n");
        Assert.NotEmpty(errors);
        Assert.All(errors, error => Assert.DoesNotContain(error, c => char.IsControl(c) || c is '\u202E' or '\u2028'));
    }

    [Fact]
    public void A_path_that_the_system_cannot_have_is_refused_in_words_of_ours()
    {
        string error = Assert.Single(Assert.Throws<StudyException>(() => StudyFile.Bind("population:\n  file: \"\\0.csv\"\n", "study", ".", [])).Errors).Message;
        Assert.EndsWith("cannot be read: Null character in path", error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ensemble_needs_numbers()
    {
        Assert.Contains("'NaN' is no value of stress.level", Assert.Single(Assert.Throws<StudyException>(() => Ensemble.Parse("stress.level\nNaN\n", "e.csv")).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_of_sensitivity_has_bounds_that_are_said()
    {
        string Factors(int count) => string.Concat(Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"  f{i}: {{uniform: [0, 1]}}\n")));
        Assert.Contains("more than 2,000 factors", Assert.Single(Errors(External + Factors(2001))), StringComparison.Ordinal);
        Assert.Contains("more than 1,000 outputs", Assert.Single(Errors(External + Factors(1) + "outputs:\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => string.Create(CultureInfo.InvariantCulture, $"  - id: o{i}\n"))))), StringComparison.Ordinal);
        Assert.Contains("more than 64 designs", Assert.Single(Errors(External + Factors(1) + "design:\n" + string.Concat(Enumerable.Repeat("  - {kind: morris}\n", 65)))), StringComparison.Ordinal);
        Assert.Contains("the design would keep", Assert.Single(Errors(External + Factors(1000) + "design: {second_order: true}\n")), StringComparison.Ordinal);
        Assert.Contains("values of outputs", Assert.Single(Errors(External + Factors(16) + "design: {kind: mixtures, replicates: 1000}\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void Dyad_days_that_cannot_be_counted_are_refused()
    {
        const string own = "factors: {stress.level: }\nstudy: {dyads: 1099511627776, horizon_days: 3660}\noutputs: [{id: o, estimate: mean(anxiety@1)}]\n";
        Assert.Contains("dyad-days, at most", Assert.Single(Errors(own + "design: {replicates: 1000, points: 2147483648}\n")), StringComparison.Ordinal);
        Assert.Contains("'design.budget' (5)", Assert.Single(Errors(own + "design: {replicates: 100, budget: 5}\n")), StringComparison.Ordinal);
    }

    [Fact]
    public void Acts_of_one_person_and_day_need_one_rate_however_many_there_are()
    {
        string acts = string.Concat(Enumerable.Range(0, 5000).Select(_ => "  - {from_day: 1, every: 2, force: safe.bond, whose: focal, rate: 0.5}\n"));
        Assert.Equal(5000, StudyFixture.Bind("horizon_days: 3660\ntimeline:\n" + acts).Timeline.Count);
        Assert.Contains("share their occasions", Assert.Single(StudyFixture.Errors("horizon_days: 3660\ntimeline:\n" + acts + "  - {from_day: 3, force: safe.bond, rate: 0.25}\n")), StringComparison.Ordinal);
        Assert.Equal(5001, StudyFixture.Bind("horizon_days: 3660\ntimeline:\n" + acts + "  - {from_day: 2, to_day: 2, force: safe.bond, rate: 0.25}\n").Timeline.Count);
    }

    [Fact]
    public void Scenarios_without_end_are_refused() =>
        Assert.Contains("the file is too large", Assert.Single(Errors("factors: {stress.level: }\noutputs:\n  - id: o\n    estimate: mean(anxiety@1)\n    scenarios:\n" + string.Concat(Enumerable.Range(0, 2500).Select(i => string.Create(CultureInfo.InvariantCulture, $"      s{i}: {{on: [all]}}\n"))))), StringComparison.Ordinal);

    [Fact]
    public void Results_of_a_design_that_no_memory_holds_are_refused()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("r.csv", "design_id,y\n0,1\n");
        var study = SensitivityStudyFile.Read(ExperimentSource.Of(External + "  a: {uniform: [0, 1]}\ndesign: {points: 2147483648}\n", "study"), []).WithOneDesign();
        Assert.Contains("results are read in one file", Assert.Single(Assert.Throws<StudyException>(() => ResultsFile.Read(file, study, DuplicateRows.Refuse, NonFinitePolicy.Drop)).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damage_in_Parquet_is_not_told_in_the_words_of_a_library()
    {
        using var folder = new TemporaryFolder();
        // metadata that are one empty struct
        string file = folder.Write("a.parquet", [.. "PAR1"u8, 0, 1, 0, 0, 0, .. "PAR1"u8]);
        string error = Assert.Single(Assert.Throws<StudyException>(() => PopulationFile.Read(file, PopulationRows.Persons, PopulationColumn.Required(PopulationRows.Persons))).Errors).Message;
        Assert.Equal("the file is damaged or of a kind that is not read; write it anew, or save it as CSV", error);
    }

    [Fact]
    public void A_name_does_not_end_with_a_line()
    {
        Assert.False(TableSchema.IsColumnName("a\n"));
        Assert.Throws<TableException>(() => new TableSchema("a\n", "", [new Column("a", ColumnType.Flag, false, "", "", "", "")], []));
    }

    [Fact]
    public void What_is_wrong_with_a_manifest_is_said_on_one_line()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("manifest.json", "{\"table_schema_version\": 1, \"asem_version\": 1,\n\n x");
        Assert.DoesNotContain('\n', Assert.Throws<TableException>(() => Manifest.Load(file)).Message);
        file = folder.Write("manifest.json", "{\"table_schema_version\": 1, \"asem_version\": \"0\", \"model_version\": \"0\", \"registry_hash\": \"\", \"seed\": 1, \"study\": [1]}");
        Assert.Contains("its 'study' is no object", Assert.Throws<TableException>(() => Manifest.Load(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_under_the_name_of_a_file_half_written_is_not_followed()
    {
        if (OperatingSystem.IsWindows()) return;
        using var folder = new TemporaryFolder();
        string kept = folder.Write("kept", "kept"), page = Path.Combine(folder.Path, "page");
        File.CreateSymbolicLink(page + DurableFile.PartialEnding, kept);
        DurableFile.Write(page, "new");
        Assert.Equal(("kept", "new"), (File.ReadAllText(kept), File.ReadAllText(page)));
    }

    private static string[] Errors(string text) => [.. Assert.Throws<StudyException>(() => SensitivityStudyFile.Read(ExperimentSource.Of(text, "study"), [])).Errors.Select(e => e.Message)];
}
