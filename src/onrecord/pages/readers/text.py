"""Plain text: a page ends at a form feed, as printers know it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers.bounds import whole
from onrecord.settings import Settings
from onrecord.text.encoding import decode, lines_as_lf
from onrecord.text.paging import TEXT_BYTES, page_bounds

ENGINE = "text"
VERSION = "1"


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Pages `first` to `last`, from 1.

    `Page.origin` counts characters of the decoded file without its byte order mark and with every line end as one line
    feed, as Python reads text. Raises ItemFailed for a file beyond the limit of texts.
    """
    text, bounds = _pages(path, file.id)
    for number, (start, end) in enumerate(bounds[first - 1 : last], first):
        yield finish(
            file=file.id,
            number=number,
            text=text[start:end],
            engine=ENGINE,
            engine_version=VERSION,
            origin=start,
        )


@lru_cache(maxsize=1)
def _pages(path: Path, _: str) -> tuple[str, list[tuple[int, int]]]:
    """The characters of a file and where its pages lie, kept for the next pages of the same one."""
    text = lines_as_lf(decode(whole(path, TEXT_BYTES)).text)
    return text, page_bounds(text)
