using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Processes;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class StudyRunnerTests
{
    private static readonly Study study = SmallStudy.Create();
    private static readonly Lazy<(List<float> Numbers, List<AsemMonteCarlo.Sensitivity.Intervals.Estimate> Sums)> reference = new(() => SmallStudy.Run(study, 1, new BlockShape(64, 64)));

    [Theory]
    [InlineData(16, 1, 1)]
    [InlineData(16, 1, 2)]
    [InlineData(64, 64, 2)]
    [InlineData(128, 16, 1)]
    [InlineData(128, 16, 2)]
    public void Block_shape_and_threads_do_not_show_in_any_number_or_sum(int dyads, int points, int threads)
    {
        var (numbers, sums) = SmallStudy.Run(study, threads, new BlockShape(dyads, points));
        Assert.Equal(reference.Value.Numbers, numbers);
        Assert.Equal(reference.Value.Sums, sums);
    }

    [Fact]
    public void Without_a_shape_the_results_are_the_same()
    {
        var (numbers, sums) = SmallStudy.Run(study, 2, null);
        Assert.Equal(reference.Value.Numbers, numbers);
        Assert.Equal(reference.Value.Sums, sums);
    }

    [Fact]
    public void Single_precision_lane_types_give_the_same_numbers()
    {
        foreach (string lanes in LaneChoice.Available.Where(name => name != "double")) Assert.Equal(reference.Value.Numbers, SmallStudy.Run(study, lanes));
    }

    [Fact]
    public void Double_precision_gives_nearly_the_same_numbers()
    {
        var precise = SmallStudy.Run(study, "double");
        foreach (var outcome in Outcomes.All.Where(o => o != Outcomes.TogetherAndSecure && o.Name != "provider_effort"))
        {
            float[] single = SmallStudy.Outcome(reference.Value.Numbers, study, 3, outcome), twice = SmallStudy.Outcome(precise, study, 3, outcome);
            // an event on the edge may fall to the other side in a couple or two
            Assert.True(single.Zip(twice).Count(x => Math.Abs(x.First - x.Second) > 2e-4) <= 8, outcome.Name);
        }
    }

    [Fact]
    public void A_shorter_study_is_the_beginning_of_a_longer_one()
    {
        var few = study with { Dyads = 70 };
        var some = SmallStudy.Run(few);
        foreach (var outcome in Outcomes.All)
            Assert.Equal(SmallStudy.Outcome(reference.Value.Numbers, study, 1, outcome).Take(70), SmallStudy.Outcome(some, few, 1, outcome).Take(70));
    }

    [Fact]
    public void Another_seed_replicate_or_luck_gives_other_results()
    {
        Assert.NotEqual(reference.Value.Numbers, SmallStudy.Run(study with { Seed = 2 }));
        Assert.NotEqual(reference.Value.Numbers, SmallStudy.Run(study with { Replicate = 1 }));
        Assert.NotEqual(reference.Value.Numbers, SmallStudy.Run(study with { CommonLuck = false }));
    }

    [Fact]
    public void With_independent_luck_shape_and_lanes_do_not_show_either()
    {
        var independent = study with { CommonLuck = false, Dyads = 40 };
        var expected = SmallStudy.Run(independent);
        Assert.Equal(expected, SmallStudy.Run(independent, "1", new BlockShape(16, 2)));
    }

    [Fact]
    public void An_arm_without_a_pathway_equals_the_study_in_which_its_strength_is_zero_bit_for_bit()
    {
        foreach (var pathway in AsemModel.Pathways)
        {
            var arms = study with { Dyads = 32, Pathways = new PathwayDesign { Of = [pathway] } };
            var set = arms.Focal.With(pathway.Strength, 0);
            var lesion = arms with { Focal = set, Provider = set, Pathways = new PathwayDesign { Of = [pathway], Arms = PathwayArms.All } };
            // settled alike in all arms: the couples are the same before day 0
            var (off, zero) = (SmallStudy.Run(arms with { SettleDays = 0 }), SmallStudy.Run(lesion with { SettleDays = 0 }));
            foreach (var outcome in Outcomes.All) Assert.Equal(SmallStudy.Outcome(off, arms, 0, outcome), SmallStudy.Outcome(zero, lesion, 0, outcome));
        }
    }

    [Fact]
    public void An_amplifier_alone_that_costs_nothing_changes_no_outcome_by_a_single_bit()
    {
        // giving it costs effort, and fatigue is felt: without fatigue only the effort itself remains
        var tireless = study.Focal.Without(AsemModel.Moderators.Single(m => m.Id == "fatigue"));
        var alone = study with { Focal = tireless, Provider = tireless, Pathways = new PathwayDesign { Arms = PathwayArms.None | PathwayArms.EachAlone } };
        var arms = new Design(alone).Arms.ToList();
        int attribution = arms.FindIndex(arm => arm.Name == "only self.attribution");
        var all = SmallStudy.Run(alone);
        foreach (var outcome in Outcomes.All.Where(o => o != Outcomes.ProviderEffort))
            Assert.Equal(SmallStudy.Outcome(all, alone, 0, outcome), SmallStudy.Outcome(all, alone, attribution, outcome));
        int validation = arms.FindIndex(arm => arm.Name == "only self.validation");
        Assert.NotEqual(SmallStudy.Outcome(all, alone, 0, Outcomes.Anxiety), SmallStudy.Outcome(all, alone, validation, Outcomes.Anxiety));
    }

    [Fact]
    public void What_became_of_a_couple_does_not_change_after_the_end_of_the_bond()
    {
        var longer = study with { HorizonDays = 50 };
        var then = SmallStudy.Run(study);
        var later = SmallStudy.Run(longer);
        bool[] ended = [.. SmallStudy.Outcome(then, study, 3, Outcomes.Intact).Select(x => x == 0)];
        Assert.InRange(ended.Count(x => x), 20, 380);
        foreach (var outcome in Outcomes.All.Where(o => o != Outcomes.ProviderEffort))
            Assert.Equal(SmallStudy.Outcome(then, study, 3, outcome).Where((_, i) => ended[i]), SmallStudy.Outcome(later, longer, 3, outcome).Where((_, i) => ended[i]));
        // effort is per year of the horizon
        var (before, after) = (SmallStudy.Outcome(then, study, 3, Outcomes.ProviderEffort), SmallStudy.Outcome(later, longer, 3, Outcomes.ProviderEffort));
        for (int i = 0; i < before.Length; i++)
            if (ended[i]) Assert.Equal(before[i] / 2, after[i], 1e-4);
    }

    [Fact]
    public void Moderators_that_are_off_change_outcomes()
    {
        foreach (var moderator in AsemModel.Moderators)
        {
            var off = study with { Focal = study.Focal.Without(moderator), Provider = study.Provider.Without(moderator) };
            Assert.False(reference.Value.Numbers.SequenceEqual(SmallStudy.Run(off)), moderator.Id);
        }
    }

    [Fact]
    public void A_run_that_is_stopped_says_so()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => StudyRunner.Run(study, new RunOptions { Threads = 2, Progress = _ => stop.Cancel() }, stop.Token));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudyRunner.Run(study, new RunOptions { Threads = 0 }, TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => StudyRunner.Run(study, new RunOptions { Lanes = "3" }, TestContext.Current.CancellationToken));
    }
}
