"""What is told once: the interactions of one message and of its copies belong together, and are judged together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onrecord.model import Contact, CopySet, Event, Interaction
from onrecord.model.contacts import Channel
from onrecord.store.protocol import Store

Told = Interaction | Event


class Tellings:
    """All that messages and articles tell, as found, in units of which none touches another.

    A unit is what a message and its copies tell, or one item of an article; it is called by the id of the first copy,
    or of the item. `units` are in the order in which they are first told; `unit_of` gives that of every finding.
    """

    def __init__(self, told: Iterable[Told], first_copies: Mapping[str, str]) -> None:
        self.first_copies = first_copies
        self.units: dict[str, list[Told]] = {}
        self.unit_of: dict[str, str] = {}
        for one in told:
            unit = unit_of(one, first_copies)
            self.units.setdefault(unit, []).append(one)
            self.unit_of[one.id] = unit


def tellings(told: Iterable[Told], first_copies: Mapping[str, str]) -> list[list[Told]]:
    """`told` in groups, each what one message (and its copies) tells of the same people, or one item of an article.

    `first_copies` gives the first copy of every message that has copies.
    """
    groups: defaultdict[tuple[str, ...], list[Told]] = defaultdict(list)
    for one in told:
        reported = isinstance(one, Interaction) and one.source != "article" and one.act == "reports a contact"
        between = (*one.actors, "to", *one.to) if reported and isinstance(one, Interaction) else ()
        groups[unit_of(one, first_copies), *between].append(one)
    return list(groups.values())


def logged_together(contacts: Iterable[Contact]) -> list[list[Contact]]:
    """Rows of logs in groups, each what is told as one."""
    groups: defaultdict[tuple[object, ...], list[Contact]] = defaultdict(list)
    for one in contacts:
        groups[log_of(one)].append(one)
    return list(groups.values())


def log_of(one: Contact) -> tuple[object, ...]:
    """What rows of logs that are told as one share: the calls or text messages between the same people on one day, the
    lines of one chat on one day; a visit or an appointment is told by itself.
    """
    day, file = one.starts[:10], one.citation.spans[0].page.rpartition("/")[0]
    if one.channel is Channel.CHAT and day:
        return one.channel, file, day
    if one.channel in (Channel.CALL, Channel.TEXT) and day:
        people = frozenset(party.name or party.address or party.number for party in one.parties)
        return one.channel, day, people, one.direction == "missed"
    return (one.id,)


def told_near(store: Store, record: str) -> list[list[Told]]:
    """The tellings of a message, with its copies, or of an article, by its id."""
    sets = [one for one in store.about(record) if isinstance(one, CopySet)]
    records = dict.fromkeys((record, *(id for one in sets for id in one.members)))
    told = {
        one.id: one
        for id in records
        for one in store.about(id)
        if isinstance(one, Interaction | Event) and one.record == id
    }
    return tellings(told.values(), {id: min(one.members) for one in sets for id in one.members})


def unit_of(one: Told, first_copies: Mapping[str, str]) -> str:
    """The name of the unit that a finding belongs to."""
    alone = isinstance(one, Event) or one.source == "article"
    return one.id if alone else first_copies.get(one.record, one.record)
