"""Functional forms (key `forms`): what stands as *Form `topic: name`* in sections 6.1 and 7.11 to 7.13 of docs/model.md.

Each form is a small function; the first of a topic is the default's.
"""

from .functions import decay, saturation

#: Mean of G·k over a year at the defaults (7.13).
MEAN_ACCOMMODATION = 0.03


# saturation (6.1): S° for evidence, D° for relief


def softsign(x):
    return x / (1.0 + abs(x))


def squared_decay(x):
    return 1.0 / (1.0 + 0.5 * x) ** 2


# fatigue (7.11): what of spending tires


def all_spent(given, received):
    return given


def reciprocity(given, received):
    return max(0.0, given - received)


# dissolution (7.12): whose commitment protects


def mean_commitment(K_A, K_B):
    return 0.5 * (K_A + K_B)


def weaker_commitment(K_A, K_B):
    return min(K_A, K_B)


# learning_rule (7.13): accommodated share G of a surprise with its trace, and the new confidence


def smooth_share(surprise, p, margins):
    return 1 - p.α / (1 + surprise ** 2 / p.θ ** 2)


def threshold_share(surprise, p, margins):
    margins.see(abs(surprise) - p.θ)
    return 1 - p.α if abs(surprise) < p.θ else 1.0


def full_share(surprise, p, margins):
    return 1.0


def revised_confidence(n, k, G, p):
    return n + k * ((1 - G) * p.n_m + G - n)


def fixed_confidence(n, k, G, p):
    return n


# negativity_bias (7.13): factor of the day's weight, and the surprise that is learned from


def weight_of_bad(Δ, A, p):
    return 1 + p.ν * A if Δ < 0 else 1.0


def weight_alike(Δ, A, p):
    return 1.0


def surprise_as_is(Δ, X, m, A, p):
    return Δ


def surprise_perceived(Δ, X, m, A, p):
    return p.forms.S_evidence(X + p.ν * A * min(0.0, Δ)) - m


# generalisation (7.13): pace of the general level


def steady_pace(G, k, p):
    return p.λ_g


def accommodated_pace(G, k, p):
    return min(1.0, p.λ_g * G * k / MEAN_ACCOMMODATION)


#: Topic → form → the functions that it puts in place; the first form is the default.
FORMS = {
    "learning_rule": {
        "accommodation": {"share": smooth_share, "confidence": revised_confidence},
        "threshold": {"share": threshold_share, "confidence": revised_confidence},
        "delta_rule": {"share": full_share, "confidence": fixed_confidence},
    },
    "saturation": {
        "rational": {"S_evidence": saturation, "D_relief": decay},
        "softsign": {"S_evidence": softsign, "D_relief": squared_decay},
    },
    "fatigue": {"depletion": {"tiring": all_spent}, "reciprocity": {"tiring": reciprocity}},
    "generalisation": {"steady": {"pace": steady_pace}, "accommodated": {"pace": accommodated_pace}},
    "dissolution": {"mean_commitment": {"protecting": mean_commitment}, "weaker_commitment": {"protecting": weaker_commitment}},
    "negativity_bias": {
        "weight": {"bad_weight": weight_of_bad, "learned": surprise_as_is},
        "perception": {"bad_weight": weight_alike, "learned": surprise_perceived},
    },
}


class Forms:
    """The functions of a study's forms."""

    def __init__(self, chosen):
        for topic in chosen:
            if topic not in FORMS:
                raise ValueError(f"unknown topic of forms: {topic}")
        for topic, forms in FORMS.items():
            name = chosen.get(topic, next(iter(forms)))
            if name not in forms:
                raise ValueError(f"unknown form {topic}: {name}")
            for function, body in forms[name].items():
                setattr(self, function, body)
