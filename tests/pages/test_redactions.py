"""Redactions of PDF pages, and that nothing beneath them is left anywhere."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from onrecord.model import Page
from onrecord.pages.words import words
from tests.pages.documents import drawn, one_page, page_of, stream
from tests.realdata import real

#: The line below starts at x = 50; in Helvetica 11 "Rosa Quill" stands at 133.1 to 184.5.
LINE = "The witness was Rosa Quill of Saltmere."
BOX = (132.0, 247.0, 54.0, 12.0)
LEFT_OUT = "The witness was   of Saltmere."

Draw = Callable[[Canvas], None]


def line(canvas: Canvas) -> None:
    canvas.drawString(50, 250, LINE)


def filled(
    *, grey: float = 0.0, box: tuple[float, float, float, float] = BOX, alpha: float = 1.0, edge: bool = False
) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(grey, alpha=alpha)
        canvas.rect(*box, fill=1, stroke=int(edge))
        canvas.setFillGray(0, alpha=1)

    return draw


def label(text: str, grey: float = 1.0, x: float = 134, y: float = 250) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.setFillGray(grey)
        canvas.drawString(x, y, text)
        canvas.setFillGray(0)
        canvas.setFont("Helvetica", 11)

    return draw


def page_with(path: Path, *steps: Draw) -> Page:
    def draw(canvas: Canvas) -> None:
        for step in steps:
            step(canvas)

    return page_of(drawn(path / "page.pdf", draw))


def assert_hidden(page: Page, path: Path) -> None:
    assert page.text.splitlines()[0] == LEFT_OUT
    assert [each.bad for each in page.redactions] == [True]
    found = words(path / "page.pdf", page)
    assert [page.text[word.start : word.end] for word in found][:5] == ["The", "witness", "was", "of", "Saltmere."]


def square_annotation(canvas: Canvas) -> None:
    x, y, width, height = BOX
    canvas._addAnnotation(_square(x, y, width, height))


def _square(x: float, y: float, width: float, height: float) -> object:
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

    black = PDFArray([0, 0, 0])
    rect = PDFArray([x, y, x + width, y + height])
    entries = {"Type": PDFName("Annot"), "Subtype": PDFName("Square"), "Rect": rect, "IC": black, "C": black, "F": 4}
    return PDFDictionary(entries)


@pytest.mark.parametrize(
    ("bug", "steps"),
    [
        # the plain case: a black box drawn over the text
        ("black", (line, filled())),
        # a white box looks like paper
        ("white", (line, filled(grey=1.0))),
        ("grey", (line, filled(grey=0.6))),
        # black text on a black box drawn before it
        ("black on black", (filled(), line)),
        # nine tenths opaque: nobody can read that
        ("nearly opaque", (line, filled(alpha=0.93))),
        # a comment that was never made part of the page
        ("annotation", (line, square_annotation)),
        # the same box twice is one redaction
        ("twice", (line, filled(), filled(box=(132.2, 247.0, 54.0, 12.0)))),
    ],
)
def test_text_under_a_box_is_left_out(tmp_path: Path, bug: str, steps: tuple[Draw, ...]) -> None:
    assert_hidden(page_with(tmp_path, *steps), tmp_path)


@pytest.mark.parametrize(
    "steps",
    [
        # a table cell or heading shaded before its text
        (filled(grey=0.8), line),
        # a highlighter
        (line, filled(grey=0.5, alpha=0.3)),
        # a rule through the line hides nothing
        (line, filled(box=(40, 253, 200, 1))),
        # a box that touches the line's descenders
        (line, filled(box=(50, 236, 200, 12.5))),
        # the white background of a page printed by a browser
        (filled(grey=1.0, box=(0, 0, 400, 300)), line),
    ],
)
def test_visible_text_stays(tmp_path: Path, steps: tuple[Draw, ...]) -> None:
    page = page_with(tmp_path, *steps)
    assert page.text == LINE
    assert not any(each.bad for each in page.redactions)


def blanked(canvas: Canvas) -> None:
    canvas.drawString(50, 250, "The witness was")
    canvas.drawString(190, 250, "of Saltmere.")


@pytest.mark.parametrize(
    ("steps", "codes"),
    [
        ((blanked, filled()), ()),
        ((blanked, filled(), label("(b)(6)")), ("(b)(6)",)),
        ((blanked, filled(grey=1.0, edge=True), label("(b)(7)(C)", 0)), ("(b)(7)(C)",)),
        ((blanked, filled(grey=0.85), label("b6 b7C", 0)), ("b6", "b7C")),
        ((blanked, filled(), label("REDACTED - (b) (5)")), ("(b)(5)",)),
    ],
)
def test_box_with_nothing_beneath_is_a_redaction_with_its_codes(
    tmp_path: Path, steps: tuple[Draw, ...], codes: tuple[str, ...]
) -> None:
    page = page_with(tmp_path, *steps)
    (found,) = page.redactions
    assert (found.codes, found.bad, found.sure) == (codes, False, True)
    assert found.box == pytest.approx((132, 41, 186, 53), abs=1.1)
    assert all(code.replace(" ", "") in page.text.replace(" ", "") for code in codes)


def test_code_on_a_box_over_text_is_kept_and_the_text_is_not(tmp_path: Path) -> None:
    page = page_with(tmp_path, line, filled(), label("(b)(6)"))
    (found,) = page.redactions
    assert (found.codes, found.bad) == (("(b)(6)",), True)
    assert "(b)(6)" in page.text
    assert "osa" not in page.text
    assert "Quil" not in page.text


@pytest.mark.parametrize(
    "steps",
    [
        # light text on a dark bar is a heading
        (filled(box=(40, 240, 300, 30)), label("Minutes of the meeting", x=60)),
        # the list of codes in a release letter, on white form fields that nobody sees
        (filled(grey=1.0), label("(b)(6)", 0)),
        # a check box beside a code
        (filled(grey=1.0, box=(120, 248, 10, 10), edge=True), label("(b)(6)", 0)),
        # a bar of a chart
        (lambda canvas: (canvas.setFillColorRGB(0.1, 0.2, 0.4), canvas.rect(50, 50, 20, 100, fill=1)),),
        # a dot
        (filled(box=(50, 250, 4, 4)),),
    ],
)
def test_other_boxes_are_no_redactions(tmp_path: Path, steps: tuple[Draw, ...]) -> None:
    assert page_with(tmp_path, *steps).redactions == ()


def test_map_of_many_dark_shapes_is_no_page_of_redactions(tmp_path: Path) -> None:
    boxes = [filled(box=(10 + 19 * column, 10 + 14 * row, 12, 8)) for column in range(20) for row in range(20)]
    assert page_with(tmp_path, *boxes).redactions == ()


def test_hyphen_under_a_box_keeps_the_line_end(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 250, "signed by Quill-")
        canvas.drawString(50, 236, "Benn in March")

    page = page_with(tmp_path, draw, filled(box=(98, 246, 60, 14)))
    assert page.text == "signed by  \nBenn in March"


def test_blanks_between_hidden_words_do_not_tell_how_many_there_were(tmp_path: Path) -> None:
    page = page_with(tmp_path, line, filled(box=(70, 247, 116, 12)))
    assert page.text == "The   of Saltmere."


@pytest.mark.parametrize(("turn", "box"), [(90, (247, 132, 259, 186)), (270, (41, 214, 53, 268))])
def test_boxes_of_turned_pages_are_places_on_the_page_as_shown(
    tmp_path: Path, turn: int, box: tuple[float, float, float, float]
) -> None:
    content = b"BT /F 11 Tf 50 250 Td (" + LINE.encode() + b") Tj ET 132 247 54 12 re f"
    path = one_page(tmp_path / "page.pdf", content)
    path.write_bytes(path.read_bytes().replace(b"/MediaBox[0 0 400 300]", b"/Rotate %d/MediaBox[0 0 400 300]" % turn))
    (found,) = page_of(path).redactions
    assert found.box == pytest.approx(box, abs=0.1)
    assert found.bad


def test_boxes_count_from_the_corner_of_the_crop_box(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setCropBox((20, 100, 380, 280))
        line(canvas)
        filled()(canvas)

    page = page_with(tmp_path, draw)
    assert (page.width, page.height) == (360, 180)
    assert page.redactions[0].box == pytest.approx((112, 21, 166, 33), abs=0.1)
    assert words(tmp_path / "page.pdf", page)[0].box[0] == pytest.approx(30.2, abs=0.5)


def test_box_in_a_scaled_form_is_found_where_it_is_drawn(tmp_path: Path) -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 10 10]/Resources<<>>"
    content = b"BT /F 11 Tf 50 250 Td (" + LINE.encode() + b") Tj ET q 5.4 0 0 1.2 132 247 cm /X Do Q"
    page = page_of(one_page(tmp_path / "page.pdf", content, b"/XObject<</X 6 0 R>>", [stream(b"0 0 10 10 re f", form)]))
    assert page.text == LEFT_OUT
    assert page.redactions[0].box == pytest.approx((132, 41, 186, 53), abs=0.1)


def scan(canvas: Canvas, *, burned: bool) -> None:
    """A scan with a text layer, drawn as scanners do: the image, then text that makes no marks."""
    image = Image.new("L", (1600, 1200), 255)
    if burned:
        image.paste(8, (132 * 4, (300 - 259) * 4, 186 * 4, (300 - 247) * 4))
    data = BytesIO()
    image.save(data, "PNG")
    canvas.drawImage(ImageReader(data), 0, 0, 400, 300)
    text = canvas.beginText(50, 250)
    text.setTextRenderMode(3)
    text.textLine(LINE)
    for row in range(4):
        text.textLine(f"and nothing else that was said on day {row} matters to the case")
    text.setTextRenderMode(0)
    canvas.drawText(text)


def test_layer_of_a_scan_is_no_hidden_text(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda canvas: scan(canvas, burned=False))
    assert page.text.splitlines()[0] == LINE
    assert page.redactions == ()


def test_layer_that_still_has_what_the_scan_blacks_out(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda canvas: scan(canvas, burned=True))
    assert page.text.splitlines()[0] == LEFT_OUT
    assert [each.bad for each in page.redactions] == [True]


def test_box_with_a_label_drawn_over_a_scan_with_a_layer(tmp_path: Path) -> None:
    page = page_with(tmp_path, lambda canvas: scan(canvas, burned=False), filled(), label("(b)(6)"))
    assert LEFT_OUT in page.text.splitlines()
    assert [(each.bad, each.codes) for each in page.redactions] == [(True, ("(b)(6)",))]


@pytest.mark.real
def test_court_filings_all_found_and_no_false_alarm() -> None:
    folder = real("xray-redaction-pdfs")
    rows = [row.split(",", 1) for row in (folder / "truth.csv").read_text().splitlines()[1:]]
    wrong = {}
    for name, expected in rows:
        bad = sum(each.bad for each in page_of(folder / name).redactions)
        digits = expected.strip('"').split(" ")[0]
        if expected.startswith(">0"):
            right = bad > 0
        elif "unclear" in expected:
            right = True
        else:
            right = bad == int(digits)
        if not right:
            wrong[name] = (bad, expected)
    assert wrong == {}


def test_code_in_the_margin_belongs_to_the_boxes_at_its_height(tmp_path: Path) -> None:
    second = filled(box=(60, 200, 90, 12))
    page = page_with(tmp_path, blanked, filled(), second, label("(b)(5)", 0, x=360), label("b7C", 0, x=360, y=203))
    assert [each.codes for each in page.redactions] == [("(b)(5)",), ("b7C",)]


@pytest.mark.parametrize(
    ("bug", "labels", "wanted"),
    [
        # one label a box, all printed at one place: PDFium leaves out the letters that they have in common
        ("two codes", ("(b)(6)", "(b)(4)"), [("(b)(6)",), ("(b)(4)",)]),
        ("the longer last", ("(b)(6)", "(b)(7)(C)"), [("(b)(6)",), ("(b)(7)(C)",)]),
        ("the longer first", ("(b)(7)(C)", "(b)(6)"), [("(b)(7)(C)",), ("(b)(6)",)]),
        ("the same twice", ("b6", "b6"), [("b6",), ("b6",)]),
        # a single label is for both boxes, and so are three
        ("one label", ("b6 b7C",), [("b6", "b7C"), ("b6", "b7C")]),
        ("three labels", ("b5", "b6", "b7C"), [("b5", "b6", "b7C"), ("b5", "b6", "b7C")]),
    ],
)
def test_labels_printed_over_one_another_are_one_for_each_box_of_the_line(
    tmp_path: Path, bug: str, labels: tuple[str, ...], wanted: list[tuple[str, ...]]
) -> None:
    two = filled(box=(60, 247, 40, 12)), filled()
    page = page_with(tmp_path, blanked, *two, *(label(text, 0, x=345) for text in labels))
    assert [each.codes for each in page.redactions] == wanted


def test_row_of_a_table_around_two_redactions_is_none_itself(tmp_path: Path) -> None:
    def row(canvas: Canvas) -> None:
        canvas.rect(20, 244, 340, 18, fill=0, stroke=1)

    first = filled(grey=1.0, edge=True, box=(30, 247, 60, 12)), label("b5", 0, x=32)
    second = filled(grey=1.0, edge=True), label("(b)(6)", 0)
    page = page_with(tmp_path, row, *first, *second)
    assert [(each.codes, round(each.box[0])) for each in page.redactions] == [(("b5",), 29), (("(b)(6)",), 131)]


def test_cell_of_a_table_around_a_redaction_is_none_itself(tmp_path: Path) -> None:
    def cell(canvas: Canvas) -> None:
        canvas.rect(120, 244, 240, 18, fill=0, stroke=1)

    page = page_with(tmp_path, cell, filled(grey=1.0, edge=True), label("b5", 0))
    assert [(each.codes, round(each.box[0])) for each in page.redactions] == [(("b5",), 131)]


def test_small_dark_box_is_seen_in_spite_of_its_blurred_edges(tmp_path: Path) -> None:
    """PDFium's bounds of a stroked box allow for a line twice as thick, and that rim is paper."""
    page = page_with(tmp_path, blanked, filled(box=(140.3, 248.4, 17, 11), edge=True))
    assert len(page.redactions) == 1


def test_redaction_that_was_marked_but_never_applied_hides_its_text(tmp_path: Path) -> None:
    path = one_page(tmp_path / "page.pdf", b"BT /F 11 Tf 50 250 Td (" + LINE.encode() + b") Tj ET")
    mark = b"/Annots[<</Type/Annot/Subtype/Redact/Rect[132 247 186 259]/F 4>>]/MediaBox"
    path.write_bytes(path.read_bytes().replace(b"/MediaBox", mark))
    page = page_of(path)
    assert page.text == LEFT_OUT
    assert [(each.bad, each.sure) for each in page.redactions] == [(True, False)]


def test_box_in_forms_nested_deeper_than_is_looked_hides_text_too(tmp_path: Path) -> None:
    def form(content: bytes, inner: int) -> bytes:
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 400 300]/Resources<</XObject<</N %d 0 R>>>>" % inner
        return stream(content, entries)

    forms = [form(b"/N Do", number) for number in range(7, 16)] + [form(b"132 247 54 12 re f", 6)]
    content = b"BT /F 11 Tf 50 250 Td (" + LINE.encode() + b") Tj ET /X Do"
    page = page_of(one_page(tmp_path / "page.pdf", content, b"/XObject<</X 6 0 R>>", forms))
    assert page.text == LEFT_OUT


def test_page_with_too_many_objects_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.pages.engines.drawing.MOST_OBJECTS", 20)
    boxes = [filled(box=(10 + 12 * column, 10, 8, 8)) for column in range(30)]
    with pytest.raises(AssertionError, match="too many drawn objects"):
        page_with(tmp_path, line, *boxes)


def test_blank_box_with_its_code_in_the_margin(tmp_path: Path) -> None:
    page = page_with(tmp_path, blanked, filled(grey=1.0, edge=True), label("b7C", 0, x=360))
    assert [(each.codes, each.bad) for each in page.redactions] == [(("b7C",), False)]


def test_blank_field_without_a_code_is_none(tmp_path: Path) -> None:
    second = label("b7C", 0, x=360, y=200)
    assert page_with(tmp_path, blanked, filled(grey=1.0, edge=True), second).redactions == ()
