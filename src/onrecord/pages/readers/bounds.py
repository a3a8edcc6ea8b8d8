"""What the readers of texts share: their limits, and how they say that a page failed."""

from __future__ import annotations

from pathlib import Path

from onrecord.errors import ItemFailed
from onrecord.model import Failure, SourceFile
from onrecord.pages.failures import failure

#: Characters of one page that are kept. A workbook sheet or a web page may hold more than any page.
PAGE_CHARACTERS = 4_000_000


def failed(file: SourceFile, number: int, what: str, next_step: str) -> Failure:
    """A failure of page `number` of `file`, 0 for the whole file, at stage ``read``."""
    return failure(file, number, ItemFailed(what, next_step))


def whole(path: Path, most: int) -> bytes:
    """The bytes of the file at `path`. Raises ItemFailed when there are more than `most`."""
    with path.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise ItemFailed(f"it is larger than {most:,} bytes", "split the file and add the parts")
    return data


def cut(file: SourceFile, number: int, text: str) -> tuple[str, list[Failure]]:
    """`text` within the limit of a page, and a failure that says what was left out, if anything was."""
    if len(text) <= PAGE_CHARACTERS:
        return text, []
    what = f"the page has {len(text):,} characters; only the first {PAGE_CHARACTERS:,} are read"
    return text[:PAGE_CHARACTERS], [failed(file, number, what, "split the file and add the parts")]
