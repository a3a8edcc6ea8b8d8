"""Exemption codes: each law of the data file, and labels."""

from __future__ import annotations

import pytest

from onrecord.data import codes
from onrecord.data.codes import FAMILIES, explain, find, is_label
from tests.timing import assert_linear, repeated


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(b)(6)", ("(b)(6)",)),
        ("(b) (7) (C); (b)(6)", ("(b)(7)(C)", "(b)(6)")),
        ("b7C -2, b6 -2", ("b7C", "b6")),
        ("B6", ("B6",)),
        ("1.4(D)", ("1.4(D)",)),
        ("(k)(5) (d)(5) (j)(2)", ("(k)(5)", "(d)(5)", "(j)(2)")),
        # the (b) of the next code is no sub-part
        ("(b)(7) (b)(6) b7 b6", ("(b)(7)", "(b)(6)", "b7", "b6")),
        # the same twice is one
        ("(b)(5) (b)(5)", ("(b)(5)",)),
        # a word with the letters of a code, an item of a list, a room number
        ("web6 b12 item (b) and (5) of B612", ()),
        # the letter after a code begins a word
        ("b6 Are you there", ("b6",)),
        # laws of states, which end in figures that look like other codes
        ("Tex. Gov. Code 552.108(a)(1)", ("Tex. Gov. Code 552.108(a)(1)",)),
        ("7(1)(c), 7(1)(d)(iv)", ("7(1)(c)", "7(1)(d)(iv)")),
        ("JFK Act 6 (1)(C)", ("JFK Act 6 (1)(C)",)),
    ],
)
def test_codes(text: str, codes: tuple[str, ...]) -> None:
    assert find(text) == codes


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("(b)(6)", True),
        ("REDACTED (b) (5), (b)(7)(E)", True),
        ("Non-Responsive", True),
        ("b7C -2", True),
        ("Gov. Code § 7927.705", True),
        ("Subject", False),
        ("(b)(6) applies to names", False),
        (" ", False),
    ],
)
def test_labels(text: str, label: bool) -> None:
    assert is_label(text) is label


EXAMPLES = [(printed, code) for family in FAMILIES for printed, code in family.examples.items()]


@pytest.mark.parametrize(("printed", "code"), EXAMPLES)
def test_every_law_reads_its_own_examples(printed: str, code: str) -> None:
    assert explain(printed).code == code
    assert is_label(printed)
    assert [explain(each).code for each in find(printed)] == [code]


def test_every_meaning_belongs_to_a_code_that_can_be_printed() -> None:
    for law, code, meaning in codes.meanings():
        assert law
        assert explain(code) == codes.Code(code, law, meaning)


def test_a_code_without_a_meaning_of_its_own_has_that_of_the_part_it_belongs_to() -> None:
    assert explain("(b)(7)(E)").meaning != explain("(b)(7)").meaning
    assert explain("N.Y. POL 87(2)(e)(iv)").meaning == explain("POL 87(2)(e)").meaning != ""


def test_what_no_law_has_is_counted_as_printed() -> None:
    assert explain("X-9") == codes.Code("X-9", "", "")


@pytest.mark.parametrize("part", ["(b", "7(1)", "JFK Act Sec ", "§ ", "b "])
def test_hostile_text_takes_linear_time(part: str) -> None:
    assert_linear(find, repeated(part), 200_000)
    assert_linear(is_label, repeated(part), 200_000)
