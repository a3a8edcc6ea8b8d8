"""People as decided: what resolution found, joined with what persons decided. Nothing of either is changed.

Decisions name people by the keys of their names, so they hold after every rebuild in which these names still occur. A
name can go to somebody else when a later release teaches more: a decision holds for who bears most of the names that
the person had when it was made, and what became of the others is asked (`parted`).
Their order does not count, but for ``undo`` and for two renames of one person, of which the later holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from msgspec.structs import replace

from onrecord.model import Decision, IdentityQuestion, Merge, Person, stable_id

Item = TypeVar("Item")
#: Somebody whom a decision names: by the key of a name, and by the keys of all names known then.
Side = tuple[str, tuple[str, ...]]

#: How often one decision can be taken back and given again. Only a forged file goes on for ever.
_UNDONE_AGAIN = 1000


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that have not been taken back, by time, then id. Clocks go wrong: taking back does not ask when."""
    ordered = sorted(decisions, key=lambda decision: (decision.at, decision.id))
    undoing = {one.id: one.undoes for one in ordered if one.action == "undo"}
    undone: set[str] = set()
    for _ in range(_UNDONE_AGAIN):
        before, undone = undone, {target for id, target in undoing.items() if id not in undone}
        if undone == before:
            break
    return [one for one in ordered if one.id not in undone and one.action != "undo"]


def decided(
    people: Iterable[Person], decisions: Iterable[Decision], questions: Mapping[str, IdentityQuestion] | None = None
) -> list[Person]:
    """The people with all standing decisions applied, in order; one merged stands where its first part did.

    `questions` are those that decisions answer, by id: a place that was open is then the chosen person's.
    """
    found = list(people)
    held = standing(decisions)
    for decision in (one for one in held if one.action == "split"):
        found = [part for person in found for part in _split(person, decision)]
    merges = [(one, _sides(one)) for one in held if one.action == "merge"]
    answers = [one for one in held if one.action == "answer" and one.value and one.subjects[0] in (questions or {})]
    for decision in answers:
        question = (questions or {})[decision.subjects[0]]
        chosen = decision.value, _known(decision)
        bearer = _Bearers(found).of(*chosen)
        found = [_given(person, question) if n == bearer else person for n, person in enumerate(found)]
        merges += [(decision, ((question.own, ()), chosen))] if question.own else []
    found = _merged(found, merges)
    for decision in held:
        if decision.action in ("rename", "not_a_person"):
            bearer = _Bearers(found).of(decision.subjects[0], _known(decision)) if decision.subjects else None
            found = [_changed(person, decision) if n == bearer else person for n, person in enumerate(found)]
    return found


def _sides(merge: Decision) -> tuple[Side, ...]:
    """The people whom a merge unites: each by its key, and by the names known then."""
    if len(merge.known) != len(merge.subjects):
        return tuple((key, ()) for key in merge.subjects)
    return tuple(zip(merge.subjects, merge.known, strict=True))


def _known(decision: Decision) -> tuple[str, ...]:
    """The keys of the names that the one person of a decision bore then; none for one of before they were noted."""
    return decision.known[0] if decision.known else ()


class _Bearers:
    """Who bears which name, by their numbers."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._holder = {key: number for number, person in enumerate(people) for key in person.keys}
        self._holder |= {person.id: number for number, person in enumerate(people)}

    def of(self, key: str, known: Sequence[str] = ()) -> int | None:
        """Who bears most of the names in `known`; of equals, and where none is known, the bearer of `key`."""
        votes = Counter(self._holder[one] for one in known if one in self._holder)
        own = self._holder.get(key)
        return max(votes, key=lambda number: (votes[number], number == own, -number), default=own)


def parted(people: Sequence[Person], decisions: Iterable[Decision]) -> list[IdentityQuestion]:
    """What to ask of decisions on a person some of whose names are now another's.

    `people` as decided. Names that a decision itself has split off are no question.
    """
    held, bearers = standing(decisions), _Bearers(people)
    cut = {key for one in held if one.action == "split" for key in one.subjects}
    asked: dict[str, IdentityQuestion] = {}
    for decision in held:
        for known in decision.known:
            home = bearers.of(decision.subjects[0] if decision.action != "answer" else decision.value, known)
            for key in known:
                other = bearers.of(key)
                if home is not None and other not in (None, home) and not cut & {key, *people[home].keys}:
                    one = _moved(decision, key, people[home], people[other])
                    asked.setdefault(one.id, one)
    return list(asked.values())


def _moved(decision: Decision, key: str, home: Person, other: Person) -> IdentityQuestion:
    seen = tuple(one for one in other.seen if one.key == key)
    name = seen[0].name if seen else key.partition(":")[2]
    return IdentityQuestion(
        id=stable_id("q", "parted", decision.id, key, *sorted((home.id, other.id))),
        citation=other.citation,
        name=name,
        key=key,
        question=f"{name} was a name of {home.name} when {decision.by} decided ({decision.action}, {decision.at[:10]}),"
        f" and is now taken for one of {other.name}: who is it? The decision holds for {home.name}.",
        among=(home.id, other.id),
        uses=len(seen),
    )


def open_questions(
    questions: Iterable[IdentityQuestion], decisions: Iterable[Decision], people: Mapping[str, Person]
) -> list[IdentityQuestion]:
    """The questions that no standing decision has answered. `people` are those of the case, by id, before decisions."""
    held = standing(decisions)
    answered = {decision.subjects[0] for decision in held if decision.action == "answer" and decision.subjects}
    left = []
    for question in questions:
        keys = {key for id in question.among if id in people for key in people[id].keys}
        settled = any(one.action == "merge" and len(keys & set(one.subjects)) > 1 for one in held)
        if question.id not in answered and question.key not in answered and not settled:
            left.append(question)
    return left


def _given(person: Person, question: IdentityQuestion) -> Person:
    """A person with the places of a question that were nobody's."""
    why = Merge(person.name, question.name, 1.0, "decided in answer to a question")
    names = _each((*person.aliases, *(seen.name for seen in question.seen)))
    seen = tuple(sorted({*person.seen, *question.seen}))
    return replace(person, seen=seen, aliases=names, merges=(*person.merges, why)) if question.seen else person


def _split(person: Person, decision: Decision) -> list[Person]:
    """The names in `subjects`, or those of one address, become a person of their own."""
    wanted = set(decision.subjects)
    apart = [seen for seen in person.seen if seen.key in wanted]
    stay = [seen for seen in person.seen if seen.key not in wanted]
    if not apart or not stay:
        return [person]
    return [_part(person, stay, wanted, inside=False), _part(person, apart, wanted, inside=True)]


def _part(person: Person, seen: list, wanted: set[str], *, inside: bool) -> Person:  # type: ignore[type-arg]
    names = {one.name for one in seen}
    keys = tuple(key for key in person.keys if (key in wanted) is inside)
    label = next((one.name for one in seen), person.name)
    return replace(
        person,
        id=stable_id("p", "split", *sorted(wanted)) if inside else person.id,
        name=label if inside else person.name,
        filed=label if inside else person.filed,
        aliases=tuple(alias for alias in person.aliases if alias in names),
        addresses=tuple(a for a in person.addresses if ("a:" + a in wanted) is inside),
        seen=tuple(seen),
        keys=keys,
        merges=tuple(merge for merge in person.merges if (merge.a in names) == (merge.b in names)),
    )


def _merged(people: list[Person], merges: list[tuple[Decision, tuple[Side, ...]]]) -> list[Person]:
    """People united along decisions, through any number of them."""
    bearers = _Bearers(people)
    parent = list(range(len(people)))

    def find(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    reasons: dict[int, list[Merge]] = {}
    for decision, sides in merges:
        numbers = sorted({find(number) for side in sides if (number := bearers.of(*side)) is not None})
        for number in numbers[1:]:
            parent[number] = numbers[0]
            why = Merge(
                people[numbers[0]].name, people[number].name, 1.0, f"decided by {decision.by} on {decision.at[:10]}"
            )
            reasons.setdefault(number, []).append(why)
    groups: dict[int, list[int]] = {}
    for number in range(len(people)):
        groups.setdefault(find(number), []).append(number)
    return [
        _union([people[n] for n in group], [why for n in group for why in reasons.get(n, [])])
        for group in groups.values()
    ]


def _union(parts: list[Person], reasons: list[Merge]) -> Person:
    if len(parts) == 1:
        return parts[0]
    main = min(parts, key=lambda person: (-len(person.seen), person.id))
    return replace(
        main,
        aliases=_each(alias for person in parts for alias in person.aliases),
        addresses=_each(address for person in parts for address in person.addresses),
        seen=tuple(sorted(seen for person in parts for seen in person.seen)),
        merges=tuple(sorted({merge for person in parts for merge in person.merges} | set(reasons))),
        keys=_each(key for person in parts for key in person.keys),
        formerly=_each(id for person in parts for id in (person.id, *person.formerly) if id != main.id),
    )


def _each(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _changed(person: Person, decision: Decision) -> Person:
    if decision.action == "rename":
        return replace(person, name=decision.value, filed=decision.value)
    return replace(person, kind="nobody")
