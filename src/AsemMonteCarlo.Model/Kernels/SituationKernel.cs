using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>First stage of a day: stress, what is wanted and seen, which insecurity-triggering situations arise, and the reaction to them.</summary>
internal static class SituationKernel
{
    /// <summary>Runs the stage for every bundle.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<TLane, TForms>(Values<TLane> a, Values<TLane> b, Span<DyadState<TLane>> states, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        for (var at = new Bundles<TLane>(states, traits, draws, days); at.Any; at.Next())
        {
            ref var s = ref at.State;
            ref readonly var t = ref at.Traits;
            ref readonly var d = ref at.Draws;
            ref var day = ref at.Day;
            Wake(a, ref s.A, t.A, d.A, d.SharedStress, ref day.A);
            Wake(b, ref s.B, t.B, d.B, d.SharedStress, ref day.B);
            day.A.Asked = Situations.Occurs(a[Situations.Request], d.B.RequestMade);
            day.B.Asked = Situations.Occurs(b[Situations.Request], d.A.RequestMade);
            var half = TLane.Broadcast(0.5);
            var logit = Situations.ConflictLogit(a, t.ConflictProneness, t.Fit, s.Tension, (day.A.Load + day.B.Load) * half,
                s.A.StateAnxiety + s.A.StateAvoidance + (s.B.StateAnxiety + s.B.StateAvoidance));
            day.Conflict = Situations.Occurs(logit, d.Conflict);
            day.ConflictSize = day.Conflict * d.ConflictSize;
            day.A.Sent = Signal.Sent(a, t.Fit, s.A, day.A, s.Tension, t.A.Inconsistency, d.A.SignalNoise);
            day.B.Sent = Signal.Sent(b, t.Fit, s.B, day.B, s.Tension, t.B.Inconsistency, d.B.SignalNoise);
            React<TLane, TForms>(a, s.A, t.A, s.B, day.B, day.ConflictSize, ref day.A);
            React<TLane, TForms>(b, s.B, t.B, s.A, day.A, day.ConflictSize, ref day.B);
            // both reactions are appraised before either is shown
            Show(ref s.A, ref day.A);
            Show(ref s.B, ref day.B);
        }
    }

    // a border for the compiler: beyond a budget of locals it stops inlining and keeps nothing in registers
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wake<TLane>(Values<TLane> p, ref PartnerState<TLane> s, in PartnerTraits<TLane> t, in PartnerDraws<TLane> d, in TLane sharedStress, ref PartnerDay<TLane> day)
        where TLane : struct, ILane<TLane>
    {
        var chronic = Stress.Chronic(p, s.ChronicStress, sharedStress, d.StressInnovation);
        s.ChronicStress = chronic;
        day.Stressor = Stress.Occurs(p, chronic, d.Stressor);
        day.Load = Stress.Load(p, chronic, day.Stressor * d.StressorSize);

        var modelOfSelf = TLane.Broadcast(0.5) * (ChronicOrientation.ChronicBelief(p, t.GeneralSelf, s.Worth) + ChronicOrientation.ChronicBelief(p, t.GeneralSelf, s.Competence));
        var modelOfOthers = ChronicOrientation.ChronicBelief(p, t.GeneralOthers, s.Others);
        var closeness = Closeness.Wanted(p, t.ClosenessPreference, t.GeneralOthers + s.Others.SpecificShift, s.RelationalNeed);
        var anxiety = ChronicOrientation.AnxietyLogit(p, t.AnxietyOffset, modelOfSelf, modelOfOthers, s.Unpredictability, closeness);
        var avoidance = ChronicOrientation.AvoidanceLogit(p, t.AvoidanceOffset, modelOfSelf, modelOfOthers);
        day.Closeness = closeness;
        day.Orientation = anxiety - avoidance;
        day.Anxiety = Functions.Logistic(anxiety);
        day.Avoidance = Functions.Logistic(avoidance);

        var carried = Appraisal.Carried(p, modelOfSelf);
        s.StateAnxiety *= carried;
        s.StateAvoidance *= carried;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void React<TLane, TForms>(Values<TLane> p, in PartnerState<TLane> s, in PartnerTraits<TLane> t, in PartnerState<TLane> partner, in PartnerDay<TLane> partnerDay, in TLane conflictSize, ref PartnerDay<TLane> day)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        var seen = Signal.Seen(p, partnerDay.Sent, day.Anxiety, s.StateAnxiety);
        var signal = Saturation.Evidence<TLane, TForms>(p, seen);
        var lack = TLane.Max(t.GeneralOthers + s.Others.SpecificShift - signal, zero);
        var pull = TLane.MultiplyAdd(p[Appraisal.RequestPull], day.Asked, partner.StateAnxiety);
        var reaction = Appraisal.Reaction(p, day, lack, conflictSize, pull, partner.Commitment);
        var afforded = partnerDay.Closeness * (one - partner.StateAvoidance);
        var hyperactivation = Appraisal.Hyperactivated(p, day, afforded, pull, lack);
        day.SignalLatent = seen;
        day.Signal = signal;
        day.Reaction = reaction;
        day.Hyperactivation = hyperactivation;
    }

    // momentary insecurity moves by the reaction: the hyperactivated part to anxiety, the rest to avoidance
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Show<TLane>(ref PartnerState<TLane> s, ref PartnerDay<TLane> day)
        where TLane : struct, ILane<TLane>
    {
        TLane one = TLane.Broadcast(1), triggered = day.Reaction * day.Hyperactivation;
        s.StateAnxiety = TLane.MultiplyAdd(triggered, one - s.StateAnxiety, s.StateAnxiety);
        s.StateAvoidance = TLane.MultiplyAdd(day.Reaction - triggered, one - s.StateAvoidance, s.StateAvoidance);
        day.AnxietyBeforeBuffering = s.StateAnxiety;
        day.AvoidanceBeforeBuffering = s.StateAvoidance;
    }
}
