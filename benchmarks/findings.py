"""What a build would find in the generated messages of `benchmarks.search`, made directly: for measuring what shows it.

Nothing here is read from a text. The numbers are about those of the example case: an interaction or more to a message,
half of them everyday traffic; everybody with all the places that name them; a gap to twenty messages, a link to thirty,
articles with claims, questions about who is who, events, and an exemption on every tenth page.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import TypeVar

from benchmarks.search import SEED
from onrecord import Case
from onrecord.model import (
    Article,
    Citation,
    Claim,
    ClaimSource,
    CopySet,
    End,
    Event,
    Finding,
    Gap,
    IdentityQuestion,
    Interaction,
    Likeness,
    Link,
    LinkKind,
    Message,
    Person,
    Said,
    Seen,
    SourceFamily,
    SourceKind,
    Span,
    Tenure,
    Text,
    Thread,
    stable_id,
)
from onrecord.model.threads import Edge

#: Messages in a thread, and of how many messages one has a copy, is told of by an article, lacks something, is linked.
THREAD, COPIED, REPORTED, LACKING, LINKED = 8, 10, 500, 20, 30

#: Acts of messages; the first half is everyday traffic.
ACTS = (
    "thanks",
    "forwards",
    "replies",
    "supplies information",
    "asks for a call",
    "asks for information",
    "instructs",
    "urges",
)
GAPS = ("withheld_page", "attachment_not_produced", "missing_parent", "skipped_stamps")

#: Claims of an article, questions about who is who, events.
CLAIMS, QUESTIONS, EVENTS = 10, 200, 200

Thing = TypeVar("Thing")


def relate(case: Case) -> None:
    """Put findings of every kind beside the messages of a case that `benchmarks.search.generate` made."""
    rng, seen = random.Random(SEED), defaultdict[str, list[Seen]](list)
    with case.store.writing() as writer:
        for file in case.store.files_in_order():
            messages = list(_of_file(case, file))
            for message in messages:
                _name(message, seen)
            findings = [*_threads(messages), *_copies(messages), *_told(messages, rng), *_articles(messages, rng)]
            findings += chain(_lacking(messages, rng), _linked(messages, rng))
            with writer.transaction():
                writer.replace("relate", file, "", "1", findings)
        first = next(case.store.messages())
        with writer.transaction():
            people = [_person(address, places) for address, places in sorted(seen.items())]
            writer.replace("people", "", "", "1", [*people, *_posts(people, rng), *_questions(people, rng)])
            writer.replace("events", "", "", "1", list(_events(first, rng)))


def _of_file(case: Case, file: str) -> Iterator[Message]:
    for page in case.store.pages(file):
        yield from case.store.messages_on(page.key)


def _name(message: Message, seen: dict[str, list[Seen]]) -> None:
    sender = [message.sender] if message.sender else []
    for place, parties in (("from", sender), ("to", message.to)):
        for index, party in enumerate(parties):
            key, span = f"a:{party.address}", message.citation.spans[0]
            seen[party.address].append(Seen(message.id, place, index, party.name, span, 1.0, key))


def _person(address: str, places: list[Seen]) -> Person:
    last, _, first = places[0].name.partition(", ")
    return Person(
        id=stable_id("p", address),
        citation=Citation((places[0].span,), places[0].name),
        name=f"{first} {last}",
        filed=places[0].name,
        aliases=(places[0].name,),
        addresses=(address,),
        seen=tuple(sorted(places)),
        keys=(places[0].key,),
    )


def _posts(people: Sequence[Person], rng: random.Random) -> Iterator[Tenure]:
    for person in people:
        title = rng.choice(("Director", "Deputy Director", "Counsel", "Press Officer"))
        yield Tenure(
            id=stable_id("te", person.id),
            citation=person.citation,
            person=person.id,
            title=title,
            office="Harbor Authority",
        )


def _questions(people: Sequence[Person], rng: random.Random) -> Iterator[IdentityQuestion]:
    for number in range(QUESTIONS):
        one, other = rng.sample(people, 2)
        yield IdentityQuestion(
            id=stable_id("q", number),
            citation=one.citation,
            name=one.name,
            key=f"n:{number}",
            question=f"Is {one.name} the same as {other.name}?",
            among=(one.id, other.id),
            uses=number % 7 + 1,
        )


def _threads(messages: list[Message]) -> Iterator[Thread]:
    for part in _parts(messages, THREAD):
        edges = tuple(
            Edge(child.id, parent.id, "subject", 0.8, "the same subject a day later")
            for parent, child in pairwise(part)
        )
        ids = tuple(one.id for one in part)
        yield Thread(id=stable_id("t", *ids), citation=part[0].citation, messages=ids, edges=edges, inclusive=ids[-1:])


def _parts(things: list[Thing], length: int) -> Iterator[list[Thing]]:
    return (things[start : start + length] for start in range(0, len(things), length))


def _copies(messages: list[Message]) -> Iterator[CopySet]:
    for first, second in zip(messages[::COPIED], messages[1::COPIED], strict=False):
        pair = (min(first.id, second.id), max(first.id, second.id))
        likeness = Likeness(pair[0], pair[1], 0.97, ("sent in the same minute", "the same text"))
        yield CopySet(id=stable_id("s", *pair), citation=first.citation, members=pair, pairs=(likeness,))


def _told(messages: list[Message], rng: random.Random) -> Iterator[Interaction]:
    for message in messages:
        for act in rng.sample(ACTS, rng.choice((1, 1, 2))):
            yield _interaction(message, act)


def _interaction(message: Message, act: str) -> Interaction:
    day = message.sent.local[:10] if message.sent else ""
    words = message.body[:60]
    return Interaction(
        id=stable_id("i", message.id, act),
        citation=message.citation,
        record=message.id,
        source="message",
        date=day,
        date_end=day,
        precision="day",
        actors=(message.sender.name,) if message.sender else (),
        to=tuple(party.name for party in message.to),
        channel="email",
        act=act,
        topic=message.subject.printed if message.subject else "",
        quotes=(Said(words, "", message.body_spans),),
    )


def _lacking(messages: list[Message], rng: random.Random) -> Iterator[Gap]:
    for message in messages[::LACKING]:
        yield Gap(
            id=stable_id("g", message.id),
            citation=message.citation,
            kind=rng.choice(GAPS),
            release="first",
            detail=f"named by {message.id}",
            denominator=f"1 of {len(messages)} messages",
            question=f"Where is what “{message.subject.printed if message.subject else ''}” speaks of?",
            records=(message.id,),
        )


def _linked(messages: list[Message], rng: random.Random) -> Iterator[Link]:
    for a, b in pairwise(messages[::LINKED]):
        yield Link(
            id=stable_id("l", a.id, b.id),
            citation=Citation((a.citation.spans[0], b.citation.spans[0]), f"{a.citation.quote}\n{b.citation.quote}"),
            kind=rng.choice((LinkKind.SAME_TOPIC, LinkKind.SAME_DAY, LinkKind.FOLLOW_UP)),
            a=End(id=a.id, kind="messages", citation=a.citation),
            b=End(id=b.id, kind="messages", citation=b.citation),
            score=rng.choice((0.6, 0.7, 0.95)),
            reasons=("the same words",),
            limits=("near in time is not the same matter",),
        )


def _articles(messages: list[Message], rng: random.Random) -> Iterator[Finding]:
    for message in messages[::REPORTED]:
        id = stable_id("a", message.id)
        file, number = message.file, message.page_start
        yield Article(
            id=id, citation=message.citation, file=file, page_start=number, page_end=number, layout="plain",
            title=message.subject, outlet="Harbor Courier", published="2021-05-01",
        )  # fmt: skip
        claims = [_claim(id, message, number, rng) for number in range(CLAIMS)]
        yield from claims
        ids = tuple(one.id for one in claims)
        yield SourceFamily(id=stable_id("f", id), citation=message.citation, name="an aide", claims=ids, why="one aide")


def _claim(article: str, message: Message, number: int, rng: random.Random) -> Claim:
    span = message.body_spans[0]
    start = min(span.start + 12 * number, span.end - 4)
    words = message.body[start - span.start :][:60]
    spans = (Span(span.page, start, start + len(words)),)
    kind = rng.choice((SourceKind.PERSON, SourceKind.ANONYMOUS))
    return Claim(
        id=stable_id("k", article, number),
        citation=Citation(spans, words),
        article=article,
        content=Text(words, spans),
        sources=(ClaimSource(text=rng.choice(message.to).name, kind=kind, named=kind is SourceKind.PERSON),),
    )


def _events(message: Message, rng: random.Random) -> Iterator[Event]:
    for number in range(EVENTS):
        day = f"{rng.randint(2019, 2021)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        yield Event(
            id=stable_id("e", number),
            citation=message.citation,
            record=message.id,
            source="article",
            date=day,
            date_end=day,
            precision="day",
            what="order",
            text=f"Order {number} was issued.",
        )
