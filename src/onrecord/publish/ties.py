"""Who writes to whom in a large case, counted at once: every message and recipient is a row of numbers.

`onrecord.publish.network` makes the whole graph, for files and tables. What is shown on a page is a part of it: the
people with most ties. Here these are found from the rows, and figures that take a step for every pair of people are
worked out among them alone. The rows are made once for a case, in order of time.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from onrecord.publish import network
from onrecord.publish.communities import groups
from onrecord.publish.network import Scope
from onrecord.publish.rows.common import Row
from onrecord.publish.traffic import bounds, everything
from onrecord.store.remember import remembered
from onrecord.store.view import View

#: Groups and bridges are looked for among so many people with most ties.
CORE = 100

#: Multiplications of one product of matrices; beyond, numpy's library starts threads, which costs more than it gains.
_PRODUCT = 200_000
_FIELDS = ("to", "cc", "bcc")
_Numbers = npt.NDArray[np.int64]


class Rows(Struct, frozen=True, kw_only=True, eq=False):
    """A row for each message and recipient, by time: numbers of the message in `everything`, of sender, of receiver, of
    the field, and how many receive it. `people` are the ids by number, `order` the place of each by name.

    `way` is the place of a row's sender and receiver among `ways`, all that occur: each the number of the sender times
    how many people there are, and that of the receiver. `tie` is the place of each way among `ties`, the same for
    pairs that go both ways.

    `senders` and `receivers` are of all messages: the sender's number, -1 where it is blanked, and how many receive it.
    """

    people: tuple[str, ...]
    order: _Numbers
    message: _Numbers
    sender: _Numbers
    receiver: _Numbers
    field: _Numbers
    many: _Numbers
    way: _Numbers
    ways: _Numbers
    tie: _Numbers
    ties: _Numbers
    senders: _Numbers
    receivers: _Numbers


def rows(view: View) -> Rows:
    """The rows of a case."""
    return remembered(view.known, "rows of ties", lambda: _rows(view))


def _rows(view: View) -> Rows:
    people = sorted(view.people, key=lambda one: one.id)
    number = {one.id: n for n, one in enumerate(people)}
    filed = sorted(range(len(people)), key=lambda n: (people[n].filed, people[n].id))
    table: list[tuple[int, int, int, int, int]] = []
    for at, one in enumerate(everything(view)):
        if one.sender:
            sender, many = number[one.sender], len(one.receivers)
            table += [
                (at, sender, number[id], _FIELDS.index(field), many) for id, field in one.receivers if id != one.sender
            ]
    columns = np.array(table, dtype=np.int64).reshape(-1, 5).T.copy()
    order = np.empty(len(people), dtype=np.int64)
    order[filed] = np.arange(len(people))
    size = max(len(people), 1)
    ways, way = np.unique(columns[1] * size + columns[2], return_inverse=True)
    a, b = ways // size, ways % size
    ties, tie = np.unique(np.minimum(a, b) * size + np.maximum(a, b), return_inverse=True)
    return Rows(
        people=tuple(one.id for one in people),
        order=order,
        message=columns[0],
        sender=columns[1],
        receiver=columns[2],
        field=columns[3],
        many=columns[4],
        way=way,
        ways=ways,
        tie=tie,
        ties=ties,
        senders=np.array([number.get(one.sender, -1) for one in everything(view)], dtype=np.int64),
        receivers=np.array([len(one.receivers) for one in everything(view)], dtype=np.int64),
    )


class Pair(Struct, frozen=True, kw_only=True):
    """What passed between two people both ways: messages from `a` to `b` and `back`, those as a copy, and the numbers
    of all of them in `everything`, in order of time.
    """

    a: str
    b: str
    there: int
    back: int
    copied: int
    messages: tuple[int, ...]


class Core(Struct, frozen=True, kw_only=True):
    """The people with most ties in a scope, those first, with `figures` as in `network.figures`, groups and betweenness
    among them alone; the busiest of `all_pairs` pairs among them, those first; what stands out.

    `total` is how many people there are, and of messages how many count, and are `circulars` or `blanked`.
    """

    figures: dict[str, dict[str, float]]
    pairs: tuple[Pair, ...]
    all_pairs: int
    standouts: tuple[Row, ...]
    total: int
    messages: int
    circulars: int
    blanked: int


def core(view: View, scope: Scope, shown: int, pairs: int) -> Core:
    """The part of the network that is shown: `shown` people, and at most so many `pairs` of them."""
    table = rows(view)
    first, last = bounds(view, scope.since, scope.until)
    senders, receivers = table.senders[first:last], table.receivers[first:last]
    many = (receivers > scope.most) & (senders >= 0) if scope.most else np.zeros(len(senders), dtype=bool)
    part = slice(*np.searchsorted(table.message, (first, last)))
    found = _Among(view, table, part, scope)
    ranked = found.ranked[: max(CORE, shown)]
    figures = found.figures(ranked)
    return Core(
        figures={table.people[n]: figures[table.people[n]] for n in ranked[:shown]},
        pairs=tuple(found.busiest(ranked[:shown], pairs)),
        all_pairs=len(found.pairs_of(ranked[:shown])),
        standouts=tuple(found.standouts(ranked, figures)),
        total=len(found.ranked),
        messages=int(np.count_nonzero((senders >= 0) & ~many)),
        circulars=int(np.count_nonzero(many)),
        blanked=int(np.count_nonzero(senders < 0)),
    )


class _Among:
    """The rows of a scope, and what is counted from them. People are numbers here."""

    def __init__(self, view: View, table: Rows, part: slice, scope: Scope) -> None:
        self._view, self._table, self._all = view, table, everything(view)
        keep = self._kept(part, scope)
        sender, receiver, field = (column[part][keep] for column in (table.sender, table.receiver, table.field))
        self._size = size = max(len(table.people), 1)
        self._message = table.message[part][keep]
        self._copied = field > 0
        self._pair, ways = _numbered(table.way[part][keep], len(table.ways))
        self._a, self._b = table.ways[ways] // size, table.ways[ways] % size
        self._weight = np.bincount(self._pair, minlength=len(ways))
        self._first = np.zeros(len(ways), dtype=np.int64)
        self._first[self._pair[::-1]] = self._message[::-1]  # of several for one place, the last stays
        self._both, ties = _numbered(table.tie[ways], len(table.ties))
        self._low, self._high = table.ties[ties] // size, table.ties[ties] % size
        self._total = np.bincount(self._both, self._weight, len(ties)).astype(np.int64)
        self._degree = np.bincount(self._low, minlength=size) + np.bincount(self._high, minlength=size)
        self._sent, self._received = np.bincount(sender, minlength=size), np.bincount(receiver, minlength=size)
        self._cc = np.bincount(receiver[field == _FIELDS.index("cc")], minlength=size)
        ranked = np.lexsort((table.order, -self._sent[: len(table.order)], -self._degree[: len(table.order)]))
        self.ranked: list[int] = ranked[: np.count_nonzero(self._degree)].tolist()

    def _kept(self, part: slice, scope: Scope) -> npt.NDArray[np.bool_]:
        """Which rows of a part count."""
        sender, receiver = self._table.sender[part], self._table.receiver[part]
        keep = self._table.many[part] <= scope.most if scope.most else np.ones(len(sender), dtype=bool)
        if scope.person:
            one = self._table.people.index(scope.person)
            near = np.zeros(len(self._table.people), dtype=bool)
            near[receiver[keep & (sender == one)]] = near[sender[keep & (receiver == one)]] = near[one] = True
            keep &= near[sender] & near[receiver]
        return keep

    def figures(self, ranked: list[int]) -> dict[str, dict[str, float]]:
        """The figures of people, groups and betweenness among them alone."""
        people = self._table.people
        place = np.full(self._size, -1)
        place[ranked] = np.arange(len(ranked))
        low, high = place[self._low], place[self._high]
        inside = (low >= 0) & (high >= 0)
        low, high, total = low[inside], high[inside], self._total[inside]
        near = np.zeros((len(ranked), len(ranked)))
        near[low, high] = near[high, low] = 1.0
        between = betweenness(near)
        ids = [people[n] for n in ranked]
        pairs = zip(low.tolist(), high.tolist(), total.tolist(), strict=True)
        parts = groups(ids, {(ids[a], ids[b]): weight for a, b, weight in pairs})
        group = {id: number for number, part in enumerate(parts, 1) for id in part}
        return {
            people[n]: {
                "degree": int(self._degree[n]),
                "sent": int(self._sent[n]),
                "received": int(self._received[n]),
                "cc": int(self._cc[n]),
                "betweenness": round(float(between[at]), 4),
                "group": group[people[n]],
            }
            for at, n in enumerate(ranked)
        }

    def busiest(self, shown: list[int], most: int) -> list[Pair]:
        """The pairs of those shown that wrote most."""
        inside = self.pairs_of(shown)
        chosen = inside[np.lexsort((self._high[inside], self._low[inside], -self._total[inside]))][:most]
        place = np.full(len(self._low), -1)
        place[chosen] = np.arange(len(chosen))
        rows_ = place[self._both[self._pair]]
        mine = np.flatnonzero(rows_ >= 0)
        mine = mine[np.argsort(rows_[mine], kind="stable")]
        ends = np.searchsorted(rows_[mine], np.arange(len(chosen) + 1))
        return [
            self._made(int(pair), mine[start:end]) for pair, start, end in zip(chosen, ends, ends[1:], strict=False)
        ]

    def pairs_of(self, shown: list[int]) -> npt.NDArray[np.intp]:
        """The numbers of the pairs of those shown."""
        among = np.zeros(self._size, dtype=bool)
        among[shown] = True
        return np.flatnonzero(among[self._low] & among[self._high])

    def _made(self, pair: int, rows_: _Numbers) -> Pair:
        there = int(np.count_nonzero(self._a[self._pair[rows_]] == self._low[pair]))
        return Pair(
            a=self._table.people[self._low[pair]],
            b=self._table.people[self._high[pair]],
            there=there,
            back=len(rows_) - there,
            copied=int(np.count_nonzero(self._copied[rows_])),
            messages=tuple(self._message[rows_].tolist()),
        )

    def standouts(self, ranked: list[int], figures: dict[str, dict[str, float]]) -> list[Row]:
        """What stands out, as `network.findings` tells it."""
        return [*self._bridges(ranked, figures), *self._only_cc(), *self._contacts()]

    def _name(self, n: int) -> str:
        person = self._view.person(self._table.people[n])
        return person.name if person is not None else ""

    def _bridges(self, ranked: list[int], figures: dict[str, dict[str, float]]) -> list[Row]:
        people, group = self._table.people, np.zeros(self._size, dtype=np.int64)
        group[ranked] = [int(figures[people[n]]["group"]) for n in ranked]
        strength = self._sent + self._received
        found = []
        for n in sorted(ranked, key=lambda one: (-figures[people[one]]["betweenness"], one))[: network.BRIDGES]:
            mine = (self._low == n) | (self._high == n)
            others = np.where(self._low == n, self._high, self._low)[mine]
            tied = np.bincount(group[others], self._total[mine], int(group.max()) + 1)
            parts = [g for g in np.lexsort((np.arange(len(tied)), -tied)).tolist() if g and tied[g]]
            sizes = {g: int(np.count_nonzero(group == g)) for g in parts}
            if figures[people[n]]["betweenness"] < network.BETWEEN or sum(size > 1 for size in sizes.values()) < 2:
                continue
            heads = [(self._name(_head(group == g, strength, n)), sizes[g]) for g in parts[:3]]
            text = network.bridge(self._name(n), heads, len(parts))
            found.append(self._finding("bridge", text, (self._a == n) | (self._b == n)))
        return found

    def _only_cc(self) -> list[Row]:
        silent = np.flatnonzero((self._sent == 0) & (self._cc > 1) & (self._cc == self._received))
        chosen = silent[np.lexsort((silent, -self._cc[silent]))][: network.SILENT]
        found = []
        for n in chosen.tolist():
            mine = self._b == n
            text = network.only_cc(self._name(n), int(self._cc[n]), int(np.count_nonzero(mine)))
            found.append(self._finding("only_cc", text, mine))
        return found

    def _contacts(self) -> list[Row]:
        least = (
            np.partition(self._total, -network.BUSIEST)[-network.BUSIEST] if len(self._total) > network.BUSIEST else 0
        )
        busy = np.flatnonzero(self._total >= least)
        chosen = busy[np.lexsort((self._high[busy], self._low[busy], -self._total[busy]))][: network.BUSIEST]
        found = []
        for pair in chosen.tolist():
            mine = np.flatnonzero(self._both == pair)
            first = mine[np.argmin(self._first[mine])]
            if day := self._all[int(self._first[first])].day:
                names = self._name(int(self._a[first])), self._name(int(self._b[first]))
                text = network.first_contact(*names, day, int(self._total[pair]))
                found.append(self._finding("first_contact", text, mine))
        return found

    def _finding(self, kind: str, text: str, mine: npt.NDArray[Any]) -> Row:
        return {"kind": kind, "finding": text, "message": self._all[int(self._first[mine].min())].message}


def _numbered(these: _Numbers, many: int) -> tuple[_Numbers, _Numbers]:
    """The place of each of `these` among those of the `many` numbers that occur, and these, in order."""
    occurs = np.zeros(many, dtype=bool)
    occurs[these] = True
    return (np.cumsum(occurs) - 1)[these], np.flatnonzero(occurs)


def _head(group: npt.NDArray[np.bool_], strength: _Numbers, without: int) -> int:
    """Who writes most of a group."""
    others = np.flatnonzero(group)
    others = others[others != without]
    return int(others[np.lexsort((others, strength[others]))[-1]])


def betweenness(near: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How many of the shortest ways between two others lead over each: 0 to 1. `near` is 1 where two are tied.

    Brandes (2001), "A faster algorithm for betweenness centrality", from some people at once, a step of all ways at a
    time.
    """
    size = len(near)
    found = np.zeros(size)
    some = max(_PRODUCT // max(size * size, 1), 1)
    for start in range(0, size, some):
        found += _over(near, np.arange(start, min(start + some, size)))
    return found / ((size - 1) * (size - 2)) if size > 2 else np.zeros(size)


def _over(near: npt.NDArray[np.float64], sources: npt.NDArray[np.intp]) -> npt.NDArray[np.float64]:
    """For everybody, the part of the shortest ways from `sources` that lead over it."""
    ways = np.zeros((len(sources), len(near)))
    ways[np.arange(len(sources)), sources] = 1.0
    steps, seen = [ways], ways > 0
    while True:
        ways = np.where(seen, 0.0, ways @ near)
        if not ways.any():
            break
        steps.append(ways)
        seen |= ways > 0
    over = np.zeros_like(steps[0])
    for before, step in zip(steps[-2::-1], steps[:0:-1], strict=True):
        share = np.divide(1.0 + over, step, out=np.zeros_like(over), where=step > 0)
        over += before * (share @ near)
    over[np.arange(len(sources)), sources] = 0.0
    total: npt.NDArray[np.float64] = over.sum(axis=0)
    return total
