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
            var half = TLane.Broadcast(0.5);
            day.A.ModelOfOthers = t.A.GeneralOthers + s.A.Others.SpecificShift;
            day.B.ModelOfOthers = t.B.GeneralOthers + s.B.Others.SpecificShift;
            day.JointActivity = Situations.Occurs(OthersActivity.Logit(a, half * (day.A.ModelOfOthers + day.B.ModelOfOthers), s.Tension, half * (s.A.StateAvoidance + s.B.StateAvoidance)), d.JointActivity);
            Self<TLane, TForms>(a, b, ref s.A, t.A, t.B, d.A, s.Tension, ref day.A, day.B);
            Self<TLane, TForms>(b, a, ref s.B, t.B, t.A, d.B, s.Tension, ref day.B, day.A);
            Others<TLane, TForms>(a, b, ref s.A, t.B, d.A, t.Fit, day.JointActivity, ref day.A, day.B);
            Others<TLane, TForms>(b, a, ref s.B, t.A, d.B, t.Fit, day.JointActivity, ref day.B, day.A);
            Giving.Add(b, ref day.B, day.A.Doses[8]);
            Giving.Add(a, ref day.A, day.B.Doses[8]);
        }
    }

    // model of self: good news shared, a challenge taken up
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Self<TLane, TForms>(Values<TLane> own, Values<TLane> p, ref PartnerState<TLane> s, in PartnerTraits<TLane> t, in PartnerTraits<TLane> skills, in PartnerDraws<TLane> d, in TLane tension, ref PartnerDay<TLane> day, in PartnerDay<TLane> providerDay)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        TLane one = TLane.Broadcast(1), two = TLane.Broadcast(2), validation = s.GoalValidation, personal = s.PersonalNeed, pace = own[Bond.Pace], forced = d.ForcedOccasion;
        var received = day.EnhancingEffort * Enhancement.Receptivity(own, s.StateAnxiety + s.StateAvoidance, tension);
        var effort = received * skills.SelfSkill;
        var pressure = Enhancement.Pressure(own, day.Avoidance, providerDay.Anxiety);
        var competence = t.GeneralSelf + s.Competence.SpecificShift;

        var attribution = Enhancement.Dose(p, SelfAttribution.Act, effort, forced);
        var sharing = Situations.Occurs(SelfValidation.Logit(own, validation, day.ModelOfOthers, s.StateAvoidance), d.Sharing);
        var validationDose = sharing * Enhancement.Dose(p, SelfValidation.Act, effort, forced);
        var shared = SelfValidation.Meaning(own, validationDose, pressure);
        var sharingWeight = own[SelfValidation.Weight] * sharing * SelfAttribution.Amplify(own, attribution, validationDose);

        var investment = Bond.RelationalInvestment(own, personal, s.RelationalNeed, day.Anxiety, day.Avoidance);
        var challenge = Situations.Occurs(SelfEfficacy.Logit(own, competence, validation, investment), d.Challenge);
        var efficacyDose = challenge * Enhancement.Dose(p, SelfEfficacy.Act, effort, forced);
        var success = Situations.Occurs(SelfEfficacy.SuccessLogit(own, competence, efficacyDose, day.Load), d.Success);
        var met = SelfEfficacy.Meaning(own, success, efficacyDose);
        var challengeWeight = own[SelfEfficacy.Weight] * challenge * Functions.Toward(one, SelfAttribution.Amplify(own, attribution, efficacyDose), success);
        var worthChallenge = own[SelfEfficacy.WorthShare] * challengeWeight;

        Evidence<TLane> worth = day.Worth, ability = day.Competence, others = day.Others;
        worth.Add(sharingWeight, shared);
        worth.Add(worthChallenge, met);
        ability.Add(sharingWeight, shared);
        ability.Add(challengeWeight, met);
        // what strengthens the model of self counts in part for others too
        others.Add(own[Ripple.SelfToOthers] * (sharingWeight + sharingWeight), shared);
        others.Add(own[Ripple.SelfToOthers] * (challengeWeight + worthChallenge), met);
        (day.Worth, day.Competence, day.Others) = (worth, ability, others);

        var heard = Saturation.Evidence<TLane, TForms>(own, shared);
        s.GoalValidation = Functions.Toward(validation, Functions.Toward(own[SelfValidation.Silence], heard, sharing), pace);
        s.PersonalNeed = Functions.Toward(personal, Functions.Toward(Functions.Toward(competence, heard, sharing), TLane.MultiplyAdd(success, two, TLane.Broadcast(-1)), challenge), pace);
        day.Sharing = sharing;
        day.Challenge = challenge;
        day.Success = success;
        day.Pressure = pressure;
        day.ReceivedEffort = received;
        day.EnhancingSpent = day.EnhancingEffort * TLane.MultiplyAdd(p[SelfValidation.Act.Strength], sharing, p[SelfEfficacy.Act.Strength] * challenge);
        day.Doses[4] = validationDose;
        day.Doses[5] = efficacyDose;
        day.Doses[6] = attribution * TLane.Max(sharing, challenge * success);
    }

    // model of others: a joint activity, help with an outside stressor, a large request
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Others<TLane, TForms>(Values<TLane> own, Values<TLane> p, ref PartnerState<TLane> s, in PartnerTraits<TLane> skills, in PartnerDraws<TLane> d, in TLane fit, in TLane joint, ref PartnerDay<TLane> day, in PartnerDay<TLane> providerDay)
        where TLane : struct, ILane<TLane>
        where TForms : struct, IForms
    {
        TLane one = TLane.Broadcast(1), forced = d.ForcedOccasion, pressure = day.Pressure, modelOfOthers = day.ModelOfOthers;
        var effort = day.ReceivedEffort * skills.OthersSkill;
        var expectation = Enhancement.Dose(p, OthersExpectation.Act, effort, forced);
        var activityDose = joint * Enhancement.Dose(p, OthersActivity.Act, effort, forced);
        var enjoyed = OthersActivity.Meaning(own, fit, activityDose, pressure, s.StateAnxiety + s.StateAvoidance);
        var activityWeight = own[OthersActivity.Weight] * joint * OthersExpectation.Amplify(own, expectation, activityDose, enjoyed, modelOfOthers);

        var offered = day.Stressor * Situations.Occurs(OthersSupport.Logit(own, modelOfOthers, s.StateAvoidance, day.Load), d.SupportOffered);
        var supportDose = offered * Enhancement.Dose(p, OthersSupport.Act, effort, forced);
        var (unwelcome, overwhelmed) = OthersSupport.Reception(own, supportDose, day.Load);
        var helped = OthersSupport.Meaning(own, supportDose, pressure, unwelcome, overwhelmed);
        var supportWeight = OthersSupport.WeightOf(own, day.Load, providerDay.Load) * offered * OthersExpectation.Amplify(own, expectation, supportDose, helped, modelOfOthers);

        var requestWeight = own[OthersExpectation.RequestWeight] * day.Asked;
        var asked = OthersExpectation.RequestMeaning(own, day.Asked * expectation, day.Reasons);

        var weight = activityWeight + supportWeight + requestWeight;
        var sum = TLane.MultiplyAdd(activityWeight, enjoyed, TLane.MultiplyAdd(supportWeight, helped, requestWeight * asked));
        day.Others.Weight += weight;
        day.Others.Sum += sum;
        // what strengthens the model of others counts in part for the self too
        day.Worth.Weight = TLane.MultiplyAdd(own[Ripple.OthersToSelf], weight, day.Worth.Weight);
        day.Worth.Sum = TLane.MultiplyAdd(own[Ripple.OthersToSelf], sum, day.Worth.Sum);
        day.Competence.Weight = TLane.MultiplyAdd(own[Ripple.OthersToSelf], weight, day.Competence.Weight);
        day.Competence.Sum = TLane.MultiplyAdd(own[Ripple.OthersToSelf], sum, day.Competence.Sum);

        var related = Functions.Toward(TLane.MultiplyAdd(s.StateAnxiety, TLane.Broadcast(-1) - day.Signal, day.Signal), Saturation.Evidence<TLane, TForms>(own, enjoyed), joint);
        s.RelationalNeed = Functions.Toward(s.RelationalNeed, related, own[Bond.Pace]);
        // support felt as pressing makes a person withdraw
        s.StateAvoidance = TLane.MultiplyAdd(own[Buffering.BufferedEpisode.Mismatch] * day.Avoidance * unwelcome * offered, one - s.StateAvoidance, s.StateAvoidance);
        day.EnhancingSpent = TLane.MultiplyAdd(day.EnhancingEffort, TLane.MultiplyAdd(p[OthersActivity.Act.Strength], joint, p[OthersSupport.Act.Strength] * offered), day.EnhancingSpent);
        day.SupportOffered = offered;
        day.Doses[7] = activityDose;
        day.Doses[8] = supportDose;
        day.Doses[9] = expectation * TLane.Max(day.Asked, TLane.Max(joint, offered));
    }
}
