"""Records out of the rows of a query: the columns that they need, and what is made of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from msgspec import MsgspecError

from onrecord.errors import CaseDamaged
from onrecord.model import Message, Page
from onrecord.store.codec import message_from, page_from
from onrecord.store.packs import Base, Shelf

#: Of a page `p`; of a message `m`, its text `t` and its file `n`.
#: `k` is the pack that each is in, or rests on.
PAGE = "p.pack, p.place, k.texts, k.records"
MESSAGE = "m.id, m.chain, n.id, t.base, t.record, k.texts"

Made = TypeVar("Made")


class Unpacker:
    """Makes records of rows that come from one state of the store. Raises CaseDamaged for one that cannot be read."""

    def __init__(self) -> None:
        self._shelf = Shelf()

    def text(self, pack: int, place: int, texts: bytes) -> str:
        """The text of a page."""
        return sound(lambda: self._shelf.text(pack, place, texts))

    def page(self, pack: int, place: int, texts: bytes, records: bytes) -> Page:
        """The page in the columns `PAGE`."""
        return sound(lambda: page_from(self._shelf.record(pack, place, records), self.text(pack, place, texts)))

    def message(self, id: str, chain: str, file: str, base: int, record: bytes, texts: bytes | None) -> Message:
        """The message in the columns `MESSAGE`."""
        return sound(lambda: message_from(record[2:], self._before(base, record, texts), id, chain, file))

    def _before(self, base: int, record: bytes, texts: bytes | None) -> bytes:
        return self._shelf.before(Base(base, record[0], record[1]), texts)


def sound(make: Callable[[], Made]) -> Made:
    """What `make` makes of bytes of the store. Raises CaseDamaged when they make no sense."""
    try:
        return make()
    except (MsgspecError, UnicodeDecodeError, IndexError) as error:
        step = "restore the case from a backup, or have it made anew with `onrecord doctor --repair`"
        raise CaseDamaged(f"a record in the store is damaged: {error}", step) from error
