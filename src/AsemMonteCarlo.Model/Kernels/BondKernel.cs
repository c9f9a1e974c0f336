using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>Fourth stage, in the evening: the bond takes in the day, and may end.</summary>
internal static class BondKernel
{
    /// <summary>Runs the stage for every bundle. Where a bond ends, the states of that day are kept in <paramref name="last"/>.</summary>
    /// <param name="a">Values of partner A.</param>
    /// <param name="b">Values of partner B.</param>
    /// <param name="states">States, updated in place.</param>
    /// <param name="last">States on the last day together, filled in the lanes whose bond ends.</param>
    /// <param name="traits">Traits.</param>
    /// <param name="draws">Draws of the day.</param>
    /// <param name="days">What passed between the stages.</param>
    /// <param name="canEnd">False while a couple settles.</param>
    /// <typeparam name="TLane">The lane type.</typeparam>
    /// <typeparam name="TForms">The forms.</typeparam>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<TLane, TForms>(Values<TLane> a, Values<TLane> b, Span<DyadState<TLane>> states, Span<DyadState<TLane>> last, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days, bool canEnd)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        for (var at = new Bundles<TLane>(states, traits, draws, days); at.Any; at.Next())
        {
            ref var s = ref at.State;
            ref readonly var t = ref at.Traits;
            ref readonly var d = ref at.Draws;
            ref var day = ref at.Day;
            day.Together = s.Intact;
            var half = TLane.Broadcast(0.5);
            var unresolved = half * (s.A.StateAnxiety + s.A.StateAvoidance + (s.B.StateAnxiety + s.B.StateAvoidance));
            s.Tension = Bond.Tension(a, s.Tension, unresolved, day.Conflict, half * (day.A.Calming + day.B.Calming));
            Settle<TLane, TForms>(a, ref s.A, day.A, day.B, d.A.Liking, t.Fit, t.A.CommitmentDisposition, s.Tension, day.Together);
            Settle<TLane, TForms>(b, ref s.B, day.B, day.A, d.B.Liking, t.Fit, t.B.CommitmentDisposition, s.Tension, day.Together);
            // read again, as nothing stays in registers over a call
            TLane intact = day.Together, tension = s.Tension;
            s.DaysTogether += intact;
            s.TensionSum = TLane.MultiplyAdd(intact, tension, s.TensionSum);
            s.ConflictDays = TLane.MultiplyAdd(intact, day.Conflict, s.ConflictDays);
            if (!canEnd) continue;
            var ends = TLane.And(Dissolution.Ends(a, Dissolution.Commitment<TLane, TForms>(a, s.A.Commitment, s.B.Commitment), tension, d.Ending), TLane.GreaterThan(intact, TLane.Broadcast(0)));
            if (TLane.Any(ends)) End(ends, ref s, ref last[states.Length - at.Left]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Settle<TLane, TForms>(Values<TLane> p, ref PartnerState<TLane> s, in PartnerDay<TLane> day, in PartnerDay<TLane> partnerDay, in TLane likingDraw, in TLane fit, in TLane disposition, in TLane tension, in TLane intact)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        // what this person gave is what the partner received; fields are written at the end, as reading one back would wait for its write
        TLane buffering = partnerDay.EffortReceived, enhancing = partnerDay.EnhancingSpent, together = intact;
        var fatigue = Fatigue.Next<TLane, TForms>(p, s.Fatigue, buffering, enhancing, day.EffortReceived, day.EnhancingSpent);
        var surprise = day.Signal - s.Trust;
        var trust = TLane.MultiplyAdd(p[Bond.Pace], surprise, s.Trust);
        var investment = Bond.RelationalInvestment(p, s.PersonalNeed, s.RelationalNeed, day.Anxiety, day.Avoidance);
        var liking = Bond.NextLiking(p, s.Liking, likingDraw);
        var satisfaction = Bond.NextSatisfaction(p, s, trust, fatigue, liking, fit, tension, investment);
        s.Commitment = Bond.NextCommitment(p, s.Commitment, trust, satisfaction, day.Avoidance, disposition);
        s.Satisfaction = satisfaction;
        s.Unpredictability = Functions.Toward(s.Unpredictability, TLane.Abs(surprise), p[Bond.UnpredictabilityPace]);
        s.Fatigue = fatigue;
        s.Trust = trust;
        s.Liking = liking;
        s.EffortGiven = TLane.MultiplyAdd(together, buffering + enhancing, s.EffortGiven);
        s.StateAnxietySum = TLane.MultiplyAdd(together, s.StateAnxiety, s.StateAnxietySum);
        s.StateAvoidanceSum = TLane.MultiplyAdd(together, s.StateAvoidance, s.StateAvoidanceSum);
    }

    // rare: a few bonds in ten thousand end on a day
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void End<TLane>(in TLane ends, ref DyadState<TLane> state, ref DyadState<TLane> last)
        where TLane : struct, ILane<TLane>
    {
        state.Intact = TLane.Select(ends, TLane.Broadcast(0), state.Intact);
        Lanes.Copy(ends, state, ref last);
    }
}
