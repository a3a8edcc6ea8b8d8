"""Page furniture: what the producing agency printed onto a page, as against what an author wrote."""

from __future__ import annotations

import re

from onrecord.model import Mark

#: A line that holds nothing but a production number: a prefix of letters, digits and hyphens, then four or more digits.
STAMP_LINE = re.compile(r"^[ \t]*((?:[A-Z][A-Z0-9]{1,11}[-_ ]?){1,3}\d{4,10})[ \t]*$", re.MULTILINE)


def find(text: str) -> tuple[Mark, ...]:
    """The marks of a page text, in order of their place. Offsets are code points of `text`, half-open."""
    return tuple(Mark("stamp", m[1], m.start(1), m.end(1)) for m in STAMP_LINE.finditer(text))
