"""Studies that ask much of the document: every group of parameters, arms, timelines and files.

`python3 -m asem_check.studies FOLDER DYADS ASEM SAMPLE REDUCED` writes them as YAML (in its subset JSON) into a folder; ranges are those that
`asem list parameters --json` declares.
"""

import csv
import json
import os
import random
import shutil
import subprocess
import sys

from .symbols import MODERATORS

HORIZON, SETTLE = 60, 20
SEED = 20260101

#: Kept near their defaults, because spreads must be possible for their means and correlations possible together.
SCORES = {
    "population.anxiety_mean": (2.5, 4.5), "population.anxiety_sd": (0.2, 1.2), "population.avoidance_mean": (2.5, 4.5),
    "population.avoidance_sd": (0.2, 1.2), "population.within_person": (-0.2, 0.4), "population.partners_anxiety": (-0.2, 0.4),
    "population.partners_avoidance": (-0.2, 0.4), "population.partners_crossed": (-0.15, 0.15),
}

TIMELINE = [
    {"from_day": 0, "force": "safe.bond", "whose": "provider", "every": 3, "rate": 0.5, "dose": 1.5},
    {"from_day": 2, "force": "self.validation", "whose": "focal", "to_day": 40, "every": 2},
    {"from_day": 3, "set": {"stress.level": 2, "self.efficacy": 0.4}, "whose": "focal"},
    {"from_day": 5, "force": "conflict", "every": 7, "rate": 0.5, "size": 1.5},
    {"from_day": 6, "force": "request", "whose": "focal", "every": 4, "rate": 0.7},
    {"from_day": 7, "force": "sharing", "occurs": "off", "whose": "provider", "to_day": 20},
    {"from_day": 8, "force": "stressor", "whose": "focal", "to_day": 30, "every": 2, "size": 0.5},
    {"from_day": 8, "force": "support_offered", "whose": "focal", "to_day": 30, "every": 2},
    {"from_day": 8, "force": "others.support", "whose": "focal", "to_day": 30, "every": 4, "dose": 2},
    {"from_day": 10, "force": "others.support", "whose": "focal", "to_day": 30, "every": 4, "perceived": "off"},
    {"from_day": 9, "force": "challenge", "every": 5, "rate": 0.8},
    {"from_day": 9, "force": "success", "every": 10, "rate": 0.8},
    {"from_day": 10, "set": {"bond.pace": 0.1, "learning.initial_confidence": 5, "orientation.slope": 3}},
    {"from_day": 11, "force": "joint_activity", "to_day": 25, "rate": 0.4},
    {"from_day": 13, "force": "soft.disengage", "whose": "focal", "every": 9, "to_day": 40, "dose": 0.7},
    {"from_day": 14, "force": "soft.reasons", "whose": "provider", "every": 3, "rate": 0.5},
    {"from_day": 15, "force": "others.expectation", "whose": "provider", "every": 3, "rate": 0.5},
    {"from_day": 16, "force": "self.attribution", "whose": "provider", "every": 3, "rate": 0.5},
    {"from_day": 17, "force": "self.efficacy", "whose": "provider", "every": 3, "rate": 0.5},
    {"from_day": 18, "force": "others.activity", "whose": "provider", "every": 3, "rate": 0.5},
    {"from_day": 19, "force": "safe.deescalate", "whose": "focal", "every": 9, "to_day": 40},
    {"from_day": 33, "replace_partner": "on"},
    {"from_day": 36, "set": {"bond.pace": 0.07, "self.efficacy": 0}},
    {"from_day": 40, "set": {"stress.level": 0.5, "safe.bond": 1.5, "self.efficacy": 1.2}, "whose": "provider"},
    {"from_day": 35, "set": {"buffering.relief": 2}},
    {"from_day": 41, "force": "others.support", "rate": 0.4, "whose": "focal", "perceived": "off"},
    {"from_day": 41, "force": "stressor", "rate": 0.4, "whose": "focal"},
    {"from_day": 41, "force": "support_offered", "rate": 0.6},
    {"from_day": 45, "force": "conflict", "occurs": "off"},
    {"from_day": 50, "force": "conflict", "rate": 0.5},
]


def drawn_parameters(registry, chance):
    """Every parameter anywhere in its range; the provider's own where partners may differ."""
    found, provider = {}, {}
    for parameter in registry:
        name, low, high = parameter["name"], parameter["minimum"], parameter["maximum"]
        low, high = SCORES.get(name, (low, high))
        found[name] = round(chance.uniform(low, high), 6)
        if parameter["role"] != "both alike" and chance.random() < 0.5:
            provider[name] = round(chance.uniform(low, high), 6)
    return found, provider


def studies(registry, dyads, has_forms, reduced):
    """Name → study. An engine without the key `forms` gets none with it."""
    common = {"horizon_days": HORIZON, "settle_days": SETTLE, "dyads": dyads}
    of = ["safe.bond", "soft.disengage", "self.efficacy", "others.support", "others.expectation"]
    endings = {"dissolution.hazard": -3, "dissolution.commitment_protects": 1.5}
    found = {
        "defaults": {**common, "seed": SEED, "pathways": {"arms": ["all", "none", "each_left_out", "each_alone"]}},
        "cells": {**common, "seed": SEED + 6, "replicate": 2, "pathways": {"arms": ["all", "none"], "of": of},
                  "sweep": {"stress.level": [0.5, 2], "provider.others.support": [0.2, 1.1], "population.anxiety_mean": [3, 4]}},
        "thinned": {**common, "seed": 18446744073709551557, "replicate": 3, "luck": "independent", "population": {"minimum_profile_share": 0.2},
                    "pathways": {"arms": ["all", "none"], "of": of, "doses": [0.5, 1.7], "withdrawn_from": 25}},
        "timeline": {**common, "seed": SEED + 1, "pathways": {"arms": ["all", "none"]}, "timeline": TIMELINE},
        "timeline-ends": {**common, "seed": SEED + 2, "parameters": endings, "pathways": {"arms": ["all", "none", "each_left_out"], "of": of, "role": "provider"},
                          "timeline": TIMELINE},
        "couples-file": {**common, "seed": SEED + 3, "pathways": {"arms": ["all", "none"]},
                         "population": {"file": "sample-couples.csv", "rows": "couples", "minimum_profile_share": 0.1}},
        "own-file": {**common, "seed": SEED + 4, "pathways": {"arms": ["all", "none"]}, "timeline": TIMELINE[2:4] + TIMELINE[21:24],
                     "population": {"file": "own-couples.csv", "rows": "couples", "columns": OWN_COLUMNS}},
        "persons-file": {**common, "seed": SEED + 5, "dyads": max(dyads, 26), "pathways": {"arms": ["all", "none"]}, "timeline": TIMELINE[21:24],
                         "population": {"file": "own-persons.csv", "rows": "persons", "similarity": 0.4, "columns": PERSONS_COLUMNS}},
    }
    for number in range(1, 5):
        chance = random.Random(SEED + number)
        parameters, provider = drawn_parameters(registry, chance)
        off = {} if number == 1 else {moderator: "off" for moderator in sorted(MODERATORS) if chance.random() < 0.3}
        for moderator in off:
            for parameter in MODERATORS[moderator]:
                parameters.pop(parameter, None)
        found[f"drawn-{number}"] = {**common, "seed": chance.randrange(1 << 64), "parameters": parameters, "provider": provider, "moderators": off,
                                    "pathways": {"arms": ["all", "none"]}, "timeline": TIMELINE if number > 2 else []}
    if has_forms:
        forms = [
            {"learning_rule": "threshold", "saturation": "softsign", "fatigue": "reciprocity"},
            {"learning_rule": "delta_rule", "generalisation": "accommodated", "dissolution": "weaker_commitment", "negativity_bias": "perception"},
            {"saturation": "softsign", "generalisation": "accommodated", "negativity_bias": "perception"},
        ]
        for number, chosen in enumerate(forms, 1):
            found[f"forms-{number}"] = {**common, "seed": SEED + 10 + number, "forms": chosen, "parameters": {**endings, "learning.assimilation": 0.9},
                                        "pathways": {"arms": ["all", "none"]}, "timeline": TIMELINE}
    return {name: study for name, study in found.items() if name in REDUCED} if reduced else found


#: Studies of the reduced comparison: every section of the document, few of its corners.
REDUCED = ("defaults", "timeline-ends", "own-file", "drawn-4", "forms-1", "forms-2")

OWN_COLUMNS = {
    "anxiety": {"column": "anx_1", "scale": [1, 5]}, "avoidance": {"column": "avo_1", "scale": [5, 1]},
    "partner_anxiety": {"column": "anx_2", "scale": [1, 5]}, "partner_avoidance": {"column": "avo_2", "scale": [5, 1]},
    "satisfaction": {"column": "happy_1", "scale": [0, 100]}, "partner_satisfaction": {"column": "happy_2", "scale": [0, 100]},
    "trust": "trust_1", "partner_commitment": "commitment_2", "tension": "tension", "fit": "fit", "conflict_proneness": "proneness",
    "safe_skill": "safe_1", "partner_others_skill": "others_2", "reading": "reading_1", "willingness": "will_1", "inconsistency": "change_1",
    "partner_closeness_preference": "close_2",
}
OWN_RANGES = {
    "anx_1": (1, 5), "avo_1": (1, 5), "anx_2": (1, 5), "avo_2": (1, 5), "happy_1": (0, 100), "happy_2": (0, 100), "trust_1": (-1, 1),
    "commitment_2": (0, 1), "tension": (0, 1), "fit": (-0.5, 0.5), "proneness": (-1, 1), "safe_1": (0, 2), "others_2": (0, 2), "reading_1": (0, 1),
    "will_1": (-2, 2), "change_1": (0, 1.5), "close_2": (-1, 1),
}
PERSONS_COLUMNS = {"anxiety": "anxiety", "avoidance": "avoidance", "soft_skill": "soft"}
PERSONS_RANGES = {"anxiety": (1, 7), "avoidance": (1, 7), "soft": (0, 2)}


def write_csv(path, ranges, rows, chance):
    with open(path, "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(ranges)
        for _ in range(rows):
            table.writerow([f"{chance.uniform(*ends):.2f}" for ends in ranges.values()])


def main(folder, dyads, asem, sample, reduced):
    registry = json.loads(subprocess.run([asem, "list", "parameters", "--json"], check=True, capture_output=True, text=True).stdout)
    has_forms = subprocess.run([asem, "list", "forms"], check=False, capture_output=True).returncode == 0
    shutil.copy(sample, os.path.join(folder, "sample-couples.csv"))
    chance = random.Random(SEED)
    write_csv(os.path.join(folder, "own-couples.csv"), OWN_RANGES, 12, chance)
    write_csv(os.path.join(folder, "own-persons.csv"), PERSONS_RANGES, 25, chance)
    for name, study in studies(registry, int(dyads), has_forms, reduced == "1").items():
        with open(os.path.join(folder, name + ".yaml"), "w", encoding="utf-8") as file:
            file.write(_yaml(study) + "\n")
        print(name)


def _yaml(value):
    """Flow style: JSON but for flags, which are bare words."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_yaml(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    return value if value in ("on", "off") else json.dumps(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
