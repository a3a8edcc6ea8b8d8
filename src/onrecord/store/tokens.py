"""Words as the search indexes know them, in every store alike: those of FTS5's tokenizer ``unicode61``.

A word is a run of letters and digits; everything else parts words, the bullets of symbol fonts too (private-use
characters, which FTS5 takes for letters unless told otherwise). No further character is made part of a word: an
address, a stamp or an exemption code (``jane@example.gov``, ``ABC-000972``, ``(b)(5)``) is found as the phrase of its
parts, and so also where OCR put a space or another mark between them. With ``@`` or ``.`` inside words the last word of
every sentence would carry its full stop.

What a character beyond ASCII becomes is asked of FTS5 itself: its tables are of Unicode 6.1, Python's are newer, and a
word that one store finds must be found by all.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from functools import lru_cache

#: The tokenizer and its options. The private-use characters are those of symbol fonts, with which PDFs write bullets:
#: they would stick to the first word of a line.
TOKENIZER = "unicode61 remove_diacritics 2 separators ''" + "".join(map(chr, range(0xF000, 0xF100))) + "''"

#: Stands for an accent: it goes on with a word, but is no part of it.
_ACCENT = "\u0301"

_WORD = re.compile(f"[^ {_ACCENT}][^ ]*")

#: Characters about which FTS5 is asked at a time.
_BLOCK = 256


class _Folding(dict[int, str]):
    """What each character becomes: a small letter, a digit, a space for what parts words, or an accent."""

    def __missing__(self, code: int) -> str:
        first = code - code % _BLOCK
        self.update(_asked(range(first, first + _BLOCK)))
        return self[code]


def _asked(codes: range) -> dict[int, str]:
    """What FTS5 makes of characters: each stands between two letters, which it parts, joins or leaves alone."""
    given = [(code, f"a{chr(code)}b") for code in codes if code and not 0xD800 <= code < 0xE000]
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(f"CREATE VIRTUAL TABLE i USING fts5 (t, tokenize='{TOKENIZER}')")
        connection.execute("CREATE VIRTUAL TABLE v USING fts5vocab (i, instance)")
        connection.executemany("INSERT INTO i (rowid, t) VALUES (?, ?)", given)
        terms = connection.execute("SELECT doc, term FROM v WHERE offset = 0").fetchall()
    found = {code: term[1:-1] or _ACCENT for code, term in terms if len(term) > 1}
    return dict.fromkeys(codes, " ") | found


_FOLDING = _Folding({code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)})


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of `text`, folded, with their offsets (half-open)."""
    for match in _WORD.finditer(text.translate(_FOLDING)):
        yield match[0].replace(_ACCENT, ""), match.start(), match.end()


def tokens(text: str) -> list[str]:
    """The words of `text`, folded, in order."""
    return text.translate(_FOLDING).replace(_ACCENT, "").split()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` in small letters without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()
