"""Words parted at line ends."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.hyphens import repair

#: As printed; as repaired.
PARTED = [
    ("the inspec-\ntion of the pier", "the inspection of the pier"),
    ("the inspec\u00ad\ntion", "the inspection"),
    # In a quotation, and over an indented line.
    ("> the inspec-\n> tion", "> the inspection"),
    ("inspec- \n   tion", "inspection"),
    # The hyphen belongs to the word: only the line end goes.
    ("COVID-\n19 tests", "COVID-19 tests"),
    ("the Dover-\nCalais line", "the Dover-Calais line"),
    ("a well-\nknown pier", "a well-known pier"),
    # No word is parted.
    ("five -\nor six", "five -\nor six"),
    ("5-\n6", "5-\n6"),
    ("a list:\n- one\n- two", "a list:\n- one\n- two"),
    ("the end-", "the end-"),
    ("", ""),
]


@pytest.mark.parametrize(("printed", "repaired"), PARTED)
def test_words_are_put_together(printed: str, repaired: str) -> None:
    assert repair(printed).text == repaired


@given(st.lists(st.sampled_from(["inspec-\n", "tion", "-\n", "well-", "\n", "> ", " ", "A", "9", "\u00ad\n", "é"])))
def test_every_character_is_found_where_it_came_from(parts: list[str]) -> None:
    text = "".join(parts)
    found = repair(text)
    places = [found.original(offset) for offset in range(len(found.text))]
    assert [text[place] for place in places] == list(found.text)
    assert places == sorted(set(places))
    assert found.original(len(found.text)) == len(text)
