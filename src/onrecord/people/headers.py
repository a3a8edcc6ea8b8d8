"""Names with their places, as resolution reads them: those in headers of messages, and mentions in running text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.model import Mention, Message, Party, Span
from onrecord.people.uses import Use


class Placed(NamedTuple):
    """A use and where it stands: the record, the place in its header field, the span and the words there.

    `mention` is what is known of it beyond that where it is a mention in running text.
    """

    use: Use
    record: str
    place: int
    span: Span
    quote: str
    mention: Mentioned | None = None


class Mentioned(NamedTuple):
    """What tells a mention from a name in a header: its whole name, and what `Mention` says under these names."""

    name: str
    message: bool = False
    weak: bool = False
    unnamed: bool = False


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


def mentioned(mention: Mention) -> Placed:
    """A mention in running text; an unnamed one by the name of its principal."""
    name = mention.principal if mention.unnamed else mention.name
    use = Use(name, "", mention.document, mention.message or mention.document, mention.place, mention.title)
    said = Mentioned(mention.name, bool(mention.message), mention.weak, mention.unnamed)
    return Placed(use, mention.id, 0, mention.citation.spans[0], mention.citation.quote, said)


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
