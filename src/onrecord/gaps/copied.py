"""People who only ever appear among those copied: somebody kept them informed, and nothing of their own is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from onrecord.model import Gap, Person, Phrase, stable_id
from onrecord.model.people import Seen

#: Raised when the same people and copy sets give other gaps.
VERSION = "1"

#: Messages from which on being copied, and nothing else, is worth a question. Below it chance is as good a reason.
LEAST = 5

#: Header fields of a message in which a person writes or is written to.
_ACTIVE = frozenset({"from", "to", "behalf"})
_COPIED = frozenset({"cc", "bcc"})


def find(people: Iterable[Person], home: Mapping[str, str], release_of: Callable[[str], str]) -> Iterator[Gap | Phrase]:
    """The gaps, and what they are counted against. Copies of one message count once.

    `home` gives for a message with copies the first of them. `release_of` names the release of a file by the start of
    its id.
    """
    copied = 0
    only: list[tuple[Person, list[Seen], int]] = []
    for person in people:
        fields = _fields(person) if person.kind == "person" else {}
        if not _COPIED & fields.keys():
            continue
        copied += 1
        messages = {home.get(one.record, one.record) for field in _COPIED for one in fields.get(field, ())}
        if len(messages) >= LEAST and not _ACTIVE & fields.keys():
            seen = [one for field in sorted(_COPIED) for one in fields.get(field, ())]
            only.append((person, seen, len(messages)))
    yield (counted := Phrase("gaps.only_copied", f"{copied} people are copied on any"))
    for person, seen, count in only:
        yield _gap(person, seen, count, counted, release_of)


def _fields(person: Person) -> Mapping[str, list[Seen]]:
    """Where a person stands in headers, by field."""
    fields: dict[str, list[Seen]] = {}
    for one in person.seen:
        fields.setdefault(one.place, []).append(one)
    return fields


def _gap(person: Person, seen: list[Seen], messages: int, counted: Phrase, release_of: Callable[[str], str]) -> Gap:
    return Gap(
        id=stable_id("g", "only_copied", *sorted(person.keys)),
        citation=person.citation,
        kind="only_copied",
        release=release_of(person.citation.spans[0].page.rpartition("/")[0]),
        detail=f"{person.name} is copied on {messages} messages, and none here is written by or to them",
        denominator=f"{messages} messages; {counted.mark}",
        question="Were their own messages searched for: those that they wrote, and those sent to them?",
        records=tuple(dict.fromkeys(one.record for one in seen)),
    )
