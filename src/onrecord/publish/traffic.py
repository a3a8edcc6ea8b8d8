"""What passed between people: every message once, with whoever wrote it and whoever received it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model import CopySet, Person
from onrecord.publish.heads import Head, head_of, heads
from onrecord.store.protocol import Query
from onrecord.store.remember import remembered
from onrecord.store.view import View

_FIELDS = ("to", "cc", "bcc")

#: Comes after all days.
_UNDATED = "9999"


class Passed(Struct, frozen=True, kw_only=True):
    """One message, of every set of copies the first: who wrote it, and who received it as what.

    `message` is its id, `sent` its time as printed (ISO, local), empty where it cannot be read. `sender` is the id of a
    person, empty where the name is blanked or unknown; `receivers` are ids with ``to``, ``cc`` or ``bcc``, by id, each
    once. `reply` says whether it answers another.
    """

    message: str
    sent: str
    sender: str
    receivers: tuple[tuple[str, str], ...]
    reply: bool

    @property
    def day(self) -> str:
        """The day on which it was sent, ISO; empty where it is not known."""
        return self.sent[:10]

    @property
    def people(self) -> set[str]:
        """Whoever wrote or received it."""
        return {id for id in (self.sender, *(id for id, _ in self.receivers)) if id}


def passed(view: View, query: Query | None = None, among: Set[str] | None = None) -> Iterator[Passed]:
    """The messages that pass the filters of `query`, in the order of their places; its words must occur in them.

    `among`: only messages with these ids.
    """
    copies = {id: found.id for found in view.store.findings(CopySet) for id in found.members}
    about = among
    if query is not None and query.text:
        about = {hit.id for hit in view.store.search(replace(query, limit=100_000)).hits}
    done: set[str] = set()
    for head in heads(view.facts).values() if query is None else map(head_of, view.store.messages(query)):
        key = copies.get(head.id, head.id)
        if key not in done and (about is None or head.id in about):
            done.add(key)
            yield _passed(view, head)


def _passed(view: View, head: Head) -> Passed:
    parties = _parties(view, head)
    senders = [person for person, field in parties if field in ("from", "behalf")]
    sender = next((person for person, field in parties if field == "behalf"), senders[0] if senders else None)
    receivers = {person.id: field for person, field in reversed(parties) if field in _FIELDS}
    return Passed(
        message=head.id,
        sent=head.sent,
        sender=sender.id if sender else "",
        receivers=tuple(sorted(receivers.items())),
        reply=head.reply,
    )


def _parties(view: View, head: Head) -> list[tuple[Person, str]]:
    counts = {"from": 1, "to": head.to, "cc": head.cc, "bcc": head.bcc, "behalf": 1}
    return [
        (person, field)
        for field, count in counts.items()
        for index in range(count)
        if (person := view.who.get((head.id, field, index))) is not None
    ]


def everything(view: View) -> tuple[Passed, ...]:
    """All messages of a case, by time, undated ones last."""
    return remembered(view.known, "everything", lambda: tuple(sorted(passed(view), key=_by_time)))


def _by_time(one: Passed) -> tuple[str, str]:
    return (one.sent or _UNDATED, one.message)


def messages_of(view: View, person: str) -> list[Passed]:
    """The messages that somebody wrote or received, by time."""

    def by_person() -> dict[str, list[Passed]]:
        found: defaultdict[str, list[Passed]] = defaultdict(list)
        for one in everything(view):
            for id in one.people:
                found[id].append(one)
        return dict(found)

    return remembered(view.known, "messages by person", by_person).get(person, [])


def bounds(view: View, since: str, until: str) -> tuple[int, int]:
    """Where the messages that `within` gives of `everything` begin there, and where they end."""
    found = everything(view)
    if not since and not until:
        return 0, len(found)
    days = remembered(view.known, "days of messages", lambda: [one.day or _UNDATED for one in everything(view)])
    return bisect_left(days, since), bisect_right(days, until + "~") if until else bisect_left(days, _UNDATED)


class Totals(Struct, frozen=True, kw_only=True):
    """How many messages everybody wrote and received, by the id of the person."""

    sent: Counter[str]
    received: Counter[str]


def totals(view: View) -> Totals:
    """The totals of a case; a message to oneself counts as sent alone."""
    return remembered(view.known, "totals", lambda: _totals(everything(view)))


def _totals(messages: Iterable[Passed]) -> Totals:
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for one in messages:
        sent[one.sender] += 1
        received.update(one.people - {one.sender})
    return Totals(sent=sent, received=received)


def within(messages: Iterable[Passed], since: str = "", until: str = "") -> Iterator[Passed]:
    """The messages of the days from `since` to `until`, both included (ISO; a year or month will do for either)."""
    for one in messages:
        early, late = one.day < since, bool(until) and one.day[: len(until)] > until
        if not (early or late) and (one.day or not until):
            yield one


def between(messages: Iterable[Passed], a: str, b: str) -> list[Passed]:
    """What `a` sent to `b` and `b` to `a`, in the order of `messages`."""
    return [one for one in messages if one.sender in (a, b) and _other(one, a, b) in dict(one.receivers)]


def _other(one: Passed, a: str, b: str) -> str:
    return b if one.sender == a else a


class Companion(Struct, frozen=True, kw_only=True):
    """Somebody a person wrote with: messages `sent` to and `received` from, and the first and last day (ISO)."""

    person: str
    sent: int
    received: int
    first: str
    last: str


def companions(messages: Iterable[Passed], person: str) -> list[Companion]:
    """Those whom a person wrote to or heard from, the most frequent first."""
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    days: defaultdict[str, set[str]] = defaultdict(set)
    for one in messages:
        if one.sender == person:
            others = {id for id, _ in one.receivers} - {person}
            sent.update(others)
        elif one.sender and person in dict(one.receivers):
            others = {one.sender}
            received.update(others)
        else:
            continue
        for other in others:
            days[other].add(one.day)
    found = [
        Companion(person=id, sent=sent[id], received=received[id], first=min(dated, default=""), last=max(seen))
        for id, seen in days.items()
        for dated in [seen - {""}]
    ]
    return sorted(found, key=lambda one: (-one.sent - one.received, one.person))


def monday(day: str) -> date:
    """The first day of the week that an ISO day lies in."""
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())
