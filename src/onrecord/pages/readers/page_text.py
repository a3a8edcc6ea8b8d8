"""Page texts: one JSON object a line with ``text``, and ``stamp`` where the number of the page is known; gzip too."""

from __future__ import annotations

import gzip
import io
import json
import mmap
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO, cast

from onrecord.errors import ItemFailed, reason
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
    place = _place(path, file.id, settings.unpack_mb * 2**20)
    if place.number > first:
        _place.cache_clear()
        place = _place(path, file.id, settings.unpack_mb * 2**20)
    try:
        for number, line in place.between(first, last):
            yield _page(line, file, number)
    except (ItemFailed, EOFError, zlib.error, gzip.BadGzipFile) as error:
        _place.cache_clear()
        what = f"the file cannot be read beyond this record: {reason(error)}"
        yield failed(file, place.number, what, "get a whole copy of it and add that")


class _Mapped(io.RawIOBase):
    """A file as a memory map: unlike an open file it may be kept between parts without anybody having to close it."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as raw:
            self._map = mmap.mmap(raw.fileno(), 0, access=mmap.ACCESS_READ)
        self.packed = self._map[:2] == b"\x1f\x8b"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        block = self._map.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)


class _Place:
    """A place in a file that moves forward, so that reading it part by part unpacks it once."""

    def __init__(self, path: Path, most: int) -> None:
        mapped = _Mapped(path)
        stream = cast(BinaryIO, io.BufferedReader(mapped))
        self._records = records(cast(BinaryIO, gzip.GzipFile(fileobj=stream)) if mapped.packed else stream, most)
        self.number = 1

    def between(self, first: int, last: int) -> Iterator[tuple[int, bytes | None]]:
        """(number, line) of records `first`, not before `number`, to `last`."""
        while self.number <= last:
            line = next(self._records, b"")
            if line == b"":
                return
            self.number += 1
            if self.number > first:
                yield self.number - 1, line


@lru_cache(maxsize=1)
def _place(path: Path, _: str, most: int) -> _Place:
    """The place in the file that was read last."""
    return _Place(path, most)


def _page(line: bytes | None, file: SourceFile, number: int) -> Page | Failure:
    if line is None:
        return failed(file, number, "the record is too long", "split its text over several pages")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return failed(
            file, number, f"the record is no JSON: {reason(error)}", "correct the line and add the file again"
        )
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
