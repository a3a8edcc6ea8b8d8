"""What can go wrong with a server: killed writers, two writers, other versions, a server that goes away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import ProgrammingError

psycopg = pytest.importorskip("psycopg", reason="psycopg, of the extra postgres, is not installed")
from onrecord import __version__  # noqa: E402
from onrecord.errors import CaseBusy, CaseDamaged, CaseVersion, Exit, NoCase, ServerGone, UsageError  # noqa: E402
from onrecord.store import Query, Store, folder, open_store, schema  # noqa: E402
from onrecord.store.postgres import lock  # noqa: E402
from onrecord.store.postgres.address import parse  # noqa: E402
from tests.servers import Server, running  # noqa: E402
from tests.store.records import (  # noqa: E402
    add,
    digest,
    everything,
    failure,
    location,
    mail,
    message,
    page,
    party,
    write,
)
from tests.timing import PATIENCE  # noqa: E402


@pytest.fixture
def url(server: Server) -> str:
    return server.url()


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = open_store(url, create=True)
    yield opened
    opened.close()


def execute(url: str, *statements: str) -> list[tuple[object, ...]]:
    """The rows of the last of `statements`, which are run in the schema of a store."""
    address = parse(url)
    with psycopg.connect(address.connect, autocommit=True) as connection:
        connection.execute(f"SET search_path TO {address.schema}")
        for statement in statements:
            result = connection.execute(statement)
        return result.fetchall() if result.description else []


WRITER = """
import sys
from onrecord.store import open_store
from tests.store.records import digest, page
store = open_store(sys.argv[1], create=True)
with store.writing() as writer:
    writer.replace("read", digest("done"), "x", "1", [page("done", 1, "finished work")])
    with writer.transaction():
        for number in range(1, 100):
            writer.replace("read", digest("cut"), str(number), "1", [page("cut", number, "unfinished work " * 200)])
        print("ready", flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def writing_process(url: str) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a process that stops in the middle of a transaction."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, url],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        started.append(process)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_writer_killed_in_the_middle_leaves_what_was_finished(
    url: str, writing_process: Callable[[], subprocess.Popen[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", PATIENCE)  # a busy server notices late that a writer is gone
    process = writing_process()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store = open_store(url)
    assert [each.text for each in store.pages()] == ["finished work"]
    assert store.search(Query(text="unfinished", kind="page")).total == 0
    write(store, ("read", digest("cut"), "1", [page("cut", 1, "done again")]))  # the lock went with its holder
    assert {each.text for each in store.pages()} == {"finished work", "done again"}
    assert store.problems() == []
    store.close()


def test_a_second_writer_is_told_who_is_writing(url: str, writing_process: Callable[[], subprocess.Popen[str]]) -> None:
    process = writing_process()
    store = open_store(url)
    assert [each.text for each in store.pages()] == ["finished work"]  # readers need not wait
    with pytest.raises(CaseBusy, match=f"process {process.pid} ") as told, store.writing():
        pass
    assert told.value.exit_code == Exit.CASE_BUSY
    store.close()


def test_cases_of_one_database_do_not_lock_one_another(server: Server, store: Store) -> None:
    other = open_store(server.url(), create=True)
    with store.writing(), other.writing() as writer:
        writer.add_failure(failure("a"))
    assert (len(other.failures()), store.failures()) == (1, [])
    other.close()


def test_reviewers_take_turns(url: str, store: Store) -> None:
    others = [open_store(url) for _ in range(3)]
    for number, each in enumerate(others):
        with each.writing() as writer:
            writer.add_failure(failure(f"{number}"))
    assert [len(each.failures()) for each in (store, *others)] == [3] * 4
    for each in others:
        each.close()


def test_a_writer_that_fails_lets_go_of_the_lock(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.writing() as writer, writer.transaction():
        writer.replace("read", digest("a"), "x", "1", [page("a", 1, "gone")])
        raise ZeroDivisionError
    with store.writing():
        pass
    assert list(store.pages()) == []


def test_a_store_that_is_not_there(url: str) -> None:
    with pytest.raises(NoCase) as told:
        open_store(url)
    assert "--store" in told.value.next_step
    assert execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == [(0,)]


def test_a_schema_of_something_else_is_left_alone(url: str) -> None:
    name = parse(url).schema
    execute(url, f"CREATE SCHEMA {name}", "CREATE TABLE songs (name text)")
    with pytest.raises(CaseDamaged, match="not a store of onrecord"):
        open_store(url, create=True)
    assert execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == [(1,)]


def test_a_store_of_a_newer_version_names_both(url: str) -> None:
    open_store(url, create=True).close()
    execute(url, "UPDATE alembic_version SET version_num = '0999'", "UPDATE meta SET value = '9.8.7'")
    with pytest.raises(CaseVersion) as told:
        open_store(url, create=True)
    for part in ("9.8.7", "0999", __version__, schema.VERSIONS[-1]):
        assert part in told.value.what


def test_a_migration_that_fails_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    execute_ = op.execute

    def half(sql: str) -> None:
        execute_("SELECT * FROM nowhere" if "INSERT INTO index_totals" in sql else sql)

    monkeypatch.setattr(op, "execute", half)
    with pytest.raises(ProgrammingError, match="nowhere"):
        open_store(url, create=True)
    monkeypatch.undo()
    assert execute(url, "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()") == [(0,)]
    open_store(url, create=True).close()


def test_an_index_that_does_not_fit_is_a_problem(url: str, store: Store) -> None:
    mail(store, "a", *(f"head {number}\nwords {number}" for number in range(20)))
    assert store.problems() == []
    execute(url, "UPDATE message_texts SET record = (SELECT record FROM message_texts WHERE no = 2) WHERE no = 1")
    execute(url, "UPDATE pages SET pack = 99 WHERE row = (SELECT min(row) FROM pages)")
    problems = store.problems()
    assert any("message_index" in problem for problem in problems)
    assert any("page_index" in problem for problem in problems)
    assert "1 pages have lost their texts" in problems


def test_decisions_cannot_be_changed_in_the_database(url: str, store: Store) -> None:
    for statement in ("UPDATE decisions SET id = 'x'", "DELETE FROM decisions"):
        with pytest.raises(psycopg.errors.RaiseException, match="only added"):
            execute(url, "INSERT INTO decisions (id, record) VALUES (gen_random_uuid(), '')", statement)


def test_texts_longer_than_an_entry_of_a_tree_are_kept(store: Store) -> None:
    """Trees of PostgreSQL hold 2,700 bytes an entry; paths, names, stamps and failures can be longer."""
    long = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
    add(store, "a")
    on = page("a", 1, "head\nbody", stamps=(f"{long} 1",))
    with store.writing() as writer:
        writer.replace("read", digest("a"), "x", "1", [on, failure(long), location("a", path=f"{long}/a.pdf")])
        writer.replace("split", digest("a"), "x", "1", [message(on, cc=(party(long),))])
    assert [store.failures()[0].path, store.locations(path="a.pdf")[0].path] == [long, f"{long}/a.pdf"]
    assert [len(store.pages_by_stamp(f"{long} 1")), store.search(Query(person=long)).total] == [1, 1]


def test_a_text_keeps_its_place_where_a_character_cannot_be_kept(store: Store) -> None:
    with store.writing() as writer:
        writer.add_failure(failure("a\0b"))
    assert [each.path for each in store.failures()] == ["a\ufffdb"]


ADDRESSES = [
    ("postgresql://ana:secret@db:5433/cases?schema=harbor", "postgresql://ana@db:5433/cases?schema=harbor"),
    ("postgres://ana@db/cases", "postgresql://ana@db/cases"),
    ("postgresql:///cases?service=desk&password=secret", "postgresql:///cases?service=desk"),
    ("postgresql://ana:se%40cret@/cases?host=/run/pg", "postgresql://ana@/cases?host=/run/pg"),
]


@pytest.mark.parametrize(("given", "shown"), ADDRESSES)
def test_addresses_are_kept_without_their_passwords(given: str, shown: str) -> None:
    assert folder.public(given) == shown
    assert parse(shown).schema == parse(given).schema


@pytest.mark.parametrize("schema_name", ["Harbor", "1st", "a-b", "a;drop", "", "x" * 64])
def test_names_that_no_schema_should_have_are_refused(schema_name: str) -> None:
    with pytest.raises(UsageError, match="schema"):
        parse(f"postgresql://db/cases?schema={schema_name}")


def test_a_server_that_does_not_answer_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(ServerGone) as told:
        open_store(f"postgresql://ana:secret@/cases?host={tmp_path}")
    assert "secret" not in told.value.what + told.value.next_step
    assert "\n" not in told.value.what + told.value.next_step
    assert told.value.exit_code == Exit.SERVER_GONE


def test_a_server_that_was_killed_costs_the_last_transaction_alone() -> None:
    with running() as server:
        url = server.url()
        store = open_store(url, create=True)
        mail(store, "a", "head\nbody")
        before = everything(store)
        with pytest.raises(ServerGone), store.writing() as writer, writer.transaction():
            writer.replace("read", digest("b"), "1", "1", [page("b", 1, "never kept")])
            server.kill()
            for number in range(2, 5):
                writer.replace("read", digest("b"), str(number), "1", [page("b", number, "never kept")])
        with pytest.raises(ServerGone):
            store.releases()
        server.start()
        assert everything(store) == before  # the same store connects again
        write(store, ("read", digest("b"), "1", [page("b", 1, "kept")]))
        assert store.problems() == []
        store.close()


def test_opening_names_the_process_to_the_server(url: str, store: Store) -> None:
    store.releases()
    names = execute(url, "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'onrecord %'")
    assert any(str(os.getpid()) in str(name) for (name,) in names)
