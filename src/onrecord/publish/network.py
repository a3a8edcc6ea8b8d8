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
from msgspec.structs import replace

from onrecord.model import CopySet, Message, Person
from onrecord.publish.rows.common import Row
from onrecord.store.protocol import Query
from onrecord.store.view import View

#: Nodes beyond which betweenness is estimated from a fixed sample of them.
_SAMPLED = 1500
_FIELDS = ("to", "cc", "bcc")
_TIMES = ("first", "last", "first_message", "last_message")


#: Two people and what passed from the first to the second.
_Tie = tuple[str, str, dict[str, Any]]


class Scope(Struct, frozen=True, kw_only=True):
    """Which messages count.

    `since`, `until`, `release` and `topic` (words that a message must hold) as in searches; `person` keeps those who
    wrote with one person; `office` those who held a post with these words; `without` leaves people out, such as the
    owner of a mailbox (ids). `most` is the greatest number of recipients of a message that counts; 0: any.
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
    graph = networkx.DiGraph()
    people: dict[str, Person] = {}
    counted = circulars = blanked = 0
    for message in _messages(view, scope):
        parties = _parties(view, message)
        senders = [person for person, field in parties if field in ("from", "behalf")]
        sender = next((person for person, field in parties if field == "behalf"), senders[0] if senders else None)
        receivers = {person.id: (person, field) for person, field in reversed(parties) if field in _FIELDS}
        if sender is None:
            blanked += 1
            continue
        if scope.most and len(receivers) > scope.most:
            circulars += 1
            continue
        counted += 1
        for receiver, field in sorted(receivers.values(), key=lambda pair: pair[0].id):
            if receiver.id != sender.id and not {receiver.id, sender.id} & set(scope.without):
                people |= {sender.id: sender, receiver.id: receiver}
                _add(graph, sender.id, receiver.id, field, message)
    kept = _kept(view, graph, people, scope)
    found = networkx.DiGraph()
    found.add_nodes_from((id, graph.nodes[id]) for id in sorted(kept))
    found.add_edges_from((a, b, graph.edges[a, b]) for a, b in sorted(graph.edges) if a in kept and b in kept)
    named = {id: people[id] for id in found}
    return Network(graph=found, people=named, messages=counted, circulars=circulars, blanked=blanked)


def _messages(view: View, scope: Scope) -> Iterator[Message]:
    """The messages in scope, of every set of copies the first."""
    copies = {id: found.id for found in view.store.findings(CopySet) for id in found.members}
    query = Query(since=scope.since, until=scope.until, release=scope.release)
    about = None
    if scope.topic:
        hits = view.store.search(replace(query, text=scope.topic, limit=100_000)).hits
        about = {hit.id for hit in hits}
    done: set[str] = set()
    for message in view.store.messages(query):
        key = copies.get(message.id, message.id)
        if key not in done and (about is None or message.id in about):
            done.add(key)
            yield message


def _parties(view: View, message: Message) -> list[tuple[Person, str]]:
    counts = {"from": 1, "to": len(message.to), "cc": len(message.cc), "bcc": len(message.bcc), "behalf": 1}
    return [
        (person, field)
        for field, count in counts.items()
        for index in range(count)
        if (person := view.who.get((message.id, field, index))) is not None
    ]


def _add(graph: networkx.DiGraph, a: str, b: str, field: str, message: Message) -> None:
    if not graph.has_edge(a, b):
        graph.add_edge(a, b, weight=0, to=0, cc=0, bcc=0, replies=0, **dict.fromkeys(_TIMES, ""))
    edge = graph.edges[a, b]
    edge["weight"] += 1
    edge[field] += 1
    subject = message.subject.printed.lower() if message.subject else ""
    edge["replies"] += bool(message.in_reply_to) or subject.startswith("re:")
    sent = message.sent.local if message.sent else ""
    if sent and (not edge["first"] or (sent, message.id) < (edge["first"], edge["first_message"])):
        edge["first"], edge["first_message"] = sent, message.id
    if sent and (sent, message.id) > (edge["last"], edge["last_message"]):
        edge["last"], edge["last_message"] = sent, message.id
    edge["first_message"] = edge["first_message"] or message.id


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
    sample = min(len(plain), 300) if len(plain) > _SAMPLED else None
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
    plain = networkx.Graph()
    plain.add_nodes_from(found.graph)
    for a, b, edge in found.graph.edges(data=True):
        weight = plain.get_edge_data(a, b, {"weight": 0})["weight"] + edge["weight"]
        plain.add_edge(a, b, weight=weight)
    if not plain.number_of_edges():
        return [[id] for id in plain]
    parts = networkx.community.louvain_communities(plain, weight="weight", seed=1)
    return sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part))


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


def findings(found: Network) -> list[Row]:
    """What stands out, in words, each with the message that shows it first."""
    by_person = figures(found)
    return [*_bridges(found, by_person), *_only_cc(found, by_person), *_first_contacts(found)]


def _bridges(found: Network, by_person: dict[str, dict[str, float]]) -> Iterator[Row]:
    """People without whom two groups would hardly write to each other."""
    parts = groups(found)
    for id in sorted(by_person, key=lambda one: (-by_person[one]["betweenness"], one))[:5]:
        edges = [*found.graph.in_edges(id, data=True), *found.graph.out_edges(id, data=True)]
        tied: defaultdict[int, int] = defaultdict(int)
        for a, b, edge in edges:
            tied[int(by_person[b if a == id else a]["group"])] += edge["weight"]
        if by_person[id]["betweenness"] < 0.05 or len([g for g in tied if len(parts[g - 1]) > 1]) < 2:
            continue
        named = ", ".join(_label(found, parts[g - 1], id) for g in sorted(tied, key=lambda g: (-tied[g], g))[:3])
        yield _finding("bridge", f"{found.people[id].name} writes with people of {len(tied)} groups: {named}", edges)


def _label(found: Network, part: list[str], without: str) -> str:
    """A group by its member who writes most."""
    others = [id for id in part if id != without] or part
    best = max(others, key=lambda id: (found.graph.degree(id, weight="weight"), id))
    return f"{found.people[best].name}’s ({len(part)})"


def _only_cc(found: Network, by_person: dict[str, dict[str, float]]) -> Iterator[Row]:
    """People who are copied in and never write or are written to."""
    silent = [id for id, f in by_person.items() if not f["sent"] and f["cc"] > 1 and f["cc"] == f["received"]]
    for id in sorted(silent, key=lambda one: (-by_person[one]["cc"], one))[:10]:
        edges = list(found.graph.in_edges(id, data=True))
        number = f"{by_person[id]['cc']:.0f} messages from {len(edges)} people"
        text = f"{found.people[id].name} appears only in cc, in {number}"
        yield _finding("only_cc", text, edges)


def _first_contacts(found: Network) -> Iterator[Row]:
    """The first dated message between two people who write much."""
    pairs: defaultdict[frozenset[str], list[_Tie]] = defaultdict(list)
    for a, b, edge in found.graph.edges(data=True):
        pairs[frozenset((a, b))].append((a, b, edge))
    busy = sorted(pairs.values(), key=lambda edges: (-sum(edge["weight"] for _, _, edge in edges), edges[0][:2]))
    for edges in busy[:10]:
        dated = [(edge["first"], a, b) for a, b, edge in edges if edge["first"]]
        if dated:
            day, a, b = min(dated)
            total = sum(edge["weight"] for _, _, edge in edges)
            text = (
                f"first contact of {found.people[a].name} and {found.people[b].name} on {day[:10]}, of {total} messages"
            )
            yield _finding("first_contact", text, edges)


def _finding(kind: str, text: str, edges: Iterable[_Tie]) -> Row:
    first = min(((edge["first"] or "9999", edge["first_message"]) for _, _, edge in edges), default=("", ""))
    return {"kind": kind, "finding": text, "message": first[1]}
