"""Parquet, for data frames and warehouses. Needs the extra ``arrow``.

The rows are read twice: first for the types of the columns, then to be written, some thousands at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from onrecord.publish.exporters.source import Source
from onrecord.publish.rows import Row
from onrecord.publish.tables import library

#: Every kind of rows.
KINDS: tuple[str, ...] = ()
ENDING = ".parquet"
EXTRA = "arrow"
NARROWS = True

#: Rows in memory at a time, and in a row group.
_BATCH = 4096


def save(source: Source, out: Path) -> int:
    """See `FileExporter.save`."""
    arrow, parquet = library("pyarrow", EXTRA), library("pyarrow.parquet", EXTRA)
    schema = _schema(arrow, source.rows())
    count = 0
    with parquet.ParquetWriter(out, schema, compression="zstd") as writer:
        for batch in _batches(source.rows()):
            writer.write_table(arrow.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _schema(arrow: Any, rows: Iterable[Row]) -> Any:
    """The columns of all rows together. A column that is empty everywhere is text."""
    known = arrow.schema([])
    for batch in _batches(rows):
        found = arrow.Table.from_pylist(batch).schema
        known = arrow.unify_schemas([known, found], promote_options="permissive")
    return arrow.schema([arrow.field(field.name, _typed(arrow, field.type)) for field in known])


def _typed(arrow: Any, kind: Any) -> Any:
    """A type that the format can hold: what no row tells is text, a structure without fields too."""
    if arrow.types.is_null(kind) or (arrow.types.is_struct(kind) and kind.num_fields == 0):
        return arrow.string()
    if arrow.types.is_list(kind):
        return arrow.list_(_typed(arrow, kind.value_type))
    if arrow.types.is_struct(kind):
        return arrow.struct([arrow.field(field.name, _typed(arrow, field.type)) for field in kind])
    return kind


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        yield batch
