"""Names in columns are the names that were put in, in the order of their places."""

from __future__ import annotations

import random

import pytest

from onrecord.model import Span
from onrecord.people.gathered import Gathered
from onrecord.people.headers import Mentioned, Placed
from onrecord.people.uses import Use


def some(seed: int, count: int = 200) -> list[Placed]:
    """Uses that often begin at one place, so that everything else about them decides on their order."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        start = rng.randrange(3)
        name = rng.choice(("Ruiz, Ana", "Ben Cole", ""))
        use = Use(
            name, rng.choice(("", "ana@example.gov")), "c1", f"m{rng.randrange(3)}", rng.choice(("to", "cc", "text"))
        )
        mention = Mentioned(name, weak=rng.random() < 0.5) if use.place == "text" else None
        span = Span(f"{rng.choice('ab') * 16}/{rng.randrange(1, 12)}", start, start + rng.randrange(1, 3))
        record = f"n{rng.randrange(9)}" if mention else use.within
        found.append(Placed(use, record, rng.randrange(2), span, name, mention))
    return found


@pytest.mark.parametrize("seed", range(5))
def test_names_come_out_in_the_order_of_their_places(seed: int) -> None:
    placed = some(seed)
    gathered = Gathered(placed)
    assert [gathered[number] for number in range(len(gathered))] == placed
    gathered.arrange()
    key = [(one.span, one.record, one.use.place, one.place, one.use.name) for one in placed]
    found = [gathered[number] for number in range(len(gathered))]
    assert [(one.span, one.record, one.use.place, one.place, one.use.name) for one in found] == sorted(key)
    assert sorted(map(repr, found)) == sorted(map(repr, placed))
    assert list(gathered.uses) == [one.use for one in found]


def test_the_words_at_a_place_are_those_of_a_header() -> None:
    placed = some(7)
    gathered = Gathered(placed)
    gathered.arrange()
    for span in {one.span for one in placed}:
        known = {one.quote for one in placed if one.span == span and one.mention is None and one.quote}
        words = gathered.words_at(span)
        assert words in known if known else not words
    assert gathered.words_at(Span("c" * 16 + "/1", 0, 1)) == ""
