"""Stamps, banners, release marks, page numbers and exemption codes."""

from __future__ import annotations

import pytest

from onrecord.pages.furniture import find

#: A page; its marks as (kind, value).
PAGES = [
    ("Body.\nHPA-AB-000123\n", [("stamp", "HPA-AB-000123")]),
    ("Body.\nNIH-000972\n", [("stamp", "NIH-000972")]),
    ("HPA000A-000064\nBody.\n", [("stamp", "HPA000A-000064")]),
    ("Body.\n19-cv-4048(FBI)-1822\n", [("stamp", "19-cv-4048(FBI)-1822")]),
    ("Body of a page.\nDocument ID: 0.7.910.15867\n", [("stamp", "0.7.910.15867")]),
    # the page number stands behind the document's serial on one line
    (
        "Body of a page.\nDocument ID: 0.7.910.15867 HPA-000101\n",
        [("stamp", "0.7.910.15867"), ("stamp", "HPA-000101")],
    ),
    (
        "Body of a page.\nDoc. No. 22.104.00048 HPA000A-000053\n",
        [("stamp", "22.104.00048"), ("stamp", "HPA000A-000053")],
    ),
    # the foot of a page printed from a browser, with the serial of the document and a stamp beside it
    (
        "Body of a page.\nhttps://mail.example.org/mail/u/0?ik=1&view=pt Doc. No. 22.104.00047 1/3 HPA001A-000047",
        [
            ("banner", "https://mail.example.org/mail/u/0?ik=1&view=pt"),
            ("stamp", "22.104.00047"),
            ("page_number", "1/3"),
            ("stamp", "HPA001A-000047"),
        ],
    ),
    ("Body of a page.\n1 / 2\nHPA001A-000047\n", [("page_number", "1 / 2"), ("stamp", "HPA001A-000047")]),
    ("Half of the pages, 1 / 2,\nwere lost.\nSee https://example.org/a for a list.\n", []),
    # A line of an address in the middle of a page is no stamp, the same at its foot is one.
    ("Harbour Master\nSaltmere\nTo\nHarbour News\nDEPT MR 57810\nDear Sir\nWe write.\nIt is so.\nYours\nA.\n", []),
    ("Body of the page.\nHPA AB 000123\n", [("stamp", "HPA AB 000123")]),
    # A number within a sentence is no stamp.
    ("The form HPA-000123 was filed late by the office.\nAnother line of the text.\nA third line of it.\n", []),
    # A stamp at the end of a line of somebody else's.
    ("Date: 02/28/2020            HARBOR-SCB0045334\n", [("stamp", "HARBOR-SCB0045334")]),
    (
        "UNCLASSIFIED U.S. Department of State Case No. F-2019-00417 Doc No. C05900012 Date: 02/28/2020\nBody.\n",
        [
            (
                "banner",
                "UNCLASSIFIED U.S. Department of State Case No. F-2019-00417 Doc No. C05900012 Date: 02/28/2020",
            ),
            ("stamp", "C05900012"),
        ],
    ),
    # A stamp of release on one line, with codes.
    (
        "Head\n        RELEASE IN PART B5,B6\nBody.\n",
        [("release_mark", "RELEASE IN PART"), ("exemption", "B5"), ("exemption", "B6")],
    ),
    # The same in a column at the right, beside words of a header.
    (
        "From:      Vance, Ada            RELEASE IN\nTo:        Tran, Minh            PART B6\nBody.\n",
        [("release_mark", "RELEASE IN PART"), ("release_mark", "RELEASE IN PART"), ("exemption", "B6")],
    ),
    ("Head\n          RELEASE\n          IN FULL\nBody.\n", [("release_mark", "RELEASE IN FULL")] * 2),
    ("Head\n          DENIED IN FULL\n", [("release_mark", "DENIED IN FULL")]),
    # A press release is not a release mark.
    ("For the press. RELEASE IN PART of the text was planned.\nMore of it.\n", []),
    # Codes at the margin and inside the text.
    ("The name is                              B6\nand more of it.\n", [("exemption", "B6")]),
    ("b7C\nHe said (b)(7)(C) was there.\n", [("exemption", "b7C"), ("exemption", "(b)(7)(C)")]),
    ("Call (b) (6) today.\n", [("exemption", "(b)(6)")]),
    # a box over two lines bears its code on both
    ("(b)(5)\n(b)(5)\n", [("exemption", "(b)(5)"), ("exemption", "(b)(5)")]),
    ("(b)(7)(E)\n(b)(7)(C) said\n", [("exemption", "(b)(7)(E)"), ("exemption", "(b)(7)(C)")]),
    ("(b)(7) (b)\n", [("exemption", "(b)(7)(B)")]),
    # "B6" within prose is no code.
    ("Gate B6 is closed for good.\n", []),
    ("Page 20 of 47\nBody.\n", [("page_number", "20 of 47")]),
    ("Body of the page.\n\n- 3 -\n", [("page_number", "3")]),
    (
        "Body of the page.\nhttps://mail.example.org/mail/u/0?view=pt 1/2 HPA000A-000064\n",
        [
            ("banner", "https://mail.example.org/mail/u/0?view=pt"),
            ("page_number", "1/2"),
            ("stamp", "HPA000A-000064"),
        ],
    ),
    # A number inside the text is no page number.
    ("First line of it.\nSecond line of it.\nThird line of it.\n12\nFifth line of it.\nSixth one.\nSeventh.\n", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), PAGES)
def test_furniture_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(mark.kind, mark.value) for mark in find(text)] == expected


@pytest.mark.parametrize("text", [text for text, _ in PAGES])
def test_marks_lie_in_the_page_in_order(text: str) -> None:
    marks = find(text)
    assert list(marks) == sorted(marks, key=lambda mark: mark.start)
    assert all(0 <= mark.start < mark.end <= len(text) for mark in marks)
