"""The network of contacts: who writes to whom, as a picture, as tables, and the messages behind each tie."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from fastapi import Query, Response

from onrecord.publish import traffic
from onrecord.publish.network import Scope
from onrecord.publish.picture import PEOPLE
from onrecord.publish.picture import drawn as svg
from onrecord.publish.ties import Pair, core
from onrecord.store.remember import remembered
from onrecord.store.view import View
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.asked import ZERO_IF_EMPTY, Day, PageNumber, Text, part
from onrecord.web.cite import Line, line
from onrecord.web.desk import Desk, Here

room = Room("Network", "/network")

#: People that the picture shows unless more are asked for: as many as can be told apart.
DRAWN = 80
#: Ties that the picture and the table show of them, the busiest: more lines cannot be told apart.
TIES = 400
PER_PAGE = 50


class Node(Answer):
    """A person of the network: people written with, messages, and the number of the group, 1 the largest."""

    id: str
    name: str
    href: str
    degree: int
    sent: int
    received: int
    group: int


class Tie(Answer):
    """What passed between two people both ways: `there` from `a` to `b`, `back` from `b` to `a`.

    `months` counts the dated messages of each month (``2021-03``); `href` leads to them all.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    there: int
    back: int
    copied: int
    first: str
    last: str
    months: dict[str, int]
    href: str


class Standout(Answer):
    """What stands out, in words, and the message that shows it first."""

    kind: str
    text: str
    href: str


class NetworkAsked(Answer):
    """What was asked."""

    since: str
    until: str
    person: str
    most: int
    people: int


class Network(Answer):
    """Who writes to whom. Of `people_total` people, those with most ties are here, and of the `ties_total` between
    them the busiest; `circulars` are messages to more than `most` people, left out, `blanked` those without a readable
    sender.
    """

    asked: NetworkAsked
    people: tuple[Node, ...]
    people_total: int
    ties: tuple[Tie, ...]
    ties_total: int
    messages: int
    circulars: int
    blanked: int
    standouts: tuple[Standout, ...]


class Somebody(Answer):
    """A person by name."""

    id: str
    name: str
    href: str


class Between(Answer):
    """The messages between two people, by time: `there` from `a` to `b`, `back` from `b` to `a`."""

    a: Somebody
    b: Somebody
    since: str
    until: str
    there: int
    back: int
    page: int
    pages: int
    messages: tuple[Line, ...]


@room.answers("/network", "network.html")
def network(
    here: Here,
    since: Day = "",
    until: Day = "",
    person: Text = "",
    most: Annotated[int, ZERO_IF_EMPTY, Query(ge=0, le=10_000)] = 0,
    people: Annotated[int, Query(ge=2, le=400)] = DRAWN,
) -> Network:
    """Who writes to whom in a period."""
    view = here.view
    scope = _scope(here, since, until, person, most)
    return remembered(view.known, ("network", scope, person, people), lambda: _network(view, scope, person, people))


@room.router.get("/network.svg", response_class=Response, responses={200: {"content": {"image/svg+xml": {}}}})
def drawn(here: Here, since: Day = "", until: Day = "", person: Text = "") -> Response:
    """The network as a picture that needs no script."""
    view = here.view
    scope = _scope(here, since, until, person, 0)
    picture = remembered(view.known, ("network.svg", scope), lambda: _picture(view, scope))
    return Response(picture, media_type="image/svg+xml")


@room.answers("/network/tie", "tie.html")
def tie(here: Here, a: Text, b: Text, since: Day = "", until: Day = "", page: PageNumber = 1) -> Between:
    """The messages between two people, both ways."""
    view = here.view
    one, other = here.person(a), here.person(b)
    found = list(traffic.within(traffic.between(traffic.messages_of(view, one.id), one.id, other.id), since, until))
    shown, pages = part(found, page, PER_PAGE)
    there = sum(each.sender == one.id for each in found)
    return Between(
        a=Somebody(id=one.id, name=one.name, href=links.person(one.id)),
        b=Somebody(id=other.id, name=other.name, href=links.person(other.id)),
        since=since,
        until=until,
        there=there,
        back=len(found) - there,
        page=page,
        pages=pages,
        messages=tuple(line(view, m) for each in shown if (m := here.store.message(each.message))),
    )


def _scope(here: Desk, since: str, until: str, person: str, most: int) -> Scope:
    return Scope(since=since, until=until, most=most, person=here.person(person).id if person else "")


def _picture(view: View, scope: Scope) -> str:
    found = core(view, scope, PEOPLE, PEOPLE * PEOPLE)
    weights = {(one.a, one.b): one.there + one.back for one in found.pairs}
    names = {id: _name(view, id) for id in found.figures}
    return svg(names, found.figures, weights, messages=found.messages, left=found.total - len(names))


def _network(view: View, scope: Scope, person: str, most_people: int) -> Network:
    found = core(view, scope, most_people, TIES)
    return Network(
        asked=NetworkAsked(since=scope.since, until=scope.until, person=person, most=scope.most, people=most_people),
        people=tuple(
            Node(
                id=id,
                name=_name(view, id),
                href=links.person(id),
                degree=int(figures["degree"]),
                sent=int(figures["sent"]),
                received=int(figures["received"]),
                group=int(figures["group"]),
            )
            for id, figures in found.figures.items()
        ),
        people_total=found.total,
        ties=tuple(_tie(view, pair, scope) for pair in found.pairs),
        ties_total=found.all_pairs,
        messages=found.messages,
        circulars=found.circulars,
        blanked=found.blanked,
        standouts=tuple(
            Standout(kind=str(row["kind"]), text=str(row["finding"]), href=links.message(str(row["message"])))
            for row in found.standouts
        ),
    )


def _name(view: View, id: str) -> str:
    person = view.person(id)
    return person.name if person is not None else ""


def _tie(view: View, pair: Pair, scope: Scope) -> Tie:
    everything = traffic.everything(view)
    days = [day for number in pair.messages if (day := everything[number].day)]
    return Tie(
        a=pair.a,
        b=pair.b,
        a_name=_name(view, pair.a),
        b_name=_name(view, pair.b),
        there=pair.there,
        back=pair.back,
        copied=pair.copied,
        first=min(days, default=""),
        last=max(days, default=""),
        months=dict(sorted(Counter(day[:7] for day in days).items())),
        href=links.tie(pair.a, pair.b, since=scope.since, until=scope.until),
    )
