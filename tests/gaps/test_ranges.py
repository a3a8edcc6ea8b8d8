"""Ranges of stamps are found by the numbers that they hold."""

from __future__ import annotations

from random import Random

from onrecord.gaps.ranges import Ranges
from onrecord.text.stamps import Stamp


def ranges(series: str, *edges: tuple[int, int]) -> list[tuple[Stamp, Stamp, tuple[int, int]]]:
    return [(Stamp(series, first, 1), Stamp(series, last, 1), (first, last)) for first, last in edges]


def test_ranges_that_meet_a_run_of_numbers_are_found_whatever_they_hold_or_overlap() -> None:
    rng = Random(7)
    edges = [(first, first + rng.choice((0, 3, 40))) for first in (rng.randrange(300) for _ in range(60))]
    known = Ranges([*ranges("HPA-", *edges), *ranges("ABC-", (0, 400))])
    for first in range(0, 340, 7):
        for last in (first, first + 5, first + 100):
            wanted = sorted((low, high) for low, high in edges if low <= last and high >= first)
            assert sorted(known.meeting("HPA", first, last)) == wanted


def test_another_series_has_other_ranges() -> None:
    known = Ranges(ranges("HPA-", (1, 9)))
    assert list(known.meeting("ABC", 1, 9)) == []
    assert list(known.meeting("HPA", 10, 12)) == []
