"""Full names and addresses united on evidence that holds for a whole case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from rapidfuzz.fuzz import ratio

from onrecord.people import forms, likeness
from onrecord.people.clusters import RARE, Clusters, Edge, compare
from onrecord.people.forms import Form, Kind
from onrecord.people.likeness import skeleton
from onrecord.people.nodes import Nodes
from onrecord.people.uses import Question

#: More clusters than this under one surname and initial are not compared pair by pair: nothing would stand out.
_BLOCK = 300
#: A rival explanation counts when it is nearly as good.
_RIVAL = 0.08
#: One middle name among bearers of a name is so much more frequent than all others that it goes without saying.
_GOES_WITHOUT = 10
#: Names printed with one address that are this much alike, in per cent, may be readings of one.
_READING = 62


def equal_names(nodes: Nodes, clusters: Clusters) -> None:
    """Unite full names with the same given name and surname, unless middle names part some of them."""
    groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for node in nodes.of_kind("n:"):
        form = nodes.form[node]
        if form is not None and len(form.given) > 1:
            groups[form.given, form.family].append(node)
    for members in groups.values():
        if _all_agree(nodes, members):
            for node in members[1:]:
                clusters.unite(members[0], node, 0.97, "the same given name and surname")
        else:
            _by_middles(nodes, clusters, members)


def _all_agree(nodes: Nodes, members: list[int]) -> bool:
    found = [form for node in members if (form := nodes.form[node]) is not None]
    return all(compare(a, b).score for a, b in combinations(found, 2))


def _by_middles(nodes: Nodes, clusters: Clusters, members: list[int]) -> None:
    """Several people of one name: those with agreeing middle names are united, one without any stays alone."""
    known = [node for node in members if (form := nodes.form[node]) and (form.middles or form.generation)]
    edges = []
    for a, b in combinations(known, 2):
        x, y = nodes.form[a], nodes.form[b]
        if x and y and compare(x, y).score and all(_agree_on(nodes, a, b, c) for c in known):
            edges.append(Edge(0.95, a, b, "the same name and middle name", nodes.counts[a] + nodes.counts[b]))
    clusters.unite_best_first(edges)
    bare = [node for node in members if node not in known]
    roots = sorted({clusters.find(node) for node in known}, key=lambda root: (-clusters.counts[root], root))
    others = sum(clusters.counts[root] for root in roots[1:])
    if clusters.counts[roots[0]] >= _GOES_WITHOUT * max(others, 1):
        for node in bare:
            label = clusters.labels[roots[0]]
            clusters.unite(roots[0], node, 0.85, f"nearly everyone of this name is printed as {label}", misread=False)


def _agree_on(nodes: Nodes, a: int, b: int, c: int) -> bool:
    """Whether a third name goes with both or with neither."""
    x, y, z = nodes.form[a], nodes.form[b], nodes.form[c]
    return bool(x and y and z) and bool(compare(x, z).score) == bool(compare(y, z).score)  # type: ignore[arg-type]


def shared_addresses(nodes: Nodes, clusters: Clusters) -> set[int]:
    """Tie names to the addresses printed with them. Returns the address nodes that stand for no one person."""
    printed: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (name, address), count in nodes.together.items():
        printed[address][name] = count
    shared = {node for node in nodes.of_kind("a:") if forms.is_shared(nodes.local(node))}
    edges: list[Edge] = []
    for address in sorted(printed):
        if address not in shared:
            edges += _ties(nodes, clusters, address, printed[address])
    clusters.unite_best_first(edges)
    return shared


def _ties(nodes: Nodes, clusters: Clusters, address: int, names: dict[int, int]) -> Iterator[Edge]:
    full = {name: count for name, count in names.items() if nodes.keys[name].startswith("n:")}
    roots: defaultdict[int, int] = defaultdict(int)
    for name, count in full.items():
        roots[clusters.find(name)] += count
    agree = all(clusters.likeness(a, b).score for a, b in combinations(sorted(roots), 2))
    main = min(roots, key=lambda root: (-roots[root], root), default=-1)
    most = roots.get(main, 0)
    reason = f"printed with the address {nodes.labels[address]}"
    for name in sorted(full):
        root = clusters.find(name)
        like = resembles(clusters.forms(name), nodes.local(address))
        dominant = root == main and most * 2 > sum(roots.values())
        if root != main and clusters.counts[root] * RARE <= clusters.counts[main] and _misread(clusters, main, root):
            yield Edge(0.9, main, name, f"{reason}, the name misread", full[name], misread=True)
        elif agree or like or (dominant and not _someone_resembles(nodes, clusters, address, full)):
            yield Edge(0.97 if like else 0.9, name, address, reason, full[name])


def _misread(clusters: Clusters, main: int, rare: int) -> bool:
    """Whether the names of `rare` look like misreadings of those of `main`, which they would part from otherwise."""
    if clusters.likeness(main, rare).score:
        return False
    return all(
        any(_reading(form, other) for other in clusters.forms(main)) for form in clusters.forms(rare)
    )  # fmt: skip


def _reading(form: Form, other: Form) -> bool:
    if likeness.is_given(form.given) and likeness.is_given(other.given) and form.given != other.given:
        return False
    if form.generation != other.generation:
        return False
    return ratio(form.given + form.family, other.given + other.family) >= _READING


def _someone_resembles(nodes: Nodes, clusters: Clusters, address: int, names: Iterable[int]) -> bool:
    return any(resembles(clusters.forms(name), nodes.local(address)) for name in names)


def resembles(names: Iterable[Form], local: str) -> bool:
    """Whether an address may have been made from one of these names."""
    bare = skeleton(forms.fold(local))
    return any(
        (len(form.family) > 2 and skeleton(form.family[:6]) in bare)
        or (len(form.given) > 2 and skeleton(form.given[:6]) in bare)
        for form in names
    )


def alike_names(clusters: Clusters, offices: dict[int, set[str]]) -> list[Question]:
    """Unite clusters whose names are forms of one name, where no third name fits as well; the rest is asked.

    `offices` are the offices and domains printed with the names of a cluster: two frequent spellings that differ by a
    slip are one name only where these agree.
    """
    edges = {(a, b): found for a, b, found in _alike(clusters) if _believable(clusters, offices, a, b, found)}
    near: defaultdict[int, dict[int, float]] = defaultdict(dict)
    for (a, b), found in edges.items():
        near[a][b] = near[b][a] = found.score
    clear: list[Edge] = []
    unclear: defaultdict[int, set[int]] = defaultdict(set)
    for (a, b), found in edges.items():
        rivals = _rivals(clusters, near, a, b) | _rivals(clusters, near, b, a)
        if rivals:
            unclear[a if len(near[a]) >= len(near[b]) else b] |= {a, b} | rivals
        else:
            uses = clusters.counts[a] + clusters.counts[b]
            clear.append(Edge(found.score, a, b, found.reason, uses))
    clusters.unite_best_first(clear)
    return [_question(clusters, node, among) for node, among in sorted(unclear.items())]


def _rivals(clusters: Clusters, near: dict[int, dict[int, float]], a: int, b: int) -> set[int]:
    """The other clusters that fit `a` about as well as `b` does, and cannot be `b`."""
    return {
        other
        for other, score in near[a].items()
        if other != b and score > near[a][b] - _RIVAL and not clusters.likeness(b, other).score
    }


def _question(clusters: Clusters, node: int, among: set[int]) -> Question:
    name = clusters.labels[node]
    others = tuple(sorted(among - {node}))
    return Question(name, (node, *others), clusters.counts[node], f"{name} may be any of {len(others)} people")


def _believable(clusters: Clusters, offices: dict[int, set[str]], a: int, b: int, found: likeness.Likeness) -> bool:
    if not likeness.is_slip(found.reason) or "OCR" in found.reason:
        return True
    few, many = sorted((clusters.counts[a], clusters.counts[b]))
    together = bool(offices.get(a, set()) & offices.get(b, set()))
    return many >= RARE * few if together else many >= RARE * few and many >= 4


def _alike(clusters: Clusters) -> Iterator[tuple[int, int, likeness.Likeness]]:
    """Pairs of clusters whose names agree without being equal."""
    blocks: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    for root in clusters.roots():
        for form in clusters.forms(root):
            for key in _block_keys(form):
                blocks[key].add(root)
    pairs: set[tuple[int, int]] = set()
    for block in blocks.values():
        if 1 < len(block) <= _BLOCK:
            pairs.update(combinations(sorted(block), 2))
    for a, b in sorted(pairs):
        found = clusters.likeness(a, b)
        if found.score >= 0.7:
            yield a, b, found


def _block_keys(form: Form) -> Iterator[tuple[str, ...]]:
    families = [form.family] if form.sure else [form.family, form.given]
    for family in families:
        given = form.given if family == form.family else form.family
        bones = skeleton(family)
        for name in (given, *form.nicks, *form.middles[:1]):
            yield "initial", bones, skeleton(name[:1])
            for line in likeness.lines_of(name):
                yield "line", bones, str(line)
        yield "given", given, skeleton(family[:1])
        yield "given", given, skeleton(family[-2:])
        if len(family) >= 4 and len(given) > 1:
            yield "part", given, family[:4]
            yield "part", given, family[-4:]


def full(form: Form | None) -> bool:
    """Whether there is a full name."""
    return form is not None and form.kind is Kind.FULL
