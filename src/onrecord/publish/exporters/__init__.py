"""Exporters by format name. Each writes rows, the dicts of `onrecord.publish.rows`, to a stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TextIO

from onrecord.errors import UsageError
from onrecord.publish.exporters import csv, json, jsonl

Row = Mapping[str, object]


class Exporter(Protocol):
    """A module of this package: a format."""

    def write(self, rows: Iterable[Row], out: TextIO) -> int:
        """Write `rows` to `out` and return how many there were. The bytes depend on the rows alone."""
        ...


EXPORTERS: dict[str, Exporter] = {"json": json, "jsonl": jsonl, "csv": csv}


def exporter(name: str) -> Exporter:
    """The exporter for the format `name`. Raises UsageError for a format that none writes."""
    if name not in EXPORTERS:
        raise UsageError(f"there is no format {name!r}", f"choose one of: {', '.join(sorted(EXPORTERS))}")
    return EXPORTERS[name]
