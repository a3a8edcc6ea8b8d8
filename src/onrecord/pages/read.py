"""One way to read pages, whatever the file is: the reader is chosen by the medium of the file."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import ItemFailed
from onrecord.model import Failure, Page, SourceFile
from onrecord.pages import furniture, taken_out
from onrecord.pages.failures import failure
from onrecord.settings import Settings
from onrecord.text import outlook

#: The module in `onrecord.pages.readers` for each medium; it is imported when the first such file is read.
READERS = {
    "pdf": "pdf",
    "image": "image",
    "page_text": "page_text",
    "text": "text",
    "eml": "mail",
    "mbox": "mail",
    "msg": "mail_outlook",
    "pst": "mail_outlook",
    "ics": "ics",
    "html": "html",
    "docx": "docx",
    "xlsx": "xlsx",
    "pptx": "pptx",
}


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Pages `first` to `last` (from 1, both included) of the file at `path`: a page or a failure for each.

    A single failure of page 0 says that the file cannot be read at all, or that there is no reader for its medium.
    """
    try:
        yield from _reader(file.media).read(path, file, first, last, settings)
    except ItemFailed as error:
        yield failure(file, 0, error)


def fingerprint(media: str, settings: Settings) -> str:
    """What pages of this medium depend on besides the bytes: engines, their versions, and the settings that count.

    Part of the key of finished work: with another fingerprint the work is done again. Raises ItemFailed for a medium
    without a reader.
    """
    reader = _reader(media)
    parts = [reader.ENGINE, reader.VERSION, furniture.VERSION, taken_out.VERSION]
    if hasattr(reader, "depends_on"):
        parts += reader.depends_on(settings)
    parts += filter(None, [outlook.fingerprint(media)])
    return sha256(msgspec.json.encode(parts)).hexdigest()[:16]


def _reader(media: str) -> Any:
    try:
        name = READERS[media]
    except KeyError:
        raise ItemFailed(f"files of the kind {media} cannot be read", "convert it to PDF and add that") from None
    return import_module(f"onrecord.pages.readers.{name}")
