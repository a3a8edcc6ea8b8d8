"""What a search finds, and in which order. How texts are parsed is in `test_query`."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from onrecord.errors import UsageError
from onrecord.model import Message, Sent
from onrecord.store import Query, Store
from onrecord.store import search as search_module
from onrecord.store.protocol import Hit
from tests.store.records import APPEAL, HARBOR, add, digest, mail, message, page, party, sent, write

TEXTS = (
    "Dredging permit\nThe pier committee met on the permit.",
    "Harbor master\nNo permit for the pier was issued; see HPA-000123.",
    "Budget\nDredging of the inner harbor costs more. Ask Jos\u00e9.",
    "Lunch\njane.doe@example.gov can't come. Inspec-\ntion is due (b)(5).",
    "Minutes\nThe committee on piers. Frorn the harbormaster: dredg1ng, perrnit.",
)

FOUND = [
    # (text, numbers of the messages found, whatever their order)
    ("pier", {1, 2}),
    ("PIER", {1, 2}),
    # all words, anywhere in subject, names and body
    ("permit pier", {1, 2}),
    ("dredging committee", {1}),
    ("ruiz budget", {3}),
    ("AND", None),
    ("dredging AND committee", {1}),
    # a phrase: the words next to each other, in order
    ('"pier committee"', {1}),
    ('"committee pier"', set()),
    ("\u201cpier committee\u201d", {1}),
    # a phrase does not run from the subject into the body
    ('"permit the pier"', set()),
    # prefixes, also of the last word of a phrase
    ("harbor*", {2, 3, 5}),
    ("committ*", {1, 5}),
    ('"pier comm"*', {1}),
    ("per*", {1, 2, 5}),
    # left out
    ("pier -committee", {2}),
    ('permit -"pier committee"', {2}),
    ("-committee pier", {2}),
    ("pier -harbor*", {1}),
    # OR binds its two neighbours
    ("budget OR lunch", {3, 4}),
    ("pier committee OR master", {1, 2}),
    ("budget OR lunch OR minutes", {3, 4, 5}),
    # accents do not count, on either side
    ("jose", {3}),
    ("JOS\u00c9", {3}),
    ("p\u00efer", {1, 2}),
    # what stands between letters parts words, and words so parted are a phrase
    ("HPA-000123", {2}),
    ("hpa 000123", {2}),
    ("jane.doe@example.gov", {4}),
    ("jane.smith@example.gov", set()),
    ("can't", {4}),
    ("can\u2019t", {4}),
    ("(b)(5)", {4}),
    # a word parted at a line end is found whole, and by its parts
    ("inspection", {4}),
    ("inspec", {4}),
    # words of FTS5's own language are words
    ("NEAR", set()),
    ("NOT pier", set()),
    ("subject:pier", set()),
    ("^pier", {1, 2}),
    ("pier + permit", {1, 2}),
    # names in the header, by any part
    ("ruiz", {1, 2, 3, 4, 5}),
    ("nowhere", set()),
]


@pytest.mark.parametrize(("text", "numbers"), FOUND)
def test_texts_find(store: Store, text: str, numbers: set[int] | None) -> None:
    mail(store, "a", *TEXTS)
    if numbers is None:
        with pytest.raises(UsageError):
            store.search(Query(text=text))
        return
    results = store.search(Query(text=text))
    assert {hit.page for hit in results.hits} == numbers
    assert (results.total, results.exact) == (len(numbers), True)


def test_a_text_finds_pages_too(store: Store) -> None:
    mail(store, "a", *TEXTS)
    results = store.search(Query(text='"harbor master" OR inspection', kind="page"))
    assert [(hit.id, hit.kind, hit.file) for hit in sorted(results.hits, key=lambda hit: hit.page)] == [
        (f"{digest('a')[:16]}/{number}", "page", digest("a")) for number in (2, 4)
    ]


def test_words_in_the_subject_count_most(store: Store) -> None:
    mail(store, "a", "other\nthe pier there", "pier\nother words here", "other\nno such thing")
    assert [hit.page for hit in store.search(Query(text="pier")).hits] == [2, 1]


def test_hits_name_the_message_and_are_best_first(store: Store) -> None:
    messages = mail(store, "a", *TEXTS)
    hits = store.search(Query(text="permit")).hits
    assert [hit.id for hit in hits] == [messages[0].id, messages[1].id]
    assert hits[0].score > hits[1].score > 0
    assert [(hit.file, hit.kind) for hit in hits] == [(digest("a"), "message")] * 2


def _same_words(store: Store, *names: str) -> None:
    for name in names:
        mail(store, name, "subject\nidentical words", "subject\nidentical words")


def test_equally_good_hits_come_in_the_order_of_their_places(store: Store) -> None:
    _same_words(store, "c", "a", "b")
    write(store, ("read", digest("a"), "1-", [page("a", n, "subject\nidentical words") for n in (2, 1)]))
    expected = [(name, number) for name in "abc" for number in (1, 2)]
    for query in (Query(text="identical"), Query(text="identical", kind="page"), Query()):
        found = store.search(query)
        assert [(hit.file, hit.page) for hit in found.hits] == [(digest(name), number) for name, number in expected]


def test_results_come_in_portions(store: Store) -> None:
    _same_words(store, "a", "b", "c")
    whole = store.search(Query(text="words")).hits
    assert len(whole) == 6
    portions: list[Hit] = []
    for offset in range(0, 8, 2):
        part = store.search(Query(text="words", limit=2, offset=offset))
        assert part.total == 6
        portions += part.hits
    assert tuple(portions) == whole
    assert store.search(Query(text="words", limit=0)).hits == ()


def _dated(store: Store, name: str, days: list[str]) -> list[Message]:
    add(store, name)
    pages = [page(name, number, f"head\nnews {number}") for number in range(1, len(days) + 1)]
    messages = [message(each, sent=sent(day) if day else None) for each, day in zip(pages, days, strict=True)]
    write(store, ("read", digest(name), "x", list(pages)), ("split", digest(name), "x", list(messages)))
    return messages


FILTERED = [
    (Query(text="news", since="2021-02-02"), {2, 3}),
    (Query(text="news", until="2021-02-02"), {1, 2}),
    (Query(text="news", since="2021-02-02", until="2021-02-02"), {2}),
    (Query(text="news", since="2021"), {1, 2, 3}),
    (Query(text="news", since="2021-03"), set()),
    (Query(text="news", person="ruiz"), {1, 2, 3, 4}),
    (Query(text="news", person="lund"), set()),
    (Query(text="news", release="harbor"), {1, 2, 3, 4}),
    (Query(text="news", release="appeal"), set()),
    (Query(text="news", kind="page", release="harbor"), {1, 2, 3, 4}),
    (Query(text="news", kind="page", release="appeal"), set()),
]


@pytest.mark.parametrize(("query", "numbers"), FILTERED)
def test_filters_narrow_a_search(store: Store, query: Query, numbers: set[int]) -> None:
    _dated(store, "a", ["2021-02-01T00:00", "2021-02-02T23:59:59", "2021-02-03", ""])
    assert {hit.page for hit in store.search(query).hits} == numbers


def test_a_file_in_two_releases_is_found_in_both(store: Store) -> None:
    add(store, "a", release=APPEAL)
    mail(store, "a", "head\nnews")
    mail(store, "b", "head\nnews")
    assert [store.search(Query(text="news", release=name)).total for name in ("harbor", "appeal")] == [2, 1]
    assert store.search(Query(release="appeal")).total == 1
    assert HARBOR in store.releases()


def test_without_words_messages_come_by_time_and_undated_ones_last(store: Store) -> None:
    _dated(store, "a", ["", "2021-02-02T10:00", "2020-12-31", "2021-02-02T09:59", "2021"])
    listed = store.search(Query())
    assert [hit.page for hit in listed.hits] == [3, 5, 4, 2, 1]
    assert (listed.total, listed.exact, listed.terms) == (5, True, ())
    assert [hit.page for hit in store.search(Query(text="  ", limit=2, offset=1)).hits] == [5, 4]
    assert [hit.page for hit in store.search(Query(since="2021-02")).hits] == [4, 2]


def test_without_words_pages_come_by_place(store: Store) -> None:
    _same_words(store, "b", "a")
    found = store.search(Query(kind="page", limit=3))
    assert [(hit.file, hit.page) for hit in found.hits] == [(digest("a"), 1), (digest("a"), 2), (digest("b"), 1)]
    assert found.total == 4


@pytest.mark.parametrize(
    "query",
    [
        Query(text="a", since="yesterday"),
        Query(text="a", until="2021-13"),
        Query(text="a", since="2021-02-30"),
        Query(text="a", since="21-02-03"),
        Query(text="a", kind="letter"),
        Query(text="a", kind="page", person="ruiz"),
        Query(text="a", kind="page", since="2021"),
        Query(text="a", limit=-1),
        Query(text="a", offset=-1),
        Query(text="-a"),
        Query(text='"a'),
        Query(text="..."),
    ],
)
def test_what_cannot_be_meant_is_said(store: Store, query: Query) -> None:
    with pytest.raises(UsageError) as told:
        store.search(query)
    assert told.value.what
    assert told.value.next_step


FUZZY = [
    # (text, numbers found without and with --fuzzy)
    ("dredging", {1, 3}, {1, 3, 5}),
    ("permit", {1, 2}, {1, 2, 5}),
    # the damaged word may be the one asked for
    ("perrnit", {5}, {1, 2, 5}),
    # short words are exact: pier is not peer, tier, pies
    ("the", {1, 2, 3, 5}, {1, 2, 3, 5}),
    # quoted words and prefixes are meant as written
    ('"permit"', {1, 2}, {1, 2}),
    ("perm*", {1, 2}, {1, 2}),
    # every word of a text is widened
    ("dredging permit", {1}, {1, 5}),
    # a word left out is left out as written
    ("committee -permit", {5}, {5}),
]


@pytest.mark.parametrize(("text", "exact", "fuzzy"), FUZZY)
def test_fuzzy_finds_what_ocr_damaged(store: Store, text: str, exact: set[int], fuzzy: set[int]) -> None:
    mail(store, "a", *TEXTS)
    assert {hit.page for hit in store.search(Query(text=text)).hits} == exact
    assert {hit.page for hit in store.search(Query(text=text, fuzzy=True)).hits} == fuzzy


def test_fuzzy_tells_the_words_it_searched_for(store: Store) -> None:
    mail(store, "a", *TEXTS)
    assert store.search(Query(text="permit pier*")).terms == ("permit", "pier*")
    assert store.search(Query(text="permit pier*", fuzzy=True)).terms == ("permit", "perrnit", "pier*")


def test_fuzzy_does_not_search_for_words_that_are_gone(store: Store) -> None:
    mail(store, "a", *TEXTS)
    write(store, ("split", digest("a"), "*", []))
    assert store.search(Query(text="permit", fuzzy=True)).terms == ("permit",)
    assert store.search(Query(text="permit", fuzzy=True, kind="page")).terms == ("permit", "perrnit")


def test_snippets_show_the_words_found(store: Store) -> None:
    mail(store, "a", *TEXTS)
    (hit,) = store.search(Query(text='"pier committee"')).hits
    assert hit.snippet == "The \ue000pier\ue001 \ue000committee\ue001 met on the permit."
    # found in the subject or a name alone: they are shown
    (hit,) = store.search(Query(text="budget")).hits
    assert hit.snippet == "\ue000Budget\ue001"
    # nothing asked: the beginning
    assert store.search(Query(limit=1)).hits[0].snippet == "The pier committee met on the permit."


def test_too_many_matches_are_ranked_in_part_and_the_same_part_in_any_order(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_module, "MOST_RANKED", 20)
    days = [f"2021-01-{day:02d}" for day in range(1, 31)]
    messages = _dated(store, "a", days)
    results = store.search(Query(text="news", limit=100))
    assert not results.exact
    # the newest, less those of the day (and bits of the id) at which the bound was passed
    assert [hit.page for hit in results.hits] == list(range(11, 31))
    assert results.total == len(results.hits)
    for part in (messages[15:], messages[:15]):
        write(store, ("split", digest("a"), str(part[0].page_start), list(part)))
    write(store, ("split", digest("a"), "x", []))
    assert store.search(Query(text="news", limit=100)) == results
    assert store.search(Query(text="news", until="2021-01-05")).total == 5


def test_a_listing_counts_up_to_a_bound(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MOST_COUNTED", 2)
    _same_words(store, "a", "b")
    assert (store.search(Query()).total, store.search(Query()).exact) == (2, False)


def test_attachments_and_places_are_found(store: Store) -> None:
    add(store, "a")
    on = page("a", 1, "head\nbody")
    text = replace(message(on).subject, printed="Tide tables.xlsx")  # type: ignore[type-var]
    found = message(on, attachments=(text,), sent=Sent(printed="", local=""), cc=(party("Lund, Bo", "bo@example.org"),))
    write(store, ("read", digest("a"), "x", [on]), ("split", digest("a"), "x", [found]))
    assert store.search(Query(text='"tide tables"')).total == 1
    assert store.search(Query(text="bo@example.org")).total == 1
