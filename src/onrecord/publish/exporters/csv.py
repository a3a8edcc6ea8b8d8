"""Comma-separated values with a header line, for spreadsheets.

A list of plain values is joined by "; ", anything deeper is JSON. A value that a spreadsheet would take for a formula
gets an apostrophe before it: exports are opened by people, and their words come from strangers.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from typing import TextIO

import msgspec

#: First characters that Excel, LibreOffice and Google Sheets take for the start of a formula, the full-width ones of
#: Japanese keyboards among them (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(rows: Iterable[Mapping[str, object]], out: TextIO) -> int:
    """See `Exporter.write`. The columns are those of the first row."""
    writer, count = None, 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last count is the answer
        if writer is None:
            writer = csv.DictWriter(out, fieldnames=list(row), lineterminator="\n", extrasaction="ignore")
            writer.writeheader()
        writer.writerow({name: cell(value) for name, value in row.items()})
    return count


def cell(value: object) -> object:
    """A value as one cell."""
    if value is None or isinstance(value, bool | int | float):
        return "" if value is None else value
    if isinstance(value, list | tuple) and all(isinstance(part, str | int | float) for part in value):
        value = "; ".join(map(str, value))
    if not isinstance(value, str):
        value = msgspec.json.encode(value).decode()
    # LibreOffice looks past spaces
    return f"'{value}" if value.lstrip(" ").startswith(FORMULA_STARTS) else value
