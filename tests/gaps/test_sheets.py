"""Sheets put together from their pages, and the stamps of the pages they stand for."""

from __future__ import annotations

from onrecord.gaps import sheets
from onrecord.model import Page, WithheldSheet
from tests.gaps.pages import page

HEAD = "DELETED PAGE INFORMATION SHEET\n"


def one(*pages: Page) -> WithheldSheet:
    (found,) = sheets.find(pages, "first")
    return found


def test_a_list_over_pages_of_which_one_could_not_be_read() -> None:
    first = page(HEAD + "Total Deleted Page(s) = 9\nPage 1 ~ b5;\nPage 2 ~ b6;\nPage 3 ~ b7C;\n", 1)
    last = page("Page 7 ~ b5;\nPage 8 ~ b5;\nPage 9 ~ Duplicate;\n", 3)
    found = one(first, page("", 2), last, page("Dear Per", 4))
    assert (found.total, found.counted, found.page_start, found.page_end) == (9, False, 1, 3)
    assert [line.number for line in found.listed] == [1, 2, 3, 7, 8, 9]
    assert found.codes == ("b5", "b6", "b7C")
    assert found.citation.quote.startswith("Total Deleted Page(s) = 9\nPage 7")


def test_lines_are_counted_where_the_total_cannot_be_read() -> None:
    found = one(page(HEAD + "Total Deleted Page(s)\nPage PR b5;\nPage no b6;\n"))
    assert (found.total, found.counted) == (2, True)


def test_numbers_that_the_stamps_of_the_file_leave_out_are_stamps() -> None:
    sheet = page(HEAD + "Total Deleted Page(s) = 3\nPage 7 ~ b5;\nPage 8 ~ b5;\nPage 11 ~ b6;\n", 1)
    others = [page("text", n, stamps=(f"HPA-{stamp:06d}",)) for n, stamp in enumerate((6, 9, 10, 12), 2)]
    assert one(sheet, *others).runs == (("HPA-000007", "HPA-000008"), ("HPA-000011", "HPA-000011"))


def test_numbers_that_count_from_the_top_of_a_file_are_none() -> None:
    sheet = page(HEAD + "Total Deleted Page(s) = 2\nPage 2 ~ b5;\nPage 3 ~ b5;\n", 1)
    found = one(sheet, page("text", 2, stamps=("HPA-000843",)), page("text", 3, stamps=("HPA-000846",)))
    assert found.runs == ()
    assert found.near == ("HPA-000843", "HPA-000846")


def test_two_slips_are_two_sheets() -> None:
    slip = "HPA-{0:06d}\nWITHHELD IN FULL\n1 page withheld in full\nExemption(s): (b)(5)"
    found = list(sheets.find([page(slip.format(4), 1), page(slip.format(5), 2)], "first"))
    assert [each.runs for each in found] == [(("HPA-000004", "HPA-000004"),), (("HPA-000005", "HPA-000005"),)]
    assert [each.codes for each in found] == [("(b)(5)",), ("(b)(5)",)]
