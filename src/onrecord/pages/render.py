"""The image of a page, drawn from the stored source when it is wanted."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

from onrecord.errors import ItemFailed
from onrecord.model import SourceFile
from onrecord.pages import pictures
from onrecord.pages.engines import drawing, pdfium
from onrecord.settings import Settings

#: An image has no more pixels than this, however large the page is.
MOST_PIXELS = 40_000_000


def render(path: Path, file: SourceFile, number: int, dpi: float = 100.0, settings: Settings | None = None) -> bytes:
    """Page `number` (from 1) of a PDF or image as a grey PNG at `dpi` dots an inch, redactions as they are shown.

    A very large page comes at a lower resolution. Raises ItemFailed for other media and for broken pages.
    """
    limits = settings or Settings()
    if file.media == "pdf":
        image = _of_pdf(path, number, dpi, limits)
    elif file.media == "image":
        image = _of_picture(path, number, dpi, limits)
    else:
        raise ItemFailed(f"pages of the kind {file.media} have no image", "read its text instead")
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _of_pdf(path: Path, number: int, dpi: float, settings: Settings) -> Image.Image:
    with pdfium.opened(path).opened(number) as page:
        view = page.view
        drawing.check_pixels(drawing.look(page, view), settings.image_pixels)
        scale = min(dpi / 72, (MOST_PIXELS / (view.width * view.height)) ** 0.5)
        return Image.fromarray(pdfium.pixels(page, view, (0.0, 0.0, view.width, view.height), scale))


def _of_picture(path: Path, number: int, dpi: float, settings: Settings) -> Image.Image:
    picture = pictures.load(path, number, settings.image_pixels)
    width, height = picture.size
    return picture.at(min(dpi, 72 * (MOST_PIXELS / (width * height)) ** 0.5)).image
