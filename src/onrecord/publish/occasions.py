"""What shows that people were in contact, or were to be, other than a mail from one to the other.

An invitation or a calendar shows that something was planned for a day, never that it was held; a log lists it; a
message reports it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from onrecord.model import Citation, Contact, Interaction, Message
from onrecord.model.contacts import Channel
from onrecord.store.view import View


class Shows(StrEnum):
    """What an occasion is known from."""

    PLANNED = "planned"
    LISTED = "listed"
    REPORTED = "reported"


#: What tells of an occasion in passing; what was made for it tells better.
BY_MESSAGE = ("a message",)


class Occasion(Struct, frozen=True, kw_only=True):
    """A call, meeting or visit of one day: what shows it and how, where, and the words that name who takes part.

    `record` is the id of the message, empty for a row of a log.
    """

    shows: Shows
    source: str
    words: frozenset[str]
    citation: Citation
    record: str = ""


def occasions(view: View) -> dict[str, list[Occasion]]:
    """All occasions of a case, by ISO day."""
    found: defaultdict[str, list[Occasion]] = defaultdict(list)
    for one, judged in view.findings(Interaction):
        if one.source == "message" and one.date and judged.state != "rejected" and (made := _of_message(view, one)):
            found[one.date].append(made)
    for row, judged in view.findings(Contact):
        if len(row.starts) >= 10 and judged.state != "rejected":
            found[row.starts[:10]].append(_of_row(row))
    return {day: sorted(listed, key=lambda one: one.source in BY_MESSAGE) for day, listed in found.items()}


def _of_message(view: View, one: Interaction) -> Occasion | None:
    planned = one.act in ("sets up a call", "sets up a meeting") or (one.act == "invites" and one.channel != "email")
    if not planned and one.act != "reports a contact":
        return None
    message = view.store.message(one.record)
    if message is None:
        return None
    said = [said.text for said in one.quotes]
    names = (*one.actors, *one.to, *_parties(message)) if planned else (*one.actors, *one.to)
    return Occasion(
        shows=Shows.PLANNED if planned else Shows.REPORTED,
        source="an invitation" if one.act == "invites" else "a message",
        words=words((*names, *said, one.topic)),
        citation=one.citation,
        record=one.record,
    )


def _parties(message: Message) -> list[str]:
    listed = (message.sender, *message.to, *message.cc)
    return [f"{party.name} {party.address}" for party in listed if party is not None and not party.redacted]


def _of_row(row: Contact) -> Occasion:
    planned = row.channel is Channel.APPOINTMENT
    names = [f"{party.name} {party.address}" for party in row.parties if not party.redacted]
    return Occasion(
        shows=Shows.PLANNED if planned else Shows.LISTED,
        source="a calendar" if planned else "a visitor log" if row.channel is Channel.VISIT else f"a {row.channel} log",
        words=words((*names, row.subject)),
        citation=row.citation,
    )


def words(texts: Iterable[str]) -> frozenset[str]:
    """The words of texts, in small letters."""
    return frozenset(word for text in texts for word in re.findall(r"\w+", text.lower()))
