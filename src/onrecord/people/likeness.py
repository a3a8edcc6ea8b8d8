"""How two names agree: equal, an initial, a short form, a slip of OCR; or not at all."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from onrecord.data import load


class Likeness(NamedTuple):
    """How far two names agree, from 0 (they part two people) to 1, and in which words that is said."""

    score: float
    reason: str


EQUAL = Likeness(1.0, "")
APART = Likeness(0.0, "")

#: What OCR takes for one another, longest first: every run stands for the last member.
_RUNS = (("rn", "m"), ("iii", "m"), ("vv", "w"), ("ii", "u"), ("li", "u"), ("lj", "u"), ("cl", "d"), ("nn", "m"))
_STROKES = str.maketrans({"1": "i", "l": "i", "j": "i", "|": "i", "!": "i", "t": "i", "f": "i", "0": "o", "5": "s",
                          "8": "b", "6": "b", "y": "v", "e": "c", "q": "g", "9": "g", "h": "b"})  # fmt: skip
#: How the reason of a likeness begins that a library found.
SECOND_OPINION = "FollowTheMoney finds"
#: Shortest names in which a slip is believed.
_SLIP_LENGTH = 5


@lru_cache(maxsize=400_000)
def skeleton(name: str) -> str:
    """A folded name with letters that OCR confuses made equal."""
    strokes = name.translate(_STROKES)
    for run, single in _SKELETON_RUNS:
        strokes = strokes.replace(run, single)
    return strokes


_SKELETON_RUNS = tuple((run.translate(_STROKES), single.translate(_STROKES)) for run, single in _RUNS)


class _Names(NamedTuple):
    """`lines`: for every name the lines of short forms it stands in; `full`: for every full form its one spelling."""

    lines: dict[str, frozenset[int]]
    full: dict[str, str]


@cache
def _names() -> _Names:
    data = load("nicknames")
    spelling = {name: group.split("/")[0] for group in data["spellings"] for name in str(group).split("/")}
    lines: dict[str, set[int]] = {}
    full = dict(spelling)
    for number, line in enumerate(data["short"]):
        longs, _, shorts = str(line).partition("|")
        for name in longs.split():
            full.setdefault(name, name)
        for name in longs.split() + shorts.split():
            lines.setdefault(name, set()).add(number)
    for name, first in spelling.items():
        lines.setdefault(name, set()).update(lines.get(first, ()))
    return _Names({name: frozenset(numbers) for name, numbers in lines.items()}, full)


def lines_of(name: str) -> frozenset[int]:
    """The numbers of the lines of short forms that a given name stands in; empty for a name that is in none."""
    return _names().lines.get(name, frozenset())


def is_given(name: str) -> bool:
    """Whether the data list `name` as a given name, full or short."""
    return name in _names().lines


@lru_cache(maxsize=1_000_000)
def given(a: str, b: str) -> Likeness:
    """How two given names agree. Two different full forms part people (Carol, Caroline)."""
    if a == b:
        return EQUAL
    if min(len(a), len(b)) < 2:
        return _initial(a, b)
    short, long = sorted((a, b), key=lambda name: (len(name), name))
    full = _names().full
    if a in full and b in full:
        return Likeness(0.95, f"{a.title()} and {b.title()} are spellings of one name") if full[a] == full[b] else APART
    if lines_of(a) & lines_of(b):
        return Likeness(0.9, f"{short.title()} is a form of {long.title()}")
    if len(short) >= 3 and long.startswith(short) and not (is_given(short) and is_given(long)):
        return Likeness(0.87, f"{short.title()} begins {long.title()}")
    return _slip(a, b)


def _initial(a: str, b: str) -> Likeness:
    if not a or not b or a[0] != b[0]:
        return APART
    return Likeness(0.85, f"{a[0].upper()}. is the initial of {max(a, b, key=len).title()}")


@lru_cache(maxsize=1_000_000)
def family(a: str, b: str) -> Likeness:
    """How two surnames agree: equal, or one is a slip of the other."""
    if a == b:
        return EQUAL
    short, long = sorted((a, b), key=len)
    if len(short) >= 4 and len(long) - len(short) >= 3 and (long.startswith(short) or long.endswith(short)):
        return Likeness(0.8, f"{short.title()} is a part of the double name {long.title()}")
    return _slip(a, b)


def _slip(a: str, b: str) -> Likeness:
    if min(len(a), len(b)) < 3:
        return APART
    if skeleton(a) == skeleton(b) and not (is_given(a) and is_given(b)):
        return Likeness(0.88, f"{a.title()} and {b.title()} differ in letters that OCR confuses")
    if min(len(a), len(b)) < _SLIP_LENGTH or (is_given(a) and is_given(b)):
        return APART
    limit = 1 if min(len(a), len(b)) < 9 else 2
    distance = DamerauLevenshtein.distance(a, b, score_cutoff=limit)
    if distance > limit:
        return APART
    return Likeness(0.8 if distance == 1 else 0.76, f"{a.title()} and {b.title()} differ by {_letters(distance)}")


def _letters(count: int) -> str:
    return "one letter" if count == 1 else f"{count} letters"


def is_slip(reason: str) -> bool:
    """Whether a likeness rests on letters that may be misread, rather than on a way of writing names."""
    return "OCR" in reason or "differ by" in reason or SECOND_OPINION in reason
