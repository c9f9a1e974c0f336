"""Bounded maps and numbers: section 6 of docs/model.md."""

from math import log
from statistics import NormalDist

#: Where the argument of saturation is held: short of 3, so that rounding cannot pass ±1.
HOLD = 2.96

#: Normal quantile, algorithm AS 241 [@wichura1988]: the one that the standard library uses.
normal_quantile = NormalDist().inv_cdf


def saturation(x):
    """S(x) of 6.1."""
    if x > HOLD:
        x = HOLD
    elif x < -HOLD:
        x = -HOLD
    square = x * x
    return x * (27.0 + square) / (27.0 + 9.0 * square)


def logistic(x):
    """σ(x) of 6.1."""
    x *= 0.5
    if x > HOLD:
        x = HOLD
    elif x < -HOLD:
        x = -HOLD
    square = x * x
    return 0.5 + 0.5 * (x * (27.0 + square) / (27.0 + 9.0 * square))


def decay(x):
    """D(x) of 6.1."""
    return 1.0 / (1.0 + x)


def toward(x, y, w):
    """toward(x, y, w) of 6.1."""
    return x + w * (y - x)


def score_logit(score):
    """The logit z of a score y on 1–7, end of 5.1."""
    p = (score - 1.0) / 6.0
    if p <= 0.0:
        return -6.0
    if p >= 1.0:
        return 6.0
    c = (p / (1.0 - p)) ** (1.0 / 3.0)
    return 6.0 * (c - 1.0) / (c + 1.0)


def log_odds(p):
    """ln(p/(1 − p)), the exact logit of a share."""
    return log(p / (1.0 - p))
