from __future__ import annotations

import gzip
import io
import json
import struct

import docx
import openpyxl
import pptx
import pypdfium2 as pdfium
import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from onrecord.settings import Settings
from tests.intake.conftest import LookInto


def pdf(pages: int, password: str = "") -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, encrypt=StandardEncryption(password) if password else None)
    for number in range(pages):
        canvas.drawString(72, 720, f"page {number + 1} of the water board's letter")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def what(found: object) -> str:
    return " ".join(failure.what for failure in getattr(found, "failures", ()))


def test_an_empty_file_is_a_failure(look_into: LookInto) -> None:
    found = look_into(b"", "letter.pdf")
    assert found.pages == 0
    assert what(found) == "the file is empty"


def test_pages_of_a_pdf(look_into: LookInto) -> None:
    assert look_into(pdf(3), "a.pdf").pages == 3


def test_an_encrypted_pdf_says_what_to_do(look_into: LookInto) -> None:
    found = look_into(pdf(1, "secret"), "a.pdf")
    assert found.pages == 0
    assert what(found) == "the PDF is encrypted"
    assert found.failures[0].next_step == "add a copy saved without the password"


def test_a_truncated_pdf_is_mended_or_a_failure(look_into: LookInto) -> None:
    whole = pdf(20)
    counts = []
    for cut in range(10, len(whole), len(whole) // 23):
        found = look_into(whole[:cut], "a.pdf")
        assert (found.pages == 0) == bool(found.failures)
        counts.append(found.pages)
    assert counts[0] == 0
    assert max(counts) <= 20


def test_files_embedded_in_a_pdf_are_children(look_into: LookInto) -> None:
    document = pdfium.PdfDocument(pdf(1))
    document.new_attachment("inner/annex.txt").set_data(b"the annex")
    buffer = io.BytesIO()
    document.save(buffer)
    found = look_into(buffer.getvalue(), "portfolio.pdf")
    assert [(child.name, child.file.media, child.file.size) for child in found.children] == [
        ("inner/annex.txt", "text", 9)
    ]


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("one page", 1),
        ("one\ftwo", 2),
        # a printer's form feed ends a page: none begins after the last one
        ("one\ftwo\f", 2),
        ("one\ftwo\f\n \n", 2),
        # a blank page between others is a page
        ("one\f\fthree", 3),
        (" \n", 1),
    ],
)
def test_pages_of_a_text(look_into: LookInto, text: str, pages: int) -> None:
    found = look_into(text.encode(), "a.txt")
    assert (found.pages, found.failures, found.notes) == (pages, (), ())


def test_a_text_in_an_unknown_encoding_is_read_with_a_note(look_into: LookInto) -> None:
    found = look_into(b"caf\xe9 \x93quoted\x94", "a.txt")
    assert found.pages == 1
    assert [note.what for note in found.notes] == ["the encoding is not known; read as cp1252"]
    assert look_into(b"bad \x81\x8d\xff", "a.txt").notes[0].what.endswith("latin-1")


def test_form_feeds_of_a_wide_text_are_characters(look_into: LookInto) -> None:
    # U+0C0C holds the byte of a form feed twice
    assert look_into("a\u0c0c\fb".encode("utf-16"), "a.txt").pages == 2


def records(count: int) -> bytes:
    return b"".join(json.dumps({"page": n, "text": f"text {n}"}).encode() + b"\n" for n in range(count))


def test_records_of_page_texts(look_into: LookInto) -> None:
    assert look_into(records(7) + b"\n\n" + records(2), "a.jsonl").pages == 9
    assert look_into(gzip.compress(records(7)), "a.jsonl.gz").pages == 7


def test_a_cut_off_compressed_file_keeps_the_pages_before(look_into: LookInto) -> None:
    found = look_into(gzip.compress(records(20_000))[:-2_000], "a.jsonl.gz")
    assert 1_000 < found.pages < 20_000
    assert "damaged after page" in what(found)


def test_page_texts_that_unpack_beyond_the_limit_stop(look_into: LookInto) -> None:
    bomb = gzip.compress(records(3) + b'{"page": 4, "text": "' + b"a" * 30_000_000)
    found = look_into(bomb, "a.jsonl.gz", Settings(unpack_mb=1))
    assert found.pages == 3
    assert "larger than may be unpacked" in what(found)


def tiff(frames: int) -> bytes:
    buffer = io.BytesIO()
    images = [Image.new("L", (8, 8), color) for color in range(frames)]
    images[0].save(buffer, "TIFF", save_all=True, append_images=images[1:])
    return buffer.getvalue()


def test_frames_of_images(look_into: LookInto) -> None:
    assert look_into(tiff(3), "a.tif").pages == 3
    buffer = io.BytesIO()
    Image.new("L", (8, 8)).save(buffer, "PNG")
    assert look_into(buffer.getvalue(), "a.png").pages == 1


def test_a_tiff_whose_frames_go_in_a_circle_ends(look_into: LookInto) -> None:
    circle = b"II*\0" + struct.pack("<I", 8) + struct.pack("<H", 0) + struct.pack("<I", 8)
    assert look_into(circle, "a.tif").pages == 1


def test_a_tiff_without_a_picture_is_a_failure(look_into: LookInto) -> None:
    assert "no picture" in what(look_into(b"II*\0" + struct.pack("<I", 9_999), "a.tif"))


def test_a_vast_picture_is_counted_without_being_drawn(look_into: LookInto) -> None:
    # 20,000 x 20,000 pixels in a few bytes
    buffer = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(buffer, "PNG")
    assert look_into(buffer.getvalue(), "a.png").pages == 1


def test_pages_of_office_files(look_into: LookInto) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("calls")
    deck = pptx.Presentation()
    for _ in range(3):
        deck.slides.add_slide(deck.slide_layouts[6])
    for pages, name, thing in ((2, "a.xlsx", book), (3, "a.pptx", deck), (1, "a.docx", docx.Document())):
        buffer = io.BytesIO()
        thing.save(buffer)
        found = look_into(buffer.getvalue(), name)
        assert (found.pages, found.failures) == (pages, ())


def test_a_damaged_office_file_is_a_failure(look_into: LookInto) -> None:
    for name in ("a.docx", "a.xlsx", "a.pptx"):
        found = look_into(b"PK\x03\x04 cut off", name)
        assert found.pages == 0
        assert "damaged" in what(found)


def test_a_kind_that_is_not_read_is_named(look_into: LookInto) -> None:
    assert what(look_into(bytes(range(256)) * 4, "a.bin")) == "this kind of file is not read"
    assert "old or protected Office" in what(look_into(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.doc"))


def test_a_file_over_the_limit_is_a_failure(look_into: LookInto) -> None:
    found = look_into(b"x" * (2**20 + 1), "a.txt", Settings(max_file_mb=1))
    assert found.pages == 0
    assert "larger than 1 MB" in what(found)


def test_whatever_a_library_raises_is_a_failure(look_into: LookInto, monkeypatch: pytest.MonkeyPatch) -> None:
    def burst(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("pypdfium2.PdfDocument", burst)
    assert "RecursionError" in what(look_into(pdf(1), "a.pdf"))
