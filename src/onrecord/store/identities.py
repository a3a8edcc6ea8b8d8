"""People as decided: what resolution found, joined with what persons decided. Nothing of either is changed.

Decisions name people by the keys of their names, so they hold after every rebuild in which these names still occur.
Their order does not count, but for ``undo`` and for two renames of one person, of which the later holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from onrecord.model import Decision, IdentityQuestion, Merge, Person, stable_id

Item = TypeVar("Item")

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
    merges = [(one, one.subjects) for one in held if one.action == "merge"]
    answers = [one for one in held if one.action == "answer" and one.value and one.subjects[0] in (questions or {})]
    for decision in answers:
        question = (questions or {})[decision.subjects[0]]
        found = [_given(person, question) if decision.value in person.keys else person for person in found]
        merges += [(decision, (question.own, decision.value))] if question.own else []
    found = _merged(found, merges)
    for decision in held:
        if decision.action in ("rename", "not_a_person"):
            found = [_changed(person, decision) for person in found]
    return found


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


def _merged(people: list[Person], merges: list[tuple[Decision, tuple[str, ...]]]) -> list[Person]:
    """People united along decisions, through any number of them."""
    holder = {key: number for number, person in enumerate(people) for key in person.keys}
    holder |= {person.id: number for number, person in enumerate(people)}
    parent = list(range(len(people)))

    def find(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    reasons: dict[int, list[Merge]] = {}
    for decision, subjects in merges:
        numbers = sorted({find(holder[key]) for key in subjects if key in holder})
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
    if not set(decision.subjects) & {*person.keys, person.id}:
        return person
    if decision.action == "rename":
        return replace(person, name=decision.value, filed=decision.value)
    return replace(person, kind="nobody")
