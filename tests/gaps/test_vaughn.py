"""Vaughn indexes, as CSV and printed, joined to pages."""

from __future__ import annotations

import pytest

from onrecord.gaps import vaughn
from onrecord.gaps.vaughn import Place
from onrecord.model import Gap, VaughnEntry, WithheldSheet, quote_at
from tests.gaps.pages import page
from tests.timing import assert_linear, repeated

CSV = """\
Bates Range,Exemption(s),Description of document
HPA-000007 - HPA-000009,(b)(5); (b)(6),"Draft memorandum, with
comments of counsel"
HPA-000012,b7C,E-mail
not a stamp,(b)(5),nothing
"""
PRINTED = """\
Harbor Authority
Vaughn Index
Pages Exemption Description
HPA-000007-000009 (b)(5); (b)(6) Draft memorandum, with
comments of counsel
HPA-000012 b7C E-mail
HPA-000013 released in full
"""


@pytest.mark.parametrize("text", [CSV, PRINTED])
def test_rows(text: str) -> None:
    on = page(text)
    first, second = vaughn.find([on], "first")
    assert (first.stamp_start, first.stamp_end, first.codes) == ("HPA-000007", "HPA-000009", ("(b)(5)", "(b)(6)"))
    assert first.description.split() == ["Draft", "memorandum,", "with", "comments", "of", "counsel"]
    assert (second.stamp_start, second.stamp_end, second.codes) == ("HPA-000012", "HPA-000012", ("b7C",))
    for entry in (first, second):
        assert entry.citation.quote == quote_at(entry.citation.spans, {on.key: text})
        assert entry.stamp_start in entry.citation.quote


@pytest.mark.parametrize(
    "text",
    ["name,date\nRosa,2022-03-04\n", "Dear Per,\nHPA-000007 (b)(5) was withheld.\n", "page,exempt,page\n", ""],
)
def test_other_files_are_no_index(text: str) -> None:
    assert list(vaughn.find([page(text)], "first")) == []


def place(number: int, *codes: str, redacted: bool = True) -> Place:
    return Place(f"a/{number}", frozenset(codes), redacted)


def gaps(places: dict[int, Place], *sheets: WithheldSheet) -> list[Gap]:
    entries = list(vaughn.find([page(CSV)], "first"))
    numbers = {("HPA", number): found.key for number, found in places.items()}
    by_key = {found.key: found for found in places.values()}
    return list(vaughn.check(entries, sheets, numbers, by_key.get))


def test_an_index_that_fits_leaves_no_gap() -> None:
    assert gaps({8: place(8, "(b)(5)", "(b)(6)"), 12: place(12, "(b)(7)(C)")}) == []


def test_disagreements() -> None:
    places = {8: place(8, "(b)(5)", "(b)(4)"), 11: place(11, "(b)(5)"), 12: place(12, redacted=False), 40: place(40)}
    found = gaps(places)
    assert [gap.kind for gap in found] == ["vaughn_codes_differ", "vaughn_page_open", "vaughn_not_listed"]
    assert found[0].detail == "(b)(4) only on the pages; (b)(6) only in the index"
    assert all(gap.question.endswith("?") for gap in found)


def test_pages_that_are_nowhere_or_on_a_sheet() -> None:
    assert [gap.kind for gap in gaps({})] == ["vaughn_unknown_pages"] * 2
    entry: VaughnEntry = next(vaughn.find([page(CSV)], "first"))
    sheet = WithheldSheet(
        id="w", citation=entry.citation, kind="deleted_pages", release="first", file="a", page_start=1, page_end=1,
        runs=(("HPA-000007", "HPA-000012"),),
    )  # fmt: skip
    assert gaps({}, sheet) == []


@pytest.mark.parametrize("head", ["Vaughn Index\n", "Bates,Exemption\n"])
@pytest.mark.parametrize("part", ["HPA-000007 - ", '"', '"\n\n', "HPA-000007 (b)(5)\n", "A-"])
def test_hostile_text_takes_linear_time(part: str, head: str) -> None:
    text = repeated(part, before=head)
    assert_linear(lambda one: list(vaughn.find([one], "first")), lambda length: page(text(length)), 200_000)
