"""Which release a letter and a sheet belong to, and what the two say together.

A letter belongs to the release whose number it names. A sheet belongs to the release of the letter in its own file;
else of the letter whose range of stamps holds the stamps of its file; else of the only letter that its file shares an
otherwise unused part of its name with; else of the only letter that was added under the same release.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from onrecord.gaps.ranges import Ranges
from onrecord.model import Citation, ReleaseAccount, ReleaseLetter, Span, WithheldSheet, stable_id
from onrecord.text import stamps
from onrecord.text.stamps import Stamp

CONSULT = "consult"

#: Of the stamps in a sheet's file, this part must lie in one letter's range: OCR misreads some, and some lie outside.
MOST = 0.6

_PART_OF_NAME = re.compile(r"[A-Za-z0-9]+")


class Ledger(Struct, frozen=True):
    """The letters and sheets of one release. `number` is as in `ReleaseAccount`; letters are in order of date."""

    number: str
    letters: tuple[ReleaseLetter, ...]
    sheets: tuple[WithheldSheet, ...]

    @property
    def account(self) -> ReleaseAccount:
        """What they say together."""
        first = self.letters[0]
        return ReleaseAccount(
            id=stable_id("a", self.number, first.release),
            citation=joined(found.citation for found in (*self.letters, *self.sheets)),
            number=self.number,
            release=first.release,
            date=first.date,
            pages_reviewed=self._stated("pages_reviewed"),
            pages_released=self._stated("pages_released"),
            withheld=self._stated("pages_withheld"),
            bates_first=next((letter.bates_first for letter in self.letters if letter.bates_first), ""),
            bates_last=next((letter.bates_last for letter in self.letters if letter.bates_last), ""),
            letters=tuple(letter.id for letter in self.letters),
            sheets=tuple(sheet.id for sheet in self.sheets),
            on_sheets=sum(sheet.total or 0 for sheet in self.sheets),
        )

    def _stated(self, name: str) -> int | None:
        return next((value for letter in self.letters if (value := getattr(letter, name)) is not None), None)


def bounds(letter: ReleaseLetter | ReleaseAccount) -> tuple[Stamp, Stamp] | None:
    """The first and last stamp of a release, where its letter gives a range that runs upward."""
    first, last = stamps.parse(letter.bates_first), stamps.parse(letter.bates_last)
    return (first, last) if first and last and first.number <= last.number else None


def ledgers(
    letters: Iterable[ReleaseLetter], sheets: Iterable[WithheldSheet], paths: Mapping[str, str]
) -> tuple[list[Ledger], list[WithheldSheet]]:
    """The letters and sheets by release, in order of their numbers, and the sheets that belong to none.

    `paths` are the names of the files by id.
    """
    named = _numbered(sorted(letters, key=lambda letter: (letter.date or "9", letter.file, letter.page_start)))
    home = _Home(named, paths)
    by_number: defaultdict[str, list[WithheldSheet]] = defaultdict(list)
    for sheet in sheets:
        by_number[home.of(sheet)].append(sheet)
    groups: defaultdict[str, list[ReleaseLetter]] = defaultdict(list)
    for number, letter in named:
        groups[number].append(letter)
    found = [Ledger(number, tuple(group), tuple(by_number[number])) for number, group in groups.items()]
    return sorted(found, key=lambda ledger: _order(ledger.number)), by_number[""]


def _order(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdigit() else (10**9, number)


def _numbered(letters: Sequence[ReleaseLetter]) -> list[tuple[str, ReleaseLetter]]:
    """Every letter with the number of its release.

    A letter that names none, and whose range begins where that of a numbered one ends, has the next number.
    """
    ends = {
        (edges[1].series, edges[1].number): int(letter.number)
        for letter in letters
        if letter.number.isdigit() and (edges := bounds(letter))
    }
    taken = set(ends.values())
    return [(_number(letter, ends, taken), letter) for letter in letters]


def _number(letter: ReleaseLetter, ends: Mapping[tuple[str, int], int], taken: Container[int]) -> str:
    if letter.number:
        return letter.number
    if letter.consultation == "answered":
        return CONSULT
    edges = bounds(letter)
    before = ends.get((edges[0].series, edges[0].number - 1)) if edges else None
    if before is not None and before + 1 not in taken:
        return str(before + 1)
    return CONSULT if letter.consultation else letter.release


class _Home:
    """Finds the release of a sheet."""

    def __init__(self, letters: Sequence[tuple[str, ReleaseLetter]], paths: Mapping[str, str]) -> None:
        self._paths = paths
        self._by_file: defaultdict[str, set[str]] = defaultdict(set)
        self._by_folder: defaultdict[str, set[str]] = defaultdict(set)
        self._by_part: defaultdict[str, set[str]] = defaultdict(set)
        for number, letter in letters:
            self._by_file[letter.file].add(number)
            self._by_folder[letter.release].add(number)
            for part in self._parts(letter.file):
                self._by_part[part].add(number)
        self._ranges = Ranges((*edges, number) for number, letter in letters if (edges := bounds(letter)))

    def of(self, sheet: WithheldSheet) -> str:
        """The number of the release that `sheet` belongs to, empty for none."""
        for numbers in self._told(sheet):
            if len(numbers) == 1:
                return next(iter(numbers))
        return ""

    def _told(self, sheet: WithheldSheet) -> Iterator[Collection[str]]:
        """The numbers that each rule tells of, the surest rule first."""
        yield self._by_file.get(sheet.file, ())
        yield self._by_stamps(sheet)
        yield self._by_name(sheet)
        yield self._by_folder.get(sheet.release, ())

    def _by_stamps(self, sheet: WithheldSheet) -> set[str]:
        printed = [stamp for text in sheet.near if (stamp := stamps.parse(text))]
        votes = Counter(number for stamp in printed for number in self._holding(stamp))
        return {number for number, count in votes.items() if count >= MOST * len(printed)}

    def _holding(self, stamp: Stamp) -> set[str]:
        return set(self._ranges.meeting(stamp.series, stamp.number, stamp.number))

    def _by_name(self, sheet: WithheldSheet) -> set[str]:
        only = (self._by_part.get(part, set()) for part in self._parts(sheet.file))
        return set().union(*(numbers for numbers in only if len(numbers) == 1))

    def _parts(self, file: str) -> set[str]:
        """The parts of a file's name that hold a digit: words are shared by strangers."""
        name = self._paths.get(file, "").rpartition("/")[2]
        return {part for part in _PART_OF_NAME.findall(name) if any(map(str.isdigit, part))}


def joined(citations: Iterable[Citation]) -> Citation:
    """One citation of everything that `citations` stand on, each span once."""
    quotes: dict[Span, str] = {}
    for citation in citations:
        lengths = [span.end - span.start for span in citation.spans]
        start = 0
        for span, length in zip(citation.spans, lengths, strict=True):
            quotes.setdefault(span, citation.quote[start : start + length])
            start += length + 1
    return Citation(tuple(quotes), "\n".join(quotes.values()))
