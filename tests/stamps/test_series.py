"""Series of stamps: what they count, what is missing, and what OCR got wrong. All names and numbers are invented."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model import StampReading, StampSeries
from onrecord.stamps import Counted, PageStamps, Seen, find
from onrecord.stamps.names import zeros


def pages(stamps: Iterable[str], file: str = "a", *, by_ocr: bool = True, edges: bool = False) -> list[PageStamps]:
    """A file whose pages bear these stamps, an empty one for none; `edges`: as words at the foot instead."""
    out = []
    for number, text in enumerate(stamps, 1):
        seen = (Seen(text, 10, 10 + len(text)),) if text else ()
        found, edge = ((), seen) if edges else (seen, ())
        out.append(PageStamps(file, number, f"{file}/{number}", by_ocr, found, edge))
    return out


def series(given: list[PageStamps]) -> list[StampSeries]:
    return [each for each in find(given) if isinstance(each, StampSeries)]


def readings(given: list[PageStamps]) -> list[tuple[str, str, str]]:
    """Page, value and state of every stamp that is not plain."""
    return [(each.page, each.value, each.state) for each in find(given) if isinstance(each, StampReading)]


def labels(first: int, last: int, prefix: str = "HPA-") -> list[str]:
    return [f"{prefix}{number:06d}" for number in range(first, last + 1)]


def test_numbers_of_pages() -> None:
    (found,) = series(pages(labels(1, 5) + labels(9, 12)))
    assert (found.prefix, found.width, found.unit) == ("HPA-", 6, "page")
    assert (found.first, found.last, found.bearing, found.pages) == (1, 12, 9, 9)
    assert found.skipped == ((6, 8),)
    assert [(run.first_page, run.last_page, run.first, run.last) for run in found.runs] == [(1, 5, 1, 5), (6, 9, 9, 12)]
    assert found.label(7) == "HPA-000007"


def test_numbers_of_documents_are_not_taken_for_missing_pages() -> None:
    """A number on each of the twelve pages of a document: eleven of twelve pages are not withheld."""
    (found,) = series(pages(["0.7.910.100"] * 4 + ["0.7.910.112"] * 3 + ["0.7.910.130"] * 5))
    assert (found.prefix, found.width, found.unit) == ("0.7.910.", 3, "document")
    assert (found.skipped, found.repeated) == ((), ())
    assert [(run.first_page, run.last_page, run.first) for run in found.runs] == [
        (1, 4, 100),
        (5, 7, 112),
        (8, 12, 130),
    ]


def test_dense_numbers_of_documents_can_be_missing() -> None:
    (found,) = series(pages([f"C000000{n}" for n in range(11, 31) if n != 13 for _ in range(2)]))
    assert (found.unit, found.skipped) == ("document", ((13, 13),))


@pytest.mark.parametrize(
    ("stamps", "prefix", "width"),
    [
        (["NIH-000972", "NIH-000973"], "NIH-", 6),
        (["19-cv-4048(FBI)-9", "19-cv-4048(FBI)-10", "19-cv-4048(FBI)-11"], "19-cv-4048(FBI)-", 0),
        (["C05739546", "C05739547"], "C", 8),
    ],
)
def test_shapes(stamps: list[str], prefix: str, width: int) -> None:
    (found,) = series(pages(stamps))
    assert (found.prefix, found.width) == (prefix, width)


def test_two_series_on_the_same_pages() -> None:
    both = [
        PageStamps("a", n, f"a/{n}", False, (Seen("0.7.910.15867", 0, 13), Seen(f"HPA-{n:06d}", 14, 24)))
        for n in range(1, 6)
    ]
    assert {(found.prefix, found.unit) for found in series(both)} == {("0.7.910.", "document"), ("HPA-", "page")}


def test_repeats_and_steps_back_are_flagged() -> None:
    (found,) = series(pages(labels(1, 6) + labels(4, 8), by_ocr=False))
    assert found.repeated == (4, 5, 6)
    assert found.backward == ("a/7",)


@pytest.mark.parametrize("damaged", ["HPA-000008", "HPA-0O0003", "HPA-00003", "HPA-OOOO03", "HPAOOO003"])
def test_slip_between_neighbours_is_repaired(damaged: str) -> None:
    given = pages([*labels(1, 2), damaged, *labels(4, 5)])
    assert readings(given) == [("a/3", "HPA-000003", "repaired")]
    (found,) = series(given)
    assert (found.skipped, found.repeated, found.backward) == ((), (), ())


def test_slip_that_no_longer_looks_like_a_stamp_is_found_at_the_foot() -> None:
    given = (
        pages(labels(1, 2)) + pages(["", "", "HPA 0OOO03."], edges=True)[2:] + pages(["", "", "", *labels(4, 5)])[3:]
    )
    assert readings(given) == [("a/3", "HPA-000003", "repaired")]


def test_two_slips_alike_are_no_proof() -> None:
    given = pages([*labels(11, 14), "HPA-000075", "HPA-000076", *labels(17, 20)])
    assert readings(given) == [("a/5", "HPA-000015", "repaired"), ("a/6", "HPA-000016", "repaired")]


def test_stamp_that_was_not_read_is_inferred() -> None:
    found = [each for each in find(pages([*labels(1, 2), "", *labels(4, 5)])) if isinstance(each, StampReading)]
    assert [(each.page, each.value, each.state, each.printed) for each in found] == [
        ("a/3", "HPA-000003", "inferred", "")
    ]
    assert found[0].citation.quote == "HPA-000002\nHPA-000004"


def test_nothing_is_repaired_without_proof() -> None:
    """At the end of a file, and where the numbers go on differently, only one side tells."""
    assert readings(pages([*labels(1, 4), "HPA-000009"])) == [("a/5", "HPA-000009", "unproven")]
    assert readings(pages([*labels(1, 3), "HPA-0000O7", *labels(9, 12)]))[0][2] == "unproven"


def test_damaged_letters_are_repaired_where_the_digits_go_on_from_one_side() -> None:
    assert readings(pages([*labels(1, 4), "HPX-000005"])) == [("a/5", "HPA-000005", "repaired")]
    last = pages([*labels(1, 4), ""])[:4] + pages(["", "", "", "", "4 H9A-0O0O05"], edges=True)[4:]
    assert readings(last) == [("a/5", "HPA-000005", "repaired")]


def test_text_layer_is_never_repaired() -> None:
    given = pages([*labels(1, 2), "HPA-000008", *labels(4, 5)], by_ocr=False)
    assert readings(given) == [("a/3", "HPA-000008", "contradicted")]


def test_another_number_altogether_is_left_and_flagged() -> None:
    assert readings(pages([*labels(1, 3), "HPA-918273", *labels(5, 7)])) == [("a/4", "HPA-918273", "contradicted")]


def test_number_of_a_document_is_repaired_between_its_own_pages() -> None:
    given = pages([*["0.7.910.15867"] * 2, "0.7.910.15B67", *["0.7.910.15867"] * 2, *["0.7.910.15900"] * 2])
    assert readings(given) == [("a/3", "0.7.910.15867", "repaired")]


def test_prefix_that_ocr_reads_with_letters_for_zeros() -> None:
    read = ["HPAOO0A-000001", "HPAO00A-000002", "HPAOO0A-000003"]
    assert readings(pages(read)) == [(f"a/{n}", f"HPA000A-00000{n}", "repaired") for n in (1, 2, 3)]


def test_text_layer_says_how_a_prefix_is_written() -> None:
    given = pages(["HPAOOOA-000001", "HPAOOOA-000002"]) + pages(["HPA000A-000003"], "b", by_ocr=False)
    assert [value for _, value, _ in readings(given)] == ["HPA000A-000001", "HPA000A-000002"]
    two = pages(["S-0001", "S-0002"], "b", by_ocr=False) + pages(["5-0001", "5-0002"], "c", by_ocr=False)
    assert {found.prefix for found in series(two)} == {"S-", "5-"}


def test_single_stamp_that_ocr_read_is_unproven() -> None:
    assert readings(pages(["HPA-000123"])) == [("a/1", "HPA-000123", "unproven")]
    assert not list(find(pages(["HPA-000123"], by_ocr=False)))


def test_stamp_of_a_load_file_needs_no_proof() -> None:
    given = [PageStamps("a", 1, "a/1", True, (Seen("HPA-000001"), Seen("HPA-0000O1", 3, 13)))]
    assert readings(given) == [("a/1", "HPA-000001", "unproven")]
    assert not readings([PageStamps("a", 1, "a/1", True, (Seen("HPA-000001"),))])


def test_series_is_named_by_what_it_is() -> None:
    """More pages of it do not change its id."""
    (small,), (large,) = series(pages(labels(1, 3))), series(pages(labels(1, 9)))
    assert small.id == large.id


def test_zeros() -> None:
    assert [zeros(each) for each in ("HPAO0O", "FOO-", "O0", "A0B")] == ["HPA000", "FOO-", "00", "A0B"]


@given(
    st.lists(st.sampled_from(["", "HPA-000001", "HPA-00O001", "X1", "HPA-000002", "HPA-000003", "0.7.1"]), max_size=30)
)
def test_any_pages_give_citations_that_stand_on_them(stamps: list[str]) -> None:
    given = pages(stamps)
    keys = {page.key for page in given}
    for found in find(given):
        assert found.citation.spans
        assert {span.page for span in found.citation.spans} <= keys


def counted(numbers: list[tuple[int, int] | None]) -> list[PageStamps]:
    """A file whose pages bear "Page n of m"."""
    return [
        PageStamps(
            "a",
            page,
            f"a/{page}",
            False,
            (),
            (),
            (Counted(*each, f"Page {each[0]} of {each[1]}", 0, 12),) if each else (),
        )
        for page, each in enumerate(numbers, 1)
    ]


def test_page_counts_are_no_numbers_of_a_production_and_tell_missing_pages() -> None:
    (found,) = series(counted([(1, 2), (2, 2), (1, 7), (2, 7), None, (4, 7), (6, 7), (1, 2), (2, 2)]))
    assert (found.prefix, found.total, found.unit) == ("Page ", 7, "page")
    assert found.skipped == ((5, 5), (7, 7))
    assert [(run.first_page, run.last_page, run.first, run.last) for run in found.runs] == [(3, 6, 1, 4), (7, 7, 6, 6)]
    assert found.citation.quote == "Page 1 of 7\nPage 6 of 7"


def test_complete_documents_and_single_pages_say_nothing() -> None:
    assert not series(counted([(1, 3), (2, 3), (3, 3), (1, 2), (2, 2), (4, 9), (1, 3), (2, 3), (3, 3)]))
