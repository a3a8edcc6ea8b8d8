"""Decisions about people: found by name, written down, taken back, sent and received."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from onrecord.errors import NotFound, UsageError
from onrecord.model import Decision, IdentityQuestion, Person, stable_id

ACTIONS = ("merge", "split", "rename", "not_a_person", "answer", "undo")


def folded(text: str) -> str:
    """A name for comparing: lower case, without accents and marks."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return " ".join(
        "".join(
            char if char.isalnum() or char == "@" else " " for char in plain if not unicodedata.combining(char)
        ).split()
    )


def matching(people: Iterable[Person], name: str) -> list[Person]:
    """The people whom `name` can stand for: an id (or its beginning), a name in full, else a part of one."""
    listed = list(people)
    if len(name) >= 6 and (
        by_id := [person for person in listed if person.id.startswith(name) or name in person.formerly]
    ):
        return by_id
    wanted = folded(name)
    exact = [
        p
        for p in listed
        if wanted in {folded(p.name), folded(p.filed), *map(folded, p.aliases), *map(folded, p.addresses)}
    ]
    named = [p for p in exact if p.kind == "person"] or exact
    if named:
        return named
    words = wanted.split()
    return [
        p
        for p in listed
        if words and all(any(part.startswith(word) for part in folded(f"{p.name} {p.filed}").split()) for word in words)
    ]


def person(people: Iterable[Person], name: str) -> Person:
    """The one person whom `name` stands for. Raises NotFound when there is none, or several."""
    found = matching(people, name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise NotFound(
            f"nobody called {name!r} in this case", "`onrecord people` lists everybody; give a name or an id"
        )
    listed = ", ".join(f"{one.name} ({one.id[:9]})" for one in found[:6])
    raise NotFound(f"{len(found)} people may be meant by {name!r}: {listed}", "give one of the ids")


def merge(a: Person, b: Person, by: str, at: str, note: str = "") -> Decision:
    """Two people are one. Raises UsageError when they already are."""
    if a.id == b.id:
        raise UsageError(f"{a.name} is one person already", "name two people")
    return made("merge", (_key(a), _key(b)), by, at, note=note)


def split(whole: Person, names: Iterable[str], by: str, at: str, note: str = "") -> Decision:
    """The given names or addresses of a person are another person's. Raises NotFound for one that is not among them."""
    keys = []
    for name in names:
        found = {seen.key for seen in whole.seen if folded(seen.name) == folded(name) and seen.key}
        found |= {key for key in whole.keys if key == "a:" + name.lower()}
        if not found:
            raise NotFound(f"{name!r} is no name of {whole.name}", f"its names: {', '.join(whole.aliases[:8])}")
        keys += sorted(found)
    return made("split", tuple(dict.fromkeys(keys)), by, at, note=note)


def rename(whom: Person, name: str, by: str, at: str, note: str = "") -> Decision:
    """A person is called so. Raises UsageError for an empty name."""
    if not name.strip():
        raise UsageError("a person needs a name", "give the new name")
    return made("rename", (_key(whom),), by, at, value=name.strip(), note=note)


def not_a_person(whom: Person, by: str, at: str, note: str = "") -> Decision:
    """What was taken for a person is none."""
    return made("not_a_person", (_key(whom),), by, at, note=note)


def answer(question: IdentityQuestion, whom: Person | None, by: str, at: str, note: str = "") -> Decision:
    """A question is answered: the name means `whom`, or (None) it cannot be told and shall not be asked again."""
    return made("answer", (question.id,), by, at, value=_key(whom) if whom else "", note=note)


def undo(decision: Decision, by: str, at: str, note: str = "") -> Decision:
    """A decision is taken back."""
    return made("undo", (decision.id,), by, at, undoes=decision.id, note=note)


def made(
    action: str, subjects: tuple[str, ...], by: str, at: str, value: str = "", undoes: str = "", note: str = ""
) -> Decision:
    """A decision with the id that its contents give it: the same decision imported twice is one."""
    ordered = tuple(sorted(subjects)) if action == "merge" else subjects
    id = stable_id("d", action, *ordered, value, undoes, by, at)
    return Decision(id=id, at=at, by=by, action=action, subjects=ordered, value=value, undoes=undoes, note=note)


def _key(person: Person) -> str:
    """What names a person in decisions: the first key of its names, which holds across builds; else its id."""
    order = {"n": 0, "a": 1, "g": 2, "w": 3}
    return min(person.keys, key=lambda key: (order.get(key[:1], 9), key), default=person.id)


def written(decisions: Iterable[Decision]) -> Iterator[str]:
    """Decisions as JSON, one a line."""
    return (json.dumps(msgspec.to_builtins(decision), ensure_ascii=False, sort_keys=True) for decision in decisions)


def read(lines: Iterable[str]) -> list[Decision]:
    """Decisions out of lines that `written` made. Raises UsageError for anything else."""
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decision = msgspec.json.decode(line.encode(), type=Decision)
        except msgspec.MsgspecError as error:
            raise UsageError(
                f"line {number} is no decision: {error}", "give a file that `onrecord review export` wrote"
            ) from None
        if decision.action not in ACTIONS:
            raise UsageError(
                f"line {number}: there is no decision {decision.action!r}", f"it is one of {', '.join(ACTIONS)}"
            )
        found.append(decision)
    return found
