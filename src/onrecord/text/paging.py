"""Where the pages of inputs without pages begin: form feeds in text, records in page-text files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from onrecord.errors import ItemFailed

#: Bytes of a text that is read whole.
TEXT_BYTES = 256 * 2**20

#: A page of plain text that has no form feed for this many characters is ended at the next line end: no printed page
#: comes near it, and later stages stay within their memory.
LONG_PAGE = 250_000

#: Bytes of one record of a page-text file. A longer one is passed over.
LONG_RECORD = 16 * 2**20


def page_bounds(text: str) -> list[tuple[int, int]]:
    """(start, end) of every page of a plain text, offsets half-open, without the form feeds between them.

    A form feed ends a page: nothing but white space after the last one is no page. A text has at least one page.
    """
    bounds: list[tuple[int, int]] = []
    start = 0
    while (feed := text.find("\f", start)) >= 0:
        bounds += _shorter(text, start, feed)
        start = feed + 1
    if not bounds or text[start:].strip():
        bounds += _shorter(text, start, len(text))
    return bounds


def _shorter(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """`start` to `end` in runs of about LONG_PAGE characters that end after a line feed where there is one."""
    while end - start > LONG_PAGE:
        line_end = text.find("\n", start + LONG_PAGE, min(end, start + 2 * LONG_PAGE))
        cut = line_end + 1 if line_end >= 0 else start + LONG_PAGE
        yield start, cut
        start = cut
    yield start, end


def records(stream: BinaryIO, most: int) -> Iterator[bytes | None]:
    """The lines of a page-text file that are not blank; None stands for one longer than LONG_RECORD.

    Raises, after the records before it, ItemFailed past `most` bytes and what `stream` raises (EOFError, zlib.error or
    OSError for a damaged gzip file).
    """
    whole, broken = True, False
    while line := stream.readline(LONG_RECORD):
        most -= len(line)
        if most < 0:
            raise ItemFailed("the page texts are larger than may be unpacked", "split the file and add the parts")
        starts, whole = whole, line.endswith(b"\n") or len(line) < LONG_RECORD
        broken = not whole if starts else True
        if whole and (broken or line.strip()):
            yield None if broken else line
    if not whole:
        yield None
