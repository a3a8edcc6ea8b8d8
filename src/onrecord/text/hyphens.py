"""Words that a printer parted at line ends, put together again, with the places they came from."""

from __future__ import annotations

import re
from bisect import bisect_right

from msgspec import Struct

#: A word, the hyphen at the end of its line, and the word with which the next line goes on. Quotation marks and white
#: space may stand before that.
PARTED = re.compile(r"(?<=[^\W\d_])([-\u00ad\u2010])[ \t]{0,3}\n[ \t>]{0,40}(?=\w)")
#: Words that are printed with a hyphen wherever they stand: it is kept at a line end.
COMPOUND = re.compile(
    r"(?:\A|[^\w-])(?:self|well|non|ex|anti|pre|post|co|re|semi|multi|cross|high|low|long|short|full|part|half|one|two|three"
    r"|first|second|third|all|e|x|t)\Z",
    re.IGNORECASE,
)
#: How far back the first half of a word is looked for.
BACK = 24


class Repaired(Struct, frozen=True):
    """A text without hyphenation. `starts` are offsets in it where a piece begins, `places` those in the original."""

    text: str
    starts: tuple[int, ...]
    places: tuple[int, ...]

    def original(self, offset: int) -> int:
        """The offset in the original text of the character at `offset` of the repaired one (its end for the end)."""
        piece = bisect_right(self.starts, offset) - 1
        return self.places[piece] + offset - self.starts[piece]


def repair(text: str) -> Repaired:
    """`text` with words that hyphens part at line ends put together; every other character stays, line ends too.

    A soft hyphen is always left out. Another one is kept when what follows is a capital or a digit ("COVID-19"), or
    when the first half is printed with a hyphen anyway ("well-known"): only the line end goes.
    """
    parts, starts, places = [], [0], [0]
    position = size = 0
    for match in PARTED.finditer(text):
        kept = text[position : match.end(1) if _stays(text, match) else match.start(1)]
        parts.append(kept)
        size += len(kept)
        position = match.end()
        starts.append(size)
        places.append(position)
    parts.append(text[position:])
    return Repaired("".join(parts), tuple(starts), tuple(places))


def _stays(text: str, match: re.Match[str]) -> bool:
    """Whether the hyphen belongs to the word."""
    if match[1] == "\u00ad":
        return False
    before = text[max(0, match.start(1) - BACK) : match.start(1)]
    return not text[match.end()].islower() or before[-1].isupper() or COMPOUND.search(before) is not None
