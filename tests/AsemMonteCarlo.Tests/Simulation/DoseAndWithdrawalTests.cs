using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class DoseAndWithdrawalTests
{
    private const string Start = "dyads: 80\nhorizon_days: 24\nsettle_days: 0\nparameters: {dissolution.hazard: -4}\n";

    private static readonly Lazy<Recorded> run = new(() => new Recorded(Bind(Start + "pathways: {arms: all, of: [safe.bond, others.support], doses: [0.5, 1, 2], withdrawn_from: 10}\nreadings: [10, 17]\nviews: {dissolution_off: true}\n")));

    [Theory]
    [InlineData("only safe.bond at 0.5", "safe.bond: 0.5, others.support: 0")]
    [InlineData("all with safe.bond at 2", "safe.bond: 2, others.support: 1")]
    [InlineData("all with others.support at 1", "safe.bond: 1, others.support: 1")]
    [InlineData("only others.support at 2", "safe.bond: 0, others.support: 2")]
    public void A_dose_is_the_study_with_that_strength_bit_for_bit(string arm, string strengths)
        => SameAs(Bind(Start + $"pathways: {{arms: all, of: [safe.bond, others.support], strengths: {{{strengths}}}}}\n"), arm);

    [Theory]
    [InlineData("all until day 10", "safe.bond: 0, others.support: 0", "safe.bond: 1, others.support: 1")]
    [InlineData("only safe.bond until day 10", "safe.bond: 0", "safe.bond: 1, others.support: 0")]
    [InlineData("all, safe.bond until day 10", "safe.bond: 0", "safe.bond: 1, others.support: 1")]
    public void Withdrawal_is_the_study_whose_strengths_fall_to_zero_on_the_day(string arm, string after, string before)
        => SameAs(Bind(Start + $"pathways: {{arms: all, of: [safe.bond, others.support], strengths: {{{before}}}}}\ntimeline: [{{from_day: 10, set: {{{after}}}}}]\n"), arm);

    [Fact]
    public void Until_the_day_of_withdrawal_nothing_differs_and_then_something_does()
    {
        foreach (var outcome in Outcomes.All) Assert.Equal(run.Value[0, "all", 0, outcome.Name], run.Value[0, "all until day 10", 0, outcome.Name]);
        Assert.NotEqual(run.Value[0, "all", 1, "state_anxiety"], run.Value[0, "all until day 10", 1, "state_anxiety"]);
    }

    [Fact]
    public void Statistics_are_the_differences_that_their_names_say()
    {
        var sums = run.Value.Result.Sums.Cells[0];
        var expected = new Dictionary<Statistic, (string With, string Without)>
        {
            [new(StatisticKind.DoseAlone, 0, Strength: 0.5)] = ("only safe.bond at 0.5", "none"),
            [new(StatisticKind.DoseAmongAll, 1, Strength: 2)] = ("all with others.support at 2", "only safe.bond"),
            [new(StatisticKind.TotalUntil)] = ("all until day 10", "none"),
            [new(StatisticKind.AloneUntil, 1)] = ("only others.support until day 10", "none"),
            [new(StatisticKind.Kept, 0)] = ("all", "all, safe.bond until day 10"),
            [new(StatisticKind.Alone, 1)] = ("only others.support", "none"),
        };
        foreach (var (statistic, (with, without)) in expected)
            for (int reading = 0; reading < 3; reading++)
            {
                int place = sums.Statistics.ToList().IndexOf(statistic);
                double difference = Enumerable.Range(0, 2).Average(person => run.Value[0, with, reading, "avoidance", person].Zip(run.Value[0, without, reading, "avoidance", person], (x, y) => (double)x - y).Average());
                Assert.Equal(difference, sums.Effect(View.All, reading, 0, Accumulator.Place(run.Value.Study, Outcomes.Avoidance), place).Value, 1e-9);
            }
        Assert.Equal(sums.Statistics.Count, sums.Statistics.Distinct().Count());
    }

    [Fact]
    public void The_view_without_dissolution_has_the_main_statistics_only()
    {
        var sums = run.Value.Result.Sums.Cells[0];
        foreach (var (s, statistic) in sums.Statistics.Index())
        {
            bool isMain = statistic.Kind is StatisticKind.Total or StatisticKind.Alone or StatisticKind.LeftOut or StatisticKind.PerActAlone or StatisticKind.PerActLeftOut or StatisticKind.PerEffortAlone or StatisticKind.PerEffortLeftOut;
            Assert.Equal(isMain, sums.Effect(View.NoDissolution, 2, 0, 0, s).Units > 0);
        }
    }

    [Fact]
    public void A_dose_wins_over_a_timeline_and_withdrawal_over_both()
    {
        const string set = "timeline: [{from_day: 3, set: {safe.bond: 1.7}}]\n";
        var both = new Recorded(Bind(Start + "pathways: {arms: all, of: [safe.bond], doses: [0.5], withdrawn_from: 10}\n" + set));
        var plain = new Recorded(Bind(Start + "pathways: {arms: all, of: [safe.bond], doses: [0.5], withdrawn_from: 10}\n"));
        Assert.Equal(plain[0, "only safe.bond at 0.5", 0, "anxiety"], both[0, "only safe.bond at 0.5", 0, "anxiety"]);
        var falls = new Recorded(Bind(Start + "pathways: {arms: all, of: [safe.bond]}\ntimeline: [{from_day: 3, set: {safe.bond: 1.7}}, {from_day: 10, set: {safe.bond: 0}}]\n"));
        Assert.Equal(falls[0, "all", 0, "anxiety"], both[0, "all until day 10", 0, "anxiety"]);
    }

    private static void SameAs(Study study, string arm)
    {
        var alone = new Recorded(study);
        foreach (var outcome in Outcomes.All)
            for (int person = 0; person < 2; person++) Assert.Equal(alone[0, "all", 0, outcome.Name, person], run.Value[0, arm, 2, outcome.Name, person]);
    }

    private static Study Bind(string yaml) => StudyFile.Bind(yaml, "doses", ".", []);
}
