"""All that is linked, and where to look for what may belong together: nothing is held against everything else."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from onrecord.links import nodes, terms
from onrecord.links.nodes import Node, Who
from onrecord.model import (
    Article,
    Claim,
    CopySet,
    Event,
    Finding,
    Interaction,
    Message,
    Person,
    SourceFamily,
    Tenure,
)

#: A word that stands in more records than this joins nothing, and is not looked up.
COMMON = 400

#: So many candidates are looked at for one finding, those with the rarest words in common first.
CANDIDATES = 40


class Material:
    """The findings of a case, ready to be linked.

    `told` are the nodes of all articles in the order of places. Copies of a message are all among `messages`: each may
    show what another hides. `texts` gives page texts by key.
    """

    def __init__(self, who: Who, articles: Sequence[Article], texts: Mapping[str, str]) -> None:
        self.who = who
        self.articles = {article.id: article for article in articles}
        self.texts = texts
        self.told: list[Node] = []
        self.messages: list[Node] = []
        self.tenures: list[Tenure] = []
        self.families: dict[str, SourceFamily] = {}

    def of(self, kind: type[Finding], record: str = "") -> Iterator[Node]:
        """The nodes of a kind, of all articles or of the one with the id `record`."""
        found = self.told if not record else self.by_record.get(record, [])
        return (node for node in found if isinstance(node.said, kind))

    @cached_property
    def by_record(self) -> dict[str, list[Node]]:
        """The nodes of each article."""
        found: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self.told:
            found[node.record].append(node)
        return dict(found)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """All nodes by id."""
        return {node.id: node for node in (*self.told, *self.messages)}

    @cached_property
    def by_day(self) -> dict[date, list[Node]]:
        """The messages of each day."""
        found: defaultdict[date, list[Node]] = defaultdict(list)
        for node in self.messages:
            if node.day is not None:
                found[node.day].append(node)
        return dict(found)

    def between(self, first: date, last: date) -> Iterator[Node]:
        """The messages sent on the days `first` to `last`, at most a year of them."""
        for number in range(min((last - first).days, 366) + 1):
            yield from self.by_day.get(first + timedelta(days=number), ())

    @cached_property
    def by_copy(self) -> dict[str, list[Node]]:
        """The messages of each set of copies."""
        found: defaultdict[str, list[Node]] = defaultdict(list)
        for node in self.messages:
            found[node.copy].append(node)
        return dict(found)

    @cached_property
    def spread(self) -> Counter[str]:
        """In how many nodes each word stands."""
        found = Counter(term for node in self.told for term in node.terms)
        for sent in self._sent_terms:
            found.update(sent)
        return found

    @cached_property
    def _sent_terms(self) -> list[frozenset[str]]:
        """Of each message the words that anything told has: no others can join them."""
        told = frozenset[str]().union(*(node.terms for node in self.told))
        return [terms.terms(node.text) & told for node in self.messages]

    def weight(self, terms: Iterable[str]) -> float:
        """How much it says that these words are shared: the rarer, the more."""
        total = len(self.told) + len(self.messages) + 1
        return sum(math.log(total / self.spread[term]) if self.spread[term] else 0.0 for term in terms)

    @cached_property
    def _told_with(self) -> dict[str, list[Node]]:
        return _by_term((node, node.terms) for node in self.told)

    @cached_property
    def _sent_with(self) -> dict[str, list[Node]]:
        return _by_term(zip(self.messages, self._sent_terms, strict=True))

    def told_like(self, node: Node, shared: int = 2) -> list[Node]:
        """Of what other articles tell, that which shares at least so many words with a node, the likest first."""
        return [one for one in self._like(node, self._told_with, shared) if one.record != node.record]

    def sent_like(self, node: Node, shared: int = 2) -> list[Node]:
        """The messages that share at least so many words with a node, the likest first."""
        return self._like(node, self._sent_with, shared)

    def _like(self, node: Node, having: Mapping[str, list[Node]], shared: int) -> list[Node]:
        counts: Counter[str] = Counter()
        weights: defaultdict[str, float] = defaultdict(float)
        for term in sorted(node.terms):
            here = having.get(term, ())
            if len(here) > COMMON:
                continue
            weight = self.weight((term,))
            for other in here:
                counts[other.id] += 1
                weights[other.id] += weight
        best = sorted((id for id, n in counts.items() if n >= shared and id != node.id), key=lambda i: (-weights[i], i))
        return [self.by_id[id] for id in best[:CANDIDATES]]

    def family(self, node: Node) -> str:
        """On whose word a node rests: its source family; its sender; for what an article says itself, the article."""
        if isinstance(node.said, Claim):
            known = self.families.get(node.id)
            return known.id if known is not None else node.record
        if isinstance(node.said, Message):
            return "|".join(sorted(node.actors)) or node.id
        return node.record


def _by_term(listed: Iterable[tuple[Node, frozenset[str]]]) -> dict[str, list[Node]]:
    found: defaultdict[str, list[Node]] = defaultdict(list)
    for node, held in listed:
        for term in held:
            found[term].append(node)
    return dict(found)


def gather(
    people: Iterable[Person],
    articles: Sequence[Article],
    said: Iterable[Claim | Interaction | Event],
    families: Iterable[SourceFamily],
    messages: Iterable[Message],
    copies: Iterable[CopySet],
    tenures: Iterable[Tenure],
    texts: Mapping[str, str],
) -> Material:
    """The material of a case. Messages are looked at only where an article tells something that they could bear on."""
    found = Material(Who(people), articles, texts)
    by_article: defaultdict[str, list[Claim | Interaction | Event]] = defaultdict(list)
    for one in said:
        by_article[one.article if isinstance(one, Claim) else one.record].append(one)
    for article in articles:
        listed = sorted(by_article[article.id], key=lambda one: (one.citation.spans[0], one.id))
        found.told += nodes.of_article(listed, found.who, texts)
    found.families = {claim: family for family in families for claim in family.claims}
    found.tenures = list(tenures)
    if found.told:
        set_of = {id: copy_set.id for copy_set in copies for id in copy_set.members}
        found.messages = [nodes.of_message(one, set_of.get(one.id, one.id), found.who) for one in messages]
    return found


def distinct(listed: Iterable[Node]) -> list[Node]:
    """Of messages that are copies of one another only the first."""
    found: dict[str, Node] = {}
    for node in listed:
        found.setdefault(node.copy or node.id, node)
    return list(found.values())
