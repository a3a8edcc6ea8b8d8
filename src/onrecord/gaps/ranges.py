"""Ranges of stamps, looked up by a stamp: a large case has thousands of releases, and thousands of sheets."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from onrecord.text.stamps import Stamp

Thing = TypeVar("Thing")


class Ranges(Generic[Thing]):
    """Ranges of stamps, first and last included, each with what has it. A range is of the series of its first stamp."""

    def __init__(self, ranges: Iterable[tuple[Stamp, Stamp, Thing]]) -> None:
        by_series: defaultdict[str, list[tuple[int, int, Thing]]] = defaultdict(list)
        for first, last, thing in ranges:
            by_series[first.series].append((first.number, last.number, thing))
        self._by_series = {series: _Sorted(found) for series, found in by_series.items()}

    def meeting(self, series: str, first: int, last: int) -> Iterator[Thing]:
        """What has a range of `series` that holds a number from `first` to `last`, both included."""
        found = self._by_series.get(series)
        return found.meeting(first, last) if found else iter(())


class _Sorted(Generic[Thing]):
    """The ranges of one series by where they begin; of each is known how far it and all before it reach."""

    def __init__(self, ranges: list[tuple[int, int, Thing]]) -> None:
        self._ranges = sorted(ranges, key=lambda one: one[0])
        self._starts = [start for start, _, _ in self._ranges]
        self._reach = list(accumulate((end for _, end, _ in self._ranges), max))

    def meeting(self, first: int, last: int) -> Iterator[Thing]:
        at = bisect_right(self._starts, last) - 1
        while at >= 0 and self._reach[at] >= first:
            _, end, thing = self._ranges[at]
            if end >= first:
                yield thing
            at -= 1
