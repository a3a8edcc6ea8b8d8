"""A thread: messages that answer or forward one another, in the order of time, each copy set once."""

from __future__ import annotations

from onrecord.errors import NotFound
from onrecord.model import Edge, Message, Thread
from onrecord.web import links
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Cited, Line, cited, line
from onrecord.web.desk import Here

room = Room(tag="messages")

#: Levels of answers that are drawn; deeper ones stand at the last.
DEEPEST = 6

#: Characters of a body that a thread shows.
SHOWN = 280


class Why(Answer):
    """Why a message stands below another: it quotes it, refers to it, or shares its subject; and how sure that is."""

    parent: str
    kind: str
    certainty: float
    reason: str


class Knot(Answer):
    """A message of a thread with its copies. `level` is the depth in the tree of answers, 0 at its root."""

    line: Line
    level: int
    why: Why | None
    also: tuple[Line, ...]
    begins: str
    must_read: bool


class Threaded(Answer):
    """A thread in the order of time. `printed` counts its messages with all copies."""

    id: str
    subject: str
    knots: tuple[Knot, ...]
    printed: int
    first: str
    last: str
    citation: Cited


@room.answers("/t/{id}", "thread.html")
def thread(here: Here, id: str) -> Threaded:
    """A thread by its id."""
    found = here.store.finding(id)
    if not isinstance(found, Thread):
        raise NotFound(f"no thread {id} in this case", "its messages are found by search")
    messages = {one: message for one in found.messages if (message := here.store.message(one))}
    groups = _grouped(here, found, messages)
    levels = _levels(found.edges, groups)
    knots = tuple(_knot(here, found, members, levels) for members in groups)
    days = sorted(one.line.sent for one in knots if one.line.sent)
    return Threaded(
        id=found.id,
        subject=next((one.line.subject for one in knots if one.line.subject), ""),
        knots=knots,
        printed=len(found.messages),
        first=days[0] if days else "",
        last=days[-1] if days else "",
        citation=cited(here.view, found.citation),
    )


def _grouped(here: Here, found: Thread, messages: dict[str, Message]) -> list[list[Message]]:
    """The messages in order, copies together; the one that edges or reading lists name comes first."""
    first = here.view.first_copies
    named = {id for edge in found.edges for id in (edge.child, edge.parent)} | set(found.inclusive)
    groups: dict[str, list[Message]] = {}
    for id, message in messages.items():
        groups.setdefault(first.get(id, id), []).append(message)
    return [sorted(group, key=lambda one: one.id not in named) for group in groups.values()]


def _levels(edges: tuple[Edge, ...], groups: list[list[Message]]) -> dict[str, int]:
    """How deep the group of each message stands, by message id; a circle ends where it began."""
    group_of = {message.id: number for number, group in enumerate(groups) for message in group}
    above = {group_of[e.child]: group_of[e.parent] for e in edges if e.child in group_of and e.parent in group_of}
    found: dict[int, int] = {}
    for number in range(len(groups)):
        path = [number]
        while (up := above.get(path[-1])) is not None and up not in path and up not in found:
            path.append(up)
        base = found[up] + 1 if up in found else 0
        found |= {one: base + len(path) - 1 - at for at, one in enumerate(path)}
    return {id: found[number] for id, number in group_of.items()}


def _knot(here: Here, found: Thread, members: list[Message], levels: dict[str, int]) -> Knot:
    ids = {one.id for one in members}
    edge = next((one for one in found.edges if one.child in ids), None)
    why = (
        Why(parent=links.message(edge.parent), kind=edge.kind, certainty=edge.certainty, reason=edge.reason)
        if edge
        else None
    )
    text = " ".join(members[0].body[: 4 * SHOWN].split())
    return Knot(
        line=line(here.view, members[0]),
        level=min(levels[members[0].id], DEEPEST),
        why=why,
        also=tuple(line(here.view, one) for one in members[1:]),
        begins=text if len(text) <= SHOWN else text[: SHOWN - 1].rstrip() + "…",
        must_read=bool(ids & set(found.inclusive)),
    )
