"""Single words - a surname, a given name, initials - given to the one person they can mean where they stand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache, lru_cache

from onrecord.data import load
from onrecord.people import forms, likeness
from onrecord.people.clusters import Clusters, Edge
from onrecord.people.forms import Form
from onrecord.people.nodes import HEADER, Nodes
from onrecord.people.uses import Answer, Use, Uses

#: People, by the numbers of their clusters.
_Group = Collection[int]

#: Groups up to this size are kept once.
_SHARED = 16

#: A user name or initials printed at least so often with an address.
_OFTEN = 3


def tie_to_addresses(nodes: Nodes, clusters: Clusters) -> None:
    """Tie words that are no given names to the addresses they are printed with, such as H <h17@...>."""
    printed: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for (name, address), count in nodes.together.items():
        if nodes.keys[name].startswith("w:") and not likeness.is_given(nodes.keys[name][2:]):
            printed[name][address] += count
    edges = []
    for name, addresses in printed.items():
        if addresses.total() < _OFTEN and nodes.counts[name] > addresses.total():
            continue
        for address in sorted(addresses):
            reason = f"printed with the address {nodes.labels[address]}"
            edges.append(Edge(0.85, name, address, reason, addresses[address]))
    clusters.unite_best_first(edges)


class _Groups:
    """Groups of people, each kept once: the same people write to one another in message after message."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], _Group] = {}

    def add(self, of: dict[str, _Group], name: str, cluster: int) -> None:
        """Add somebody to the group that stands under a name."""
        found = of.get(name, ())
        if isinstance(found, set):
            found.add(cluster)
        elif cluster not in found:
            larger = (*found, cluster)
            of[name] = self._known.setdefault(larger, larger) if len(larger) <= _SHARED else set(larger)


class Meanings:
    """The people that a word can mean: by the message, by the thread or document, by the case."""

    def __init__(self, nodes: Nodes, clusters: Clusters, certain: list[int]) -> None:
        """`certain[i]` is the cluster of use i as far as it does not depend on its place, or -1."""
        self._clusters = clusters
        groups = _Groups()
        self._by_place: defaultdict[str, dict[str, _Group]] = defaultdict(dict)
        self._by_scope: dict[str, _Group] = {}
        self._said: dict[str, _Group] = {}
        uses = nodes.uses
        wanted = {scope for scope, node in zip(uses.scope, nodes.name_of, strict=True) if _is_word(nodes, node)}
        for scope, within, place, cluster in zip(uses.scope, uses.within, uses.place, certain, strict=True):
            if cluster >= 0 and scope in wanted:
                groups.add(self._by_scope, scope, cluster)
                groups.add(self._by_place[place], within, cluster)
                if place not in HEADER:
                    groups.add(self._said, scope, cluster)
        self._holders = _holders(nodes.uses, certain)
        self._families: defaultdict[str, set[int]] = defaultdict(set)
        self._initials: defaultdict[str, set[int]] = defaultdict(set)
        for root in clusters.roots():
            for form in clusters.forms(root):
                self._families[form.family].add(root)
                self._initials[initials(form)].add(root)

    def of(self, use: Use, word: str) -> Answer:
        """Who `word` means in `use`."""
        if use.name in aliases():
            return self._holder(aliases()[use.name])
        near = self._nearest(use)
        if use.place in ("greeting", "signature"):
            whom = "a recipient of the message" if use.place == "greeting" else "the sender of the message"
            found = self._called(near, word)
            if len(found) == 1:
                return Answer(found[0], score=0.92, reason=f"the {use.place} names {whom}")
        elif use.place in HEADER:
            found = self._called(self._by_scope.get(use.scope, ()), word, strict=True)
            if len(found) == 1 and not self._elsewhere(use, found[0]):
                return Answer(found[0], score=0.85, reason="nobody else in this thread is called so")
        else:
            found = self._in_text(use, word)
            if len(found) == 1:
                return Answer(found[0], score=0.88, reason="nobody else in this text is called so")
        return self._in_case(use, word, found)

    def _holder(self, title: str) -> Answer:
        """The only person in the case whom a text gives a title."""
        found = sorted(self._holders.get(title.lower(), set()))
        if len(found) == 1:
            return Answer(found[0], score=0.8, reason=f"the only {title} in the case")
        return Answer(-1, tuple(found))

    def _nearest(self, use: Use) -> set[int]:
        places = ("to", "cc", "bcc") if use.place == "greeting" else ("from", "behalf")
        return self._at(use.within, places)

    def _at(self, within: str, places: Iterable[str]) -> set[int]:
        return set().union(*(self._by_place[place].get(within, ()) for place in places))

    def _in_text(self, use: Use, word: str) -> list[int]:
        """A surname is explained by a full name in the text; a given name also by those who write to one another."""
        said = [root for root in self._said.get(use.scope, ()) if self._has_family(root, word)]
        if said:
            return sorted(said)
        return self._by_given(self._at(use.within, HEADER), word) or self._by_given(
            self._by_scope.get(use.scope, ()), word
        )

    def _in_case(self, use: Use, word: str, found: list[int]) -> Answer:
        family = sorted(self._families.get(word, set()))
        given_only = likeness.is_given(word) and use.place not in HEADER
        if len(family) == 1 and not found and not given_only and not self._elsewhere(use, family[0]):
            return Answer(family[0], score=0.75, reason="the only person of this surname in the case")
        if not found and not family and 2 < len(word) <= 4 and use.place in HEADER:
            named = self._initials.get(word, set())
            if len(named) == 1:
                return Answer(min(named), score=0.7, reason="the only person with these initials in the case")
        return Answer(-1, tuple(sorted({*found, *family})))

    def _elsewhere(self, use: Use, root: int) -> bool:
        """Whether the office printed with the word is another than those printed with the person."""
        office = forms.read(use.name).office.lower()
        known = {form.office.lower() for form in self._clusters.forms(root) if form.office}
        return bool(office and known) and office not in known

    def _called(self, roots: Iterable[int], word: str, *, strict: bool = False) -> list[int]:
        """Those among `roots` whose given name, surname, nickname or initials are `word`; `strict`: no short forms."""
        some = sorted(roots)
        by_family = [root for root in some if self._has_family(root, word)]
        by_given = self._by_given(some, word, strict=strict)
        by_initials = [root for root in some if any(word in shorts(form) for form in self._clusters.forms(root))]
        for found in (by_given, by_family, by_initials):
            if found:
                return found
        return []

    def _has_family(self, root: int, word: str) -> bool:
        return any(form.family == word for form in self._clusters.forms(root))

    def _by_given(self, roots: Iterable[int], word: str, *, strict: bool = False) -> list[int]:
        exact, near = [], []
        for root in sorted(roots):
            scores = [_given_score(form, word) for form in self._clusters.forms(root)]
            best = max(scores, default=0.0)
            if best >= 0.95:
                exact.append(root)
            elif best and not strict:
                near.append(root)
        return exact or near


def _holders(uses: Uses, certain: Sequence[int]) -> dict[str, set[int]]:
    """The people whom texts give each title, by the title in lower case."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for title, cluster in zip(uses.title, certain, strict=True):
        if title and cluster >= 0:
            found[title.lower()].add(cluster)
    return found


@cache
def aliases() -> dict[str, str]:
    """Capitals that stand for the holder of an office, and the title that is meant."""
    return {str(word): str(title) for word, title in load("offices")["aliases"].items()}


@lru_cache(maxsize=100_000)
def _given_score(form: Form, word: str) -> float:
    names = [name for name in (form.given, *form.nicks, *form.middles) if len(name) > 1]
    if len(word) > 2 and word == form.given + "".join(form.middles[:1]):
        return 1.0
    scores = [likeness.given(name, word).score for name in names] if len(word) > 1 else []
    return max(scores, default=0.0)


def initials(form: Form) -> str:
    """The first letters of all names."""
    return form.given[:1] + "".join(middle[:1] for middle in form.middles) + form.family[:1]


def shorts(form: Form) -> set[str]:
    """The ways of signing with initials: all of them, given names alone, first and last."""
    whole = initials(form)
    return {whole, whole[:-1], form.given[:1] + form.family[:1], form.given[:1]} - {""}


def _is_word(nodes: Nodes, node: int) -> bool:
    return node >= 0 and nodes.keys[node].startswith("w:")
