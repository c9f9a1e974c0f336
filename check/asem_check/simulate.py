"""The life of a couple: settling, the days of the study, the end of the bond, another partner (5.3, 7.12, 8.4)."""

import copy

from . import model
from .draws import of_day
from .population import BELIEFS, Belief, Couple, Drawn, FromFile
from .study import NOTHING_FORCED, Arm, force


class Simulation:
    """All couples of a study."""

    def __init__(self, study):
        self.study = study
        self.own_values = study.own_values()
        self.population = FromFile(study) if study.population_file else Drawn(study, self.own_values[0])

    def settled(self, dyad, stream):
        """A couple on the morning of day 0 (5.3)."""
        study, values = self.study, self.own_values
        luck, scores, given = self.population.couple(dyad)
        couple = Couple(dyad, values, luck, scores, given)
        margins = model.Margins()
        for day in range(-study.settle_days, 0):
            draws = of_day(study.seed, dyad, study.replicate, day, stream)
            model.simulate_day(couple, values, draws, NOTHING_FORCED, True, margins)
        for i, p, had in zip(couple.partners, values, given.partners):
            i.T, i.Q, i.K = had.get("trust", i.T), had.get("satisfaction", i.Q), had.get("commitment", i.K)
            model.fix_readouts(i, p)
            i.effort = i.sum_x_a = i.sum_x_v = 0.0
        couple.τ = given.couple.get("tension", couple.τ)
        couple.days = couple.sum_τ = couple.conflicts = 0.0
        return couple, margins

    def replace_partner(self, couple, values):
        """Another partner B at the start of a day (8.4), by the values that the study starts with."""
        luck, scores, given = self.population.newcomer(couple.dyad)
        A, former = couple.partners
        for b in BELIEFS:
            general = A.beliefs[b].general
            A.beliefs[b] = Belief(general, min(values[0].n_0, values[0].n_m))
            A.beliefs[b].general = general
        A.restart()
        other = Couple(couple.dyad, values, luck, scores, given)
        B = other.partners[1]
        A.χ = other.partners[0].χ
        B.effort = former.effort
        couple.partners[1], couple.F, couple.γ = B, other.F, other.γ
        couple.restart()

    def days(self, dyad, point, arm_name):
        """For each day: the couple in the evening, what happened (None after the end of the bond), values for outcomes, smallest margin so far.

        After the end the couple stays as it was on the evening on which it ended; chronic stress alone goes on, unseen.
        """
        study, arm, stream = self.study, Arm(self.study, arm_name), self.study.stream(point)
        couple, margins = self.settled(dyad, stream)
        changes = arm.changes()
        values = arm.values(0)
        newcomer = {entry["from_day"] for entry in study.timeline if entry.get("replace_partner")}
        stress = None
        for day in range(study.horizon_days):
            if day in changes:
                values = arm.values(day)
            if day in newcomer:
                if stress is not None:
                    couple.partners[0].c, stress = stress[0].c, None
                self.replace_partner(couple, self.own_values)
            draws = of_day(study.seed, dyad, study.replicate, day, stream)
            if stress is not None:
                for i, p, own in zip(stress, values, draws[1]):
                    model.chronic_stress(i, p, draws[0], own)
                yield couple, None, values_at_end, margins.smallest
                continue
            forced = force(study, day, draws)
            happened, ended = model.simulate_day(couple, values, draws, forced, False, margins)
            if ended:
                couple.intact = 0
                stress, values_at_end = [copy.copy(i) for i in couple.partners], values
            yield couple, happened, values, margins.smallest
