"""People: who is named in the case, and for each the names used, posts over time, whom with, messages and claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Annotated, Literal

from fastapi import Query

from onrecord.model import Claim, Person, Seen, Tenure
from onrecord.publish import claimed, roles, traffic
from onrecord.review.people import folded
from onrecord.store.remember import remembered
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import PageNumber, Text, part
from onrecord.web.cite import Cited, Line, Place, cited, line, place
from onrecord.web.desk import Here

room = Room("People", "/people")

PER_PAGE = 100
#: Of a person's names, companions, messages and merges, so many are shown; the rest are counted.
MOST = 25


class PersonLine(Answer):
    """A person in one line. `named` counts the places that name the person."""

    id: str
    href: str
    name: str
    kind: str
    named: int
    sent: int
    received: int
    posts: tuple[str, ...]
    addresses: tuple[str, ...]


class PeopleAsked(Answer):
    """What was asked."""

    q: str
    office: str
    kind: str
    page: int


class People(Answer):
    """One page of the list. `kinds` counts everybody by kind; `questions` are open ones about who is who."""

    asked: PeopleAsked
    total: int
    pages: int
    people: tuple[PersonLine, ...]
    kinds: dict[str, int]
    questions: int


class Alias(Answer):
    """A name as written, how often, in which places (``from``, ``text``, ...), and where first."""

    name: str
    count: int
    places: dict[str, int]
    first: Place


class Post(Answer):
    """A post. `since` and `until` are the days of the first and last dated statement, not of taking and leaving office;
    `days_away` tells how far the nearest statement is from a day that was asked for.
    """

    words: str
    title: str
    office: str
    former: bool
    acting: bool
    since: str
    until: str
    ended_by: str
    statements: int
    citation: Cited
    days_away: int | None = None


class OnDay(Answer):
    """What the person was on a day: `sure` where statements lie on both sides of it, else the `near`est ones."""

    day: str
    sure: tuple[Post, ...]
    near: tuple[Post, ...]
    undated: tuple[Post, ...]


class WithWhom(Answer):
    """Somebody the person wrote with; `href` leads to the messages between them."""

    id: str
    name: str
    person: str
    href: str
    sent: int
    received: int
    first: str
    last: str


class Saying(Answer):
    """A claim in short."""

    href: str
    text: str
    stance: str
    hedges: tuple[str, ...]
    place: Place


class Merged(Answer):
    """Why two names are one person's; `score` is 0 to 1."""

    a: str
    b: str
    score: float
    reason: str


class Profile(Answer):
    """A person."""

    id: str
    name: str
    filed: str
    kind: str
    named: int
    sent: int
    received: int
    aliases: tuple[Alias, ...]
    aliases_total: int
    addresses: tuple[str, ...]
    posts: tuple[Post, ...]
    on: OnDay | None
    companions: tuple[WithWhom, ...]
    companions_total: int
    messages: tuple[Line, ...]
    messages_total: int
    all_messages: str
    says: tuple[Saying, ...]
    about: tuple[Saying, ...]
    merges: tuple[Merged, ...]
    merges_total: int
    questions: tuple[str, ...]


@room.answers("/people", "people.html")
def people(
    here: Here,
    q: Text = "",
    office: Text = "",
    kind: Literal["person", "group", "unnamed", "all"] = "person",
    page: PageNumber = 1,
) -> People:
    """Who is named in the case, those named most first."""
    view = here.view
    parts = folded(q).split()
    named = [one for one in _by_weight(view) if not parts or all(part in _known_as(view)[one.id] for part in parts)]
    words = folded(office)
    held = [one for one in named if not words or any(words in folded(roles.post(t)) for t in _posts(view, one))]
    found = [one for one in held if kind in ("all", one.kind)]
    shown, pages = part(found, page, PER_PAGE)
    return People(
        asked=PeopleAsked(q=q, office=office, kind=kind, page=page),
        total=len(found),
        pages=pages,
        people=tuple(_line(view, one) for one in shown),
        kinds=dict(Counter(one.kind for one in held)),
        questions=len(view.questions),
    )


def _by_weight(view: View) -> list[Person]:
    def ranked() -> list[Person]:
        return sorted(view.people, key=lambda one: (-len(one.seen), one.filed, one.id))

    return remembered(view.known, "people by weight", ranked)


def _known_as(view: View) -> dict[str, str]:
    """All names and addresses of everybody in one line each, for looking words up."""

    def lines() -> dict[str, str]:
        return {one.id: folded(" ".join((one.name, one.filed, *one.aliases, *one.addresses))) for one in view.people}

    return remembered(view.known, "known as", lines)


def _posts(view: View, person: Person) -> tuple[Tenure, ...]:
    return view.tenures.get(person.id, ())


def _line(view: View, person: Person) -> PersonLine:
    totals = traffic.totals(view)
    return PersonLine(
        id=person.id,
        href=links.person(person.id),
        name=person.filed,
        kind=person.kind,
        named=len(person.seen),
        sent=totals.sent[person.id],
        received=totals.received[person.id],
        posts=tuple(dict.fromkeys(map(roles.post, _posts(view, person))))[:3],
        addresses=person.addresses[:2],
    )


@room.answers("/people/{id}", "person.html")
def person(
    here: Here, id: str, on: Annotated[str, Query(max_length=10, description="A day, YYYY-MM-DD")] = ""
) -> Profile:
    """A person by id or name; with `on`, what the person was that day."""
    view = here.view
    found = here.person(id)
    here.saw(found.id)
    messages = traffic.messages_of(view, found.id)
    companions = traffic.companions(messages, found.id)
    said = claimed.spoken(view, found)
    names = _names(found)
    totals = traffic.totals(view)
    return Profile(
        id=found.id,
        name=found.name,
        filed=found.filed,
        kind=found.kind,
        named=len(found.seen),
        sent=totals.sent[found.id],
        received=totals.received[found.id],
        aliases=tuple(_alias(view, *each) for each in names[:MOST]),
        aliases_total=len(names),
        addresses=found.addresses,
        posts=tuple(_post(view, one) for one in _posts(view, found)),
        on=_on(view, found, on) if on else None,
        companions=tuple(_with(view, found, one) for one in companions[:MOST]),
        companions_total=len(companions),
        messages=tuple(line(view, one) for m in messages[:MOST] if (one := here.store.message(m.message))),
        messages_total=len(messages),
        all_messages=links.search(person=found.addresses[0] if found.addresses else found.name),
        says=tuple(_saying(view, one) for one in said.says),
        about=tuple(_saying(view, one) for one in said.about),
        merges=tuple(Merged(a=m.a, b=m.b, score=m.score, reason=m.reason) for m in found.merges[:MOST]),
        merges_total=len(found.merges),
        questions=tuple(one.question for one in view.questions if found.id in one.among),
    )


def _names(person: Person) -> list[tuple[str, list[Seen]]]:
    """The names as written with the places of each, the most used first."""
    used: defaultdict[str, list[Seen]] = defaultdict(list)
    for one in person.seen:
        used[one.name].append(one)
    return sorted(used.items(), key=lambda each: (-len(each[1]), each[0]))


def _alias(view: View, name: str, seen: list[Seen]) -> Alias:
    return Alias(
        name=name, count=len(seen), places=dict(Counter(one.place for one in seen)), first=place(view, min(seen).span)
    )


def _post(view: View, tenure: Tenure, days_away: int | None = None) -> Post:
    return Post(
        words=roles.post(tenure),
        title=tenure.title,
        office=tenure.office,
        former=tenure.former,
        acting=tenure.acting,
        since=tenure.since,
        until=tenure.until,
        ended_by=tenure.ended_by,
        statements=tenure.statements,
        citation=cited(view, tenure.citation),
        days_away=days_away,
    )


def _on(view: View, person: Person, day: str) -> OnDay:
    found = roles.on_day(_posts(view, person), day)
    return OnDay(
        day=day,
        sure=tuple(_post(view, one) for one in found.sure),
        near=() if found.sure else tuple(_post(view, one.tenure, one.days) for one in found.near),
        undated=tuple(_post(view, one) for one in found.undated),
    )


def _with(view: View, person: Person, one: traffic.Companion) -> WithWhom:
    other = view.person(one.person)
    return WithWhom(
        id=one.person,
        name=other.filed if other else "",
        person=links.person(one.person),
        href=links.tie(person.id, one.person),
        sent=one.sent,
        received=one.received,
        first=one.first,
        last=one.last,
    )


def _saying(view: View, claim: Claim) -> Saying:
    return Saying(
        href=links.claim(claim.id),
        text=claim.content.printed,
        stance=claim.stance,
        hedges=tuple(hedge.printed for hedge in claim.hedges),
        place=place(view, claim.content.spans[0]),
    )
