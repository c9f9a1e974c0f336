using AsemMonteCarlo.Engine.Answers;
using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class TimelineArmTests
{
    private const string Small = "dyads: 64\nhorizon_days: 20\nsettle_days: 5\n";

    [Fact]
    public void A_strength_that_the_study_sets_to_zero_can_be_raised_later()
    {
        string zero = Small + "pathways: { arms: all, strengths: { self.validation: 0 } }\n";
        Assert.NotEqual(Anxiety(zero), Anxiety(zero + "timeline: [{ from_day: 5, set: { self.validation: 2 } }]\n"));
    }

    [Fact]
    public void A_pathway_that_an_arm_switches_off_stays_off()
    {
        string none = Small + "pathways: { arms: none }\n";
        Assert.Equal(Anxiety(none), Anxiety(none + "timeline: [{ from_day: 5, set: { self.validation: 2 } }]\n"));
    }

    [Fact]
    public void No_bond_ends_in_the_view_without_dissolution_whatever_the_timeline_sets()
    {
        var study = StudyFile.Bind(Small + "pathways: { arms: [all, none] }\nviews: { dissolution_off: true }\ntimeline: [{ from_day: 2, set: { dissolution.hazard: -3 } }]\n", "test", ".", []);
        var run = StudyRunner.Run(study, cancellation: TestContext.Current.CancellationToken);
        foreach (var (a, arm) in run.Design.Arms.Index())
        {
            double share = run.Sums.Cells[0].Summary(View.All, 0, 0, a, Accumulator.Place(study, Outcomes.Intact)).Value;
            Assert.True(arm.DissolutionOff ? share == 1 : share < 1, $"{arm}: {share}");
        }
    }

    [Theory]
    [InlineData("timeline: [{ from_day: 2, set: { stress.level: 2 } }]", 2)]
    [InlineData("timeline: [{ from_day: 2, set: { stress.level: 2 }, whose: provider }]", 1)]
    [InlineData("timeline: [{ from_day: 2, force: sharing, whose: focal }]", 1)]
    [InlineData("timeline: [{ from_day: 2, replace_partner: true }]", 1)]
    [InlineData("provider: { stress.level: 2 }", 1)]
    [InlineData("pathways: { role: provider }", 1)]
    public void Only_the_focal_person_is_analysed_where_a_study_tells_partners_apart(string yaml, int recipients)
        => Assert.Equal(recipients, StudyFile.Bind(yaml, "test", ".", []).RecipientsPerDyad);

    private static double Anxiety(string yaml) => StudyRunner.Run(StudyFile.Bind(yaml, "test", ".", []), cancellation: TestContext.Current.CancellationToken).Sums.Cells[0].Summary(View.All, 0, 0, 0, 0).Value;
}
