"""Words that say that something was taken out."""

from __future__ import annotations

import pytest

from onrecord.pages.finish import finish
from onrecord.pages.taken_out import find
from tests.timing import assert_linear, repeated


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Call [redacted] at noon", [("[redacted]", "")]),
        ("Call [name withheld] at noon", [("[name withheld]", "")]),
        ("[REDACTED - (b)(6), (b)(7)(C)] said so", [("[REDACTED - (b)(6), (b)(7)(C)]", "(b)(6) (b)(7)(C)")]),
        ("signed ████████ and REDACTED", [("████████", ""), ("REDACTED", "")]),
        ("<deleted> [text sanitized]", [("<deleted>", ""), ("[text sanitized]", "")]),
        # people write about redactions
        ("The redacted pages were withheld; see the redaction log (Tab 3).", []),
        ("nothing", []),
    ],
)
def test_marks(text: str, marks: list[tuple[str, str]]) -> None:
    assert [(text[mark.start : mark.end], mark.value) for mark in find(text)] == marks


def test_marks_stand_in_their_order_among_the_others() -> None:
    page = finish(file="a" * 64, number=1, text="[redacted] (b)(6)\n[redacted]", engine="text", engine_version="1")
    assert [mark.kind for mark in page.marks] == ["redacted", "exemption", "redacted"]


@pytest.mark.parametrize("part", ["[a redacted ", "(redacted (b)", "██ ", "[" * 5, "REDACTED- "])
def test_hostile_text_takes_linear_time(part: str) -> None:
    assert_linear(lambda text: list(find(text)), repeated(part), 200_000)
