"""Page numbers that say how many there are ("Page 20 of 47"): documents of which pages are not there.

They are printed by whoever wrote the document, and count its pages: they are never taken for numbers of a production.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.model import Citation, Span, StampRun, StampSeries, stable_id
from onrecord.stamps.gather import Counted, PageStamps

#: What stands before such a number.
PREFIX = "Page "

#: One page that says so could have been read wrongly; two that agree are a document.
FEWEST = 2

Place = tuple[PageStamps, Counted]


def incomplete(pages: Sequence[PageStamps]) -> Iterator[StampSeries]:
    """A series for each document in a file of which some of the counted pages are not there."""
    by_total: defaultdict[int, list[Place]] = defaultdict(list)
    for page in pages:
        for counted in page.counted:
            by_total[counted.total].append((page, counted))
    for total in sorted(by_total):
        for document in _documents(by_total[total]):
            if len(document) >= FEWEST and (missing := _missing(document, total)):
                yield _series(document, total, missing)


def _documents(places: list[Place]) -> Iterator[list[Place]]:
    """Pages with the same total cut where the count begins again, or where too few numbers are left for the pages."""
    start = 0
    for at in range(1, len(places) + 1):
        if at == len(places) or not _goes_on(places[at - 1], places[at]):
            yield places[start:at]
            start = at


def _goes_on(last: Place, new: Place) -> bool:
    pages, numbers = new[0].number - last[0].number, new[1].number - last[1].number
    return 0 < pages <= numbers


def _missing(document: list[Place], total: int) -> list[tuple[int, int]]:
    """Ranges of numbers that no page bears; a page between two that count on was just not read."""
    there = sorted({number for run in _runs(document) for number in range(run.first, run.last + 1)})
    edges = [0, *there, total + 1]
    return [(a + 1, b - 1) for a, b in pairwise(edges) if b > a + 1]


def _runs(document: list[Place]) -> tuple[StampRun, ...]:
    runs: list[StampRun] = []
    for page, counted in document:
        last = runs[-1] if runs else None
        if last and page.number - last.last_page == counted.number - last.last:
            runs[-1] = StampRun(last.file, last.first_page, page.number, last.first, counted.number)
        else:
            runs.append(StampRun(page.file, page.number, page.number, counted.number, counted.number))
    return tuple(runs)


def _series(document: list[Place], total: int, missing: list[tuple[int, int]]) -> StampSeries:
    runs = _runs(document)
    cited = [document[0], document[-1]]
    return StampSeries(
        id=stable_id("ss", "count", document[0][0].key, total),
        citation=Citation(
            tuple(Span(page.key, counted.start, counted.end) for page, counted in cited),
            "\n".join(counted.text for _, counted in cited),
        ),
        prefix=PREFIX,
        width=0,
        unit="page",
        first=1,
        last=total,
        total=total,
        pages=sum(run.last_page - run.first_page + 1 for run in runs),
        bearing=len(document),
        runs=runs,
        skipped=tuple(missing),
    )
