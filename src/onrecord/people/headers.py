"""The names in message headers, as uses with their places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.model import Message, Party, Span
from onrecord.people.uses import Use


class Placed(NamedTuple):
    """A use and where it stands: the record, the header field and the place in it, the span and the words there."""

    use: Use
    record: str
    place: int
    span: Span
    quote: str


def uses(message: Message) -> Iterator[Placed]:
    """The named parties of a message; those blanked or without a place on a page are left out."""
    fields = (("from", (message.sender,)), ("to", message.to), ("cc", message.cc), ("bcc", message.bcc))
    for place, parties in fields:
        for index, party in enumerate(parties):
            if party is None or not party.spans:
                continue
            for field, name, address in _names(place, party):
                use = Use(name, address, message.chain, message.id, field)
                yield Placed(use, message.id, index, party.spans[0], _quote(message, party.spans[0]))


def _names(place: str, party: Party) -> Iterator[tuple[str, str, str]]:
    """A party, and the one behind "on behalf of", who is another person."""
    if party.name or party.address:
        yield place, party.name, party.address
    if party.behalf_of:
        yield "behalf", party.behalf_of, ""


def _quote(message: Message, span: Span) -> str:
    """The words at a span of the message, out of its own quote; empty when they do not lie in it."""
    position = 0
    for part in message.citation.spans:
        length = part.end - part.start
        if part.page == span.page and part.start <= span.start and span.end <= part.end:
            start = position + span.start - part.start
            return message.citation.quote[start : start + span.end - span.start]
        position += length + 1
    return ""
