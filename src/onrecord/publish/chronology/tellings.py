"""What a chronology is drafted from: tellings, as judged, and the exchanges that they make up.

A telling is what one message and its copies tell of the same people, or one item of a published page. The tellings of
one thread and one day between the same people are an exchange: one entry.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct, field

from onrecord.model import Contact, Interaction
from onrecord.publish.chronology import logged
from onrecord.publish.chronology.entries import Wanted
from onrecord.publish.chronology.naming import Called, Cast
from onrecord.publish.heads import Head
from onrecord.publish.rows.common import span_file
from onrecord.store.facts import Facts
from onrecord.store.judgements import Judgement
from onrecord.store.tellings import Told
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


#: Gives the head of the message with an id.
Headed = Callable[[str], Head | None]
#: Comes after all days: that of what has none.
UNDATED = "9999"


class Piece(Struct, frozen=True):
    """A name in a draft, as written in a record, and the day of what is told there."""

    record: str
    name: str
    day: str


class Draft(Struct, frozen=True):
    """Sentences with holes where names stand, and the ids of those who are met in them, in that order."""

    pieces: tuple[str | Piece, ...]
    met: tuple[str, ...]


class Telling(Struct, frozen=True, kw_only=True, eq=False):
    """Findings that are judged together, copies included. The message of `head` in `thread` tells them, or `rows` of a
    log; neither does for a published page.

    `judged` are what was decided about them. `main` are those that an entry is about, in the order of their words: no
    copies, and no everyday traffic beside something else. `words` is the text that a person accepted for them, empty
    where none was. `people` are the ids of those they name, `named` those whom `main` names. `everyday`: it is left
    out unless it is asked for, which what a person accepted in words never is. `drafts` are kept once made.
    """

    findings: tuple[Told, ...]
    judged: tuple[Judgement, ...]
    main: tuple[Told, ...]
    words: str
    head: Head | None
    thread: str
    people: frozenset[str]
    named: tuple[Called, ...]
    everyday: bool
    rows: tuple[Contact, ...] = ()
    drafts: dict[bool, Draft] = field(default_factory=dict)

    @property
    def first(self) -> Told:
        """The finding that gives the day."""
        return self.main[0]

    @property
    def sent(self) -> str:
        """When the message was sent, ISO, local; empty where that is not known."""
        return self.head.sent if self.head is not None else ""

    @property
    def planned(self) -> bool:
        """Whether it tells of a call or meeting that was to be on the day of the entry, which it names."""
        one = self.first
        if self.head is None or not isinstance(one, Interaction):
            return False
        if one.act == "invites":
            return self.head.invite and bool(self.head.starts)
        return one.act in ("sets up a call", "sets up a meeting") and one.date != self.sent[:10]

    @property
    def day(self) -> str:
        """The day it is told on, `UNDATED` where there is none."""
        return day_of(self.first)

    @property
    def place(self) -> tuple[str, str, str]:
        """Where it comes in a chronology: by day, then by the time of sending, or of the meeting."""
        times = self.head.starts if self.head is not None and self.planned else self.sent
        times = self.rows[0].starts if self.rows else times
        clock = times[11:] if times[:10] == self.first.date else "99"
        return self.day, clock, min(each.id for each in self.findings)


def day_of(one: Told) -> str:
    """The day on which a finding is told, `UNDATED` where there is none."""
    return one.date or one.date_end or UNDATED


def everyday(one: Told) -> bool:
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
    facts: Facts, cast: Cast, told: Sequence[tuple[Told, Judgement]], rows: Mapping[str, Contact], headed: Headed
) -> tuple[Telling, ...]:
    """What one unit tells (see `onrecord.store.tellings`), in tellings; `rows` are those of a log by id, if it is one,
    and `headed` gives the heads of messages.

    What a person accepted keeps the words accepted, apart from what came since; new copies of it belong to it. What a
    message tells of another day than that of its other acts is a telling of its own.
    """
    judged = {one.id: judgement for one, judgement in told}
    listed = [one for one, _ in told]
    found = []
    for group in [listed] if rows else told_together(listed, facts.first_copies):
        parts: defaultdict[tuple[str, str], list[Told]] = defaultdict(list)
        words = {_same(one): judged[one.id].words for one in group if judged[one.id].words}
        sent = {one.date for one in group if getattr(one, "act", "") not in NAMES_DAY}
        for one in group:
            parts[words.get(_same(one), ""), "" if one.date in sent else one.date].append(one)
        found += [_telling(facts, cast, each, text, judged, rows, headed) for (text, _), each in parts.items()]
    return tuple(found)


def _same(one: Told) -> tuple[str, ...]:
    """What copies of one statement share."""
    return (one.act, one.date) if isinstance(one, Interaction) and one.source == "message" else (one.id,)


def _telling(
    facts: Facts,
    cast: Cast,
    group: Sequence[Told],
    words: str,
    judged: Mapping[str, Judgement],
    rows: Mapping[str, Contact],
    headed: Headed,
) -> Telling:
    main = _main(group)
    head = headed(main[0].record) if main[0].source == "message" else None
    listed = tuple(sorted((rows[one.id] for one in group if one.id in rows), key=lambda row: (row.starts, row.id)))
    return Telling(
        findings=tuple(group),
        judged=tuple(judged[one.id] for one in group),
        main=main,
        words=words,
        head=head,
        thread=facts.thread(head.id) if head is not None else "",
        people=frozenset(one.id for one in whom(cast, group)),
        named=tuple(dict.fromkeys(whom(cast, main))),
        everyday=not words and (logged.everyday(listed) if listed else all(map(everyday, group))),
        rows=listed,
    )


def whom(cast: Cast, group: Iterable[Told]) -> Iterator[Called]:
    """Whoever acts or is addressed, in the order of the names."""
    for one in group:
        for name in one.actors:
            yield cast.called(one.record, name)
        for name in one.to if isinstance(one, Interaction) else ():
            yield cast.called(one.record, name)


def _main(group: Sequence[Told]) -> tuple[Told, ...]:
    """The acts of the copy that shows most names, and those that only another copy shows."""
    told = [one for one in group if not everyday(one)] or group
    fullest = max(told, key=lambda one: (len(one.actors) + len(getattr(one, "to", ())), one.id)).record
    acts: dict[str, str] = {}
    for one in sorted(told, key=lambda one: (one.record != fullest, one.record)):
        acts.setdefault(getattr(one, "act", ""), one.record)
    main = [one for one in told if acts[getattr(one, "act", "")] == one.record]
    return tuple(sorted(main, key=lambda one: (one.record != fullest, one.record, one.citation.spans[0], one.id)))


def exchanges(told: Iterable[Telling]) -> list[list[Telling]]:
    """The tellings of a day in order of time, those of one exchange together."""
    found: list[list[Telling]] = []
    open_: defaultdict[tuple[str, str, bool], list[list[Telling]]] = defaultdict(list)
    for one in sorted(told, key=lambda each: each.place):
        key = _key(one)
        entry = next((each for each in open_[key] if _joins(one, each)), None) if key else None
        if entry is not None:
            entry.append(one)
            continue
        found.append([one])
        if key:
            open_[key].append(found[-1])
    return found


def _key(one: Telling) -> tuple[str, str, bool] | None:
    if one.head is None or not one.first.date:
        return None
    return one.thread, one.first.date, one.planned


def _joins(one: Telling, entry: Sequence[Telling]) -> bool:
    """Whether a telling belongs to an entry: planned for the same day, from the same message, or the same people."""
    people = frozenset().union(*(each.people for each in entry))
    records = {each.first.record for each in entry}
    return one.planned or one.first.record in records or len(people & one.people) >= COMMON


def in_time(one: Told, wanted: Wanted) -> bool:
    """Whether it happened, or may have, in the time that is wanted."""
    first, last = one.date or one.date_end, one.date_end or one.date
    if not first:
        return not wanted.since and not wanted.until
    return (not wanted.since or last >= wanted.since) and (not wanted.until or first <= wanted.until)


def in_release(view: View, one: Told, wanted: Wanted) -> bool:
    """Whether it stands in the release that is wanted."""
    return view.within(span_file(view, one.citation.spans[0]), wanted.release)
