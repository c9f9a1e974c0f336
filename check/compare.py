#!/usr/bin/env python3
"""Simulates the couples of replays again and compares every state of both partners on every day.

compare.py RUN REPLAYS... [--couples N] [--tolerance T] [--rounding R] [--population FOLDER] [--verbose]

RUN is the folder of a run, REPLAYS a file of what `asem replay RUN --point P --dyad A..B --json` printed, one couple a line. A difference is relative to the state's
range; sums, which have none, are compared relative to the days of the horizon. The exit code is 1 if one exceeds the tolerance T, 0 if
not. Whatever else a replay says of a day (situations, reaction, efforts, doses, evidence, outcomes) must agree within ten times T, absolutely
below 1 and relatively above. Once an event's logit lay within R of its draw, rounding may have decided it; a couple that differs from such a day on is counted apart.
"""

import argparse
import json
import sys

from asem_check import columns
from asem_check.simulate import Simulation
from asem_check.study import Study


#: Tolerance of what is no state, relative to the states': latent values are sums of many products.
OTHERS = 10


def differences(simulation, replay):
    """For each day and person: day, {column: difference relative to its range}, smallest margin so far."""
    study = simulation.study
    rows = {(row["day"], row["person"]): row for row in replay["days"] if row["variant"] == "as_run"}
    for day, (couple, happened, values, margin) in enumerate(simulation.days(replay["dyad"], replay["point"], replay["arm"]), 1):
        for who, person in enumerate(("focal", "partner")):
            i, j = couple.partners[who], couple.partners[1 - who]
            mine = columns.states(couple, i)
            mine.update(columns.outcomes(couple, i, j, values[who], study, day))
            if happened is not None:
                mine.update(columns.happened(i, happened[who], happened[1 - who]))
            row = rows[day, person]
            found = {}
            for column, value in mine.items():
                theirs = row[column]
                if column in columns.STATE_RANGES:
                    size = columns.STATE_RANGES[column]
                else:
                    size = study.horizon_days if column in columns.SUMS else max(1.0, abs(value))
                found[column] = float("inf") if theirs is None else abs(value - theirs) / size
            if happened is None:
                found["situation.together"] = 0.0 if row["situation.together"] in (None, 0) else float("inf")
            yield day, person, found, margin


class Result:
    """What a comparison found."""

    def __init__(self):
        self.couples = self.ended = self.by_rounding = self.different = 0
        self.state = self.other = (0.0, "")

    def largest(self, kind, found, where):
        worst = max(found, key=found.get)
        if found[worst] > getattr(self, kind)[0]:
            setattr(self, kind, (found[worst], f"{worst} {where}"))


def compare(simulation, replay, tolerance, rounding, result, verbose):
    couple = f"point {replay['point']} ({replay['arm']}), dyad {replay['dyad']}"
    result.couples += 1
    for day, person, found, margin in differences(simulation, replay):
        states = {column: size for column, size in found.items() if column.startswith("state.")}
        others = {column: size for column, size in found.items() if column not in states}
        differing = {column: size for column, size in found.items() if size > (tolerance if column in states else OTHERS * tolerance)}
        if differing and margin <= rounding:
            result.by_rounding += 1
            return
        where = f"on day {day} of {person}, {couple}"
        result.largest("state", states, where)
        result.largest("other", others, where)
        if differing:
            result.different += 1
            if verbose:
                for column, size in differing.items():
                    print(f"  {column} differs by {size:.3g} {where}", file=sys.stderr)
            return
    if replay["days"][-1]["state.intact"] == 0:
        result.ended += 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("run")
    arguments.add_argument("replays", nargs="+")
    arguments.add_argument("--couples", type=int, help="couples that there must be")
    arguments.add_argument("--tolerance", type=float, default=1e-9)
    arguments.add_argument("--rounding", type=float, default=1e-9)
    arguments.add_argument("--population", default=".", help="folder to which the study's population file is relative")
    arguments.add_argument("--verbose", action="store_true", help="list what differs on the first day on which a couple does")
    options = arguments.parse_args()

    study, simulations, result = Study.of_run(options.run, options.population), {}, Result()
    for path in options.replays:
        with open(path, encoding="utf-8") as file:
            for replay in map(json.loads, file):
                cell = replay["cell"]
                if cell not in simulations:
                    simulations[cell] = Simulation(study.in_cell(cell))
                compare(simulations[cell], replay, options.tolerance, options.rounding, result, options.verbose)
    if options.couples not in (None, result.couples):
        sys.exit(f"{result.couples} couples were replayed instead of {options.couples}")
    print(f"{result.couples} couples ({result.ended} ended), {study.horizon_days} days: "
          f"states within {result.state[0]:.1e}, all else within {result.other[0]:.1e}; "
          f"{result.different} different, {result.by_rounding} by rounding; largest {result.state[1]}")
    return 1 if result.different else 0


if __name__ == "__main__":
    sys.exit(main())
