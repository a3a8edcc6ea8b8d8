"""What the records alone say: read once, and good until a record is written, whatever persons decide meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any, cast

from onrecord.model import (
    CopySet,
    Difference,
    Differing,
    Event,
    Finding,
    Interaction,
    Location,
    StampReading,
    Thread,
    Word,
    stable_id,
)
from onrecord.store.protocol import Kind, Store
from onrecord.store.tellings import Tellings

#: Files and blocks of pages whose facts are remembered.
_REMEMBERED = 4096

#: Pages whose stamps are read at a time.
BLOCK = 256


class Facts:
    """The records of a store as readers ask for them. `keep`: findings stay in memory once they were read."""

    def __init__(self, store: Store, *, keep: bool = False) -> None:
        self.store = store
        self.keep = keep
        self._findings: dict[type[Finding], tuple[Any, ...]] = {}
        self.locations = lru_cache(_REMEMBERED)(self._locations)
        self.file_id = lru_cache(_REMEMBERED)(store.file_id)
        self.origin = lru_cache(_REMEMBERED)(self._origin)
        self.stamps = lru_cache(_REMEMBERED)(self._stamps)
        self.readings = lru_cache(_REMEMBERED)(self._readings)
        self.uncertain = lru_cache(_REMEMBERED)(self._uncertain)

    def findings(self, kind: type[Kind]) -> Iterable[Kind]:
        """All findings of a kind, in the order of their places."""
        if not self.keep:
            return self.store.findings(kind)
        if kind not in self._findings:
            self._findings[kind] = tuple(self.store.findings(kind))
        return cast(tuple[Kind, ...], self._findings[kind])

    @cached_property
    def first_copies(self) -> dict[str, str]:
        """For every message with copies: the id of the first of them."""
        return {member: min(group.members) for group in self.store.findings(CopySet) for member in group.members}

    @cached_property
    def threads(self) -> dict[str, str]:
        """The thread of every message that is in one."""
        return {id: thread.id for thread in self.store.findings(Thread) for id in thread.messages}

    def thread(self, message: str) -> str:
        """The id of the thread of the message with this id; one of its own when nothing is known to belong with it."""
        return self.threads.get(message) or stable_id("t", message)

    @cached_property
    def reread(self) -> frozenset[str]:
        """The keys of the pages of which something is to be said of a stamp that was not read plainly."""
        return frozenset(found.page for found in self.store.findings(StampReading))

    def stamps_as_read(self, file: str, number: int) -> tuple[str, ...]:
        """The stamps of a page of a file as they were read."""
        found: dict[int, tuple[str, ...]] = self.stamps(file, number // BLOCK)
        return found.get(number, ())

    @cached_property
    def differences(self) -> dict[tuple[str, str, str], tuple[Difference, ...]]:
        """What differs between two members of a copy set: by the set and both members."""
        return {
            (found.copy_set, one.a, one.b): one.differences
            for found in self.store.findings(Differing)
            for one in found.comparisons
        }

    @cached_property
    def tellings(self) -> Tellings:
        """What every message and article tells, as it was found."""
        return Tellings([*self.findings(Interaction), *self.findings(Event)], self.first_copies)

    def _locations(self, file: str) -> tuple[Location, ...]:
        return tuple(self.store.locations(file=file))

    def _origin(self, key: str) -> int:
        return max(page.origin, 0) if (page := self.store.page(key)) else 0

    def _stamps(self, file: str, block: int) -> dict[int, tuple[str, ...]]:
        return self.store.page_stamps(file, block * BLOCK, block * BLOCK + BLOCK - 1)

    def _readings(self, key: str) -> tuple[StampReading, ...]:
        return tuple(each for each in self.store.about(key) if isinstance(each, StampReading))

    def _uncertain(self, key: str) -> tuple[Word, ...]:
        page = self.store.page(key)
        return page.uncertain if page else ()
