"""Where the words of a page stand on its image, worked out from the stored source when it is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, starmap
from pathlib import Path

import numpy as np

from onrecord.errors import ItemFailed
from onrecord.model import Box, Page, Word
from onrecord.pages.engines import characters, layer, pdfium
from onrecord.pages.engines.pdfium import PdfPage
from onrecord.pages.finish import scrub
from onrecord.pages.readers import pdf
from onrecord.settings import Settings

WORD = re.compile(r"\S+")


def words(path: Path, page: Page, settings: Settings | None = None) -> tuple[Word, ...]:
    """The words of `page.text` in order, with their places; none for pages of media without an image.

    `path` is the source file. Text that is hidden on the page is not in the page text, so it has no words here.
    Raises ItemFailed when the source cannot be read or no longer gives this text.
    """
    if page.engine != pdf.ENGINE:
        return page.words
    with pdfium.opened(path).opened(page.number) as opened:
        offsets = _kept(opened, page, settings or Settings())
        numbers = layer.read_with_characters(opened)[1]
        if offsets:
            numbers = [numbers[offset] for offset in offsets]
        found = [match.span() for match in WORD.finditer(page.text)]
        boxes = characters.boxes(opened, opened.view, [number for a, b in found for number in numbers[a:b]])
    around = _around(boxes, [b - a for a, b in found])
    return tuple(Word(a, b, box) for (a, b), box in zip(found, around, strict=True))


def _kept(opened: PdfPage, page: Page, settings: Settings) -> list[int]:
    """The places in the page's text layer that its text was taken from; empty for all of them.

    What is hidden on the page takes a look at its pixels, which is only needed where the text is not the whole layer.
    """
    if scrub(layer.read(opened)) == page.text:
        return []
    seen = pdf.read_layer(opened, settings.image_pixels)
    if scrub(seen.text) != page.text:
        raise ItemFailed("the page now reads otherwise than when it was built", "run `onrecord build` again")
    return seen.offsets


def _around(boxes: characters.Boxes, lengths: Sequence[int]) -> list[Box]:
    """A box around each word. `boxes` are those of the characters, `lengths` says how many each word has."""
    if not lengths:
        return []
    starts = list(accumulate(lengths[:-1], initial=0))
    least = np.minimum.reduceat(boxes[:, :2], starts, axis=0)
    most = np.maximum.reduceat(boxes[:, 2:], starts, axis=0)
    return list(starmap(_rounded, np.hstack((least, most)).tolist()))


def _rounded(x0: float, y0: float, x1: float, y1: float) -> Box:
    return round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2)
