"""Gaps that release letters, sheets and files tell of: the arithmetic of a release, checked.

Range of stamps = pages reviewed; reviewed - released = withheld = pages on sheets; letters count 1, 2, 3 and their
ranges join; no file and no letter comes twice. Every disagreement is a gap, worded as a question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from onrecord.gaps.accounts import Ledger, bounds, joined
from onrecord.model import Citation, Gap, ReleaseAccount, ReleaseLetter, WithheldSheet, stable_id
from onrecord.text import stamps

#: Raised when the same letters, sheets and files give other accounts or gaps.
VERSION = "3"

#: Two files are one document twice when this part of their stamped pages bear the same stamps in the same places.
SAME_STAMPS = 0.6

#: More numbers than this between two letters are one gap: nobody released and lost so many one by one.
MANY = 100


class FileFacts(Struct, frozen=True):
    """One file: its id, the names and releases it was added under, its number of pages, and each page's first stamp."""

    id: str
    paths: tuple[str, ...]
    releases: tuple[str, ...]
    pages: int
    stamps: dict[int, str]


def find(
    ledgers: Sequence[Ledger],
    strays: Iterable[WithheldSheet],
    files: Sequence[FileFacts],
    cite_file: Callable[[str], Citation | None],
) -> Iterator[Gap]:
    """All such gaps. `strays` are sheets of no known release; `cite_file` gives a citation of a file's first words."""
    names = {file.id: file.paths for file in files}
    for ledger in ledgers:
        yield from _arithmetic(ledger)
        yield from _sent_twice(ledger, names)
        yield from _withheld_pages(ledger.sheets)
    yield from _missing(ledgers)
    yield from _joints(ledgers)
    yield from _withheld_pages(strays)
    yield from _duplicates(files, cite_file)


def _gap(kind: str, citation: Citation, *parts: str | int, **facts: object) -> Gap:
    return Gap(id=stable_id("g", kind, *parts), citation=citation, kind=kind, **facts)  # type: ignore[arg-type]


def _arithmetic(ledger: Ledger) -> Iterator[Gap]:
    """Figures of one release that do not add up."""
    account = ledger.account
    about: dict[str, object] = {"release": account.number, "records": account.letters + account.sheets}
    edges = bounds(account)
    size = edges[1].number - edges[0].number + 1 if edges else None
    if size is not None and account.pages_reviewed is not None and size != account.pages_reviewed:
        yield _gap(
            "range_not_reviewed",
            account.citation,
            account.id,
            stamp_start=account.bates_first,
            stamp_end=account.bates_last,
            detail=f"the range of stamps holds {size} pages, the letter says {account.pages_reviewed} were reviewed",
            denominator=f"{size} numbers from {account.bates_first} to {account.bates_last}",
            question="Which count is right, and were all pages of the range reviewed?",
            **about,
        )
    for letter in ledger.letters:
        yield from _misstated(letter, about)
    if account.withheld is not None and account.withheld != account.on_sheets:
        yield _off_sheets(account, about)


def _misstated(letter: ReleaseLetter, about: dict[str, object]) -> Iterator[Gap]:
    """A letter that states a number withheld which is not reviewed minus released."""
    reviewed, released = letter.pages_reviewed, letter.pages_released
    if letter.withheld is None or reviewed is None or released is None or reviewed - released == letter.withheld:
        return
    yield _gap(
        "letter_does_not_add_up",
        letter.citation,
        letter.id,
        detail=f"{reviewed} reviewed less {released} released leaves {reviewed - released}, not {letter.withheld}",
        denominator=f"{reviewed} pages reviewed",
        question="Which of the letter's figures is wrong?",
        **about,
    )


def _off_sheets(account: ReleaseAccount, about: dict[str, object]) -> Gap:
    return _gap(
        "withheld_not_on_sheets",
        account.citation,
        account.id,
        withheld=account.withheld,
        on_sheets=account.on_sheets,
        stamp_start=account.bates_first,
        stamp_end=account.bates_last,
        detail=f"{account.withheld} pages withheld by the letter, {account.on_sheets} on {len(account.sheets)} sheets",
        denominator=f"{account.withheld} pages withheld of {account.pages_reviewed} reviewed",
        question="Are sheets missing, or pages that were neither released nor listed?",
        **about,
    )


def _sent_twice(ledger: Ledger, names: Mapping[str, Sequence[str]]) -> Iterator[Gap]:
    files = tuple(dict.fromkeys(path for letter in ledger.letters for path in names.get(letter.file, (letter.file,))))
    if len(files) > 1:
        yield _gap(
            "duplicate_letter",
            joined(letter.citation for letter in ledger.letters),
            *(letter.id for letter in ledger.letters),
            release=ledger.number,
            files=files,
            detail=f"{len(files)} letters name release {ledger.number}",
            denominator=f"{len(files)} letters of one number",
            question="Was the letter sent again, or is one of the numbers wrong?",
            records=tuple(letter.id for letter in ledger.letters),
        )


def _missing(ledgers: Sequence[Ledger]) -> Iterator[Gap]:
    """Numbers between those of the first and the last letter for which no letter is there."""
    counted = {int(ledger.number): ledger for ledger in ledgers if ledger.number.isdigit()}
    for before, after in pairwise(sorted(counted)):
        if after - before > MANY:
            yield _many_missing(counted[before], counted[after])
            continue
        for number in range(before + 1, after):
            yield _missing_one(number, counted[before], counted[after], alone=after - before == 2)


def _many_missing(before: Ledger, after: Ledger) -> Gap:
    """One gap for a long run of numbers: releases may be numbered by dates, or one of the two was misread."""
    first, last = int(before.number) + 1, int(after.number) - 1
    return _gap(
        "missing_release",
        joined((before.letters[0].citation, after.letters[0].citation)),
        first,
        last,
        before.letters[0].release,
        release=f"{first} to {last}",
        detail=f"there are letters for releases {before.number} and {after.number}, none for the numbers between",
        denominator=f"releases numbered {before.number} to {after.number}",
        question="Are releases numbered one after the other here, and if so, where are these?",
        records=(before.letters[0].id, after.letters[0].id),
    )


def _missing_one(number: int, before: Ledger, after: Ledger, *, alone: bool) -> Gap:
    """A missing release; its range is known when it is the only one missing between two letters."""
    low, high = bounds(before.account), bounds(after.account)
    known = alone and low and high and low[1].series == high[0].series and low[1].number < high[0].number
    first = low[1].number + 1 if known and low else None
    last = high[0].number - 1 if known and high else None
    return _gap(
        "missing_release",
        joined((before.letters[0].citation, after.letters[0].citation)),
        number,
        before.letters[0].release,
        release=str(number),
        bates_first=first,
        bates_last=last,
        stamp_start=low[1].label(first) if first is not None and low else "",
        stamp_end=low[1].label(last) if last is not None and low else "",
        detail=f"there are letters for releases {before.number} and {after.number}, none for {number}",
        denominator=f"releases numbered {before.number} to {after.number}",
        question="Was this release made, and where is it?",
        records=(before.letters[0].id, after.letters[0].id),
    )


def _joints(ledgers: Sequence[Ledger]) -> Iterator[Gap]:
    """Neighbouring releases whose ranges of stamps overlap or leave numbers between them."""
    counted = [ledger for ledger in ledgers if ledger.number.isdigit() and bounds(ledger.account)]
    for before, after in pairwise(counted):
        low, high = bounds(before.account), bounds(after.account)
        if int(after.number) != int(before.number) + 1 or not low or not high or low[1].series != high[0].series:
            continue
        between = high[0].number - low[1].number - 1
        if between:
            yield _joint(before, after, between)


def _joint(before: Ledger, after: Ledger, between: int) -> Gap:
    low, high = bounds(before.account), bounds(after.account)
    assert low is not None
    assert high is not None
    first, last = sorted((low[1].number, high[0].number))
    is_gap = between > 0
    return _gap(
        "range_skipped" if is_gap else "range_overlap",
        joined((before.letters[0].citation, after.letters[0].citation)),
        before.account.id,
        after.account.id,
        release=after.number,
        stamp_start=low[1].label(first + is_gap),
        stamp_end=low[1].label(last - is_gap),
        detail=f"release {before.number} ends at {low[1].number}, release {after.number} begins at {high[0].number}",
        denominator=f"{abs(between)} numbers",
        question="What are the pages with the numbers between?"
        if is_gap
        else "Which release do these numbers belong to?",
        records=(before.letters[0].id, after.letters[0].id),
    )


def _withheld_pages(sheets: Iterable[WithheldSheet]) -> Iterator[Gap]:
    """Each run of withheld pages whose stamps are known; a sheet as a whole where they are not."""
    for sheet in sheets:
        for first, last in sheet.runs or (("", ""),):
            low, high = stamps.parse(first), stamps.parse(last)
            count = high.number - low.number + 1 if low and high else sheet.total
            yield _gap(
                "withheld_page",
                sheet.citation,
                sheet.id,
                first,
                release=sheet.release,
                stamp_start=first,
                stamp_end=last,
                detail=f"{_pages(count)} withheld in full"
                + (f" under {', '.join(sheet.codes)}" if sheet.codes else ""),
                denominator=f"{_pages(sheet.total)} on the sheet",
                question="Do the stated exemptions cover every one of these pages?",
                records=(sheet.id,),
            )


def _pages(count: int | None) -> str:
    return "pages" if count is None else "1 page" if count == 1 else f"{count} pages"


def _duplicates(files: Sequence[FileFacts], cite_file: Callable[[str], Citation | None]) -> Iterator[Gap]:
    """Files that came twice: the same bytes under two names, or the same stamps page by page."""
    for file in files:
        if len(set(file.paths)) > 1 and (citation := cite_file(file.id)):
            yield _twice(citation, [file], file.paths, "the same bytes")
    for a, b in _same_stamps(files):
        citations = [found for file in (a, b) if (found := cite_file(file.id))]
        if citations:
            yield _twice(joined(citations), [a, b], (a.paths[0], b.paths[0]), "the same stamps on the same pages")


def _twice(citation: Citation, files: Sequence[FileFacts], paths: Sequence[str], what: str) -> Gap:
    return _gap(
        "duplicate_file",
        citation,
        *sorted(file.id for file in files),
        release=files[0].releases[0] if files[0].releases else "",
        files=tuple(sorted(set(paths))),
        detail=f"{' and '.join(sorted(set(paths)))} hold {what}",
        denominator=f"{len(set(paths))} files",
        question="Was something else meant to be sent in the place of one of them?",
    )


def _same_stamps(files: Sequence[FileFacts]) -> Iterator[tuple[FileFacts, FileFacts]]:
    by_stamp: dict[str, FileFacts] = {}
    seen: set[tuple[str, str]] = set()
    for file in files:
        for stamp in file.stamps.values():
            other = by_stamp.setdefault(stamp, file)
            pair = (other.id, file.id)
            if other.id != file.id and pair not in seen:
                seen.add(pair)
                if _alike(other, file):
                    yield other, file


def _alike(a: FileFacts, b: FileFacts) -> bool:
    pages = a.stamps.keys() | b.stamps.keys()
    same = sum(a.stamps.get(number) == b.stamps.get(number) for number in pages)
    return a.pages == b.pages and same >= SAME_STAMPS * len(pages)
