"""The columns of a replay (docs/outputs.md, "Replay of one couple") read off this implementation."""

from . import model
from .functions import logistic
from .symbols import PATHWAYS

#: Range of every state that is compared: the table of section 2.
STATE_RANGES = {
    **{f"state.{b}_{what}": size for b in ("worth", "competence", "others")
       for what, size in (("specific_shift", 4.0), ("general_shift", 4.0), ("confidence", 199.0), ("surprise_trace", 4.0))},
    "state.trust": 2.0, "state.unpredictability": 2.0, "state.goal_validation": 2.0, "state.state_anxiety": 1.0, "state.state_avoidance": 1.0,
    "state.personal_need": 2.0, "state.relational_need": 2.0, "state.fatigue": 1.0, "state.chronic_stress": 320.0, "state.liking": 320.0,
    "state.satisfaction": 2.0, "state.commitment": 1.0, "state.tension": 1.0, "state.intact": 1.0,
}

#: Sums that have no range: compared relative to the days of the horizon.
SUMS = ("state.effort_given", "state.state_anxiety_sum", "state.state_avoidance_sum", "state.days_together", "state.tension_sum", "state.conflict_days")

EVENTS = (
    "situation.conflict", "situation.asked", "situation.stressor", "situation.sharing", "situation.challenge", "situation.success",
    "situation.joint_activity", "situation.support_offered", "state.intact",
)


def states(couple, i):
    """States of a partner at the end of a day."""
    found = {}
    for name, b in i.beliefs.items():
        found[f"state.{name}_specific_shift"], found[f"state.{name}_general_shift"] = b.specific, b.general
        found[f"state.{name}_confidence"], found[f"state.{name}_surprise_trace"] = b.confidence, b.trace
    found.update({
        "state.trust": i.T, "state.unpredictability": i.U, "state.goal_validation": i.V, "state.state_anxiety": i.x_a,
        "state.state_avoidance": i.x_v, "state.personal_need": i.P, "state.relational_need": i.R, "state.fatigue": i.f,
        "state.chronic_stress": i.c, "state.liking": i.χ, "state.satisfaction": i.Q, "state.commitment": i.K, "state.effort_given": i.effort,
        "state.state_anxiety_sum": i.sum_x_a, "state.state_avoidance_sum": i.sum_x_v, "state.tension": couple.τ, "state.intact": couple.intact,
        "state.days_together": couple.days, "state.tension_sum": couple.sum_τ, "state.conflict_days": couple.conflicts,
    })
    return found


def happened(i, d, dj):
    """What happened to a partner on a day: situations, readings, reaction, efforts, doses and evidence."""
    found = {
        "situation.together": 1, "situation.conflict": d.conflict, "situation.conflict_size": d.C, "situation.asked": d.asked,
        "situation.stressor": d.stressor, "situation.stressor_size": d.stressor_size, "situation.load": d.L, "situation.sharing": d.sharing,
        "situation.challenge": d.challenge, "situation.success": d.success, "situation.joint_activity": d.joint,
        "situation.support_offered": d.offered, "reading.sent": d.y, "reading.model_of_others": d.m_O, "reading.warmth_latent": d.Y_latent,
        "reading.warmth": d.Y, "reaction.closeness": d.D, "reaction.chronic_anxiety": d.A, "reaction.chronic_avoidance": d.B,
        "reaction.orientation": d.Z, "reaction.strength": d.ρ, "reaction.hyperactivation": d.h, "reaction.anxiety_before_buffering": d.x_after[0],
        "reaction.avoidance_before_buffering": d.x_after[1], "effort.capacity": d.cap, "effort.buffering_received": d.E_f,
        "effort.enhancing_left": d.E_e, "effort.enhancing_let_in": d.e, "effort.enhancing_received": d.E_n, "effort.pressure": d.P_e,
        "effort.calming": d.calming, "effort.reasons": d.dose[4],
    }
    for k, pathway in enumerate(PATHWAYS, 1):
        found["received." + pathway], found["given." + pathway] = d.dose[k], dj.dose[k]
    for name in ("worth", "competence", "others"):
        evidence = getattr(d, name)
        found[f"meaning.{name}_weight"], found[f"meaning.{name}_sum"] = evidence.weight, evidence.sum
    return found


def outcomes(couple, i, j, p, study, days):
    """Outcomes of a partner (7.14), with `days` in the place of the horizon."""
    _, _, _, z_anx, z_avo = model.orientation(i, p)
    A, B = logistic(z_anx), logistic(z_avo)
    anxiety, avoidance, together = 1 + 6 * A, 1 + 6 * B, max(couple.days, 1)
    ι = logistic(p.ι_n * (i.P - i.R) + p.ι_o * (A - B))
    secure = anxiety < study.profile_cut and avoidance < study.profile_cut
    return {
        "outcome.anxiety": anxiety, "outcome.avoidance": avoidance, "outcome.insecurity": 0.5 * (anxiety + avoidance),
        "outcome.together_and_secure": 1 if secure and couple.intact else 0, "outcome.intact": couple.intact,
        "outcome.model_of_self": 0.5 * (i.m("worth") + i.m("competence")), "outcome.model_of_others": i.m("others"),
        "outcome.state_anxiety": i.sum_x_a / together, "outcome.state_avoidance": i.sum_x_v / together,
        "outcome.tension": couple.sum_τ / together, "outcome.conflict_days": couple.conflicts / together, "outcome.trust": i.T - 0.5 * i.U,
        "outcome.goal_validation": i.V, "outcome.satisfaction": i.Q, "outcome.commitment": i.K, "outcome.imbalance": abs(ι - 0.5),
        "outcome.provider_effort": j.effort * 365 / days, "outcome.provider_satisfaction": j.Q, "outcome.provider_fatigue": j.f,
    }
