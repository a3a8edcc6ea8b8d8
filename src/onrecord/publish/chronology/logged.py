"""What call logs, visitor logs, calendars and exports of messages list, as a chronology tells it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.model import Contact, Interaction, Participant, Said
from onrecord.model.contacts import Channel
from onrecord.publish.chronology import phrases

#: Whoever began it, and whoever it was directed at, by the roles that logs print.
FROM, TO = ("from", "visitor", "organizer", "owner"), ("to", "host", "with", "required", "optional")
#: What a row stands in.
SHEETS = {Channel.VISIT: "A visitor log", Channel.CALL: "A call log"}
#: Messages of so few words are quoted where there are no others.
SLIGHT = 3
#: Directions of a call that was not answered.
MISSED = "missed"


def told(contact: Contact) -> Interaction:
    """A row of a log in the terms of what messages tell: who, to whom, on which day."""
    day = contact.starts[:10] if len(contact.starts) >= 10 else ""
    words = contact.text or contact.subject
    quoted = words and " ".join(words.split()) in " ".join(contact.citation.quote.split())
    return Interaction(
        id=contact.id,
        citation=contact.citation,
        record=contact.id,
        source="log",
        date=day,
        date_end=day,
        precision="day" if day else "",
        inferred=contact.doubts,
        actors=_names(contact, FROM),
        to=_names(contact, TO),
        channel="meeting" if contact.channel in (Channel.VISIT, Channel.APPOINTMENT) else str(contact.channel),
        act="is logged",
        status="scheduled" if contact.channel is Channel.APPOINTMENT else "done",
        topic=contact.subject,
        quotes=(Said(words, next(iter(_names(contact, FROM)), ""), contact.citation.spans),) if quoted else (),
    )


def _names(contact: Contact, roles: Sequence[str]) -> tuple[str, ...]:
    """The parties with one of `roles`, by name or address, or number; blanked ones are left out."""
    return tuple(name for party in contact.parties if party.role in roles and (name := _name(party)))


def everyday(rows: Sequence[Contact]) -> bool:
    """Whether rows that are told together do not name two people: then they tell of nobody's contact with another."""
    return len({party.name or party.address for one in rows for party in one.parties} - {""}) < 2


def sentence(rows: Sequence[Contact], named: Callable[[str], str]) -> str:
    """What rows of one log tell, by `named` names. They tell that it is listed: a calendar not that it was held."""
    one = rows[0]
    if one.channel in (Channel.TEXT, Channel.CHAT):
        return _written(rows, named)
    sheet, when = SHEETS.get(one.channel, ""), _times(rows)
    if one.channel is Channel.CALL:
        many = f"{len(rows)} calls" if len(rows) > 1 else "an unanswered call" if one.direction == MISSED else "a call"
        return f"{sheet} lists {many}{_from_to(one, named)}{when}."
    words = phrases.said([one.subject] if told(one).quotes else [])
    actors, to = (_with_bodies(one, roles, named) for roles in (FROM, TO))
    if one.channel is Channel.VISIT:
        host = f" to {phrases.series(to)}" if to else ""
        return f"{sheet} lists {phrases.series(actors) or phrases.UNNAMED.lower()} as a visitor{host}{when}{words}"
    meet = "were to meet" if len([*actors, *to]) > 1 else "had an appointment"
    return f"{phrases.series([*actors, *to]) or phrases.UNNAMED} {meet}{when}, by a calendar{words}"


def _written(rows: Sequence[Contact], named: Callable[[str], str]) -> str:
    """Text messages or lines of a chat between the same people on one day."""
    one = rows[0]
    what = "text message" if one.channel is Channel.TEXT else "chat message"
    quotes = [row.text for row in rows if told(row).quotes]
    quotes = [quote for quote in quotes if len(quote.split()) > SLIGHT] or quotes
    if len(rows) == 1:
        return f"{_said_by(one, named)} sent a {what}{_to(one, named)}{_times(rows)}{phrases.said(quotes)}"
    people = list(dict.fromkeys(name for row in rows for name in _names(row, FROM + TO)))
    return (
        f"{phrases.series(_printed(people, named))} exchanged {len(rows)} {what}s{_times(rows)}{phrases.said(quotes)}"
    )


def _printed(names: Sequence[str], named: Callable[[str], str]) -> list[str]:
    shown, others = phrases.shown(names)
    return [*map(named, shown), *others]


def _said_by(one: Contact, named: Callable[[str], str]) -> str:
    return phrases.series(_printed(_names(one, FROM), named)) or phrases.UNNAMED


def _to(one: Contact, named: Callable[[str], str]) -> str:
    to = _printed(_names(one, TO), named)
    return f" to {phrases.series(to)}" if to else ""


def _from_to(one: Contact, named: Callable[[str], str]) -> str:
    roles = {party.role for party in one.parties}
    if "with" in roles or one.direction not in ("", MISSED):
        people = _printed(_names(one, FROM + TO), named)
        return f" between {phrases.series(people)}" if len(people) > 1 else f" with {phrases.series(people)}"
    actors = _printed(_names(one, FROM), named)
    return (f" from {phrases.series(actors)}" if actors else "") + _to(one, named)


def _with_bodies(one: Contact, roles: Sequence[str], named: Callable[[str], str]) -> list[str]:
    """Names with the company or agency that a visitor gave."""
    bodies = {name: _body(party) for party in one.parties if party.role in roles and (name := _name(party))}
    shown, others = phrases.shown(list(bodies))
    return [*(named(name) + bodies[name] for name in shown), *others]


def _name(party: Participant) -> str:
    """The name as printed, else the address or the number; empty where it is blanked."""
    return "" if party.redacted else party.name or party.address or party.number


def _body(party: Participant) -> str:
    return f" (“{party.affiliation}”)" if party.affiliation else ""


def _times(rows: Sequence[Contact]) -> str:
    """The time of day as logged: one, from when to when, or between the first and the last."""
    clocks = [one.starts[11:16] for one in rows if one.starts[11:16]]
    if not clocks:
        return ""
    if len(rows) > 1:
        return f" between {min(clocks)} and {max(clocks)}" if min(clocks) != max(clocks) else f" at {clocks[0]}"
    end = rows[0].ends[11:16]
    minutes = rows[0].duration // 60
    length = f" ({minutes} minute{'s' if minutes != 1 else ''})" if minutes > 0 else ""
    return f" from {clocks[0]} to {end}" if end else f" at {clocks[0]}{length}"
