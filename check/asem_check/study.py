"""A study as the engine resolved it into manifest.json: parameters, arms and timeline (5.2, 8.4, studies.md)."""

import copy
import itertools
import json
import os
import re

from .forms import Forms
from .symbols import MODERATORS, PATHWAYS, Values

FOCAL, PROVIDER = 0, 1
CERTAIN = 1e4


class Study:
    def __init__(self, resolved, folder="."):
        self.seed, self.replicate, self.dyads = resolved["seed"], resolved["replicate"], resolved["dyads"]
        self.horizon_days, self.settle_days = resolved["horizon_days"], resolved["settle_days"]
        self.independent_luck = resolved["luck"] == "independent"
        population = resolved["population"]
        self.population_file = os.path.join(folder, population["file"]) if "file" in population else None
        self.rows, self.columns, self.similarity = population["rows"], population["columns"], population["similarity"]
        self.profile_cut, self.minimum_profile_share = population["profile_cut"], population["minimum_profile_share"]
        self.parameters = [dict(resolved["parameters"]), {**resolved["parameters"], **resolved["provider"]}]
        for moderator, on in resolved["moderators"].items():
            if not on:
                for partner in self.parameters:
                    partner.update(MODERATORS[moderator])
        self.sweep = resolved["sweep"]
        self.forms = Forms(resolved.get("forms", {}))
        self.switched, self.role = resolved["pathways"]["of"], resolved["pathways"]["role"]
        self.timeline = resolved["timeline"]

    @staticmethod
    def of_run(folder, population_folder="."):
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            return Study(json.load(file)["study"], population_folder)

    def in_cell(self, cell):
        """The study with the values of a cell; the last axis runs fastest."""
        if not self.sweep:
            return self
        study = copy.copy(self)
        study.parameters = [dict(partner) for partner in self.parameters]
        for axis, value in zip(self.sweep, list(itertools.product(*self.sweep.values()))[cell]):
            name = axis.removeprefix("provider.")
            for who in (FOCAL, PROVIDER) if name == axis else (PROVIDER,):
                study.parameters[who][name] = value
        return study

    def own_values(self):
        """Values of both partners as the study has them, for starts and settling."""
        return [self.values(partner) for partner in self.parameters]

    def values(self, by_name):
        """Values of a partner, with strengths S_1 … S_10 and the study's forms."""
        values = Values(by_name)
        values.strengths = [0.0] + [by_name[_strength(pathway)] for pathway in PATHWAYS]
        values.forms = self.forms
        return values

    def stream(self, point):
        return point + 1 if self.independent_luck else 0


def _strength(pathway):
    return pathway + ".strength"


class Arm:
    """What an arm switches: for each switched pathway a strength, or None where the study's own holds."""

    def __init__(self, study, name):
        self.study = study
        self.withdrawn_from = None
        of = study.switched
        others_off = dict.fromkeys(of, 0.0)
        parsed = re.fullmatch(
            r"(?P<base>all|none|only|without)(?P<comma>,| with)? ?(?P<pathways>(?!until|at )[a-z][a-z.+ ]*?)??( ?at (?P<dose>[0-9.]+))?( ?until day (?P<day>[0-9]+))?", name)
        if parsed is None:
            raise ValueError("unknown arm: " + name)
        base, dose, day = parsed["base"], parsed["dose"], parsed["day"]
        named = [pathway for pathway in re.split(r"[ +]+", parsed["pathways"] or "") if pathway]
        self.switches = {"all": {}, "none": others_off, "without": dict.fromkeys(named, 0.0)}.get(base)
        if base == "only":
            self.switches = {pathway: 0.0 for pathway in of if pathway not in named}
        if dose:
            self.switches = {**self.switches, named[0]: float(dose)}
        if day:
            self.withdrawn_from = int(day)
            self.withdrawn = dict.fromkeys(named or of, 0.0)

    def values(self, day):
        """Values of both partners on a day, after the timeline's `set` and the arm's switches."""
        study = self.study
        switches = dict(self.switches)
        if self.withdrawn_from is not None and day >= self.withdrawn_from:
            switches.update(self.withdrawn)
        found = []
        for who, by_name in enumerate(study.parameters):
            now = dict(by_name)
            for entry in study.timeline:
                if "set" in entry and day >= entry["from_day"] and _concerns(entry, who):
                    for name, value in entry["set"].items():
                        if not (name.endswith(".strength") and by_name[name] == 0):
                            now[name] = value
            if who == PROVIDER or study.role == "both":
                now.update((_strength(pathway), strength) for pathway, strength in switches.items() if strength is not None)
            found.append(study.values(now))
        return found

    def changes(self):
        """Days on which values may change."""
        days = {entry["from_day"] for entry in self.study.timeline if "set" in entry}
        if self.withdrawn_from is not None:
            days.add(self.withdrawn_from)
        return days


def _concerns(entry, who):
    return entry.get("whose", "both") in ("both", "focal" if who == FOCAL else "provider")


def _is_on(entry, day):
    return entry["from_day"] <= day <= entry.get("to_day", day) and (day - entry["from_day"]) % entry["every"] == 0


class Forced:
    """What a timeline forces upon one partner on a day (8.4): acts v_1 … v_10, the occasion u, and whether support is perceived."""

    def __init__(self):
        self.acts, self.occasion, self.perceived = [0.0] * (len(PATHWAYS) + 1), 1, True


NOTHING_FORCED = (Forced(), Forced())

OWN_SITUATIONS = {
    "stressor": "Stressor", "sharing": "Sharing", "challenge": "Challenge", "success": "Success", "support_offered": "SupportOffered",
}


def force(study, day, luck):
    """Puts forced situations into the draws of a day, and gives the forced acts received by A and by B."""
    shared, own = luck
    forced = Forced(), Forced()
    for entry in study.timeline:
        if "force" not in entry or not _is_on(entry, day):
            continue
        what, rate = entry["force"], entry["rate"]
        if what in PATHWAYS:
            for who in (FOCAL, PROVIDER):
                if _concerns(entry, who):
                    forced[who].acts[PATHWAYS.index(what) + 1] += entry["dose"]
                    forced[who].occasion = 1 if own[who].ForcedOccasion < rate else 0
                    if not entry.get("perceived", True):
                        forced[who].perceived = False
            continue
        draw = CERTAIN if entry["occurs"] else -CERTAIN
        if what in ("conflict", "joint_activity"):
            if shared.ForcedOccasion < rate:
                setattr(shared, "Conflict" if what == "conflict" else "JointActivity", draw)
                if "size" in entry:
                    shared.ConflictSize = entry["size"]
            continue
        for who in (FOCAL, PROVIDER):
            if _concerns(entry, who) and own[who].ForcedOccasion < rate:
                if what == "request":
                    own[1 - who].RequestMade = draw
                else:
                    setattr(own[who], OWN_SITUATIONS[what], draw)
                    if "size" in entry:
                        own[who].StressorSize = entry["size"]
    return forced
