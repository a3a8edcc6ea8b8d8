"""Exemptions counted and listed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import UsageError
from onrecord.model import Citation, ListedPage, Mark, Page, Redaction, Sent, Span, WithheldSheet
from onrecord.publish import exemptions
from onrecord.publish.rows.common import Scope
from onrecord.store import open_store
from onrecord.store.view import View
from tests.store.records import add, message, page, write

TEXT = "Per, call (b)(6) or (b)(5).\nDana"


def mark(code: str) -> Mark:
    start = TEXT.index(code)
    return Mark("exemption", code, start, start + len(code))


def box(*edges: float, codes: tuple[str, ...] = (), bad: bool = False) -> Redaction:
    return Redaction(box=edges, codes=codes, bad=bad)  # type: ignore[arg-type]


def pages() -> list[Page]:
    boxes = (box(0, 0, 50, 20, codes=("b6",)), box(0, 10, 50, 30, codes=("b6", "b7C"), bad=True), box(60, 50, 70, 60))
    first = page("a.pdf", 1, TEXT, width=100.0, height=100.0, redactions=boxes, marks=(mark("(b)(6)"), mark("(b)(5)")))
    return [first, page("a.pdf", 2, "(b)(5)", marks=(Mark("exemption", "(b)(5)", 0, 6),))]


@pytest.fixture
def view(tmp_path: Path) -> Any:
    store = open_store(tmp_path / "s.sqlite", create=True)
    add(store, "a.pdf")
    first = pages()[0]
    sheet = WithheldSheet(
        id="w1", citation=Citation((Span(first.key, 0, 3),), "Per"), kind="deleted_pages", release="harbor",
        file=first.file, page_start=1, page_end=1, total=3,
        listed=(ListedPage(7, "b5; b6 - 1"), ListedPage(8, "b5"), ListedPage(9, "Duplicate")),
    )  # fmt: skip
    mail = message(first, sender="Ruiz, Ana", body=TEXT, body_spans=(Span(first.key, 0, len(TEXT)),))
    write(store, ("read", first.file, "1-2", [*pages()]), ("letters", first.file, "*", [sheet]))
    write(store, ("split", first.file, "1-2", [mail]))
    yield View(store)
    store.close()


def counts(rows: Any) -> dict[str, tuple[int, ...]]:
    names = ("boxes", "printed", "pages", "withheld_pages")
    return {row["exemption"]: tuple(row[name] for name in names) for row in rows}


def test_codes_are_counted_once_however_they_are_printed(view: View) -> None:
    assert counts(exemptions.table(view)) == {
        "(b)(5)": (0, 2, 2, 2),
        "(b)(6)": (2, 0, 1, 1),
        "(b)(7)(C)": (1, 0, 1, 0),
        "(no code)": (1, 0, 1, 0),
    }


def test_by_release_and_narrowed(view: View) -> None:
    rows = list(exemptions.table(view, "release"))
    assert {row["release"] for row in rows} == {"harbor"}
    assert list(exemptions.table(view, "release", Scope(file="b.pdf"))) == []
    with pytest.raises(UsageError):
        list(exemptions.table(view, "weather"))


def test_by_the_person_and_date_of_the_message_that_a_code_stands_in(view: View) -> None:
    who = {(row["person"], row["exemption"]): row["pages"] for row in exemptions.table(view, "person")}
    assert who["Ruiz, Ana", "(b)(6)"] == 1
    assert who["Ruiz, Ana", "(b)(5)"] == 1
    assert who[exemptions.UNKNOWN, "(b)(5)"] == 1  # page 2 bears no message
    assert {row["date"] for row in exemptions.table(view, "date")} >= {exemptions.UNKNOWN}


def test_one_page(view: View) -> None:
    first = pages()[0]
    assert first.hidden_part == pytest.approx((50 * 30 + 100) / 10_000)
    rows = list(exemptions.on_page(first))
    assert [row["what"] for row in rows] == [
        "redaction",
        "failed redaction",
        "redaction",
        "printed code",
        "printed code",
    ]
    assert rows[1]["codes"] == ["b6", "b7C"]
    assert "personal privacy" in str(rows[1]["meaning"])
    assert pages()[1].hidden_part is None


# the message of the page is undated, and what stands in no message has no day either
def test_uses_by_month(tmp_path: Path, view: View) -> None:
    found = exemptions.by_month(view)
    assert {one.month for one in found} == {exemptions.UNKNOWN}
    assert [(one.exemption, one.uses, one.pages) for one in found] == [
        ("(b)(5)", 2, 2),
        ("(b)(6)", 2, 1),
        ("(b)(7)(C)", 1, 1),
        (exemptions.NONE, 1, 1),
    ]
    dated = message(
        pages()[0],
        sender="Ruiz, Ana",
        sent=Sent(printed="March 9", local="2021-03-09T10:00"),
        body=TEXT,
        body_spans=(Span(pages()[0].key, 0, len(TEXT)),),
    )
    write(view.store, ("split", pages()[0].file, "1-2", [dated]))
    months = {(one.month, one.exemption): one.uses for one in exemptions.by_month(view)}
    assert months["2021-03", "(b)(6)"] == 2
    assert months[exemptions.UNKNOWN, "(b)(5)"] == 1
