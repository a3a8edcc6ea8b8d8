from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from onrecord.errors import ItemFailed
from onrecord.model import Failure, Page, PageState
from onrecord.pages import pictures
from onrecord.pages.read import fingerprint
from onrecord.pages.render import render
from onrecord.pages.words import words
from onrecord.settings import Settings
from tests.pages.documents import FILE, drawn, huge_image, page_of, pages_of

IMAGE = FILE.__class__(id=FILE.id, size=1, media="image")


def card(text: str, size: tuple[int, int] = (600, 200)) -> Image.Image:
    image = Image.new("L", size, 255)
    ImageDraw.Draw(image).text((40, 60), text, 0, ImageFont.load_default(40))
    return image


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "bmp", "gif", "webp"])
def test_every_kind_of_image_is_a_page(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    card("Saltmere harbour").save(path, kind, dpi=(150, 150))
    page = page_of(path, media="image")
    assert (page.text, page.state, page.engine) == ("Saltmere harbour", PageState.OCR, "tesseract")
    assert page.confidence > 60
    assert words(path, page) == page.words


def test_frames_are_pages(tmp_path: Path) -> None:
    first, second = card("First sheet"), card("Second sheet")
    first.save(tmp_path / "a.tif", save_all=True, append_images=[second], dpi=(150, 150))
    found = pages_of(tmp_path / "a.tif", 3, media="image")
    assert [each.text for each in found if isinstance(each, Page)] == ["First sheet", "Second sheet"]
    assert isinstance(found[2], Failure)
    assert found[2].page == 3


def test_size_comes_from_the_resolution_in_the_file(tmp_path: Path) -> None:
    card("x").save(tmp_path / "a.png", dpi=(200, 200))
    page = page_of(tmp_path / "a.png", media="image")
    assert (page.width, page.height) == pytest.approx((216, 72), abs=0.1)


def test_fax_with_half_the_lines_gets_square_pixels(tmp_path: Path) -> None:
    card("Harbour master").resize((600, 100)).save(tmp_path / "a.tif", dpi=(204, 102))
    picture = pictures.load(tmp_path / "a.tif", 1, 10**6)
    assert (picture.image.size, round(picture.dpi)) == ((600, 200), 204)


def test_photograph_taken_sideways_is_turned(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    card("x").rotate(90, expand=True).save(tmp_path / "a.jpg", exif=exif, dpi=(150, 150))
    assert pictures.load(tmp_path / "a.jpg", 1, 10**6).image.size == (600, 200)


def test_transparent_paper_is_white(tmp_path: Path) -> None:
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(tmp_path / "a.png")
    assert np.asarray(pictures.load(tmp_path / "a.png", 1, 10**6).image).min() == 255


def test_large_jpeg_is_read_smaller_and_other_large_images_fail(tmp_path: Path) -> None:
    settings = Settings(image_pixels=200_000)
    big = card("Saltmere", (1200, 400)).resize((2400, 800))
    big.save(tmp_path / "a.jpg", dpi=(600, 600))
    page = page_of(tmp_path / "a.jpg", settings, "image")
    assert (page.width, page.height) == pytest.approx((288, 96), abs=0.1)
    big.save(tmp_path / "a.png")
    (failure,) = pages_of(tmp_path / "a.png", 1, settings, "image")
    assert isinstance(failure, Failure)
    assert failure.what == "the image has 2400 x 800 pixels"


def test_page_of_20000_by_20000_pixels_fails_without_being_unpacked(tmp_path: Path) -> None:
    head = BytesIO()
    Image.new("1", (8, 8)).save(head, "PNG")
    data = bytearray(head.getvalue())
    data[16:24] = (20000).to_bytes(4, "big") * 2
    import zlib

    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    (tmp_path / "a.png").write_bytes(data)
    (failure,) = pages_of(tmp_path / "a.png", media="image")
    assert isinstance(failure, Failure)
    assert failure.what == "the image has 20000 x 20000 pixels"


@pytest.mark.parametrize("kind", ["png", "jpeg", "tiff", "gif"])
def test_cut_off_image_fails(tmp_path: Path, kind: str) -> None:
    whole = BytesIO()
    noise = np.random.default_rng(0).integers(0, 255, (200, 200), np.uint8)
    Image.fromarray(noise).save(whole, kind)
    (tmp_path / "a").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 3])
    (failure,) = pages_of(tmp_path / "a", media="image")
    assert isinstance(failure, Failure)
    assert "damaged" in failure.what


def test_rendered_page_shows_the_box_and_not_the_text(tmp_path: Path) -> None:
    def draw(canvas: object) -> None:
        canvas.drawString(50, 250, "Rosa Quill")  # type: ignore[attr-defined]
        canvas.rect(45, 245, 80, 16, fill=1)  # type: ignore[attr-defined]

    path = drawn(tmp_path / "a.pdf", draw)
    image = Image.open(BytesIO(render(path, FILE, 1, 144)))
    assert (image.mode, image.size) == ("L", (800, 600))
    box = np.asarray(image)[80:108, 94:248]
    assert box.max() == 0


def test_rendered_image_has_the_resolution_asked_for(tmp_path: Path) -> None:
    card("x").save(tmp_path / "a.png", dpi=(200, 200))
    assert Image.open(BytesIO(render(tmp_path / "a.png", IMAGE, 1, 100))).size == (300, 100)


def test_rendering_refuses_what_has_no_image_or_too_large_ones(tmp_path: Path) -> None:
    with pytest.raises(ItemFailed, match="have no image"):
        render(tmp_path / "a.txt", FILE.__class__(id=FILE.id, size=1, media="text"), 1)
    with pytest.raises(ItemFailed, match="400,000,000 pixels"):
        render(huge_image(tmp_path / "a.pdf"), FILE, 1)


def test_words_refuse_a_source_that_has_changed(tmp_path: Path) -> None:
    path = drawn(tmp_path / "a.pdf", lambda canvas: canvas.drawString(50, 250, "before"))
    page = page_of(path)
    drawn(path, lambda canvas: canvas.drawString(50, 250, "afterwards"))
    with pytest.raises(ItemFailed, match="reads otherwise"):
        words(path, page)


def test_scanned_page_of_a_pdf_is_read_by_ocr(tmp_path: Path) -> None:
    from reportlab.lib.utils import ImageReader

    image = card("Saltmere harbour", (1200, 900))
    path = drawn(tmp_path / "a.pdf", lambda canvas: canvas.drawImage(ImageReader(image), 0, 0, 400, 300))
    page = page_of(path)
    assert (page.text, page.engine, page.state) == ("Saltmere harbour", "tesseract", PageState.OCR)
    assert (page.width, page.height) == (400, 300)
    assert page.words[0].box == pytest.approx((14, 22, 68, 34), abs=5)


def test_fingerprint_depends_on_what_the_pages_depend_on() -> None:
    base = fingerprint("pdf", Settings())
    assert base == fingerprint("pdf", Settings(workers=3))
    others = [fingerprint("pdf", Settings(ocr_dpi=300)), fingerprint("pdf", Settings(language="deu"))]
    assert len({base, *others, fingerprint("image", Settings()), fingerprint("text", Settings())}) == 5


def test_unknown_medium_is_a_failure_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    (failure,) = pages_of(tmp_path / "a", media="unknown")
    assert isinstance(failure, Failure)
    assert failure.page == 0
