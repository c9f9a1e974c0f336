"""Checks words and the places of draws against the vectors that the engine's tests use: `python3 -m asem_check.golden FOLDER`."""

import os
import sys

from .draws import COUPLE, COUPLE_PURPOSES, PARTNER_A, PARTNER_B, PARTNER_PURPOSES
from .philox import philox

OWNERS = {"Couple": COUPLE, "PartnerA": PARTNER_A, "PartnerB": PARTNER_B}


def lines(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return [line.split() for line in file if line.strip() and not line.startswith("#")]


def differing(folder):
    """Lines of the vectors with which this implementation does not agree."""
    for line in lines(folder, "philox4x32-10.txt"):
        numbers = [int(word, 16) for word in line]
        if list(philox(numbers[:4], numbers[4:6])) != numbers[6:]:
            yield line
    places = {("Owner", name): number for name, number in OWNERS.items()}
    for who, purposes in (("Couple", COUPLE_PURPOSES), ("Partner", PARTNER_PURPOSES)):
        places.update({(who, name): number for number, (name, _) in enumerate(purposes)})
    for who, name, number in lines(folder, "draws.txt"):
        if places.get((who, name)) != int(number):
            yield [who, name, number]


if __name__ == "__main__":
    found = list(differing(sys.argv[1]))
    print("\n".join("differs from golden: " + " ".join(line) for line in found) or "golden vectors agree")
    sys.exit(1 if found else 0)
