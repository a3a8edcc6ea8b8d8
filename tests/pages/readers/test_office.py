from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
import pptx
import pytest
from docx.oxml import parse_xml
from openpyxl.chart import BarChart
from pptx.util import Inches

from onrecord.text import ooxml
from tests.pages.readers.conftest import ReadBytes

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'


def saved(thing: Any) -> bytes:
    buffer = io.BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The office file with `old` in one part replaced by `new`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        assert part in source.namelist()
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content.replace(old, new, 1) if name == part else content)
    return buffer.getvalue()


def letter() -> Any:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "WATER BOARD"
    document.sections[0].footer.paragraphs[0].text = "WB-000017"
    document.add_paragraph("Dear Ann,\tplease read\nthis.")
    table = document.add_table(2, 2)
    for place, text in enumerate(("pier", "cracks", "7", "11")):
        table.cell(place // 2, place % 2).text = text
    document.add_paragraph("Yours, Bo")
    return document


def test_a_document_is_one_page_with_its_header_and_footer(read_bytes: ReadBytes) -> None:
    pages, failures = read_bytes(saved(letter()), "docx")
    assert failures == []
    assert pages[0].text == "WATER BOARD\n\nDear Ann,\tplease read\nthis.\npier\tcracks\n7\t11\nYours, Bo\n\nWB-000017"
    assert pages[0].stamps == ("WB-000017",)


def test_text_that_was_deleted_is_left_out_and_a_text_box_is_read_once(read_bytes: ReadBytes) -> None:
    document = docx.Document()
    run = "<w:r><w:t>{}</w:t></w:r>"
    box = f"<w:txbxContent><w:p>{run.format('boxed')}</w:p></w:txbxContent>"
    document.element.body.insert(
        0,
        parse_xml(
            f'<w:p {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">{run.format("kept ")}'
            f"<w:del><w:r><w:delText>gone</w:delText></w:r></w:del><w:moveFrom>{run.format('moved')}</w:moveFrom>"
            f"<w:ins>{run.format('added ')}</w:ins><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
            f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:p>"
        ),
    )
    assert read_bytes(saved(document), "docx")[0][0].text == "kept added boxed"


def deck() -> Any:
    presentation = pptx.Presentation()
    for number in (1, 2, 3):
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(4), Inches(1))
        box.text_frame.text = f"Slide {number}\vnext line\nnext paragraph"
        table = slide.shapes.add_table(1, 2, Inches(1), Inches(3), Inches(4), Inches(1)).table
        table.cell(0, 0).text, table.cell(0, 1).text = "pier", "7"
        if number == 2:
            slide.notes_slide.notes_text_frame.text = "Do not show this"
    return presentation


def test_slides_are_pages_and_notes_follow(read_bytes: ReadBytes) -> None:
    pages, failures = read_bytes(saved(deck()), "pptx", 1, 3)
    assert failures == []
    assert pages[0].text == "Slide 1\nnext line\nnext paragraph\npier\n7"
    assert pages[1].text.startswith("Slide 2\n")
    assert pages[1].text.endswith("\n\nDo not show this")
    assert [page.number for page in read_bytes(saved(deck()), "pptx", 3, 3)[0]] == [3]


def test_slides_come_in_the_order_of_the_presentation(read_bytes: ReadBytes) -> None:
    presentation = deck()
    ids = presentation.slides._sldIdLst
    ids.append(ids[0])
    pages, _ = read_bytes(saved(presentation), "pptx", 1, 3)
    assert [page.text[:7] for page in pages] == ["Slide 2", "Slide 3", "Slide 1"]


def test_a_damaged_slide_is_a_failure_and_the_others_go_on(read_bytes: ReadBytes) -> None:
    data = changed(saved(deck()), "ppt/slides/slide2.xml", b"<p:cSld>", b"<p:cSld")
    pages, failures = read_bytes(data, "pptx", 1, 3)
    assert [page.number for page in pages] == [1, 3]
    assert [failure.page for failure in failures] == [2]


def book() -> Any:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet("calls")
    sheet.append(["when", "who", "minutes"])
    sheet.append([datetime(2021, 11, 1, 16, 40), "Ann\nLee", 12.0])
    sheet.append([date(2021, 11, 2), None, 2.5])
    sheet["E9"] = "far away"
    workbook.create_sheet("empty")
    hidden = workbook.create_sheet("hidden")
    hidden["A1"] = True
    hidden.sheet_state = "hidden"
    return workbook


def test_sheets_are_pages_of_values(read_bytes: ReadBytes) -> None:
    pages, failures = read_bytes(saved(book()), "xlsx", 1, 3)
    assert failures == []
    assert pages[0].text == (
        "calls\nwhen\twho\tminutes\n2021-11-01 16:40:00\tAnn Lee\t12\n2021-11-02\t\t2.5\n\t\t\t\tfar away"
    )
    assert [page.text for page in pages[1:]] == ["empty", "hidden\nTrue"]


def test_a_sheet_of_charts_is_a_page_without_values(read_bytes: ReadBytes) -> None:
    workbook = book()
    workbook.create_chartsheet("chart", 1).add_chart(BarChart())
    pages, failures = read_bytes(saved(workbook), "xlsx", 1, 4)
    assert failures == []
    assert [page.text.split("\n")[0] for page in pages] == ["calls", "chart", "empty", "hidden"]


def test_a_sheet_that_claims_a_vast_area_is_read_by_its_cells(read_bytes: ReadBytes) -> None:
    data = changed(saved(book()), "xl/worksheets/sheet1.xml", b'ref="A1:E9"', b'ref="A1:XFD1048576"')
    assert read_bytes(data, "xlsx")[0][0].text.endswith("far away")


def test_a_long_sheet_is_cut_with_a_failure(read_bytes: ReadBytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.pages.readers.xlsx.PAGE_CHARACTERS", 30)
    pages, failures = read_bytes(saved(book()), "xlsx")
    assert "2021-11-01" in pages[0].text
    assert "far away" not in pages[0].text
    assert "too long" in failures[0].what


def test_a_damaged_sheet_is_a_failure_and_the_others_go_on(read_bytes: ReadBytes) -> None:
    data = changed(saved(book()), "xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData")
    pages, failures = read_bytes(data, "xlsx", 1, 3)
    assert [page.number for page in pages] == [2, 3]
    assert [failure.page for failure in failures] == [1]


MAIN = {
    "docx": (letter, "word/document.xml", b"<w:document"),
    "pptx": (deck, "ppt/slides/slide1.xml", b"<p:sld "),
    "xlsx": (book, "xl/worksheets/sheet1.xml", b"<worksheet"),
}


@pytest.mark.parametrize("media", MAIN)
def test_entities_are_refused(read_bytes: ReadBytes, media: str) -> None:
    make, part, root = MAIN[media]
    pages, failures = read_bytes(changed(saved(make()), part, root, LAUGHS + root), media)
    assert pages == []
    assert "declares entities" in failures[0].what


@pytest.mark.parametrize("media", MAIN)
def test_bombs_are_refused(read_bytes: ReadBytes, media: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "SMALL", 1_000_000)
    buffer = io.BytesIO(saved(MAIN[media][0]()))
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.bin", bytes(30_000_000))
    pages, failures = read_bytes(buffer.getvalue(), media)
    assert pages == []
    assert "too much" in failures[0].what


@pytest.mark.parametrize("media", MAIN)
@pytest.mark.parametrize("cut", [0.1, 0.5, 0.9])
def test_damaged_files_are_failures(read_bytes: ReadBytes, media: str, cut: float) -> None:
    data = saved(MAIN[media][0]())
    pages, failures = read_bytes(data[: int(len(data) * cut)], media)
    assert pages == []
    assert [failure.page for failure in failures] == [0]
    assert "damaged" in failures[0].what
