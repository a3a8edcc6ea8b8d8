"""Traffic and silence: messages week by week for each person, and the runs of empty weeks that are worth a question."""

from __future__ import annotations

from onrecord.publish import silence
from onrecord.store.remember import remembered
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.desk import Here

room = Room("Traffic", "/traffic")

#: People that are drawn.
MOST = 40


class Week(Answer):
    """A week by its Monday, and the messages that a person wrote and received in it."""

    start: str
    sent: int
    received: int


class Silence(Answer):
    """Weeks without a message of or to a person, where the person's own rhythm makes that unlikely.

    `active` of `around` other weeks hold messages; `others` are the messages of other people meanwhile.
    """

    since: str
    until: str
    weeks: int
    active: int
    around: int
    others: int
    question: str
    href: str


class PersonTraffic(Answer):
    """A person's weeks that hold messages, and the silences between them; `as_table` leads to the weeks alone."""

    id: str
    name: str
    href: str
    as_table: str
    messages: int
    weeks: tuple[Week, ...]
    silences: tuple[Silence, ...]


class Traffic(Answer):
    """The people with most dated messages. `first` and `last` are the Mondays of the first and last week."""

    people: tuple[PersonTraffic, ...]
    first: str
    last: str
    silences: int


@room.answers("/traffic", "traffic.html")
def traffic(here: Here) -> Traffic:
    """Messages week by week, and where a person falls silent."""
    view = here.view
    people = tuple(_person(one) for one in remembered(view.known, "traffic", lambda: silence.traffic(view, MOST)))
    starts = [week.start for one in people for week in one.weeks]
    return Traffic(
        people=people,
        first=min(starts, default=""),
        last=max(starts, default=""),
        silences=sum(len(one.silences) for one in people),
    )


@room.answers("/traffic/{id}", "weeks.html")
def weeks(here: Here, id: str) -> PersonTraffic:
    """One person's messages week by week."""
    return _person(silence.of_person(here.view, here.person(id)))


def _person(one: silence.Traffic) -> PersonTraffic:
    return PersonTraffic(
        id=one.person.id,
        name=one.person.filed,
        href=links.person(one.person.id),
        as_table=links.traffic(one.person.id),
        messages=one.messages,
        weeks=tuple(Week(start=week.start, sent=week.sent, received=week.received) for week in one.weeks),
        silences=tuple(_silence(each) for each in one.silences),
    )


def _silence(one: silence.Silence) -> Silence:
    return Silence(
        since=one.since,
        until=one.until,
        weeks=one.weeks,
        active=one.active,
        around=one.around,
        others=one.others,
        question=one.question,
        href=links.search(since=one.since, until=one.until),
    )
