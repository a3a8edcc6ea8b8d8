"""Copy sets: blocks, comparisons, and a union that does not let one doubtful pair join two crowds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

import msgspec
from msgspec import Struct

from onrecord.model import CopySet, Likeness, Sketch, stable_id
from onrecord.threads import blocks, likeness

#: Raised when copy sets come out otherwise.
VERSION = 1
#: Sets up to this size list the likeness of every two members; larger ones list what holds them together.
LISTED = 24

#: What was found when a block was last compared: block key -> (digest of its members, likenesses found).
Verdicts = dict[str, tuple[bytes, tuple[Likeness, ...]]]


class Compared(Struct):
    """The likenesses of a case, the verdicts to keep for the next time, and how many pairs were compared for them."""

    likenesses: dict[tuple[str, str], Likeness]
    verdicts: Verdicts
    compared: int = 0


def compare(sketches: Sequence[Sketch], known: Mapping[str, tuple[bytes, tuple[Likeness, ...]]]) -> Compared:
    """Compare what shares a block, except in blocks whose members are those of the `known` verdict."""
    marks: dict[str, bytes] = {}
    result = Compared({}, {})
    seen: dict[tuple[str, str], Likeness | None] = {}
    for block in blocks.gather(sketches):
        digest = blocks.digest(block, lambda sketch: marks.get(sketch.id) or marks.setdefault(sketch.id, _mark(sketch)))
        verdict = known.get(block[0])
        holds = verdict is not None and verdict[0] == digest
        found = verdict[1] if verdict is not None and holds else tuple(_compared(block, seen))
        result.verdicts[block[0]] = (digest, found)
        result.likenesses |= {(one.a, one.b): one for one in found}
    result.compared = len(seen)
    return result


def _mark(sketch: Sketch) -> bytes:
    return blake2b(msgspec.msgpack.encode(sketch), digest_size=12).digest()


def _compared(block: blocks.Block, seen: dict[tuple[str, str], Likeness | None]) -> Iterable[Likeness]:
    for a, b in blocks.pairs(block):
        if (a.id, b.id) not in seen:
            seen[a.id, b.id] = likeness.compare(a, b)
        found = seen[a.id, b.id]
        if found is not None:
            yield found


def join(sketches: Iterable[Sketch], likenesses: Iterable[Likeness]) -> list[tuple[str, ...]]:
    """The sets of message ids, each sorted, by first id. The best likeness joins first.

    Two sets stay apart when members of them cannot be the same message (`_apart`): a chain of likenesses is no
    likeness.
    """
    by_id = {sketch.id: sketch for sketch in sketches}
    home: dict[str, list[str]] = {}
    for pair in sorted(likenesses, key=lambda one: (-one.score, one.a, one.b)):
        mine, theirs = home.get(pair.a, [pair.a]), home.get(pair.b, [pair.b])
        if mine is theirs or any(_apart(by_id[a], by_id[b]) for a in mine for b in theirs):
            continue
        merged = mine + theirs
        home.update(dict.fromkeys(merged, merged))
    return sorted({tuple(sorted(members)) for members in home.values()})


def _apart(a: Sketch, b: Sketch) -> bool:
    """Whether nothing could make these two one message: other Message-IDs, or clean times that no zone explains."""
    if a.own and b.own:
        return a.own != b.own
    if a.minute < 0 or b.minute < 0 or a.damaged or b.damaged:
        return False
    return abs(a.minute - b.minute) > 1 and (a.minute - b.minute) % 30 != 0


def records(
    sets: Iterable[Sequence[str]],
    sketches: Mapping[str, Sketch],
    likenesses: Mapping[tuple[str, str], Likeness],
) -> list[CopySet]:
    """The copy sets as findings, cited to their first members' headers."""
    return [
        CopySet(
            id=stable_id("c", members[0]),
            citation=sketches[members[0]].cited,
            members=tuple(members),
            files=tuple(sorted({_file(sketches[id]) for id in members})),
            pairs=tuple(_pairs(members, sketches, likenesses)),
        )
        for members in sets
    ]


def _file(sketch: Sketch) -> str:
    return sketch.cited.spans[0].page.rpartition("/")[0]


def _pairs(
    members: Sequence[str], sketches: Mapping[str, Sketch], likenesses: Mapping[tuple[str, str], Likeness]
) -> Iterable[Likeness]:
    """The likenesses within a set: of every two members when it is small, else those that were found."""
    for a, b in combinations(members, 2):
        found = likenesses.get((a, b))
        if found is not None:
            yield found
        elif len(members) <= LISTED:
            yield likeness.compare(sketches[a], sketches[b]) or Likeness(a, b, 0.5, ("both are copies of a third",))


def homes(sets: Iterable[Sequence[str]]) -> dict[str, str]:
    """For every message in a set: the set's first member, which stands for it."""
    return {member: members[0] for members in sets for member in members}
