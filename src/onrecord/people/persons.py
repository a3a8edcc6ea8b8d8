"""People out of the uses of a whole case: records with citations, and the questions that stay open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.model import Citation, Finding, IdentityQuestion, Merge, Person, Seen, stable_id
from onrecord.people.headers import Placed
from onrecord.people.resolve import resolve
from onrecord.people.uses import Answer, Cluster, Question, Resolution

#: Raised when the same names would be resolved otherwise.
VERSION = "1"


def persons(placed: Sequence[Placed]) -> Iterator[Finding]:
    """The people named in `placed` and the open questions about them. The order of `placed` does not count."""
    ordered = sorted(placed, key=lambda one: (one.span, one.record, one.use.place, one.place, one.use.name))
    found = resolve([one.use for one in ordered])
    seen: defaultdict[int, list[int]] = defaultdict(list)
    for number, answer in enumerate(found.answers):
        if answer.cluster >= 0:
            seen[answer.cluster].append(number)
    ids = {number: stable_id("p", cluster.key) for number, cluster in enumerate(found.clusters)}
    for number in sorted(seen):
        yield _person(ids[number], found, number, [ordered[n] for n in seen[number]], seen[number])
    yield from _questions(found, ordered, ids, seen)


def _person(id: str, found: Resolution, number: int, places: list[Placed], numbers: list[int]) -> Person:
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
        seen=tuple(map(_seen, places, answers)),
        merges=_merges(cluster, places, answers),
        keys=cluster.keys,
    )


def _seen(one: Placed, answer: Answer) -> Seen:
    return Seen(one.record, one.use.place, one.place, one.use.name or one.use.address, one.span, answer.score)


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
    found: Resolution, placed: Sequence[Placed], ids: dict[int, str], seen: dict[int, list[int]]
) -> Iterator[IdentityQuestion]:
    """A question for every name that may mean several people, at the first place where it stands."""
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    for number, answer in enumerate(found.answers):
        if answer.cluster < 0 and answer.among:
            by_name[placed[number].use.name].append(number)
    for question in found.questions:
        numbers = _places(question, found, by_name, seen)
        if not numbers:
            continue
        first = next((placed[n] for n in numbers if placed[n].quote), placed[numbers[0]])
        among = tuple(ids[number] for number in question.among)
        names = [found.clusters[number].name for number in question.among]
        yield IdentityQuestion(
            id=stable_id("q", question.name, *among),
            citation=Citation((first.span,), first.quote),
            name=question.name,
            key=question.name,
            question=_words(question, names),
            among=among,
            uses=question.uses,
        )


def _places(
    question: Question, found: Resolution, by_name: dict[str, list[int]], seen: dict[int, list[int]]
) -> list[int]:
    among = set(question.among)
    open_uses = [n for n in by_name.get(question.name, ()) if set(found.answers[n].among) == among]
    return open_uses or [n for number in question.among for n in seen.get(number, ())[:1]]


def _words(question: Question, names: list[str]) -> str:
    times = "once" if question.uses == 1 else f"{question.uses} times"
    if question.name in names:
        others = [name for name in names if name != question.name]
        return f"{question.name} ({times}): the same person as {' or '.join(others)}?"
    return f"Who is {question.name} ({times}): {' or '.join(names)}?"
