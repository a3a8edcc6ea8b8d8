"""People of whom nothing but being copied is known."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from onrecord.gaps import copied
from onrecord.model import Citation, Gap, Person, Span
from onrecord.model.people import Seen
from tests.gaps.worded import worded

SPAN = Span("ab" * 8 + "/3", 10, 20)


def person(name: str, *places: tuple[str, str], kind: str = "person") -> Person:
    """A person seen at `places`: the id of a message and the header field."""
    return Person(
        id=f"p{name}",
        citation=Citation((SPAN,), name),
        name=name,
        filed=name,
        kind=kind,
        keys=(name.lower(),),
        seen=tuple(Seen(record, place, 0, name, SPAN) for record, place in places),
    )


def find(*people: Person, home: Mapping[str, str] = MappingProxyType({})) -> list[Gap]:
    return worded(copied.find(people, home, lambda file: "first"))


def test_who_is_copied_often_and_never_writes_is_asked_about() -> None:
    marsh = person("Dana Marsh", *((f"m{n}", "cc") for n in range(6)))
    iyer = person("Priya Iyer", *((f"m{n}", "cc") for n in range(6)), ("m9", "from"))
    okafor = person("Ngozi Okafor", *((f"m{n}", "bcc") for n in range(6)), ("m9", "to"))
    (gap,) = find(marsh, iyer, okafor)
    assert (gap.kind, gap.release, gap.records) == ("only_copied", "first", tuple(f"m{n}" for n in range(6)))
    assert gap.detail == "Dana Marsh is copied on 6 messages, and none here is written by or to them"
    assert gap.denominator == "6 messages; 3 people are copied on any"
    assert gap.question.endswith("?") and gap.citation == marsh.citation


def test_a_few_messages_are_no_reason_to_ask_and_copies_of_one_are_one() -> None:
    marsh = person("Dana Marsh", *((f"m{n}", "cc") for n in range(6)))
    pair, another = {"m0": "m0", "m1": "m0"}, {"m2": "m2", "m3": "m2"}
    assert find(marsh, home=pair) != []
    assert find(marsh, home=pair | another) == []


def test_lists_and_names_in_running_text_are_not_asked_about() -> None:
    assert find(person("All Staff", *((f"m{n}", "cc") for n in range(9)), kind="group")) == []
    assert find(person("Dana Marsh", *((f"m{n}", "text") for n in range(9)))) == []
