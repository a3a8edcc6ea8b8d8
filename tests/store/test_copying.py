"""A store copied to one of another kind, and back, is the same store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from onrecord.errors import CaseDamaged, UsageError
from onrecord.model import Decision
from onrecord.store import Query, open_store
from onrecord.store.copying import copy
from onrecord.store.reader import Reader
from tests.servers import Server
from tests.store.records import (
    APPEAL,
    add,
    digest,
    document,
    everything,
    failure,
    mail,
    message,
    note,
    page,
    rich_page,
    store_file,
    write,
)

Maker = Callable[[str], Reader]


@pytest.fixture
def make(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maker]:
    """Makes an empty store of a kind."""
    made: list[Reader] = []

    def new(kind: str) -> Reader:
        place: Path | str = server.url() if kind == "postgres" else store_file(tmp_path_factory.mktemp("store"))
        store = open_store(place, create=True)
        assert isinstance(store, Reader)
        made.append(store)
        return store

    yield new
    for store in made:
        store.close()


def fill(store: Reader) -> None:
    """Something in every table but those of findings and sketches, a version that another one hides included."""
    mail(store, "a", "levee\ncollapse caf\u00e9", "pier\nrepair of the pier")
    add(store, "b", release=APPEAL)
    write(
        store, ("read", digest("b"), "1", [rich_page("b", 1), note("b", 1), failure("b\0c", 2), document("d", "HPA-1")])
    )
    write(store, ("read", digest("b"), "2", [page("b", 1, "another version")]))
    with store.writing() as writer:
        writer.add_decision(Decision(id="d1", at="2026-01-02T00:00:00Z", by="ana", action="merge", subjects=("n:a",)))


def seen(store: Reader) -> list[object]:
    queries = [Query(text=text, kind=kind) for text in ("pier", "caf*", '"the pier"') for kind in ("message", "page")]
    return [*everything(store), store.decisions(), *(store.search(query) for query in queries), store.problems()]


@pytest.mark.parametrize("kinds", [("sqlite", "postgres"), ("postgres", "sqlite")])
def test_a_copy_holds_the_same_and_can_be_worked_on(make: Maker, kinds: tuple[str, str]) -> None:
    source, target, back = make(kinds[0]), make(kinds[1]), make(kinds[0])
    fill(source)
    told: list[str] = []
    copied = copy(source, target, told.append)
    assert told == [*(each.table for each in copied), "message_index", "page_index"]
    if kinds[0] == "postgres":  # where the character that it cannot hold was never kept
        assert seen(target) == seen(source)
    assert copy(target, back) == copied
    assert seen(back) == seen(target)
    for store in (target, back):
        mail(store, "new", "levee\nmore about it")  # numbers go on where those of the copy end
        write(store, ("read", digest("b"), "1", []))
        assert "another version" in [each.text for each in store.pages()]
        assert store.search(Query(text="levee")).total == 2
    assert seen(back) == seen(target)


def test_every_table_is_copied(make: Maker) -> None:
    source = make("sqlite")
    copied = {each.table for each in copy(source, make("sqlite"))}
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%\\_index%' ESCAPE '\\'"
    with source.reading() as read:
        tables = {name for (name,) in read.rows(sql)}
    assert tables - {"alembic_version", "message_terms", "page_terms"} == copied


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_a_copy_that_fails_leaves_nothing_and_can_be_made_again(
    make: Maker, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = make("sqlite"), make(kind)
    fill(source)
    put = type(target._dialect).put

    def forgetful(self: Any, driver: Any, table: str, rows: Any, *, skip_known: bool) -> None:
        put(self, driver, table, rows[:-1] if table == "page_stamps" else rows, skip_known=skip_known)

    with monkeypatch.context() as patched:
        patched.setattr(type(target._dialect), "put", forgetful)
        with pytest.raises(CaseDamaged, match="page_stamps"):
            copy(source, target)
    assert (list(target.pages()), target.decisions(), target.releases()) == ([], [], [])
    assert copy(source, target)
    assert len(list(target.pages())) == 3


def test_a_store_with_records_is_not_copied_over(make: Maker) -> None:
    source, target = make("sqlite"), make("sqlite")
    fill(source)
    fill(target)
    before = seen(target)
    with pytest.raises(UsageError, match="records"):
        copy(source, target)
    assert seen(target) == before


def test_what_is_written_meanwhile_is_left_out(make: Maker) -> None:
    for kind in ("sqlite", "postgres"):
        source, target = make(kind), make("sqlite")
        fill(source)
        before = everything(source)

        def interfere(table: str, store: Reader = source) -> None:
            if table == "units":
                on = page("late", 1, "head\nbody")
                write(
                    store, ("read", digest("late"), "1", [on]), ("split", digest("late"), "1", [replace(message(on))])
                )

        copy(source, target, interfere)
        if kind == "postgres":
            assert everything(target) == before
        assert digest("late") not in list(target.files_in_order())
