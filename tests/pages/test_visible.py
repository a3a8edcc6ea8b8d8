from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.pages.visible import blank

#: A text, and which of its characters are hidden.
HIDDEN = st.text("ab \n-", max_size=40).flatmap(
    lambda text: st.tuples(st.just(text), st.sets(st.integers(0, max(len(text) - 1, 0)), max_size=len(text)))
)


@given(HIDDEN)
def test_nothing_hidden_is_left_and_nothing_visible_is_lost(case: tuple[str, set[int]]) -> None:
    text, hidden = case
    hidden = {offset for offset in hidden if offset < len(text)}
    new, offsets = blank(text, hidden)
    assert len(new) == len(offsets)
    assert new.count("\n") == text.count("\n")
    kept = [(character, offset) for character, offset in zip(new, offsets, strict=True) if character not in " \n"]
    assert all(text[offset] == character and offset not in hidden for character, offset in kept)
    assert len(kept) == sum(not text[row].isspace() and row not in hidden for row in range(len(text)))


def test_each_run_leaves_one_space() -> None:
    assert blank("to Ann Bee and Cy", {3, 4, 5, 7, 8, 9, 15, 16})[0] == "to   and  "
    assert blank("Ann\nBee", {0, 1, 2, 4, 5, 6})[0] == " \n "
