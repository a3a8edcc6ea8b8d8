"""Facets: what they count is what a search narrowed to them finds."""

from __future__ import annotations

import pytest

from onrecord.errors import UsageError
from onrecord.model import Mark, PageState, Redaction, Sent, Span
from onrecord.store import Query, Store
from tests.store.records import APPEAL, HARBOR, digest, file, location, message, page


def sent(day: str) -> Sent:
    return Sent(printed=day, local=f"{day}T10:00", spans=())


@pytest.fixture
def filled(store: Store) -> Store:
    """Three messages in two releases and two years: a code in a text, one on a box, and a doubt on a bad page."""
    coded = page("a.pdf", 1, "head\nalpha (b)(5) one", marks=(Mark("exemption", "(b)(5)", 11, 17),))
    boxed = page("a.pdf", 2, "head\nalpha two", redactions=(Redaction(box=(1, 2, 3, 4), codes=("b6",)),))
    badly = page("b.pdf", 1, "head\nalpha three", state=PageState.LOW_CONFIDENCE)
    with store.writing() as writer, writer.transaction():
        writer.add_release(HARBOR)
        writer.add_release(APPEAL)
        writer.add_file(file("a.pdf"), [location("a.pdf")])
        writer.add_file(file("b.pdf"), [location("b.pdf", "appeal")])
        writer.replace("read", digest("a.pdf"), "1", "k", [coded, boxed])
        writer.replace("read", digest("b.pdf"), "1", "k", [badly])
        plain = [message(coded, sent=sent("2021-03-04")), message(boxed, sent=sent("2021-05-06"), sender="Lind, Per")]
        writer.replace("split", digest("a.pdf"), "1", "k", plain)
        doubted = message(badly, sent=sent("2022-01-02"), doubts=("the year is inferred",))
        writer.replace("split", digest("b.pdf"), "1", "k", [doubted])
    return store


@pytest.mark.parametrize("text", ["alpha", ""])
def test_facets_count_what_is_found(filled: Store, text: str) -> None:
    found = filled.facets(Query(text=text))
    assert found.exact
    assert dict(found.releases) == {"harbor": 2, "appeal": 1}
    assert found.years == (("2021", 2), ("2022", 1))
    assert dict(found.codes) == {"(b)(5)": 1, "(b)(6)": 1}
    assert dict(found.certainty) == {"sure": 2, "doubtful": 1}
    assert [number for _, number in found.people][:2] == [2, 1] or len(found.people) > 2


@pytest.mark.parametrize("kind", ["message", "page"])
@pytest.mark.parametrize("text", ["alpha", ""])
def test_a_search_narrowed_to_a_facet_finds_as_many_as_it_counts(filled: Store, kind: str, text: str) -> None:
    found = filled.facets(Query(text=text, kind=kind))
    for code, number in found.codes:
        assert filled.search(Query(text=text, kind=kind, exemption=code)).total == number
    for certainty, number in found.certainty:
        assert filled.search(Query(text=text, kind=kind, certainty=certainty)).total == number
    for release, number in found.releases:
        assert filled.search(Query(text=text, kind=kind, release=release)).total == number
    for year, number in found.years:
        assert filled.search(Query(text=text, since=year, until=year)).total == number
    for person, number in found.people:
        assert filled.search(Query(text=text, person=person)).total == number


# "b6" and "(b)(6)" are one code, however it is printed or asked for
def test_codes_are_asked_for_as_printed_or_as_counted(filled: Store) -> None:
    for code in ("b6", "(b)(6)", "B6"):
        assert filled.search(Query(exemption=code)).total == 1


def test_facets_go_with_the_records(filled: Store) -> None:
    with filled.writing() as writer, writer.transaction():
        writer.replace("split", digest("b.pdf"), "1", "k2", [])
        writer.replace("read", digest("b.pdf"), "1", "k2", [])
    assert dict(filled.facets(Query()).certainty) == {"sure": 2}
    assert dict(filled.facets(Query(kind="page")).certainty) == {"sure": 2}


def test_what_no_search_has_is_refused(filled: Store) -> None:
    with pytest.raises(UsageError, match="certainty"):
        filled.facets(Query(certainty="perhaps"))
    with pytest.raises(UsageError, match="no sender"):
        filled.facets(Query(kind="page", person="ruiz"))


def test_a_message_stands_on_pages_of_several_files_where_each_page_is_one(store: Store) -> None:
    """Load files name a file for each page image."""
    one, two = (
        page("1.tif", 1, "head\nalpha"),
        page("2.tif", 1, "beta (b)(5)", marks=(Mark("exemption", "(b)(5)", 5, 11),)),
    )
    spans = (Span(one.key, 5, 10), Span(two.key, 0, 11))
    long = message(one, body="alpha\nbeta (b)(5)", body_spans=spans, page_end=1)
    with store.writing() as writer, writer.transaction():
        writer.add_release(HARBOR)
        for name, read in (("1.tif", one), ("2.tif", two)):
            writer.add_file(file(name), [location(name)])
            writer.replace("read", digest(name), "1", "k", [read])
        writer.replace("split", "document", "1", "k", [long])
    assert store.message(long.id) == long
    assert [hit.id for hit in store.search(Query(exemption="(b)(5)")).hits] == [long.id]
    assert dict(store.facets(Query(text="beta")).codes) == {"(b)(5)": 1}
    assert [found.id for found in store.messages_on(two.key)] == [long.id]
    with store.writing() as writer, writer.transaction():
        writer.replace("split", "document", "1", "k2", [])
    assert store.messages_on(two.key) == [] and store.search(Query(exemption="(b)(5)")).total == 0
