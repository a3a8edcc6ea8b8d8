"""What of a record is searched for: its names, further words, and the normal form of a stamp."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from onrecord.model import Message, Party
from onrecord.store.tokens import fold

_HYPHENS = ("-", "\u00ad", "\u2010")


def rejoined(text: str) -> str:
    """The words of `text` that a hyphen parts at a line end, put together, so that they are found whole."""
    if not any(hyphen + "\n" in text for hyphen in _HYPHENS):
        return ""
    return " ".join(_parted(text.split("\n")))


def _parted(lines: list[str]) -> Iterator[str]:
    for line, following in pairwise(lines):
        if line.endswith(_HYPHENS):
            head, tail = line[:-1].split()[-1:], following.split(None, 1)[:1]
            if head and tail:
                yield head[0] + tail[0]


def parties(message: Message) -> Iterator[Party]:
    """Everybody named in the header."""
    if message.sender:
        yield message.sender
    yield from message.to
    yield from message.cc
    yield from message.bcc


def party_name(party: Party) -> str:
    """The name and addresses of a party on one line; empty for a blanked one."""
    return "" if party.redacted else " ".join(filter(None, (party.name, party.address, party.behalf_of)))


def names(message: Message) -> str:
    """The names in the header of a message, a line each."""
    return "\n".join(filter(None, map(party_name, parties(message))))


def extra(message: Message) -> str:
    """Further words of a message: names of attachments, the place of a meeting, words parted at line ends."""
    found = [attachment.printed for attachment in message.attachments]
    if message.location:
        found.append(message.location.printed)
    found.append(rejoined(message.body))
    return "\n".join(filter(None, found))


@lru_cache(maxsize=65536)
def person_key(name: str) -> str:
    """`name` as the person filter compares it: folded, single spaces."""
    return " ".join(fold(name).split())
