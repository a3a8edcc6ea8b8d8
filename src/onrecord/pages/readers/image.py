"""Image files: each frame of a PNG, JPEG, TIFF, BMP, GIF or WebP is a page, read by OCR."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord.errors import ItemFailed
from onrecord.model import Failure, Page, SourceFile
from onrecord.pages import imaged, pictures
from onrecord.pages.engines import ocr
from onrecord.pages.engines.reading import as_page
from onrecord.pages.failures import failure
from onrecord.settings import Settings

ENGINE = ocr.ENGINE

#: The edition of the rules by which images are opened.
VERSION = "4"

#: Images are read at their own resolution within these bounds (dots an inch): small type is lost below, time above.
COARSEST, FINEST = 150.0, 300.0


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Pages `first` to `last` (from 1, both included) of the image at `path`: a page or a failure for each."""
    for number in range(first, last + 1):
        try:
            record = _read(path, file, number, settings)
        except ItemFailed as error:
            yield failure(file, number, error)
        else:
            yield record


def depends_on(settings: Settings) -> list[str]:
    """What pages depend on besides the file and this reader's version."""
    return ocr.depends_on(settings)


def _read(path: Path, file: SourceFile, number: int, settings: Settings) -> Page:
    picture = pictures.load(path, number, settings.image_pixels)
    size = picture.size
    if not COARSEST <= picture.dpi <= FINEST:
        picture = picture.at(min(max(picture.dpi, settings.ocr_dpi), FINEST))
    reading, found = imaged.read(picture.image, picture.dpi, settings)
    return as_page(reading, file, number, settings, size, found)
