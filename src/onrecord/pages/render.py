"""The image of a page, drawn from the stored source when it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from onrecord.errors import ItemFailed
from onrecord.model import Box, SourceFile
from onrecord.pages import pictures
from onrecord.pages.engines import drawing, pdfium
from onrecord.settings import Settings

#: An image has no more pixels than this, however large the page is.
MOST_PIXELS = 40_000_000


#: The grey (of 255) that boxes are painted over with: no ink of a page is as even as this.
PAINT = 40

#: Points that painted boxes reach beyond their edges: half-tones around letters would tell what they are.
BLEED = 1.0


def render(
    path: Path,
    file: SourceFile,
    number: int,
    dpi: float = 100.0,
    settings: Settings | None = None,
    covered: Sequence[Box] = (),
) -> bytes:
    """Page `number` (from 1) of a PDF or image as a grey PNG at `dpi` dots an inch, redactions as they are shown.

    `covered` are boxes (in points from the top left) that are painted over: what stands beneath them must not be seen.
    A very large page comes at a lower resolution. Raises ItemFailed for other media and for broken pages.
    """
    limits = settings or Settings()
    if file.media == "pdf":
        image, scale = _of_pdf(path, number, dpi, limits)
    elif file.media == "image":
        image, scale = _of_picture(path, number, dpi, limits)
    else:
        raise ItemFailed(f"pages of the kind {file.media} have no image", "read its text instead")
    draw = ImageDraw.Draw(image)
    for x0, y0, x1, y1 in covered:
        edges = (x0 - BLEED, y0 - BLEED, x1 + BLEED, y1 + BLEED)
        draw.rectangle([edge * scale for edge in edges], fill=PAINT)
    out = BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _of_pdf(path: Path, number: int, dpi: float, settings: Settings) -> tuple[Image.Image, float]:
    with pdfium.opened(path).opened(number) as page:
        view = page.view
        drawing.check_pixels(drawing.look(page, view), settings.image_pixels)
        scale = min(dpi / 72, (MOST_PIXELS / (view.width * view.height)) ** 0.5)
        return Image.fromarray(pdfium.pixels(page, view, (0.0, 0.0, view.width, view.height), scale)), scale


def _of_picture(path: Path, number: int, dpi: float, settings: Settings) -> tuple[Image.Image, float]:
    picture = pictures.load(path, number, settings.image_pixels)
    width, height = picture.size
    drawn = picture.at(min(dpi, 72 * (MOST_PIXELS / (width * height)) ** 0.5))
    return drawn.image, drawn.dpi / 72
