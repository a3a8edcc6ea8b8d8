"""What can go wrong with a file: killed writers, two writers, other versions, damage, a full disk."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event

from onrecord import __version__
from onrecord.errors import CaseBusy, CaseDamaged, CaseVersion, DiskFailed, Exit, NoCase, RunStopped
from onrecord.store import Query, Store, open_store, rows, schema
from onrecord.store.sqlite import store as sqlite
from tests.store.records import add, digest, everything, file, location, mail, message, page, sent, store_file, write


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return store_file(tmp_path)


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_store(path, create=True)
    yield opened
    opened.close()


WRITER = """
import sys
from pathlib import Path
from onrecord.store import open_store
from tests.store.records import digest, page
store = open_store(Path(sys.argv[1]), create=True)
with store.writing() as writer:
    writer.replace("read", digest("done"), "x", "1", [page("done", 1, "finished work")])
    with writer.transaction():
        for number in range(1, 400):
            text = "unfinished work " * 200
            writer.replace("read", digest("cut"), str(number), "1", [page("cut", number, text)])
        writer.keys("read")
        print("ready", flush=True)
        sys.stdin.read()
"""


@pytest.fixture
def writing_process(path: Path) -> Iterator[Callable[[], subprocess.Popen[str]]]:
    """Starts a process that stops in the middle of a transaction."""
    started: list[subprocess.Popen[str]] = []

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)],
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
    path: Path, writing_process: Callable[[], subprocess.Popen[str]]
) -> None:
    process = writing_process()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    store = open_store(path)
    assert [each.text for each in store.pages()] == ["finished work"]
    assert store.search(Query(text="unfinished", kind="page")).total == 0
    assert store.problems() == []
    write(store, ("read", digest("cut"), "1", [page("cut", 1, "done again")]))  # the lock went with its holder
    assert {each.text for each in store.pages()} == {"finished work", "done again"}
    store.close()


def test_a_second_writer_is_told_who_is_writing(
    path: Path, writing_process: Callable[[], subprocess.Popen[str]]
) -> None:
    process = writing_process()
    store = open_store(path)
    assert [each.text for each in store.pages()] == ["finished work"]  # readers need not wait
    with pytest.raises(CaseBusy, match=f"process {process.pid} ") as told, store.writing():
        pass
    assert told.value.exit_code == Exit.CASE_BUSY
    assert told.value.next_step
    store.close()


def test_two_writers_of_one_process_are_two(store: Store) -> None:
    with store.writing(), pytest.raises(CaseBusy, match=str(os.getpid())), store.writing():
        pass
    with store.writing():
        pass


def test_a_child_of_a_writer_does_not_hold_the_lock_on(store: Store) -> None:
    with store.writing():
        child = os.fork()
        if child == 0:
            time.sleep(30)
            os._exit(0)
    try:
        with store.writing() as writer:
            assert writer.keys("read") == {}
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_writer_that_fails_lets_go_of_the_lock(store: Store) -> None:
    with pytest.raises(KeyError), store.writing():
        raise KeyError
    with store.writing():
        pass


def test_the_order_of_places_does_not_depend_on_a_writer_that_ended_well(store: Store, path: Path) -> None:
    mail(store, "b", "s\nt")
    with pytest.raises(KeyError), store.writing() as writer:
        with writer.transaction():
            writer.add_file(file("a"), [location("a")])
            writer.replace("read", digest("a"), "x", "1", [page("a", 1, "first by name")])
        raise KeyError  # before the order was stored
    assert [each.file for each in store.pages()] == [digest("a"), digest("b")]
    again = open_store(path)
    assert list(again.files_in_order()) == [digest("a"), digest("b")]
    with again.writing():
        pass
    assert list(store.files_in_order()) == list(again.files_in_order()) == [digest("a"), digest("b")]
    again.close()


def test_a_store_that_is_not_there(path: Path) -> None:
    with pytest.raises(NoCase):
        open_store(path)
    with pytest.raises(DiskFailed):
        open_store(path.parent / "nowhere" / "store.sqlite", create=True)


def _execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_store_of_a_newer_version_names_both(path: Path) -> None:
    open_store(path, create=True).close()
    _execute(path, "UPDATE alembic_version SET version_num = '0999'", "UPDATE meta SET value = '9.8.7'")
    before = path.read_bytes()
    with pytest.raises(CaseVersion) as told:
        open_store(path, create=True)
    for part in ("9.8.7", "0999", __version__, schema.VERSIONS[-1]):
        assert part in told.value.what
    assert "upgrade" in told.value.next_step
    assert path.read_bytes() == before


def test_a_new_store_knows_the_program_that_made_it(path: Path) -> None:
    open_store(path, create=True).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT value FROM meta WHERE name = 'program'").fetchone() == (__version__,)


def test_versions_are_those_of_the_folder_of_migrations() -> None:
    script = ScriptDirectory.from_config(schema.config())
    revisions = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(revisions)) == schema.VERSIONS


def test_a_migration_that_fails_leaves_nothing_behind(path: Path) -> None:
    _execute(path, "CREATE TABLE notes (a)")  # in the way of the first migration, half-way through it
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(path, isolation_level=None))
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with pytest.raises(Exception, match="notes already exists"):
        schema.upgrade(engine)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    store = open_store(path)
    assert store.counts()["files"] == 0
    store.close()


def test_a_file_of_something_else_is_said_to_be_damaged(path: Path) -> None:
    path.write_bytes(b"%PDF-1.7 certainly no database" * 200)
    with pytest.raises(CaseDamaged, match="not a database") as told:
        open_store(path, create=True)
    assert told.value.next_step
    path.unlink()
    _execute(path, "CREATE TABLE songs (name)")
    with pytest.raises(CaseDamaged, match="not a store of onrecord"):
        open_store(path, create=True)


def _filled(path: Path) -> None:
    store = open_store(path, create=True)
    mail(store, "a", *(f"head {number}\n" + f"words {number} " * 300 for number in range(60)))
    store.close()


def test_a_damaged_store_is_said_to_be(path: Path) -> None:
    _filled(path)
    data = bytearray(path.read_bytes())
    data[3 * 8192 : -8192] = os.urandom(len(data) - 4 * 8192)
    path.write_bytes(data)
    with pytest.raises(CaseDamaged) as told:
        store = open_store(path)
        everything(store)
        store.problems()
    assert told.value.exit_code == Exit.CASE_DAMAGED


def test_a_truncated_store_is_said_to_be_damaged(path: Path) -> None:
    _filled(path)
    os.truncate(path, path.stat().st_size // 16 * 8)
    with pytest.raises(CaseDamaged):
        store = open_store(path)
        everything(store)


def test_an_index_that_does_not_fit_is_a_problem(path: Path) -> None:
    _filled(path)
    _execute(path, "UPDATE message_texts SET record = (SELECT record FROM message_texts WHERE no = 2) WHERE no = 1")
    _execute(path, "UPDATE pages SET pack = 99 WHERE row = (SELECT min(row) FROM pages)")
    store = open_store(path)
    problems = store.problems()
    assert any("message_index" in problem for problem in problems)
    assert "1 pages have lost their texts" in problems
    store.close()


def test_a_full_disk_stops_the_writer_and_spares_the_store(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    mail(store, "a", "head\nbody")
    before = everything(store)
    connect = sqlite._connect

    def small_disk(path: Path) -> sqlite3.Connection:
        connection = connect(path)
        used = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {used + 40}")
        return connection

    monkeypatch.setattr(sqlite, "_connect", small_disk)
    with pytest.raises(DiskFailed, match="full") as told, store.writing() as writer:
        writer.replace("read", digest("b"), "1", "1", [page("b", 1, "fits")])
        for number in range(2, 1000):
            writer.replace("read", digest("b"), str(number), "1", [page("b", number, f"word{number} " * 2000)])
    assert told.value.exit_code == Exit.DISK
    assert "room" in told.value.next_step
    assert store.problems() == []
    assert everything(store)[0] == before[0]
    written = len(list(store.pages(digest("b"))))
    assert 1 <= written < 998  # what was finished stays
    monkeypatch.undo()
    write(store, ("read", digest("b"), "999", [page("b", 999, "room again")]))
    assert len(list(store.pages(digest("b")))) == written + 1


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(DiskFailed, match="Permission denied"):
        open_store(tmp_path / "store.sqlite", create=True)


def test_a_store_on_a_read_only_medium_can_be_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _filled(path)
    monkeypatch.setattr(os, "access", lambda *_: False)
    store = open_store(path)
    assert store.search(Query(text="words")).total == 60
    with pytest.raises(DiskFailed, match="readonly"), store.writing() as writer:
        writer.replace("read", digest("b"), "1", "1", [page("b", 1, "text")])
    store.close()
    assert not list(path.parent.glob("*-wal"))


def test_a_store_locked_by_another_program_is_busy(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseBusy, match="another program"), store.writing() as writer:
            writer.replace("read", digest("a"), "x", "1", [page("a", 1, "text")])
        other.execute("ROLLBACK")


def test_errors_of_other_code_pass_a_writer_unchanged(store: Store) -> None:
    with pytest.raises(RunStopped, match="mine"), store.writing() as writer, writer.transaction():
        raise RunStopped("mine")


def test_opening_loads_neither_alembic_nor_an_orm(path: Path) -> None:
    open_store(path, create=True).close()
    program = (
        "import sys\nfrom pathlib import Path\nfrom onrecord.store import open_store\n"
        f"open_store(Path({str(path)!r})).close()\n"
        "print([name for name in ('alembic', 'sqlalchemy.orm', 'rapidfuzz') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_many_files_are_ordered_once(path: Path) -> None:
    store = open_store(path, create=True)
    names = [f"{number:03d}" for number in range(300)]
    add(store, *reversed(names))
    on = page("007", 1, "head\nbody")
    write(store, ("read", digest("007"), "x", [on]), ("split", digest("007"), "x", [message(on)]))
    assert list(store.files_in_order()) == [digest(name) for name in names]
    store.close()


def test_a_day_with_more_messages_than_a_store_can_hold_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "message_buckets", lambda day, id: iter((day << 1,)))
    monkeypatch.setattr(rows, "MESSAGE_COUNTER", 1)
    pages = [page("a.pdf", number, f"head\nalpha {number}") for number in (1, 2, 3)]
    add(store, "a.pdf")
    with pytest.raises(RunStopped, match="more messages of 2021-03-04 than") as error:
        write(
            store,
            ("read", digest("a.pdf"), "1", list(pages)),
            ("split", digest("a.pdf"), "1", [message(one, sent=sent("2021-03-04T10:00")) for one in pages]),
        )
    assert "each release" in error.value.next_step
