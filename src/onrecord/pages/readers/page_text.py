"""Page texts: one JSON object a line with ``text``, and ``stamp`` where the number of the page is known; gzip too."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from onrecord.errors import ItemFailed
from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers.bounds import failed
from onrecord.settings import Settings
from onrecord.text.encoding import lines_as_lf
from onrecord.text.paging import records

ENGINE = "page-text"
VERSION = "1"


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Records `first` to `last`, from 1, blank lines not counted. The text is kept as given, but for CR LF.

    A record that is no JSON object with a text is a Failure; the others go on.
    """
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = cast(BinaryIO, gzip.GzipFile(fileobj=raw)) if packed else raw
        number = first
        try:
            for line in islice(records(stream, settings.unpack_mb * 2**20), first - 1, last):
                yield _page(line, file, number)
                number += 1
        except (ItemFailed, EOFError, zlib.error, gzip.BadGzipFile) as error:
            yield failed(file, number, f"the file cannot be read beyond this record: {error}", "get a whole copy of it")


def _page(line: bytes | None, file: SourceFile, number: int) -> Page | Failure:
    if line is None:
        return failed(file, number, "the record is too long", "split its text over several pages")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return failed(file, number, f"the record is no JSON: {error}", "correct the line and add the file again")
    text = record.get("text") if isinstance(record, dict) else None
    if not isinstance(text, str):
        return failed(file, number, "the record has no text", "give it a field `text` and add the file again")
    return finish(
        file=file.id,
        number=number,
        text=lines_as_lf(text),
        engine=ENGINE,
        engine_version=VERSION,
        stamps=_stamps(record.get("stamp")),
    )


def _stamps(value: Any) -> tuple[str, ...]:
    """One stamp or a list of them, as strings; nothing for null and blanks."""
    given = value if isinstance(value, list) else [value]
    printed = (str(stamp).strip() for stamp in given if isinstance(stamp, str | int) and not isinstance(stamp, bool))
    return tuple(stamp for stamp in printed if stamp)
