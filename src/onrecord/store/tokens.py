"""Words as the search index knows them: the Python twin of FTS5's tokenizer ``unicode61 remove_diacritics 2``.

A word is a run of letters and digits; everything else parts words, the bullets of symbol fonts too (private-use
characters, which FTS5 takes for letters unless told otherwise). No further character is made part of a word: an
address, a stamp or an exemption code (``jane@example.gov``, ``ABC-000972``, ``(b)(5)``) is found as the phrase of its
parts, and so also where OCR put a space or another mark between them. With ``@`` or ``.`` inside words the last word of
every sentence would carry its full stop.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

#: Letters and digits, and the combining accents after them.
WORD = re.compile("[^\\W_][^\\W_\u0300-\u036f]*(?:[\u0300-\u036f]+[^\\W_]*)*")


def words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of `text`, folded, with their offsets (half-open)."""
    for match in WORD.finditer(text):
        yield fold(match[0]), match.start(), match.end()


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """`word` in small letters without accents."""
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()
