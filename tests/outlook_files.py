"""Outlook messages (.msg, MS-OXMSG) written from scratch, for tests of what reads them."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

STRING, BINARY, LONG, TIME = 0x1F, 0x102, 0x03, 0x40
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def _filetime(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds()) * 10_000_000


def _storage(writer: Any, folder: str, head: bytes, values: dict[int, Any]) -> None:
    """Properties of one object: fixed ones in the table, others in streams of their own."""
    table = head
    for number, value in values.items():
        if isinstance(value, int):
            table += struct.pack("<HHIII", LONG, number, 6, value, 0)
        elif isinstance(value, datetime):
            table += struct.pack("<HHIQ", TIME, number, 6, _filetime(value))
        else:
            kind = STRING if isinstance(value, str) else BINARY
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            table += struct.pack("<HHIII", kind, number, 6, len(data) + 2 * (kind == STRING), 0)
            writer.addEntry([*filter(None, [folder]), f"__substg1.0_{number:04X}{kind:04X}"], data)
    writer.addEntry([*filter(None, [folder]), "__properties_version1.0"], table)


def message(
    *,
    sender: tuple[str, str],
    to: Sequence[tuple[str, str]],
    cc: Sequence[tuple[str, str]] = (),
    sent: datetime,
    subject: str,
    body: str,
    message_id: str = "",
    attached: Sequence[tuple[str, bytes]] = (),
) -> bytes:
    """A message with these facts. `sent` has a time zone; parties are (name, address)."""
    from extract_msg import OleWriter

    writer = OleWriter()
    people = [*((1, *party) for party in to), *((2, *party) for party in cc)]
    counts = struct.pack("<8xIIII8x", len(people), len(attached), len(people), len(attached))
    values = {
        0x001A: "IPM.Note",
        0x0037: subject,
        0x0039: sent,
        0x0C1A: sender[0],
        0x5D01: sender[1],
        0x0E1D: subject,
        0x1000: body,
        0x1035: message_id,
        0x340D: 0x00040000,
    }
    _storage(writer, "", counts, values)
    writer.addEntry("__nameid_version1.0", storage=True)
    for number in (2, 3, 4):
        writer.addEntry(["__nameid_version1.0", f"__substg1.0_{number:04X}0102"], b"")
    for place, (kind, name, address) in enumerate(people):
        folder = f"__recip_version1.0_#{place:08X}"
        writer.addEntry(folder, storage=True)
        _storage(writer, folder, bytes(8), {0x0C15: kind, 0x3001: name, 0x39FE: address, 0x3003: address})
    for place, (name, data) in enumerate(attached):
        folder = f"__attach_version1.0_#{place:08X}"
        writer.addEntry(folder, storage=True)
        _storage(writer, folder, bytes(8), {0x3705: 1, 0x3707: name, 0x3701: data})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
