"""Groups of people who write with one another more than with others.

Louvain's method (Blondel et al., 2008, "Fast unfolding of communities in large networks"): everybody moves to the group
among the neighbours' that gains most modularity until nobody gains, then groups become nodes and it begins again.
People are taken in the order of their ids, and of equal gains the first group wins, so the same ties give the same
groups.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

#: A gain of modularity below this is none: sums of floats differ by as much.
_LEAST = 1e-9
#: Passes over all people on one level; more change next to nothing.
_PASSES = 8

_Ties = list[dict[int, float]]


def groups(people: Iterable[str], ties: Mapping[tuple[str, str], float]) -> list[list[str]]:
    """`people` in groups, the largest first; `ties` are the weights between two of them, each pair once."""
    ids = sorted(people)
    number = {id: n for n, id in enumerate(ids)}
    near: _Ties = [{} for _ in ids]
    for (a, b), weight in sorted(ties.items()):
        near[number[a]][number[b]] = near[number[b]][number[a]] = float(weight)
    home = _louvain(near) if ties else list(range(len(ids)))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for id, group in zip(ids, home, strict=True):
        found[group].append(id)
    return sorted(found.values(), key=lambda part: (-len(part), part))


def _louvain(near: _Ties) -> list[int]:
    """The group of everybody, level by level."""
    home = list(range(len(near)))
    own = [0.0] * len(near)  # what a node that was a group has within
    while True:
        moved, groups_ = _moved(near, own)
        if not moved:
            return home
        names = {group: n for n, group in enumerate(dict.fromkeys(groups_))}
        groups_ = [names[group] for group in groups_]
        home = [groups_[group] for group in home]
        near, own = _folded(near, own, groups_, len(names))


def _moved(near: _Ties, own: list[float]) -> tuple[bool, list[int]]:
    """Everybody in the best group; whether anybody moved."""
    strength = [sum(ties.values()) + 2 * own[n] for n, ties in enumerate(near)]
    whole = sum(strength) or 1.0
    group, inside = list(range(len(near))), list(strength)
    anybody = False
    for _ in range(_PASSES):
        moved = 0
        for n, ties in enumerate(near):
            to: defaultdict[int, float] = defaultdict(float)
            for other, weight in ties.items():
                to[group[other]] += weight
            here, share = group[n], strength[n] / whole
            inside[here] -= strength[n]
            best, most = here, to[here] - share * inside[here] + _LEAST
            for other, weight in to.items():
                if (gain := weight - share * inside[other]) > most:
                    best, most = other, gain
            inside[best] += strength[n]
            group[n] = best
            moved += best != here
        anybody = anybody or moved > 0
        if not moved:
            break
    return anybody, group


def _folded(near: _Ties, own: list[float], group: list[int], size: int) -> tuple[_Ties, list[float]]:
    """Groups as nodes."""
    folded: list[defaultdict[int, float]] = [defaultdict(float) for _ in range(size)]
    within = [0.0] * size
    for n, ties in enumerate(near):
        within[group[n]] += own[n]
        for other, weight in ties.items():
            if group[other] == group[n]:
                within[group[n]] += weight / 2
            else:
                folded[group[n]][group[other]] += weight
    return [dict(each) for each in folded], within
