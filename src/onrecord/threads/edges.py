"""Which message answers or forwards which: by quotation, by Message-ID, or by subject, people and time together."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from onrecord.model import Edge, Sketch
from onrecord.threads import people

#: Edges below this certainty do not join threads.
BAR = 0.65
#: Minutes: how far two clocks can be apart when a zone is not printed, and how long people take to answer.
_ZONES, _DAY = 14 * 60, 24 * 60
_SOON, _LATE, _LATEST = 14 * _DAY, 30 * _DAY, 90 * _DAY
#: A subject of so few letters, or one that so many threads begin with, says little.
_SHORT, _COMMON = 8, 3
#: Subjects that begin alike are one from this likeness on.
_ALIKE = 0.7
#: Earlier messages of the same subject that are looked at for one answer.
_LOOKED_AT = 40


class Node(Struct, frozen=True):
    """One message with all its copies: `id` is that of the first copy, `best` the copy that tells most."""

    id: str
    best: Sketch
    copies: tuple[Sketch, ...]
    people: frozenset[str]

    @property
    def minute(self) -> int:
        """When it was sent, in Greenwich time where that is known; -1 where nothing is."""
        best = self.best
        if best.minute < 0:
            return best.day * _DAY if best.day >= 0 else -1
        return best.minute - (best.offset or 0)


def nodes(sketches: Iterable[Sketch], home: Mapping[str, str]) -> dict[str, Node]:
    """The nodes by id. `home` gives for a message with copies the id of the first one."""
    gathered: defaultdict[str, list[Sketch]] = defaultdict(list)
    found: dict[str, Node] = {}
    known: dict[frozenset[str], frozenset[str]] = {}  # the same people write to one another again and again
    for sketch in sketches:
        if sketch.id in home:
            gathered[home[sketch.id]].append(sketch)
        else:
            found[sketch.id] = _node(sketch.id, (sketch,), known)
    for id, copies in gathered.items():
        found[id] = _node(id, sorted(copies, key=lambda copy: copy.id), known)
    return found


def _node(id: str, copies: Sequence[Sketch], known: dict[frozenset[str], frozenset[str]]) -> Node:
    people = frozenset(key for copy in copies for key in copy.people)
    return Node(id, max(copies, key=_tells), tuple(copies), known.setdefault(people, people))


def _tells(sketch: Sketch) -> tuple[int, ...]:
    """How much a copy tells of its header."""
    return (
        (sketch.minute >= 0) + bool(sketch.sender) + bool(sketch.stem),
        len(sketch.people),
        -sketch.hides,
        -sketch.depth,
    )


def find(sketches: Sequence[Sketch], known: Mapping[str, Node], home: Mapping[str, str]) -> list[Edge]:
    """All edges between nodes, each once (the surest), by child and parent."""
    found: dict[tuple[str, str], Edge] = {}
    quoted = list(_quotes(sketches, known, home))
    referred = list(_references(known))
    answered = {edge.child for edge in (*quoted, *referred) if edge.certainty >= BAR}
    for edge in (*referred, *quoted, *_subjects(known, answered)):
        before = found.get((edge.child, edge.parent))
        if edge.child != edge.parent and (before is None or before.certainty < edge.certainty):
            found[edge.child, edge.parent] = edge
    return [found[pair] for pair in sorted(found)]


def _quotes(sketches: Sequence[Sketch], known: Mapping[str, Node], home: Mapping[str, str]) -> Iterator[Edge]:
    chains: defaultdict[str, list[Sketch]] = defaultdict(list)
    for sketch in sketches:
        chains[sketch.chain].append(sketch)
    for chain in chains.values():
        chain.sort(key=lambda one: (one.depth, one.id))
        for above, below in pairwise(chain):
            child, parent = known[home.get(above.id, above.id)], known[home.get(below.id, below.id)]
            if chain[0].own:
                yield Edge(child.id, parent.id, "quotes", 0.99, "quoted in a mail that is there as a file")
            else:
                yield _quote(above, below, child, parent)


def _quote(above: Sketch, below: Sketch, child: Node, parent: Node) -> Edge:
    """A message printed below another is what that one quotes, unless it is younger, or of other people on another
    subject: then it was only printed there.
    """
    if above.paper and below.paper:
        return Edge(child.id, parent.id, "quotes", 0.3, "printed below another paper")
    if 0 <= above.minute < below.minute - _ZONES:
        return Edge(child.id, parent.id, "quotes", 0.2, "printed below it, but sent later")
    later = 0 <= above.minute < below.minute
    same = bool(above.stem and below.stem) and (above.stem in below.stem or below.stem in above.stem)
    if later and not same and len(parent.people) > 1 and not _met(child, parent, alone=True):
        return Edge(child.id, parent.id, "quotes", 0.3, "printed below it, but sent later, of other people")
    mine, theirs = above.stem or child.best.stem, below.stem or parent.best.stem
    if mine and theirs and not _related(mine, theirs):
        return _other_subject(child, parent, later=later)
    return Edge(child.id, parent.id, "quotes", 0.97, "quoted below it")


def _other_subject(child: Node, parent: Node, *, later: bool) -> Edge:
    """The edge to a message on another subject that is printed below one; `later`: it was sent later."""
    if later:
        return Edge(child.id, parent.id, "quotes", 0.2, "printed below it, but sent later, on another subject")
    if not is_answer(child):
        return Edge(child.id, parent.id, "quotes", 0.4, "printed below it, on another subject, and not answered")
    if not _met(child, parent):
        return Edge(child.id, parent.id, "quotes", 0.4, "printed below it, on another subject, of other people")
    return Edge(child.id, parent.id, "quotes", 0.97, "quoted below it")


def _related(a: str, b: str) -> bool:
    """Whether two subjects can be one, cut short or misread: one holds the other, or they are alike from the start."""
    if a in b or b in a:
        return True
    length = min(len(a), len(b))
    alike = (Levenshtein.normalized_similarity(x, y) for x, y in ((a, b), (a[:length], b[:length])))
    return a[:_SHORT] == b[:_SHORT] and max(alike) >= _ALIKE


def _met(a: Node, b: Node, *, alone: bool = False) -> bool:
    """Whether somebody is named in both; also when one names nobody, or (not `alone`) its sender alone."""
    least = 1 if alone else 2
    if a.people & b.people or len(a.people) < least or len(b.people) < least:
        return True
    return any(people.same(x, y) for x in a.people for y in b.people)


def _references(known: Mapping[str, Node]) -> Iterator[Edge]:
    by_id = {copy.own: id for id, node in sorted(known.items()) for copy in node.copies if copy.own}
    for id, node in known.items():
        for copy in node.copies:
            for place, ref in enumerate(copy.refs):
                if ref in by_id:
                    nearest = place == 0
                    words = "answers its Message-ID" if nearest else "refers to its Message-ID"
                    yield Edge(id, by_id[ref], "reference", 1.0 if nearest else 0.95, words)
                    break


def is_answer(node: Node) -> bool:
    """Whether the subject says that the message answers or forwards another."""
    return any(copy.reply for copy in node.copies)


def _subjects(known: Mapping[str, Node], answered: set[str]) -> Iterator[Edge]:
    """Answers that show nothing of what they answer: the last earlier message of the subject that fits in people."""
    by_stem: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    begun: defaultdict[str, int] = defaultdict(int)
    for id, node in known.items():
        if node.best.stem and node.minute >= 0 and not node.best.paper:
            by_stem[node.best.stem].append((node.minute, id))
            begun[node.best.stem] += not is_answer(node)
    for listed in by_stem.values():
        listed.sort()
    for id, node in sorted(known.items()):
        stem = node.best.stem
        if id in answered or not stem or node.minute < 0 or not is_answer(node):
            continue
        common = len(stem) < _SHORT or begun[stem] >= _COMMON
        if found := _parent(node, by_stem[stem], known, common):
            yield found


def _parent(node: Node, listed: Sequence[tuple[int, str]], known: Mapping[str, Node], common: bool) -> Edge | None:
    slack = _ZONES if node.best.offset is None else 0
    end = bisect_right(listed, (node.minute + slack, ""))
    best: Edge | None = None
    for minute, id in reversed(listed[max(0, end - _LOOKED_AT) : end]):
        if id == node.id or (minute > node.minute and not _unknown_zone(known[id], node)):
            continue
        edge = _fits(node, known[id], abs(node.minute - minute), common)
        if edge is not None and (best is None or edge.certainty > best.certainty):
            best = edge
    return best


def _unknown_zone(a: Node, b: Node) -> bool:
    return (a.best.offset is None) != (b.best.offset is None)


def _fits(child: Node, parent: Node, apart: int, common: bool) -> Edge | None:
    """The edge between an answer and an earlier message of its subject. A subject alone gives none."""
    back = bool(parent.best.sender) and _among(parent.best.sender, child.people - {child.best.sender})
    had = bool(child.best.sender) and _among(child.best.sender, parent.people)
    shared = len(child.people & parent.people)
    if back and had:
        words, certainty = _back(child, parent, apart)
    elif had and child.best.reply == "fw":
        words, certainty = "same subject; forwarded by one who had it", 0.8 if apart <= _LATE else 0.6
    elif _across_a_blank(child, parent, had) and apart <= _LATE:
        words, certainty = "same subject; one of the two senders is hidden, and all others fit", 0.75
    elif (back or had or shared >= 2) and not common:
        words, certainty = "same subject, and people in common", 0.7 if apart <= _SOON else 0.5
    else:
        return None
    if common and apart > _SOON:
        certainty = min(certainty, 0.5)
    return Edge(child.id, parent.id, "subject", certainty, f"{words}; {_apart_words(apart)} before")


def _back(child: Node, parent: Node, apart: int) -> tuple[str, float]:
    """How surely a recipient's message that comes back to the sender answers this one.

    An answer is addressed to whom it answers. Where that one is only copied, it answers somebody else in the thread.
    """
    addressed = child.best.reply == "fw" or _among(parent.best.sender, child.best.to) or not child.best.to
    if not addressed:
        return "same subject; its writer was a recipient, and the sender is copied", 0.7 if apart <= _LATEST else 0.5
    certainty = 0.9 if apart <= _LATE else 0.75 if apart <= _LATEST else 0.5
    return "same subject; its writer answers to the sender, and was a recipient", certainty


def _across_a_blank(child: Node, parent: Node, had: bool) -> bool:
    """Whether one message answers another though a sender is hidden, as everybody else shows.

    Either the answer's sender is hidden, and it goes to the other's sender; or the other's is, and the answer goes to
    one person whom it does not name, and to all whom it does.
    """
    if not child.best.sender:
        return (
            bool(parent.best.sender) and len(child.best.to) == 1 and people.same(parent.best.sender, child.best.to[0])
        )
    if parent.best.sender or not had or len(child.best.to) != 1 or _among(child.best.to[0], parent.people):
        return False
    others = [key for key in parent.people if not people.same(key, child.best.sender)]
    return len(others) > 0 and all(_among(key, child.people) for key in others)


def _among(key: str, keys: Iterable[str]) -> bool:
    return any(people.same(key, other) for other in keys)


def _apart_words(minutes: int) -> str:
    if minutes < 120:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2 * _DAY else f"{minutes // _DAY} days"
