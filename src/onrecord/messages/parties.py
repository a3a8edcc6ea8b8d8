"""The people of a header, with the places where they are printed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from onrecord.messages.heads import Head
from onrecord.messages.lines import Piece, spans, text_of
from onrecord.model import Page, Party, Text
from onrecord.text import names


def sender(pages: Sequence[Page], head: Head, *, letters: bool = True) -> Party | None:
    """Who sent it: one party, redacted when the From line is blank; None when there is no From line."""
    pieces = head.fields.get("from")
    if pieces is None:
        return None
    if not pieces:
        return Party(printed="", name="", redacted=True)
    printed = " ".join(text_of(pages[piece.page], piece) for piece in pieces)
    return _party(printed, spans(pages, pieces), letters)


def listed(pages: Sequence[Page], head: Head, field: str, *, letters: bool = True) -> tuple[Party, ...]:
    """The parties of a recipient field; one redacted party when the label is printed with nothing beside it."""
    pieces = head.fields.get(field)
    if pieces is None:
        return ()
    if not pieces:
        return (Party(printed="", name="", redacted=True),) if field == "to" else ()
    texts = [text_of(pages[piece.page], piece) for piece in pieces]
    joined = " ".join(texts)
    starts = [0]
    for text in texts[:-1]:
        starts.append(starts[-1] + len(text) + 1)
    found = []
    for start, end in names.split(joined, letters=letters):
        words = joined[start:end]
        bare = words.strip(" \t,;")
        if not any(map(str.isalnum, bare)) and "█" not in bare:
            continue
        begin = start + words.index(bare[0])
        places = _places(pieces, texts, starts, begin, begin + len(bare))
        found.append(_party(bare, spans(pages, places), letters))
    return tuple(found)


def _places(pieces: Sequence[Piece], texts: Sequence[str], starts: Sequence[int], begin: int, end: int) -> list[Piece]:
    """Where characters `begin` to `end` of the joined value stand."""
    places = []
    row = bisect_right(starts, begin) - 1
    while row < len(pieces) and starts[row] < end:
        first, last = max(begin - starts[row], 0), min(end - starts[row], len(texts[row]))
        if first < last:
            places.append(Piece(pieces[row].page, pieces[row].start + first, pieces[row].start + last))
        row += 1
    return places


def _party(printed: str, places: tuple, letters: bool) -> Party:  # type: ignore[type-arg]
    entry = names.read(printed, letters=letters)
    return Party(
        printed=printed,
        name=entry.name,
        address=entry.address,
        redacted=entry.redacted,
        behalf_of=entry.behalf_of,
        spans=places,
    )


def text(pages: Sequence[Page], head: Head, field: str) -> Text | None:
    """A header value with its place; None when the field is not printed or blank."""
    pieces = head.fields.get(field)
    if not pieces:
        return None
    return Text(" ".join(text_of(pages[piece.page], piece) for piece in pieces), spans(pages, pieces))
