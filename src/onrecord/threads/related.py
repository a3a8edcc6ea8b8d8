"""From the sketches of a case to its copy sets and threads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from onrecord.model import CopySet, Memo, Sketch, Thread
from onrecord.threads import copies, edges, threads
from onrecord.threads.copies import Verdicts
from onrecord.threads.shelf import Fetch, Shelf

#: Under this name the verdicts on pairs are kept from build to build.
MEMO = "threads.pairs"

VERSION = f"{copies.VERSION}.{threads.VERSION}"

_decoder = msgspec.msgpack.Decoder(tuple[str, Verdicts])


def find(
    sketches: Iterable[Sketch], memo: bytes = b"", fetch: Fetch | None = None
) -> Iterator[CopySet | Thread | Memo]:
    """The copy sets and threads among `sketches`, and what to remember of the comparisons for the next time.

    `memo` is what was to be remembered the last time: what was compared then is not compared again. The findings do
    not depend on it, nor on the order of `sketches`. These are gone through once, and `fetch` gives some of them again
    by their ids; without it all are kept.
    """
    shelf = Shelf(sketches, fetch)
    compared = copies.compare(shelf, recalled(memo))
    yield Memo(MEMO, msgspec.msgpack.encode((VERSION, compared.verdicts)))
    sets = copies.join(shelf, compared.likenesses.values())
    yield from copies.records(sets, shelf, compared.likenesses)
    home = copies.homes(sets)
    del compared, sets
    ordered = list(shelf.lean())
    known = edges.nodes(ordered, home)
    yield from threads.records(known, edges.find(ordered, known, home), shelf.cited)


def recalled(memo: bytes) -> Verdicts:
    """The verdicts in a memo; none when another version wrote it or it cannot be read."""
    try:
        version, verdicts = _decoder.decode(memo)
    except msgspec.DecodeError:
        return Verdicts()
    return verdicts if version == VERSION else Verdicts()
