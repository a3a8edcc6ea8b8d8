"""Exporters by format name.

There are two sorts. One writes rows, the dicts of `onrecord.publish.rows`, to a stream of text (`EXPORTERS`). The other
writes a file or a folder of files from the records themselves (`FILE_EXPORTERS`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, TextIO, cast

from onrecord.errors import UsageError
from onrecord.publish.exporters import csv, json, jsonl
from onrecord.publish.exporters.source import Source

Row = Mapping[str, object]


class Exporter(Protocol):
    """A module of this package: a format of rows as text."""

    def write(self, rows: Iterable[Row], out: TextIO) -> int:
        """Write `rows` to `out` and return how many there were. The bytes depend on the rows alone."""
        ...


class FileExporter(Protocol):
    """A module of this package: a format that needs more than rows, or is not text.

    `KINDS` are the kinds that it takes, the usual one first; none: every kind of rows. `ENDING` is how its file is
    called, `EXTRA` the extra that it needs. `NARROWS` tells whether it can be narrowed to a release or a file.
    """

    KINDS: tuple[str, ...]
    ENDING: str
    EXTRA: str
    NARROWS: bool

    def save(self, source: Source, out: Path) -> int:
        """Write what `source` holds to `out` and return how many records it was.

        The bytes depend on the records alone. Memory does not grow with the pages. Raises MissingExtra without the
        package it needs, UsageError for a place that cannot be written to.
        """
        ...


EXPORTERS: dict[str, Exporter] = {"json": json, "jsonl": jsonl, "csv": csv}

#: Modules of this package, loaded when they are wanted: some bring large libraries.
FILE_EXPORTERS = ("documentcloud", "eml", "gexf", "graphml", "parquet", "pdf", "sqlite")


def exporter(name: str) -> Exporter:
    """The exporter for the format `name`. Raises UsageError for a format that none writes."""
    if name not in EXPORTERS:
        raise UsageError(f"there is no format {name!r}", f"choose one of: {', '.join(sorted(EXPORTERS))}")
    return EXPORTERS[name]


def file_exporter(name: str) -> FileExporter:
    """The exporter of files for the format `name`. Raises UsageError for a format that none writes."""
    if name not in FILE_EXPORTERS:
        raise UsageError(f"there is no format {name!r}", f"choose one of: {', '.join(FILE_EXPORTERS)}")
    return cast(FileExporter, import_module(f"onrecord.publish.exporters.{name}"))


def listed(kinds: Iterable[str]) -> Iterator[Row]:
    """A row for each format: what it takes, how its file is called, and the extra that it needs."""
    every = " ".join(kinds)
    for name in sorted(EXPORTERS):
        yield {"format": name, "kinds": every, "file": f".{name}", "extra": ""}
    for name in FILE_EXPORTERS:
        found = file_exporter(name)
        yield {"format": name, "kinds": " ".join(found.KINDS) or every, "file": found.ENDING, "extra": found.EXTRA}
