"""Who is greeted, who signs and as what."""

from __future__ import annotations

import pytest

from onrecord.model import Citation, HeaderKind, Message, Party, Span
from onrecord.people import bodies, mentions


def message(body: str, sender: str = "Ruiz, Ana") -> Message:
    span = Span("0" * 16 + "/1", 100, 100 + len(body))
    return Message(
        id="m1", file="0" * 64, page_start=1, page_end=1, chain="c1", depth=0, header_kind=HeaderKind.TOP,
        citation=Citation((span,), body), sender=Party(printed=sender, name=sender), body=body, body_spans=(span,),
    )  # fmt: skip


def found(body: str, place: str, roster: frozenset[str] = frozenset()) -> list[str]:
    return [one.name for where, one in bodies.find(message(body), roster) if where == place]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("Hi Ben,\n\nThe piles are in.\n\nAna", ["Ben"]),
        ("Dear Dr. Okonkwo:\nThe piles are in.", ["Okonkwo"]),
        ("Dear Councilmember Lyle,\nThe piles are in.", ["Lyle"]),
        ("Ben and Tomas -\nThe piles are in.", ["Ben", "Tomas"]),
        ("Ben/Tomas,\nThe piles are in.", ["Ben", "Tomas"]),
        ("Team,\nThe piles are in.", []),
        ("Thanks,\nAna", []),
        ("The piles are in.", []),
        ("See below.", []),
    ],
)
def test_who_is_greeted(body: str, names: list[str]) -> None:
    assert found(body, "greeting") == names


def test_who_signs_and_as_what() -> None:
    body = "The piles are in.\n\nRegards,\n\nAna Ruiz\nChief Engineer\nDepartment of Justice\n202-555-0101"
    (signed,) = [one for where, one in bodies.find(message(body), frozenset()) if where == "signature"]
    assert signed.name == "Ana Ruiz"
    assert signed.title is not None
    assert (signed.title.words, signed.title.office) == ("Chief Engineer", "Department of Justice")


def test_names_in_between_need_a_known_surname() -> None:
    body = "Belmonte saw the piles with Operations.\n\nAna"
    assert found(body, "text") == []
    assert found(body, "text", frozenset({"belmonte"})) == ["Belmonte"]


def test_a_mention_stands_where_it_says() -> None:
    body = "Hi Ben,\n\nThe piles are in."
    (mention,) = mentions.in_message(message(body), frozenset())
    (span,) = mention.citation.spans
    assert (span.start, span.end, mention.citation.quote, mention.message) == (103, 106, "Ben", "m1")
