"""Page images for others to see: every redaction is painted over, so that no image can show what lies under one."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from onrecord.model import Box, Page, Word

#: Points painted beyond a redaction on each side: the edges of letters that stick out.
MARGIN = 1.0

#: The grey of the paint, so that it is told from the black of the original, and of the code on it.
PAINT, INK = 38, 235

#: Marks that are printed on a redaction by the agency itself.
PRINTED_ON = frozenset({"exemption", "redacted"})


def painted(png: bytes, page: Page) -> Image.Image:
    """The image of `page` in grey with its redactions painted over and their codes written on them.

    Redactions that are not sure are painted too: their text is left out of the case as well.
    """
    image = Image.open(BytesIO(png)).convert("L")
    if not (page.width and page.height):
        return image
    across, down = image.width / page.width, image.height / page.height
    draw = ImageDraw.Draw(image)
    for redaction in page.redactions:
        x0, y0, x1, y1 = (edge + side * MARGIN for edge, side in zip(redaction.box, (-1, -1, 1, 1), strict=True))
        area = (int(x0 * across), int(y0 * down), int(x1 * across) + 1, int(y1 * down) + 1)
        draw.rectangle(area, fill=PAINT)
        _label(draw, area, " ".join(redaction.codes))
    return image


def _label(draw: ImageDraw.ImageDraw, area: tuple[int, int, int, int], text: str) -> None:
    """The exemption code in the middle of a painted box, where it fits."""
    height = min(area[3] - area[1], 26) * 0.7
    if not text or height < 5:
        return
    font = ImageFont.load_default(height)
    x0, y0, x1, y1 = draw.textbbox((0, 0), text, font=font)
    if x1 - x0 < area[2] - area[0]:
        at = ((area[0] + area[2] - x1 - x0) / 2, (area[1] + area[3] - y1 - y0) / 2)
        draw.text(at, text, fill=INK, font=font)


def shown_words(page: Page, words: Sequence[Word]) -> list[Word]:
    """The words that do not lie on a redaction; the codes that the agency printed there stay."""
    printed = [(mark.start, mark.end) for mark in page.marks if mark.kind in PRINTED_ON]
    return [
        word
        for word in words
        if any(start <= word.start and word.end <= end for start, end in printed)
        or not any(_inside(word.box, redaction.box) for redaction in page.redactions)
    ]


def _inside(box: Box, redaction: Box) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return redaction[0] <= x <= redaction[2] and redaction[1] <= y <= redaction[3]
