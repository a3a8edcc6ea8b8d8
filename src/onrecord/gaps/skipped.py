"""Stamps that no page bears and that no sheet, slip or letter accounts for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator

from onrecord.gaps.ranges import Ranges
from onrecord.model import Citation, Gap, StampRun, StampSeries, stable_id
from onrecord.text import stamps
from onrecord.text.stamps import Stamp

#: Raised when the same series and gaps give other gaps.
VERSION = "1"

#: Kinds of gaps that account for numbers which no page bears.
ACCOUNTED = ("withheld_page", "missing_release", "range_skipped")


def find(
    series: Iterable[StampSeries],
    known: Iterable[Gap],
    release_of: Callable[[str], str],
    cite: Callable[[str], Citation | None],
) -> Iterator[Gap]:
    """The runs of numbers that are missing from series of pages, less those that `known` gaps account for.

    `release_of` names the release of a file; `cite` gives the citation of a stamp on the page with this key.
    """
    taken = Ranges((*edges, edges) for gap in known if gap.kind in ACCOUNTED and (edges := _edges(gap)))
    for one in series:
        if one.unit != "page":
            continue
        runs = sorted(one.runs, key=lambda run: run.first)
        name = stamps_key(one)
        for first, last in one.skipped:
            covered = sorted((low.number, high.number) for low, high in taken.meeting(name, first, last))
            for low, high in _less(first, last, covered):
                yield _gap(one, runs, low, high, release_of, cite)


def stamps_key(series: StampSeries) -> str:
    """The series of a stamp as `onrecord.text.stamps` names it."""
    parsed = stamps.parse(series.label(series.first))
    return parsed.series if parsed else series.prefix


def _edges(gap: Gap) -> tuple[Stamp, Stamp] | None:
    low, high = stamps.parse(gap.stamp_start), stamps.parse(gap.stamp_end)
    return (low, high) if low and high else None


def _less(first: int, last: int, covered: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a run that are not `covered`, which is sorted."""
    for low, high in covered:
        if high < first:  # it lies within the one before
            continue
        if low > first:
            yield first, low - 1
        first = high + 1
    if first <= last:
        yield first, last


def _gap(
    series: StampSeries,
    runs: list[StampRun],
    first: int,
    last: int,
    release_of: Callable[[str], str],
    cite: Callable[[str], Citation | None],
) -> Gap:
    at = max(0, bisect_left(runs, first, key=lambda run: run.first) - 1)
    before = runs[at]
    count = last - first + 1
    page = f"{before.file[:16]}/{before.last_page}"
    return Gap(
        id=stable_id("g", "skipped_stamps", series.prefix, first, last),
        citation=cite(page) or series.citation,
        kind="skipped_stamps",
        release=release_of(before.file[:16]),
        stamp_start=series.label(first),
        stamp_end=series.label(last),
        bates_first=first,
        bates_last=last,
        detail=f"no page bears {'this number' if count == 1 else f'one of these {count} numbers'}",
        denominator=f"{count} of the {series.last - series.first + 1} numbers from {series.label(series.first)}"
        f" to {series.label(series.last)}",
        question="What are the pages with these numbers, and why does no sheet list them?",
    )
