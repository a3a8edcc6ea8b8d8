from __future__ import annotations

import pytest

from onrecord.pages.codes import find, is_label


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
        ("Subject", False),
        ("(b)(6) applies to names", False),
        (" ", False),
    ],
)
def test_labels(text: str, label: bool) -> None:
    assert is_label(text) is label
