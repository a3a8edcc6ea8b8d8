"""What readers see: records with the names and releases of their files."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.model import Decision, Location
from onrecord.store import Store
from onrecord.store.view import View
from tests.store.records import (
    APPEAL,
    HARBOR,
    add,
    digest,
    failure,
    file,
    location,
    mail,
    message,
    note,
    page,
    rich_page,
    write,
)


@pytest.fixture
def view(store: Store) -> View:
    """A file in two releases, one in an archive, and one that no stage has worked on."""
    with store.writing() as writer:
        writer.add_release(APPEAL)
        writer.add_release(HARBOR)
        writer.add_file(file("b"), [location("b", "appeal", "z/mail.pdf"), location("b", "harbor", "y/mail.pdf")])
        writer.add_file(file("a"), [location("a", "appeal", "a.pdf")])
        writer.add_file(file("new"), [location("new", "appeal", "new.pdf")])
    pages = [rich_page("b", 1), page("b", 2, "head\nbody"), rich_page("b", 257)]
    long = replace(message(pages[1]), page_end=300)
    write(
        store,
        ("read", digest("b"), "x", [*pages, note("b", 1), note("b", 1, "encoding_guessed"), failure("b", 3)]),
        ("split", digest("b"), "x", [long]),
        ("read", digest("a"), "x", [page("a", 1, "text")]),
    )
    return View(store)


def test_the_first_location_names_a_file(view: View) -> None:
    assert view.location(digest("b")) == location("b", "harbor", "y/mail.pdf")
    assert len(view.locations(digest("b"))) == 2
    assert view.location("unknown") == Location(release="", path="", file="unknown")
    assert list(view.files_in_order()) == [digest("b"), digest("a"), digest("new")]


def test_a_file_is_within_every_release_that_has_it(view: View) -> None:
    asked = [("b", "harbor"), ("b", "appeal"), ("b", ""), ("a", "harbor"), ("a", "other")]
    assert [view.within(digest(name), release) for name, release in asked] == [True, True, True, False, False]


NAMED = [
    ("y/mail.pdf", ["b"]),
    ("mail.pdf", ["b"]),
    ("a.pdf", ["a"]),
    (digest("a")[:10], ["a"]),
    (digest("a"), ["a"]),
    (digest("a")[:7], []),
    ("ail.pdf", []),
    ("", []),
]


@pytest.mark.parametrize(("name", "files"), NAMED)
def test_files_are_named_by_paths_their_ends_and_hashes(view: View, name: str, files: list[str]) -> None:
    assert view.files_named(name) == [digest(each) for each in files]
    assert [each for each in ("a", "b", "new") if view.named(digest(each), name)] == files


def test_a_page_key_names_its_file(view: View) -> None:
    assert view.file_with_prefix(digest("a")[:16]) == digest("a")


def test_stamps_of_the_pages_of_a_message(view: View) -> None:
    (found,) = view.store.messages()
    assert view.stamps(found) == {257: ("HPA-000257", "X 257")}
    assert view.stamps(replace(found, page_start=1, page_end=2)) == {1: ("HPA-000001", "X 1")}


def test_the_status_counts_what_there_is(view: View) -> None:
    status = view.status()
    assert [
        (row["release"], row["files"], row["pages"], row["messages"], row["failures"]) for row in status.releases
    ] == [("harbor", 1, 3, 1, 1), ("appeal", 3, 4, 1, 1)]
    figures = {row["what"]: row["count"] for row in status.figures}
    assert figures["files"] == figures["files: pdf"] == 3
    assert [figures["pages"], figures["pages: ocr"], figures["pages: read"]] == [4, 2, 2]
    assert [figures["notes: hidden text"], figures["notes: encoding guessed"], figures["failures: read"]] == [1, 1, 1]
    assert status.unbuilt == 1


def test_the_status_of_an_empty_store(store: Store) -> None:
    status = View(store).status()
    assert status.releases == ()
    assert {row["what"]: row["count"] for row in status.figures} == {"files": 0, "pages": 0, "messages": 0}
    add(store, "a")
    assert View(store).status().unbuilt == 1


# a decision must show at once, and must not cost what a build costs
def test_a_view_takes_over_what_a_decision_leaves_true(store: Store) -> None:
    (first,) = mail(store, "a", "one")
    view = View(store, keep=True)
    assert View(store, view).known is view.known
    with store.writing() as writer:
        writer.add_decision(Decision(id="d1", at="2026-01-01", by="ana", action="accept", subjects=(first.id,)))
    accepted = View(store, view)
    assert accepted.facts is view.facts and accepted.known is view.known and accepted.judgements.touched == {first.id}
    with store.writing() as writer:
        writer.add_decision(Decision(id="d2", at="2026-01-02", by="ana", action="merge", subjects=("a", "b")))
    merged = View(store, accepted)
    assert merged.facts is view.facts and merged.known is not view.known
    mail(store, "b", "two")
    assert View(store, merged).facts is not view.facts
