"""Findings and sketches in bundles: what one unit of work made of a kind near one place, packed together with the text
of its pages.

Alone each takes twice the room, and longer to pack. The number of such a record is that of its bundle and its place
there, so no row says in which bundle it is. A record that goes leaves its place empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from operator import itemgetter

import msgspec
from msgspec import Struct

from onrecord.errors import CaseDamaged
from onrecord.store.bases import Bases, Place
from onrecord.store.dialect import as_list
from onrecord.store.packing import pack, unpack
from onrecord.store.packs import Base, Shelf
from onrecord.store.rows import BUNDLED, NUMBERS_OF
from onrecord.store.session import Session, Statements
from onrecord.store.unpacking import sound

#: Records of a bundle at most.
_MOST = 1 << BUNDLED

#: Bytes of a bundle's records. A single one may have more.
_MOST_BYTES = 12_000

_NEW = "INSERT INTO bundles (unit, base, records) VALUES (?, ?, ?) RETURNING no"

_BUNDLES = (
    "SELECT b.no, b.base, b.records, k.texts FROM (:numbers) j CROSS JOIN bundles b ON b.no = j.value"
    " LEFT JOIN packs k ON k.no = b.base"
)

_encoder = msgspec.msgpack.Encoder()
_parts = msgspec.msgpack.Decoder(tuple[bytes, ...])


class Bundle(Struct, frozen=True):
    """The text with which records are packed, and the records by place, not packed; empty for one that is gone."""

    base: Base
    records: tuple[bytes, ...]


class New(Struct, frozen=True):
    """A record to be written: its kind and id, the page where it stands and where on it, the base of that page."""

    kind: str
    id: str
    stands: Place
    start: int
    base: Base
    record: bytes


def divided(new: Iterable[New]) -> Iterator[list[New]]:
    """`new` as the bundles that they are to make, in the order of their places."""
    found: list[New] = []
    size = 0
    for one in sorted(new, key=lambda one: (one.kind, one.base.pack, one.stands, one.start, one.id)):
        together = found and (one.kind, one.base.pack) == (found[0].kind, found[0].base.pack)
        if found and (not together or len(found) == _MOST or size + len(one.record) > _MOST_BYTES):
            yield found
            found, size = [], 0
        found.append(one)
        size += len(one.record)
    if found:
        yield found


def put(session: Session, bases: Bases, unit: int, new: Sequence[New]) -> Iterator[tuple[int, New]]:
    """Write a bundle, and give each of its records with its number."""
    first, last = min(one.base.first for one in new), max(one.base.last for one in new)
    base = Base(new[0].base.pack, first, last)
    packed = _packed(base, [one.record for one in new], bases.text(base))
    bundle = session.number(_NEW, (unit, base.pack, packed))
    return ((bundle << BUNDLED | place, one) for place, one in enumerate(new))


def opened(read: Statements, numbers: Iterable[int]) -> dict[int, Bundle]:
    """The bundles of the records with these numbers, by their own. Raises CaseDamaged when one cannot be read."""
    rows = read.rows(_BUNDLES, (as_list(sorted({no >> BUNDLED for no in numbers})),))
    shelf = Shelf()
    return {
        no: sound(partial(_opened, shelf, base, packed, texts))
        for no, base, packed, texts in sorted(rows, key=itemgetter(1))
    }


def record(found: dict[int, Bundle], no: int) -> tuple[int, bytes]:
    """The pack of pages, and the record, of the record with this number. Raises CaseDamaged when it is missing."""
    bundle = found.get(no >> BUNDLED)
    if bundle is None or not bundle.records[no & (_MOST - 1)]:
        raise CaseDamaged("a record in the store is missing", "restore the case, or use `onrecord doctor --repair`")
    return bundle.base.pack, bundle.records[no & (_MOST - 1)]


def clear(session: Session, table: str, numbers: Iterable[int], text: Callable[[Base], bytes]) -> None:
    """Empty the places of records that were taken out of `table`. `text` gives that at a base."""
    touched = {no >> BUNDLED for no in numbers}
    where = NUMBERS_OF.format(bundle="j.value")
    rows = session.rows(
        f"SELECT f.no FROM (:numbers) j CROSS JOIN {table} f ON f.no BETWEEN {where}", (as_list(touched),)
    )
    left = {no for (no,) in rows}
    gone = touched - {no >> BUNDLED for no in left}
    session.run("DELETE FROM bundles WHERE no IN (:numbers)", (as_list(gone),))
    for no, bundle in opened(session, left).items():
        records = [each if no << BUNDLED | place in left else b"" for place, each in enumerate(bundle.records)]
        packed = _packed(bundle.base, records, text(bundle.base))
        session.run("UPDATE bundles SET records = ? WHERE no = ?", (packed, no))


def _packed(base: Base, records: Sequence[bytes], text: bytes) -> bytes:
    return base.places + pack(_encoder.encode(records), text)


def _opened(shelf: Shelf, pack: int, packed: bytes, texts: bytes | None) -> Bundle:
    base = Base(pack, packed[0], packed[1])
    return Bundle(base, _parts.decode(unpack(packed[2:], shelf.before(base, texts))))
