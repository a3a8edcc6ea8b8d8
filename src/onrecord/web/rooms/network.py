"""The network of contacts: who writes to whom, as a picture, as tables, and the messages behind each tie."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Annotated

from fastapi import Query, Response

from onrecord.publish import network as graph
from onrecord.publish import traffic
from onrecord.publish.picture import svg
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
    """Who writes to whom. Of `people_total` people, those with most ties are here; `circulars` are messages to more
    than `most` people, left out, `blanked` those without a readable sender.
    """

    asked: NetworkAsked
    people: tuple[Node, ...]
    people_total: int
    ties: tuple[Tie, ...]
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
    picture = remembered(view.known, ("network.svg", scope), lambda: svg(_found(view, scope)))
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


def _scope(here: Desk, since: str, until: str, person: str, most: int) -> graph.Scope:
    return graph.Scope(since=since, until=until, most=most, person=here.person(person).id if person else "")


def _found(view: View, scope: graph.Scope) -> graph.Network:
    period = traffic.period(view, scope.since, scope.until)
    return remembered(view.known, ("graph", scope), lambda: graph.of(view, period, scope))


def _network(view: View, scope: graph.Scope, person: str, most_people: int) -> Network:
    found = _found(view, scope)
    figures = graph.figures(found)
    ranked = sorted(figures, key=lambda id: (-figures[id]["degree"], -figures[id]["sent"], found.people[id].filed, id))
    shown = set(ranked[:most_people])
    return Network(
        asked=NetworkAsked(since=scope.since, until=scope.until, person=person, most=scope.most, people=most_people),
        people=tuple(
            Node(
                id=id,
                name=found.people[id].name,
                href=links.person(id),
                degree=int(figures[id]["degree"]),
                sent=int(figures[id]["sent"]),
                received=int(figures[id]["received"]),
                group=int(figures[id]["group"]),
            )
            for id in ranked[:most_people]
        ),
        people_total=len(ranked),
        ties=tuple(_ties(view, found, shown, scope)),
        messages=found.messages,
        circulars=found.circulars,
        blanked=found.blanked,
        standouts=tuple(
            Standout(kind=str(row["kind"]), text=str(row["finding"]), href=links.message(str(row["message"])))
            for row in graph.findings(found, figures)
        ),
    )


def _ties(view: View, found: graph.Network, shown: set[str], scope: graph.Scope) -> Iterator[Tie]:
    """The ties among those shown, the busiest first; both directions of a tie are one."""
    pairs = sorted({(min(a, b), max(a, b)) for a, b in found.graph.edges if a in shown and b in shown})
    months = _months(view, set(pairs), scope)
    ties = [_tie(found, a, b, months[a, b], scope) for a, b in pairs]
    yield from sorted(ties, key=lambda one: (-one.there - one.back, one.a, one.b))


def _tie(found: graph.Network, a: str, b: str, months: Counter[str], scope: graph.Scope) -> Tie:
    edges = [found.graph.edges[pair] for pair in ((a, b), (b, a)) if found.graph.has_edge(*pair)]
    there = found.graph.edges[a, b]["weight"] if found.graph.has_edge(a, b) else 0
    return Tie(
        a=a,
        b=b,
        a_name=found.people[a].name,
        b_name=found.people[b].name,
        there=there,
        back=sum(edge["weight"] for edge in edges) - there,
        copied=sum(edge["cc"] + edge["bcc"] for edge in edges),
        first=min((edge["first"] for edge in edges if edge["first"]), default="")[:10],
        last=max(edge["last"] for edge in edges)[:10],
        months=dict(sorted(months.items())),
        href=links.tie(a, b, since=scope.since, until=scope.until),
    )


def _months(view: View, pairs: set[tuple[str, str]], scope: graph.Scope) -> dict[tuple[str, str], Counter[str]]:
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in traffic.period(view, scope.since, scope.until):
        if one.sender and one.day and not (scope.most and len(one.receivers) > scope.most):
            for id, _ in one.receivers:
                pair = (min(one.sender, id), max(one.sender, id))
                if pair in pairs:
                    found[pair][one.day[:7]] += 1
    return found
