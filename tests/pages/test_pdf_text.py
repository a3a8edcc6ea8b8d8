"""The text layer of PDF pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from onrecord.model import Failure, Page, PageState
from onrecord.pages.words import words
from onrecord.settings import Settings
from tests.pages.documents import drawn, huge_image, one_page, page_of, pages_of, stream


def lines(*texts: str, x: float = 50, y: float = 250) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        for row, text in enumerate(texts):
            canvas.drawString(x, y - 14 * row, text)

    return draw


def header_block(canvas: Canvas) -> None:
    rows = [("From:", "Alder, Maria (PRD)"), ("Sent:", "Monday, March 2, 2020 4:11 PM"), ("To:", "Quill, Jonas")]
    for row, (label, _) in enumerate(rows):
        canvas.setFont("Helvetica-Bold", 10)
        canvas.drawString(50, 250 - 14 * row, label)
    for row, (_, value) in enumerate(rows):
        canvas.setFont("Helvetica", 10)
        canvas.drawString(130, 250 - 14 * row, value)


HEADERS = "From: Alder, Maria (PRD)\nSent: Monday, March 2, 2020 4:11 PM\nTo: Quill, Jonas"


def test_line_end_hyphen_does_not_fuse_two_words(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", lines("a long exam-", "ple and a well-", "known end"))
    assert page_of(path).text == "a long exam-\nple and a well-\nknown end"


def test_labels_drawn_before_values_stay_on_one_line(tmp_path: Path) -> None:
    assert page_of(drawn(tmp_path / "a.pdf", header_block)).text == HEADERS


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_page_reads_in_the_order_shown(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(*{90: (300, 0), 180: (400, 300), 270: (0, 400)}[turn])
        canvas.rotate(turn)
        header_block(canvas)

    page = page_of(drawn(tmp_path / "a.pdf", draw))
    assert page.text == HEADERS
    assert (page.width, page.height) == (400, 300)
    label = words(tmp_path / "a.pdf", page)[0]
    assert label.box == pytest.approx((50.7, 42.8, 78, 50.2), abs=1.0)


def mapped(path: Path, mapping: dict[bytes, bytes], content: bytes) -> Path:
    """A page whose font maps single codes to UTF-16 units."""
    rows = b"\n".join(b"<%b> <%b>" % pair for pair in mapping.items())
    cmap = b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange %d beginbfchar\n%b\nendbfchar endcmap"
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    return one_page(path, content, b"/Font<</F 7 0 R>>", [stream(cmap % (len(mapping), rows)), font])


def test_lone_surrogate_is_scrubbed_and_offsets_keep(tmp_path: Path) -> None:
    path = mapped(
        tmp_path / "a.pdf",
        # beyond the 16 bits, half a pair, no value at all, and one of PDFium's marks
        {b"41": b"d83dde00", b"42": b"d83d", b"43": b"0000", b"44": b"0002"},
        b"BT /F 12 Tf 50 200 Td (xAyBzCwDv end) Tj ET",
    )
    page = page_of(path)
    assert page.text == "x\U0001f600y z wv end"
    end = words(path, page)[-1]
    assert page.text[end.start : end.end] == "end"
    # 12 pt Helvetica: nine characters of 50 to 110 points come before it, so a drift by one would show.
    assert end.box[0] == pytest.approx(words(path, page)[-2].box[2] + 12 * 0.278, abs=1.5)


def test_blank_page_is_read_without_an_engine_for_images(tmp_path: Path) -> None:
    page = page_of(drawn(tmp_path / "a.pdf", lambda canvas: None))
    assert (page.text, page.state, page.engine) == ("", PageState.READ, "pdfium")


def test_broken_page_in_the_middle_fails_alone(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", lines("first"), lines("second"), lines("third"))
    data = path.read_bytes()
    # The second page object loses what makes it a page, in as many bytes.
    at = [i for i in range(len(data)) if data.startswith(b"/Type /Page\n", i) or data.startswith(b"/Type /Page ", i)][1]
    path.write_bytes(data[:at] + b"/Type /Pxxx" + data[at + 11 :])
    first, second, third = pages_of(path, 3)
    assert isinstance(first, Page)
    assert isinstance(second, Failure)
    assert isinstance(third, Page)
    assert (first.text, second.page, third.text) == ("first", 2, "third")


def test_encrypted_pdf_fails_as_a_whole(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt="secret")
    canvas.drawString(50, 50, "locked")
    canvas.save()
    (failure,) = pages_of(tmp_path / "a.pdf", 3)
    assert isinstance(failure, Failure)
    assert (failure.page, failure.what) == (0, "the PDF is encrypted")


def test_truncated_pdf_gives_a_page_or_a_failure_for_each(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", *[lines(f"page {n}") for n in range(1, 7)])
    data = path.read_bytes()
    for part in range(1, 10):
        cut = tmp_path / f"{part}.pdf"
        cut.write_bytes(data[: len(data) * part // 10])
        found = pages_of(cut, 6)
        assert [each.page if isinstance(each, Failure) else each.number for each in found] in ([0], [1, 2, 3, 4, 5, 6])


def test_form_that_draws_itself_is_read(tmp_path: Path) -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 400 300]/Resources<</XObject<</X 6 0 R>>>>"
    path = one_page(
        tmp_path / "a.pdf",
        b"BT /F 12 Tf 50 250 Td (Before the loop) Tj ET /X Do",
        b"/XObject<</X 6 0 R>>",
        [stream(b"/X Do 0 0 20 20 re f", form)],
    )
    assert page_of(path).text == "Before the loop"


def test_page_of_20000_by_20000_pixels_fails_without_being_drawn(tmp_path: Path) -> None:
    (failure,) = pages_of(huge_image(tmp_path / "a.pdf"))
    assert isinstance(failure, Failure)
    assert "400,000,000 pixels" in failure.what


def test_small_image_drawn_thousands_of_times_fails_without_being_drawn(tmp_path: Path) -> None:
    entries = b"/Type/XObject/Subtype/Image/Width 1000/Height 1000/ColorSpace/DeviceGray/BitsPerComponent 8"
    path = one_page(
        tmp_path / "a.pdf",
        b"q 400 0 0 300 0 0 cm /I Do Q " * 500,
        b"/XObject<</I 6 0 R>>",
        [stream(b"\xff" * 100, entries)],
    )
    (failure,) = pages_of(path)
    assert isinstance(failure, Failure)


def test_missing_file_fails(tmp_path: Path) -> None:
    from onrecord.pages.read import read
    from tests.pages.documents import FILE

    (failure,) = list(read(tmp_path / "none.pdf", FILE, 1, 2, Settings()))
    assert isinstance(failure, Failure)
    assert failure.page == 0
