using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Sensitivity.Intervals;

namespace AsemMonteCarlo.StatisticalTests.Propositions;

/// <summary>
/// The signs of the theory's first ten propositions at the default parameters. Each assertion asks that a 99.9 % interval
/// lies on the claimed side, so a claim that holds is missed, and one that does not is passed, with probability below 0.001
/// per assertion; seeds are fixed.
/// </summary>
[Trait("Category", "Slow")]
public sealed class FirstSignsTests
{
    private const string ConflictDay = "horizon_days: 1\ntimeline:\n  - { from_day: 0, force: conflict, size: 2 }\n";
    private const int All = 0, Secure = 1, Anxious = 2, Avoidant = 3;

    [Theory]
    [InlineData("safe.bond", "state_anxiety", Anxious)]
    [InlineData("safe.deescalate", "state_anxiety", Anxious)]
    [InlineData("soft.disengage", "state_avoidance", Avoidant)]
    [InlineData("soft.reasons", "state_avoidance", Avoidant)]
    public void P01_P02_a_matched_strategy_lowers_the_state_and_more_so_for_the_chronically_insecure(string pathway, string state, int insecure)
    {
        var run = Run(ConflictDay + "pathways: { arms: [none, each_alone] }", 2048);
        Estimate secure = run.Effect(StatisticKind.Alone, pathway, state, Secure), chronic = run.Effect(StatisticKind.Alone, pathway, state, insecure);
        Assert.True(secure.High < 0, $"{secure}");
        Assert.True(chronic.High < secure.Low, $"{chronic} against {secure}");
    }

    [Theory]
    [InlineData("safe.bond")]
    [InlineData("safe.deescalate")]
    public void P03_reassurance_to_avoidant_reactions_raises_avoidance(string pathway)
    {
        var run = Run(ConflictDay + "pathways: { arms: [none, each_alone] }", 2048);
        Assert.True(run.Effect(StatisticKind.Alone, pathway, "state_avoidance", Avoidant).Low > 0);
    }

    [Fact]
    public void P04_a_committed_partner_weakens_the_link_from_chronic_anxiety_to_anxious_reactions()
    {
        double Link(string commitment, out double error)
        {
            var run = Run(ConflictDay + "settle_days: 200\npathways: { arms: none }", 2048, "bond.commitment=" + commitment);
            Estimate anxious = run.Mean("state_anxiety", Anxious), secure = run.Mean("state_anxiety", Secure);
            error = Math.Sqrt(anxious.StandardError * anxious.StandardError + secure.StandardError * secure.StandardError);
            return anxious.Value - secure.Value;
        }
        double low = Link("-0.5", out double first), high = Link("2", out double second);
        // the runs share their luck, so the error of the difference is smaller than this bound
        Assert.True(high < low - 2 * Math.Max(first, second), $"{high} against {low}");
    }

    [Fact]
    public void P05_P09_P10_buffering_protects_the_bond_enhancing_secures_both_together_beat_the_sum_and_each_model_has_its_dimension()
    {
        var run = Run("pathways: { arms: all_coalitions }", 256);
        Assert.True(run.Effect(StatisticKind.BufferingOnly, null, "tension", All).High < 0);
        Estimate buffering = run.Effect(StatisticKind.BufferingOnly, null, "insecurity", All), total = run.Effect(StatisticKind.Total, null, "insecurity", All);
        Assert.True(buffering.Low > total.High / 4, $"buffering alone {buffering} should leave most of {total} undone");
        Assert.True(run.Effect(StatisticKind.Synergy, null, "insecurity", All).High < 0);
        foreach (string self in new[] { "self.validation", "self.efficacy" })
            Assert.True(run.Effect(StatisticKind.Shapley, self, "anxiety", All).High < run.Effect(StatisticKind.Shapley, self, "avoidance", All).Low);
        foreach (string others in new[] { "others.activity", "others.support" })
            Assert.True(run.Effect(StatisticKind.Shapley, others, "avoidance", All).High < run.Effect(StatisticKind.Shapley, others, "anxiety", All).Low);
    }

    [Fact]
    public void P06_safe_buffering_alone_builds_no_model_of_self_where_the_same_days_with_enhancing_do()
    {
        var run = Run("pathways: { arms: all_coalitions, of: [safe.bond, safe.deescalate, self.validation, self.efficacy] }", 512);
        Estimate safe = run.Effect(StatisticKind.BufferingOnly, null, "model_of_self", All), both = run.Effect(StatisticKind.Total, null, "model_of_self", All);
        Assert.True(safe.High < 0.01 && both.Low > 0.05, $"{safe} against {both}");
    }

    [Fact]
    public void P07_lavish_soft_buffering_alone_does_not_lower_avoidance()
    {
        string off = string.Join(", ", AsemModel.Pathways.Where(p => p.Side != PathwaySide.BufferSoft).Select(p => p.Id + ": 0"));
        var run = Run($"pathways: {{ arms: [none, all], of: [soft.disengage, soft.reasons], strengths: {{ soft.disengage: 2, soft.reasons: 2, {off} }} }}", 1024);
        Assert.True(run.Effect(StatisticKind.Total, null, "avoidance", All).Low > 0);
    }

    [Fact]
    public void P08_enhancing_alone_does_less_where_tension_does_not_pass()
    {
        // nothing buffers; the same stress, but tension that repairs fast or hardly at all
        const string yaml = "pathways: { arms: [none, all], of: [self.validation, self.efficacy, others.activity, others.support], strengths: { safe.bond: 0, safe.deescalate: 0, soft.disengage: 0, soft.reasons: 0 } }";
        Estimate At(string repair) => Run(yaml, 4096, "bond.tension_repair=" + repair).Effect(StatisticKind.Total, null, "insecurity", All);
        Estimate calm = At("0.4"), tense = At("0.02");
        Assert.True(tense.Low > calm.High, $"{tense} against {calm}");
    }

    private static Result Run(string yaml, int couples, params string[] overrides)
    {
        var study = StudyFile.Bind($"{yaml}\ndyads: {couples}\nseed: 7\ninterval_level: 0.999\npopulation: {{ minimum_profile_share: 0.15 }}\n", "signs", ".", overrides);
        return new Result(study, StudyRunner.Run(study));
    }

    private sealed record Result(Study Study, RunResult Outcome)
    {
        public Estimate Effect(StatisticKind kind, string? pathway, string outcome, int group)
        {
            int first = pathway is null ? -1 : Study.Pathways.Of.ToList().FindIndex(p => p.Id == pathway);
            int place = Sums.Statistics.ToList().IndexOf(new Statistic(kind, first));
            return Sums.Effect(View.All, 0, group, Place(outcome), place).Estimate(Study.Level);
        }

        public Estimate Mean(string outcome, int group) => Sums.Summary(View.All, 0, group, 0, Place(outcome)).Estimate(Study.Level);

        private Accumulator Sums => Outcome.Sums.Cells[0];

        private static int Place(string outcome) => Outcomes.All.ToList().FindIndex(o => o.Name == outcome);
    }
}
