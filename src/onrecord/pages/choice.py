"""Whether the text layer of a page is worth keeping, or the page must be read from its image."""

from __future__ import annotations

import re

from onrecord.pages.engines.drawing import Drawing

#: With fewer letters and digits than this on a scan, the layer is a stamp or a court's header line, not the page.
FEW = 100

#: A page without text, without an image and with fewer drawn objects than this is blank but for some rules.
RULES = 20

#: A doubtful reading of the image is worth this part of its length.
DOUBTFUL = 0.5

#: A layer is garbage when more than this part of its characters cannot be right.
GARBAGE = 0.3

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


def is_better(layer: str, reading: str, *, reading_is_low: bool) -> bool:
    """Whether to keep the text layer after all, now that the page has been read from its image too."""
    if is_garbage(layer):
        return False
    return weight(layer) > (DOUBTFUL if reading_is_low else 1.0) * weight(reading)


def needs_image(text: str, drawing: Drawing) -> bool:
    """Whether a page with this text layer must be read from its image."""
    if drawing.scans:
        return weight(text) < FEW or is_garbage(text)
    if not text.strip():
        return drawing.pixels > 0 or drawing.count >= RULES
    return is_garbage(text)
