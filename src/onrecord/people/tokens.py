"""Addresses and user names that were made from a name: "ruizam", "aruiz", "anaruiz"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from onrecord.people import forms, likeness
from onrecord.people.clusters import Clusters, Edge
from onrecord.people.forms import Form
from onrecord.people.likeness import skeleton
from onrecord.people.nodes import Nodes

#: The shortest user name that says whose it is.
_LEAST = 4
#: How sure each way of making a user name is.
_BOTH, _INITIALS, _INITIAL, _FAMILY = 0.93, 0.92, 0.88, 0.78


def unite(nodes: Nodes, clusters: Clusters, shared: set[int]) -> None:
    """Give addresses and single words that are user names to the one person whose name they are made of."""
    made = _made(clusters)
    bones: defaultdict[str, set[str]] = defaultdict(set)
    for token in made:
        bones[skeleton(token)].add(token)
    edges: list[Edge] = []
    for node, token in _tokens(nodes, clusters, shared):
        edges += _fitting(clusters, made, bones, node, token)
    clusters.unite_best_first(edges)


def _tokens(nodes: Nodes, clusters: Clusters, shared: set[int]) -> Iterator[tuple[int, str]]:
    for node, key in enumerate(nodes.keys):
        if clusters.forms(node) or node in shared:
            continue
        if key.startswith("a:"):
            token = forms.fold(re.sub(r"\d+$", "", nodes.local(node)))
        elif key.startswith("w:") and not likeness.is_given(key[2:]):
            token = key[2:]
        else:
            continue
        if len(token) >= _LEAST:
            yield node, token


def _made(clusters: Clusters) -> dict[str, dict[int, tuple[float, str]]]:
    """Every user name that can be made of the full names, whose it would be, how sure, of which words."""
    made: defaultdict[str, dict[int, tuple[float, str]]] = defaultdict(dict)
    for root in clusters.roots():
        for form in clusters.forms(root):
            for token, score in user_names(form):
                if len(token) >= _LEAST:
                    made[token][root] = max(made[token].get(root, (0.0, "")), (score, form.shown))
    return made


def user_names(form: Form) -> Iterator[tuple[str, float]]:
    """The user names made of a full name, with how surely each is one."""
    given, family = form.given, form.family
    initials = given[:1] + "".join(middle[:1] for middle in form.middles)
    if len(given) > 1:
        yield given + family, _BOTH
        yield family + given, _BOTH
        yield from ((nick + family, _BOTH) for nick in form.nicks)
    if len(initials) > 1:
        yield family + initials, _INITIALS
        yield initials + family, _INITIALS
    yield family + given[:1], _INITIAL
    yield given[:1] + family, _INITIAL
    if len(given) > 3:
        yield given + family[:1], _FAMILY
    if len(family) >= 6:
        yield family, _FAMILY


def _fitting(
    clusters: Clusters,
    made: dict[str, dict[int, tuple[float, str]]],
    bones: dict[str, set[str]],
    node: int,
    token: str,
) -> Iterator[Edge]:
    """The person whose name `token` is made of, when there is one and no other."""
    found = made.get(token)
    slip = 1.0
    if found is None:
        readings = bones.get(skeleton(token), set()) if len(token) >= 6 else set()
        found = {root: fit for reading in readings for root, fit in made[reading].items()}
        slip = 0.93
    if found and not clusters.labels[node].count("@"):
        # a lone surname is settled where it stands
        found = {root: fit for root, fit in found.items() if fit[0] != _FAMILY}
    if not found:
        return
    best = max(score for score, _ in found.values())
    roots = {clusters.find(root) for root, (score, _) in found.items() if score > best - 0.1}
    if len(roots) == 1:
        root = min(root for root, (score, _) in found.items() if score == best)
        reason = f"{clusters.labels[node]} is made of the name {found[root][1]}"
        reason += " as OCR may read it" if slip < 1 else ""
        yield Edge(round(best * slip, 3), root, node, reason, clusters.counts[node])
