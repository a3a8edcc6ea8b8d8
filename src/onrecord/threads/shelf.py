"""The sketches of a whole case in little room: as bytes, with columns of numbers for what all of them are held against.

A sketch in memory takes two kilobytes and a half, most of it for objects; here it takes a third of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.model import Citation, Sketch
from onrecord.threads.grams import BAND_BYTES, BANDS

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

#: Sketches kept in full while pairs of them are compared.
_REMEMBERED = 1 << 14

_sketches = msgspec.msgpack.Decoder(Sketch)
_citations = msgspec.msgpack.Decoder(Citation)
_NOWHERE = Citation((), "")


class Columns:
    """What blocks are made of, a number for each sketch; of an empty text the hash is 0.

    `bands` are the keys of near-duplicate texts, a column for each place among them, 0 where there is none.
    """

    def __init__(self, sketches: int) -> None:
        self.minute = np.full(sketches, -1, np.int64)
        self.day = np.full(sketches, -1, np.int64)
        self.size = np.zeros(sketches, np.int64)
        self.damaged = np.zeros(sketches, np.bool_)
        self.own, self.who, self.sender, self.stem = (np.zeros(sketches, np.uint64) for _ in range(4))
        self.bands = np.zeros((BANDS, sketches), np.uint64)
        self.marks = np.zeros(sketches, np.uint64)


class Shelf:
    """The sketches of a case, numbered in the order of their ids. `ids` are these, `at` the numbers by id."""

    def __init__(self, sketches: Iterable[Sketch]) -> None:
        records = sorted((one.id, msgspec.msgpack.encode(one)) for one in sketches)
        self.ids = [id for id, _ in records]
        self.at = {id: number for number, id in enumerate(self.ids)}
        self._records = [record for _, record in records]
        del records
        self.columns = Columns(len(self.ids))
        hashed = _Hashed()
        for number, record in enumerate(self._records):
            self._enter(number, record, hashed)
        self._decoded = lru_cache(_REMEMBERED)(self._decode)

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, number: int) -> Sketch:
        """The sketch with this number."""
        return self._decoded(number)

    def of(self, id: str) -> Sketch:
        """The sketch of a message."""
        return self._decoded(self.at[id])

    def lean(self) -> Iterator[Sketch]:
        """All sketches without what only comparing looks at; `cited` gives the citations, which they lack too.

        Nothing else is kept of them: after this only `ids`, `at` and `cited` can be asked.
        """
        self._decoded.cache_clear()
        known = _Known()
        for number, id in enumerate(self.ids):
            one = _sketches.decode(self._records[number])
            self._records[number] = msgspec.msgpack.encode(one.cited)
            yield known.lean(one, id)

    def cited(self, id: str) -> Citation:
        """Where a message begins, once `lean` has passed it."""
        return _citations.decode(self._records[self.at[id]])

    def _decode(self, number: int) -> Sketch:
        return _sketches.decode(self._records[number])

    def _enter(self, number: int, record: bytes, hashed: _Hashed) -> None:
        one, to = _sketches.decode(record), self.columns
        to.minute[number], to.day[number], to.size[number] = one.minute, one.day, one.size
        to.damaged[number] = one.damaged
        to.own[number], to.sender[number], to.stem[number] = hashed[one.own], hashed[one.sender], hashed[one.stem]
        to.who[number] = hashed[one.sender or one.sender_address]
        bands = np.frombuffer(one.bands, "<u8", len(one.bands) // BAND_BYTES)
        to.bands[: len(bands), number] = np.maximum(bands, 1)
        to.marks[number] = _number(record)


def _number(record: bytes) -> int:
    return int.from_bytes(blake2b(record, digest_size=8).digest(), "little")


class _Hashed(dict[str, int]):
    """Texts as numbers of 64 bits, the same on every machine."""

    def __init__(self) -> None:
        super().__init__()
        self[""] = 0

    def __missing__(self, text: str) -> int:
        self[text] = found = max(1, _number(text.encode("utf-8", "surrogatepass")))
        return found


class _Known(dict[object, object]):
    """Every text and every list of people once: a case names the same ones again and again."""

    def lean(self, one: Sketch, id: str) -> Sketch:
        """A sketch without what only comparing looks at, its texts shared with others."""
        return msgspec.structs.replace(
            one,
            id=id,
            cited=_NOWHERE,
            sample=b"",
            head=b"",
            bands=b"",
            **{name: self._once(getattr(one, name)) for name in ("chain", "sender", "behalf", "sender_address")},
            **{name: self._once(getattr(one, name)) for name in ("to", "people", "stem", "reply")},
        )

    def _once(self, thing: object) -> object:
        return self.setdefault(thing, thing)
