"""One JSON object a line, UTF-8, keys in the order of the export contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TextIO

import msgspec

_encode = msgspec.json.Encoder().encode


def write(rows: Iterable[Mapping[str, object]], out: TextIO) -> int:
    """See `Exporter.write`."""
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - the last count is the answer
        out.write(_encode(row).decode())
        out.write("\n")
    return count
