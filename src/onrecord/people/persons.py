"""People out of the uses of a whole case: records with citations, and the questions that stay open."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.model import Citation, Finding, IdentityQuestion, Merge, Person, Seen, stable_id
from onrecord.people import clusters
from onrecord.people.comparers import Comparer
from onrecord.people.gathered import Gathered
from onrecord.people.headers import Placed
from onrecord.people.nodes import HEADER
from onrecord.people.resolve import resolve
from onrecord.people.uses import ALONE, Cluster, Question, Resolution

#: Raised when the same names would be resolved otherwise.
VERSION = "4"

#: A person: the number of a cluster, and the document for somebody known by one word in it alone.
_Key = tuple[int, str]


def persons(placed: Gathered, compare: Comparer = clusters.compare) -> Iterator[Finding]:
    """The people named in `placed` and the open questions about them. The order of `placed` does not count.

    `compare` says how two full names agree (`onrecord.people.comparers`). `placed` is put in the order of its places.
    """
    placed.arrange()
    found = resolve(placed.uses, compare)
    seen: defaultdict[_Key, array[int]] = defaultdict(lambda: array("I"))
    unnamed: defaultdict[tuple[str, _Key, str], list[int]] = defaultdict(list)
    for number, key in enumerate(_keys(found, placed)):
        mention = placed.mention[number]
        if mention is not None and mention.unnamed:
            principal = placed.uses.name[number]
            helper = _helper(mention.name, principal)
            unnamed[placed.uses.scope[number], key or (-1, principal), helper].append(number)
        elif key is not None:
            seen[key].append(number)
    ids = {key: stable_id("p", found.clusters[key[0]].key, *filter(None, key[1:])) for key in seen}
    for key in sorted(seen):
        yield _person(ids[key], found, key[0], placed, seen[key])
    for (scope, key, helper), numbers in sorted(unnamed.items()):
        yield _unnamed(scope, ids.get(key, ""), helper, [placed[n] for n in numbers])
    yield from _questions(found, placed, ids, seen)


def _keys(found: Resolution, placed: Gathered) -> Iterator[_Key | None]:
    """Who is meant by each use; None where that is open, and for a word in a body, or a weak one, that nobody explains.

    Only the words that somebody is known by in one document alone are looked at closely: all else is most of a case.
    """
    whole: list[_Key] = [(number, "") for number in range(len(found.clusters))]
    groups = [cluster.kind == "group" for cluster in found.clusters]
    words = [cluster.key.startswith("w:") for cluster in found.clusters]
    uses = placed.uses
    for number, (answer, mention) in enumerate(zip(found.answers, placed.mention, strict=True)):
        cluster = answer.cluster
        if cluster < 0 or (mention is not None and groups[cluster]):
            yield None
        elif mention is None or not words[cluster] or uses.place[number] in HEADER or answer.reason != ALONE:
            yield whole[cluster]
        elif mention.weak or (mention.message and not uses.title[number]):
            yield None
        else:
            yield cluster, uses.scope[number]


def _helper(name: str, principal: str) -> str:
    """What somebody without a name is: the words without those for the principal."""
    return " ".join(name.replace(principal, "").split()).strip("’' ").lower()


def _unnamed(scope: str, principal: str, helper: str, places: list[Placed]) -> Person:
    first = places[0]
    name = first.mention.name if first.mention else ""
    return Person(
        id=stable_id("p", "unnamed", scope, principal, helper),
        citation=Citation((first.span,), first.quote),
        name=name,
        filed=name,
        kind="unnamed",
        aliases=tuple(sorted({one.mention.name for one in places if one.mention})),
        seen=tuple(Seen(one.record, one.use.place, one.place, one.quote, one.span) for one in places),
        principal=principal,
    )


def _person(id: str, found: Resolution, number: int, placed: Gathered, numbers: Sequence[int]) -> Person:
    cluster = found.clusters[number]
    names = placed.uses.name
    words = {names[n] for n in numbers if names[n]}
    return Person(
        id=id,
        citation=_cited(placed, _best(cluster, placed, numbers)),
        name=cluster.name,
        filed=cluster.filed,
        kind=cluster.kind,
        aliases=cluster.names + tuple(sorted(words - set(cluster.names))),
        addresses=cluster.addresses,
        seen=_seen(found, placed, numbers),
        merges=_merges(cluster, found, names, numbers),
        keys=cluster.keys,
    )


def _seen(found: Resolution, placed: Gathered, numbers: Iterable[int]) -> tuple[Seen, ...]:
    return tuple(placed.seen(number, found.answers[number].score, found.keys[number]) for number in numbers)


def _cited(placed: Gathered, number: int) -> Citation:
    return Citation((placed.span(number),), placed.quote[number])


def _merges(cluster: Cluster, found: Resolution, names: Sequence[str], numbers: Iterable[int]) -> tuple[Merge, ...]:
    """Why the names of a cluster are one, and why the single words were given to it."""
    merges = {(merge.a, merge.b): Merge(*merge) for merge in cluster.merges}
    own = frozenset(cluster.names)
    for number in numbers:
        answer = found.answers[number]
        if answer.reason and names[number] not in own:
            pair = (cluster.name, names[number])
            merges.setdefault(pair, Merge(*pair, answer.score, answer.reason))
    return tuple(merges[pair] for pair in sorted(merges))


def _best(cluster: Cluster, placed: Gathered, numbers: Sequence[int]) -> int:
    """The first place that shows the name the person is filed under, or else the first of all; one with words there."""
    shown = [number for number in numbers if placed.quote[number]] or numbers
    name = cluster.names[0] if cluster.names else None
    return next((number for number in shown if placed.uses.name[number] == name), shown[0])


def _questions(
    found: Resolution, placed: Gathered, ids: dict[_Key, str], seen: Mapping[_Key, Sequence[int]]
) -> Iterator[IdentityQuestion]:
    """A question for every name that may mean several people, at the first place where it stands."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for number, answer in enumerate(found.answers):
        if answer.cluster < 0 and answer.among:
            by_name[placed.uses.name[number]].append(number)
    for question in found.questions:
        numbers = _places(question, found, by_name, seen)
        if not numbers:
            continue
        first = next((n for n in numbers if placed.quote[n]), numbers[0])
        known = [number for number in question.among if (number, "") in ids]
        if len(known) < 2:
            continue
        among = tuple(ids[number, ""] for number in known)
        names = [found.clusters[number].name for number in known]
        yield IdentityQuestion(
            id=stable_id("q", question.name, *among),
            citation=_cited(placed, first),
            name=question.name,
            key=question.name,
            question=_words(question, names),
            among=among,
            uses=question.uses,
            own=next((ids[n, ""] for n in known if question.name in _called(found.clusters[n])), ""),
            seen=_seen(found, placed, (n for n in numbers if found.answers[n].cluster < 0)),
        )


def _called(cluster: Cluster) -> set[str]:
    return {cluster.name, *cluster.names, *cluster.addresses}


def _places(
    question: Question, found: Resolution, by_name: dict[str, list[int]], seen: Mapping[_Key, Sequence[int]]
) -> list[int]:
    among = set(question.among)
    open_uses = [n for n in by_name.get(question.name, ()) if set(found.answers[n].among) == among]
    return open_uses or [n for number in question.among for n in seen.get((number, ""), ())[:1]]


def _words(question: Question, names: list[str]) -> str:
    times = "once" if question.uses == 1 else f"{question.uses} times"
    if question.name in names:
        others = [name for name in names if name != question.name]
        return f"{question.name} ({times}): the same person as {' or '.join(others)}?"
    return f"Who is {question.name} ({times}): {' or '.join(names)}?"
