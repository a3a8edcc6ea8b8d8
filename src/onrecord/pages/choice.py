"""Whether the text layer of a page is worth keeping, or the page must be read from its image."""

from __future__ import annotations

import re

from onrecord.pages.engines import ocr
from onrecord.pages.engines.drawing import Drawing
from onrecord.pages.engines.ocr import Reading
from onrecord.text import language

#: With fewer letters and digits than this on a scan, the layer is a stamp or a court's header line, not the page.
FEW = 100

#: A page without text, without an image and with fewer drawn objects than this is blank but for some rules.
RULES = 20

#: A doubtful reading of the image is worth this part of its length.
DOUBTFUL = 0.5

#: A layer is garbage when more than this part of its characters cannot be right.
GARBAGE = 0.3

#: A scan whose ink is worth this many characters, of which the layer has less than `SAID`, is read again: the layer is
#: the cover sheet's or the stamp's. At `LOOK_DPI` letters run together, and a stroke is worth more of them.
MUCH_INK = 600
SAID = 0.25
LOOK_DPI = 100.0

#: Characters that text of a released record is made of. Private use, unassigned and control characters are what a
#: font without a usable encoding leaves.
ODD = re.compile(
    r"[^\w\s!-/:-@\[-`{-~\u00a0-\u00bf\u2010-\u203a\u20a0-\u20bf\u2100-\u22ff\u25a0-\u27bf\ufb00-\ufb06]|[\ue000-\uf8ff]"
)


def weight(text: str) -> int:
    """How many letters and digits `text` has."""
    return sum(map(str.isalnum, text))


def is_garbage(text: str) -> bool:
    """Whether `text` is what a font without a usable encoding leaves."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return False
    printed = len(text) - sum(map(str.isspace, text))
    return printed > 0 and len(ODD.findall(text)) > GARBAGE * printed


def why_not(text: str, drawing: Drawing) -> str:
    """Why a page with this text layer must be read from its image: a word for `Attempt.how`; empty when it need not.

    ``none`` or ``little`` text where there is a picture of a page, ``garbage`` of a font without an encoding, letters
    of no ``language``.
    """
    if not text.strip():
        return "none" if drawing.scans or drawing.pixels > 0 or drawing.count >= RULES else ""
    if drawing.scans and weight(text) < FEW:
        return "little"
    if is_garbage(text):
        return "garbage"
    return "language" if not language.detect(text) and language.is_scrambled(text) else ""


def leaves_ink(text: str, strokes: int, dpi: float) -> bool:
    """Whether a scan with this text layer shows much more than the layer says: `strokes` of its image at `dpi`."""
    printed = strokes / ocr.STROKES / dpi
    return printed >= MUCH_INK and weight(text) < SAID * printed


def is_better(layer: str, reading: Reading, why: str) -> bool:
    """Whether to keep the text layer after all, now that the page was read from its image too, which `why` led to."""
    if why == "garbage":
        return False
    if why == "language" and not reading.low and not language.is_scrambled(reading.text):
        return False
    return weight(layer) > (DOUBTFUL if reading.low else 1.0) * weight(reading.text)
