// The model's day in its default forms, equation by equation as in src/AsemMonteCarlo.Model; layout.h has the structs
// and the places of parameters.
#pragma once
#include "lanes.h"
#include "layout.h"

// how a function is compiled: equations and kernels into their callers, bodies per person too unless the form is C#'s
#if FORM == 1
#define BODY [[gnu::noinline]] inline
#else
#define BODY EQ
#endif
#define KERNEL EQ

// what a kernel reads and writes: values of both partners, states, states on the last day together, traits, draws, and
// what passes between the kernels
#define BUNDLE                                                                                             \
    const Values &a, const Values &b, DyadState &s, [[maybe_unused]] DyadState &last, const DyadTraits &t, \
        const DayDraws &d, DyadDay &day

/// The values of one partner at a design point, broadcast where they are read.
struct Values
{
    float numbers[Quantities];
    EQ V operator[](int place) const { return Broadcast(numbers[place]); }
};

EQ void Add(Evidence& to, V weight, V latent)
{
    to.Weight += weight;
    to.Sum = MultiplyAdd(weight, latent, to.Sum);
}

/// What is set in the mask of every vector of a struct.
EQ void Copy(Mask mask, const DyadState& from, DyadState& to)
{
    auto* source = reinterpret_cast<const V*>(&from);
    auto* target = reinterpret_cast<V*>(&to);
    for (unsigned i = 0; i < sizeof(DyadState) / sizeof(V); i++) target[i] = Select(mask, source[i], target[i]);
}

namespace Saturation
{
    EQ V Evidence(V latent)
    {
        return Saturate(latent);
    }

    EQ V Left(V dose)
    {
        return Decay(dose);
    }
}

namespace Situations
{
    EQ V Occurs(V logOdds, V draw)
    {
        return And(GreaterThan(logOdds + draw, Broadcast(0)), Broadcast(1));
    }

    EQ V ConflictLogit(const Values& p, V proneness, V fit, V tension, V meanLoad, V activation)
    {
        auto z = MultiplyAdd(p[ConflictFromTension], tension, p[Conflict] + proneness - fit);
        return MultiplyAdd(p[ConflictFromLoad], meanLoad, MultiplyAdd(p[ConflictFromActivation], activation, z));
    }
}

namespace ChronicOrientation
{
    EQ V ChronicBelief(const Values& p, V general, const Belief& belief)
    {
        return general + Toward(belief.SpecificShift, belief.GeneralShift, p[GeneralWeight]);
    }

    EQ V AnxietyLogit(const Values& p, V offset, V modelOfSelf, V modelOfOthers, V unpredictability, V closeness)
    {
        auto z = MultiplyAdd(p[UnpredictabilityWeight] * unpredictability, closeness, offset);
        return z - MultiplyAdd(p[OwnSlope], modelOfSelf, p[OtherSlope] * modelOfOthers);
    }

    EQ V AvoidanceLogit(const Values& p, V offset, V modelOfSelf, V modelOfOthers)
    {
        return offset - MultiplyAdd(p[OwnSlope], modelOfOthers, p[OtherSlope] * modelOfSelf);
    }
}

namespace Closeness
{
    EQ V Wanted(const Values& p, V preference, V modelOfOthers, V relationalNeed)
    {
        return Logistic(MultiplyAdd(p[FromOthers], modelOfOthers, preference) - p[FromLack] * relationalNeed);
    }
}

namespace Stress
{
    EQ V Chronic(const Values& p, V chronic, V shared, V own)
    {
        return MultiplyAdd(p[Persistence], chronic, MultiplyAdd(p[SharedInnovation], shared, p[OwnInnovation] * own));
    }

    EQ V Occurs(const Values& p, V chronic, V draw)
    {
        return Situations::Occurs(MultiplyAdd(p[ChronicSpread], chronic, p[StressorLogit]), draw);
    }

    EQ V Load(const Values& p, V chronic, V size)
    {
        return Logistic(MultiplyAdd(p[ChronicSpread], chronic, MultiplyAdd(p[Impact], size, p[LoadLogit])));
    }
}

namespace Signal
{
    EQ V Sent(const Values& p, V fit, const PartnerState& sender, const PartnerDay& day, V tension, V inconsistency, V noise)
    {
        auto y = MultiplyAdd(inconsistency, noise, p[Baseline] + fit);
        y = MultiplyAdd(p[FromCommitment], sender.Commitment, y);
        y = MultiplyAdd(p[FromCloseness], day.Closeness, y);
        auto lost = MultiplyAdd(p[FromWithdrawal], sender.StateAvoidance, p[FromLoad] * day.Load);
        lost = MultiplyAdd(p[FromFatigue], sender.Fatigue, lost);
        return y - MultiplyAdd(p[FromTension], tension, lost);
    }

    EQ V Seen(const Values& p, V sent, V anxiety, V stateAnxiety)
    {
        return sent - p[Lens] * MultiplyAdd(anxiety, stateAnxiety, anxiety);
    }
}

namespace Appraisal
{
    EQ V Carried(const Values& p, V modelOfSelf)
    {
        return Logistic(p[CarryOver] - p[Recovery] * modelOfSelf);
    }

    EQ V Reaction(const Values& p, const PartnerDay& day, V lack, V conflictSize, V pull, V partnerCommitment)
    {
        auto one = Broadcast(1);
        auto threat = MultiplyAdd(p[Disappointment], lack, p[ConflictThreat] * conflictSize);
        threat = MultiplyAdd(p[Pull] * pull, one - day.Closeness, threat);
        threat *= MultiplyAdd(p[ThreatLens], day.Anxiety + day.Avoidance, one) * (one - p[CommitmentBuffer] * partnerCommitment);
        return threat / (one + threat);
    }

    EQ V Hyperactivated(const Values& p, const PartnerDay& day, V afforded, V pull, V lack)
    {
        auto z = MultiplyAdd(p[Gap], day.Closeness - afforded - pull, p[Hyperactivation]);
        z = MultiplyAdd(p[GapFromDisappointment], lack, z);
        return Logistic(MultiplyAdd(p[FromOrientation], day.Orientation, z));
    }
}

namespace Provision
{
    EQ V Capacity(const Values& p, const PartnerState& provider, V load)
    {
        auto one = Broadcast(1);
        return (one - provider.Fatigue) * (one - p[LoadDrain] * (load * load))
            / MultiplyAdd(p[ActivationDrain], provider.StateAnxiety + provider.StateAvoidance, one);
    }

    EQ V Will(const Values& p, V willingness, const PartnerState& provider, V avoidance)
    {
        auto z = MultiplyAdd(p[FromCommitment], provider.Commitment, willingness);
        return Logistic(MultiplyAdd(p[FromSatisfaction], provider.Satisfaction, z) - p[FromAvoidance] * avoidance);
    }

    EQ V SafeShare(const Values& p, V reading, V hyperactivation, V ownOrientation, V noise)
    {
        auto read = MultiplyAdd(hyperactivation, Broadcast(2), Broadcast(-1));
        auto guessed = MultiplyAdd(p[Projection], ownOrientation, p[ReadingNoise] * noise);
        return Logistic(p[Sharpness] * Toward(guessed, read, reading));
    }

    EQ V BufferingShare(const Values& p, V activation, V tension)
    {
        return Logistic(p[SwitchSharpness] * (activation + tension - p[SwitchThreshold]));
    }

    EQ V Spent(const Values& p, V effort, Places act, V forced)
    {
        return MultiplyAdd(p[act.Strength], effort, p[act.Forced] * forced);
    }
}

namespace Fatigue
{
    EQ V Next(const Values& p, V fatigue, V buffering, V enhancing)
    {
        auto given = MultiplyAdd(p[EnhancingCost], enhancing, buffering);
        auto gain = p[Cost] * given;
        return (fatigue + gain) / (Broadcast(1) + gain + p[Rest]);
    }

    EQ V Authenticity(const Values& p, V anxiety, V capacity)
    {
        auto one = Broadcast(1);
        return one - p[Detection] * anxiety * (one - capacity);
    }
}

namespace BufferedEpisode
{
    EQ V Remaining(const Values& p, V dose, V authenticity)
    {
        return Saturation::Left(p[Relief] * authenticity * dose);
    }
}

namespace SafeBond
{
    EQ V Dose(const Values& p, V skilledEffort, V commitment, V forced)
    {
        return MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort * Toward(Broadcast(1), commitment, p[Credibility]));
    }
}

namespace SafeDeescalate
{
    EQ V Dose(const Values& p, V skilledEffort, V forced)
    {
        return MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort);
    }
}

namespace SoftDisengage
{
    EQ V Dose(const Values& p, V skilledEffort, V forced)
    {
        return MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort);
    }
}

namespace SoftReasons
{
    EQ V Dose(const Values& p, V skilledEffort, V occasion, V forced)
    {
        return MultiplyAdd(p[Act.Forced], forced, p[Act.Strength] * skilledEffort * Toward(p[Ordinary], Broadcast(1), occasion));
    }
}

namespace Enhancement
{
    EQ V Receptivity(const Values& p, V activation, V tension)
    {
        return Decay(MultiplyAdd(p[ActivationCloses], activation, p[TensionCloses] * tension));
    }

    EQ V Pressure(const Values& p, V avoidance, V providerAnxiety)
    {
        return p[Overstepping] * avoidance * MultiplyAdd(p[Intrusion], providerAnxiety, Broadcast(1));
    }

    EQ V Dose(const Values& p, Places act, V receivedEffort, V forced)
    {
        return MultiplyAdd(p[act.Strength], receivedEffort, p[act.Forced] * forced);
    }
}

namespace SelfValidation
{
    EQ V Meaning(const Values& p, V dose, V pressure)
    {
        return dose * (p[Enhancement::Gain] - pressure * dose);
    }

    EQ V Logit(const Values& p, V validation, V modelOfOthers, V stateAvoidance)
    {
        return MultiplyAdd(p[Situations::BeliefGain], validation + modelOfOthers - stateAvoidance, p[Situations::Sharing]);
    }
}

namespace SelfEfficacy
{
    EQ V Logit(const Values& p, V competence, V validation, V relationalInvestment)
    {
        auto half = Broadcast(0.5);
        return MultiplyAdd(p[Situations::BeliefGain], competence + MultiplyAdd(half, validation, half) - relationalInvestment, p[Situations::Challenge]);
    }

    EQ V SuccessLogit(const Values& p, V competence, V dose, V load)
    {
        return MultiplyAdd(p[Situations::BeliefGain], competence, p[Success] + dose) - p[LoadHinders] * load;
    }

    EQ V Meaning(const Values& p, V success, V dose)
    {
        auto outcome = p[Outcome] * MultiplyAdd(success, Broadcast(2), Broadcast(-1));
        return MultiplyAdd(p[Enhancement::Gain], dose, outcome);
    }
}

namespace SelfAttribution
{
    EQ V Amplify(const Values& p, V dose, V act)
    {
        return MultiplyAdd(p[Amplification] * dose, act, Broadcast(1));
    }
}

namespace OthersActivity
{
    EQ V Logit(const Values& p, V meanOthers, V tension, V meanAvoidance)
    {
        return MultiplyAdd(p[Situations::BeliefGain], meanOthers - tension - meanAvoidance, p[Situations::JointActivity]);
    }

    EQ V Meaning(const Values& p, V fit, V dose, V pressure, V activation)
    {
        return MultiplyAdd(dose, p[Enhancement::Gain] - pressure * dose, p[Enjoyment] + fit) - p[BufferedEpisode::Distress] * activation;
    }
}

namespace OthersSupport
{
    struct Received { V Unwelcome, Overwhelmed; };

    EQ V Logit(const Values& p, V modelOfOthers, V stateAvoidance, V load)
    {
        return MultiplyAdd(p[Situations::BeliefGain], modelOfOthers - stateAvoidance, p[Situations::Support] + load);
    }

    EQ Received Reception(const Values& p, V dose, V load)
    {
        auto noticed = p[Perceived] * Logistic(p[Sharpness] * (dose - p[Noticed]));
        auto overwhelmed = Logistic(p[Sharpness] * (load - p[Overwhelmed]));
        return {noticed * (Broadcast(1) - overwhelmed), overwhelmed};
    }

    EQ V Meaning(const Values& p, V dose, V pressure, V unwelcome, V overwhelmed)
    {
        auto pressing = (pressure + pressure) * unwelcome * dose;
        return MultiplyAdd(dose, MultiplyAdd(p[Enhancement::Gain], overwhelmed, p[Enhancement::Gain]) - pressing, Broadcast(0) - p[Enhancement::Unanswered]);
    }

    EQ V WeightOf(const Values& p, V load, V providerLoad)
    {
        return p[Weight] * (Broadcast(1) + providerLoad) * (Broadcast(0.5) + load);
    }
}

namespace OthersExpectation
{
    EQ V Amplify(const Values& p, V dose, V act, V latent, V modelOfOthers)
    {
        return MultiplyAdd(p[Amplification] * dose * act, Max(latent - modelOfOthers, Broadcast(0)), Broadcast(1));
    }

    EQ V RequestMeaning(const Values& p, V dose, V reasons)
    {
        return MultiplyAdd(p[Enhancement::Gain], dose + reasons, Broadcast(0) - p[Enhancement::Unanswered]);
    }
}

namespace Giving
{
    EQ void Add(const Values& p, PartnerDay& giver, V given)
    {
        auto weight = p[Weight] * given;
        Add(giver.Others, weight, p[Value]);
        Add(giver.Competence, weight * Broadcast(0.5), p[Value]);
    }
}

namespace Learning
{
    EQ V Diagnosticity(const Values& p, V draw)
    {
        return MultiplyAdd(Situations::Occurs(p[DiagnosticLogit], draw), p[DiagnosticExtra], p[MundaneWeight]);
    }

    EQ void Revise(const Values& p, Belief& belief, V general, const Evidence& evidence, V diagnosticity, V noise, V negativity)
    {
        V one = Broadcast(1), specific = belief.SpecificShift, confidence = belief.Confidence, trace = belief.SurpriseTrace;
        // shares such as h and 1 − h can round to just below zero; a weight never is
        auto total = Max(evidence.Weight, Broadcast(0));
        // the small constant only keeps a day without any evidence from dividing zero by zero
        auto latent = evidence.Sum / (total + Broadcast(1e-9)) + noise;
        auto surprise = Saturation::Evidence(latent) - general - specific;
        auto weight = total * diagnosticity;
        weight = MultiplyAdd(And(GreaterThan(Broadcast(0), surprise), negativity), weight, weight);
        auto deviation = surprise + trace;
        auto odds = MultiplyAdd(deviation * deviation, p[InverseSquaredThreshold], one);
        auto shared = weight / ((confidence + weight) * odds);
        auto gain = shared * odds;
        auto accommodated = shared * (odds - p[Assimilation]);
        belief.SurpriseTrace = MultiplyAdd(p[TracePace] * gain, surprise - trace, trace);
        // in this order rounding cannot carry confidence beyond its maximum
        auto confirmed = MultiplyAdd(gain, p[MaximumConfidence] - confidence, confidence);
        belief.Confidence = MultiplyAdd(accommodated, one - p[MaximumConfidence], confirmed);
        specific = MultiplyAdd(accommodated, surprise, specific);
        auto pace = p[Generalisation];
        auto generalShift = Toward(belief.GeneralShift, specific, pace);
        belief.GeneralShift = generalShift;
        belief.SpecificShift = Toward(specific, generalShift, p[PullOfGeneral]);
    }
}

namespace Bond
{
    EQ V RelationalInvestment(const Values& p, V personalNeed, V relationalNeed, V anxiety, V avoidance)
    {
        return Logistic(MultiplyAdd(p[InvestmentFromNeeds], personalNeed - relationalNeed, p[InvestmentFromOrientation] * (anxiety - avoidance)));
    }

    EQ V Tension(const Values& p, V tension, V unresolved, V conflict, V calming)
    {
        auto one = Broadcast(1);
        auto gain = p[TensionGain] * unresolved * Toward(p[TensionOrdinary], one, conflict);
        return (tension + gain) / MultiplyAdd(p[TensionRepair], MultiplyAdd(p[CalmingRepair], calming, one), one + gain);
    }

    EQ V NextLiking(const Values& p, V liking, V draw)
    {
        return MultiplyAdd(p[LikingInnovation], draw, Toward(liking, Broadcast(0), p[LikingPace]));
    }

    EQ V NextSatisfaction(const Values& p, const PartnerState& s, V fit, V tension, V investment)
    {
        auto half = Broadcast(0.5);
        auto imbalance = investment - half;
        auto z = MultiplyAdd(p[SatisfactionFromFit], fit, MultiplyAdd(p[SatisfactionFromLiking], s.Liking, p[Satisfaction]));
        z = MultiplyAdd(p[SatisfactionFromNeeds], s.RelationalNeed + MultiplyAdd(half, s.PersonalNeed, s.Trust), z);
        auto lost = MultiplyAdd(p[SatisfactionFromTension], tension, p[SatisfactionFromFatigue] * s.Fatigue);
        lost = MultiplyAdd(p[SatisfactionFromImbalance], imbalance * imbalance, lost);
        lost = MultiplyAdd(p[SatisfactionFromActivation], s.StateAnxiety + s.StateAvoidance, lost);
        return Toward(s.Satisfaction, Saturate(z - lost), p[Pace] + p[Pace]);
    }

    EQ V NextCommitment(const Values& p, const PartnerState& s, V satisfaction, V avoidance, V disposition)
    {
        auto z = MultiplyAdd(p[CommitmentFromSatisfaction], MultiplyAdd(Broadcast(0.5), s.Trust, satisfaction), p[Commitment] + disposition);
        return Toward(s.Commitment, Logistic(z - p[CommitmentFromAvoidance] * avoidance), p[CommitmentPace]);
    }
}

namespace Dissolution
{
    EQ V Commitment(V a, V b)
    {
        return Broadcast(0.5) * (a + b);
    }

    EQ Mask Ends(const Values& p, V commitment, V tension, V draw)
    {
        return GreaterThan(MultiplyAdd(p[TensionEndangers], tension, p[Hazard] + draw), p[CommitmentProtects] * commitment);
    }
}

namespace SituationKernel
{
    BODY void Wake(const Values& p, PartnerState& s, const PartnerTraits& t, const PartnerDraws& d, V sharedStress, PartnerDay& day)
    {
        auto chronic = Stress::Chronic(p, s.ChronicStress, sharedStress, d.StressInnovation);
        s.ChronicStress = chronic;
        day.Stressor = Stress::Occurs(p, chronic, d.Stressor);
        day.Load = Stress::Load(p, chronic, day.Stressor * d.StressorSize);

        auto modelOfSelf = Broadcast(0.5) * (ChronicOrientation::ChronicBelief(p, t.GeneralSelf, s.Worth) + ChronicOrientation::ChronicBelief(p, t.GeneralSelf, s.Competence));
        auto modelOfOthers = ChronicOrientation::ChronicBelief(p, t.GeneralOthers, s.Others);
        auto closeness = Closeness::Wanted(p, t.ClosenessPreference, t.GeneralOthers + s.Others.SpecificShift, s.RelationalNeed);
        auto anxiety = ChronicOrientation::AnxietyLogit(p, t.AnxietyOffset, modelOfSelf, modelOfOthers, s.Unpredictability, closeness);
        auto avoidance = ChronicOrientation::AvoidanceLogit(p, t.AvoidanceOffset, modelOfSelf, modelOfOthers);
        day.Closeness = closeness;
        day.Orientation = anxiety - avoidance;
        day.Anxiety = Logistic(anxiety);
        day.Avoidance = Logistic(avoidance);

        auto carried = Appraisal::Carried(p, modelOfSelf);
        s.StateAnxiety *= carried;
        s.StateAvoidance *= carried;
    }

    BODY void React(const Values& p, const PartnerState& s, const PartnerTraits& t, const PartnerState& partner, const PartnerDay& partnerDay, V conflictSize, PartnerDay& day)
    {
        V zero = Broadcast(0), one = Broadcast(1);
        auto seen = Signal::Seen(p, partnerDay.Sent, day.Anxiety, s.StateAnxiety);
        auto signal = Saturation::Evidence(seen);
        auto lack = Max(t.GeneralOthers + s.Others.SpecificShift - signal, zero);
        auto pull = MultiplyAdd(p[Appraisal::RequestPull], day.Asked, partner.StateAnxiety);
        auto reaction = Appraisal::Reaction(p, day, lack, conflictSize, pull, partner.Commitment);
        auto afforded = partnerDay.Closeness * (one - partner.StateAvoidance);
        auto hyperactivation = Appraisal::Hyperactivated(p, day, afforded, pull, lack);
        day.SignalLatent = seen;
        day.Signal = signal;
        day.Reaction = reaction;
        day.Hyperactivation = hyperactivation;
    }

    // momentary insecurity moves by the reaction: the hyperactivated part to anxiety, the rest to avoidance
    EQ void Show(PartnerState& s, PartnerDay& day)
    {
        V one = Broadcast(1), triggered = day.Reaction * day.Hyperactivation;
        s.StateAnxiety = MultiplyAdd(triggered, one - s.StateAnxiety, s.StateAnxiety);
        s.StateAvoidance = MultiplyAdd(day.Reaction - triggered, one - s.StateAvoidance, s.StateAvoidance);
        day.AnxietyBeforeBuffering = s.StateAnxiety;
        day.AvoidanceBeforeBuffering = s.StateAvoidance;
    }

    KERNEL void Run(BUNDLE)
    {
        Wake(a, s.A, t.A, d.A, d.SharedStress, day.A);
        Wake(b, s.B, t.B, d.B, d.SharedStress, day.B);
        day.A.Asked = Situations::Occurs(a[Situations::Request], d.B.RequestMade);
        day.B.Asked = Situations::Occurs(b[Situations::Request], d.A.RequestMade);
        auto half = Broadcast(0.5);
        auto logit = Situations::ConflictLogit(a, t.ConflictProneness, t.Fit, s.Tension, (day.A.Load + day.B.Load) * half,
            s.A.StateAnxiety + s.A.StateAvoidance + (s.B.StateAnxiety + s.B.StateAvoidance));
        day.Conflict = Situations::Occurs(logit, d.Conflict);
        day.ConflictSize = day.Conflict * d.ConflictSize;
        day.A.Sent = Signal::Sent(a, t.Fit, s.A, day.A, s.Tension, t.A.Inconsistency, d.A.SignalNoise);
        day.B.Sent = Signal::Sent(b, t.Fit, s.B, day.B, s.Tension, t.B.Inconsistency, d.B.SignalNoise);
        React(a, s.A, t.A, s.B, day.B, day.ConflictSize, day.A);
        React(b, s.B, t.B, s.A, day.A, day.ConflictSize, day.B);
        // both reactions are appraised before either is shown
        Show(s.A, day.A);
        Show(s.B, day.B);
    }
}

namespace BufferingKernel
{
    BODY void Buffer(const Values& own, const Values& p, PartnerState& s, const PartnerState& provider, const PartnerTraits& skills, V readingNoise, V forced, V tension, V conflict, PartnerDay& day, const PartnerDay& providerDay)
    {
        V zero = Broadcast(0), one = Broadcast(1);
        V stateAnxiety = s.StateAnxiety, stateAvoidance = s.StateAvoidance, hyper = day.Hyperactivation, reaction = day.Reaction;

        auto amount = providerDay.Capacity * Provision::Will(p, skills.Willingness, provider, providerDay.Avoidance);
        auto bufferingShare = Provision::BufferingShare(p, stateAnxiety + stateAvoidance, tension);
        auto buffering = amount * bufferingShare;
        auto safeShare = Provision::SafeShare(p, skills.Reading, hyper, providerDay.Orientation, readingNoise);
        auto safeEffort = buffering * safeShare;
        auto softEffort = buffering - safeEffort;

        auto skilledSafe = safeEffort * skills.SafeSkill;
        auto skilledSoft = softEffort * skills.SoftSkill;
        auto occasion = Max(conflict, day.Asked);
        auto bond = SafeBond::Dose(p, skilledSafe, provider.Commitment, forced);
        auto deescalate = SafeDeescalate::Dose(p, skilledSafe, forced);
        auto disengage = SoftDisengage::Dose(p, skilledSoft, forced);
        auto reasons = SoftReasons::Dose(p, skilledSoft, occasion, forced);

        auto authenticity = Fatigue::Authenticity(own, day.Anxiety, providerDay.Capacity);
        auto anxietyLeft = BufferedEpisode::Remaining(own, bond + deescalate, authenticity);
        auto avoidanceLeft = BufferedEpisode::Remaining(own, disengage + reasons, authenticity);
        auto safeRelief = one - anxietyLeft;
        auto softRelief = one - avoidanceLeft;
        auto triggered = reaction * hyper;
        stateAnxiety *= anxietyLeft;
        stateAvoidance *= avoidanceLeft;
        stateAnxiety = MultiplyAdd(own[BufferedEpisode::Mismatch] * softRelief * triggered, one - stateAnxiety, stateAnxiety);
        stateAvoidance = MultiplyAdd(own[BufferedEpisode::Mismatch] * safeRelief * (reaction - triggered), one - stateAvoidance, stateAvoidance);
        s.StateAnxiety = stateAnxiety;
        s.StateAvoidance = stateAvoidance;

        auto matchedRelief = Toward(softRelief, safeRelief, hyper);
        auto activation = stateAnxiety + stateAvoidance;
        // doses whatever the skill: what is granted and leaned on, and what it costs
        auto granted = Provision::Spent(p, softEffort, SoftDisengage::Act, forced);
        auto distance = granted * (one - hyper);
        auto leaning = Broadcast(0.5) * (Provision::Spent(p, safeEffort, SafeBond::Act, forced) + Provision::Spent(p, safeEffort, SafeDeescalate::Act, forced));
        auto weight = own[Learning::EpisodeWeight] * reaction;
        auto distress = own[BufferedEpisode::Distress] * activation;
        auto signalWeight = own[Learning::SignalWeight];
        auto worthWeight = signalWeight * own[Learning::SignalWorth] * day.Closeness;

        day.Others = {signalWeight, signalWeight * day.SignalLatent};
        Add(day.Others, weight, MultiplyAdd(own[BufferedEpisode::LossAverted], matchedRelief, zero) - distress - own[SoftDisengage::DistanceConfirms] * distance);
        day.Worth = {worthWeight, worthWeight * day.SignalLatent};
        Add(day.Worth, weight * hyper, own[BufferedEpisode::BondAsWorth] * authenticity * bond - own[BufferedEpisode::Distress] * stateAnxiety);
        day.Competence = {weight, weight * (own[BufferedEpisode::Coping] - Broadcast(0.5) * distress - own[BufferedEpisode::Leaning] * leaning)};

        day.Reasons = reasons;
        day.Calming = authenticity * MultiplyAdd(Broadcast(0.5), disengage, deescalate);
        day.EffortReceived = MultiplyAdd(Broadcast(0.5), granted + Provision::Spent(p, softEffort, SoftReasons::Act, forced), leaning);
        day.EnhancingEffort = amount - buffering;
        day.Doses[0] = bond;
        day.Doses[1] = deescalate;
        day.Doses[2] = disengage;
        day.Doses[3] = reasons;
    }

    KERNEL void Run(BUNDLE)
    {
        // what both have to give is settled before either is relieved
        day.A.Capacity = Provision::Capacity(a, s.A, day.A.Load);
        day.B.Capacity = Provision::Capacity(b, s.B, day.B.Load);
        Buffer(a, b, s.A, s.B, t.B, d.B.ReadingNoise, d.A.ForcedOccasion, s.Tension, day.Conflict, day.A, day.B);
        Buffer(b, a, s.B, s.A, t.A, d.A.ReadingNoise, d.B.ForcedOccasion, s.Tension, day.Conflict, day.B, day.A);
    }
}

namespace EnhancingKernel
{
    // model of self: good news shared, a challenge taken up
    BODY void Self(const Values& own, const Values& p, PartnerState& s, const PartnerTraits& t, const PartnerTraits& skills, const PartnerDraws& d, V tension, PartnerDay& day, const PartnerDay& providerDay)
    {
        V one = Broadcast(1), two = Broadcast(2), validation = s.GoalValidation, personal = s.PersonalNeed, pace = own[Bond::Pace], forced = d.ForcedOccasion;
        auto received = day.EnhancingEffort * Enhancement::Receptivity(own, s.StateAnxiety + s.StateAvoidance, tension);
        auto effort = received * skills.SelfSkill;
        auto pressure = Enhancement::Pressure(own, day.Avoidance, providerDay.Anxiety);
        auto competence = t.GeneralSelf + s.Competence.SpecificShift;

        auto attribution = Enhancement::Dose(p, SelfAttribution::Act, effort, forced);
        auto sharing = Situations::Occurs(SelfValidation::Logit(own, validation, day.ModelOfOthers, s.StateAvoidance), d.Sharing);
        auto validationDose = sharing * Enhancement::Dose(p, SelfValidation::Act, effort, forced);
        auto shared = SelfValidation::Meaning(own, validationDose, pressure);
        auto sharingWeight = own[SelfValidation::Weight] * sharing * SelfAttribution::Amplify(own, attribution, validationDose);

        auto investment = Bond::RelationalInvestment(own, personal, s.RelationalNeed, day.Anxiety, day.Avoidance);
        auto challenge = Situations::Occurs(SelfEfficacy::Logit(own, competence, validation, investment), d.Challenge);
        auto efficacyDose = challenge * Enhancement::Dose(p, SelfEfficacy::Act, effort, forced);
        auto success = Situations::Occurs(SelfEfficacy::SuccessLogit(own, competence, efficacyDose, day.Load), d.Success);
        auto met = SelfEfficacy::Meaning(own, success, efficacyDose);
        auto challengeWeight = own[SelfEfficacy::Weight] * challenge * Toward(one, SelfAttribution::Amplify(own, attribution, efficacyDose), success);
        auto worthChallenge = own[SelfEfficacy::WorthShare] * challengeWeight;

        Add(day.Worth, sharingWeight, shared);
        Add(day.Worth, worthChallenge, met);
        Add(day.Competence, sharingWeight, shared);
        Add(day.Competence, challengeWeight, met);
        // what strengthens the model of self counts in part for others too
        Add(day.Others, own[Ripple::SelfToOthers] * (sharingWeight + sharingWeight), shared);
        Add(day.Others, own[Ripple::SelfToOthers] * (challengeWeight + worthChallenge), met);

        auto heard = Saturation::Evidence(shared);
        s.GoalValidation = Toward(validation, Toward(own[SelfValidation::Silence], heard, sharing), pace);
        s.PersonalNeed = Toward(personal, Toward(Toward(competence, heard, sharing), MultiplyAdd(success, two, Broadcast(-1)), challenge), pace);
        day.Sharing = sharing;
        day.Challenge = challenge;
        day.Success = success;
        day.Pressure = pressure;
        day.ReceivedEffort = received;
        day.EnhancingSpent = day.EnhancingEffort * MultiplyAdd(p[SelfValidation::Act.Strength], sharing, p[SelfEfficacy::Act.Strength] * challenge);
        day.Doses[4] = validationDose;
        day.Doses[5] = efficacyDose;
        day.Doses[6] = attribution * Max(sharing, challenge * success);
    }

    // model of others: a joint activity, help with an outside stressor, a large request
    BODY void Others(const Values& own, const Values& p, PartnerState& s, const PartnerTraits& skills, const PartnerDraws& d, V fit, V joint, PartnerDay& day, const PartnerDay& providerDay)
    {
        V one = Broadcast(1), forced = d.ForcedOccasion, pressure = day.Pressure, modelOfOthers = day.ModelOfOthers;
        auto effort = day.ReceivedEffort * skills.OthersSkill;
        auto expectation = Enhancement::Dose(p, OthersExpectation::Act, effort, forced);
        auto activityDose = joint * Enhancement::Dose(p, OthersActivity::Act, effort, forced);
        auto enjoyed = OthersActivity::Meaning(own, fit, activityDose, pressure, s.StateAnxiety + s.StateAvoidance);
        auto activityWeight = own[OthersActivity::Weight] * joint * OthersExpectation::Amplify(own, expectation, activityDose, enjoyed, modelOfOthers);

        auto offered = day.Stressor * Situations::Occurs(OthersSupport::Logit(own, modelOfOthers, s.StateAvoidance, day.Load), d.SupportOffered);
        auto supportDose = offered * Enhancement::Dose(p, OthersSupport::Act, effort, forced);
        auto [unwelcome, overwhelmed] = OthersSupport::Reception(own, supportDose, day.Load);
        auto helped = OthersSupport::Meaning(own, supportDose, pressure, unwelcome, overwhelmed);
        auto supportWeight = OthersSupport::WeightOf(own, day.Load, providerDay.Load) * offered * OthersExpectation::Amplify(own, expectation, supportDose, helped, modelOfOthers);

        auto requestWeight = own[OthersExpectation::RequestWeight] * day.Asked;
        auto asked = OthersExpectation::RequestMeaning(own, day.Asked * expectation, day.Reasons);

        auto weight = activityWeight + supportWeight + requestWeight;
        auto sum = MultiplyAdd(activityWeight, enjoyed, MultiplyAdd(supportWeight, helped, requestWeight * asked));
        day.Others.Weight += weight;
        day.Others.Sum += sum;
        // what strengthens the model of others counts in part for the self too
        day.Worth.Weight = MultiplyAdd(own[Ripple::OthersToSelf], weight, day.Worth.Weight);
        day.Worth.Sum = MultiplyAdd(own[Ripple::OthersToSelf], sum, day.Worth.Sum);
        day.Competence.Weight = MultiplyAdd(own[Ripple::OthersToSelf], weight, day.Competence.Weight);
        day.Competence.Sum = MultiplyAdd(own[Ripple::OthersToSelf], sum, day.Competence.Sum);

        auto related = Toward(MultiplyAdd(s.StateAnxiety, Broadcast(-1) - day.Signal, day.Signal), Saturation::Evidence(enjoyed), joint);
        s.RelationalNeed = Toward(s.RelationalNeed, related, own[Bond::Pace]);
        // support felt as pressing makes a person withdraw
        s.StateAvoidance = MultiplyAdd(own[BufferedEpisode::Mismatch] * day.Avoidance * unwelcome * offered, one - s.StateAvoidance, s.StateAvoidance);
        day.EnhancingSpent = MultiplyAdd(day.EnhancingEffort, MultiplyAdd(p[OthersActivity::Act.Strength], joint, p[OthersSupport::Act.Strength] * offered), day.EnhancingSpent);
        day.SupportOffered = offered;
        day.Doses[7] = activityDose;
        day.Doses[8] = supportDose;
        day.Doses[9] = expectation * Max(day.Asked, Max(joint, offered));
    }

    KERNEL void Run(BUNDLE)
    {
        auto half = Broadcast(0.5);
        day.A.ModelOfOthers = t.A.GeneralOthers + s.A.Others.SpecificShift;
        day.B.ModelOfOthers = t.B.GeneralOthers + s.B.Others.SpecificShift;
        day.JointActivity = Situations::Occurs(OthersActivity::Logit(a, half * (day.A.ModelOfOthers + day.B.ModelOfOthers), s.Tension, half * (s.A.StateAvoidance + s.B.StateAvoidance)), d.JointActivity);
        Self(a, b, s.A, t.A, t.B, d.A, s.Tension, day.A, day.B);
        Self(b, a, s.B, t.B, t.A, d.B, s.Tension, day.B, day.A);
        Others(a, b, s.A, t.B, d.A, t.Fit, day.JointActivity, day.A, day.B);
        Others(b, a, s.B, t.A, d.B, t.Fit, day.JointActivity, day.B, day.A);
        Giving::Add(b, day.B, day.A.Doses[8]);
        Giving::Add(a, day.A, day.B.Doses[8]);
    }
}

namespace BondKernel
{
    BODY void Settle(const Values& p, PartnerState& s, const PartnerDay& day, const PartnerDay& partnerDay, V likingDraw, V fit, V disposition, V tension, V intact)
    {
        // what this person gave is what the partner received
        V buffering = partnerDay.EffortReceived, enhancing = partnerDay.EnhancingSpent;
        s.Fatigue = Fatigue::Next(p, s.Fatigue, buffering, enhancing);
        auto surprise = day.Signal - s.Trust;
        s.Unpredictability = Toward(s.Unpredictability, Abs(surprise), p[Bond::UnpredictabilityPace]);
        s.Trust = MultiplyAdd(p[Bond::Pace], surprise, s.Trust);
        auto investment = Bond::RelationalInvestment(p, s.PersonalNeed, s.RelationalNeed, day.Anxiety, day.Avoidance);
        s.Liking = Bond::NextLiking(p, s.Liking, likingDraw);
        auto satisfaction = Bond::NextSatisfaction(p, s, fit, tension, investment);
        s.Satisfaction = satisfaction;
        s.Commitment = Bond::NextCommitment(p, s, satisfaction, day.Avoidance, disposition);
        s.EffortGiven = MultiplyAdd(intact, buffering + enhancing, s.EffortGiven);
        s.StateAnxietySum = MultiplyAdd(intact, s.StateAnxiety, s.StateAnxietySum);
        s.StateAvoidanceSum = MultiplyAdd(intact, s.StateAvoidance, s.StateAvoidanceSum);
    }

    // rare: a few bonds in ten thousand end on a day
    RARE void End(Mask ends, DyadState& state, DyadState& last)
    {
        state.Intact = Select(ends, Broadcast(0), state.Intact);
        Copy(ends, state, last);
    }

    KERNEL void Run(BUNDLE)
    {
        auto half = Broadcast(0.5);
        auto intact = s.Intact;
        day.Together = intact;
        auto unresolved = half * (s.A.StateAnxiety + s.A.StateAvoidance + (s.B.StateAnxiety + s.B.StateAvoidance));
        auto tension = Bond::Tension(a, s.Tension, unresolved, day.Conflict, half * (day.A.Calming + day.B.Calming));
        s.Tension = tension;
        Settle(a, s.A, day.A, day.B, d.A.Liking, t.Fit, t.A.CommitmentDisposition, s.Tension, day.Together);
        Settle(b, s.B, day.B, day.A, d.B.Liking, t.Fit, t.B.CommitmentDisposition, s.Tension, day.Together);
        s.DaysTogether += intact;
        s.TensionSum = MultiplyAdd(intact, tension, s.TensionSum);
        s.ConflictDays = MultiplyAdd(intact, day.Conflict, s.ConflictDays);
        auto ends = And(Dissolution::Ends(a, Dissolution::Commitment(s.A.Commitment, s.B.Commitment), tension, d.Ending), GreaterThan(intact, Broadcast(0)));
        if (Any(ends)) End(ends, s, last);
    }
}

namespace LearningKernel
{
    BODY void Learn(const Values& p, PartnerState& s, const PartnerTraits& t, const PartnerDraws& d, const PartnerDay& day)
    {
        auto diagnosticity = Learning::Diagnosticity(p, d.Diagnostic);
        auto selfNoise = p[Learning::MeaningNoise] * d.MeaningSelf;
        auto negativity = p[Learning::Negativity] * day.Anxiety;
        Learning::Revise(p, s.Worth, t.GeneralSelf, day.Worth, diagnosticity, selfNoise, negativity);
        Learning::Revise(p, s.Competence, t.GeneralSelf, day.Competence, diagnosticity, selfNoise, negativity);
        Learning::Revise(p, s.Others, t.GeneralOthers, day.Others, diagnosticity, p[Learning::MeaningNoise] * d.MeaningOthers, negativity);
    }

    KERNEL void Run(BUNDLE)
    {
        Learn(a, s.A, t.A, d.A, day.A);
        Learn(b, s.B, t.B, d.B, day.B);
    }
}
