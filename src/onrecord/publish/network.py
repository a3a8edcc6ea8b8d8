"""Who writes to whom: a graph of people, its figures, findings in words with the messages they rest on, a picture.

An edge goes from a sender to every recipient; copies of one message count once. Messages to more than a given number of
recipients are circulars: they tie nobody to anybody and are left out of the graph, and counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import networkx
from msgspec import Struct

from onrecord.model import Person
from onrecord.publish import communities
from onrecord.publish.rows.common import Row
from onrecord.publish.topics import is_kept, meant
from onrecord.publish.traffic import Passed, passed
from onrecord.store.protocol import Query
from onrecord.store.view import View

#: Betweenness takes a step for every person and tie. Beyond so many steps it is estimated from a fixed sample of
#: people, at least so many.
_STEPS, _LEAST = 2_000_000, 16
#: What stands out: so many people of the greatest betweenness where it is at least so much, so many who are copied in
#: alone, and so many pairs who write most.
BRIDGES, BETWEEN, SILENT, BUSIEST = 5, 0.05, 10, 10
_TIMES = ("first", "last", "first_message", "last_message")


#: Two people and what passed from the first to the second.
_Tie = tuple[str, str, dict[str, Any]]


class Scope(Struct, frozen=True, kw_only=True):
    """Which messages count.

    `since`, `until`, `release` and `topic` (one that the case keeps, else words that a message must hold) as in
    searches; `person` keeps those who wrote with one person; `office` those who held a post with these words; `without`
    leaves people out, such as the owner of a mailbox (ids). `most` is the greatest number of recipients of a message
    that counts; 0: any.
    """

    since: str = ""
    until: str = ""
    release: str = ""
    topic: str = ""
    person: str = ""
    office: str = ""
    without: tuple[str, ...] = ()
    most: int = 0


class Network(Struct, frozen=True, kw_only=True):
    """A graph of people, nodes by id; how many `messages` count, how many `circulars` and `blanked` senders do not."""

    graph: networkx.DiGraph
    people: dict[str, Person]
    messages: int
    circulars: int
    blanked: int


def network(view: View, scope: Scope) -> Network:
    """The graph of the messages in `scope`. The same case and scope give the same graph."""
    among = meant(view, (scope.topic,)).messages if is_kept(view, scope.topic) else None
    text = scope.topic if among is None else ""
    query = Query(text=text, since=scope.since, until=scope.until, release=scope.release)
    return of(view, passed(view, query, among), scope)


def of(view: View, messages: Iterable[Passed], scope: Scope) -> Network:
    """The graph of `messages`, narrowed to the people of `scope`."""
    graph = networkx.DiGraph()
    counted = circulars = blanked = 0
    for one in messages:
        if not one.sender:
            blanked += 1
            continue
        if scope.most and len(one.receivers) > scope.most:
            circulars += 1
            continue
        counted += 1
        for receiver, field in one.receivers:
            if receiver != one.sender and not {receiver, one.sender} & set(scope.without):
                _add(graph, receiver, field, one)
    everybody = {person.id: person for person in view.people}
    people = {id: everybody[id] for id in graph}
    kept = _kept(view, graph, people, scope)
    found = networkx.DiGraph()
    found.add_nodes_from((id, graph.nodes[id]) for id in sorted(kept))
    found.add_edges_from((a, b, graph.edges[a, b]) for a, b in sorted(graph.edges) if a in kept and b in kept)
    named = {id: people[id] for id in found}
    return Network(graph=found, people=named, messages=counted, circulars=circulars, blanked=blanked)


def _add(graph: networkx.DiGraph, receiver: str, field: str, one: Passed) -> None:
    if not graph.has_edge(one.sender, receiver):
        graph.add_edge(one.sender, receiver, weight=0, to=0, cc=0, bcc=0, replies=0, **dict.fromkeys(_TIMES, ""))
    edge = graph.edges[one.sender, receiver]
    edge["weight"] += 1
    edge[field] += 1
    edge["replies"] += one.reply
    if one.sent and (not edge["first"] or (one.sent, one.message) < (edge["first"], edge["first_message"])):
        edge["first"], edge["first_message"] = one.sent, one.message
    if one.sent and (one.sent, one.message) > (edge["last"], edge["last_message"]):
        edge["last"], edge["last_message"] = one.sent, one.message
    edge["first_message"] = edge["first_message"] or one.message


def _kept(view: View, graph: networkx.DiGraph, people: dict[str, Person], scope: Scope) -> set[str]:
    kept = set(graph)
    if scope.person:
        near = (
            set(graph.predecessors(scope.person)) | set(graph.successors(scope.person))
            if scope.person in graph
            else set()
        )
        kept &= near | {scope.person}
    if scope.office:
        words = scope.office.lower()
        held = {id for id in people if any(words in f"{t.title} {t.office}".lower() for t in view.tenures.get(id, ()))}
        kept &= held | {n for id in held & set(graph) for n in networkx.all_neighbors(graph, id)}
    return kept


def figures(found: Network) -> dict[str, dict[str, float]]:
    """By person: `degree` (people written with), `sent`, `received`, `cc`, `betweenness` and `group` (from 1)."""
    plain = found.graph.to_undirected()
    most = max(_LEAST, _STEPS // max(plain.number_of_edges(), 1))
    sample = most if most < len(plain) else None
    between = networkx.betweenness_centrality(plain, k=sample, seed=1) if len(plain) > 1 else dict.fromkeys(plain, 0.0)
    group = {id: number for number, members in enumerate(groups(found), 1) for id in members}
    return {
        id: {
            "degree": plain.degree(id),
            "sent": sum(edge["weight"] for _, _, edge in found.graph.out_edges(id, data=True)),
            "received": sum(edge["weight"] for _, _, edge in found.graph.in_edges(id, data=True)),
            "cc": sum(edge["cc"] for _, _, edge in found.graph.in_edges(id, data=True)),
            "betweenness": round(between[id], 4),
            "group": group.get(id, 0),
        }
        for id in found.graph
    }


def groups(found: Network) -> list[list[str]]:
    """Communities of people who write with one another more than with others, the largest first."""
    ties: defaultdict[tuple[str, str], float] = defaultdict(float)
    for a, b, edge in found.graph.edges(data=True):
        ties[min(a, b), max(a, b)] += edge["weight"]
    return communities.groups(found.graph, ties)


def rows(found: Network) -> list[Row]:
    """One row a person, those who write with most people first."""
    by_person = figures(found)
    order = sorted(
        by_person,
        key=lambda id: (-by_person[id]["degree"], -by_person[id]["sent"], found.people[id].filed, id),
    )
    return [{"name": found.people[id].filed, "id": id, **by_person[id]} for id in order]


def edge_rows(found: Network) -> list[Row]:
    """One row for each who writes to whom, the busiest first."""
    listed = [
        {"from": found.people[a].filed, "to": found.people[b].filed, "messages": edge["weight"], "as_to": edge["to"],
         "as_cc": edge["cc"], "replies": edge["replies"], "first": edge["first"][:10] or None,
         "last": edge["last"][:10] or None, "first_message": edge["first_message"], "from_id": a, "to_id": b}
        for a, b, edge in found.graph.edges(data=True)
    ]  # fmt: skip
    return sorted(listed, key=lambda row: (-row["messages"], row["from"], row["to"], row["from_id"], row["to_id"]))


def findings(found: Network, by_person: dict[str, dict[str, float]] | None = None) -> list[Row]:
    """What stands out, in words, each with the message that shows it first; `by_person` are the `figures` if known."""
    by_person = by_person or figures(found)
    return [*_bridges(found, by_person), *_only_cc(found, by_person), *_first_contacts(found)]


def _bridges(found: Network, by_person: dict[str, dict[str, float]]) -> Iterator[Row]:
    """People without whom two groups would hardly write to each other."""
    parts: list[list[str]] = [[] for _ in by_person]
    for id in sorted(by_person):
        parts[int(by_person[id]["group"]) - 1].append(id)
    for id in sorted(by_person, key=lambda one: (-by_person[one]["betweenness"], one))[:BRIDGES]:
        edges = [*found.graph.in_edges(id, data=True), *found.graph.out_edges(id, data=True)]
        tied: defaultdict[int, int] = defaultdict(int)
        for a, b, edge in edges:
            tied[int(by_person[b if a == id else a]["group"])] += edge["weight"]
        if by_person[id]["betweenness"] < BETWEEN or len([g for g in tied if len(parts[g - 1]) > 1]) < 2:
            continue
        heads = [(_head(found, parts[g - 1], id), parts[g - 1]) for g in sorted(tied, key=lambda g: (-tied[g], g))[:3]]
        text = bridge(found.people[id].name, [(found.people[head].name, len(part)) for head, part in heads], len(tied))
        yield _finding("bridge", text, edges)


def bridge(name: str, heads: Iterable[tuple[str, int]], number: int) -> str:
    """The words for a bridge between so many groups; some are named by who writes most, with how many are in each."""
    return f"{name} writes with people of {number} groups: {', '.join(f'{head}’s ({size})' for head, size in heads)}"


def _head(found: Network, part: list[str], without: str) -> str:
    """Who writes most of a group."""
    others = [id for id in part if id != without] or part
    return max(others, key=lambda id: (found.graph.degree(id, weight="weight"), id))


def _only_cc(found: Network, by_person: dict[str, dict[str, float]]) -> Iterator[Row]:
    """People who are copied in and never write or are written to."""
    silent = [id for id, f in by_person.items() if not f["sent"] and f["cc"] > 1 and f["cc"] == f["received"]]
    for id in sorted(silent, key=lambda one: (-by_person[one]["cc"], one))[:SILENT]:
        edges = list(found.graph.in_edges(id, data=True))
        yield _finding("only_cc", only_cc(found.people[id].name, int(by_person[id]["cc"]), len(edges)), edges)


def only_cc(name: str, messages: int, senders: int) -> str:
    """The words for somebody who is copied in alone."""
    return f"{name} appears only in cc, in {messages} messages from {senders} people"


def _first_contacts(found: Network) -> Iterator[Row]:
    """The first dated message between two people who write much."""
    pairs: defaultdict[tuple[str, str], list[_Tie]] = defaultdict(list)
    for a, b, edge in found.graph.edges(data=True):
        pairs[min(a, b), max(a, b)].append((a, b, edge))
    order = sorted(pairs, key=lambda pair: (-sum(edge["weight"] for _, _, edge in pairs[pair]), pair))
    for edges in map(pairs.__getitem__, order[:BUSIEST]):
        dated = [(edge["first"], a, b) for a, b, edge in edges if edge["first"]]
        if dated:
            day, a, b = min(dated)
            total = sum(edge["weight"] for _, _, edge in edges)
            names = found.people[a].name, found.people[b].name
            yield _finding("first_contact", first_contact(*names, day[:10], total), edges)


def first_contact(sender: str, receiver: str, day: str, messages: int) -> str:
    """The words for the first of so many messages between two people."""
    return f"first contact of {sender} and {receiver} on {day}, of {messages} messages"


def _finding(kind: str, text: str, edges: Iterable[_Tie]) -> Row:
    first = min(((edge["first"] or "9999", edge["first_message"]) for _, _, edge in edges), default=("", ""))
    return {"kind": kind, "finding": text, "message": first[1]}
