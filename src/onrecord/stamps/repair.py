"""What OCR got wrong in a stamp, put right only where the pages around prove what must stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace
from rapidfuzz.distance import Levenshtein

from onrecord.stamps.gather import ALIKE, PageStamps, Seen, folded

#: A damaged stamp differs from the right one in at most this part of its characters, letters that look alike the same.
DAMAGED = 0.34

#: So many stamps in a row that agree are an anchor; two that OCR misread alike are not one between larger ones that
#: agree with each other.
ANCHOR, SMALL = 2, 3

#: The digits at the end of a stamp.
DIGITS = re.compile(r"\d+$")

NOTHING = Seen("")


class Reading(Struct, frozen=True):
    """A page of a file and what a series has on it: `number` is -1 for none.

    `proof` are the readings that prove a number that was repaired or inferred.
    """

    page: PageStamps
    seen: Seen = NOTHING
    number: int = -1
    state: str = ""
    reason: str = ""
    proof: tuple[Reading, ...] = ()

    @property
    def by_ocr(self) -> bool:
        """Whether the stamp was read from the image: not the one that a load file gives."""
        return self.page.by_ocr and self.seen.start >= 0


def repaired(readings: Sequence[Reading], unit: str, label: Callable[[int], str]) -> list[Reading]:
    """The readings of a file, what is not plain marked. `label` gives the stamp with a number.

    A number is right when neighbours agree with it: in a series of pages, number less page is the same; in one of
    documents the number is. Between two that agree with one another, every page must agree with them.
    """
    bases = [reading.page.number if unit == "page" else 0 for reading in readings]
    offsets = [r.number - base if r.number >= 0 else None for r, base in zip(readings, bases, strict=True)]
    anchors = _anchors(offsets)
    before, after = _nearest(anchors), [_mirrored(at, anchors) for at in _nearest(anchors[::-1])[::-1]]
    out = []
    for place, reading in enumerate(readings):
        left, right = before[place], after[place]
        offset = offsets[left] if left >= 0 and right >= 0 and offsets[left] == offsets[right] else None
        if anchors[place] or (offset is not None and reading.number == offset + bases[place]):
            out.append(reading)
        elif offset is None:
            sides = [(readings[at], (offsets[at] or 0) + bases[place]) for at in (left, right) if at >= 0]
            out.append(next(filter(None, (_found(reading, *side, label) for side in sides)), _unproven(reading)))
        else:
            out.append(_proven(reading, offset + bases[place], label, (readings[left], readings[right])))
    return out


def _mirrored(place: int, anchors: Sequence[bool]) -> int:
    return len(anchors) - 1 - place if place >= 0 else -1


def _anchors(offsets: Sequence[int | None]) -> list[bool]:
    """Which readings stand in a run of at least `ANCHOR` that agree, pages without a number between them or not."""
    runs: list[list[int]] = []
    for place, offset in enumerate(offsets):
        if offset is None:
            continue
        if runs and offsets[runs[-1][-1]] == offset:
            runs[-1].append(place)
        else:
            runs.append([place])
    strong = [len(run) >= ANCHOR for run in runs]
    for k in range(1, len(runs) - 1):
        a, b, c = runs[k - 1], runs[k], runs[k + 1]
        if len(b) <= SMALL and offsets[a[0]] == offsets[c[0]] and len(a) + len(c) > len(b) + ANCHOR:
            strong[k] = False
    anchors = [False] * len(offsets)
    for run, is_strong in zip(runs, strong, strict=True):
        for place in run:
            anchors[place] = is_strong
    return anchors


def _nearest(anchors: Sequence[bool]) -> list[int]:
    """For each place the last anchor before it, -1 for none."""
    found, last = [], -1
    for place, is_anchor in enumerate(anchors):
        found.append(last)
        if is_anchor:
            last = place
    return found


def _found(reading: Reading, beside: Reading, number: int, label: Callable[[int], str]) -> Reading | None:
    """A reading whose digits are all there, as one side has them go on, though its letters are damaged."""
    slip = _closest(reading, label(number), letters_only=True) if number >= 0 else None
    if slip is None:
        return None
    reason = f"page {beside.page.number} bears {label(beside.number)}, and the digits go on from there"
    return replace(reading, seen=slip, number=number, state="repaired", reason=reason, proof=(beside,))


def _unproven(reading: Reading) -> Reading:
    if not reading.by_ocr:
        return reading
    return replace(reading, state="unproven", reason="read by OCR, and no page beside it confirms the number")


def _proven(reading: Reading, number: int, label: Callable[[int], str], proof: tuple[Reading, Reading]) -> Reading:
    """A reading between two that prove its number: a slip of OCR, nothing at all, or something else altogether."""
    a, b = proof
    reason = f"pages {a.page.number} and {b.page.number} bear {label(a.number)} and {label(b.number)}"
    slip = _closest(reading, label(number))
    if slip is not None:
        return replace(reading, seen=slip, number=number, state="repaired", reason=reason, proof=proof)
    if reading.number >= 0:
        return replace(reading, state="contradicted", reason=reason, proof=proof)
    return replace(reading, number=number, state="inferred", reason=reason, proof=proof)


def _closest(reading: Reading, label: str, *, letters_only: bool = False) -> Seen | None:
    """What on the page is a damaged form of `label`, if anything; on a page that OCR did not read nothing is.

    `letters_only`: its digits are as they must be.
    """
    if not reading.page.by_ocr:
        return None
    wanted = folded(label)
    ranked = [
        (Levenshtein.distance(wanted, folded(seen.text)), place, seen)
        for place, seen in enumerate((reading.seen, *reading.page.stamps, *reading.page.edges))
        if seen.start >= 0 and (not letters_only or _digits(seen.text) == _digits(label))
    ]
    best = min(ranked, key=lambda each: each[:2], default=None)
    return best[2] if best and best[0] <= DAMAGED * len(wanted) else None


def _digits(stamp: str) -> str:
    """The last digits of a stamp, letters that look like digits among them, without zeros in front."""
    match = DIGITS.search(stamp.rstrip(" .,:").translate(ALIKE))
    return match[0].lstrip("0") if match else ""
