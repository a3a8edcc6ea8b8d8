"""From the stamps of all pages to series: which numbers belong together, what they count, where they break."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from onrecord.model import Citation, Finding, Span, StampReading, StampRun, StampSeries, stable_id
from onrecord.stamps import counts, names
from onrecord.stamps.gather import STAMP, PageStamps, Seen
from onrecord.stamps.repair import Reading, repaired

#: Raised when the same pages give other series.
VERSION = "2"

#: A series has a number on at least so many pages.
FEWEST_PAGES = 2

#: Numbers that repeat on neighbouring pages in more than this part of what neighbours tell number documents.
REPEATING = 0.2

#: Numbers of documents are dense, so that a missing one means something, when this part of their range occurs.
DENSE = 0.9

#: A damaged stamp is looked for on so many pages before and after those that bear one of its series.
AROUND = 2

#: More ranges of missing numbers than this are cut: a series read wrongly could have millions.
MOST_RANGES = 10_000


class Family(Struct, frozen=True):
    """Stamps with one prefix: its name, its width, and for each file and page what was read there.

    `disputed`: OCR alone read the prefix, and in several ways.
    """

    prefix: str
    width: int
    by_file: dict[str, dict[int, Seen]]
    disputed: bool = False

    def label(self, number: int) -> str:
        """The stamp with this number."""
        return f"{self.prefix}{number:0{self.width}d}"

    @property
    def size(self) -> int:
        """On how many pages it was read."""
        return sum(map(len, self.by_file.values()))


def find(pages: Iterable[PageStamps]) -> Iterator[Finding]:
    """The series of a case, and a reading for each stamp that was not read plainly.

    `pages` come file by file, by number. Findings cite the stamps they stand on. What turned out to be a damaged stamp
    of a larger series is none of a smaller one.
    """
    files = {file: list(group) for file, group in groupby(pages, key=lambda page: page.file)}
    used: set[tuple[str, int]] = set()
    for family in sorted(_families(files), key=lambda family: (-family.size, family.prefix)):
        yield from _series(family, files, used)
    for file in files.values():
        yield from counts.incomplete(file)


def _families(files: dict[str, list[PageStamps]]) -> Iterator[Family]:
    """Stamps by prefix, prefixes that OCR read in several ways made one."""
    parsed = [
        (page, seen, match)
        for pages in files.values()
        for page in pages
        for seen in page.stamps
        if (match := STAMP.fullmatch(seen.text))
    ]
    written = names.prefixes((match[1], page.by_ocr and seen.start >= 0) for page, seen, match in parsed)
    found: defaultdict[str, defaultdict[str, dict[int, Seen]]] = defaultdict(lambda: defaultdict(dict))
    widths: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for page, seen, match in parsed:
        prefix = written.known[match[1]]
        if found[prefix][page.file].setdefault(page.number, seen) is seen:
            widths[prefix][len(match[2])] += 1
    for prefix, by_file in found.items():
        yield Family(prefix, names.width(widths[prefix]), by_file, prefix in written.disputed)


def _series(family: Family, files: dict[str, list[PageStamps]], used: set[tuple[str, int]]) -> Iterator[Finding]:
    read = {file: _readings(family, files[file], used) for file in family.by_file}
    unit = _unit(read.values())
    done = {file: repaired(readings, unit, family.label) for file, readings in read.items()}
    numbered = [reading for readings in done.values() for reading in readings if reading.number >= 0]
    is_alone = len(numbered) < FEWEST_PAGES and not any(reading.by_ocr for reading in numbered)
    if is_alone or not any(reading.seen.start >= 0 for reading in numbered):
        return
    used.update((reading.page.key, reading.seen.start) for reading in numbered if reading.by_ocr)
    series = _summary(family, unit, done, numbered, sum(len(files[file]) for file in family.by_file))
    yield series
    yield from _records(family, series, numbered)


def _readings(family: Family, pages: Sequence[PageStamps], used: set[tuple[str, int]]) -> list[Reading]:
    """The pages of a file from the first that bears the prefix to the last one, and a few around them."""
    seen = family.by_file[pages[0].file]
    numbers = [page.number for page in pages]
    first, last = numbers.index(min(seen)), numbers.index(max(seen))
    return [
        Reading(page, seen[page.number], _number(seen[page.number]))
        if page.number in seen and (page.key, seen[page.number].start) not in used
        else Reading(page)
        for page in pages[max(first - AROUND, 0) : last + AROUND + 1]
    ]


def _number(seen: Seen) -> int:
    match = STAMP.fullmatch(seen.text)
    assert match
    return int(match[2])


def _unit(read: Iterable[list[Reading]]) -> str:
    """What a number stands for, told by neighbouring pages: a page where it grows by one, a document where it stays."""
    same = next_one = 0
    for readings in read:
        for a, b in pairwise(readings):
            if a.number >= 0 and b.number >= 0 and b.page.number == a.page.number + 1:
                same += a.number == b.number
                next_one += b.number == a.number + 1
    if same > REPEATING * (same + next_one):
        return "document"
    return "page" if next_one else "unknown"


def _summary(
    family: Family, unit: str, done: dict[str, list[Reading]], numbered: list[Reading], pages: int
) -> StampSeries:
    trusted = [reading for reading in numbered if reading.state != "contradicted"] or numbered
    numbers = Counter(reading.number for reading in trusted)
    first, last = min(numbers), max(numbers)
    is_counted = unit == "page" or (unit == "document" and len(numbers) >= DENSE * (last - first + 1))
    return StampSeries(
        id=stable_id("ss", family.prefix),
        citation=_citation(_cited(numbered)),
        prefix=family.prefix,
        width=family.width,
        unit=unit,
        first=first,
        last=last,
        pages=pages,
        bearing=len(numbered),
        runs=tuple(run for readings in done.values() for run in _runs(readings)),
        skipped=tuple(_skipped(sorted(numbers))) if is_counted else (),
        repeated=tuple(sorted(n for n, times in numbers.items() if times > 1)) if unit == "page" else (),
        backward=tuple(key for readings in done.values() for key in _backward(readings)),
    )


def _cited(numbered: list[Reading]) -> list[Reading]:
    """The stamps that a series stands on: the first and the last that are printed."""
    printed = [reading for reading in numbered if reading.seen.start >= 0]
    return printed[:1] + (printed[-1:] if len(printed) > 1 else [])


def _runs(readings: list[Reading]) -> Iterator[StampRun]:
    numbered = [reading for reading in readings if reading.number >= 0 and reading.state != "contradicted"]
    start = 0
    for place in range(1, len(numbered) + 1):
        if place == len(numbered) or not _goes_on(numbered[start], numbered[place - 1], numbered[place]):
            a, b = numbered[start], numbered[place - 1]
            yield StampRun(a.page.file, a.page.number, b.page.number, a.number, b.number)
            start = place


def _goes_on(first: Reading, last: Reading, new: Reading) -> bool:
    if new.page.number != last.page.number + 1:
        return False
    if new.number == last.number:
        return first.number == last.number
    return new.number == last.number + 1 and (first is last or last.number > first.number)


def _skipped(numbers: list[int]) -> list[tuple[int, int]]:
    return [(a + 1, b - 1) for a, b in pairwise(numbers) if b > a + 1][:MOST_RANGES]


def _backward(readings: list[Reading]) -> Iterator[str]:
    """The pages at which a number is lower than the one before it."""
    trusted = [reading for reading in readings if reading.number >= 0 and reading.state != "contradicted"]
    return (b.page.key for a, b in pairwise(trusted) if b.number < a.number)


def _records(family: Family, series: StampSeries, numbered: list[Reading]) -> Iterator[StampReading]:
    """What is to be said of single stamps."""
    for reading in numbered:
        state, reason = reading.state, reading.reason
        value = series.label(reading.number)
        if state in ("unproven", "contradicted"):
            value = family.prefix + reading.seen.text[len(_prefix(reading.seen)) :]
        elif not state and reading.seen.text != value:
            state, reason = "repaired", f"the series is written {family.prefix} elsewhere, and zeros are no letters"
        elif not state and family.disputed and reading.by_ocr:
            state, reason = "unproven", "OCR read the letters of this series in several ways"
        citation = _citation([reading] if reading.seen.start >= 0 else reading.proof)
        if state and citation.spans:
            yield StampReading(
                id=stable_id("sr", reading.page.key, family.prefix),
                citation=citation,
                page=reading.page.key,
                printed=reading.seen.text,
                value=value,
                state=state,
                reason=reason,
                series=series.id,
            )


def _prefix(seen: Seen) -> str:
    match = STAMP.fullmatch(seen.text)
    return match[1] if match else ""


def _citation(readings: Sequence[Reading]) -> Citation:
    found = [(Span(r.page.key, r.seen.start, r.seen.end), r.seen.text) for r in readings if r.seen.start >= 0]
    return Citation(tuple(span for span, _ in found), "\n".join(text for _, text in found))
