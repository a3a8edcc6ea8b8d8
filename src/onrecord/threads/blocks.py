"""Which messages are worth comparing: those that share a key.

A key says what two copies would have in common: the minute, the same minute of some hour and a person or a subject, a
day and a person, a Message-ID, or a stretch of text. Keys are numbers: a million messages have 25 million of them, and
whole columns are sorted at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.threads.shelf import Columns, Flags, Hashes, Numbers

#: Members of a block beyond which only those with the same person and subject are compared.
LARGE = 300
#: Members of such a part beyond which each is compared with so many neighbours in time.
NEIGHBOURS = 12

#: Minutes of a window of time. Zones are at most 14 hours from Greenwich, so copies lie in the same window of two
#: overlapping series.
_WINDOW = 2 * 24 * 60
#: Pairs of small blocks that are made at a time.
_AT_ONCE = 1 << 20

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_TURN = np.uint64(29)


class Series(NamedTuple):
    """Keys of one kind: the messages (numbers) that have one, and the key of each.

    `lacking`: only pairs say something of which one message lacks what would say more: two clean times tell copies
    apart by themselves; texts and days are compared for those without one. None where every pair does.
    """

    name: str
    members: Numbers
    keys: Hashes
    lacking: Flags | None = None


def series(of: Columns) -> Iterator[Series]:
    """All kinds of keys."""
    timed, who, stem = of.minute >= 0, of.who > 0, of.stem > 0
    yield _series("i", of.own > 0, of.own)
    yield _series("m", timed, of.minute)
    for shift in (0, _WINDOW // 2):
        window = _mixed((of.minute + shift) // _WINDOW, of.minute % 30)
        yield _series(f"z{shift}:who", timed & who, window, of.who)
        yield _series(f"z{shift}:stem", timed & stem, window, of.stem)
    yield _series("d:who", (of.day >= 0) & who, of.day, of.who, lacking=~timed)
    yield _series("d:stem", (of.day >= 0) & stem, of.day, of.stem, lacking=~timed)
    yield _series("u", who & stem, of.who, of.stem, lacking=of.day < 0)
    for place, band in enumerate(of.bands):
        yield _series(f"t{place}", band > 0, band, lacking=~timed | of.damaged)


def _series(name: str, having: Flags, *parts: NDArray[np.generic], lacking: Flags | None = None) -> Series:
    members = np.flatnonzero(having)
    return Series(name, members, _mixed(*(part[members] for part in parts)), lacking)


def _mixed(*parts: NDArray[np.generic]) -> Hashes:
    """Several columns of numbers as one."""
    total = np.zeros(len(parts[0]), np.uint64)
    for part in parts:
        total = (total ^ part.astype(np.uint64)) * _FACTOR
        total = (total ^ (total >> _TURN)) * _MIX
        total ^= total >> _TURN
    return total


class Blocks:
    """The blocks of a series that hold a pair worth comparing: `order` are their members, block after block by key and
    then by number, `starts` and `sizes` say where each begins and how many it has, `keys` what its members share.
    """

    def __init__(self, of: Series) -> None:
        order = np.argsort(of.keys, kind="stable")
        keys, members = of.keys[order], of.members[order]
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if len(keys) else np.zeros(0, np.int64)
        sizes = np.diff(np.append(starts, len(keys)))
        held = sizes > 1
        if of.lacking is not None and len(keys):
            held &= np.add.reduceat(of.lacking[members].astype(np.int64), starts) > 0
        self.lacking = of.lacking
        self.order = members
        self.starts, self.sizes, self.keys = starts[held], sizes[held], keys[starts[held]]

    def worth(self, a: Numbers, b: Numbers) -> Flags:
        """Which of the pairs a[n], b[n] this kind of block says something about that no other kind says."""
        return np.ones(len(a), np.bool_) if self.lacking is None else self.lacking[a] | self.lacking[b]

    def large(self) -> Iterator[tuple[int, Numbers]]:
        """Key and members of the blocks that are not compared in full."""
        for block in np.flatnonzero(self.sizes > LARGE):
            start = self.starts[block]
            yield int(self.keys[block]), self.order[start : start + self.sizes[block]]

    def small_pairs(self, changed: Flags, anew: Flags) -> Iterator[tuple[Numbers, Numbers]]:
        """The pairs of small blocks of which one is `changed`; of blocks that are done `anew`, all. Smaller first."""
        some = self.sizes <= LARGE
        if len(self.starts):
            ends = np.append(np.cumsum(changed[self.order]), 0)
            touched = ends[self.starts + self.sizes - 1] - ends[self.starts - 1]  # index -1 is the 0 at the end
            some &= (touched > 0) | anew
        for size in np.unique(self.sizes[some]):
            first, second = np.triu_indices(size, 1)
            chosen = np.flatnonzero(some & (self.sizes == size))
            step = max(1, _AT_ONCE // len(first))
            for at in range(0, len(chosen), step):
                rows = self.order[self.starts[chosen[at : at + step], None] + np.arange(size)]
                a, b = rows[:, first].ravel(), rows[:, second].ravel()
                wanted = changed[a] | changed[b] | np.repeat(anew[chosen[at : at + step]], len(first))
                wanted &= self.worth(a, b)
                yield a[wanted], b[wanted]

    def share(self, a: Numbers, b: Numbers, sketches: int) -> Flags:
        """Which of the pairs a[n], b[n] stand together in a small block that says something about them."""
        block = np.full(sketches, -1, np.int64)
        small = np.flatnonzero(self.sizes <= LARGE)
        spread = np.repeat(self.starts[small], self.sizes[small])
        within = np.arange(len(spread)) - np.repeat(np.cumsum(self.sizes[small]) - self.sizes[small], self.sizes[small])
        block[self.order[spread + within]] = np.repeat(small, self.sizes[small])
        together: Flags = (block[a] == block[b]) & (block[a] >= 0) & self.worth(a, b)
        return together


def neighbours(members: Numbers, of: Columns) -> tuple[Numbers, Numbers]:
    """Pairs of a large block, smaller first: the same person and subject, and near one another in time."""
    sender, stem = of.sender[members], of.stem[members]
    order = np.lexsort((members, of.size[members], of.day[members], of.minute[members], stem, sender))
    ordered, sender, stem = members[order], sender[order], stem[order]
    found = []
    for apart in range(1, min(NEIGHBOURS, len(ordered) - 1) + 1):
        alike = (sender[apart:] == sender[:-apart]) & (stem[apart:] == stem[:-apart])
        found.append((ordered[:-apart][alike], ordered[apart:][alike]))
    a, b = (np.concatenate(side) for side in zip(*found, strict=True))
    return np.minimum(a, b), np.maximum(a, b)
