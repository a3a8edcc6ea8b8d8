"""People out of the uses of a whole case: records with citations, and the questions that stay open."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from onrecord.model import Citation, Finding, IdentityQuestion, Merge, Person, Seen, stable_id
from onrecord.people import clusters
from onrecord.people.comparers import Comparer
from onrecord.people.gathered import Gathered
from onrecord.people.headers import Placed
from onrecord.people.nodes import HEADER
from onrecord.people.resolve import resolve
from onrecord.people.uses import ALONE, Answer, Cluster, Question, Resolution

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
    for number, answer in enumerate(found.answers):
        one = placed[number]
        key = _person_key(found, one, answer)
        if one.mention is not None and one.mention.unnamed:
            unnamed[one.use.scope, key or (-1, one.use.name), _helper(one)].append(number)
        elif key is not None:
            seen[key].append(number)
    ids = {key: stable_id("p", found.clusters[key[0]].key, *filter(None, key[1:])) for key in seen}
    for key in sorted(seen):
        yield _person(ids[key], found, key[0], [placed[n] for n in seen[key]], seen[key])
    for (scope, key, helper), numbers in sorted(unnamed.items()):
        yield _unnamed(scope, ids.get(key, ""), helper, [placed[n] for n in numbers])
    yield from _questions(found, placed, ids, seen)


def _person_key(found: Resolution, one: Placed, answer: Answer) -> _Key | None:
    """Who is meant; None where that is open, and for a word in a body, or a weak one, that nobody explains."""
    if answer.cluster < 0:
        return None
    cluster, mention = found.clusters[answer.cluster], one.mention
    if mention is not None and cluster.kind == "group":
        return None
    if one.use.place in HEADER or mention is None or not cluster.key.startswith("w:"):
        return answer.cluster, ""
    lone = answer.reason == ALONE
    if not lone:
        return answer.cluster, ""
    if mention.weak or (mention.message and not one.use.title):
        return None
    return answer.cluster, one.use.scope


def _helper(one: Placed) -> str:
    """What somebody without a name is: the words without those for the principal."""
    assert one.mention is not None
    return " ".join(one.mention.name.replace(one.use.name, "").split()).strip("’' ").lower()


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


def _person(id: str, found: Resolution, number: int, places: list[Placed], numbers: Sequence[int]) -> Person:
    cluster = found.clusters[number]
    first = _best(cluster, places)
    answers = [found.answers[n] for n in numbers]
    words = {one.use.name for one in places if one.use.name}
    return Person(
        id=id,
        citation=Citation((first.span,), first.quote),
        name=cluster.name,
        filed=cluster.filed,
        kind=cluster.kind,
        aliases=cluster.names + tuple(sorted(words - set(cluster.names))),
        addresses=cluster.addresses,
        seen=tuple(map(_seen, places, answers, (found.keys[n] for n in numbers))),
        merges=_merges(cluster, places, answers),
        keys=cluster.keys,
    )


def _seen(one: Placed, answer: Answer, key: str) -> Seen:
    return Seen(one.record, one.use.place, one.place, one.use.name or one.use.address, one.span, answer.score, key)


def _merges(cluster: Cluster, places: list[Placed], answers: list[Answer]) -> tuple[Merge, ...]:
    """Why the names of a cluster are one, and why the single words were given to it."""
    found = {(merge.a, merge.b): Merge(*merge) for merge in cluster.merges}
    for one, answer in zip(places, answers, strict=True):
        if answer.reason and one.use.name not in cluster.names:
            pair = (cluster.name, one.use.name)
            found.setdefault(pair, Merge(*pair, answer.score, answer.reason))
    return tuple(found[pair] for pair in sorted(found))


def _best(cluster: Cluster, places: list[Placed]) -> Placed:
    """The first place that shows the name the person is filed under, or else the first of all; one with words there."""
    shown = [one for one in places if one.quote] or places
    for name in cluster.names[:1]:
        for one in shown:
            if one.use.name == name:
                return one
    return shown[0]


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
        first = next((placed[n] for n in numbers if placed[n].quote), placed[numbers[0]])
        known = [number for number in question.among if (number, "") in ids]
        if len(known) < 2:
            continue
        among = tuple(ids[number, ""] for number in known)
        names = [found.clusters[number].name for number in known]
        yield IdentityQuestion(
            id=stable_id("q", question.name, *among),
            citation=Citation((first.span,), first.quote),
            name=question.name,
            key=question.name,
            question=_words(question, names),
            among=among,
            uses=question.uses,
            own=next((ids[n, ""] for n in known if question.name in _called(found.clusters[n])), ""),
            seen=tuple(
                _seen(placed[n], found.answers[n], found.keys[n]) for n in numbers if found.answers[n].cluster < 0
            ),
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
