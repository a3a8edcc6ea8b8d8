"""Image files as pages: opened within bounds, upright, grey, with square pixels and a known resolution."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageOps, UnidentifiedImageError

from onrecord.errors import ItemFailed

#: Resolutions (dots an inch) that an image file may claim; others are taken for a mistake.
LEAST_DPI, MOST_DPI = 50.0, 2400.0

#: An image that claims none is taken for a letter page: 11 inches on its longer side.
LONGER_SIDE = 11.0

#: What Pillow raises for damaged files besides OSError.
DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, IndexError, OverflowError)


class Picture(Struct, frozen=True):
    """One page of an image file: grey, upright, `dpi` dots an inch both ways."""

    image: Image.Image
    dpi: float

    def at(self, dpi: float) -> Picture:
        """The same page at another resolution."""
        factor = dpi / self.dpi
        size = max(round(self.image.width * factor), 1), max(round(self.image.height * factor), 1)
        return Picture(self.image.resize(size, Image.Resampling.LANCZOS), dpi)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.image.width * 72 / self.dpi, self.image.height * 72 / self.dpi


def load(path: Path, number: int, most_pixels: int) -> Picture:
    """Page `number` (from 1) of the image at `path`: a frame of a TIFF, GIF or WebP.

    A JPEG of more than `most_pixels` is read at a half to an eighth of its size, which the format allows without
    unpacking it whole. Raises ItemFailed for an image that is damaged or larger.
    """
    try:
        with _opened(path) as image:
            image.seek(number - 1)
            size = image.size
            _fit(image, most_pixels)
            across, down = _resolution(image, size)
            upright = ImageOps.exif_transpose(image)
            if upright.size == image.size[::-1]:
                across, down = down, across
            return _square(_on_white(upright), across, down)
    except EOFError:
        raise ItemFailed("the image has no such page", "ask for the file again") from None
    except DAMAGED as error:
        raise ItemFailed(f"the image is damaged: {error}", "open it in an image program and save it again") from None


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    """Opens an image without Pillow's own limit, which is a warning at first; `_fit` holds the limit."""
    limit, Image.MAX_IMAGE_PIXELS = Image.MAX_IMAGE_PIXELS, None
    try:
        with Image.open(path) as image:
            yield image
    finally:
        Image.MAX_IMAGE_PIXELS = limit


def _fit(image: Image.Image, most_pixels: int) -> None:
    width, height = image.size
    if width * height > most_pixels and image.format == "JPEG":
        image.draft("L", (width // 8, height // 8))
    if image.size[0] * image.size[1] > most_pixels:
        raise ItemFailed(
            f"the image has {width} x {height} pixels",
            "save it at a lower resolution, or raise the setting image_pixels",
        )


def _resolution(image: Image.Image, size: tuple[int, int]) -> tuple[float, float]:
    """Dots an inch across and down, of the image as it will be read; `size` is that of the file."""
    claimed = image.info.get("dpi", (0, 0))
    across, down = (float(value) for value in claimed)
    if not all(LEAST_DPI <= value <= MOST_DPI for value in (across, down)):
        across = down = max(size) / LONGER_SIDE
    return across * image.size[0] / size[0], down * image.size[1] / size[1]


def _on_white(image: Image.Image) -> Image.Image:
    """The image in grey, transparent parts white."""
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        return Image.alpha_composite(white, layer).convert("L")
    return image.convert("L")


def _square(image: Image.Image, across: float, down: float) -> Picture:
    """The picture with as many dots an inch down as across: a fax has about half as many."""
    if abs(across - down) < 0.02 * max(across, down):
        return Picture(image, across)
    dpi = max(across, down)
    size = round(image.width * dpi / across), round(image.height * dpi / down)
    return Picture(image.resize(size, Image.Resampling.LANCZOS), dpi)
