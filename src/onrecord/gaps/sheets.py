"""Sheets in the place of withheld pages, put together from the pages that they run over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from onrecord.data import codes
from onrecord.model import ListedPage, Page, Span, WithheldSheet, cite, stable_id
from onrecord.text import stamps, withheld
from onrecord.text.stamps import Stamp
from onrecord.text.withheld import Sheet

#: A list of deleted pages goes on at most this many pages after one that could not be read.
UNREAD = 1
#: So many stamps of a file are kept with its sheets.
NEAR = 40

Part = tuple[Page, Sheet]


def find(pages: Sequence[Page], release: str) -> Iterator[WithheldSheet]:
    """The sheets among the pages of one file, in order. `release` is the name the file was added under."""
    read = {page.number: sheet for page in pages if page.text and (sheet := withheld.read(page.text)) is not None}
    printed = {page.number: stamp for page in pages if page.number not in read and (stamp := _stamp(page))}
    for parts in _lists(pages, read):
        yield _sheet(parts, printed, release)


def _lists(pages: Sequence[Page], read: dict[int, Sheet]) -> Iterator[list[Part]]:
    """The pages of each sheet. A page of a list that could not be read lies between two that could."""
    parts: list[Part] = []
    for page in pages:
        sheet = read.get(page.number)
        if sheet is None:
            continue
        goes_on = parts and not sheet.opens and page.number - parts[-1][0].number <= UNREAD + 1
        if parts and not goes_on:
            yield parts
            parts = []
        parts.append((page, sheet))
    if parts:
        yield parts


def _sheet(parts: list[Part], printed: dict[int, str], release: str) -> WithheldSheet:
    page, head = parts[0]
    listed = tuple(ListedPage(*line) for _, sheet in parts for line in sheet.listed)
    rows = sum(sheet.rows for _, sheet in parts)
    total = head.total if head.total is not None else rows or None
    spans = [Span(each.key, sheet.start, sheet.end) for each, sheet in parts]
    near = sorted(printed, key=lambda number: abs(number - page.number))
    return WithheldSheet(
        id=stable_id("w", page.file, page.number),
        citation=cite(spans, {each.key: each.text for each, _ in parts}),
        kind=head.kind,
        release=release,
        file=page.file,
        page_start=page.number,
        page_end=parts[-1][0].number,
        total=total,
        counted=head.total is None and total is not None,
        listed=listed,
        codes=_codes(parts, listed),
        runs=((head.first, head.last),) if head.first else tuple(_runs(listed, list(printed.values()))),
        near=tuple(printed[number] for number in islice(near, NEAR)),
    )


def _codes(parts: list[Part], listed: Sequence[ListedPage]) -> tuple[str, ...]:
    texts = [line.reason for line in listed] or [page.text for page, _ in parts]
    return tuple(sorted({code for text in texts for code in codes.find(text)}))


def _stamp(page: Page) -> str:
    return page.stamps[0] if page.stamps else ""


def _runs(listed: Sequence[ListedPage], printed: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The runs of listed pages as stamps, where the numbers on the list are those that the file's stamps leave out.

    That is so when none of them is on a page, and each run lies next to a number that is.
    """
    known = [stamp for text in printed if (stamp := stamps.parse(text))]
    numbers = sorted({line.number for line in listed})
    if not known or not numbers:
        return
    series = _main_series(known)
    there = {stamp.number for stamp in series}
    runs = _consecutive(numbers)
    if any(number in there for number in numbers):
        return
    if all(first - 1 in there or last + 1 in there for first, last in runs):
        yield from ((series[0].label(first), series[0].label(last)) for first, last in runs)


def _main_series(known: Sequence[Stamp]) -> list[Stamp]:
    names = [stamp.series for stamp in known]
    most = max(sorted(set(names)), key=names.count)
    return [stamp for stamp in known if stamp.series == most]


def _consecutive(numbers: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
