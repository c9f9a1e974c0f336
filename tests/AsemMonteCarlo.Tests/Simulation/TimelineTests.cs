using AsemMonteCarlo.Engine.Simulation;
using AsemMonteCarlo.Engine.Studies;
using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;
using StateLanes = AsemMonteCarlo.Model.Kernels.Lanes;

namespace AsemMonteCarlo.Tests.Simulation;

public sealed class TimelineTests
{
    private static readonly ParameterSet lasting = ParameterSet.Defaults.Without(AsemModel.Moderators.Single(m => m.Id == "dissolution"));
    private static readonly Study study = SmallStudy.Create() with { Focal = lasting, Provider = lasting, Pathways = new PathwayDesign { Of = [SafeBond.Pathway], Arms = PathwayArms.All } };
    private static readonly Luck luck = new(1, 0, 0);

    [Fact]
    public void A_suppressed_conflict_never_occurs_and_a_forced_one_occurs_to_everyone_on_its_day()
    {
        var never = new ForcedSituation { FromDay = 0, Situation = Situation.Conflict, Occurs = false };
        var once = new ForcedSituation { FromDay = 7, Situation = Situation.Conflict, Schedule = new Schedule { ToDay = 7 } };
        Assert.All(ConflictDays([never]), x => Assert.Equal(0, x));
        Assert.All(ConflictDays([never, once]), x => Assert.Equal(1f / 25, x));
        Assert.All(ConflictDays([never, once with { Schedule = new Schedule { Every = 5 } }]), x => Assert.Equal(4f / 25, x));
        Assert.Contains(ConflictDays([]), x => x > 2f / 25);

        float[] ConflictDays(TimelineEntry[] timeline)
        {
            var forced = study with { Timeline = timeline };
            return SmallStudy.Outcome(SmallStudy.Run(forced), forced, 0, Outcomes.All.Single(o => o.Name == "conflict_days"));
        }
    }

    public static TheoryData<Situation, TimelineRole> Situations
    {
        get
        {
            var data = new TheoryData<Situation, TimelineRole>();
            foreach (var situation in Enum.GetValues<Situation>())
                foreach (var whose in Enum.GetValues<TimelineRole>()) data.Add(situation, whose);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Situations))]
    public void A_forced_situation_moves_its_own_draws_and_no_others(Situation situation, TimelineRole whose)
    {
        foreach (bool occurs in new[] { true, false })
        {
            var entry = new ForcedSituation { FromDay = 3, Situation = situation, Whose = whose, Occurs = occurs, Schedule = new Schedule { ToDay = 5 } };
            var (plain, forced) = (Draws([], 4), Draws([entry], 4));
            string[] expected = [.. Concerned(situation, whose)];
            for (int i = 0; i < plain.Length; i++)
            {
                Assert.Equal(expected, Moved(plain[i], forced[i]));
                foreach (string field in expected) Assert.True(occurs ? Field(forced[i], field) > 1000 : Field(forced[i], field) < -1000);
            }
            Assert.All(Draws([], 2).Zip(Draws([entry], 2)), pair => Assert.Empty(Moved(pair.First, pair.Second)));
            Assert.All(Draws([], 6).Zip(Draws([entry], 6)), pair => Assert.Empty(Moved(pair.First, pair.Second)));
        }
    }

    [Fact]
    public void A_situation_forced_at_a_rate_occurs_to_that_share()
    {
        var entry = new ForcedSituation { FromDay = 0, Situation = Situation.Sharing, Whose = TimelineRole.Focal, Schedule = new Schedule { Rate = 0.3 } };
        int forced = Enumerable.Range(0, 40).Sum(day => Draws([entry], day).Count(d => Field(d, "A.Sharing") > 1000));
        // 40 days × 64 couples: 4 standard deviations are 93
        Assert.InRange(forced, 768 - 93, 768 + 93);
    }

    [Fact]
    public void The_size_of_a_forced_event_is_the_one_asked_for()
    {
        var conflict = new ForcedSituation { FromDay = 0, Situation = Situation.Conflict, Size = 2.5 };
        Assert.All(Draws([conflict], 0), d => Assert.Equal(2.5, Field(d, "ConflictSize")));
        var stressor = new ForcedSituation { FromDay = 0, Situation = Situation.Stressor, Whose = TimelineRole.Provider, Size = 0.5 };
        Assert.All(Draws([stressor], 0), d => Assert.Equal(0.5, Field(d, "B.StressorSize")));
        Assert.All(Draws([stressor], 0).Zip(Draws([], 0)), d => Assert.Equal(Field(d.Second, "A.StressorSize"), Field(d.First, "A.StressorSize")));
    }

    [Fact]
    public void A_change_of_a_parameter_has_its_value_from_its_day_on_and_not_before()
    {
        var changed = study with { Timeline = [new ParameterChange { FromDay = 10, Whose = TimelineRole.Provider, Values = [(Stress.Level, 3)] }] };
        var plan = new TimelinePlan<Scalar>(changed, [.. new Design(changed).Points]);
        for (int day = 0; day < 25; day++)
        {
            Assert.Equal(1, Scalar.Extract(plan[0, day].Focal[Stress.Level], 0));
            Assert.Equal(day < 10 ? 1 : 3, Scalar.Extract(plan[0, day].Provider[Stress.Level], 0));
        }
        Assert.NotEqual(SmallStudy.Run(study), SmallStudy.Run(changed));
    }

    [Fact]
    public void A_change_does_not_reach_couples_whose_bond_had_ended_before()
    {
        var fragile = study with { Focal = SmallStudy.Fragile, Provider = SmallStudy.Fragile };
        var changed = fragile with { Timeline = [new ParameterChange { FromDay = 15, Values = [(Stress.Level, 4), (ChronicOrientation.Slope, 2), (Bond.Satisfaction, 0)] }] };
        var before = SmallStudy.Run(fragile with { HorizonDays = 15 });
        var (plain, other) = (SmallStudy.Run(fragile), SmallStudy.Run(changed));
        bool[] ended = [.. SmallStudy.Outcome(before, fragile, 0, Outcomes.Intact).Select(x => x == 0)];
        Assert.Contains(true, ended);
        foreach (var outcome in Outcomes.All)
            Assert.Equal(SmallStudy.Outcome(plain, fragile, 0, outcome).Where((_, i) => ended[i]), SmallStudy.Outcome(other, fragile, 0, outcome).Where((_, i) => ended[i]));
        Assert.NotEqual(SmallStudy.Outcome(plain, fragile, 0, Outcomes.Anxiety), SmallStudy.Outcome(other, fragile, 0, Outcomes.Anxiety));
    }

    [Fact]
    public void A_pathway_that_an_arm_switches_off_stays_off_when_its_strength_changes()
    {
        var arms = study with { Pathways = new PathwayDesign { Of = [SafeBond.Pathway] }, Timeline = [new ParameterChange { FromDay = 5, Values = [(SafeBond.Pathway.Strength, 2)] }] };
        var plan = new TimelinePlan<Scalar>(arms, [.. new Design(arms).Points]);
        Assert.Equal((0, 2), (Scalar.Extract(plan[0, 9].Provider[SafeBond.Pathway.Strength], 0), Scalar.Extract(plan[1, 9].Provider[SafeBond.Pathway.Strength], 0)));
    }

    [Fact]
    public void A_forced_act_adds_its_dose_on_its_days_for_its_recipient()
    {
        var act = new ForcedAct { FromDay = 4, Pathway = SafeBond.Pathway, Whose = TimelineRole.Focal, Dose = 1.5, Schedule = new Schedule { ToDay = 8, Every = 2 } };
        var plan = new TimelinePlan<Scalar>(study with { Timeline = [act, act with { Dose = 0.25 }] }, [.. new Design(study).Points]);
        for (int day = 0; day < 25; day++)
        {
            Assert.Equal(day is 4 or 6 or 8 ? 1.75 : 0, Scalar.Extract(plan[0, day].Provider[SafeBond.Pathway.Forced], 0));
            Assert.Equal(0, Scalar.Extract(plan[0, day].Focal[SafeBond.Pathway.Forced], 0));
        }
    }

    [Fact]
    public void Results_with_a_timeline_do_not_depend_on_lanes_or_blocks()
    {
        var busy = SmallStudy.Create() with
        {
            Timeline =
            [
                new ParameterChange { FromDay = 3, Values = [(Stress.Level, 2)] },
                new ForcedSituation { FromDay = 4, Situation = Situation.Stressor, Whose = TimelineRole.Focal, Schedule = new Schedule { Rate = 0.5 } },
                new ForcedAct { FromDay = 6, Pathway = AsemModel.Pathways[8], Perceived = false, Schedule = new Schedule { Rate = 0.4, Every = 2 } },
                new PartnerReplacement { FromDay = 12 },
            ],
        };
        var expected = SmallStudy.Run(busy);
        Assert.Equal(expected, SmallStudy.Run(busy, "1", new BlockShape(16, 1)));
        Assert.Equal(expected, SmallStudy.Run(busy, 2, new BlockShape(32, 2)).Numbers);
    }

    private static DayDraws<Scalar>[] Draws(TimelineEntry[] timeline, int day)
    {
        var draws = new DayDraws<Scalar>[64];
        uint[] words = new uint[DrawKernel.ScratchWords(64)];
        DrawKernel.Fill<Scalar>(draws, words, luck, 0, day);
        ForcedEvents.Apply(study with { Timeline = timeline }, draws, words, luck, 0, day);
        return draws;
    }

    private static IEnumerable<string> Concerned(Situation situation, TimelineRole whose) => situation switch
    {
        Situation.Conflict => ["Conflict"],
        Situation.JointActivity => ["JointActivity"],
        // the partner makes the request
        Situation.Request => new[] { (TimelineRole.Provider, "A.RequestMade"), (TimelineRole.Focal, "B.RequestMade") }.Where(x => whose == TimelineRole.Both || whose == x.Item1).Select(x => x.Item2),
        _ => new[] { (TimelineRole.Focal, "A."), (TimelineRole.Provider, "B.") }.Where(x => whose == TimelineRole.Both || whose == x.Item1).Select(x => x.Item2 + situation),
    };

    private static readonly string[] fields =
    [
        .. new[] { "A.", "B." }.SelectMany(p => typeof(PartnerDraws<Scalar>).GetFields().OrderBy(f => f.MetadataToken).Select(f => p + f.Name)),
        .. typeof(DayDraws<Scalar>).GetFields().OrderBy(f => f.MetadataToken).Select(f => f.Name).Where(name => name.Length > 1),
    ];

    private static double Field(DayDraws<Scalar> draws, string field) => Scalar.Extract(StateLanes.Of<DayDraws<Scalar>, Scalar>(ref draws)[Array.IndexOf(fields, field)], 0);

    private static IEnumerable<string> Moved(DayDraws<Scalar> plain, DayDraws<Scalar> forced) => fields.Where(field => !Field(plain, field).Equals(Field(forced, field)));
}
