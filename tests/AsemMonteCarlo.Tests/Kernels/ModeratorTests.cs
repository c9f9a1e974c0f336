using AsemMonteCarlo.Model;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Tests.Kernels;

/// <summary>Off means absent: something that only the mechanism connects no longer moves by a single bit, and does move where it is on.</summary>
public sealed class ModeratorTests
{
    private static readonly ParameterSet defaults = ParameterSet.Defaults;

    public static TheoryData<string> Names => [.. AsemModel.Moderators.Select(m => m.Id)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_moderator_that_is_off_changes_what_becomes_of_couples(string name)
    {
        var off = defaults.Without(Moderator(name));
        Assert.NotEqual(Couples.After(60, 400, defaults).States.SelectMany(Couples.Bits), Couples.After(60, 400, defaults, off).States.SelectMany(Couples.Bits));
    }

    [Fact]
    public void Without_ripples_evidence_about_one_model_does_not_reach_the_other()
    {
        Connects("ripple.self_to_others", p => p.With(SelfValidation.Weight, 0), s => s.Others);
        Connects("ripple.others_to_self", p => p.With(OthersActivity.Weight, 0), s => s.Worth);
    }

    [Fact]
    public void Without_mismatch_safe_strategies_leave_avoidance_alone_and_soft_ones_anxiety()
    {
        Connects("mismatch", p => p.With(SafeBond.Pathway.Strength, 0).With(SafeDeescalate.Pathway.Strength, 0), s => s.StateAvoidance);
        Connects("mismatch", p => p.With(SoftDisengage.Pathway.Strength, 0).With(SoftReasons.Pathway.Strength, 0), s => s.StateAnxiety);
    }

    [Fact]
    public void Without_fatigue_nobody_tires()
    {
        var off = defaults.Without(Moderator("fatigue"));
        var couples = new Couples(50, off);
        foreach (ref var s in couples.States.AsSpan()) s.A.Fatigue = s.B.Fatigue = Scalar.Broadcast(0);
        for (int day = 0; day < 30; day++) couples.Day(day, off);
        Assert.All(couples.States, s => Assert.Equal((0, 0), (Couples.Number(s.A.Fatigue), Couples.Number(s.B.Fatigue))));
        Assert.All(Couples.After(30, 50, defaults).States, s => Assert.True(Couples.Number(s.A.Fatigue) > 0));
    }

    [Fact]
    public void Without_dissolution_no_bond_ends_even_of_the_most_fragile()
    {
        var fragile = defaults.With(Dissolution.CommitmentProtects, 0).With(Dissolution.TensionEndangers, Dissolution.TensionEndangers.Quantity.Maximum);
        Assert.Contains(Couples.After(60, 300, fragile).States, s => Couples.Number(s.Intact) == 0);
        Assert.All(Couples.After(60, 300, fragile.Without(Moderator("dissolution"))).States, s => Assert.Equal(1, Couples.Number(s.Intact)));
    }

    [Fact]
    public void Without_provider_insecurity_chronic_scores_of_the_provider_do_not_change_buffering()
    {
        // what insecurity does to the provider's own reaction, and so to capacity and conflict, is another mechanism
        var still = defaults.With(Provision.ActivationDrain, 0).With(Situations.ConflictFromActivation, 0);
        Assert.Equal(Doses(Off(still), 0), Doses(Off(still), 1));
        Assert.NotEqual(Doses(still, 0), Doses(still, 1));

        static ParameterSet Off(ParameterSet set) => set.Without(Moderator("provider_insecurity"));
        static uint[] Doses(ParameterSet p, double shift)
        {
            var couples = new Couples(100, p);
            foreach (ref var t in couples.Traits.AsSpan())
            {
                t.B.AvoidanceOffset += Scalar.Broadcast(shift);
                t.B.AnxietyOffset -= Scalar.Broadcast(shift);
            }
            return [.. couples.Day(0, p).Days.SelectMany(d => Enumerable.Range(0, 4).SelectMany(i => Couples.Bits(d.A.Doses[i])))];
        }
    }

    [Fact]
    public void Without_negativity_bias_good_and_bad_news_count_alike()
    {
        Assert.Equal(0, Shift(defaults.Without(Moderator("negativity_bias")), 0.6) + Shift(defaults.Without(Moderator("negativity_bias")), -0.6), 1e-6);
        Assert.True(Math.Abs(Shift(defaults, -0.6)) > 1.2 * Math.Abs(Shift(defaults, 0.6)));
    }

    [Fact]
    public void Without_assimilation_small_surprises_move_beliefs_at_their_full_weight()
    {
        const double surprise = 0.01;
        double on = Shift(defaults, surprise) / surprise, off = Shift(defaults.Without(Moderator("assimilation")), surprise) / surprise;
        Assert.True(on < 0.05 * off, $"{on} with and {off} without assimilation");
    }

    // what one piece of evidence of a given latent value does to a neutral belief
    private static double Shift(ParameterSet set, double latent)
    {
        var p = new Values<Scalar>(set);
        Scalar zero = Scalar.Broadcast(0), one = Scalar.Broadcast(1);
        var belief = new Belief<Scalar> { SpecificShift = zero, GeneralShift = zero, SurpriseTrace = zero, Confidence = Scalar.Broadcast(10) };
        var evidence = new Evidence<Scalar> { Weight = one, Sum = Scalar.Broadcast(latent) };
        Learning.Revise<Scalar, ChosenForms>(p, ref belief, zero, evidence, one, zero, p[Learning.Negativity]);
        return Couples.Number(belief.SpecificShift);
    }

    private static void Connects<T>(string name, Func<ParameterSet, ParameterSet> change, Func<PartnerState<Scalar>, T> what)
        where T : struct
    {
        var off = defaults.Without(Moderator(name));
        Assert.Equal(Observe(off), Observe(change(off)));
        Assert.NotEqual(Observe(defaults), Observe(change(defaults)));

        // one day: later days connect everything with everything
        uint[] Observe(ParameterSet p) => [.. new Couples(200, defaults).Day(0, p).States.SelectMany(s => Couples.Bits(what(s.A)).Concat(Couples.Bits(what(s.B))))];
    }

    private static Moderator Moderator(string name) => AsemModel.Moderators.Single(m => m.Id == name);
}
