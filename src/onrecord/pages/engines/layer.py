"""The text layer of a PDF page, and the way from a place in it back to PDFium's characters.

PDFium gives the characters in reading order. Some things are put right here. Line ends are line feeds. The hyphen at
the end of a line, which PDFium replaces by U+FFFE while it joins the two lines, is put back as a hyphen and a line
feed, so that no two words are fused and the line reads as printed. A mail header whose labels were drawn before
their values is put together again. A U+FFFE that stands for a glyph without a meaning
is a space. All of this depends on the page alone, so character numbers can be worked out again when they are wanted.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from itertools import accumulate

from pypdfium2 import raw

from onrecord.pages.engines import columns, tables
from onrecord.pages.engines.pdfium import PdfPage, bind, count_chars

#: What PDFium writes in the place of a hyphen at a line end, and of a glyph that has no Unicode value.
UNMAPPED = "\ufffe"

#: What PDFium's text differs in from a page text.
EDITED = re.compile(f"\r\n|{UNMAPPED}")

#: The value that `FPDFText_GetUnicode` gives for a hyphen at a line end.
LINE_END_HYPHEN = 2

#: A buffer for pages of fewer characters than this is kept.
MOST_UNITS = 32_768
_units_of_most_pages = (ctypes.c_uint16 * MOST_UNITS)()

_INT, _HANDLE = ctypes.c_int, ctypes.c_void_p
_get_text = bind(raw.FPDFText_GetText, _INT, _HANDLE, _INT, _INT, _HANDLE)
_unicode = bind(raw.FPDFText_GetUnicode, ctypes.c_uint, _HANDLE, _INT)
_char_index = bind(raw.FPDFText_GetCharIndexFromTextIndex, _INT, _HANDLE, _INT)


def read(page: PdfPage) -> str:
    """The text of a page, with ``\\n`` at line ends; it may still hold characters that `finish.scrub` removes."""
    raw_text = _raw(page)
    if UNMAPPED in raw_text:
        text = EDITED.sub(lambda found: _edited(page, raw_text, found), raw_text)
    else:
        text = raw_text.replace("\r\n", "\n")
    return read_with_characters(page)[0] if columns.suspect(text) or tables.suspect(text) else text


def read_with_characters(page: PdfPage) -> tuple[str, list[int]]:
    """The same text as `read`, and for each of its code points the number of PDFium's character it came from."""
    text = _raw(page)
    characters = [int(_char_index(page.text, unit)) for unit in _units(text)]
    parts: list[str] = []
    numbers: list[int] = []
    done = 0
    for found in EDITED.finditer(text):
        new = _edited(page, text, found)
        parts += text[done : found.start()], new
        numbers += characters[done : found.start()] + [characters[found.start()]] * len(new)
        done = found.end()
    put_right = "".join(parts) + text[done:]
    numbers += characters[done:]
    if columns.suspect(put_right):
        put_right, numbers = columns.straighten(page, put_right, numbers)
    return (tables.tabbed(page, put_right, numbers) if tables.suspect(put_right) else put_right), numbers


def _raw(page: PdfPage) -> str:
    count = count_chars(page.text)
    if count <= 0:
        return ""
    # A character is one UTF-16 unit at most; the last unit written is a NUL.
    units = _units_of_most_pages if count < MOST_UNITS else (ctypes.c_uint16 * (count + 1))()
    written = _get_text(page.text, 0, count, ctypes.addressof(units))
    return ctypes.string_at(units, 2 * max(written - 1, 0)).decode("utf-16-le", "surrogatepass")


def _units(text: str) -> Iterator[int]:
    return accumulate((2 if character > "\uffff" else 1 for character in text[:-1]), initial=0) if text else iter(())


def _edited(page: PdfPage, text: str, found: re.Match[str]) -> str:
    if found[0] != UNMAPPED:
        return "\n"
    unit = len(text[: found.start()].encode("utf-16-le", "surrogatepass")) // 2
    return "-\n" if _unicode(page.text, _char_index(page.text, unit)) == LINE_END_HYPHEN else " "
