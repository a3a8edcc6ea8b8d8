"""A page image as a page: what it says, and what is redacted on it."""

from __future__ import annotations

import numpy as np
from msgspec.structs import replace
from PIL import Image

from onrecord.model import Redaction
from onrecord.pages import scanned
from onrecord.pages.engines import ocr
from onrecord.pages.engines.ocr import Reading
from onrecord.settings import Settings


def read(image: Image.Image, dpi: float, settings: Settings) -> tuple[Reading, tuple[Redaction, ...]]:
    """The text of a page image at `dpi` dots an inch, and its redactions; places are in points from its top left.

    A page with redactions is not left at a narrowed reading: codes in boxes are small, and what stands beside a box
    says what it hides. Raises MissingExtra when there is no data for the language in the settings.
    """
    grey = np.asarray(image.convert("L"))
    reading = ocr.read(image, dpi, settings.language, settings.second_look)
    found = scanned.find(grey, dpi, reading.words, reading.text)
    if not found or reading.tried[reading.attempt].how != ocr.NARROW:
        return reading, found
    whole = ocr.read(image, dpi, settings.language, settings.second_look, narrow=False)
    earlier = tuple(replace(each, kept=False) for each in reading.tried)
    reading = replace(whole, tried=(*earlier, *whole.tried), attempt=len(earlier) + whole.attempt)
    return reading, scanned.find(grey, dpi, reading.words, reading.text)
