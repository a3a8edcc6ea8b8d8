"""Pages in packs: a few neighbours together, which take a third of the room of each alone.

A pack is never changed. Messages and findings are packed with the text of their first page given beforehand, and say in
which pack that is: their base. So the pack must stay as long as it is the base of anything, even when its pages were
read anew and are in another one. Such a pack has the unit `LEFT`, and goes when a writer ends and nothing needs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from onrecord.model import Page
from onrecord.store.codec import page_bytes
from onrecord.store.dialect import as_list
from onrecord.store.packing import MOST_BEFORE, pack, unpack
from onrecord.store.session import Session

#: The unit of packs whose pages are gone.
LEFT = -1

#: Bytes of the texts of a pack, and of all else that is kept of its pages. A single page may have more.
_MOST_TEXT, _MOST_RECORDS = 26_000, 65_536

#: Pages of a pack: places are written as one byte.
MOST_PAGES = 255

#: Packs that are kept unpacked.
_KEPT = 8

_encoder = msgspec.msgpack.Encoder()
_parts = msgspec.msgpack.Decoder(tuple[bytes, ...])

#: Messages on the pages, from one to another, that are in a pack, and rest on it.
_NEEDING = (
    "SELECT 1 FROM messages m JOIN message_texts t ON t.no = m.text"
    " WHERE m.file = ? AND m.page BETWEEN ? AND ? AND t.base = ? LIMIT 1"
)

_NEW = "INSERT INTO packs (unit, file, first_page, last_page, texts, records) VALUES (?, ?, ?, ?, ?, ?) RETURNING no"


class Base(Struct, frozen=True):
    """Where the text stands that a record is packed with: in a pack, from one place to another; pack 0: no text."""

    pack: int = 0
    first: int = 0
    last: int = 0

    @property
    def places(self) -> bytes:
        """What a packed record begins with."""
        return bytes((self.first, self.last))


Encoded = tuple[Page, bytes, bytes]


def divided(pages: Iterable[Page]) -> Iterator[list[Encoded]]:
    """`pages`, in order, as the packs that they are to make, of one file each; with the bytes of text and record."""
    found: list[Encoded] = []
    texts = records = 0
    for page in pages:
        text, record = page.text.encode(), page_bytes(page)
        full = texts + len(text) > _MOST_TEXT or records + len(record) > _MOST_RECORDS or len(found) == MOST_PAGES
        if found and (full or page.file != found[0][0].file):
            yield found
            found, texts, records = [], 0, 0
        found.append((page, text, record))
        texts, records = texts + len(text), records + len(record)
    if found:
        yield found


def put(session: Session, unit: int, file: int, pages: Sequence[Encoded]) -> int:
    """Write a pack, and give its number."""
    numbers = [page.number for page, _, _ in pages]
    key = pages[0][0].key.rpartition("/")[0].encode()
    texts = pack(_encoder.encode([*(text for _, text, _ in pages), key]))
    records = pack(_encoder.encode([record for _, _, record in pages]))
    return session.number(_NEW, (unit, file, min(numbers), max(numbers), texts, records))


def leave(session: Session, unit: int) -> None:
    """The pages of `unit` are gone: its packs stay only as far as they are needed."""
    session.run("UPDATE packs SET unit = ? WHERE unit = ?", (LEFT, unit))


def sweep(session: Session) -> None:
    """Take out packs whose pages are gone and on which nothing rests any more."""
    left = session.rows("SELECT no, file, first_page, last_page FROM packs WHERE unit = ?", (LEFT,))
    free = [no for no, *where in left if not _needed(session, no, *where)]
    session.run("DELETE FROM packs WHERE no IN (:numbers)", (as_list(free),))


def _needed(session: Session, no: int, file: int, first: int, last: int) -> bool:
    bundled = session.rows("SELECT 1 FROM bundles WHERE base = ? LIMIT 1", (no,))
    return bool(bundled or session.rows(_NEEDING, (file, first, last, no)))


class Shelf:
    """The texts of packs, the last few kept: rows that are read one after another mostly come from one pack.

    For rows of one state of the store: a number may come to mean another pack.
    """

    def __init__(self) -> None:
        self._texts: dict[int, tuple[bytes, ...]] = {}
        self._records: dict[int, tuple[bytes, ...]] = {}

    def text(self, no: int, place: int, texts: bytes) -> str:
        """The text of a page: the one at `place` in the pack `no`, whose packed texts are `texts`."""
        return _opened(self._texts, no, texts)[place].decode()

    def record(self, no: int, place: int, records: bytes) -> bytes:
        """All but the text of a page."""
        return _opened(self._records, no, records)[place]

    def holds(self, no: int) -> bool:
        """Whether the texts of a pack are at hand."""
        return no in self._texts

    def before(self, base: Base, texts: bytes | None) -> bytes:
        """What to pack with: the text at `base`, and how spans name the file. `texts` are the pack's, None for none."""
        if texts is None:
            return b""
        *found, key = _opened(self._texts, base.pack, texts)
        return b"".join(found[base.first : base.last + 1])[:MOST_BEFORE] + key


def _opened(kept: dict[int, tuple[bytes, ...]], no: int, packed: bytes) -> tuple[bytes, ...]:
    found = kept.get(no)
    if found is None:
        while len(kept) >= _KEPT:
            del kept[next(iter(kept))]
        found = kept[no] = _parts.decode(unpack(packed))
    return found
