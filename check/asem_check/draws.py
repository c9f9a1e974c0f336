"""From words to the draws of a day: sections 8.1 and 8.2 of docs/model.md."""

from math import log

from .functions import normal_quantile
from .philox import words

COUPLE, PARTNER_A, PARTNER_B = 0, 1, 2

PARTNER_PURPOSES = (
    ("StressInnovation", "normal"), ("Stressor", "logistic"), ("StressorSize", "exponential"), ("SignalNoise", "normal"),
    ("RequestMade", "logistic"), ("ReadingNoise", "normal"), ("Sharing", "logistic"), ("Challenge", "logistic"),
    ("Success", "logistic"), ("SupportOffered", "logistic"), ("Diagnostic", "logistic"), ("MeaningSelf", "normal"),
    ("MeaningOthers", "normal"), ("ForcedOccasion", "uniform"), ("Liking", "normal"),
)
COUPLE_PURPOSES = (
    ("SharedStress", "normal"), ("Conflict", "logistic"), ("ConflictSize", "exponential"), ("JointActivity", "logistic"),
    ("Ending", "logistic"), ("ForcedOccasion", "uniform"),
)


def uniform(word):
    return ((word >> 9) + 0.5) / 8388608.0


def normal(word):
    return normal_quantile(uniform(word))


def exponential(word):
    return -log(uniform(word))


def logistic_draw(word):
    u = uniform(word)
    return log(u / (1.0 - u))


DISTRIBUTIONS = {"uniform": uniform, "normal": normal, "exponential": exponential, "logistic": logistic_draw}


class Draws:
    """The draws of one owner on one day, an attribute for each purpose."""

    def __init__(self, purposes, owner_words):
        for (name, distribution), word in zip(purposes, owner_words):
            setattr(self, name, DISTRIBUTIONS[distribution](word))


def of_day(seed, dyad, replicate, day, stream):
    """Draws of the couple and of both partners on a day."""
    time = day + 65536
    couple = Draws(COUPLE_PURPOSES, words(seed, dyad, replicate, time, COUPLE, 2, stream))
    partners = [Draws(PARTNER_PURPOSES, words(seed, dyad, replicate, time, owner, 4, stream)) for owner in (PARTNER_A, PARTNER_B)]
    return couple, partners
