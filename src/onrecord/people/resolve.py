"""Resolution: many uses of names become people, lists, and questions.

The steps, each on evidence that the one before left open: equal full names; names printed with one address; forms of
one name (initials, short forms, slips); addresses and user names made of a name; single words where they stand. Every
step looks at the state that the one before left and takes its pairs best first in the order of their names, so that the
order of the uses does not count. Names that part people (other given names, other middle initials) keep whole clusters
apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from onrecord.people import clusters, forms, merging, tokens, words
from onrecord.people.clusters import Clusters
from onrecord.people.comparers import Comparer
from onrecord.people.forms import Kind
from onrecord.people.nodes import HEADER, Nodes
from onrecord.people.uses import ALONE, Answer, Cluster, Merge, Question, Resolution, Use, Uses


def resolve(uses: Iterable[Use], compare: Comparer = clusters.compare) -> Resolution:
    """Who is meant by each of `uses`. The same uses in any order give the same clusters, keys and answers.

    `compare` says how two full names agree (`onrecord.people.comparers`).
    """
    nodes = Nodes(uses if isinstance(uses, Uses) else Uses(uses))
    united = Clusters(nodes.form, nodes.counts, nodes.labels, compare)
    merging.equal_names(nodes, united)
    shared = merging.shared_addresses(nodes, united)
    merging.alike_names(united, _offices(nodes, united))
    tokens.unite(nodes, united, shared)
    open_names = merging.alike_names(united, _offices(nodes, united))
    words.tie_to_addresses(nodes, united)
    certain = _certain(nodes, united, shared)
    answers, left = _words(nodes, united, certain)
    return _Numbering(nodes, united, answers, open_names + left).resolution()


def _offices(nodes: Nodes, clusters: Clusters) -> dict[int, set[str]]:
    """The offices in brackets and the domains of addresses, by cluster."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for node, key in enumerate(nodes.keys):
        root, form = clusters.find(node), nodes.form[node]
        if key.startswith("a:"):
            found[root].add(key.partition("@")[2])
        elif form is not None and form.office:
            found[root].add(form.office.lower())
    return found


def _certain(nodes: Nodes, clusters: Clusters, shared: set[int]) -> list[int]:
    """The cluster of every use that has a full name, a group's name, or an address of its own; else -1."""
    found = []
    for name, address in zip(nodes.name_of, nodes.address_of, strict=True):
        if name >= 0 and not nodes.keys[name].startswith("w:"):
            found.append(clusters.find(name))
        elif address >= 0 and not (address in shared and name >= 0):
            found.append(clusters.find(address))
        elif (name >= 0 and clusters.find(name) != name) or (name >= 0 and len(clusters.members(name)) > 1):
            found.append(clusters.find(name))
        else:
            found.append(-1)
    return found


def _words(nodes: Nodes, clusters: Clusters, certain: list[int]) -> tuple[list[Answer], list[Question]]:
    """Answers in terms of nodes; a word that stays unknown answers with its own node, an open one with none."""
    meanings = words.Meanings(nodes, clusters, certain)
    answers: list[Answer] = []
    unclear: Counter[tuple[int, tuple[int, ...]]] = Counter()
    known: dict[tuple[str, str, str, int], Answer] = {}
    sure: dict[int, Answer] = {}
    for number, (name, cluster) in enumerate(zip(nodes.name_of, certain, strict=True)):
        if cluster >= 0 or name < 0:
            answers.append(sure.setdefault(cluster, Answer(cluster)))
            continue
        use = nodes.uses[number]
        place = (use.scope, use.within, use.place, name)
        if place not in known:
            known[place] = meanings.of(use, nodes.keys[name][2:])
        answer = known[place]
        if answer.among:
            unclear[name, answer.among] += 1
        known_at_all = answer.cluster >= 0 or answer.among
        answers.append(answer if known_at_all else Answer(name, reason=ALONE))
    answers = _agreeing(nodes, answers)
    return answers, [
        Question(nodes.labels[name], among, count, f"{nodes.labels[name]} may be any of {len(among)} people")
        for (name, among), count in sorted(unclear.items())
    ]


def _agreeing(nodes: Nodes, answers: list[Answer]) -> list[Answer]:
    """A word in headers that means one person wherever that can be told means that person elsewhere too."""
    told: defaultdict[int, Counter[int]] = defaultdict(Counter)
    places = nodes.uses.place
    for place, name, answer in zip(places, nodes.name_of, answers, strict=True):
        if place in HEADER and name >= 0 and nodes.keys[name].startswith("w:"):
            told[name][answer.cluster] += 1
    only: dict[int, Answer] = {}
    for name, counter in told.items():
        people = [cluster for cluster in counter if cluster not in (-1, name)]
        if len(people) == 1 and not counter[-1] and counter[people[0]] * 2 >= counter[name]:
            only[name] = Answer(people[0], score=0.75, reason="the word means this person elsewhere")
    return [
        only[name] if name in only and place in HEADER and answer.cluster == name else answer
        for place, name, answer in zip(places, nodes.name_of, answers, strict=True)
    ]


class _Numbering:
    """Clusters numbered in the order of their keys, with their names, most used first."""

    def __init__(self, nodes: Nodes, clusters: Clusters, answers: list[Answer], questions: list[Question]) -> None:
        self._nodes, self._clusters = nodes, clusters
        self._answers, self._questions = answers, questions
        roots = clusters.roots()
        self._key = {root: self._least_key(clusters.members(root)) for root in roots}
        self._number = {root: n for n, root in enumerate(sorted(roots, key=lambda root: self._key[root]))}

    def resolution(self) -> Resolution:
        """Everything in terms of the numbers."""
        merges = defaultdict(list)
        for node, merge in self._clusters.merges:
            merges[self._clusters.find(node)].append(merge)
        ordered = sorted(self._number, key=lambda root: self._number[root])
        answers = {answer: self._answer(answer) for answer in set(self._answers)}
        return Resolution(
            [answers[answer] for answer in self._answers],
            [self._shown(name, address) for name, address in self._pairs()],
            [self._cluster(root, tuple(sorted(merges[root]))) for root in ordered],
            sorted(
                {self._question(question) for question in self._questions}, key=lambda q: (-q.uses, q.name, q.among)
            ),
        )

    def _pairs(self) -> Iterator[tuple[int, int]]:
        return zip(self._nodes.name_of, self._nodes.address_of, strict=True)

    def _shown(self, name: int, address: int) -> str:
        node = name if name >= 0 else address
        return self._nodes.keys[node] if node >= 0 else ""

    def _to(self, node: int) -> int:
        return self._number[self._clusters.find(node)] if node >= 0 else -1

    def _among(self, among: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(sorted({self._to(node) for node in among}))

    def _answer(self, answer: Answer) -> Answer:
        return answer._replace(cluster=self._to(answer.cluster), among=self._among(answer.among))

    def _question(self, question: Question) -> Question:
        return question._replace(among=self._among(question.among))

    def _least_key(self, members: list[int]) -> str:
        """Full names before addresses before words: adding a spelling seldom changes which is least."""
        return min((self._nodes.keys[node] for node in members), key=lambda key: ("nagw".index(key[0]), key))

    def _cluster(self, root: int, merges: tuple[Merge, ...]) -> Cluster:
        members = self._clusters.members(root)
        names: Counter[str] = Counter()
        addresses: Counter[str] = Counter()
        for node in members:
            target = addresses if self._nodes.keys[node].startswith("a:") else names
            target.update(self._nodes.spelled[node])
        listed = tuple(sorted(names, key=lambda text: (-names[text], text)))
        mailed = tuple(sorted(addresses, key=lambda text: (-addresses[text], text)))
        keys = tuple(sorted(self._nodes.keys[node] for node in members))
        name, filed = self._name(members, listed, mailed)
        return Cluster(self._key[root], name, filed, self._kind(members), listed, mailed, merges, keys)

    def _kind(self, members: list[int]) -> str:
        keys = [self._nodes.keys[node] for node in members]
        if any(key[0] == "n" for key in keys):
            return "person"
        shared = all(key[0] == "a" and forms.is_shared(key[2:].partition("@")[0]) for key in keys)
        return "group" if shared or any(key[0] == "g" for key in keys) else "person"

    def _name(self, members: list[int], names: tuple[str, ...], addresses: tuple[str, ...]) -> tuple[str, str]:
        """The full name most used, in reading order and as filed; one with more than initials where there is."""
        nodes = self._nodes
        found = [(node, form) for node in members if (form := nodes.form[node]) and form.kind is Kind.FULL]
        found = [pair for pair in found if len(pair[1].given) > 1] or found
        found = [pair for pair in found if nodes.keys[pair[0]][0] == "n"] or found
        if not found:
            return ((names or addresses or ("",))[0],) * 2
        _, form = min(found, key=lambda pair: (-nodes.counts[pair[0]], nodes.labels[pair[0]]))
        return form.shown, form.filed
