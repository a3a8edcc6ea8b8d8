from __future__ import annotations

from onrecord.model import Span
from onrecord.text.passages import Passage

TEXTS = {"f/1": "one two\nthree", "f/2": "four five"}


def test_parts_are_joined_and_lead_back() -> None:
    passage = Passage((Span("f/1", 4, 13), Span("f/2", 0, 4)), TEXTS)
    assert passage.text == "two three four"
    assert passage.spans(0, 3) == (Span("f/1", 4, 7),)
    assert passage.spans(4, 14) == (Span("f/1", 8, 13), Span("f/2", 0, 4))
    assert passage.spans(9, 10) == ()
