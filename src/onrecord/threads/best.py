"""The best text of a message: one copy, with what it hides filled in from copies that show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from onrecord.model import Span
from onrecord.threads.compare import Region, Side, hidden_regions


class Piece(Struct, frozen=True):
    """A piece of a best text: `text` as printed in the message `source` at `spans`.

    Where every copy hides something, `text` is empty and `codes` are those printed there.
    """

    text: str
    source: str
    spans: tuple[Span, ...] = ()
    codes: tuple[str, ...] = ()


def best(sides: Sequence[Side]) -> tuple[Piece, ...]:
    """The pieces in order. The copy that hides least is the base; clean copies come before those read by OCR."""
    ranked = sorted(sides, key=lambda one: (one.damaged, len(one.blanks), -len(one.words), one.message.id))
    base = ranked[0]
    fills: dict[tuple[int, int], tuple[Side, Region]] = {}
    for other in ranked[1:]:
        for region in hidden_regions(base, other):
            known = fills.get(region[:2])
            if known is None or known[1][3] - known[1][2] < region[3] - region[2]:
                fills[region[:2]] = (other, region)
    return tuple(piece for piece in _pieces(base, fills) if piece.text or piece.codes)


def _pieces(base: Side, fills: dict[tuple[int, int], tuple[Side, Region]]) -> Iterator[Piece]:
    place = 0
    blanks = list(zip(base.places, base.blanks, strict=True))
    for (first, last), (other, region) in sorted(fills.items(), key=lambda fill: fill[0]):
        yield from _own(base, place, first, blanks, (first - 2, last + 2))
        yield Piece(other.text(*region[2:]), other.message.id, other.spans(*region[2:]))
        blanks = [(at, blank) for at, blank in blanks if not first - 2 <= at <= last + 2]
        place = last
    yield from _own(base, place, len(base.words), blanks, None)


def _own(
    base: Side, first: int, last: int, blanks: Sequence[tuple[int, object]], filled: tuple[int, int] | None
) -> Iterator[Piece]:
    """The base's own words from `first` to `last`, with the blanks between them that no copy fills."""
    for at, blank in blanks:
        if first <= at <= last and not (filled and filled[0] <= at <= filled[1]):
            yield _words(base, first, at)
            yield Piece("", base.message.id, codes=getattr(blank, "codes", ()))
            first = at
    yield _words(base, first, last)


def _words(base: Side, first: int, last: int) -> Piece:
    if first >= last:
        return Piece("", base.message.id)
    start, end = base.words[first][0], base.words[last - 1][1]
    return Piece(base.message.body[start:end], base.message.id, base.spans(first, last))
