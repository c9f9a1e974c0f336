"""A damped spring, step by step: reads a design, writes results. Usage: python3 spring.py design.csv results.csv"""

import csv
import sys


def swing(mass, stiffness, damping, push, seconds=10.0, step=0.01):
    """Largest distance in the last two seconds, and how often the spring turned round."""
    x, v, largest, turns = 0.0, push, 0.0, 0
    for i in range(int(seconds / step)):
        before = v
        v += step * (-stiffness * x - damping * v) / mass
        x += step * v
        turns += before * v < 0
        if i * step >= seconds - 2:
            largest = max(largest, abs(x))
    return largest, turns


with open(sys.argv[1], newline="", encoding="utf-8") as design, open(sys.argv[2], "w", newline="", encoding="utf-8") as results:
    writer = csv.writer(results)
    writer.writerow(["design_id", "swing", "turns"])
    for row in csv.DictReader(design):
        found = swing(float(row["mass"]), float(row["stiffness"]), float(row["damping"]), float(row["push"]))
        writer.writerow([row["design_id"], *found])
