#!/usr/bin/env python3
"""The day of model.h in NumPy: both partners, all design points and all couples in one array of single precision.

    numpy_kernel.py FOLDER

FOLDER has what `kernel-inputs` of our benchmarks writes. Lives the days of the check and compares with our states, then measures and prints
a line of JSON. NumPy has no fused multiply-add, so states differ in their last places, and seldom an event that rounding decides.
"""
import json
import platform
import re
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np

F = np.float32
TIMED_DAYS = 400


def structs(layout):
    """Names of the vectors of each struct of layout.h, in the order of memory."""
    found = {"V": [""]}
    for name, body in re.findall(r"struct (\w+)\n\{\n(.*?)\};", layout, re.S):
        fields = []
        for kind, field, count in re.findall(r"^    (\w+) (\w+)(?:\[(\d+)\])?;", body, re.M):
            for i in range(int(count or 1)):
                fields += [".".join(filter(None, (field if not count else str(i), inner))) for inner in found[kind]]
        found[name] = fields
    return found


class Values:
    """Parameters as `p.Bond.Pace`, an array of persons, points and one; `provider` has those of the partner."""

    def __init__(self, layout, numbers):
        both = np.stack([numbers, numbers])[..., None]
        self.own, self.provider = SimpleNamespace(), SimpleNamespace()
        for space, body in re.findall(r"namespace (\w+)\n\{\n(.*?)\}", layout.replace("};", ";"), re.S):
            for to, values in ((self.own, both), (self.provider, both[::-1])):
                group = SimpleNamespace()
                setattr(to, space, group)
                for name, place in re.findall(r"constexpr int (\w+) = (\d+);", body):
                    setattr(group, name, np.ascontiguousarray(values[:, :, int(place)]))
                for strength, forced in re.findall(r"Places Act = \{(\d+), (\d+);", body):
                    group.Strength, group.Forced = (np.ascontiguousarray(values[:, :, int(i)]) for i in (strength, forced))


def split(numbers, fields, couples):
    """An object of arrays from structs of vectors: persons first where there are two."""
    blocks = numbers.reshape(-1, couples // 16, len(fields), 16)
    arrays = {name: np.ascontiguousarray(blocks[:, :, f].reshape(-1, couples)) for f, name in enumerate(fields)}
    to = SimpleNamespace()
    for name, array in arrays.items():
        if name.startswith("A."):
            setattr(to, name[2:].replace(".", ""), np.stack([array, arrays["B" + name[1:]]]))
        elif not name.startswith("B."):
            setattr(to, name, array)
    return to


# functions and draws


def saturate(x):
    x = np.clip(x, F(-2.96), F(2.96))
    square = x * x
    return x * (square + F(27)) / (square * F(9) + F(27))


def logistic(x):
    return saturate(x * F(0.5)) * F(0.5) + F(0.5)


def decay(x):
    return F(1) / (F(1) + x)


def toward(start, end, weight):
    return weight * (end - start) + start


def occurs(logit, draw):
    return (logit + draw > 0).astype(F)


def other(x):
    """Of the partner."""
    return x[::-1]


CENTRAL = [F(c) for c in (2.81022636e-08, 3.43273939e-07, -3.5233877e-06, -4.39150654e-06, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941)]
TAIL = [F(c) for c in (-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682)]


def normal(u):
    w = -np.log(F(4) * u * (F(1) - u))
    return (u * F(2) - F(1)) * np.where(w > 5, np.polyval(TAIL, np.sqrt(w) - F(3)), np.polyval(CENTRAL, w - F(2.5))) * F(1.4142135623730951)


def log_odds(u):
    return np.log(u / (F(1) - u))


def exponential(u):
    return -np.log(u)


def uniforms(couples, day, owner, blocks):
    """Philox4x32-10 for all couples and blocks: an array of purposes and couples."""
    low = np.uint64(0xFFFFFFFF)
    x0 = np.broadcast_to(np.arange(couples, dtype=np.uint64), (blocks, couples))
    x1 = np.zeros_like(x0)
    x2 = np.full_like(x0, 4 * (day + 65536) + owner)
    x3 = np.broadcast_to(np.arange(blocks, dtype=np.uint64)[:, None], x0.shape)
    k0, k1 = 1, 0
    for _ in range(10):
        a, b = x0 * np.uint64(0xD2511F53), x2 * np.uint64(0xCD9E8D57)
        x0, x1, x2, x3 = b >> np.uint64(32) ^ x1 ^ np.uint64(k0), b & low, a >> np.uint64(32) ^ x3 ^ np.uint64(k1), a & low
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    words = np.stack([x0, x1, x2, x3], axis=1).reshape(4 * blocks, couples)
    return ((words >> np.uint64(9)).astype(F) + F(0.5)) * F(1.1920928955078125e-7)


OF_PARTNER = [("StressInnovation", normal), ("Stressor", log_odds), ("StressorSize", exponential), ("SignalNoise", normal), ("RequestMade", log_odds), ("ReadingNoise", normal),
              ("Sharing", log_odds), ("Challenge", log_odds), ("Success", log_odds), ("SupportOffered", log_odds), ("Diagnostic", log_odds), ("MeaningSelf", normal),
              ("MeaningOthers", normal), (None, None), ("Liking", normal)]
OF_COUPLE = [("SharedStress", normal), ("Conflict", log_odds), ("ConflictSize", exponential), ("JointActivity", log_odds), ("Ending", log_odds)]


def draw(couples, day):
    d = SimpleNamespace()
    both = np.stack([uniforms(couples, day, 1, 4), uniforms(couples, day, 2, 4)], axis=1)
    for u, (name, distribution) in zip(both, OF_PARTNER):
        if name:
            setattr(d, name, distribution(u)[:, None])
    for u, (name, distribution) in zip(uniforms(couples, day, 0, 2), OF_COUPLE):
        setattr(d, name, distribution(u))
    return d


# the day: `p` are values of the person, `q` of the partner, who provides


def investment(p, s, A, B):
    return logistic(p.Bond.InvestmentFromNeeds * (s.PersonalNeed - s.RelationalNeed) + p.Bond.InvestmentFromOrientation * (A - B))


def dose(group, effort):
    return group.Strength * effort + group.Forced


def live(values, s, last, t, d):
    p, q = values.own, values.provider

    # situations
    stress, orientation = p.Stress, p.ChronicOrientation
    s.ChronicStress = stress.Persistence * s.ChronicStress + (stress.SharedInnovation * d.SharedStress + stress.OwnInnovation * d.StressInnovation)
    pressed = stress.ChronicSpread * s.ChronicStress
    stressor = occurs(pressed + stress.StressorLogit, d.Stressor)
    load = logistic(pressed + (stress.Impact * (stressor * d.StressorSize) + stress.LoadLogit))
    worth, competence, others = (general + toward(specific, shift, orientation.GeneralWeight) for general, specific, shift in (
        (t.GeneralSelf, s.WorthSpecificShift, s.WorthGeneralShift), (t.GeneralSelf, s.CompetenceSpecificShift, s.CompetenceGeneralShift),
        (t.GeneralOthers, s.OthersSpecificShift, s.OthersGeneralShift)))
    of_self = F(0.5) * (worth + competence)
    expected = t.GeneralOthers + s.OthersSpecificShift
    closeness = logistic(p.Closeness.FromOthers * expected + t.ClosenessPreference - p.Closeness.FromLack * s.RelationalNeed)
    z_anxiety = orientation.UnpredictabilityWeight * s.Unpredictability * closeness + t.AnxietyOffset - (orientation.OwnSlope * of_self + orientation.OtherSlope * others)
    z_avoidance = t.AvoidanceOffset - (orientation.OwnSlope * others + orientation.OtherSlope * of_self)
    oriented = z_anxiety - z_avoidance
    anxiety, avoidance = logistic(z_anxiety), logistic(z_avoidance)
    appraisal = p.Appraisal
    carried = logistic(appraisal.CarryOver - appraisal.Recovery * of_self)
    x_anxiety, x_avoidance = s.StateAnxiety * carried, s.StateAvoidance * carried
    asked = occurs(p.Situations.Request, other(d.RequestMade))
    situations, activation = p.Situations, x_anxiety + x_avoidance
    conflict = occurs(situations.ConflictFromLoad[0] * ((load[0] + load[1]) * F(0.5)) + (situations.ConflictFromActivation[0] * (activation[0] + activation[1])
                      + (situations.ConflictFromTension[0] * s.Tension + (situations.Conflict[0] + t.ConflictProneness - t.Fit))), d.Conflict)
    signal = p.Signal
    sent = t.Inconsistency * d.SignalNoise + (signal.Baseline + t.Fit) + signal.FromCommitment * s.Commitment + signal.FromCloseness * closeness - (
        signal.FromTension * s.Tension + (signal.FromFatigue * s.Fatigue + (signal.FromWithdrawal * x_avoidance + signal.FromLoad * load)))
    seen = other(sent) - signal.Lens * (anxiety * x_anxiety + anxiety)
    warmth = saturate(seen)
    lack = np.maximum(expected - warmth, F(0))
    pull = appraisal.RequestPull * asked + other(x_anxiety)
    threat = appraisal.Disappointment * lack + appraisal.ConflictThreat * (conflict * d.ConflictSize) + appraisal.Pull * pull * (F(1) - closeness)
    threat *= (appraisal.ThreatLens * (anxiety + avoidance) + F(1)) * (F(1) - appraisal.CommitmentBuffer * other(s.Commitment))
    reaction = threat / (F(1) + threat)
    afforded = other(closeness * (F(1) - x_avoidance))
    hyper = logistic(appraisal.FromOrientation * oriented + (appraisal.GapFromDisappointment * lack + (appraisal.Gap * (closeness - afforded - pull) + appraisal.Hyperactivation)))
    triggered = reaction * hyper
    withdrawn = reaction - triggered
    x_anxiety = triggered * (F(1) - x_anxiety) + x_anxiety
    x_avoidance = withdrawn * (F(1) - x_avoidance) + x_avoidance

    # buffering
    provision = q.Provision
    activation = x_anxiety + x_avoidance
    capacity = other((F(1) - s.Fatigue) * (F(1) - p.Provision.LoadDrain * (load * load)) / (p.Provision.ActivationDrain * activation + F(1)))
    amount = capacity * logistic(provision.FromSatisfaction * other(s.Satisfaction) + (provision.FromCommitment * other(s.Commitment) + other(t.Willingness)) - provision.FromAvoidance * other(avoidance))
    buffering = amount * logistic(provision.SwitchSharpness * (activation + s.Tension - provision.SwitchThreshold))
    guessed = provision.Projection * other(oriented) + provision.ReadingNoise * other(d.ReadingNoise)
    safe = buffering * logistic(provision.Sharpness * toward(guessed, hyper * F(2) - F(1), other(t.Reading)))
    soft = buffering - safe
    skilled_safe, skilled_soft = safe * other(t.SafeSkill), soft * other(t.SoftSkill)
    bond = q.SafeBond.Strength * skilled_safe * toward(F(1), other(s.Commitment), q.SafeBond.Credibility) + q.SafeBond.Forced
    deescalate, disengage = dose(q.SafeDeescalate, skilled_safe), dose(q.SoftDisengage, skilled_soft)
    reasons = q.SoftReasons.Strength * skilled_soft * toward(q.SoftReasons.Ordinary, F(1), np.maximum(conflict, asked)) + q.SoftReasons.Forced
    episode = p.BufferedEpisode
    authenticity = F(1) - p.Fatigue.Detection * anxiety * (F(1) - capacity)
    relief = episode.Relief * authenticity
    anxiety_left, avoidance_left = decay(relief * (bond + deescalate)), decay(relief * (disengage + reasons))
    safe_relief, soft_relief = F(1) - anxiety_left, F(1) - avoidance_left
    x_anxiety, x_avoidance = x_anxiety * anxiety_left, x_avoidance * avoidance_left
    x_anxiety = episode.Mismatch * soft_relief * triggered * (F(1) - x_anxiety) + x_anxiety
    x_avoidance = episode.Mismatch * safe_relief * withdrawn * (F(1) - x_avoidance) + x_avoidance
    activation = x_anxiety + x_avoidance
    granted = dose(q.SoftDisengage, soft)
    leaning = F(0.5) * (dose(q.SafeBond, safe) + dose(q.SafeDeescalate, safe))
    learning = p.Learning
    weight, distress, everyday = learning.EpisodeWeight * reaction, episode.Distress * activation, learning.SignalWeight
    about_others = everyday + weight
    sum_others = weight * (episode.LossAverted * toward(soft_relief, safe_relief, hyper) - distress - p.SoftDisengage.DistanceConfirms * (granted * (F(1) - hyper))) + everyday * seen
    of_worth, hyper_weight = everyday * learning.SignalWorth * closeness, weight * hyper
    about_worth = of_worth + hyper_weight
    sum_worth = hyper_weight * (episode.BondAsWorth * authenticity * bond - episode.Distress * x_anxiety) + of_worth * seen
    about_competence = weight
    sum_competence = weight * (episode.Coping - F(0.5) * distress - episode.Leaning * leaning)
    calming = authenticity * (F(0.5) * disengage + deescalate)
    effort_received = F(0.5) * (granted + dose(q.SoftReasons, soft)) + leaning
    left = amount - buffering

    # enhancing: the model of self
    enhancement, gain = p.Enhancement, p.Situations.BeliefGain
    joint = occurs(gain[0] * (F(0.5) * (expected[0] + expected[1]) - s.Tension - F(0.5) * (x_avoidance[0] + x_avoidance[1])) + situations.JointActivity[0], d.JointActivity)
    received = left * decay(enhancement.ActivationCloses * activation + enhancement.TensionCloses * s.Tension)
    effort = received * other(t.SelfSkill)
    pressure = enhancement.Overstepping * avoidance * (enhancement.Intrusion * other(anxiety) + F(1))
    competence = t.GeneralSelf + s.CompetenceSpecificShift
    attribution = dose(q.SelfAttribution, effort)
    amplified = p.SelfAttribution.Amplification * attribution
    sharing = occurs(gain * (s.GoalValidation + expected - x_avoidance) + situations.Sharing, d.Sharing)
    validation = sharing * dose(q.SelfValidation, effort)
    shared = validation * (enhancement.Gain - pressure * validation)
    sharing_weight = p.SelfValidation.Weight * sharing * (amplified * validation + F(1))
    efficacy = p.SelfEfficacy
    invested = investment(p, s, anxiety, avoidance)
    challenge = occurs(gain * (competence + (F(0.5) * s.GoalValidation + F(0.5)) - invested) + situations.Challenge, d.Challenge)
    encouraged = challenge * dose(q.SelfEfficacy, effort)
    success = occurs(gain * competence + (efficacy.Success + encouraged) - efficacy.LoadHinders * load, d.Success)
    turned_out = success * F(2) - F(1)
    met = enhancement.Gain * encouraged + efficacy.Outcome * turned_out
    challenge_weight = efficacy.Weight * challenge * toward(F(1), amplified * encouraged + F(1), success)
    worth_challenge = efficacy.WorthShare * challenge_weight
    about_worth = about_worth + sharing_weight + worth_challenge
    sum_worth = worth_challenge * met + (sharing_weight * shared + sum_worth)
    about_competence = about_competence + sharing_weight + challenge_weight
    sum_competence = challenge_weight * met + (sharing_weight * shared + sum_competence)
    in_part = p.Ripple.SelfToOthers * (sharing_weight + sharing_weight), p.Ripple.SelfToOthers * (challenge_weight + worth_challenge)
    about_others = about_others + in_part[0] + in_part[1]
    sum_others = in_part[1] * met + (in_part[0] * shared + sum_others)
    heard = saturate(shared)
    pace = p.Bond.Pace
    s.GoalValidation = toward(s.GoalValidation, toward(p.SelfValidation.Silence, heard, sharing), pace)
    s.PersonalNeed = toward(s.PersonalNeed, toward(toward(competence, heard, sharing), turned_out, challenge), pace)

    # enhancing: the model of others
    effort = received * other(t.OthersSkill)
    expectation = dose(q.OthersExpectation, effort)
    amplified = p.OthersExpectation.Amplification * expectation
    activity = joint * dose(q.OthersActivity, effort)
    enjoyed = activity * (enhancement.Gain - pressure * activity) + (p.OthersActivity.Enjoyment + t.Fit) - episode.Distress * activation
    activity_weight = p.OthersActivity.Weight * joint * (amplified * activity * np.maximum(enjoyed - expected, F(0)) + F(1))
    support = p.OthersSupport
    offered = stressor * occurs(gain * (expected - x_avoidance) + (situations.Support + load), d.SupportOffered)
    help_dose = offered * dose(q.OthersSupport, effort)
    overwhelmed = logistic(support.Sharpness * (load - support.Overwhelmed))
    unwelcome = support.Perceived * logistic(support.Sharpness * (help_dose - support.Noticed)) * (F(1) - overwhelmed)
    helped = help_dose * (enhancement.Gain * overwhelmed + enhancement.Gain - (pressure + pressure) * unwelcome * help_dose) - enhancement.Unanswered
    support_weight = support.Weight * (F(1) + other(load)) * (F(0.5) + load) * offered * (amplified * help_dose * np.maximum(helped - expected, F(0)) + F(1))
    request_weight = p.OthersExpectation.RequestWeight * asked
    answered = enhancement.Gain * (asked * expectation + reasons) - enhancement.Unanswered
    weight = activity_weight + support_weight + request_weight
    sum_ = activity_weight * enjoyed + (support_weight * helped + request_weight * answered)
    ripple = p.Ripple.OthersToSelf
    about_others, sum_others = about_others + weight, sum_others + sum_
    about_worth, sum_worth = ripple * weight + about_worth, ripple * sum_ + sum_worth
    about_competence, sum_competence = ripple * weight + about_competence, ripple * sum_ + sum_competence
    s.RelationalNeed = toward(s.RelationalNeed, toward(x_anxiety * (F(-1) - warmth) + warmth, saturate(enjoyed), joint), pace)
    x_avoidance = episode.Mismatch * avoidance * unwelcome * offered * (F(1) - x_avoidance) + x_avoidance
    spent = left * (q.SelfValidation.Strength * sharing + q.SelfEfficacy.Strength * challenge + (q.OthersActivity.Strength * joint + q.OthersSupport.Strength * offered))
    given = p.Giving.Weight * other(help_dose)
    about_others, sum_others = about_others + given, given * p.Giving.Value + sum_others
    about_competence, sum_competence = about_competence + given * F(0.5), given * F(0.5) * p.Giving.Value + sum_competence
    s.StateAnxiety, s.StateAvoidance = x_anxiety, x_avoidance

    # the bond
    activation, bonded = x_anxiety + x_avoidance, p.Bond
    added = bonded.TensionGain[0] * (F(0.5) * (activation[0] + activation[1])) * toward(bonded.TensionOrdinary[0], F(1), conflict)
    s.Tension = (s.Tension + added) / (bonded.TensionRepair[0] * (bonded.CalmingRepair[0] * (F(0.5) * (calming[0] + calming[1])) + F(1)) + (F(1) + added))
    buffering_given, enhancing_given = other(effort_received), other(spent)
    tiring = p.Fatigue.Cost * (p.Fatigue.EnhancingCost * enhancing_given + buffering_given)
    s.Fatigue = (s.Fatigue + tiring) / (F(1) + tiring + p.Fatigue.Rest)
    surprise = warmth - s.Trust
    s.Unpredictability = toward(s.Unpredictability, np.abs(surprise), bonded.UnpredictabilityPace)
    s.Trust = pace * surprise + s.Trust
    imbalance = investment(p, s, anxiety, avoidance) - F(0.5)
    s.Liking = bonded.LikingInnovation * d.Liking + toward(s.Liking, F(0), bonded.LikingPace)
    latent = bonded.SatisfactionFromNeeds * (s.RelationalNeed + (F(0.5) * s.PersonalNeed + s.Trust)) + (bonded.SatisfactionFromFit * t.Fit + (bonded.SatisfactionFromLiking * s.Liking + bonded.Satisfaction))
    lost = bonded.SatisfactionFromActivation * activation + (bonded.SatisfactionFromImbalance * (imbalance * imbalance) + (bonded.SatisfactionFromTension * s.Tension + bonded.SatisfactionFromFatigue * s.Fatigue))
    s.Satisfaction = toward(s.Satisfaction, saturate(latent - lost), pace + pace)
    committed = bonded.CommitmentFromSatisfaction * (F(0.5) * s.Trust + s.Satisfaction) + (bonded.Commitment + t.CommitmentDisposition)
    s.Commitment = toward(s.Commitment, logistic(committed - bonded.CommitmentFromAvoidance * avoidance), bonded.CommitmentPace)
    s.EffortGiven = s.Intact * (buffering_given + enhancing_given) + s.EffortGiven
    s.StateAnxietySum, s.StateAvoidanceSum = s.Intact * x_anxiety + s.StateAnxietySum, s.Intact * x_avoidance + s.StateAvoidanceSum
    s.DaysTogether = s.DaysTogether + s.Intact
    s.TensionSum, s.ConflictDays = s.Intact * s.Tension + s.TensionSum, s.Intact * conflict + s.ConflictDays
    end = p.Dissolution
    ends = (end.TensionEndangers[0] * s.Tension + (end.Hazard[0] + d.Ending) > end.CommitmentProtects[0] * (F(0.5) * (s.Commitment[0] + s.Commitment[1]))) & (s.Intact > 0)
    if ends.any():
        s.Intact = np.where(ends, F(0), s.Intact)
        for name, array in vars(s).items():
            setattr(last, name, np.where(ends, array, getattr(last, name)))

    # learning
    diagnosticity = occurs(learning.DiagnosticLogit, d.Diagnostic) * learning.DiagnosticExtra + learning.MundaneWeight
    noise_self, noise_others, negativity = learning.MeaningNoise * d.MeaningSelf, learning.MeaningNoise * d.MeaningOthers, learning.Negativity * anxiety
    revise(learning, s, "Worth", t.GeneralSelf, about_worth, sum_worth, diagnosticity, noise_self, negativity)
    revise(learning, s, "Competence", t.GeneralSelf, about_competence, sum_competence, diagnosticity, noise_self, negativity)
    revise(learning, s, "Others", t.GeneralOthers, about_others, sum_others, diagnosticity, noise_others, negativity)


def revise(p, s, belief, general, weight, sum_, diagnosticity, noise, negativity):
    specific, shift, confidence, trace = (getattr(s, belief + name) for name in ("SpecificShift", "GeneralShift", "Confidence", "SurpriseTrace"))
    total = np.maximum(weight, F(0))
    surprise = saturate(sum_ / (total + F(1e-9)) + noise) - general - specific
    weight = total * diagnosticity
    weight = (surprise < 0) * negativity * weight + weight
    deviation = surprise + trace
    odds = deviation * deviation * p.InverseSquaredThreshold + F(1)
    share = weight / ((confidence + weight) * odds)
    gain, accommodated = share * odds, share * (odds - p.Assimilation)
    setattr(s, belief + "SurpriseTrace", p.TracePace * gain * (surprise - trace) + trace)
    setattr(s, belief + "Confidence", accommodated * (F(1) - p.MaximumConfidence) + (gain * (p.MaximumConfidence - confidence) + confidence))
    specific = accommodated * surprise + specific
    shift = toward(shift, specific, p.Generalisation)
    setattr(s, belief + "GeneralShift", shift)
    setattr(s, belief + "SpecificShift", toward(specific, shift, p.PullOfGeneral))


def main():
    folder = Path(sys.argv[1])
    layout = (folder / "layout.h").read_text()
    points, couples, days, quantities = (int(re.search(rf"\b{name} = (\d+)", layout)[1]) for name in ("Points", "Couples", "Days", "Quantities"))
    fields, numbers = structs(layout), np.fromfile(folder / "inputs.bin", "<f4")
    parts = [points * quantities, couples * len(fields["DyadTraits"]), couples * len(fields["DyadState"]), *[points * couples * len(fields["DyadState"])] * 2]
    values, traits, start, states, lasts = np.split(numbers, np.cumsum(parts)[:-1])
    values = Values(layout, values.reshape(points, quantities))
    traits, start, states, lasts = (split(n, fields[kind], couples) for n, kind in (
        (traits, "DyadTraits"), (start, "DyadState"), (states, "DyadState"), (lasts, "DyadState")))

    def run(count):
        s, last = (SimpleNamespace(**{name: np.repeat(array, points, axis=-2) for name, array in vars(start).items()}) for _ in range(2))
        best = float("inf")
        for day in range(count):
            began = time.perf_counter()
            live(values, s, last, traits, draw(couples, day))
            best = min(best, time.perf_counter() - began)
        return s, last, best

    worst, differing = 0.0, 0.0
    for ours, theirs in zip(run(days)[:2], (states, lasts)):
        for name, array in vars(theirs).items():
            mine = getattr(ours, name)
            spread = max(float(array.std()), 1e-6)
            worst = max(worst, abs(float(mine.mean(dtype=float) - array.mean(dtype=float))) / spread)
            differing = max(differing, float(np.mean(np.abs(mine - array) > 1e-3 * spread)))
    if not (worst < 1e-5 and differing < 1e-3):
        sys.exit(f"a mean differs by {worst:.2g} standard deviations, {differing:.2%} of states by more than a thousandth of one")

    # a day is a batch as short as those of the others
    best = run(TIMED_DAYS)[2]
    print(json.dumps({"version": f"NumPy {np.__version__}, Python {platform.python_version()}", "nanoseconds": best * 1e9 / (points * couples),
                      "equal": f"means within {worst:.0e} standard deviations, {differing:.2%} of states off by a thousandth of one"}))


main()
