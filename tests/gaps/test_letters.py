"""Release letters and their figures."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.gaps import letters
from onrecord.model import ReleaseLetter, quote_at
from tests.gaps.pages import LETTER, page
from tests.timing import assert_linear, repeated


def letter(*texts: str) -> ReleaseLetter:
    pages = [page(text, number) for number, text in enumerate(texts, 1)]
    (found,) = letters.find(pages, "first")
    assert found.citation.quote == quote_at(found.citation.spans, {each.key: each.text for each in pages})
    return found


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # an agency's interim response
        (
            "This is the third interim response. The Authority has reviewed 27 pages for this release, Bates numbered "
            "HPA-000101 through\nHPA-000127. Of these, 22 pages are released in full or in part and 5 pages are "
            "withheld in full.",
            {
                "number": "3",
                "pages_reviewed": 27,
                "pages_released": 22,
                "withheld": 5,
                "bates_first": "HPA-000101",
                "bates_last": "HPA-000127",
            },
        ),
        # a bureau's letter, whose stamps are made of a docket number
        (
            "1,502 pages were reviewed and 340 pages are being released. The enclosed documents are Bates Stamped "
            "21-cv-417(HPA)-1 \nthrough 21-cv-417(HPA)-1502, which represents the twenty-first interim release.",
            {
                "number": "21",
                "pages_reviewed": 1502,
                "pages_released": 340,
                "withheld": None,
                "bates_first": "21-cv-417(HPA)-1",
                "bates_last": "21-cv-417(HPA)-1502",
            },
        ),
        # a range whose last number is printed alone, and a line end in a stamp
        (
            "We processed 30 pages and are releasing 20 pages, Bates range HPA-0101 - 0130.",
            {"bates_first": "HPA-0101", "bates_last": "HPA-0130"},
        ),
        ("We reviewed 30 pages and released 20 pages (Bates HPA-0101 to HPA-\n0130).", {"bates_last": "HPA-0130"}),
        # pages released in full and in part are counted apart
        (
            "We reviewed 60 pages: 20 pages are released in full, 30 pages are released in part, and 10 pages are "
            "withheld in full. This is Production No. 4",
            {"pages_released": 50, "withheld": 10, "number": "4"},
        ),
        (
            "After processing 9 pages we find that 9 pages are denied in full. 2nd partial release",
            {"number": "2", "withheld": 9},
        ),
    ],
)
def test_figures(text: str, facts: dict[str, Any]) -> None:
    found = letter(LETTER + text)
    assert {name: getattr(found, name) for name in facts} == facts
    assert found.date == "2022-03-04"


def test_withheld_is_what_was_reviewed_and_not_released() -> None:
    assert letter(LETTER + "502 pages were reviewed and 340 pages are being released.").pages_withheld == 162


def test_the_second_page_has_the_range() -> None:
    found = letter(
        LETTER + "12 pages were reviewed and 4 pages are being released.",
        "the Bates numbered pages HPA-1 through HPA-12 are our second release of responsive records",
    )
    assert (found.number, found.bates_last, found.page_end) == ("2", "HPA-12", 2)


@pytest.mark.parametrize(
    ("text", "consultation"),
    [
        ("The consultation with the other agency is complete.", "answered"),
        ("We will write when the consultation is completed.", ""),
        ("We are consulting with another agency.", "mentioned"),
    ],
)
def test_letters_without_a_number(text: str, consultation: str) -> None:
    found = letter(LETTER + "5 pages were reviewed and 5 pages are being released. " + text)
    assert (found.number, found.consultation) == ("", consultation)


@pytest.mark.parametrize(
    "text",
    [
        # an estimate of fees
        LETTER + "We have located about 5,062 pages of responsive records. Each disc holds 500 reviewed pages.",
        # a mail about a release
        "From: Rosa Quill\n\nDear Per,\n27 pages were reviewed and 22 pages are being released.",
        LETTER + "Your request has been received.",
    ],
)
def test_other_letters_account_for_nothing(text: str) -> None:
    assert list(letters.find([page(text)], "first")) == []


def test_each_letter_of_a_file_stands_alone() -> None:
    text = LETTER + "{} pages were reviewed and 1 page is being released."
    found = list(letters.find([page(text.format(number + 5), number) for number in (1, 2)], "first"))
    assert [each.pages_reviewed for each in found] == [6, 7]


@pytest.mark.parametrize(
    "part", ["1,000 ", "12 pages of ", "Bates numbered HPA-", "consultation ", "interim ", "reviewed "]
)
def test_hostile_text_takes_linear_time(part: str) -> None:
    text = repeated(part, before=LETTER)
    assert_linear(lambda one: list(letters.find([one], "first")), lambda length: page(text(length)), 200_000)
