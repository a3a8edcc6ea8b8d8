"""Sheets in the place of withheld pages, as printed and as scanners read them."""

from __future__ import annotations

import pytest

from onrecord.text.withheld import DELETED_PAGES, WITHHELD_IN_FULL, Listed, read
from tests.timing import assert_linear, repeated

LIST = """\
HARBOR AUTHORITY
DELETED PAGE INFORMATION SHEET
Request No. 21-0417
Total Deleted Page(s) = 3
Page 7 ~ b5; b6;
Page 8 ~ Referral/Consult;
Page 12 Duplicate;
XXXXXXXXXXXX
X  No Duplication Fee  X
"""


def test_list_of_deleted_pages() -> None:
    sheet = read(LIST)
    assert sheet is not None
    assert (sheet.kind, sheet.total, sheet.rows, sheet.opens) == (DELETED_PAGES, 3, 3, True)
    assert sheet.listed == (Listed(7, "b5; b6"), Listed(8, "Referral/Consult"), Listed(12, "Duplicate"))
    assert LIST[sheet.start : sheet.end] == "Total Deleted Page(s) = 3"


@pytest.mark.parametrize(
    "total",
    [
        "Total Deleted Page(s ) = 104",
        "Total Deleted Page(s) 104",
        "Total Deleted Page(s) ~ 104",
        "T0tal Deleted Page(s} = 104",
    ],
)
def test_total_as_scanners_read_it(total: str) -> None:
    sheet = read(f"FOI/PA\nDELETED PAGE INF0RMATION SHEET\n{total}\nPage 4 ~ b6;\n")
    assert sheet is not None
    assert sheet.total == 104


def test_a_sheet_whose_total_was_not_read_still_counts_its_lines() -> None:
    sheet = read("DELETED PAGE INFORMATION SHEET\nTotal Deleted Page(s)\nPage no Duplicate;\nPage PR b3 - 2;\n")
    assert sheet is not None
    assert (sheet.total, sheet.rows, sheet.listed) == (None, 2, ())


def test_a_list_goes_on_without_a_heading() -> None:
    sheet = read("Page 55 ~ b3 - 1; b6 - 2;\nPage 56 ~ b3 - 1;\nPage 57 ~ Duplicate;\n")
    assert sheet is not None
    assert (sheet.opens, sheet.rows) == (False, 3)
    last = read("Page 58 ~ b3 - 1;\nX Deleted Page(s) X\nX No Duplication Fee X\nX For this Page X\nXXXX\n")
    assert last is not None
    assert (last.opens, last.rows) == (False, 1)


@pytest.mark.parametrize(
    ("text", "total", "first", "last"),
    [
        (
            "HPA-000040 through HPA-000045\nWITHHELD IN FULL\n6 pages withheld in full\nExemption: b6",
            6,
            "HPA-000040",
            "HPA-000045",
        ),
        ("HPA-000188\nWITHHELD IN FULL\n1 page withheld in full", 1, "HPA-000188", "HPA-000188"),
        ("__2__ Page(s) withheld entirely at this location in the file.", 2, "", ""),
        ("Three pages have been withheld in their entirety", 3, "", ""),
        ("DENIED IN FULL\nB5", None, "", ""),
    ],
)
def test_slips(text: str, total: int | None, first: str, last: str) -> None:
    sheet = read(text)
    assert sheet is not None
    assert (sheet.kind, sheet.total, sheet.first, sheet.last) == (WITHHELD_IN_FULL, total, first, last)


@pytest.mark.parametrize(
    "text",
    [
        # a letter speaks of withholding, and of the sheets
        "Dear Ms. Quill:\nOf these, 22 pages are released and\n5 pages are withheld in full.",
        "A deleted page information sheet was inserted to show where pages were withheld entirely.\n"
        + "Text of it. " * 40,
        # so does a mail
        "From: Rosa Quill\nTo: Per Lind\n3 pages withheld in full, the rest is ours.",
        # a table of contents
        "Contents\nPage 1\nforeword\nPage 4\nthe piers\nthe aprons\nthe quay\nthe sheds\nthe cranes\n",
        "",
    ],
)
def test_other_pages_are_no_sheets(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("part", ["Page ", "Page\n", "1 page ", "Total Deleted Page", "DELETED PAGE ", "A1-"])
def test_hostile_text_takes_linear_time(part: str) -> None:
    assert_linear(read, repeated(part, before="deleted page "), 200_000)
