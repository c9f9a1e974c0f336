using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Buffering;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>Second stage: each partner, as provider, reads the other, divides the effort, and buffers; the episode gets its meaning.</summary>
internal static class BufferingKernel
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
            // what both have to give is settled before either is relieved
            day.A.Capacity = Provision.Capacity(a, s.A, day.A.Load);
            day.B.Capacity = Provision.Capacity(b, s.B, day.B.Load);
            Buffer<TLane, TForms>(a, b, ref s.A, s.B, t.B, d.B.ReadingNoise, d.A.ForcedOccasion, s.Tension, day.Conflict, ref day.A, day.B);
            Buffer<TLane, TForms>(b, a, ref s.B, s.A, t.A, d.A.ReadingNoise, d.B.ForcedOccasion, s.Tension, day.Conflict, ref day.B, day.A);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Buffer<TLane, TForms>(Values<TLane> own, Values<TLane> p, ref PartnerState<TLane> s, in PartnerState<TLane> provider, in PartnerTraits<TLane> skills, in TLane readingNoise, in TLane forced, in TLane tension, in TLane conflict, ref PartnerDay<TLane> day, in PartnerDay<TLane> providerDay)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        TLane stateAnxiety = s.StateAnxiety, stateAvoidance = s.StateAvoidance, hyper = day.Hyperactivation, reaction = day.Reaction;

        var amount = providerDay.Capacity * Provision.Will(p, skills.Willingness, provider, providerDay.Avoidance);
        var bufferingShare = Provision.BufferingShare(p, stateAnxiety + stateAvoidance, tension);
        var buffering = amount * bufferingShare;
        var safeShare = Provision.SafeShare(p, skills.Reading, hyper, providerDay.Orientation, readingNoise);
        var safeEffort = buffering * safeShare;
        var softEffort = buffering - safeEffort;

        var skilledSafe = safeEffort * skills.SafeSkill;
        var skilledSoft = softEffort * skills.SoftSkill;
        var occasion = TLane.Max(conflict, day.Asked);
        var bond = SafeBond.Dose(p, skilledSafe, provider.Commitment, forced);
        var deescalate = SafeDeescalate.Dose(p, skilledSafe, forced);
        var disengage = SoftDisengage.Dose(p, skilledSoft, forced);
        var reasons = SoftReasons.Dose(p, skilledSoft, occasion, forced);

        var authenticity = Fatigue.Authenticity(own, day.Anxiety, providerDay.Capacity);
        var anxietyLeft = BufferedEpisode.Remaining<TLane, TForms>(own, bond + deescalate, authenticity);
        var avoidanceLeft = BufferedEpisode.Remaining<TLane, TForms>(own, disengage + reasons, authenticity);
        var safeRelief = one - anxietyLeft;
        var softRelief = one - avoidanceLeft;
        var triggered = reaction * hyper;
        stateAnxiety *= anxietyLeft;
        stateAvoidance *= avoidanceLeft;
        stateAnxiety = TLane.MultiplyAdd(own[BufferedEpisode.Mismatch] * softRelief * triggered, one - stateAnxiety, stateAnxiety);
        stateAvoidance = TLane.MultiplyAdd(own[BufferedEpisode.Mismatch] * safeRelief * (reaction - triggered), one - stateAvoidance, stateAvoidance);
        s.StateAnxiety = stateAnxiety;
        s.StateAvoidance = stateAvoidance;

        var matchedRelief = Functions.Toward(softRelief, safeRelief, hyper);
        var activation = stateAnxiety + stateAvoidance;
        // doses whatever the skill: what is granted and leaned on, and what it costs
        var granted = Provision.Spent(p, softEffort, SoftDisengage.Act, forced);
        var distance = granted * (one - hyper);
        var leaning = TLane.Broadcast(0.5) * (Provision.Spent(p, safeEffort, SafeBond.Act, forced) + Provision.Spent(p, safeEffort, SafeDeescalate.Act, forced));
        var weight = own[Learning.EpisodeWeight] * reaction;
        var distress = own[BufferedEpisode.Distress] * activation;
        var signalWeight = own[Learning.SignalWeight];
        var worthWeight = signalWeight * own[Learning.SignalWorth] * day.Closeness;

        day.Others = new Evidence<TLane> { Weight = signalWeight, Sum = signalWeight * day.SignalLatent };
        day.Others.Add(weight, TLane.MultiplyAdd(own[BufferedEpisode.LossAverted], matchedRelief, zero) - distress - own[SoftDisengage.DistanceConfirms] * distance);
        day.Worth = new Evidence<TLane> { Weight = worthWeight, Sum = worthWeight * day.SignalLatent };
        day.Worth.Add(weight * hyper, own[BufferedEpisode.BondAsWorth] * authenticity * bond - own[BufferedEpisode.Distress] * stateAnxiety);
        day.Competence = new Evidence<TLane> { Weight = weight, Sum = weight * (own[BufferedEpisode.Coping] - TLane.Broadcast(0.5) * distress - own[BufferedEpisode.Leaning] * leaning) };

        day.Reasons = reasons;
        day.Calming = authenticity * TLane.MultiplyAdd(TLane.Broadcast(0.5), disengage, deescalate);
        day.EffortReceived = TLane.MultiplyAdd(TLane.Broadcast(0.5), granted + Provision.Spent(p, softEffort, SoftReasons.Act, forced), leaning);
        day.EnhancingEffort = amount - buffering;
        day.Doses[0] = bond;
        day.Doses[1] = deescalate;
        day.Doses[2] = disengage;
        day.Doses[3] = reasons;
    }
}
