"""Findings made ready to be held side by side: who, when, in which words."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from onrecord.links import terms
from onrecord.model import Citation, Claim, Event, Interaction, Message, Person, Span, ZoneKind, cite

#: Characters of a body that are looked at: the rest of a long one is an enclosure.
_BODY = 8000


class Node(Struct, frozen=True, kw_only=True, dict=True):
    """One claim, interaction, event or message.

    `record` is the article or message that tells it, `place` counts those of one article in the order of the text.
    Messages with one `copy` are copies of one another. `people` are ids of everybody named there, `actors` and `to`
    those who act and who are addressed. `first` and `last` are its days, None where they are open. `inferred` says what
    of them was inferred.
    """

    id: str
    kind: str
    record: str
    citation: Citation
    said: Claim | Interaction | Event | Message
    place: int = 0
    copy: str = ""
    people: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    first: date | None = None
    last: date | None = None
    inferred: tuple[str, ...] = ()
    channel: str = ""
    words: str = ""

    @property
    def text(self) -> str:
        """What it tells; of a message the subject and what it says itself, put together when asked for."""
        return text_of(self.said) if isinstance(self.said, Message) else self.words

    @cached_property
    def terms(self) -> frozenset[str]:
        """The words of it that can join it to another."""
        return terms.terms(self.text)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Pairs of such words side by side."""
        return terms.pairs(self.text)

    @cached_property
    def marks(self) -> frozenset[str]:
        """Names of places and things in it that are no agencies; people are taken out where two are compared."""
        return terms.names(self.text) - terms.bodies()

    @property
    def day(self) -> date | None:
        """The day, where it is one."""
        return self.first if self.first == self.last else None


class Who:
    """Who is named where, among the people of a case."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.people = {person.id: person for person in people}
        self._fields: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        places: defaultdict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for person in self.people.values():
            for name in (person.name, *person.aliases):
                self._names[name.lower()].add(person.id)
            for seen in person.seen:
                self._fields[seen.record][seen.place].add(person.id)
                places[seen.span.page].append((seen.span.start, seen.span.end, person.id))
        self._places = {page: sorted(found) for page, found in places.items()}

    def within(self, spans: Iterable[Span]) -> frozenset[str]:
        """The ids of the people named inside `spans`."""
        found = set()
        for span in spans:
            here = self._places.get(span.page, [])
            for start, end, id in here[bisect_left(here, (span.start,)) :]:
                if start >= span.end:
                    break
                if end <= span.end:
                    found.add(id)
        return frozenset(found)

    def fields(self, message: str, *places: str) -> frozenset[str]:
        """The ids of those named in header fields of a message."""
        return frozenset(id for place in places for id in self._fields[message][place])

    def called(self, names: Iterable[str], among: frozenset[str] = frozenset()) -> frozenset[str]:
        """The ids of the people with these names, where only one of all, or of those `among`, is called so."""
        found = set()
        for name in names:
            ids = self._names.get(name.lower(), set())
            ids = ids & among or ids
            found |= ids if len(ids) == 1 else set()
        return frozenset(found)

    def words(self, ids: Iterable[str]) -> frozenset[str]:
        """All words of the names of these people, folded."""
        names = [name for id in ids if id in self.people for name in (self.people[id].name, *self.people[id].aliases)]
        return frozenset(word.lower() for name in names for _, word in terms.words(name))

    def name(self, id: str) -> str:
        """The name of a person, to print."""
        return self.people[id].name if id in self.people else id

    def list(self, ids: Iterable[str]) -> str:
        """Names to print, in order."""
        return ", ".join(sorted(map(self.name, ids)))


def of_article(said: Sequence[Claim | Interaction | Event], who: Who, texts: Mapping[str, str]) -> list[Node]:
    """The nodes of what one article tells, in the order of the text."""
    return [
        _claim(one, at, who, texts) if isinstance(one, Claim) else _told(one, at, who) for at, one in enumerate(said)
    ]


def _claim(claim: Claim, place: int, who: Who, texts: Mapping[str, str]) -> Node:
    first, last = _days(claim.date, claim.date_end)
    people = who.within(claim.content.spans)
    return Node(
        id=claim.id,
        kind=Claim.KIND,
        record=claim.article,
        citation=cite(claim.content.spans, texts),
        words=claim.content.printed,
        said=claim,
        place=place,
        people=people,
        actors=people,
        first=first,
        last=last,
        inferred=claim.inferred,
        channel="call" if terms.pattern("call").search(claim.content.printed) else "",
    )


def _told(told: Interaction | Event, place: int, who: Who) -> Node:
    here = who.within(told.citation.spans)
    actors = who.called(told.actors, here)
    to = who.called((*told.to, *told.others), here) if isinstance(told, Interaction) else frozenset()
    first, last = _days(told.date, told.date_end)
    return Node(
        id=told.id,
        kind=told.KIND,
        record=told.record,
        citation=told.citation,
        words=told.text if isinstance(told, Event) else told.citation.quote.replace("\n", " "),
        said=told,
        place=place,
        people=here | actors | to,
        actors=actors,
        to=to,
        first=first,
        last=last,
        inferred=told.inferred,
        channel=told.channel if isinstance(told, Interaction) else "public",
    )


def of_message(message: Message, copy: str, who: Who) -> Node:
    """The node of a message: its subject and what it says itself, without signature and notices.

    `copy` is the id of its set of copies, or its own where it has none.
    """
    sent = message.sent.local[:10] if message.sent is not None else ""
    first, last = _days(sent, sent)
    fields = who.fields(message.id, "from", "to", "cc", "bcc", "behalf") | who.within(message.body_spans)
    return Node(
        id=message.id,
        kind="messages",
        record=message.id,
        copy=copy,
        citation=message.citation,
        said=message,
        people=fields,
        actors=who.fields(message.id, "from", "behalf"),
        to=who.fields(message.id, "to", "cc", "bcc"),
        first=first,
        last=last,
        channel="email",
    )


def text_of(message: Message) -> str:
    """The subject of a message and what it says itself."""
    return f"{message.subject.printed if message.subject is not None else ''}\n{body_of(message)}"


def body_of(message: Message) -> str:
    """What a message says itself."""
    if not message.zones:
        return message.body[:_BODY]
    own = (zone for zone in message.zones if zone.kind is ZoneKind.TEXT)
    return "\n".join(message.body[zone.start : zone.end] for zone in own)[:_BODY]


def _days(first: str, last: str) -> tuple[date | None, date | None]:
    return _day(first), _day(last)


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None  # a header may print a day that is none
