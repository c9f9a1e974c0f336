using AsemMonteCarlo.Engine.Experiments;
using AsemMonteCarlo.Engine.Sensitivities;
using AsemMonteCarlo.Engine.Studies;

namespace AsemMonteCarlo.Tests.Sensitivities;

/// <summary>What a study of sensitivity says, and what is run for it.</summary>
public sealed class SensitivityStudyTests
{
    private const string Small = """
        study: {dyads: 8, horizon_days: 4, settle_days: 3}
        factors: {stress.level: , bond.pace: }

        """;

    [Fact]
    public void Days_and_groups_are_outputs_of_their_own_with_the_values_that_they_have_when_written_out()
    {
        const string design = "design: {kind: sample, sampling: random, points: 8}\n";
        var listed = Read(Small + design + """
            outputs:
              - id: tension
                days: [2, 4]
                groups: {everybody: , anxious: anxiety@0 >= 3}
                where: avoidance@0 < 6
                estimate: mean(state.tension@day)

            """);
        var written = Read(Small + design + """
            outputs:
              - {id: a, where: avoidance@0 < 6, estimate: mean(state.tension@2)}
              - {id: b, where: (avoidance@0 < 6) and (anxiety@0 >= 3), estimate: mean(state.tension@2)}
              - {id: c, where: avoidance@0 < 6, estimate: mean(state.tension@4)}
              - {id: d, where: (avoidance@0 < 6) and (anxiety@0 >= 3), estimate: mean(state.tension@4)}

            """);
        Assert.Equal(["tension.day_2.everybody", "tension.day_2.anxious", "tension.day_4.everybody", "tension.day_4.anxious"], listed.Outputs.Select(o => o.Column));
        Assert.Equal(Rows(written), Rows(listed));
        Assert.True(Rows(listed).Distinct().Count() > 16);
        // one scenario for all of them
        Assert.Equal(8 * 4, listed.DyadDaysPerRun);
    }

    [Theory]
    [InlineData("switch.self.validation", "off: [self.validation]")]
    [InlineData("switch.fatigue", "moderators: {fatigue: off}")]
    public void A_switch_does_what_a_study_does_that_switches_it_off(string factor, string off)
    {
        string text = """
            study: {dyads: 8, horizon_days: 4, settle_days: 3}
            factors: {FACTOR: , stress.level: }
            design: {kind: sample, sampling: random, points: 16}
            outputs: [{id: y, scenarios: {one: {}}, estimate: "mean(anxiety@4[one]) + mean(state.fatigue@4[one])"}]

            """;
        var study = Read(text.Replace("FACTOR", factor, StringComparison.Ordinal));
        double[] switched = Rows(study);
        var design = SensitivityDesign.Create(study);
        double[] values = new double[2];
        int offs = 0;
        for (int row = 0; row < 16; row++)
        {
            design.Row(row, values);
            bool isOff = values[0] < 0.5;
            offs += isOff ? 1 : 0;
            // the same row with the condition written into its scenario
            string written = text.Replace("FACTOR", factor, StringComparison.Ordinal).Replace("{one: {}}", isOff ? $"{{one: {{{off}}}}}" : "{one: {}}", StringComparison.Ordinal);
            Assert.Equal(Rows(Read(written))[row], switched[row]);
        }
        Assert.InRange(offs, 1, 15);
    }

    [Fact]
    public void What_is_off_is_off_whatever_its_parameters_are()
    {
        const string outputs = "design: {kind: sample, sampling: random, points: 8}\noutputs: [{id: y, estimate: mean(state.fatigue@4)}]\nstudy: {dyads: 8, horizon_days: 4, settle_days: 3}\n";
        double[] first = Rows(Read("factors: {switch.fatigue: {boolean: 0.001}, fatigue.cost: }\n" + outputs)), last = Rows(Read("factors: {fatigue.cost: , switch.fatigue: {boolean: 0.001}}\n" + outputs));
        // without cost there is no fatigue, before and behind the switch
        Assert.All(first.Concat(last), y => Assert.Equal(first.Min(), y));
    }

    [Fact]
    public void A_budget_gives_the_points_that_it_allows_and_too_small_a_one_says_what_is_needed()
    {
        string Text(long budget) => Small + $"design: {{kind: pick_freeze, budget: {budget}, randomisations: 4}}\noutputs: [{{id: y, estimate: mean(anxiety@4)}}]\n";
        // six rows a point, each of 8 couples for 4 days
        const long point = 6 * 8 * 4;
        Assert.Equal(64, Read(Text(point * 127)).At(0).Design.Points);
        Assert.Equal(128, Read(Text(point * 128)).At(0).Design.Points);
        var small = Assert.Throws<StudyException>(() => Read(Text(point * 3)));
        Assert.Contains("allows 3; at least 4 are needed: 768 dyad-days", small.Message, StringComparison.Ordinal);
        Assert.Contains("another model computes", Assert.Throws<StudyException>(() => Read("model: ishigami\nfactors: {}\ndesign: {budget: 1000}\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_design_has_the_groups_that_the_first_one_kept_and_the_others_stay_at_their_defaults()
    {
        const string text = """
            study: {dyads: 8, horizon_days: 4, settle_days: 3}
            factors: {appraisal: , self.efficacy.worth_share: , measurement: }
            design:
              - {kind: morris, points: 16, luck: common, keep: 0.3}
              - {kind: sample, sampling: random, points: 8}
            outputs: [{id: y, estimate: mean(state.state_anxiety@1)}]

            """;
        var study = Read(text);
        var kept = new Dictionary<(int, long), double>();
        var stages = SensitivityRun.Execute(study, 2, keep: (design, row, ran) => kept[(design, row)] = ran.Values[0], cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(["appraisal"], stages[0].Kept!);
        Assert.Equal(["self.efficacy.worth_share", "measurement"], stages[0].Left);
        Assert.All(stages[1].Study.Factors, f => Assert.Equal("appraisal", f.Group));
        // the same rows as a study of that group alone
        double[] alone = Rows(Read(text.Replace("self.efficacy.worth_share: , measurement: ", "", StringComparison.Ordinal).Replace("  - {kind: morris, points: 16, luck: common, keep: 0.3}\n", "", StringComparison.Ordinal)));
        Assert.Equal(alone, Enumerable.Range(0, 8).Select(row => kept[(1, row)]));
    }

    [Fact]
    public void Coalitions_of_switches_say_what_each_adds_and_a_grid_has_all_combinations()
    {
        const string text = """
            study: {dyads: 8, horizon_days: 4, settle_days: 3}
            factors: {switch.fatigue: , switch.self.validation: }
            design: {kind: coalitions, points: 4, luck: common}
            outputs: [{id: y, estimate: mean(state.fatigue@4)}]

            """;
        var rows = new List<double>();
        var stage = SensitivityRun.Execute(Read(text), 2, keep: (_, _, ran) => rows.Add(ran.Values[0]), cancellation: TestContext.Current.CancellationToken).Single();
        Assert.Equal(16, rows.Count);
        double Of(string index, params string[] factors) => stage.Outputs[0].Indices.Single(i => i.Index == index && i.Factors.SequenceEqual(factors)).Estimate;
        // bit 0 is fatigue, bit 1 validation
        Assert.Equal(Enumerable.Range(0, 4).Average(p => rows[4 * p + 3] - rows[4 * p]), Of("all"), 1e-12);
        Assert.Equal(Enumerable.Range(0, 4).Average(p => rows[4 * p + 1] - rows[4 * p]), Of("alone", "switch.fatigue"), 1e-12);
        Assert.True(Of("shapley_value", "switch.fatigue") > 0);
        Assert.Equal(Of("all"), Of("shapley_value", "switch.fatigue") + Of("shapley_value", "switch.self.validation"), 1e-12);
        var grid = Read(text.Replace("{kind: coalitions, points: 4, luck: common}", "{kind: grid, levels: 3}", StringComparison.Ordinal).Replace("switch.self.validation", "stress.level", StringComparison.Ordinal));
        // a switch has two values, and a parameter three
        Assert.Equal(6, Rows(grid).Length);
        Assert.Contains("leave 'design.points' out", Assert.Throws<StudyException>(() => Read(text.Replace("coalitions", "grid", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
        Assert.Contains("is no switch", Assert.Throws<StudyException>(() => Read(text.Replace("switch.fatigue", "stress.level", StringComparison.Ordinal))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_design_that_does_not_fit_what_was_kept_is_named()
    {
        var study = Read("""
            study: {dyads: 2, horizon_days: 1, settle_days: 0}
            factors: {assumed: }
            design:
              - {kind: morris, points: 4, keep: 0}
              - {kind: mixtures, points: 4, randomisations: 1}
            outputs: [{id: y, estimate: mean(anxiety@1)}]

            """);
        Assert.Contains("design 2 of 2 does not fit", Assert.Throws<StudyException>(() => SensitivityRun.Execute(study, 2, cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("design: [{kind: morris}, {kind: pick_freeze, keep: 0.1}]\noutputs: [{id: y, estimate: mean(anxiety@4)}]", "keeps groups for nothing")]
    [InlineData("design: [{kind: sample, keep: 0.1}, {kind: pick_freeze}]\noutputs: [{id: y, estimate: mean(anxiety@4)}]", "no index by which groups could be kept")]
    [InlineData("outputs: [{id: y, days: [1], estimate: mean(anxiety@4)}]", "needs an estimate that says where")]
    [InlineData("outputs: [{id: y, days: [soon], estimate: mean(anxiety@day)}]", "'days' is 'soon'")]
    [InlineData("outputs: [{id: y, days: [1, 9], estimate: mean(anxiety@day)}]", "anxiety@9")]
    [InlineData("outputs: [{id: y, groups: [anxious], estimate: mean(anxiety@4)}]", "a map of names and conditions")]
    [InlineData("outputs: [{id: y, groups: {Very anxious: anxiety@0 >= 4}, estimate: mean(anxiety@4)}]", "'Very anxious' is no name of a column")]
    [InlineData("outputs: [{id: My output, estimate: mean(anxiety@4)}]", "'My output' is no name of a column")]
    [InlineData("design: {stop: {rule: index}}\noutputs: [{id: y, estimate: mean(anxiety@4)}]", "'design.stop.tolerance' is missing")]
    [InlineData("design: {both: perhaps}\noutputs: [{id: y, estimate: mean(anxiety@4)}]", "it must be on, off, true or false")]
    [InlineData("design: {points: 3}\noutputs: [{id: y, estimate: mean(anxiety@4)}]", "a whole number from 4 to")]
    public void A_wrong_study_is_named(string text, string message) =>
        Assert.Contains(message, Assert.Throws<StudyException>(() => Read(Small + text + "\n")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("switch.fatigeu", "did you mean 'switch.fatigue'?")]
    [InlineData("safe.deescalate", "its strength is the parameter 'safe.deescalate.strength'")]
    public void A_wrong_factor_is_named(string factor, string message) =>
        Assert.Contains(message, Assert.Throws<StudyException>(() => Read($"factors: {{{factor}: }}\noutputs: [{{id: y, estimate: mean(anxiety@1)}}]\nstudy: {{horizon_days: 1}}\n")).Message, StringComparison.Ordinal);

    [Fact]
    public void Conditions_of_cases_are_said_in_words_with_the_share_of_what_was_tried()
    {
        var study = Read("""
            study: {dyads: 32, horizon_days: 2, settle_days: 0}
            factors:
              population.anxiety_neutral: {uniform: [-2, 2], label: how anxious people are without experience}
              stress.level:
            design: {kind: sample, sampling: random, points: 256}
            outputs: [{id: y, estimate: mean(anxiety@0), cases: [3, .inf]}]

            """);
        // which rows are cases is put in by hand: those of the upper quarter of the first factor
        var design = SensitivityDesign.Create(study);
        double[] values = new double[2];
        for (int row = 0; row < 256; row++)
        {
            design.Row(row, values);
            design.Add(row, [values[0] > 1 ? 4 : 2]);
        }
        var box = design.Box(0)!;
        string words = box.Sentence;
        Assert.Matches(@"^where how anxious people are without experience is at least (0\.9|1)\S* \S+ \(the upper 2\d % of what was tried\): (9\d|100) % of the rows are cases", words);
        var condition = Assert.Single(box.Conditions);
        Assert.Equal(double.PositiveInfinity, condition.High);
        Assert.InRange(condition.Low, condition.Lowest, 1.2);
        Assert.Equal(1, condition.Below + condition.Share, 1e-12);
    }

    [Fact]
    public void Every_factor_of_the_model_has_words_for_a_sentence() =>
        Assert.All(FactorTarget.All.Values, target => Assert.Matches(@"^[^A-Z.;:][^.;:]+$", target.Words));

    [Fact]
    public void Every_set_of_parameters_has_parameters_that_can_vary_alone()
    {
        foreach (var (name, set) in FactorTarget.Sets)
        {
            Assert.NotEmpty(set.Targets);
            Assert.All(set.Targets, t => Assert.True(t.Varies.Minimum >= t.Minimum && t.Varies.Maximum <= t.Maximum, $"{name}: {t.Name}"));
            Assert.All(set.Targets, t => Assert.DoesNotContain(".strength", t.Name, StringComparison.Ordinal));
        }
        // every parameter of the population in its set leaves the population possible at both ends
        var defaults = new Study { Name = "defaults" }.Focal;
        foreach (var target in FactorTarget.Sets["population"].Targets)
            foreach (double end in (double[])[target.Varies.Minimum, target.Varies.Maximum])
                Assert.Null(StudySettings.Impossible(target.Apply(defaults, end)));
    }

    private static SensitivityStudy Read(string text) => SensitivityStudyFile.Read(ExperimentSource.Of(text, "study"), []);

    private static double[] Rows(SensitivityStudy study)
    {
        var rows = new List<double>();
        SensitivityRun.Execute(study, 2, keep: (_, _, ran) => rows.AddRange(ran.Values));
        return [.. rows];
    }
}
