"""How units of work replace one another, and that the order in which they do leaves no trace."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from onrecord.model import Citation, Message, Page, Release, Span
from onrecord.store import Query, Record, Store, Writer, open_store
from tests.store.conftest import Place
from tests.store.records import (
    add,
    digest,
    everything,
    failure,
    file,
    location,
    mail,
    message,
    note,
    page,
    rich_page,
    sent,
    write,
)

A = digest("a")


def test_finished_units_are_known_by_their_keys(store: Store) -> None:
    with store.writing() as writer:
        writer.replace("read", A, "1-9", "k1", [])
        writer.replace("read", A, "10-12", "k2", [])
        writer.replace("split", A, "1-9", "k3", [])
        writer.replace("read", A, "1-9", "k4", [])
        assert writer.keys("read") == {(A, "1-9"): "k4", (A, "10-12"): "k2"}
        assert writer.keys("inspect") == {}


def test_new_work_takes_the_place_of_old(store: Store) -> None:
    old: list[Record] = [rich_page("a", 1), rich_page("a", 2), failure("a", 3), note("a", 1)]
    write(store, ("read", A, "x", list(old)))
    write(store, ("read", A, "x", [page("a", 2, "another text")]))
    assert [each.text for each in store.pages()] == ["another text"]
    assert [store.failures(), store.notes(), store.pages_by_stamp("HPA-000001")] == [[], [], []]
    assert store.search(Query(text="dredging", kind="page")).total == 0
    assert store.search(Query(text="another", kind="page")).total == 1


def test_the_index_forgets_with_the_records(store: Store) -> None:
    mail(store, "a", "levee\ncollapse", "pier\nrepair")
    assert store.search(Query(text="levee")).total == 1
    write(store, ("split", A, "*", []))
    assert store.search(Query(text="levee")).total == 0
    assert store.search(Query(person="ruiz")).total == 0
    assert store.problems() == []


def test_what_is_written_twice_in_one_transaction_is_there_once(store: Store) -> None:
    with store.writing() as writer, writer.transaction():
        for text in ("first", "second", "third"):
            writer.replace("read", A, "x", text, [page("a", 1, text)])
    assert [each.text for each in store.pages()] == ["third"]
    assert [store.search(Query(text=word, kind="page")).total for word in ("first", "second", "third")] == [0, 0, 1]
    assert store.problems() == []


def test_pruning_removes_all_but_what_is_kept(store: Store) -> None:
    for unit in ("1", "2", "3"):
        write(store, ("read", A, unit, [page("a", int(unit), unit), failure("a", int(unit))]))
    write(store, ("read", digest("b"), "1", [page("b", 1, "other scope")]), ("split", A, "1", [failure("a", 9)]))
    with store.writing() as writer:
        writer.prune("read", A, ["2", "unknown"])
        assert writer.keys("read") == {(A, "2"): "1", (digest("b"), "1"): "1"}
        writer.prune("read", "unknown scope", [])
    assert sorted(each.text for each in store.pages()) == ["2", "other scope"]
    assert [each.page for each in store.failures()] == [2, 9]


def test_pruned_containers_take_their_files_and_locations_along(store: Store) -> None:
    add(store, "a.zip")
    write(store, ("inspect", digest("a.zip"), "*", [file("in"), location("in", path="a.zip/in")]))
    assert len(store.files()) == 2
    with store.writing() as writer:
        writer.prune("inspect", digest("a.zip"), [])
    assert [store.files(), store.locations()] == [[file("a.zip")], [location("a.zip")]]


REFUSED = [
    # a finding without a citation
    lambda on: replace(message(on), citation=Citation((), "")),
    # a citation of a page that nobody read
    lambda on: replace(message(on), citation=Citation((Span("0" * 16 + "/1", 0, 1),), "x")),
    # of a page beyond the end of a known file
    lambda on: replace(message(on), citation=Citation((Span(on.key.replace("/1", "/2"), 0, 1),), "x")),
    # a body on a page that nobody read
    lambda on: replace(message(on), body_spans=(Span("0" * 16 + "/1", 0, 1),)),
]


@pytest.mark.parametrize("spoil", REFUSED)
def test_a_message_without_a_page_to_stand_on_is_refused(store: Store, spoil: object) -> None:
    on = page("a", 1, "head\nbody")
    write(store, ("read", A, "x", [on]), ("split", A, "x", [message(on)]))
    with store.writing() as writer:
        with pytest.raises(ValueError, match=r"no citation|not in the store"):
            writer.replace("split", A, "x", "2", [spoil(on)])  # type: ignore[operator]
        assert writer.keys("split") == {(A, "x"): "1"}
    assert list(store.messages()) == [message(on)]  # the earlier work stays


def test_pages_may_come_with_the_messages_that_cite_them(store: Store) -> None:
    on = page("a", 1, "head\nbody")
    write(store, ("both", A, "x", [message(on), on]))
    assert list(store.messages()) == [message(on)]


def test_two_records_of_one_name_in_one_unit_are_refused(store: Store) -> None:
    with store.writing() as writer, pytest.raises(ValueError, match="two different records"):
        writer.replace("read", A, "x", "1", [page("a", 1, "one"), page("a", 1, "two")])
    write(store, ("read", A, "x", [page("a", 1, "same"), page("a", 1, "same")]))
    assert store.counts()["pages"] == 1


def test_units_cut_anew_replace_one_another_before_the_old_ones_are_pruned(store: Store) -> None:
    pages = [page("a", number, f"head {number}\nbody") for number in (1, 2, 3)]
    messages = [message(each) for each in pages]
    write(store, ("read", A, "x", list(pages)), ("split", A, "1-2", list(messages[:2])))
    write(store, ("split", A, "1-3", list(messages)))
    assert list(store.messages()) == messages
    with store.writing() as writer:
        writer.prune("split", A, ["1-3"])
    assert list(store.messages()) == messages
    assert store.search(Query(text="body")).total == 3
    assert store.problems() == []


def test_of_two_versions_the_one_of_the_first_unit_is_read(store: Store) -> None:
    ours, theirs = page("a", 1, "ours"), page("a", 1, "theirs")
    write(store, ("read", A, "2", [theirs]))
    write(store, ("read", A, "1", [ours]))
    assert list(store.pages()) == [ours]
    assert store.search(Query(text="theirs", kind="page")).total == 0
    write(store, ("read", A, "1", []))
    assert list(store.pages()) == [theirs]
    assert store.search(Query(text="theirs", kind="page")).total == 1
    assert store.problems() == []


def test_nothing_of_a_failed_transaction_stays(store: Store) -> None:
    mail(store, "a", "one\nx")
    before = everything(store)
    with store.writing() as writer:
        with pytest.raises(KeyError), writer.transaction():
            writer.add_release(Release(name="never"))
            writer.add_file(file("never"), [location("never")])
            writer.replace("split", A, "*", "2", [])
            writer.replace("read", digest("never"), "x", "1", [page("never", 1, "gone")])
            raise KeyError
        # what was remembered in memory went too: the same file can be written now
        writer.replace("read", digest("never"), "x", "1", [page("never", 1, "here")])
    assert store.search(Query(text="here", kind="page")).total == 1
    assert everything(store)[:4] == before[:4]


def test_a_transaction_inside_another_joins_it(store: Store) -> None:
    with store.writing() as writer, pytest.raises(KeyError), writer.transaction():
        with writer.transaction():
            writer.replace("read", A, "x", "1", [page("a", 1, "gone")])
        raise KeyError
    assert store.counts()["pages"] == 0


def test_readers_see_nothing_before_the_transaction_ends(store: Store) -> None:
    with store.writing() as writer:
        with writer.transaction():
            writer.replace("read", A, "x", "1", [page("a", 1, "text")])
            assert list(store.pages()) == []
        assert len(list(store.pages())) == 1


Step = tuple[str, str, str, list[Record]]


def _page(number: int, version: int) -> Page:
    return page("a", number, f"head {number}\nversion {version} of the pier", stamps=(f"N{number}",))


def _message(number: int, version: int) -> Message:
    """Versions of one message differ in their day, so that they lie at different places of the index."""
    return message(_page(number, 0), doubts=(f"version {version}",), sent=sent(f"2021-01-0{version}"))


#: Units that overlap: what each writes in each of two versions.
UNITS: list[list[Step]] = [
    [
        ("read", A, "1", [_page(1, version), _page(2, version), failure("a", version)]),
        ("read", A, "2", [_page(2, version + 1), _page(3, version)]),
        ("split", A, "1", [_message(1, version), _message(2, version), note("a", version)]),
        ("split", A, "2", [_message(2, version + 1), _message(3, 2)]),
        ("inspect", digest("z1"), "*", [file("in", parent="z1"), location("in", path=f"z1/{version}")]),
        ("inspect", digest("z2"), "*", [file("in", parent="z2"), location("in", path="z2/in")]),
    ]
    for version in (1, 2)
]


def _perform(writer: Writer, steps: list[Step]) -> None:
    for stage, scope, unit, records in steps:
        writer.replace(stage, scope, unit, "key", records)


def _everything_found(store: Store) -> list[object]:
    queries = [Query(text="pier", kind="page"), Query(text="head OR version", kind="message"), Query(person="ruiz")]
    return [
        *everything(store),
        *(store.search(query) for query in queries),
        store.pages_by_stamp("N2"),
        store.problems(),
    ]


@settings(max_examples=25)
@given(
    order=st.permutations(range(6)),
    early=st.lists(st.integers(0, 5), max_size=8),
    together=st.booleans(),
)
def test_the_order_of_work_leaves_no_trace(
    new_place: Callable[[], Place], order: list[int], early: list[int], together: bool
) -> None:
    """Units written in any order, some of them before in another version and again, read the same."""
    expected = _everything_after(new_place(), [], list(range(6)), together=True)
    assert _everything_after(new_place(), early, order, together=together) == expected


def _everything_after(place: Place, early: list[int], order: list[int], *, together: bool) -> list[object]:
    store = open_store(place, create=True)
    pages = [_page(number, 0) for number in (1, 2, 3)]
    steps = [UNITS[1][n] for n in early] + [UNITS[0][n] for n in order]
    with store.writing() as writer:
        writer.replace("read", A, "0", "key", [*pages])  # messages need pages to stand on
        if together:
            with writer.transaction():
                _perform(writer, steps)
        else:
            _perform(writer, steps)
        writer.prune("read", A, ["1", "2"])
    found = _everything_found(store)
    store.close()
    return found
