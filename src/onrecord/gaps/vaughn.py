"""Vaughn indexes: an agency's own list of what it withheld, read, joined to pages, and held against them.

An index is a CSV file with a heading row, or a document with "Vaughn index" at its top whose rows begin with a stamp.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from msgspec import Struct

from onrecord.data import codes
from onrecord.gaps.ranges import Ranges
from onrecord.model import Gap, Page, Span, VaughnEntry, WithheldSheet, cite, stable_id
from onrecord.text import stamps

#: Without one of these words no page is looked at.
WORDS = re.compile(r"vaughn|exempt|\(b\)\(\d\)|\bb\d\b", re.IGNORECASE)

TITLE = re.compile(r"\bVaughn[ \t]+(?:index|declaration)\b", re.IGNORECASE)
#: The heading stands in so many characters at the top of the first page.
HEAD = 600

#: The columns of a CSV file: what its heading row calls the pages, the grounds and the description.
COLUMNS = (
    ("range", re.compile(r"bates|page|range|stamp|doc(?:ument)?\b.*(?:no|number|id)", re.IGNORECASE)),
    ("codes", re.compile(r"exempt|basis|ground|code", re.IGNORECASE)),
    ("description", re.compile(r"descri|subject|summary|content", re.IGNORECASE)),
)

#: A record of a CSV file has no more lines than this.
MOST_LINES = 100
#: ... and no more characters: the limit of the module that reads it.
LONGEST = 100_000

_STAMP = r"[A-Z][A-Z0-9()_-]{0,20}?\d{3,10}|\d\d-cv-\d{3,5}\([A-Z]+\)-\d{1,7}"
RANGE = re.compile(
    rf"[ \t]*(?P<first>{_STAMP})"
    rf"(?:[ \t]*(?:through|thru|to|[-\u2013\u2014])[ \t]*(?P<last>{_STAMP}|\d{{2,10}}))?(?![\w-])"
)


def find(pages: Sequence[Page], release: str) -> Iterator[VaughnEntry]:
    """The rows of the index that a file is; nothing of any other file."""
    if not pages:
        return
    if TITLE.search(pages[0].text, 0, HEAD):
        for page in pages:
            yield from _printed(page, release)
    elif columns := _columns(pages[0].text):
        for page in pages:
            yield from _rows(page, release, columns)


def _columns(text: str) -> dict[str, int] | None:
    """The number of each column of a CSV file that has all it takes."""
    heading = _cells(text.partition("\n")[0])
    found = {name: number for name, pattern in COLUMNS for number, cell in enumerate(heading) if pattern.search(cell)}
    return found if found.keys() >= {"range", "codes"} and len(set(found.values())) == len(found) else None


def _cells(record: str) -> list[str]:
    """The fields of a record; none of one longer than any index has."""
    if len(record) > LONGEST:
        return []
    return next(csv.reader([record.replace("\n", " ")]), [])


def _rows(page: Page, release: str, columns: dict[str, int]) -> Iterator[VaughnEntry]:
    start = 0
    for line in _records(page.text):
        end = start + len(line)
        cells = _cells(line)
        if len(cells) > max(columns.values()) and (at := RANGE.fullmatch(cells[columns["range"]].strip())):
            about = cells[columns["description"]] if "description" in columns else ""
            yield _entry(page, release, (start, end), at, codes.find(cells[columns["codes"]]), about)
        start = end + 1


def _records(text: str) -> Iterator[str]:
    """The records of a CSV text: a line feed within quotes ends none, unless a quote is never closed."""
    held: list[str] = []
    is_open = False
    for line in text.split("\n"):
        held.append(line)
        is_open ^= line.count('"') % 2 == 1
        if not is_open or len(held) >= MOST_LINES:
            yield "\n".join(held)
            held, is_open = [], False
    if held:
        yield "\n".join(held)


def _printed(page: Page, release: str) -> Iterator[VaughnEntry]:
    """The rows of a printed table: each begins with a stamp at the beginning of a line."""
    starts = [(match.start(), match) for line in _line_starts(page.text) if (match := RANGE.match(page.text, line))]
    ends = [start for start, _ in starts[1:]] + [len(page.text)]
    for (start, match), end in zip(starts, ends, strict=False):
        text = page.text[match.end() : end].strip()
        found = codes.find(text)
        if found:
            about = " ".join(codes.LABEL_CODE.sub(" ", text).replace(";", " ").split())
            yield _entry(page, release, (start, start + len(page.text[start:end].rstrip())), match, found, about)


def _line_starts(text: str) -> Iterator[int]:
    return chain((0,), (match.end() for match in re.finditer("\n", text)))


def _entry(
    page: Page, release: str, at: tuple[int, int], match: re.Match[str], found: tuple[str, ...], about: str
) -> VaughnEntry:
    first = match["first"]
    last = match["last"] or first
    parts = stamps.parse(first)
    if last.isdigit() and parts:
        whole = f"{parts.number:0{parts.width}d}"
        last = parts.prefix + whole[: max(len(whole) - len(last), 0)] + last
    return VaughnEntry(
        id=stable_id("v", page.file, page.number, at[0]),
        citation=cite((Span(page.key, *at),), {page.key: page.text}),
        release=release,
        file=page.file,
        stamp_start=first,
        stamp_end=last,
        codes=found,
        description=about.strip(),
    )


class Place(Struct, frozen=True):
    """A stamped page: its key, and the exemptions on it as counted; `is_redacted` when anything on it is hidden."""

    key: str
    codes: frozenset[str]
    is_redacted: bool


def check(
    entries: Iterable[VaughnEntry],
    sheets: Iterable[WithheldSheet],
    numbers: dict[tuple[str, int], str],
    look: Callable[[str], Place | None],
) -> Iterator[Gap]:
    """Where an index and the pages disagree. `numbers` are page keys by series and number; `look` opens a page."""
    ends = ((stamps.parse(first), stamps.parse(last)) for sheet in sheets for first, last in sheet.runs)
    runs = Ranges((low, high, True) for low, high in ends if low and high)
    indexed: set[tuple[str, int]] = set()
    for entry in entries:
        low, high = stamps.parse(entry.stamp_start), stamps.parse(entry.stamp_end)
        if low is None or high is None or not 0 <= high.number - low.number < MOST_PAGES:
            continue
        wanted = [(low.series, number) for number in range(low.number, high.number + 1)]
        indexed.update(wanted)
        places = [place for name in wanted if name in numbers and (place := look(numbers[name]))]
        is_withheld = any(runs.meeting(low.series, low.number, high.number))
        yield from _disagreements(entry, len(wanted), places, is_withheld=is_withheld)
    yield from _left_out(indexed, numbers, look)


#: A row of an index that claims more pages than this is misread.
MOST_PAGES = 10_000


def _disagreements(entry: VaughnEntry, count: int, places: list[Place], *, is_withheld: bool) -> Iterator[Gap]:
    stated = {codes.explain(code).code for code in entry.codes}
    printed = set().union(*(place.codes for place in places))
    if not places and not is_withheld:
        yield _gap(entry, "vaughn_unknown_pages", f"none of {count} pages is in the case, nor on a sheet", count,
                   "Where are the pages that the index lists?")  # fmt: skip
    elif places and not any(place.is_redacted for place in places) and not is_withheld:
        yield _gap(entry, "vaughn_page_open", f"nothing is hidden on the {len(places)} pages found", count,
                   "Was the claim given up, or is this another copy?")  # fmt: skip
    elif printed and printed != stated:
        only = [f"{', '.join(sorted(extra))} only {where}" for extra, where in
                ((printed - stated, "on the pages"), (stated - printed, "in the index")) if extra]  # fmt: skip
        yield _gap(entry, "vaughn_codes_differ", "; ".join(only), count,
                   "Which exemption does the agency claim?")  # fmt: skip


def _gap(entry: VaughnEntry, kind: str, detail: str, count: int, question: str) -> Gap:
    return Gap(
        id=stable_id("g", kind, entry.id),
        citation=entry.citation,
        kind=kind,
        release=entry.release,
        stamp_start=entry.stamp_start,
        stamp_end=entry.stamp_end,
        detail=detail,
        denominator=f"{count} pages in the row of the index",
        question=question,
        records=(entry.id,),
    )


def _left_out(
    indexed: set[tuple[str, int]], numbers: dict[tuple[str, int], str], look: Callable[[str], Place | None]
) -> Iterator[Gap]:
    """Redacted pages between the first and the last page of an index that no row of it lists."""
    for series in sorted({series for series, _ in indexed}):
        known = [number for name, number in indexed if name == series]
        first, last = min(known), max(known)
        there = (number for name, number in numbers if name == series and first <= number <= last)
        for number in sorted(number for number in there if (series, number) not in indexed):
            if (place := look(numbers[series, number])) and place.is_redacted:
                yield _unlisted(place, number, len(known))


def _unlisted(place: Place, number: int, count: int) -> Gap:
    span = Span(place.key, 0, 0)
    return Gap(
        id=stable_id("g", "vaughn_not_listed", place.key),
        citation=cite((span,), {place.key: ""}),
        kind="vaughn_not_listed",
        detail=f"page {number} is redacted and no row of the index lists it",
        denominator=f"{count} pages that the index lists",
        question="Why is this page not in the index?",
    )
