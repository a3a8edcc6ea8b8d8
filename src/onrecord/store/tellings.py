"""What is told once: the interactions of one message and of its copies belong together, and are judged together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onrecord.model import Contact, Event, Interaction
from onrecord.model.contacts import Channel


def tellings(told: Iterable[Interaction | Event], first_copies: Mapping[str, str]) -> list[list[Interaction | Event]]:
    """`told` in groups, each what one message (and its copies) tells of the same people, or one item of an article.

    `first_copies` gives the first copy of every message that has copies.
    """
    groups: defaultdict[tuple[str, ...], list[Interaction | Event]] = defaultdict(list)
    for one in told:
        if isinstance(one, Event) or one.source == "article":
            groups[(one.id,)].append(one)
        else:
            between = (*one.actors, "to", *one.to) if one.act == "reports a contact" else ()
            groups[first_copies.get(one.record, one.record), *between].append(one)
    return list(groups.values())


def logged_together(contacts: Iterable[Contact]) -> list[list[Contact]]:
    """Rows of logs in groups, each what is told as one: the calls or text messages between the same people on one day,
    the lines of one chat on one day; a visit or an appointment by itself.
    """
    groups: defaultdict[tuple[object, ...], list[Contact]] = defaultdict(list)
    for one in contacts:
        groups[_log_of(one)].append(one)
    return list(groups.values())


def _log_of(one: Contact) -> tuple[object, ...]:
    day, file = one.starts[:10], one.citation.spans[0].page.rpartition("/")[0]
    if one.channel is Channel.CHAT and day:
        return one.channel, file, day
    if one.channel in (Channel.CALL, Channel.TEXT) and day:
        people = frozenset(party.name or party.address or party.number for party in one.parties)
        return one.channel, day, people, one.direction == "missed"
    return (one.id,)
