"""Copy sets: blocks, comparisons, and a union that does not let one doubtful pair join two crowds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

import numpy as np
from msgspec import Struct

from onrecord.model import CopySet, Likeness, stable_id
from onrecord.threads import blocks, likeness, prospects
from onrecord.threads.blocks import Blocks
from onrecord.threads.shelf import Columns, Flags, Hashes, Numbers, Shelf

#: Raised when copy sets come out otherwise.
VERSION = 1
#: Sets up to this size list the likeness of every two members; larger ones list what holds them together.
LISTED = 24
#: Pairs whose sketches are held at a time.
_AT_ONCE = 16_000


class Verdicts(Struct, frozen=True, array_like=True):
    """What was found when a case was last compared.

    `marks` are the sketches of then, a number of 8 bytes each, sorted; `found` the likenesses among them; `large` the
    blocks that were not compared in full: a digest of its members by the name of its series and its key.
    """

    marks: bytes = b""
    found: tuple[Likeness, ...] = ()
    large: dict[str, bytes] = {}


class Compared(Struct):
    """The likenesses of a case, the verdicts to keep for the next time, and how many pairs were compared for them."""

    likenesses: dict[tuple[str, str], Likeness]
    verdicts: Verdicts
    compared: int


def compare(shelf: Shelf, known: Verdicts) -> Compared:
    """Compare what shares a block. What was compared before is taken from the `known` verdicts.

    A pair is known when neither sketch is new, and its block was compared in full before; of a block too large for
    that, when its members are those of before.
    """
    gathered = _gather(shelf, known)
    likenesses = {(one.a, one.b): one for one in gathered.kept()}
    asked = gathered.asked()
    for found in _compared(shelf, shelf.side_by_side(asked)):
        likenesses[found.a, found.b] = found
    ordered = tuple(likenesses[pair] for pair in sorted(likenesses))
    marks = np.sort(shelf.columns.marks).astype("<u8").tobytes()
    return Compared(likenesses, Verdicts(marks, ordered, gathered.large), len(asked))


def _compared(shelf: Shelf, asked: Numbers) -> Iterator[Likeness]:
    """The likenesses of the pairs that were asked for, so many at a time."""
    for start in range(0, len(asked), _AT_ONCE):
        some = [divmod(code, len(shelf)) for code in asked[start : start + _AT_ONCE].tolist()]
        shelf.hold(number for pair in some for number in pair)
        for a, b in some:
            if (found := likeness.compare(shelf[a], shelf[b])) is not None:
                yield found
    shelf.hold(())


def pairs(shelf: Shelf, known: Verdicts) -> Numbers:
    """The pairs to compare, each once: the smaller number times the number of sketches, plus the greater."""
    return _gather(shelf, known).asked()


def _gather(shelf: Shelf, known: Verdicts) -> _Pairs:
    found = _Pairs(shelf, known, _told(shelf, known))
    for one in blocks.series(shelf.columns):
        found.look(one)
    return found


def _told(shelf: Shelf, known: Verdicts) -> list[Likeness]:
    """The known likenesses of sketches that are still here as they were."""
    changed = _changed(shelf.columns, known)
    at = shelf.at
    return [
        one for one in known.found if one.a in at and one.b in at and not (changed[at[one.a]] or changed[at[one.b]])
    ]


def _changed(of: Columns, known: Verdicts) -> Flags:
    return ~np.isin(of.marks, np.frombuffer(known.marks, "<u8"))


class _Pairs:
    """The pairs of a case that are to be compared, gathered series by series.

    Of the likenesses `told` those are kept whose pairs would be compared today. `large` is what to remember of large
    blocks.
    """

    def __init__(self, shelf: Shelf, known: Verdicts, told: Sequence[Likeness]) -> None:
        self._of, self._count, self._known, self._told = shelf.columns, len(shelf), known, told
        self._changed = _changed(shelf.columns, known)
        self._a = np.array([shelf.at[one.a] for one in told], np.int64)
        self._b = np.array([shelf.at[one.b] for one in told], np.int64)
        self._codes: list[Numbers] = []
        self._still = np.zeros(len(told), np.bool_)
        self.large: dict[str, bytes] = {}

    def look(self, series: blocks.Series) -> None:
        """Gather the pairs of one series."""
        found = Blocks(series)
        anew = np.array([f"{series.name}:{key}" in self._known.large for key in found.keys.tolist()], np.bool_)
        for a, b in found.small_pairs(self._changed, anew):
            self._ask(a, b)
        if len(self._a):
            self._still |= found.share(self._a, self._b, self._count)
        for key, members in found.large():
            self._look_at_large(f"{series.name}:{key}", members, found)

    def _look_at_large(self, name: str, members: Numbers, found: Blocks) -> None:
        a, b = blocks.neighbours(members, self._of)
        worth = found.worth(a, b)
        a, b = a[worth], b[worth]
        self.large[name] = digest = _digest(self._of.marks[members])
        if len(self._a):
            self._still |= np.isin(self._a * self._count + self._b, a * self._count + b)
        if self._known.large.get(name) != digest:
            self._ask(a, b)

    def _ask(self, a: Numbers, b: Numbers) -> None:
        worth = prospects.worth(self._of, a, b)
        if worth.any():
            self._codes.append(np.unique(a[worth] * self._count + b[worth]))

    def kept(self) -> Iterator[Likeness]:
        """The known likenesses that hold."""
        return (one for one, still in zip(self._told, self._still.tolist(), strict=True) if still)

    def asked(self) -> Numbers:
        """See `pairs`."""
        return np.unique(np.concatenate(self._codes)) if self._codes else np.zeros(0, np.int64)


def _digest(marks: Hashes) -> bytes:
    return blake2b(marks.astype("<u8").tobytes(), digest_size=12).digest()


def join(shelf: Shelf, likenesses: Iterable[Likeness]) -> list[tuple[str, ...]]:
    """The sets of message ids, each sorted, by first id. The best likeness joins first.

    Two sets stay apart when members of them cannot be the same message (`_apart`): a chain of likenesses is no
    likeness.
    """
    home: dict[str, list[str]] = {}
    for pair in sorted(likenesses, key=lambda one: (-one.score, one.a, one.b)):
        mine, theirs = home.get(pair.a, [pair.a]), home.get(pair.b, [pair.b])
        if mine is theirs or any(_apart(shelf.columns, shelf.at[a], shelf.at[b]) for a in mine for b in theirs):
            continue
        merged = mine + theirs
        home.update(dict.fromkeys(merged, merged))
    return sorted({tuple(sorted(members)) for members in home.values()})


def _apart(of: Columns, a: int, b: int) -> bool:
    """Whether nothing could make these two one message: other Message-IDs, or clean times that no zone explains."""
    if of.own[a] and of.own[b]:
        return bool(of.own[a] != of.own[b])
    x, y = int(of.minute[a]), int(of.minute[b])
    if x < 0 or y < 0 or of.damaged[a] or of.damaged[b]:
        return False
    return abs(x - y) > 1 and (x - y) % 30 != 0


def records(
    sets: Iterable[Sequence[str]], shelf: Shelf, likenesses: Mapping[tuple[str, str], Likeness]
) -> Iterator[CopySet]:
    """The copy sets as findings, in the order of their places: cited to their first members' headers."""
    for members in sorted(sets, key=lambda members: shelf.begins(members[0]).spans[0]):
        places = [shelf.begins(id) for id in members]
        yield CopySet(
            id=stable_id("c", members[0]),
            citation=places[0],
            members=tuple(members),
            files=tuple(sorted({place.spans[0].page.rpartition("/")[0] for place in places})),
            pairs=tuple(_pairs(members, shelf, likenesses)),
        )


def _pairs(members: Sequence[str], shelf: Shelf, likenesses: Mapping[tuple[str, str], Likeness]) -> Iterator[Likeness]:
    """The likenesses within a set: of every two members when it is small, else those that were found."""
    listed = list(combinations(members, 2))
    if len(members) <= LISTED and any(pair not in likenesses for pair in listed):
        shelf.hold(shelf.at[id] for id in members)
    for a, b in listed:
        if (a, b) in likenesses:
            yield likenesses[a, b]
        elif len(members) <= LISTED:
            found = likeness.compare(shelf[shelf.at[a]], shelf[shelf.at[b]])
            yield found or Likeness(a, b, 0.5, ("both are copies of a third",))


def homes(sets: Iterable[Sequence[str]]) -> dict[str, str]:
    """For every message in a set: the set's first member, which stands for it."""
    return {member: members[0] for members in sets for member in members}
