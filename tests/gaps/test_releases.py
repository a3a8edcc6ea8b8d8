"""Letters and sheets added up, and every disagreement."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from onrecord.gaps import accounts, releases
from onrecord.gaps.accounts import Ledger
from onrecord.gaps.releases import FileFacts
from onrecord.model import Citation, Gap, ReleaseLetter, Span, WithheldSheet


def citation(file: str) -> Citation:
    return Citation((Span(f"{file}/1", 0, 2),), "Hi")


def letter(number: str, first: int, last: int, file: str = "", **facts: Any) -> ReleaseLetter:
    name = file or f"letter{number}"
    known: dict[str, Any] = {"pages_reviewed": last - first + 1, "pages_released": last - first + 1}
    return ReleaseLetter(
        id=f"l{name}",
        citation=citation(name),
        number=number,
        release="case",
        file=name,
        page_start=1,
        page_end=1,
        date=f"2022-01-{int(number or 30):02d}",
        bates_first=f"HPA-{first}",
        bates_last=f"HPA-{last}",
        **known | facts,
    )


def sheet(file: str, total: int, **facts: Any) -> WithheldSheet:
    return WithheldSheet(
        id=f"w{file}",
        citation=citation(file),
        kind="deleted_pages",
        release="case",
        file=file,
        page_start=1,
        page_end=1,
        total=total,
        **facts,
    )


def added(letters: list[ReleaseLetter], sheets: list[WithheldSheet], **paths: str) -> list[Ledger]:
    return accounts.ledgers(letters, sheets, paths)[0]


def gaps(
    letters: list[ReleaseLetter], *sheets: WithheldSheet, files: tuple[FileFacts, ...] = (), **paths: str
) -> list[Gap]:
    found, strays = accounts.ledgers(letters, sheets, paths)
    return [gap for gap in releases.find(found, strays, files, citation) if gap.kind != "withheld_page"]


@pytest.mark.parametrize(
    ("near", "paths", "home"),
    [
        # the stamps of its file lie in the second letter's range, though one was misread
        (("HPA-15", "HPA-16", "HPA-916"), {}, "2"),
        # no stamps: its file shares a number with the first letter's alone
        ((), {"letter1": "Q4_R351_D1.pdf", "letter2": "Q4_R352_D2.pdf", "s": "Q4_R351_D3.pdf"}, "1"),
        # nothing tells
        ((), {"letter1": "Q4_D1.pdf", "letter2": "Q4_D2.pdf", "s": "Q4_D3.pdf"}, ""),
        # another series
        (("ABC-15", "ABC-16"), {}, ""),
    ],
)
def test_home_of_a_sheet(near: tuple[str, ...], paths: dict[str, str], home: str) -> None:
    found = added([letter("1", 1, 10), letter("2", 11, 20)], [sheet("s", 3, near=near)], **paths)
    assert next((ledger.number for ledger in found if ledger.sheets), "") == home


def test_figures_that_add_up_leave_no_gap() -> None:
    letters = [letter("1", 1, 10, pages_released=7, withheld=3), letter("2", 11, 20)]
    assert gaps(letters, sheet("s", 3, near=("HPA-4",))) == []


@pytest.mark.parametrize(
    ("letters", "kind", "facts"),
    [
        (
            [letter("1", 1, 10, pages_released=4)],
            "withheld_not_on_sheets",
            {"withheld": 6, "on_sheets": 2, "release": "1"},
        ),
        ([letter("1", 1, 10, pages_reviewed=12, pages_released=10)], "range_not_reviewed", {"stamp_end": "HPA-10"}),
        ([letter("1", 1, 10, pages_released=7, withheld=2)], "letter_does_not_add_up", {"release": "1"}),
        (
            [letter("1", 1, 10, pages_released=8), letter("2", 14, 20)],
            "range_skipped",
            {"stamp_start": "HPA-11", "stamp_end": "HPA-13"},
        ),
        (
            [letter("1", 1, 10, pages_released=8), letter("2", 9, 20)],
            "range_overlap",
            {"stamp_start": "HPA-9", "stamp_end": "HPA-10"},
        ),
        (
            [letter("1", 1, 10, pages_released=8), letter("3", 21, 30)],
            "missing_release",
            {"release": "2", "bates_first": 11, "bates_last": 20},
        ),
        ([letter("1", 1, 10, pages_released=8), letter("4", 41, 50)], "missing_release", {"bates_first": None}),
        (
            [letter("1", 1, 10, pages_released=8), letter("1", 1, 10, "again", pages_released=8)],
            "duplicate_letter",
            {"release": "1", "files": ("again", "letter1")},
        ),
    ],
)
def test_disagreements(letters: list[ReleaseLetter], kind: str, facts: dict[str, Any]) -> None:
    found = gaps(letters, sheet("s", 2, near=("HPA-4",)))
    (gap, *others) = [each for each in found if each.kind == kind]
    assert {name: getattr(gap, name) for name in facts} == facts
    assert all(each.kind == kind for each in found)
    assert len(others) == (1 if facts.get("bates_first", 0) is None else 0)
    assert gap.question.endswith("?")
    assert gap.denominator


def test_a_long_run_of_missing_numbers_is_one_question() -> None:
    by_date = letter("20240131", 21, 30)
    (gap,) = [each for each in gaps([letter("2", 1, 10, pages_released=10), by_date]) if each.kind == "missing_release"]
    assert gap.release == "3 to 20240130" and "numbered one after the other" in gap.question


def test_what_a_gap_is_counted_against_is_no_part_of_what_was_decided() -> None:
    letters = [letter("1", 1, 10, pages_released=8), letter("3", 21, 30)]
    (gap,) = gaps(letters, sheet("s", 2, near=("HPA-4",)))
    assert replace(gap, denominator="releases numbered 1 to 9").stated == gap.stated
    assert replace(gap, question="Who has it?").stated != gap.stated


def test_an_unnumbered_letter_that_goes_on_where_one_ends_has_the_next_number() -> None:
    assert [each.number for each in added([letter("1", 1, 10), letter("", 11, 20)], [])] == ["1", "2"]
    consult = letter("", 11, 20, consultation="answered")
    assert [each.number for each in added([letter("1", 1, 10), consult], [])] == ["1", "consult"]
    assert [each.number for each in added([letter("", 11, 20)], [])] == ["case"]


def facts(file: str, paths: tuple[str, ...], *stamps: str) -> FileFacts:
    return FileFacts(
        file, paths, ("case",), len(stamps), {number: stamp for number, stamp in enumerate(stamps, 1) if stamp}
    )


@pytest.mark.parametrize(
    ("files", "twice"),
    [
        ((facts("a", ("a.pdf", "b.pdf"), ""),), [("a.pdf", "b.pdf")]),
        (
            (facts("a", ("a.pdf",), "HPA-1", "HPA-2", "HPA-3"), facts("b", ("b.pdf",), "HPA-1", "HPA-2", "")),
            [("a.pdf", "b.pdf")],
        ),
        # one page again among others is no file again
        ((facts("a", ("a.pdf",), "HPA-1", "HPA-2", "HPA-3"), facts("b", ("b.pdf",), "HPA-1", "HPA-8", "HPA-9")), []),
        ((facts("a", ("a.pdf",), "HPA-1"), facts("b", ("b.pdf",), "HPA-1", "HPA-2")), []),
        ((facts("a", ("a.pdf",), ""), facts("b", ("b.pdf",), "")), []),
    ],
)
def test_files_that_came_twice(files: tuple[FileFacts, ...], twice: list[tuple[str, ...]]) -> None:
    assert [gap.files for gap in gaps([], files=files)] == twice
