"""Couples as they start: sections 5.1, 5.2 and 8.3 of docs/model.md."""

import csv
from math import exp, floor, sqrt

from .draws import COUPLE, PARTNER_A, PARTNER_B
from .functions import logistic, normal_quantile, saturation, score_logit
from .philox import words

NODES = [normal_quantile((i + 0.5) / 200) for i in range(200)]
PARTNER_NORMALS = (
    "Anxiety", "Avoidance", "SpecificSelf", "SpecificOthers", "Closeness", "Skill", "SafeSkill", "SoftSkill", "SelfSkill",
    "OthersSkill", "Reading", "Willingness", "Inconsistency", "Stress", "Liking", "Commitment",
)
PILOT_COUPLES, PILOT_REPLICATE, ATTEMPTS, LEAST_PROBABILITY = 16384, 65535, 4096, 0.001

#: Seed of newcomers: 8.4.
NEWCOMERS = 0x9E3779B97F4A7C15

BELIEFS = ("worth", "competence", "others")


class Luck:
    """Normals and uniforms of a couple (8.3). Pilots need the scores' only."""

    def __init__(self, seed, dyad, replicate, attempt, scores_only=False):
        self.partners = []
        for owner in (PARTNER_A, PARTNER_B):
            found = words(seed, dyad, replicate, attempt, owner, 1 if scores_only else 4)
            self.partners.append({name: normal_quantile(_uniform(word)) for name, word in zip(PARTNER_NORMALS, found)})
        if not scores_only:
            found = words(seed, dyad, replicate, attempt, COUPLE, 1)
            self.fit, self.conflict = normal_quantile(_uniform(found[0])), normal_quantile(_uniform(found[1]))
            self.acceptance, self.row = _uniform(found[2]), _uniform(found[3])


def _uniform(word):
    return (word + 0.5) / 4294967296.0


class Scores:
    """Scores from the group `population` (5.1)."""

    def __init__(self, p):
        self.anxiety = _solve(p.M_anx, p.SD_anx)
        self.avoidance = _solve(p.M_avo, p.SD_avo)
        self.s11 = sqrt(1 + p.r_anx)
        self.s21 = (p.r_w + p.r_c) / self.s11
        self.s22 = sqrt(max(0.0, 1 + p.r_avo - self.s21 ** 2))
        self.d11 = sqrt(1 - p.r_anx)
        self.d21 = (p.r_w - p.r_c) / self.d11
        self.d22 = sqrt(max(0.0, 1 - p.r_avo - self.d21 ** 2))

    def of(self, luck):
        """Anxiety and avoidance of A, then of B."""
        (N_A, V_A), (N_B, V_B) = ((n["Anxiety"], n["Avoidance"]) for n in luck.partners)
        r = 1 / sqrt(2)
        e1, f1, e2, f2 = r * (N_A + N_B), r * (N_A - N_B), r * (V_A + V_B), r * (V_A - V_B)
        u1, u2 = self.s11 * e1, self.s21 * e1 + self.s22 * e2
        v1, v2 = self.d11 * f1, self.d21 * f1 + self.d22 * f2
        return [
            (_score(self.anxiety, r * (u1 + v1)), _score(self.avoidance, r * (u2 + v2))),
            (_score(self.anxiety, r * (u1 - v1)), _score(self.avoidance, r * (u2 - v2))),
        ]


def _score(location_and_spread, normal):
    M, S = location_and_spread
    return 1 + 6 * logistic(M + S * normal)


def _mean(M, S):
    return sum(_score((M, S), node) for node in NODES) / len(NODES)


def _deviation(M, S):
    scores = [_score((M, S), node) for node in NODES]
    mean = sum(scores) / len(scores)
    return sqrt(max(0.0, sum(y * y for y in scores) / len(scores) - mean * mean))


def _bisect(low, high, is_below, steps=50):
    for _ in range(steps):
        middle = 0.5 * (low + high)
        if is_below(middle):
            low = middle
        else:
            high = middle
    return low, 0.5 * (low + high)


def _location(mean, S):
    return _bisect(-20.0, 20.0, lambda M: _mean(M, S) < mean)[1]


def _solve(mean, deviation):
    S = _bisect(0.0, 12.0, lambda spread: _deviation(_location(mean, spread), spread) < deviation)[1]
    return _location(mean, S), S


def profile(scores, cut):
    """0 secure, 1 anxious, 2 avoidant, 3 fearful (8.3)."""
    anxiety, avoidance = scores
    return (1 if anxiety >= cut else 0) + (2 if avoidance >= cut else 0)


class Thinning:
    """Keeping probabilities by class of a couple (8.3)."""

    def __init__(self, couples, minimum, cut):
        self.cut = cut
        profiles = [(profile(a, cut), profile(b, cut)) for a, b in couples]
        persons = [sum((a == h) + (b == h) for a, b in profiles) for h in range(4)]
        order = sorted(range(4), key=lambda h: persons[h])
        self.rank = {h: place for place, h in enumerate(order)}
        classes = [self._class(a, b) for a, b in profiles]
        counts = [classes.count(g) for g in range(4)]
        members = [[sum((a == h) + (b == h) for (a, b), c in zip(profiles, classes) if c == g) for h in range(4)] for g in range(4)]
        N = [count / len(couples) for count in counts]
        B = [[members[g][h] / max(1, counts[g]) for h in range(4)] for g in range(4)]

        t = [0.0] * 4
        for place, g in enumerate(order):
            if N[g] > 0:
                t[g] = max(0.0, (2 * minimum - sum(t[h] * B[h][g] for h in order[:place])) / B[g][g])
        if sum(t) >= 1:
            t = [share / sum(t) for share in t]
        else:
            x = _bisect(0.0, 1.0, lambda x: sum(max(t[g], x * N[g]) for g in range(4)) <= 1, 60)[0]
            t = [max(t[g], x * N[g]) for g in range(4)]
        keep = [max(t[g] / N[g], LEAST_PROBABILITY) if N[g] > 0 else 1.0 for g in range(4)]
        largest = max(keep[g] for g in range(4) if N[g] > 0)
        self.keep = [min(1.0, k / largest) for k in keep]

    def _class(self, a, b):
        return a if self.rank[a] < self.rank[b] else b

    def probability(self, scores):
        return self.keep[self._class(profile(scores[0], self.cut), profile(scores[1], self.cut))]


class Drawn:
    """A population drawn from the group `population`."""

    def __init__(self, study, p):
        self.study, self.scores = study, Scores(p)
        self.thinning = None
        if study.minimum_profile_share > 0:
            pilot = [self.scores.of(Luck(study.seed, dyad, PILOT_REPLICATE, 0, True)) for dyad in range(PILOT_COUPLES)]
            self.thinning = Thinning(pilot, study.minimum_profile_share, study.profile_cut)

    def couple(self, dyad):
        """Luck, scores and what is given of a couple."""
        for attempt in range(ATTEMPTS):
            luck = Luck(self.study.seed, dyad, self.study.replicate, attempt)
            scores = self.scores.of(luck)
            if self.thinning is None or luck.acceptance < self.thinning.probability(scores):
                break
        return luck, scores, Given()

    def newcomer(self, dyad):
        luck = Luck(self.study.seed ^ NEWCOMERS, dyad, self.study.replicate, 0)
        return luck, self.scores.of(luck), Given()


class Given:
    """What a population file gives beside scores: by quantity, of A, of B and of the couple."""

    def __init__(self, partners=({}, {}), couple=None):
        self.partners, self.couple = partners, couple or {}


PARTNER_RANGES = {
    "anxiety": (1, 7), "avoidance": (1, 7), "safe_skill": (0, 2), "soft_skill": (0, 2), "self_skill": (0, 2), "others_skill": (0, 2),
    "reading": (0, 1), "willingness": None, "inconsistency": None, "closeness_preference": None,
    "trust": (-1, 1), "satisfaction": (-1, 1), "commitment": (0, 1),
}
COUPLE_RANGES = {"fit": None, "conflict_proneness": None, "tension": (0, 1)}


class FromFile:
    """A population from a CSV file of persons or couples (5.1, 8.3)."""

    def __init__(self, study):
        self.study = study
        with open(study.population_file, newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        if study.rows == "couples":
            self.slots = [self._couple(row) for row in rows]
        else:
            self.slots = self._paired([self._read(row, PARTNER_RANGES, "") for row in rows])
        luck = [self._luck(slot) for slot in range(len(self.slots))]
        kept = range(len(self.slots))
        if study.minimum_profile_share > 0:
            thinning = Thinning([self._scores(slot) for slot in kept], study.minimum_profile_share, study.profile_cut)
            kept = [slot for slot in kept if luck[slot].acceptance < thinning.probability(self._scores(slot))]
        self.order = sorted(kept, key=lambda slot: luck[slot].row)
        self.everyone = sorted(range(len(self.slots)), key=lambda slot: luck[slot].row)

    def couple(self, dyad):
        R, D = len(self.order), self.study.dyads
        q, m = (D // R, D % R) if D >= R else (1, 0)
        place = dyad // (q + 1) if dyad < m * (q + 1) else m + (dyad - m * (q + 1)) // q
        return self._with_luck(self.study.seed, dyad, self.order[place])

    def newcomer(self, dyad):
        seed = self.study.seed ^ NEWCOMERS
        row = Luck(seed, dyad, self.study.replicate, 0).row
        return self._with_luck(seed, dyad, self.everyone[floor(row * len(self.everyone))])

    def _with_luck(self, seed, dyad, slot):
        return Luck(seed, dyad, self.study.replicate, 0), self._scores(slot), self.slots[slot]

    def _luck(self, slot):
        return Luck(self.study.seed, slot, self.study.replicate, 1)

    def _scores(self, slot):
        return [(given["anxiety"], given["avoidance"]) for given in self.slots[slot].partners]

    def _read(self, row, ranges, prefix):
        found = {}
        for quantity, ends in ranges.items():
            column = self.study.columns.get(prefix + quantity)
            if column is not None:
                header, scale = (column, None) if isinstance(column, str) else (column["column"], column.get("scale"))
                value = float(row[header])
                if scale:
                    value = ends[0] + (value - scale[0]) / (scale[1] - scale[0]) * (ends[1] - ends[0])
                found[quantity] = value
        return found

    def _couple(self, row):
        return Given((self._read(row, PARTNER_RANGES, ""), self._read(row, PARTNER_RANGES, "partner_")), self._read(row, COUPLE_RANGES, ""))

    def _paired(self, persons):
        k, s = len(persons) // 2, self.study.similarity
        places = []
        for slot in range(k):
            A, B = (n["Anxiety"] for n in self._luck(slot).partners)
            places += [A, s * A + sqrt(1 - s * s) * B]
        ranked = sorted(persons, key=lambda person: person["anxiety"] + person["avoidance"])
        if len(persons) % 2:
            del ranked[floor(self._luck(k).row * len(persons))]
        taken = [None] * (2 * k)
        for place, person in zip(sorted(range(2 * k), key=lambda place: places[place]), ranked):
            taken[place] = person
        return [Given((taken[2 * slot], taken[2 * slot + 1])) for slot in range(k)]


class Belief:
    """A belief as it is stored: shifts from g(0), confidence, trace (section 2)."""

    def __init__(self, specific, confidence):
        self.specific, self.general, self.confidence, self.trace = specific, 0.0, confidence, 0.0


class Partner:
    """Traits and states of a partner before settling (5.2)."""

    def __init__(self, p, n, scores, given):
        self.z_a, self.z_v = score_logit(scores[0]), score_logit(scores[1])
        R_a, R_v = (p.a_0 - self.z_a) / p.s, (p.b_0 - self.z_v) / p.s
        own = saturation(((1 - p.ω) * R_a - p.ω * R_v) / (1 - 2 * p.ω))
        others = saturation(((1 - p.ω) * R_v - p.ω * R_a) / (1 - 2 * p.ω))
        gap_own = (1 - abs(own)) * saturation(p.σ_m * n["SpecificSelf"])
        gap_others = (1 - abs(others)) * saturation(p.σ_m * n["SpecificOthers"])
        g_own, g_others = own - (1 - p.ξ) * gap_own, others - (1 - p.ξ) * gap_others
        self.g0 = {"worth": g_own, "competence": g_own, "others": g_others}
        confidence = min(p.n_0, p.n_m)
        self.beliefs = {b: Belief(gap_others if b == "others" else gap_own, confidence) for b in BELIEFS}
        self.o_anx, self.o_avo = p.a_0 - 0.15 * p.s_U, p.b_0

        def skill(level, name):
            return 2 * logistic(p.k̄ + level + p.σ_k * (sqrt(p.r_k) * n["Skill"] + sqrt(1 - p.r_k) * n[name]))

        self.δ = given.get("closeness_preference", p.δ̄ + p.σ_δ * n["Closeness"])
        self.k_safe = given.get("safe_skill", skill(p.k̄_1, "SafeSkill"))
        self.k_soft = given.get("soft_skill", skill(p.k̄_2, "SoftSkill"))
        self.k_self = given.get("self_skill", skill(p.k̄_3, "SelfSkill"))
        self.k_others = given.get("others_skill", skill(p.k̄_4, "OthersSkill"))
        self.q = given.get("reading", logistic(p.q̄ + p.σ_q * n["Reading"]))
        self.w_0 = given.get("willingness", p.w̄ + p.σ_w * n["Willingness"])
        self.ψ = given.get("inconsistency", p.ψ̄ * exp(p.σ_ψ * n["Inconsistency"]))
        self.k_i = p.σ_K * n["Commitment"]
        self.c, self.P, self.f, self.χ = n["Stress"], 0.2, 0.1, p.χ̄ + n["Liking"]
        self.restart()
        self.effort = self.sum_x_a = self.sum_x_v = 0.0

    def restart(self):
        """The states that begin anew with another partner (5.2, 8.4)."""
        self.T, self.U, self.V, self.x_a, self.x_v, self.R, self.Q, self.K = 0.4, 0.3, 0.0, 0.0, 0.0, 0.2, 0.5, 0.7

    def m(self, belief):
        """The relationship-specific level, which the equations call m."""
        return self.g0[belief] + self.beliefs[belief].specific


class Couple:
    """A couple before settling (5.2)."""

    def __init__(self, dyad, values, luck, scores, given):
        self.dyad = dyad
        self.partners = [Partner(p, n, y, had) for p, n, y, had in zip(values, luck.partners, scores, given.partners)]
        self.take_traits(values[0], luck, given)
        self.restart()
        self.days = self.sum_τ = self.conflicts = 0.0

    def take_traits(self, p, luck, given):
        self.F = given.couple.get("fit", p.σ_F * luck.fit)
        self.γ = given.couple.get("conflict_proneness", p.σ_γ * luck.conflict)

    def restart(self):
        self.τ, self.intact = 0.15, 1
