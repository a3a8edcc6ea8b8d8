"""The sketches of a whole case in little room: columns of numbers for what all of them are held against, and bytes.

A sketch in memory takes two kilobytes and a half, most of it for objects; here it takes a quarter of that. What only
comparing two texts looks at, three quarters of a stored sketch, is fetched for the pairs that are compared.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import blake2b

import msgspec
import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from onrecord.model import Citation, Sketch
from onrecord.threads.grams import BAND_BYTES, BANDS
from onrecord.threads.imprints import Imprints, Press
from onrecord.threads.likeness import Face

Numbers = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Flags = NDArray[np.bool_]

#: Gives whole sketches by their ids, in any order.
Fetch = Callable[[Sequence[str]], Iterable[Sketch]]

#: Kinds of prefix of a subject; 0 is none.
_REPLIES = {"re": 1, "fw": 2}
#: The offset of a time whose zone is not printed.
NO_OFFSET = 1 << 20

#: Sketches fetched at a time.
_FETCHED = 500

#: Pairs are taken by the place of their first sketch, in stripes of so many places.
_STRIPE = 1 << 15

_sketches = msgspec.msgpack.Decoder(Sketch)
_citations = msgspec.msgpack.Decoder(Citation)
_NOWHERE = Citation((), "")


class Columns:
    """What sketches are held against one another by, a number for each of them; of an empty text the hash is 0.

    `bands` are the keys of near-duplicate texts, a column for each place among them, 0 where there is none. `marks` are
    digests of whole sketches. `face` is the place among `faces` of who sent it. `reply` numbers the kinds of prefix of
    a subject.
    """

    def __init__(self, rows: _Rows, order: Numbers) -> None:
        self.minute, self.day, self.size, self.letters, self.starts, self.offset, self.face = (
            np.array(column, np.int64)[order] for column in rows.numbers
        )
        self.second, self.reply = (np.array(column, np.int8)[order] for column in rows.small)
        self.faces = list(rows.faces)
        self.damaged, self.hides = (np.array(column, np.bool_)[order] for column in rows.flags)
        self.own, self.who, self.sender, self.stem, self.chain, self.marks = (
            np.array(column, np.uint64)[order] for column in rows.hashes
        )
        bands = np.frombuffer(rows.bands, "<u4").reshape(len(order), BANDS)
        self.bands = [np.ascontiguousarray(column[order]) for column in bands.T]
        self.imprints = Imprints(rows.press, order)


class Shelf:
    """The sketches of a case, numbered in the order of their ids. `ids` are these, `at` the numbers by id."""

    def __init__(self, sketches: Iterable[Sketch], fetch: Fetch | None = None) -> None:
        """`sketches` are gone through once, in any order; `fetch` gives some of them again. Without it all are kept."""
        if fetch is None:
            kept = {one.id: one for one in sketches}
            sketches, fetch = kept.values(), lambda ids: [kept[id] for id in ids]
        rows = _Rows()
        for one in sketches:
            rows.add(one)
        order = sorted(range(len(rows.ids)), key=rows.ids.__getitem__)
        self.ids = [rows.ids[number] for number in order]
        self.at = {id: number for number, id in enumerate(self.ids)}
        self._places = np.array(order, np.int64)
        self.columns = Columns(rows, self._places)
        self._records = [rows.records[number] for number in order]
        self._fetch = fetch
        self._whole: dict[int, Sketch] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, number: int) -> Sketch:
        """The whole sketch with this number, one of those that are held."""
        return self._whole[number]

    def hold(self, numbers: Iterable[int]) -> None:
        """Fetch the whole sketches with these numbers, and let go of all others."""
        wanted = set(numbers)
        self._whole = {number: one for number, one in self._whole.items() if number in wanted}
        lacking = [self.ids[number] for number in sorted(wanted - self._whole.keys(), key=self._places.item)]
        for start in range(0, len(lacking), _FETCHED):
            for one in self._fetch(lacking[start : start + _FETCHED]):
                self._whole[self.at[one.id]] = one

    def side_by_side(self, pairs: Numbers) -> Numbers:
        """`pairs`, so ordered that many of them in a row need few stretches of what was gone through.

        A pair is the number of one sketch times how many there are, plus that of the other. Sketches that came one
        after another are packed together, and fetching one of them unpacks the others too: in the order of ids nearly
        every sketch of a million would be one more to unpack.
        """
        a, b = (self._places[numbers] for numbers in np.divmod(pairs, max(1, len(self))))
        stripe = np.minimum(a, b) // _STRIPE
        return pairs[np.lexsort((np.maximum(a, b), stripe))]

    def lean(self) -> Iterator[Sketch]:
        """All sketches without what only comparing looks at, and without their citations, which `cited` gives.

        Nothing else is kept of them: while and after they are gone through, nothing but `cited` may be asked for.
        """
        del self.columns
        known = _Known()
        for number, id in enumerate(self.ids):
            one = _sketches.decode(self._records[number])
            self._records[number] = msgspec.msgpack.encode(one.cited)
            yield known.lean(one, id)

    def begins(self, id: str) -> Citation:
        """Where a message begins, as long as `lean` was not called."""
        return _sketches.decode(self._records[self.at[id]]).cited

    def cited(self, id: str) -> Citation:
        """Where a message begins, once `lean` has gone through."""
        return _citations.decode(self._records[self.at[id]])


class _Rows:
    """Sketches as they come."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.records: list[bytes] = []
        self.numbers = tuple(array("q") for _ in range(7))
        self.small = tuple(array("b") for _ in range(2))
        self.faces: dict[Face, int] = {}
        self.hashes = tuple(array("Q") for _ in range(6))
        self.flags = tuple(bytearray() for _ in range(2))
        self.bands = bytearray()
        self.press = Press()
        self._hashed = _Hashed()

    def add(self, one: Sketch) -> None:
        """Take one down."""
        self.ids.append(one.id)
        self.records.append(msgspec.msgpack.encode(replace(one, sample=b"", head="", bands=b"")))
        face = Face(one.sender, one.behalf, one.sender_address)
        offset = NO_OFFSET if one.offset is None else one.offset
        values = (one.minute, one.day, one.size, one.letters, one.starts, offset)
        for numbers, value in zip(self.numbers, (*values, self.faces.setdefault(face, len(self.faces))), strict=True):
            numbers.append(value)
        for small, value in zip(self.small, (one.second, _REPLIES.get(one.reply, 0)), strict=True):
            small.append(value)
        texts = (one.own, one.sender or one.sender_address, one.sender, one.stem)
        rare = (one.chain.encode("utf-8", "surrogatepass"), msgspec.msgpack.encode(one))  # each but once or twice
        for hashes, value in zip(
            self.hashes, (*map(self._hashed.__getitem__, texts), *map(_number, rare)), strict=True
        ):
            hashes.append(value)
        for flags, value in zip(self.flags, (one.damaged, bool(one.hides)), strict=True):
            flags.append(value)
        self.bands += one.bands[: BANDS * BAND_BYTES].ljust(BANDS * BAND_BYTES, b"\0")
        self.press.add(one)


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
        """A sketch without its citation, its texts shared with others."""
        names = ("chain", "sender", "behalf", "sender_address", "to", "people", "stem", "reply")
        return replace(one, id=id, cited=_NOWHERE, **{name: self._once(getattr(one, name)) for name in names})

    def _once(self, thing: object) -> object:
        return self.setdefault(thing, thing)
