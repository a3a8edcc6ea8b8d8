"""Who held what when, as far as pages say."""

from __future__ import annotations

from onrecord.model import Citation, Mention, Person, Seen, Span, Tenure
from onrecord.people.tenures import Titled, tenures

PAGE = "0" * 16 + "/1"


def mention(number: int, title: str, *, status: str = "", office: str = "Harbor Authority") -> Mention:
    span, titled = Span(PAGE, number * 100 + 50, number * 100 + 58), Span(PAGE, number * 100, number * 100 + len(title))
    return Mention(
        id=f"n{number}", citation=Citation((span,), "Ana Ruiz"), name="Ana Ruiz", document="doc", message=f"m{number}",
        title=title, office=office, status=status, title_printed=title, title_spans=(titled,),
    )  # fmt: skip


def of(*said: Mention, days: dict[str, str]) -> list[Tenure]:
    seen = tuple(Seen(one.id, "text", 0, one.name, one.citation.spans[0]) for one in said)
    person = Person(id="p1", citation=said[0].citation, name="Ana Ruiz", filed="Ruiz, Ana", seen=seen)
    return list(tenures([person], Titled(said), days, lambda span: ""))


def test_statements_of_one_post_are_put_together() -> None:
    (held,) = of(
        mention(1, "Director"), mention(2, "director"), mention(3, "Director", status="former"),
        days={"m1": "2021-01-05", "m2": "2021-03-01", "m3": "2022-01-01"},
    )  # fmt: skip
    assert (held.since, held.until, held.ended_by, held.statements) == ("2021-01-05", "2021-03-01", "2022-01-01", 3)
    assert not held.former
    assert held.citation.quote == "Director\nAna Ruiz"


def test_one_person_can_hold_two_posts() -> None:
    held = of(mention(1, "Director"), mention(2, "Acting Secretary", status="acting"), days={"m1": "2021-01-05"})
    assert {(one.title, one.acting, one.since) for one in held} == {
        ("Director", False, "2021-01-05"),
        ("Acting Secretary", True, ""),
    }


def test_an_office_behind_a_name_in_a_header_is_a_statement() -> None:
    span = Span(PAGE, 0, 20)
    seen = Seen("m1", "to", 0, "Ruiz, Ana (HPA/ENG)", span)
    person = Person(id="p1", citation=Citation((span,), "x"), name="Ana Ruiz", filed="Ruiz, Ana", seen=(seen,))
    (held,) = tenures([person], Titled(), {"m1": "2021-01-05"}, {span: "Ruiz, Ana (HPA/ENG)"}.__getitem__)
    assert (held.title, held.office, held.since) == ("", "HPA/ENG", "2021-01-05")
