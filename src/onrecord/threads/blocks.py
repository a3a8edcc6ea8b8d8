"""Which messages are worth comparing: those that share a key.

A key says what two copies would have in common: the minute, the same minute of some hour and a person or a subject, a
day and a person, a Message-ID, or a stretch of text. Which pairs a block holds depends on its members alone, so a block
that gained none since the last time need not be looked at again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from hashlib import blake2b
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.model import Sketch
from onrecord.threads.grams import BAND_BYTES

#: Members of a block beyond which only those with the same person and subject are compared.
LARGE = 300
#: Members of such a part beyond which each is compared with so many neighbours in time.
NEIGHBOURS = 12

#: Minutes of a window of time. Zones are at most 14 hours from Greenwich, so copies lie in the same window of two
#: overlapping series.
_WINDOW = 2 * 24 * 60

Block = tuple[str, Sequence[Sketch]]


#: Kinds of blocks that say something of a pair only where one of the two lacks what would say more: two clean times
#: tell copies apart by themselves; texts and days are compared for those without one.
_LACKING: dict[str, Callable[[Sketch], bool]] = {
    "d": lambda sketch: sketch.minute < 0,
    "u": lambda sketch: sketch.day < 0,
    "t": lambda sketch: sketch.minute < 0 or sketch.damaged,
}


def keys(sketch: Sketch) -> Iterator[str]:
    """The keys of one message. The first letter names the kind of block."""
    if sketch.own:
        yield f"i{sketch.own}"
    who = sketch.sender or sketch.sender_address
    if sketch.minute >= 0:
        yield f"m{sketch.minute}"
        for shift in (0, _WINDOW // 2):
            window = f"{shift and 1}:{(sketch.minute + shift) // _WINDOW}:{sketch.minute % 30}"
            if who:
                yield f"z{window}:{who}"
            if sketch.stem:
                yield f"z{window}::{sketch.stem}"
    if sketch.day >= 0:
        if who:
            yield f"d{sketch.day}:{who}"
        if sketch.stem:
            yield f"d{sketch.day}::{sketch.stem}"
    if who and sketch.stem:
        yield f"u{who}:{sketch.stem}"
    for at in range(0, len(sketch.bands), BAND_BYTES):
        yield f"t{at}:{sketch.bands[at : at + BAND_BYTES].hex()}"


def gather(sketches: Sequence[Sketch]) -> Iterator[Block]:
    """The blocks that hold a pair worth comparing, by key; members by id.

    Most keys are those of one message, or of messages with clean times only. They are left out before lists are made of
    them: a million messages have 25 million keys.
    """
    wanted = {key for one in sketches for key in keys(one) if key[0] in _LACKING and _LACKING[key[0]](one)}
    repeated = _repeated(np.fromiter((hash(key) for key, _ in _keyed(sketches, wanted)), dtype=np.int64))
    found: defaultdict[str, list[Sketch]] = defaultdict(list)
    for key, sketch in _keyed(sketches, wanted):
        if hash(key) in repeated:
            found[key].append(sketch)
    for key in sorted(found):
        if len(found[key]) > 1:
            yield key, sorted(found[key], key=lambda sketch: sketch.id)


def _keyed(sketches: Iterable[Sketch], wanted: Set[str]) -> Iterator[tuple[str, Sketch]]:
    """Every message under each of its keys, those under which no pair is worth comparing left out."""
    for sketch in sketches:
        for key in keys(sketch):
            if key[0] not in _LACKING or key in wanted:
                yield key, sketch


def _repeated(hashes: NDArray[np.int64]) -> Set[int]:
    hashes.sort()
    return frozenset(hashes[1:][hashes[1:] == hashes[:-1]].tolist())


def digest(block: Block, mark: Callable[[Sketch], bytes]) -> bytes:
    """What the pairs of a block depend on: its members, each by its `mark` (a digest of its sketch)."""
    total = blake2b(digest_size=12)
    for sketch in block[1]:
        total.update(mark(sketch))
    return total.digest()


def pairs(block: Block) -> Iterator[tuple[Sketch, Sketch]]:
    """The pairs of a block to compare, smaller id first."""
    key, members = block
    found = _all(members) if len(members) <= LARGE else _alike(members)
    return (pair for pair in found if _worth(key[0], *pair))


def _all(members: Sequence[Sketch]) -> Iterator[tuple[Sketch, Sketch]]:
    return combinations(members, 2)


def _alike(members: Sequence[Sketch]) -> Iterator[tuple[Sketch, Sketch]]:
    """Pairs of a large block: the same person and subject, and near one another in time."""
    parts: defaultdict[tuple[str, str], list[Sketch]] = defaultdict(list)
    for sketch in members:
        parts[sketch.sender, sketch.stem].append(sketch)
    for part in parts.values():
        ordered = sorted(part, key=lambda sketch: (sketch.minute, sketch.day, sketch.size, sketch.id))
        for place, sketch in enumerate(ordered):
            for other in ordered[place + 1 : place + 1 + NEIGHBOURS]:
                yield (sketch, other) if sketch.id < other.id else (other, sketch)


def _worth(kind: str, a: Sketch, b: Sketch) -> bool:
    """Whether this kind of block has something to say about a pair that no other kind says."""
    lacking = _LACKING.get(kind)
    return lacking is None or lacking(a) or lacking(b)
