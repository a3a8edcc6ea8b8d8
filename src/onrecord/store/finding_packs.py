"""Findings in packs: what one unit of work found of a kind near one place, packed together with the text of its pages.

Alone a finding takes twice the room, and longer to pack. The number of a finding is that of its pack and its place
there, so no row says in which pack it is. A finding that goes leaves its place empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter
from typing import Any

import msgspec
from msgspec import Struct

from onrecord.model import Finding
from onrecord.store import rows
from onrecord.store.codec import finding_from
from onrecord.store.dialect import as_list
from onrecord.store.packing import pack as packed
from onrecord.store.packing import unpack
from onrecord.store.packs import Base, Shelf
from onrecord.store.session import Session, Statements
from onrecord.store.unpacking import sound

#: Findings of a pack at most.
_MOST = 1 << rows.FINDING_PLACE

#: Bytes of a pack's records. A single finding may have more.
_MOST_BYTES = 8_000

_NEW = "INSERT INTO finding_packs (unit, base, records) VALUES (?, ?, ?) RETURNING no"

_PACKED = (
    "SELECT b.no, b.base, b.records, k.texts FROM (:numbers) j CROSS JOIN finding_packs b ON b.no = j.value"
    " LEFT JOIN packs k ON k.no = b.base"
)

_LEFT = (
    "SELECT f.no FROM (:numbers) j CROSS JOIN findings f"
    f" ON f.no BETWEEN {rows.NUMBERS_OF.format(pack='j.value')} ORDER BY f.no"
)

_encoder = msgspec.msgpack.Encoder()
_parts = msgspec.msgpack.Decoder(tuple[bytes, ...])


class Opened(Struct, frozen=True):
    """A pack: the text with which it is packed, and its records by place, not packed; empty for one that is gone."""

    base: Base
    records: tuple[bytes, ...]


class New(Struct, frozen=True):
    """A finding to be written: the file and page where it stands, the base of that, and its record, not packed."""

    finding: Finding
    file: int
    page: int
    base: Base
    record: bytes

    @property
    def start(self) -> int:
        """Where on its page it stands."""
        return self.finding.citation.spans[0].start


def divided(findings: Iterable[New]) -> Iterator[list[New]]:
    """`findings` as the packs that they are to make, in the order of their places."""
    found: list[New] = []
    size = 0
    for one in sorted(findings, key=_order):
        together = found and (one.finding.KIND, one.base.pack) == (found[0].finding.KIND, found[0].base.pack)
        if found and (not together or len(found) == _MOST or size + len(one.record) > _MOST_BYTES):
            yield found
            found, size = [], 0
        found.append(one)
        size += len(one.record)
    if found:
        yield found


def _order(one: New) -> tuple[str, int, int, int, int, str]:
    return one.finding.KIND, one.base.pack, one.file, one.page, one.start, one.finding.id


def base_of(findings: Sequence[New]) -> Base:
    """The text with which to pack findings of one pack of pages: that of their pages."""
    bases = [one.base for one in findings]
    return Base(bases[0].pack, min(base.first for base in bases), max(base.last for base in bases))


def number(pack: int, place: int) -> int:
    """The number of a finding."""
    return pack << rows.FINDING_PLACE | place


def put(session: Session, unit: int, base: Base, records: Sequence[bytes], text: bytes) -> int:
    """Write a pack, and give its number. `text` is that at `base`."""
    return session.number(_NEW, (unit, base.pack, _record(base, records, text)))


def opened(read: Statements, numbers: Iterable[int]) -> dict[int, Opened]:
    """The packs of the findings with these numbers, by their own. Raises CaseDamaged when one cannot be read."""
    found = read.rows(_PACKED, (as_list(sorted({no >> rows.FINDING_PLACE for no in numbers})),))
    shelf = Shelf()
    return {
        no: sound(partial(_opened, shelf, base, record, texts))
        for no, base, record, texts in sorted(found, key=itemgetter(1))
    }


def _record(base: Base, records: Sequence[bytes], text: bytes) -> bytes:
    return base.places + packed(_encoder.encode(records), text)


def _opened(shelf: Shelf, pack: int, record: bytes, texts: bytes | None) -> Opened:
    base = Base(pack, record[0], record[1])
    return Opened(base, _parts.decode(unpack(record[2:], shelf.before(base, texts))))


def record(packs: dict[int, Opened], no: int) -> tuple[int, bytes]:
    """The pack of pages and the record of the finding with this number. Raises msgspec.DecodeError without its pack."""
    found = packs.get(no >> rows.FINDING_PLACE)
    if found is None:
        raise msgspec.DecodeError("a pack of findings is missing")
    return found.base.pack, found.records[no & (_MOST - 1)]


def _finding(packs: dict[int, Opened], kind: str, no: int, name: int) -> Finding:
    return finding_from(kind, name, record(packs, no)[1])


def findings(read: Statements, named: Sequence[Any]) -> Iterator[Finding]:
    """The findings of which `named` gives the kind, the number in the store and that of the id.

    Raises KeyError for a kind that this program lacks, CaseDamaged for one that cannot be read.
    """
    packs = opened(read, (no for _, no, _ in named))
    for kind, no, name in named:
        yield sound(partial(_finding, packs, kind, no, name))


def clear(session: Session, numbers: Iterable[int], text: Callable[[Base], bytes]) -> None:
    """Empty the places of findings that were taken out. `text` gives that at a base."""
    packs = {no >> rows.FINDING_PLACE for no in numbers}
    left: dict[int, set[int]] = {}
    for (no,) in session.rows(_LEFT, (as_list(packs),)):
        left.setdefault(no >> rows.FINDING_PLACE, set()).add(no & (_MOST - 1))
    session.run("DELETE FROM finding_packs WHERE no IN (:numbers)", (as_list(packs - left.keys()),))
    for pack, found in opened(session, (number(pack, 0) for pack in left)).items():
        records = [each if place in left[pack] else b"" for place, each in enumerate(found.records)]
        record = _record(found.base, records, text(found.base))
        session.run("UPDATE finding_packs SET records = ? WHERE no = ?", (record, pack))
