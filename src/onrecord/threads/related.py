"""From the sketches of a case to its copy sets and threads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from onrecord.model import CopySet, Likeness, Memo, Sketch, Thread
from onrecord.threads import copies, edges, threads

#: Under this name the verdicts on blocks are kept from build to build.
MEMO = "threads.blocks"

VERSION = f"{copies.VERSION}.{threads.VERSION}"

_Verdicts = dict[str, tuple[bytes, tuple[Likeness, ...]]]
_decoder = msgspec.msgpack.Decoder(tuple[str, _Verdicts])


def find(sketches: Sequence[Sketch], memo: bytes = b"") -> Iterator[CopySet | Thread | Memo]:
    """The copy sets and threads among `sketches`, and what to remember of the comparisons for the next time.

    `memo` is what was to be remembered the last time: blocks whose members are the same are not compared again. The
    findings do not depend on it, nor on the order of `sketches`.
    """
    ordered = sorted(sketches, key=lambda one: one.id)
    by_id = {one.id: one for one in ordered}
    compared = copies.compare(ordered, recalled(memo))
    sets = copies.join(ordered, compared.likenesses.values())
    yield from copies.records(sets, by_id, compared.likenesses)
    home = copies.homes(sets)
    known = edges.nodes(ordered, home)
    yield from threads.records(known, edges.find(ordered, known, home))
    yield Memo(MEMO, msgspec.msgpack.encode((VERSION, compared.verdicts)))


def recalled(memo: bytes) -> _Verdicts:
    """The verdicts in a memo; none when another version wrote it or it cannot be read."""
    try:
        version, verdicts = _decoder.decode(memo)
    except msgspec.DecodeError:
        return {}
    return verdicts if version == VERSION else {}
