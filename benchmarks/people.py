"""A million mentions of fifty thousand generated people: CPU seconds, memory, and who was taken for another.

``python -m benchmarks.people [MENTIONS [PEOPLE]]``. Names are put together from syllables; every person has an address,
and is written in seven ways: "Last, First (OFFICE)", "First Last", with a middle initial, by address alone, by a short
form, in capitals.
"""

from __future__ import annotations

import random
import resource
import sys
import time

from quality.identity import b_cubed

from onrecord.data import load
from onrecord.people.resolve import resolve
from onrecord.people.uses import Use

_HEADS = [
    "bar",
    "bel",
    "cor",
    "dan",
    "del",
    "fen",
    "gar",
    "hal",
    "jen",
    "kar",
    "lan",
    "mar",
    "nor",
    "pel",
    "quin",
    "ros",
    "sel",
    "tor",
    "van",
    "wel",
    "zan",
    "bri",
    "cla",
    "dre",
    "fro",
    "gle",
]
_TAILS = [
    "ton",
    "ley",
    "man",
    "son",
    "wick",
    "field",
    "ford",
    "berg",
    "stein",
    "well",
    "dale",
    "hurst",
    "mont",
    "ridge",
    "smith",
    "worth",
    "ville",
    "by",
    "stead",
    "mark",
]
_OFFICES = ("HPA/OED", "HPA/ENG", "HPA/OGC", "DPW", "CCA/REG")


class Person:
    """One generated person and the ways of writing the name."""

    def __init__(self, number: int, chance: random.Random, longs: list[str], shorts: dict[str, list[str]]) -> None:
        self.given = chance.choice(longs)
        self.family = (chance.choice(_HEADS) + chance.choice(_HEADS) + chance.choice(_TAILS)).title()
        self.middle = chance.choice("ABCDEFGHJKLMNPRSTW")
        self.address = f"{self.given}.{self.middle}.{self.family}{number}@example.gov".lower()
        self.office = chance.choice(_OFFICES)
        self.short = chance.choice(shorts.get(self.given) or [self.given])

    def use(self, chance: random.Random, scope: str, within: str) -> Use:
        """The person in one way of writing, in a header or a greeting."""
        given, family = self.given.title(), self.family
        ways = (
            (f"{family}, {given} {self.middle} ({self.office})", self.address),
            (f"{given} {self.middle}. {family}", self.address),
            (f"{given} {family}", self.address),
            (f"{family.upper()}, {given} {self.middle}", self.address),
            ("", self.address),
            (f"{self.short.title()} {family}", self.address),
            (f"{given} {self.middle}. {family}", ""),
        )
        name, address = chance.choice(ways)
        return Use(name, address, scope, within, chance.choice(("from", "to", "cc")))


def main(mentions: int = 1_000_000, people: int = 50_000) -> None:
    """Generate, resolve, and print what it took."""
    chance = random.Random(7)
    lines = [str(line).partition("|") for line in load("nicknames")["short"]]
    shorts = {long: tail.split() for head, _, tail in lines for long in head.split()}
    longs = sorted(long for long in shorts if len(long) > 3)
    everybody = [Person(number, chance, longs, shorts) for number in range(people)]
    uses, true = [], []
    for number in range(mentions):
        if number % 5 == 0:
            scope, members = f"c{number // 20}", chance.sample(everybody, 6)
        person = chance.choice(members)
        uses.append(person.use(chance, scope, f"{scope}m{number // 5}"))
        true.append(id(person))
    began = time.process_time()
    found = resolve(uses)
    seconds = time.process_time() - began
    keys = [answer.cluster if answer.cluster >= 0 else f"open {n}" for n, answer in enumerate(found.answers)]
    precision, recall, f1 = b_cubed(true, keys)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{mentions:,} mentions of {people:,} people: {seconds:.0f} s of one core, {memory:,.0f} MB at most")
    print(f"B3 P {precision:.2f} R {recall:.2f} F1 {f1:.2f}, {len(found.questions):,} questions")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
