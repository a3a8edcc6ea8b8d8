"""Decisions about people: who is meant by a name, and what was decided about whom."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

from onrecord.errors import NotFound, UsageError
from onrecord.model import Decision, IdentityQuestion, Person
from onrecord.review.decisions import made


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
    first, second = sorted((a, b), key=key_of)
    return made("merge", (key_of(first), key_of(second)), by, at, note=note, known=(first.keys, second.keys))


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
    return made("rename", (key_of(whom),), by, at, value=name.strip(), note=note, known=(whom.keys,))


def not_a_person(whom: Person, by: str, at: str, note: str = "") -> Decision:
    """What was taken for a person is none."""
    return made("not_a_person", (key_of(whom),), by, at, note=note, known=(whom.keys,))


def answer(question: IdentityQuestion, whom: Person | None, by: str, at: str, note: str = "") -> Decision:
    """A question is answered: the name means `whom`, or (None) it cannot be told and shall not be asked again."""
    known = (whom.keys,) if whom else ()
    return made("answer", (question.id,), by, at, value=key_of(whom) if whom else "", note=note, known=known)


def key_of(person: Person) -> str:
    """What names a person in decisions: the key of the name most used, which holds across builds; else its id."""
    order, used = {"n": 0, "a": 1, "g": 2, "w": 3}, Counter(seen.key for seen in person.seen)
    return min(person.keys, key=lambda key: (order.get(key[:1], 9), -used[key], key), default=person.id)
