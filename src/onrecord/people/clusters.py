"""Names and addresses united step by step; two that part people are never united, directly or through others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from onrecord.people import likeness
from onrecord.people.forms import Form, Kind
from onrecord.people.likeness import APART, EQUAL, Likeness
from onrecord.people.uses import Merge

#: A misread name is at least this many times rarer than the right one.
RARE = 3


class Edge(NamedTuple):
    """A reason to take the nodes `a` and `b` for one person, how sure it is, and how many uses it rests on."""

    score: float
    a: int
    b: int
    reason: str
    uses: int = 0
    misread: bool = False


def middles_part(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Whether two runs of middle names part people: both are known and no name of one begins one of the other.

    Two letters are no middle name: OCR makes them of what stands behind a name.
    """
    a, b = (tuple(name for name in names if len(name) != 2) for names in (a, b))
    if not a or not b:
        return False
    return not any(x.startswith(y) or y.startswith(x) or likeness.skeleton(x) == likeness.skeleton(y)
                   for x in a for y in b)  # fmt: skip


def compare(a: Form, b: Form) -> Likeness:
    """How two full names agree; `APART` when they part two people."""
    if a.generation and b.generation and a.generation != b.generation:
        return APART
    straight = _straight(a, b)
    if straight.score or (a.sure and b.sure):
        return straight
    turned = _straight(a._replace(given=a.family, family=a.given), b) if not a.sure else APART
    if not turned.score and not b.sure:
        turned = _straight(a, b._replace(given=b.family, family=b.given))
    if turned.score < 0.85 or len(a.given) == 1 or len(b.given) == 1:
        return APART
    return Likeness(round(turned.score * 0.92, 3), "surname and given name stand in the other order")


def _straight(a: Form, b: Form) -> Likeness:
    families = likeness.family(a.family, b.family)
    if not families.score:
        return APART
    best = likeness.given(a.given, b.given)
    if best.score:
        if middles_part(a.middles, b.middles) and not (len(a.given) > 1 and a.given in b.middles):
            return APART
    else:
        best = _other_given(a, b)
    if not best.score or (likeness.is_slip(best.reason) and likeness.is_slip(families.reason)):
        return APART
    reasons = "; ".join(filter(None, (best.reason, families.reason)))
    return Likeness(round(best.score * families.score, 3), reasons)


def _other_given(a: Form, b: Form) -> Likeness:
    """A nickname in quotes, or a middle name that a person goes by."""
    for x, y in ((a, b), (b, a)):
        if any(likeness.given(nick, y.given).score >= 0.87 for nick in x.nicks if len(nick) > 1):
            return Likeness(0.9, f"{y.given.title()} is the nickname printed with {x.shown}")
        for middle in x.middles[:1]:
            if len(middle) > 2 and len(y.given) > 2 and likeness.given(middle, y.given).score >= 0.9:
                return Likeness(0.82, f"{y.given.title()} is the middle name of {x.shown}")
    return APART


class Clusters:
    """A union-find over nodes 0 to n-1. `forms` is the name of a node (of kind FULL) or None."""

    def __init__(
        self,
        forms: Sequence[Form | None],
        counts: Sequence[int],
        labels: Sequence[str],
        compare: Callable[[Form, Form], Likeness] = compare,
    ) -> None:
        """`compare` says how two full names agree."""
        self._compare = compare
        self._parent = list(range(len(forms)))
        self._forms: list[list[Form]] = [[form] if form and form.kind is Kind.FULL else [] for form in forms]
        self._members: list[list[int]] = [[node] for node in range(len(forms))]
        self.counts = list(counts)
        self.labels = labels
        self.merges: list[tuple[int, Merge]] = []

    def find(self, node: int) -> int:
        """The least node of the cluster."""
        root = node
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[node] != root:
            self._parent[node], node = root, self._parent[node]
        return root

    def roots(self) -> list[int]:
        """The least node of every cluster, in order."""
        return [node for node, parent in enumerate(self._parent) if node == parent]

    def members(self, node: int) -> list[int]:
        """All nodes of the cluster of `node`."""
        return self._members[self.find(node)]

    def forms(self, node: int) -> list[Form]:
        """The full names of the cluster of `node`, each once."""
        return self._forms[self.find(node)]

    def likeness(self, a: int, b: int) -> Likeness:
        """The best agreement of the names of two clusters; `APART` when any two of them part people.

        Clusters without a full name agree with everything, without a reason.
        """
        left, right = self.forms(a), self.forms(b)
        best = EQUAL if not left or not right else APART
        for x in left:
            for y in right:
                found = self._compare(x, y)
                if not found.score:
                    return APART
                best = max(best, found)
        return best

    def unite(self, a: int, b: int, score: float, reason: str, *, misread: bool = False) -> bool:
        """Unite two clusters unless their names part people; whether they are one now.

        `misread`: the names of the rarer cluster are misreadings. They are not held against the other's, nor against
        those of clusters that join later.
        """
        x, y = sorted((self.find(a), self.find(b)))
        if x == y:
            return True
        if not misread and not self.likeness(x, y).score:
            return False
        self._parent[y] = x
        if misread:
            *_, kept = min((self.counts[x], -x, y), (self.counts[y], -y, x))
            self._forms[x] = self._forms[kept]
        else:
            known = {form.key for form in self._forms[x]}
            self._forms[x] = self._forms[x] + [form for form in self._forms[y] if form.key not in known]
        self._members[x] += self._members[y]
        self.counts[x] += self.counts[y]
        self._forms[y], self._members[y] = [], []
        self.merges.append((x, Merge(self.labels[a], self.labels[b], score, reason)))
        return True

    def unite_best_first(self, edges: Iterable[Edge]) -> None:
        """Unite along edges: the best first, of equal ones the most used, then in the order of their nodes."""
        for edge in sorted(edges, key=lambda edge: (-edge.score, -edge.uses, edge.a, edge.b)):
            slip = likeness.is_slip(edge.reason) and self._rare(edge) and self.likeness(edge.a, edge.b).score > 0
            self.unite(edge.a, edge.b, edge.score, edge.reason, misread=edge.misread or slip)

    def _rare(self, edge: Edge) -> bool:
        few, many = sorted((self.counts[self.find(edge.a)], self.counts[self.find(edge.b)]))
        return many >= RARE * few
