"""Numbers that no page bears are a gap, unless a sheet or a missing release accounts for them."""

from __future__ import annotations

from typing import Any

from onrecord.gaps import attachments, skipped
from onrecord.model import Attachment, Citation, Gap, Span, StampRun, StampSeries
from tests.gaps.worded import worded

FILE = "ab" * 32
CITED = Citation((Span(f"{FILE[:16]}/1", 0, 7),), "HPA-001")


def series(**facts: object) -> StampSeries:
    defaults: dict[str, object] = {
        "id": "s1",
        "citation": CITED,
        "prefix": "HPA-",
        "width": 3,
        "unit": "page",
        "first": 1,
        "last": 20,
        "pages": 12,
        "bearing": 12,
        "runs": (StampRun(FILE, 1, 6, 1, 6), StampRun(FILE, 7, 12, 15, 20)),
        "skipped": ((7, 14),),
    }
    return StampSeries(**(defaults | facts))  # type: ignore[arg-type]


def known(kind: str, first: str, last: str) -> Gap:
    return Gap(id="g1", citation=CITED, kind=kind, stamp_start=first, stamp_end=last, denominator="", question="")


def runs(one: StampSeries, *gaps: Gap) -> list[tuple[str, str]]:
    found = skipped.find([one], gaps, lambda file: "first", lambda key: None)
    return [(gap.stamp_start, gap.stamp_end) for gap in found]


def test_numbers_that_nobody_accounts_for_are_a_gap_with_its_denominator() -> None:
    (gap,) = skipped.find([series()], [], lambda file: "first", lambda key: None)
    assert (gap.stamp_start, gap.stamp_end) == ("HPA-007", "HPA-014")
    assert gap.denominator == "8 of the 20 numbers from HPA-001 to HPA-020"


def test_what_a_sheet_lists_is_taken_out() -> None:
    assert runs(series(), known("withheld_page", "HPA-009", "HPA-011")) == [
        ("HPA-007", "HPA-008"),
        ("HPA-012", "HPA-014"),
    ]
    assert runs(series(), known("withheld_page", "HPA-007", "HPA-014")) == []


def test_other_series_other_kinds_and_numbers_of_documents_do_not_count() -> None:
    assert runs(series(), known("withheld_page", "XYZ-009", "XYZ-011")) == [("HPA-007", "HPA-014")]
    assert runs(series(), known("quoted_only", "HPA-007", "HPA-014")) == [("HPA-007", "HPA-014")]
    assert runs(series(unit="document")) == []


def attachment(name: str, message: str, **facts: Any) -> Attachment:
    return Attachment(id=f"a{name}{message}", citation=CITED, message=message, name=name, **facts)


def test_an_attachment_that_was_produced_with_no_message_that_names_it_is_missing() -> None:
    named = [
        attachment("Pier 9 photos.zip", "m1"),
        attachment("Pier 9 Photos.ZIP", "m2"),
        attachment("Scope.docx", "m1"),
        attachment("Scope.docx", "m3", produced=True),
        attachment("", "m4", named="text"),
    ]
    found = worded(attachments.find(named, lambda file: "first"))
    assert [(gap.detail, gap.denominator) for gap in found] == [
        ("Pier 9 photos.zip", "1 of 2 attachments that headers name")
    ]
    assert {"m1", "m2"} <= set(found[0].records)
