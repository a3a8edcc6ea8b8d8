"""The audit log: whatever is done to it afterwards shows, and says where."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path

import pytest

from onrecord.errors import DiskFailed
from onrecord.store.audit import FIRST, HEAD, LOG, Audit


@pytest.fixture
def log(tmp_path: Path) -> Audit:
    """A log of six records."""
    audit = Audit(tmp_path)
    for number in range(1, 7):
        audit.append("ana", "read", f"page/{number}", address="127.0.0.1")
    return audit


def lines(folder: Path) -> list[str]:
    return (folder / LOG).read_text().splitlines(keepends=True)


def write(folder: Path, changed: list[str]) -> None:
    (folder / LOG).write_text("".join(changed))


def test_records_form_a_chain(log: Audit, tmp_path: Path) -> None:
    entries = list(log.entries())
    assert [entry.number for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert [entry.before for entry in entries] == [FIRST, *(entry.hash for entry in entries[:-1])]
    assert log.head() == (6, entries[-1].hash)
    assert log.problems() == []
    assert Audit(tmp_path / "none").problems() == []
    assert (tmp_path / LOG).stat().st_mode & 0o077 == 0


def test_a_changed_record_shows(log: Audit, tmp_path: Path) -> None:
    found = lines(tmp_path)
    found[2] = found[2].replace('"who":"ana"', '"who":"ben"')
    write(tmp_path, found)
    assert [problem.partition(" of ")[0] for problem in log.problems()] == ["line 3: record 3"]
    assert "was changed" in log.problems()[0]


def test_a_changed_record_with_a_new_hash_breaks_the_next_link(log: Audit, tmp_path: Path) -> None:
    other = Audit(tmp_path / "other")
    (tmp_path / "other").mkdir()
    for name in ("ana", "ana", "ben"):
        forged = other.append(name, "read", "page/1")
    found = lines(tmp_path)
    fields = json.loads(found[2]) | {"who": "ben"}
    found[2] = json.dumps(fields | {"hash": forged.hash}) + "\n"
    write(tmp_path, found)
    assert any("line 3" in problem for problem in log.problems())
    assert any("line 4" in problem and "does not follow" in problem for problem in log.problems())


def test_a_removed_record_shows(log: Audit, tmp_path: Path) -> None:
    write(tmp_path, lines(tmp_path)[:2] + lines(tmp_path)[3:])
    (problem,) = log.problems()
    assert problem.startswith("line 3: record 4")
    assert "removed" in problem


@pytest.mark.parametrize("kept", [0, 1, 5])
def test_a_cut_off_end_shows(log: Audit, tmp_path: Path, kept: int) -> None:
    write(tmp_path, lines(tmp_path)[:kept])
    assert log.problems() == [f"its end is missing: the last record was number 6, it ends with {kept}"]
    log.append("ana", "read", "page/7")
    (problem,) = log.problems()
    assert problem.startswith(f"line {kept + 1}: the records before number {kept + 1} of ")
    assert problem.endswith("were cut off; 6 was the last")


def test_a_log_that_was_deleted_shows(log: Audit, tmp_path: Path) -> None:
    (tmp_path / LOG).unlink()
    assert "its end is missing" in log.problems()[0]


def test_moved_and_inserted_records_show(log: Audit, tmp_path: Path) -> None:
    whole = lines(tmp_path)
    write(tmp_path, [whole[0], whole[2], whole[1], *whole[3:]])
    assert [problem.partition(":")[0] for problem in log.problems()] == ["line 2", "line 3", "line 4"]
    write(tmp_path, [*whole[:4], whole[1], *whole[4:]])
    assert any("line 5" in problem and "out of order" in problem for problem in log.problems())


def test_a_rewritten_log_is_caught_by_a_hash_noted_elsewhere(log: Audit, tmp_path: Path) -> None:
    _, noted = log.head()
    (tmp_path / LOG).unlink()
    (tmp_path / HEAD).unlink()
    for number in range(1, 9):
        log.append("ben", "read", f"page/{number}")
    assert log.problems() == []
    assert "which was noted earlier" in log.problems(since=noted)[0]
    assert log.problems(since=log.head()[1][:16]) == []


def test_a_write_that_was_cut_off_is_no_break(log: Audit, tmp_path: Path) -> None:
    with (tmp_path / LOG).open("a") as file:
        file.write('{"number":7,"at":"20')
    assert log.append("ana", "decide", "d1").number == 7
    assert log.problems() == []
    assert len(list(log.entries())) == 7


def test_a_kill_between_record_and_note_is_no_break(log: Audit, tmp_path: Path) -> None:
    before = (tmp_path / HEAD).read_bytes()
    log.append("ana", "read", "page/7")
    (tmp_path / HEAD).write_bytes(before)
    assert log.problems() == []
    assert log.append("ana", "read", "page/8").number == 8


def add(folder: Path, name: str) -> None:
    """Add records from a process of its own."""
    for number in range(50):
        Audit(folder).append(name, "read", str(number))


def test_several_processes_write_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=add, args=(tmp_path, name)) for name in ("ana", "ben", "cal")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    log = Audit(tmp_path)
    assert log.problems() == []
    assert log.head()[0] == 150


def test_what_a_stranger_types_is_cut_and_cannot_end_a_line(log: Audit) -> None:
    entry = log.append("x" * 5000 + "\n{}", "refused", 'a"\n\u2028b')
    assert len(entry.who) == 1000
    assert log.problems() == []
    assert [one.number for one in log.entries()] == list(range(1, 8))


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DiskFailed, match=LOG):
        Audit(tmp_path / "nowhere").append("ana", "read")
