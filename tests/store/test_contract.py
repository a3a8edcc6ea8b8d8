"""What every store does, method by method. How records replace one another is in `test_replacement`."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
from msgspec.structs import replace

from onrecord.model import (
    Citation,
    Decision,
    HeaderKind,
    Message,
    MessageKind,
    NativeHead,
    Page,
    PageState,
    Release,
    Sent,
    Text,
)
from onrecord.store import Query, Record, Store
from tests.store.conftest import Opener
from tests.store.records import (
    APPEAL,
    HARBOR,
    UNDATED,
    add,
    digest,
    document,
    everything,
    extent,
    failure,
    file,
    location,
    mail,
    message,
    note,
    page,
    party,
    rich_page,
    write,
)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert [store.releases(), store.files(), list(store.pages()), list(store.messages())] == [[], [], [], []]
    assert store.counts()["messages"] == 0
    assert store.problems() == []
    assert store.page("0" * 16 + "/1") is None
    assert store.message("m0123456789") is None


def test_releases_come_by_date_and_those_without_one_last(store: Store) -> None:
    with store.writing() as writer:
        for release in (UNDATED, APPEAL, HARBOR, Release(name="annex", received="2021-03-01")):
            writer.add_release(release)
    assert [release.name for release in store.releases()] == ["annex", "harbor", "appeal", "beacon"]


def test_a_release_learns_more_and_forgets_nothing(store: Store) -> None:
    with store.writing() as writer:
        writer.add_release(HARBOR)
        writer.add_release(Release(name="harbor", received="2021-03-02"))
    assert store.releases() == [replace(HARBOR, received="2021-03-02")]


def test_a_file_added_again_only_gains_locations(store: Store) -> None:
    add(store, "a.pdf")
    with store.writing() as writer:
        writer.add_file(replace(file("a.pdf"), linked="/elsewhere/a.pdf"), [location("a.pdf", "appeal", "b/a.pdf")])
    assert store.files() == [file("a.pdf")]
    assert store.locations() == [location("a.pdf"), location("a.pdf", "appeal", "b/a.pdf")]


def test_a_file_in_two_archives_keeps_the_smallest_parent_and_an_added_one_none(store: Store) -> None:
    parents = sorted(["x.zip", "y.zip"], key=digest)
    for archive in reversed(parents):
        write(store, ("inspect", digest(archive), "*", [file("in.txt", parent=archive), location("in.txt")]))
    assert store.files() == [file("in.txt", parent=parents[0])]
    add(store, "in.txt")
    assert store.files() == [file("in.txt")]


def test_locations_follow_releases_then_paths(store: Store) -> None:
    add(store, "z.pdf", "b.pdf", release=APPEAL)
    add(store, "z.pdf", "a.pdf")
    add(store, "0.pdf", release=UNDATED)
    assert [(place.release, place.path) for place in store.locations()] == [
        ("harbor", "a.pdf"),
        ("harbor", "z.pdf"),
        ("appeal", "b.pdf"),
        ("appeal", "z.pdf"),
        ("beacon", "0.pdf"),
    ]
    assert list(store.files_in_order()) == [digest(name) for name in ("a.pdf", "z.pdf", "b.pdf", "0.pdf")]


def test_locations_of_a_file_and_of_a_name(store: Store) -> None:
    with store.writing() as writer:
        writer.add_release(HARBOR)
        writer.add_file(file("a"), [location("a", path="box/mail.pdf"), location("a", path="e-mail.pdf")])
        writer.add_file(file("b"), [location("b", path="mail.pdf")])
    assert [place.path for place in store.locations(file=digest("a"))] == ["box/mail.pdf", "e-mail.pdf"]
    # a name is a whole part of a path: e-mail.pdf does not end with it
    assert [place.path for place in store.locations(path="mail.pdf")] == ["box/mail.pdf", "mail.pdf"]
    assert [place.file for place in store.locations(file=digest("b"), path="mail.pdf")] == [digest("b")]
    assert store.locations(file=digest("nowhere")) == []
    # LIKE would take these for wildcards
    assert store.locations(path="m_il.pdf") == store.locations(path="%") == []


def test_a_file_is_known_by_the_prefix_in_page_keys(store: Store) -> None:
    add(store, "a.pdf", "b.pdf")
    assert store.file_id(digest("b.pdf")[:16]) == digest("b.pdf")
    assert store.file_id("not hex") == ""


def test_failures_of_add_are_recorded_once_until_cleared(store: Store) -> None:
    with store.writing() as writer:
        for path in ("b.pdf", "a.pdf", "b.pdf"):
            writer.add_failure(failure(path, stage="add"))
        assert [each.path for each in store.failures()] == ["a.pdf", "b.pdf"]
        writer.clear_failures("b.pdf")
    assert store.failures() == [failure("a.pdf", stage="add")]


def test_clearing_add_failures_leaves_those_of_the_build(store: Store) -> None:
    write(store, ("read", digest("a.pdf"), "1-9", [failure("a.pdf", 3)]))
    with store.writing() as writer:
        writer.clear_failures("a.pdf")
    assert store.failures() == [failure("a.pdf", 3)]


def test_facts_of_a_build_come_back_in_order(store: Store) -> None:
    records: list[Record] = [
        failure("b", 2),
        failure("b", 1),
        note("b", 2),
        note("b", 1),
        document("d2", "HPA-2"),
        document("d1", "HPA-1"),
        extent("b", 12),
    ]
    write(store, ("inspect", digest("b"), "*", list(records)))
    assert store.failures() == [failure("b", 1), failure("b", 2)]
    assert store.notes() == [note("b", 1), note("b", 2)]
    assert store.documents() == [document("d1", "HPA-1"), document("d2", "HPA-2")]
    assert store.extents() == {digest("b"): 12}


def test_what_two_units_say_alike_is_read_once(store: Store) -> None:
    same: list[Record] = [
        failure("a", 1),
        note("a", 1),
        document("d", "HPA-1"),
        extent("a", 3),
        file("a"),
        location("a"),
    ]
    write(store, ("inspect", "x", "*", list(same)), ("inspect", "y", "*", list(same)))
    assert [len(store.failures()), len(store.notes()), len(store.documents())] == [1, 1, 1]
    assert [len(store.files()), len(store.locations()), store.extents()] == [1, 1, {digest("a"): 3}]
    counts = store.counts()
    assert [counts[kind] for kind in ("files", "notes", "failures", "documents", "locations")] == [1] * 5


def test_every_field_of_a_page_comes_back(store: Store) -> None:
    native = NativeHead(
        message_id="<1@example.org>", in_reply_to="", references=("<0@example.org>",), sent="", fields=(), body_start=3
    )
    pages = [rich_page("a", 1), page("a", 2, ""), page("a", 3, "é\U0001f6a2 \u00ad\n", native=native)]
    write(store, ("read", digest("a"), "1-3", list(pages)))
    assert list(store.pages(digest("a"))) == pages
    assert [store.page(each.key) for each in pages] == pages


def full_message(on: Page) -> Message:
    """A message on which every field is set."""
    text = Text("printed", message(on).body_spans)
    return message(
        on,
        kind=MessageKind.INVITE,
        header_kind=HeaderKind.BLOCK,
        document="d1",
        layout="plain",
        layout_version=3,
        why="a From line",
        to=(party("Osei, Kofi", "k.osei@example.org"),),
        cc=(replace(party(""), redacted=True), party("Lund, Bo")),
        bcc=(replace(party("Clerk"), behalf_of="Osei, Kofi"),),
        sent=Sent(printed="Monday", local="2021-04-05T09:30", offset="-05:00"),
        attachments=(text,),
        importance="High",
        location=text,
        starts="2021-04-06T10:00",
        ends="2021-04-06T11:00",
        message_id="<9@example.org>",
        in_reply_to="<8@example.org>",
        references=("<7@example.org>",),
        stamp_start="HPA-1",
        certainty=0.75,
        doubts=("the year is inferred",),
        depth=2,
    )


def test_every_field_of_a_message_comes_back(store: Store) -> None:
    on = page("a", 1, "Subject\nthe body, é\nand more")
    found = full_message(on)
    write(store, ("read", digest("a"), "1", [on]), ("split", digest("a"), "*", [found]))
    assert store.message(found.id) == found
    assert list(store.messages()) == [found]


@pytest.mark.parametrize("quote", ["", "other words", "the body", "x the body the body y", "head\nthe bod"])
def test_a_quote_comes_back_whatever_it_shares_with_the_body(store: Store, quote: str) -> None:
    on = page("a", 1, "head\nthe body")
    found = message(on)
    found = replace(found, citation=Citation(found.citation.spans, quote))
    write(store, ("read", digest("a"), "1", [on]), ("split", digest("a"), "*", [found]))
    assert store.message(found.id) == found


@pytest.mark.parametrize(
    "key", ["", "/", "/1", "abc/", "abc/x", "abc/٣", "abc/99999999999999999999", "HPA-000001", "%/1"]
)
def test_what_is_no_page_key_finds_no_page(store: Store, key: str) -> None:
    write(store, ("read", digest("a"), "1", [page("a", 1, "x")]))
    assert store.page(key) is None
    assert store.messages_on(key) == []


def test_pages_of_all_files_follow_places_not_writing(store: Store) -> None:
    for name, release in (("z", APPEAL), ("b", HARBOR), ("a", APPEAL)):
        add(store, name, release=release)
        write(store, ("read", digest(name), "x", [page(name, number, name) for number in (2, 1)]))
    write(store, ("read", digest("lost"), "x", [page("lost", 1, "no location")]))
    assert [(each.text, each.number) for each in store.pages()] == [
        ("b", 1),
        ("b", 2),
        ("a", 1),
        ("a", 2),
        ("z", 1),
        ("z", 2),
        ("no location", 1),
    ]


@pytest.mark.parametrize("asked", ["HPA-000007", "hpa 000007", "HPA000007", " Hpa-0000-07 ", "HPA\u2011000007"])
def test_a_stamp_is_found_without_regard_to_case_spaces_and_hyphens(store: Store, asked: str) -> None:
    write(store, ("read", digest("a"), "x", [rich_page("a", number) for number in (6, 7)]))
    assert [each.number for each in store.pages_by_stamp(asked)] == [7]


def test_a_stamp_on_two_pages_finds_both_in_order(store: Store) -> None:
    add(store, "b", "a")
    for name in ("b", "a"):
        write(store, ("read", digest(name), "x", [page(name, 1, name, stamps=("N 1", "n-1"))]))
    assert [each.text for each in store.pages_by_stamp("n1")] == ["a", "b"]
    assert store.pages_by_stamp("n2") == []


def test_stamps_of_a_run_of_pages(store: Store) -> None:
    write(store, ("read", digest("a"), "x", [rich_page("a", 2), page("a", 3, "none"), rich_page("a", 4)]))
    assert store.page_stamps(digest("a"), 1, 3) == {2: ("HPA-000002", "X 2")}
    assert list(store.page_stamps(digest("a"), 2, 9)) == [2, 4]


def test_messages_follow_releases_paths_pages_and_offsets(store: Store) -> None:
    add(store, "late", release=APPEAL)
    for name, numbers in (("late", [1]), ("early", [10, 9])):
        if name == "early":
            add(store, name)
        pages = [page(name, number, f"{name} {number}\nfirst\nsecond") for number in numbers]
        top = [message(each) for each in pages]
        lower = [
            message(each, id=top[0].id[:-1] + f"x{each.number}", citation=Citation(top[n].body_spans, "first\nsecond"))
            for n, each in enumerate(pages)
        ]
        write(store, ("read", digest(name), "x", list(pages)), ("split", digest(name), "x", [*lower, *top]))
    order = [(each.page_start, each.citation.spans[0].start) for each in store.messages()]
    assert order == [(9, 0), (9, 8), (10, 0), (10, 9), (1, 0), (1, 7)]


def test_messages_of_one_file_come_in_order_so_many_at_a_time(store: Store) -> None:
    found = [each for text in ("c", "a", "b") for each in mail(store, text, f"{text} one\nx", f"{text} two\ny")]
    file = found[0].file
    wanted = [each for each in store.messages() if each.file == file]
    assert len(wanted) == 2
    assert list(store.messages_in(file, 1)) == [[one] for one in wanted]
    assert list(store.messages_in(file, 5)) == [wanted]
    assert list(store.messages_in(digest("nothing"), 5)) == []


def test_texts_of_pages_are_found_by_key(store: Store) -> None:
    write(store, ("read", digest("a"), "x", [page("a", 1, "one"), page("a", 2, "two")]))
    write(store, ("read", digest("b"), "x", [page("b", 1, "other")]))
    keys = [page("b", 1, "").key, page("a", 2, "").key, page("a", 3, "").key, "ffffffffffffffff/1"]
    assert store.page_texts(keys) == {keys[0]: "other", keys[1]: "two"}
    assert store.page_texts(()) == {}


def test_pages_on_which_messages_stand_are_known_by_number(store: Store) -> None:
    found = mail(store, "a", "one\nx", "two\ny")
    write(store, ("read", digest("a"), "3-", [page("a", 3, "no message here")]))
    assert store.pages_with_messages(found[0].file) == {1, 2}
    assert store.pages_with_messages(digest("nothing")) == frozenset()


def test_days_on_which_something_was_sent(store: Store) -> None:
    one, two = mail(store, "a", "one\nx", "two\ny")
    sent = Sent(printed="x", local="2021-11-02T09:15")
    dated = [
        replace(one, sent=sent),
        replace(two, sent=sent),
        replace(two, id="mabcdef0", sent=Sent(printed="x", local="2021-11")),
        replace(two, id="mabcdef1", sent=None),
    ]
    write(store, ("split", digest("a"), "*", list(dated)))
    assert store.days_sent() == {"2021-11-02": 2}


def test_a_message_is_found_by_the_beginning_of_its_id(store: Store) -> None:
    one, two = mail(store, "a", "one\nx", "two\ny")
    assert store.message(one.id) == one
    assert store.message(one.id[:8]) == one
    assert store.message(one.id[:5]) is None  # too short to mean anything
    assert store.message("m") is None
    shared = [replace(one, id="mabcdef0"), replace(two, id="mabcdef01")]
    write(store, ("split", digest("a"), "*", list(shared)))
    assert store.message("mabcdef") is None  # two begin so
    assert store.message("mabcdef0") == shared[0]  # whole ids are not beginnings
    assert store.message("mabcdef01") == shared[1]


def test_messages_are_called_by_their_ids(store: Store) -> None:
    found = [each for text in ("c", "a", "b") for each in mail(store, text, f"{text} one\nx", f"{text} two\ny")]
    some = [found[3], found[0]]
    assert store.messages_called([*(each.id for each in some), "m0"]) == sorted(some, key=lambda each: each.id)
    assert store.messages_called([]) == []


def test_messages_on_a_page_are_those_with_words_there(store: Store) -> None:
    pages = [page("a", 1, "head\nbegins here"), page("a", 2, "and ends here\nnext head"), page("a", 3, "tail\n")]
    first = message(pages[0], page_end=2)
    first = replace(first, body_spans=(*first.body_spans, message(pages[1]).citation.spans[0]))
    second = message(pages[1], citation=Citation(message(pages[1]).body_spans, "next head"))
    write(store, ("read", digest("a"), "x", list(pages)), ("split", digest("a"), "x", [second, first]))
    assert store.messages_on(pages[0].key) == [first]
    assert store.messages_on(pages[1].key) == [first, second]
    assert store.messages_on(pages[2].key) == []


def test_a_chain_comes_by_depth(store: Store) -> None:
    pages = [page("a", number, f"head {number}\nbody") for number in (1, 2, 3)]
    messages = [message(each, chain="c1", depth=depth) for each, depth in zip(pages, (2, 0, 1), strict=True)]
    write(store, ("read", digest("a"), "x", list(pages)), ("split", digest("a"), "x", list(messages)))
    assert [each.depth for each in store.chain("c1")] == [0, 1, 2]
    assert store.chain("c2") == []


def test_counts_by_kind_state_and_release(store: Store) -> None:
    add(store, "a", "new")
    add(store, "b", release=APPEAL)
    with store.writing() as writer:
        writer.add_file(file("a"), [location("a", "appeal")])
    for name in ("a", "b"):
        pages = [rich_page(name, 1), page(name, 2, "s\nt"), page(name, 3, "", state=PageState.WITHHELD)]
        write(
            store,
            ("read", digest(name), "x", [*pages, note(name, 1), failure(name, 4)]),
            ("split", digest(name), "x", [message(pages[1])]),
        )
    counts = store.counts()
    assert counts["pages"] == 6
    assert [counts[f"pages:{state}"] for state in ("ocr", "read", "withheld")] == [2, 2, 2]
    assert [counts["files"], counts["files:pdf"], counts["files:new"], counts["releases"]] == [3, 3, 1, 2]
    assert [counts["notes:hidden_text"], counts["failures:read"], counts["messages"]] == [2, 2, 2]
    # a file with locations in both releases counts in both
    assert [store.counts(name)["pages"] for name in ("harbor", "appeal", "beacon")] == [3, 6, 0]
    assert [store.counts(name)["messages"] for name in ("harbor", "appeal")] == [1, 2]
    assert [store.counts(name)["files:new"] for name in ("harbor", "appeal")] == [1, 0]
    assert store.counts("appeal")["failures"] == 2


FILTERED = [
    # (query, numbers of the pages of the messages that pass)
    (Query(), [1, 2, 3, 4]),
    (Query(text="ignored words"), [1, 2, 3, 4]),
    (Query(since="2021-04-02"), [2, 3]),
    (Query(until="2021-04-02"), [1, 2]),
    # the undated message (4) is in no range
    (Query(since="2021-04-01", until="2021-04-03"), [1, 2, 3]),
    (Query(since="2021-04", until="2021-04"), [1, 2, 3]),
    (Query(until="2020"), []),
    (Query(person="osei"), [2]),
    # in any order, and a part of a name will do
    (Query(person="Kofi Os"), [2]),
    # both parts must be of one person
    (Query(person="kofi ruiz"), []),
    (Query(person="Example.ORG"), [2]),
    # accents do not count
    (Query(person="jose"), [3]),
    (Query(person="osei", since="2021-04-03"), []),
    (Query(release="harbor"), [1, 2, 3, 4]),
    (Query(release="appeal"), []),
]


@pytest.mark.parametrize(("query", "numbers"), FILTERED)
def test_messages_are_filtered(store: Store, query: Query, numbers: list[int]) -> None:
    add(store, "a")
    pages = [page("a", number, f"s{number}\nb") for number in (1, 2, 3, 4)]
    facts: list[dict[str, Any]] = [
        {"sent": Sent(printed="", local="2021-04-01T23:59")},
        {"sent": Sent(printed="", local="2021-04-02"), "to": (party("Osei, Kofi", "k@example.org"),)},
        {"sent": Sent(printed="", local="2021-04-03T00:00:00"), "bcc": (party("José Lund"),)},
        {"sent": Sent(printed="illegible", local="")},
    ]
    messages = [message(each, **more) for each, more in zip(pages, facts, strict=True)]
    write(store, ("read", digest("a"), "x", list(pages)), ("split", digest("a"), "x", list(messages)))
    assert [each.page_start for each in store.messages(query)] == numbers


def test_a_blanked_name_is_not_found_by_what_was_printed_there(store: Store) -> None:
    on = page("a", 1, "s\nb")
    hidden = replace(party("(b)(6)"), name="", address="", redacted=True)
    write(store, ("read", digest("a"), "x", [on]), ("split", digest("a"), "x", [message(on, sender="", to=(hidden,))]))
    assert list(store.messages(Query(person="b"))) == []


def test_reading_goes_on_while_something_is_written(store: Store) -> None:
    mail(store, "a", *(f"head {n}\nbody" for n in range(600)))
    reading = store.messages()
    first = next(reading)
    write(store, ("split", digest("a"), "*", []))
    assert len([first, *reading]) == 600  # the state at the time of the question
    assert list(store.messages()) == []


def test_iteration_holds_few_records_at_a_time(store: Store) -> None:
    text = "head\n" + "words of a long page " * 500
    write(store, ("read", digest("a"), "x", [page("a", number, text) for number in range(1, 1201)]))
    for name in (digest("a"), ""):
        tracemalloc.start()
        assert sum(1 for _ in store.pages(name)) == 1200
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8_000_000  # of 12.6 MB of text


def test_a_store_opened_again_is_the_same(opener: Opener) -> None:
    store = opener()
    mail(store, "a", "one\ntwo")
    before = everything(store)
    store.close()
    assert everything(opener()) == before


def test_decisions_are_only_added(store: Store) -> None:
    first = Decision(id="d1", at="2026-01-02T00:00:00Z", by="ana", action="merge", subjects=("n:a", "n:b"))
    second = Decision(id="d2", at="2026-01-01T00:00:00Z", by="ben", action="rename", subjects=("n:a",), value="A")
    with store.writing() as writer:
        assert writer.add_decision(first)
        assert writer.add_decision(second)
        assert not writer.add_decision(replace(first, by="somebody else"))
        for stage in ("read", "split", "people"):
            writer.prune(stage, "case", ())
    assert store.decisions() == [second, first]


# a server that is asked again must know that a build, or somebody else, has written meanwhile
def test_a_moment_tells_records_and_decisions_apart(store: Store) -> None:
    moments = [store.moment()]
    mail(store, "a", "one")
    moments.append(store.moment())
    with store.writing() as writer:
        writer.add_decision(Decision(id="d1", at="2026-01-01", by="ana", action="note", subjects=("x",)))
    moments.append(store.moment())
    write(store, ("read", digest("a"), "1-", []))
    moments.append(store.moment())
    with store.writing() as writer:
        writer.prune("split", digest("a"), [])
    moments.append(store.moment())
    records = [one.records for one in moments]
    assert records[0] < records[1] == records[2] < records[3] < records[4]
    decisions = [one.decisions for one in moments]
    assert decisions[0] == decisions[1] < decisions[2] == decisions[3] == decisions[4]
    assert store.moment() == moments[-1]
