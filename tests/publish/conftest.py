"""A small case of invented people whose pages hold what exports must not: words beneath a box, a blanked sender."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from onrecord import Case

#: Words that stand beneath a black box of the PDF: nothing made of the case may hold them.
BENEATH = "quokka zeppelin"

FIRST_PAGE = (
    "From: Okafor, Ngozi (HPA)",
    "Sent: Tuesday, November 2, 2021 9:15 AM",
    "To: Lindqvist, Per (HPA); dana.marsh@example.org",
    "Cc: Marsh, Dana",
    "Subject: RE: Pier 7 inspection",
    "",
    "Per,",
    "Please call me at 202-555-0143 before the report goes out.",
    "The piles that failed are",
    "The rest can wait.",
    "Ngozi",
)

SECOND_PAGE = (
    "From: (b)(6)",
    "Sent: Wednesday, November 3, 2021",
    "To: Okafor, Ngozi (HPA)",
    "Subject: =Pier 7",
    "",
    "The divers found cracks in eleven of forty piles, “naïve” as it sounds.",
)


def print_records(path: Path) -> None:
    """Two pages of mail; on the first one a black box was drawn over words that are still there."""
    canvas = Canvas(str(path), pagesize=(612, 792), invariant=1)
    _lines(canvas, FIRST_PAGE)
    canvas.drawString(190, 720 - 8 * 16, BENEATH)
    canvas.rect(186, 715 - 8 * 16, 150, 15, fill=1)
    canvas.drawString(480, 40, "HPA-000001")
    canvas.showPage()
    _lines(canvas, SECOND_PAGE)
    canvas.drawString(480, 40, "HPA-000002")
    canvas.save()


def _lines(canvas: Canvas, lines: tuple[str, ...]) -> None:
    canvas.setFont("Helvetica", 11)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - number * 16, line)


@pytest.fixture(scope="session")
def records_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the case, built; tests that write to it copy it first."""
    base = tmp_path_factory.mktemp("records")
    print_records(base / "records.pdf")
    (base / "note.txt").write_text("Nothing is said here of anybody.\n")
    with Case.create(base / "case") as case:
        case.add([base / "records.pdf", base / "note.txt"], release="first", received="2022-03-01")
        case.build(executor="serial")
    return base / "case"


@pytest.fixture
def records(records_case: Path) -> Iterator[Case]:
    """The case, opened for reading."""
    with Case.open(records_case) as case:
        yield case
