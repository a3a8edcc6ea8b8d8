"""Every store finds the same records, in the same order, with the same scores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks import search as generated
from msgspec.structs import replace

from onrecord.store import Query, Store, open_store
from onrecord.store import search as search_module
from tests.servers import Server
from tests.store.records import digest, everything, mail, store_file, write

#: Words that FTS5 and Python's own tables of characters fold or part differently, a very long one, and repeated ones.
ODD = (
    "\u0130stanbul \u017fea\n\u01c4 \ufb01le \U0001f914hm \u0e01\u0e34 \u0391\u03b8\u03ae\u03bd\u03b1 pier pier pier",
    "pier pier\npier " + "x" * 3000 + " pier a a a a the pier, the pier",
    "\uf0b7pier\nA\u0301rpa\u0301d na\u00efve \u1e9e caf\u00e9",
)

QUERIES = (
    *(
        Query(text=text)
        for text in ("pier", "athina", "\u0391\u03b8\u03ae\u03bd\u03b1", "istanbul", "sea", "\ufb01le", "hm")
    ),
    *(
        Query(text=text)
        for text in ('"pier pier"', '"a a"', "x" * 3000, "x" * 2999, "xx*", "-pier a", "arpad OR naive")
    ),
    Query(text='pier -"the pier"'),
    Query(text="pier", person="ruiz"),
    Query(text="pi*", kind="page"),
)


@pytest.fixture(scope="module")
def pair(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """The same messages in a store of each kind."""
    places: list[Path | str] = [store_file(tmp_path_factory.mktemp("store")), server.url()]
    stores = [open_store(place, create=True) for place in places]
    for store in stores:
        mail(store, "odd", *ODD)
        generated.generate(store, 300)
    yield stores[0], stores[1]
    for store in stores:
        store.close()


def asked() -> Iterator[Query]:
    """The queries of the benchmark, on messages and pages, plain and widened; and odd ones."""
    for queries in generated.queries().values():
        for query in queries:
            yield replace(query, limit=50)
            if not (query.person or query.since or query.until):
                yield replace(query, kind="page", fuzzy=True, limit=50)
    yield from QUERIES


def test_all_stores_find_the_same(pair: tuple[Store, Store]) -> None:
    for query in asked():
        assert pair[0].search(query) == pair[1].search(query), query


def test_all_stores_hold_the_same(pair: tuple[Store, Store]) -> None:
    assert everything(pair[0]) == everything(pair[1])


def test_all_stores_rank_the_same_part_of_too_many(pair: tuple[Store, Store], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MOST_RANKED", 40)
    first, second = (store.search(Query(text="ba OR be OR bi OR bo", limit=100)) for store in pair)
    assert first == second
    assert not first.exact


def test_a_record_with_very_many_words_is_found_by_each(server: Server) -> None:
    store = open_store(server.url(), create=True)
    words = [f"{number:029d}w" for number in range(30_000)]  # more than a set of words may hold
    mail(store, "a", "head harbour\n" + " ".join(words), f"head\n{words[7]} {words[8]}")
    assert [len(entry) for entry in store._rows("SELECT words::text FROM message_index ORDER BY large")[1]] == [3]  # type: ignore[attr-defined]
    asked = {
        words[7]: {1, 2},
        words[-1]: {1},
        f'"{words[8]} {words[9]}"': {1},
        "nowhere": set(),
        words[-1][:-3] + "*": {1},
    }
    for text, pages in asked.items():
        assert {hit.page for hit in store.search(Query(text=text)).hits} == pages, text
    assert {hit.page for hit in store.search(Query(text=f"head -{words[9]}")).hits} == {2}
    assert store.search(Query(text="harbor", fuzzy=True)).terms == ("harbor", "harbour")
    assert store.problems() == []
    write(store, ("split", digest("a"), "*", []))
    assert store.search(Query(text="head")).total == 0
    store.close()
