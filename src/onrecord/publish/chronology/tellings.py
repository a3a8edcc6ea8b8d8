"""What a chronology is drafted from: tellings, as judged, and the exchanges that they make up.

A telling is what one message and its copies tell of the same people, or one item of a published page. The tellings of
one thread and one day between the same people are an exchange: one entry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from onrecord.model import Contact, Event, Interaction, Message, MessageKind
from onrecord.publish.chronology import logged
from onrecord.publish.chronology.entries import Wanted
from onrecord.publish.chronology.naming import Cast
from onrecord.publish.rows.common import span_file
from onrecord.store.judgements import Judgement
from onrecord.store.tellings import logged_together
from onrecord.store.tellings import tellings as told_together
from onrecord.store.view import View

#: Acts that say next to nothing where their words are no more than so many: "Please handle", "What say you?"
SLIGHT = {"instructs": 5, "urges": 5, "asks for information": 3}
#: What passes a message on to be dealt with, in so many words at most, whatever act it was taken for.
PASSED_ON = re.compile(
    r"(?:\w+: )?(?:pl(?:ease|ea?s|z)|kindly|can (?:you|one of)|let(?: us|’s|'s)|let me know)\b.*\b(?:handle|respond"
    r"|reply|answer|print|take (?:this|it|care|a look)|check (?:it|this) out|advise|read|see|confirm|file|discuss"
    r"|know)\b",
    re.IGNORECASE | re.DOTALL,
)
PASSED_ON_WORDS = 10
#: What mail programs put under every message, and is nobody's act.
BOILERPLATE = re.compile(
    r"\bintended (?:only |solely )?(?:for|recipients?)\b|\boriginal intended recipient|\bin error\b|\bunauthori[sz]ed\b"
    r"|\b(?:not|not to) (?:reproduce|disclose|disseminate|distribute|copy)\b|\bprivileged\b.{0,40}\bconfidential"
    r"|\bdo not hesitate\b|\bany questions, please\b",
    re.IGNORECASE | re.DOTALL,
)
#: Acts whose weight is in their words.
SPOKEN_OF = frozenset((*SLIGHT, "asks for a meeting", "declines"))
#: Acts whose words may name another day than that of sending.
NAMES_DAY = frozenset(("sets up a call", "sets up a meeting", "reports a contact", "invites"))
#: People whom two messages of a thread have in common where they belong to one exchange.
COMMON = 2


class Telling(NamedTuple):
    """Findings that are judged together, copies included. `message` tells them, or `rows` of a log; neither does for a
    published page.

    `main` are those that an entry is about, in the order of their words: no copies, and no everyday traffic beside
    something else. `words` is the text that a person accepted for them, empty where none was. `people` are the ids of
    those they name, or the names of those whom nobody knows.
    """

    findings: tuple[Interaction | Event, ...]
    main: tuple[Interaction | Event, ...]
    words: str
    message: Message | None
    people: frozenset[str]
    rows: tuple[Contact, ...] = ()

    @property
    def first(self) -> Interaction | Event:
        """The finding that gives the day."""
        return self.main[0]

    @property
    def sent(self) -> str:
        """When the message was sent, ISO, local; empty where that is not known."""
        return self.message.sent.local if self.message is not None and self.message.sent is not None else ""

    @property
    def planned(self) -> bool:
        """Whether it tells of a call or meeting that was to be on the day of the entry, which it names."""
        one = self.first
        if self.message is None or not isinstance(one, Interaction):
            return False
        if one.act == "invites":
            return self.message.kind is MessageKind.INVITE and bool(self.message.starts)
        return one.act in ("sets up a call", "sets up a meeting") and one.date != self.sent[:10]

    @property
    def everyday(self) -> bool:
        """Whether it is left out unless it is asked for. What a person accepted in words never is."""
        return not self.words and (logged.everyday(self.rows) if self.rows else all(map(everyday, self.findings)))

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it comes in a chronology: by day, then by the time of sending, or of the meeting."""
        one = self.first
        times = self.message.starts if self.message is not None and self.planned else self.sent
        times = self.rows[0].starts if self.rows else times
        clock = times[11:] if times[:10] == one.date else "99"
        return one.date or one.date_end or "9999", clock, min(each.id for each in self.findings)


def everyday(one: Interaction | Event) -> bool:
    """Whether it is everyday traffic: thanks, agreement, plain forwarding, or words that say next to nothing."""
    if one.routine or not isinstance(one, Interaction) or one.source != "message" or one.act not in SPOKEN_OF:
        return one.routine
    return all(_slight(one.act, " ".join(each.text.split())) for each in one.quotes)


def _slight(act: str, words: str) -> bool:
    count = len(words.split())
    if count <= SLIGHT.get(act, -1) or BOILERPLATE.search(words):
        return True
    return count <= PASSED_ON_WORDS and PASSED_ON.match(words) is not None


def gathered(
    view: View, judged: dict[str, Judgement], told: Sequence[Interaction | Event], cast: Cast
) -> list[Telling]:
    """`told` in tellings. What a person accepted keeps the words accepted, apart from what came since; new copies of it
    belong to it. What a message tells of another day than that of its other acts is a telling of its own.
    """
    rows = {one.id: one for one, _ in view.findings(Contact)}
    groups = told_together((one for one in told if one.id not in rows), view.first_copies)
    listed = logged_together(rows[one.id] for one in told if one.id in rows)
    found = []
    groups += [[logged.told(row) for row in some] for some in listed]
    for group in groups:
        parts: defaultdict[tuple[str, str], list[Interaction | Event]] = defaultdict(list)
        words = {_same(one): judged[one.id].words for one in group if judged[one.id].words}
        sent = {one.date for one in group if getattr(one, "act", "") not in NAMES_DAY}
        for one in group:
            parts[words.get(_same(one), ""), "" if one.date in sent else one.date].append(one)
        found += [_telling(view, each, text, cast, rows) for (text, _), each in parts.items()]
    return found


def _same(one: Interaction | Event) -> tuple[str, ...]:
    """What copies of one statement share."""
    return (one.act, one.date) if isinstance(one, Interaction) and one.source == "message" else (one.id,)


def _telling(
    view: View, group: Sequence[Interaction | Event], words: str, cast: Cast, rows: Mapping[str, Contact]
) -> Telling:
    main = _main(group)
    message = view.store.message(main[0].record) if main[0].source == "message" else None
    people = frozenset(_who(cast, *name) for name in names_in(group))
    listed = tuple(sorted((rows[one.id] for one in group if one.id in rows), key=lambda row: (row.starts, row.id)))
    return Telling(tuple(group), main, words, message, people, listed)


def names_in(group: Iterable[Interaction | Event]) -> list[tuple[str, str]]:
    """The names of whoever acts or is addressed, as written, each with the record that it stands in."""
    return [(one.record, name) for one in group for name in (*one.actors, *getattr(one, "to", ()))]


def _who(cast: Cast, record: str, name: str) -> str:
    person = cast.person(record, name)
    return person.id if person is not None else cast.full(record, name)


def _main(group: Sequence[Interaction | Event]) -> tuple[Interaction | Event, ...]:
    """The acts of the copy that shows most names, and those that only another copy shows."""
    told = [one for one in group if not everyday(one)] or group
    fullest = max(told, key=lambda one: (len(names_in([one])), one.id)).record
    acts: dict[str, str] = {}
    for one in sorted(told, key=lambda one: (one.record != fullest, one.record)):
        acts.setdefault(getattr(one, "act", ""), one.record)
    main = [one for one in told if acts[getattr(one, "act", "")] == one.record]
    return tuple(sorted(main, key=lambda one: (one.record != fullest, one.record, one.citation.spans[0], one.id)))


def exchanges(view: View, told: Iterable[Telling]) -> list[list[Telling]]:
    """Tellings in order of time, those of one exchange together."""
    found: list[list[Telling]] = []
    open_: defaultdict[tuple[str, str, bool], list[list[Telling]]] = defaultdict(list)
    for one in sorted(told, key=lambda each: each.place):
        key = _key(view, one)
        entry = next((each for each in open_[key] if _joins(one, each)), None) if key else None
        if entry is not None:
            entry.append(one)
            continue
        found.append([one])
        if key:
            open_[key].append(found[-1])
    return found


def _key(view: View, one: Telling) -> tuple[str, str, bool] | None:
    if one.message is None or not one.first.date:
        return None
    return view.thread(one.message), one.first.date, one.planned


def _joins(one: Telling, entry: Sequence[Telling]) -> bool:
    """Whether a telling belongs to an entry: planned for the same day, from the same message, or the same people."""
    people = frozenset().union(*(each.people for each in entry))
    records = {each.first.record for each in entry}
    return one.planned or one.first.record in records or len(people & one.people) >= COMMON


def in_time(one: Interaction | Event, wanted: Wanted) -> bool:
    """Whether it happened, or may have, in the time that is wanted."""
    first, last = one.date or one.date_end, one.date_end or one.date
    if not first:
        return not wanted.since and not wanted.until
    return (not wanted.since or last >= wanted.since) and (not wanted.until or first <= wanted.until)


def in_release(view: View, one: Interaction | Event, wanted: Wanted) -> bool:
    """Whether it stands in the release that is wanted."""
    return view.within(span_file(view, one.citation.spans[0]), wanted.release)


def told_in(view: View) -> Iterator[tuple[Interaction | Event, Judgement]]:
    """Everything that a case tells, as corrected, each with what was decided about it."""
    yield from ((one, judged) for one, judged in view.findings(Interaction) if not one.embedded_in)
    yield from view.findings(Event)
    yield from ((logged.told(one), judged) for one, judged in view.findings(Contact))
