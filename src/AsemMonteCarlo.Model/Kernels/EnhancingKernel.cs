using System.Runtime.CompilerServices;
using AsemMonteCarlo.Model.Enhancing;
using AsemMonteCarlo.Model.Processes;
using AsemMonteCarlo.Numerics.Lanes;

namespace AsemMonteCarlo.Model.Kernels;

/// <summary>Third stage: security-triggering situations, what the partner makes of them, and what they come to mean.</summary>
internal static class EnhancingKernel
{
    /// <summary>Runs the stage for every bundle.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<TLane>(in Values<TLane> a, in Values<TLane> b, Span<DyadState<TLane>> states, ReadOnlySpan<DyadTraits<TLane>> traits, ReadOnlySpan<DayDraws<TLane>> draws, Span<DyadDay<TLane>> days)
        where TLane : struct, ILane<TLane>
    {
        for (int i = 0; i < states.Length; i++)
        {
            ref var s = ref states[i];
            ref readonly var t = ref traits[i];
            ref readonly var d = ref draws[i];
            ref var day = ref days[i];
            var half = TLane.Broadcast(0.5);
            var othersA = t.A.GeneralOthers + s.A.Others.SpecificShift;
            var othersB = t.B.GeneralOthers + s.B.Others.SpecificShift;
            day.JointActivity = Situations.Occurs(OthersActivity.Logit(a, half * (othersA + othersB), s.Tension, half * (s.A.StateAvoidance + s.B.StateAvoidance)), d.JointActivity);
            var givenByB = Enhance(a, b, ref s.A, t.A, t.B, d.A, t.Fit, s.Tension, othersA, day.JointActivity, ref day.A, day.B);
            var givenByA = Enhance(b, a, ref s.B, t.B, t.A, d.B, t.Fit, s.Tension, othersB, day.JointActivity, ref day.B, day.A);
            Giving.Add(b, ref day.B, givenByB);
            Giving.Add(a, ref day.A, givenByA);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Enhance<TLane>(in Values<TLane> own, in Values<TLane> p, ref PartnerState<TLane> s, in PartnerTraits<TLane> t, in PartnerTraits<TLane> skills, in PartnerDraws<TLane> d, TLane fit, TLane tension, TLane modelOfOthers, TLane joint, ref PartnerDay<TLane> day, in PartnerDay<TLane> providerDay)
        where TLane : struct, ILane<TLane>
    {
        TLane zero = TLane.Broadcast(0), one = TLane.Broadcast(1);
        var activation = s.StateAnxiety + s.StateAvoidance;
        var received = day.EnhancingEffort * Enhancement.Receptivity(own, activation, tension);
        var selfEffort = received * skills.SelfSkill;
        var othersEffort = received * skills.OthersSkill;
        var pressure = Enhancement.Pressure(own, day.Avoidance, providerDay.Anxiety);
        var competence = t.GeneralSelf + s.Competence.SpecificShift;
        TLane validation = s.GoalValidation, personal = s.PersonalNeed, pace = own[Bond.Pace], forced = d.ForcedOccasion;
        Evidence<TLane> worth = default, skill = default, others = default;
        worth.Weight = worth.Sum = skill.Weight = skill.Sum = others.Weight = others.Sum = zero;

        // model of self: good news shared, a challenge taken up
        var attribution = Enhancement.Dose(p, SelfAttribution.Pathway, selfEffort, forced);
        var amplifier = SelfAttribution.Amplify(own, attribution);
        var sharing = Situations.Occurs(SelfValidation.Logit(own, validation, modelOfOthers, s.StateAvoidance), d.Sharing);
        var validationDose = sharing * Enhancement.Dose(p, SelfValidation.Pathway, selfEffort, forced);
        var shared = SelfValidation.Meaning(own, validationDose, pressure);
        var sharingWeight = own[SelfValidation.Weight] * sharing * Amplified(amplifier, validationDose);
        worth.Add(sharingWeight, shared);
        skill.Add(sharingWeight, shared);

        var investment = Bond.RelationalInvestment(own, personal, s.RelationalNeed, day.Anxiety, day.Avoidance);
        var challenge = Situations.Occurs(SelfEfficacy.Logit(own, competence, validation, investment), d.Challenge);
        var efficacyDose = challenge * Enhancement.Dose(p, SelfEfficacy.Pathway, selfEffort, forced);
        var success = Situations.Occurs(SelfEfficacy.SuccessLogit(own, competence, efficacyDose, day.Load), d.Success);
        var met = SelfEfficacy.Meaning(own, success, efficacyDose);
        var challengeWeight = own[SelfEfficacy.Weight] * challenge * Functions.Toward(one, Amplified(amplifier, efficacyDose), success);
        skill.Add(challengeWeight, met);
        worth.Add(own[SelfEfficacy.WorthShare] * challengeWeight, met);

        // model of others: a joint activity, help with an outside stressor, a large request
        var expectation = Enhancement.Dose(p, OthersExpectation.Pathway, othersEffort, forced);
        var activityDose = joint * Enhancement.Dose(p, OthersActivity.Pathway, othersEffort, forced);
        var enjoyed = OthersActivity.Meaning(own, fit, activityDose, pressure, activation);
        var activityAmplifier = OthersExpectation.Amplify(own, expectation, enjoyed, modelOfOthers);
        others.Add(own[OthersActivity.Weight] * joint * Amplified(activityAmplifier, activityDose), enjoyed);

        var offered = day.Stressor * Situations.Occurs(OthersSupport.Logit(own, modelOfOthers, s.StateAvoidance, day.Load), d.SupportOffered);
        var supportDose = offered * Enhancement.Dose(p, OthersSupport.Pathway, othersEffort, forced);
        var (unwelcome, overwhelmed) = OthersSupport.Reception(own, supportDose, day.Load);
        var helped = OthersSupport.Meaning(own, supportDose, pressure, unwelcome, overwhelmed);
        var supportAmplifier = OthersExpectation.Amplify(own, expectation, helped, modelOfOthers);
        others.Add(OthersSupport.WeightOf(own, day.Load, providerDay.Load) * offered * Amplified(supportAmplifier, supportDose), helped);

        var requestDose = day.Asked * expectation;
        others.Add(own[OthersExpectation.RequestWeight] * day.Asked, OthersExpectation.RequestMeaning(own, requestDose, day.Reasons));

        // each enhanced model feeds the other
        day.Worth.Add(TLane.MultiplyAdd(own[Ripple.OthersToSelf], others.Weight, worth.Weight), zero);
        day.Worth.Sum += TLane.MultiplyAdd(own[Ripple.OthersToSelf], others.Sum, worth.Sum);
        day.Competence.Add(TLane.MultiplyAdd(own[Ripple.OthersToSelf], others.Weight, skill.Weight), zero);
        day.Competence.Sum += TLane.MultiplyAdd(own[Ripple.OthersToSelf], others.Sum, skill.Sum);
        day.Others.Add(TLane.MultiplyAdd(own[Ripple.SelfToOthers], worth.Weight + skill.Weight, others.Weight), zero);
        day.Others.Sum += TLane.MultiplyAdd(own[Ripple.SelfToOthers], worth.Sum + skill.Sum, others.Sum);

        // needs and validation remember the day; support felt as pressing makes a person withdraw
        var heard = Functions.Saturate(shared);
        var achieved = Functions.Toward(Functions.Toward(competence, heard, sharing), TLane.MultiplyAdd(success, TLane.Broadcast(2), TLane.Broadcast(-1)), challenge);
        var related = Functions.Toward(TLane.MultiplyAdd(s.StateAnxiety, TLane.Broadcast(-1) - day.Signal, day.Signal), Functions.Saturate(enjoyed), joint);
        s.GoalValidation = Functions.Toward(validation, Functions.Toward(own[SelfValidation.Silence], heard, sharing), pace);
        s.PersonalNeed = Functions.Toward(personal, achieved, pace);
        s.RelationalNeed = Functions.Toward(s.RelationalNeed, related, pace);
        s.StateAvoidance = TLane.MultiplyAdd(own[Buffering.BufferedEpisode.Mismatch] * day.Avoidance * unwelcome * offered, one - s.StateAvoidance, s.StateAvoidance);

        day.Doses[4] = validationDose;
        day.Doses[5] = efficacyDose;
        day.Doses[6] = attribution * TLane.Max(sharing, challenge * success);
        day.Doses[7] = activityDose;
        day.Doses[8] = supportDose;
        day.Doses[9] = expectation * TLane.Max(day.Asked, TLane.Max(joint, offered));
        return supportDose;
    }

    // an amplifier has nothing to amplify where the other pathway gave nothing: without it the weight is the event's own
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Amplified<TLane>(TLane amplifier, TLane dose)
        where TLane : struct, ILane<TLane>
        => TLane.Select(TLane.GreaterThan(dose, TLane.Broadcast(0)), amplifier, TLane.Broadcast(1));
}
