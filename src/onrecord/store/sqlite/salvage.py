"""Read what can still be read of a damaged SQLite store.

A damaged database page takes the rows on it, and often the way to the rows behind it. So tables are read from the front
and from the back, and numbered rows in between are looked up one by one. When the pages are damaged that say what the
file is and where its tables begin, those of an empty store stand in: every store begins with the same tables in the
same places.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

from msgspec import MsgspecError, Struct

from onrecord.model import Failure, Location, Note, Release, SourceFile
from onrecord.store.codec import decision_from, spans_from
from onrecord.store.origins import ADD, Origins, added
from onrecord.store.sqlite import store

#: Numbered rows that are looked up one by one.
_MOST = 1_000_000

#: In the head of a database file (https://www.sqlite.org/fileformat.html): the size of its pages, and how many it has.
_PAGE_SIZE, _PAGES = slice(16, 18), slice(28, 32)
#: How a page begins that leads to other pages of a table.
_INTERIOR = 0x05

Row = tuple[Any, ...]
Made = TypeVar("Made")


class Salvaged(Struct, frozen=True, kw_only=True):
    """What was read, and in words what could not be."""

    origins: Origins
    losses: tuple[str, ...]


def salvage(path: Path, scratch: Path) -> Salvaged:
    """Read the origins of a case from the damaged store at `path`, which is left as it is.

    `scratch` is an empty folder for copies. Whatever is wrong with the store is among the losses; nothing is raised
    but OSError, when there is no room for a copy.
    """
    copy = scratch / "damaged.sqlite"
    for ending in ("", "-wal"):
        with suppress(FileNotFoundError):
            shutil.copyfile(f"{path}{ending}", f"{copy}{ending}")
    if not copy.exists() or not copy.stat().st_size:
        return Salvaged(origins=Origins(), losses=("the store: nothing of it is there",))
    losses: list[str] = []
    if not _opens(copy):
        _graft(copy, scratch)
    with closing(sqlite3.connect(copy)) as connection:
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        found = _Tables(connection, losses)
        return Salvaged(origins=found.origins(), losses=tuple(losses))


def _opens(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'decisions'").fetchall())
    except sqlite3.Error:
        return False


def _graft(path: Path, scratch: Path) -> None:
    """Give the store at `path` the pages of an empty one that say which tables there are and where they begin."""
    empty = scratch / "empty.sqlite"
    store.open(empty, create=True).close()
    with closing(sqlite3.connect(empty)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = empty.read_bytes()
    size = int.from_bytes(data[_PAGE_SIZE], "big")
    with path.open("r+b") as file:
        for number in _leading(data, size, 1):
            page = bytearray(data[(number - 1) * size : number * size])
            if number == 1:
                page[_PAGES] = (path.stat().st_size // size).to_bytes(4, "big")
            file.seek((number - 1) * size)
            file.write(page)


def _leading(data: bytes, size: int, number: int) -> Iterator[int]:
    """The numbers of page `number` of a table and of all pages below it (file format, "B-tree Pages")."""
    yield number
    page = data[(number - 1) * size : number * size]
    head = 100 if number == 1 else 0
    if page[head] != _INTERIOR:
        return
    cells = int.from_bytes(page[head + 3 : head + 5], "big")
    for at in range(head + 12, head + 12 + 2 * cells, 2):
        place = int.from_bytes(page[at : at + 2], "big")
        yield from _leading(data, size, int.from_bytes(page[place : place + 4], "big"))
    yield from _leading(data, size, int.from_bytes(page[head + 8 : head + 12], "big"))


class _Tables:
    """The tables of a damaged store. What cannot be read is added to `losses`."""

    def __init__(self, connection: sqlite3.Connection, losses: list[str]) -> None:
        self._connection = connection
        self._losses = losses

    def origins(self) -> Origins:
        names: dict[int, str] = dict(self._rows("file_names", ("no", "id"), "no", "no"))
        files, nameless = self._files(names)
        places = [
            Location(release=release, path=path, file=names[file])
            for file, release, path in self._rows("locations", ("file", "release", "path"), "file, release, path")
            if names.get(file, "") in files
        ]
        if nameless:
            self._losses.append(f"the names of {nameless} files")
        releases = self._made("releases", tuple(Release.__struct_fields__), "name", lambda row: Release(**_named(row)))
        return Origins(
            releases=_with_those_of(places, releases),
            files=tuple(files.values()),
            locations=added(dict.fromkeys(places)),
            failures=self._made("failures", tuple(Failure.__struct_fields__), "unit, path, page", _failure),
            notes=self._made("notes", ("kind", "file", "page", "what", "spans"), "unit, file, page", _note),
            decisions=self._made("decisions", ("record",), "no", lambda row: decision_from(row[0]), "no"),
        )

    def _files(self, names: dict[int, str]) -> tuple[dict[str, SourceFile], int]:
        found: dict[str, SourceFile] = {}
        nameless = 0
        for number, size, media, linked, parent in self._rows(
            "files", ("file", "size", "media", "linked", "parent"), "file, unit"
        ):
            if number not in names:
                nameless += 1
            elif not parent:
                found[names[number]] = SourceFile(id=names[number], size=size, media=media, linked=linked)
        return found, nameless

    def _made(
        self, table: str, columns: Sequence[str], order: str, make: Callable[[Row], Made | None], number: str = ""
    ) -> tuple[Made, ...]:
        """The records of a table. A row that is no record any more is a loss."""
        made: dict[Made, None] = {}
        for row in self._rows(table, columns, order, number):
            try:
                record = make(row)
            except (MsgspecError, TypeError, ValueError):
                self._losses.append(f"a row of {table}")
                continue
            if record is not None:
                made[record] = None
        return tuple(made)

    def _rows(self, table: str, columns: Sequence[str], order: str, number: str = "") -> list[Row]:
        """The rows of a table, from the front, from the back, and by `number` between the two."""
        wanted = ", ".join([*filter(None, [number]), *columns])
        query = f"SELECT {wanted} FROM {table} ORDER BY {order}"
        rows, whole = self._until_damage(query)
        if not whole:
            backwards = ", ".join(f"{column} DESC" for column in order.split(", "))
            rest, _ = self._until_damage(f"SELECT {wanted} FROM {table} ORDER BY {backwards}")
            between = self._one_by_one(f"SELECT {wanted} FROM {table} WHERE {number} = ?", rows, rest) if number else []
            rows = list(dict.fromkeys([*rows, *between, *reversed(rest)]))
            self._losses.append(f"a part of the table {table}: {len(rows)} rows could be read")
        return [row[1:] for row in rows] if number else rows

    def _until_damage(self, query: str) -> tuple[list[Row], bool]:
        rows: list[Row] = []
        try:
            rows.extend(self._connection.execute(query))
        except sqlite3.Error:
            return rows, False
        return rows, True

    def _one_by_one(self, query: str, front: list[Row], back: list[Row]) -> Iterator[Row]:
        first = front[-1][0] + 1 if front else 1
        last = back[-1][0] if back else first + 10_000
        for number in range(first, min(last, first + _MOST)):
            with suppress(sqlite3.Error):
                yield from self._connection.execute(query, (number,))


def _named(row: Row) -> dict[str, str]:
    return dict(zip(Release.__struct_fields__, row, strict=True))


def _failure(row: Row) -> Failure | None:
    failure = Failure(**dict(zip(Failure.__struct_fields__, row, strict=True)))
    return failure if failure.stage == ADD else None


def _note(row: Row) -> Note | None:
    kind, file, page, what, spans = row
    return None if file else Note(kind=kind, file=file, page=page, what=what, spans=spans_from(spans))


def _with_those_of(places: Sequence[Location], releases: Sequence[Release]) -> tuple[Release, ...]:
    """`releases`, and those that only a location still names."""
    known = {release.name for release in releases}
    return (*releases, *(Release(name=name) for name in sorted({place.release for place in places} - known)))
