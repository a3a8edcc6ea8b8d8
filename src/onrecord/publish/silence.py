"""Who wrote and received how much week by week, and the weeks without a message that stand out, as questions.

A week without messages proves nothing: mail comes in bursts, and what was not searched or not produced looks the same.
So a run of empty weeks is told only when the person's own rhythm makes it unlikely, and it is told as a question, with
what it is counted against.

Rule: within the weeks from a person's first message to the last, let p be the part of the weeks *outside the run* that
hold a message. If weeks were independent, n weeks would hold about n * p * (1 - p)**k runs of k or more empty weeks
(each begins after a week with a message). A run is told when that is below `UNLIKELY` and it has `SHORTEST` weeks or
more. Real weeks are not independent, so this finds too many rather than too few; it is a reason to ask, and measures
nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from onrecord.model import Person
from onrecord.publish.traffic import Passed, everything, messages_of, monday
from onrecord.store.remember import remembered
from onrecord.store.view import View

SHORTEST = 3
UNLIKELY = 0.1

#: Weeks with messages that a person needs before a rhythm can be spoken of.
_RHYTHM = 6
_WEEK = timedelta(days=7)
#: Characters of a day that is known, ISO.
_WHOLE = 10


class Week(Struct, frozen=True, array_like=True):
    """A week by its Monday (ISO), and how many messages a person wrote and received in it."""

    start: str
    sent: int
    received: int


class Silence(Struct, frozen=True, kw_only=True):
    """A run of weeks without a message of or to a person: its first day and its last (both ISO, a Monday and a Sunday).

    `active` of `around` are the weeks with messages among all others between the person's first and last message;
    `others` are the messages of other people in the run. `question` says it in words.
    """

    since: str
    until: str
    weeks: int
    active: int
    around: int
    others: int
    question: str


class Traffic(Struct, frozen=True, kw_only=True):
    """A person's weeks that hold a message, in order of time, and the silences between them."""

    person: Person
    weeks: tuple[Week, ...]
    silences: tuple[Silence, ...]

    @property
    def messages(self) -> int:
        """How many messages the person wrote or received."""
        return sum(week.sent + week.received for week in self.weeks)


def traffic(view: View, most: int = 40) -> tuple[Traffic, ...]:
    """The `most` people with most dated messages, those first, each with their weeks."""
    sent: defaultdict[str, Counter[date]] = defaultdict(Counter)
    received: defaultdict[str, Counter[date]] = defaultdict(Counter)
    for week, one in _dated(view):
        sent[one.sender][week] += 1
        for id in one.people - {one.sender}:
            received[id][week] += 1
    totals = {one.id: sent[one.id].total() + received[one.id].total() for one in view.people if one.kind == "person"}
    busiest = sorted((id for id, total in totals.items() if total), key=lambda id: (-totals[id], id))[:most]
    people = {person.id: person for person in view.people}
    weekly = _weekly(view)
    return tuple(_traffic(people[id], sent[id], received[id], weekly) for id in busiest)


def of_person(view: View, person: Person) -> Traffic:
    """The weeks of one person."""
    dated = [(monday(one.day), one) for one in messages_of(view, person.id) if len(one.day) == _WHOLE]
    sent = Counter(week for week, one in dated if one.sender == person.id)
    received = Counter(week for week, one in dated if one.sender != person.id)
    return _traffic(person, sent, received, _weekly(view))


def _dated(view: View) -> list[tuple[date, Passed]]:
    """The messages whose day is known, each with the Monday of its week."""
    return [(monday(one.day), one) for one in everything(view) if len(one.day) == _WHOLE]


def _weekly(view: View) -> Counter[date]:
    """How many messages every week holds."""
    return remembered(view.known, "messages by week", lambda: Counter(week for week, _ in _dated(view)))


def _traffic(person: Person, sent: Counter[date], received: Counter[date], weekly: Counter[date]) -> Traffic:
    active = sorted({*sent, *received})
    weeks = tuple(Week(week.isoformat(), sent[week], received[week]) for week in active)
    return Traffic(person=person, weeks=weeks, silences=tuple(_silences(person, active, weekly)))


def _silences(person: Person, active: list[date], weekly: Counter[date]) -> Iterator[Silence]:
    span = (active[-1] - active[0]) // _WEEK + 1 if active else 0
    for since, after in runs(active):
        weeks = (after - since) // _WEEK
        others = sum(count for week, count in weekly.items() if since <= week < after)
        yield Silence(
            since=since.isoformat(),
            until=(after - timedelta(days=1)).isoformat(),
            weeks=weeks,
            active=len(active),
            around=span - weeks,
            others=others,
            question=_question(person, weeks, others),
        )


def runs(active: list[date]) -> list[tuple[date, date]]:
    """The runs of empty weeks that stand out, from the Mondays of weeks with messages: first day, and day after."""
    if len(active) < _RHYTHM:
        return []
    span = (active[-1] - active[0]) // _WEEK + 1
    found = []
    for before, after in pairwise(active):
        empty = (after - before) // _WEEK - 1
        around = span - empty
        if empty >= SHORTEST and around * _expected(len(active) / around, empty) < UNLIKELY:
            found.append((before + _WEEK, after))
    return found


def _expected(part: float, empty: int) -> float:
    """How many runs of `empty` or more empty weeks a week gives on average."""
    return part * (1.0 - part) ** empty


def _question(person: Person, weeks: int, others: int) -> str:
    number = f"{others} messages of others are" if others != 1 else "one message of others is"
    went_on = f"while {number} here" if others else "and none of anybody else is here"
    return (
        f"No message of or to {person.name} is here for {weeks} weeks, {went_on}: "
        "was nothing written, or was it not kept, not searched for, not produced, or sent some other way?"
    )
