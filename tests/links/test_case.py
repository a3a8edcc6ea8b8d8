"""Links of whole cases: what is joined, how far it goes, and what is not joined."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import Case
from onrecord.model import Link
from tests.links.cases import PAGE, REPORT, STRANGERS, Row, built, joining, links

CALL, TRIP = "taken a call from Orlov", "trip to Skagen"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    files = {"page.txt": PAGE, "report.html": REPORT, "strangers.html": STRANGERS}
    return built(tmp_path_factory.mktemp("links"), files)


@pytest.fixture(scope="module")
def found(case: Case) -> list[Row]:
    return links(case)


def kinds(rows: list[Row]) -> set[str]:
    return {row["kind"] for row in rows}


def test_a_call_on_one_trip_is_the_same_occasion_and_no_corroboration(found: list[Row]) -> None:
    rows = joining(found, TRIP, CALL)
    assert kinds(rows) == {"same_occasion", "dating_evidence"}
    (occasion,) = [row for row in rows if row["kind"] == "same_occasion"]
    assert occasion["state"] == "suggested"
    limits = " | ".join(occasion["limits"])
    assert "the record names Helga Brandt as the other end" not in limits  # the claim names her too
    assert "what was spoken of is not in the record" in limits
    assert "the dates only overlap" in limits
    assert "the year, from the earliest year in report.html" in limits


def test_the_report_gives_the_page_its_year(found: list[Row]) -> None:
    (dating,) = [row for row in found if row["kind"] == "dating_evidence"]
    assert "in 2017" in dating["reasons"][0]
    assert dating["state"] == "suggested"


def test_people_who_are_only_near_in_time_and_place_are_not_joined(found: list[Row]) -> None:
    assert not joining(found, "his sister", "")


def test_a_draft_is_followed_by_the_order_and_says_that_only_the_sort_is_shared(found: list[Row]) -> None:
    (row,) = joining(found, "latest draft of the order", "issued an anchorage ban")
    assert (row["kind"], row["state"]) == ("followed_by_event", "suggested")
    assert any("only its sort is shared" in limit for limit in row["limits"])


def test_two_tellings_of_one_order_are_one_event(found: list[Row]) -> None:
    (row,) = joining(found, "issued an anchorage ban", "the next day’s anchorage ban")
    assert row["kind"] == "same_event"
    assert any("one source" in limit for limit in row["limits"])


def test_what_the_page_says_was_used_is_asserted(found: list[Row]) -> None:
    (row,) = joining(found, "gathered figures", "cited the figures")
    assert (row["kind"], row["state"]) == ("used_in_event", "asserted")


def test_corrections_belong_to_the_remarks_that_the_sentence_names(found: list[Row]) -> None:
    assert kinds(joining(found, "sent “corrections”", "remarks Brandt was set to deliver")) == {"drafted_for"}


def test_a_report_told_apart_later_is_one_chain(found: list[Row]) -> None:
    (row,) = [row for row in found if row["kind"] == "source_chain"]
    assert "moving tankers case by case" in row["a"]["text"]
    assert TRIP in row["b"]["text"]


def test_a_denial_denies_what_it_names_and_nothing_else(found: list[Row]) -> None:
    denials = [row for row in found if row["kind"] == "denies"]
    assert [
        ("night pilotage fee" in row["b"]["text"], "plans to reinstate" in row["a"]["text"]) for row in denials
    ] == [(True, True)]
    assert "nothing else is denied" in denials[0]["limits"]


def test_every_end_is_cited_word_for_word(case: Case) -> None:
    for link in case.findings(Link):
        for end in (link.a, link.b):
            texts = [case.store.page(span.page).text[span.start : span.end] for span in end.citation.spans]  # type: ignore[union-attr]
            assert end.citation.quote == "\n".join(texts)
        assert link.citation.spans == (*link.a.citation.spans, *link.b.citation.spans)
        assert link.reasons


def test_the_order_of_files_does_not_matter(tmp_path: Path, found: list[Row]) -> None:
    with built(tmp_path, {"strangers.html": STRANGERS, "report.html": REPORT, "page.txt": PAGE}) as case:
        again = links(case)
    assert sorted(row["id"] for row in again) == sorted(row["id"] for row in found)
    assert {row["id"]: row["limits"] for row in again} == {row["id"]: row["limits"] for row in found}


def test_a_case_without_articles_has_no_links_and_reads_no_message_for_them(tmp_path: Path) -> None:
    mail = (
        "From: Okafor, Ngozi\nSent: Tuesday, November 2, 2021 9:15 AM\nTo: Marsh, Dana\nSubject: Pier 7\n\nHold it.\n"
    )
    with built(tmp_path, {"mail.txt": mail}) as case:
        assert links(case) == []
