"""The language of search texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.store.query import MOST_TERMS, Parsed, Term, parse
from tests.timing import assert_linear, repeated

PARSED = [
    ("pier", Parsed(((Term(("pier",)),),))),
    ("Pier MEETING", Parsed(((Term(("pier",)),), (Term(("meeting",)),)))),
    # small letters are words
    ("pier or dock", Parsed(((Term(("pier",)),), (Term(("or",)),), (Term(("dock",)),)))),
    ("pier OR dock", Parsed(((Term(("pier",)), Term(("dock",))),))),
    ("a AND b", Parsed(((Term(("a",)),), (Term(("b",)),)))),
    ('"final report"*', Parsed(((Term(("final", "report"), prefix=True, quoted=True),),))),
    ('-"final report" pier', Parsed(((Term(("pier",)),),), (Term(("final", "report"), quoted=True),))),
    ("pier -dock -quay*", Parsed(((Term(("pier",)),),), (Term(("dock",)), Term(("quay",), prefix=True)))),
    # a phrase ends the word before it
    ('the"final report"', Parsed(((Term(("the",)),), (Term(("final", "report"), quoted=True),)))),
    # pieces without a word are skipped
    ("pier & - -- ... dock", Parsed(((Term(("pier",)),), (Term(("dock",)),)))),
    ('"" pier', Parsed(((Term(("pier",)),),))),
    ("jane.doe@example.gov", Parsed(((Term(("jane", "doe", "example", "gov")),),))),
    ("pier\x00dock", Parsed(((Term(("pier",)),), (Term(("dock",)),)))),
    ("\u0420\u0435\u043a\u0430", Parsed(((Term(("\u0440\u0435\u043a\u0430",)),),))),
]


@pytest.mark.parametrize(("text", "expected"), PARSED)
def test_texts_are_understood(text: str, expected: Parsed) -> None:
    assert parse(text) == expected


REFUSED = [
    ('"final', "not closed"),
    ("-dock", "leave out"),
    ("OR", "OR must stand"),
    ("pier OR", "OR must stand"),
    ("OR pier", "OR must stand"),
    ("pier OR OR dock", "OR must stand"),
    ("pier OR -dock", "OR must stand"),
    ("AND pier", "AND must stand"),
    ("-dock OR pier", "OR must stand"),
    ("p*", "nearly everything"),
    ("in*t", "inside"),
    ("pier**", "inside"),
    ("*", "no word"),
    ("!?", "no word"),
    (" ".join(["pier"] * (MOST_TERMS + 1)), "too many"),
]


@pytest.mark.parametrize(("text", "told"), REFUSED)
def test_nonsense_is_refused_with_advice(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as refused:
        parse(text)
    assert refused.value.next_step


@given(st.text(alphabet='ab*"-.\u201c OR\n', max_size=40))
def test_any_text_is_understood_or_refused(text: str) -> None:
    try:
        parsed = parse(text)
    except UsageError:
        return
    assert parsed.wanted
    assert all(term.words for group in parsed.wanted for term in group)


@pytest.mark.parametrize("part", ["-", '"', "a*", "OR "])
def test_long_texts_are_read_in_linear_time(part: str) -> None:
    def refused(text: str) -> None:
        with pytest.raises(UsageError):
            parse(text)

    assert_linear(refused, repeated(part), 200_000)
