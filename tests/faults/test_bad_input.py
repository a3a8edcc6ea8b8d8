"""What is wrong with the input, the disk or the case is said in one line, and costs nothing but itself."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from onrecord import Case
from onrecord.errors import Exit
from tests.conftest import TWO_MAILS, Ran, Run
from tests.faults import inputs
from tests.support import kinds_here
from tests.timing import PATIENCE

#: Linux: the capabilities by which root passes over permissions, and how to give one up (capabilities(7), prctl(2)).
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, PR_CAPBSET_DROP = 1, 2, 24

Row = dict[str, Any]


class Bad(Struct, frozen=True, kw_only=True):
    """A bad input: what makes it, what is said of it, what becomes of the rest of it.

    `members` are the names inside it of what failed; none when it failed itself.
    """

    make: inputs.Maker
    what: str
    page: int | None = None
    members: tuple[str, ...] = ()
    executor: str = "serial"
    pages: tuple[tuple[str, int], ...] = ()
    unpack_mb: int = 8192


BAD = (
    Bad(make=inputs.empty, what="the file is empty"),
    Bad(make=inputs.truncated, what="damaged or cut off", executor="processes"),
    Bad(make=inputs.encrypted, what="encrypted"),
    Bad(
        make=inputs.page_missing,
        what="missing or broken",
        page=2,
        executor="processes",
        pages=(("hole.pdf", 1), ("hole.pdf", 3)),
    ),
    Bad(
        make=inputs.page_broken,
        what="missing or broken",
        page=2,
        pages=(("broken.pdf", 1), ("broken.pdf", 3)),
    ),
    Bad(make=inputs.huge_image, what="20000 x 20000 pixels", page=1, executor="processes"),
    Bad(make=inputs.huge_page, what="400,000,000 pixels", page=1, executor="processes", pages=(("huge.pdf", 2),)),
    Bad(
        make=inputs.leading_out,
        what="leads out of the archive",
        members=("../../escaped.txt", "/escaped.txt"),
        pages=(("outward.zip/inside.txt", 1),),
    ),
    Bad(
        make=inputs.bomb,
        what="unpacking stopped at the limit of",
        unpack_mb=2,
        pages=tuple(("bomb.zip/0.txt", number) for number in range(1, 6)),
    ),
    Bad(make=inputs.long_header, what="the head of the mail is too long", page=1, pages=(("header.eml", 1),)),
)


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file with nothing wrong, added beside every bad one."""
    path = tmp_path / "good.txt"
    path.write_text(TWO_MAILS, encoding="utf-8")
    return path


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "incoming"
    folder.mkdir()
    return folder


def rows(run: Run, kind: str) -> list[Row]:
    ran = run("export", kind)
    assert ran.code == 0, ran.err
    return [json.loads(line) for line in ran.out.splitlines()]


def everything(run: Run) -> dict[str, str]:
    return {kind: run("export", kind).out for kind in kinds_here()}


def good_is_built(run: Run) -> None:
    found = [row for row in rows(run, "messages") if row["file"] == "good.txt"]
    assert [(row["from"], row["sent"], row["subject"]) for row in found] == [
        ("Okafor, Ngozi (HPA)", "2021-11-02T09:15", "RE: Pier 7 inspection"),
        ("Lindqvist, Per (HPA)", "2021-11-01T16:40", "Pier 7 inspection"),
    ]


def said_in_one_line(ran: Ran, *parts: str) -> None:
    assert "Traceback" not in ran.out + ran.err
    (line,) = [line for line in ran.err.splitlines() if line.startswith("onrecord: ")]
    for part in parts:
        assert part in line, (part, line)
    assert "; " in line, "a next step follows what is wrong"


def a_second_build_changes_nothing(run: Run, code: int, *options: str) -> None:
    before = everything(run)
    ran = run("build", *options)
    assert ran.code == code
    assert "read 0 pages and recovered 0 messages" in ran.out
    assert everything(run) == before


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.make.__name__)
def test_a_bad_file_costs_itself_alone(
    case_folder: Path, good: Path, incoming: Path, run: Run, monkeypatch: pytest.MonkeyPatch, bad: Bad
) -> None:
    monkeypatch.setenv("ONRECORD_UNPACK_MB", str(bad.unpack_mb))
    options = ("--executor", bad.executor, "--workers", "1")
    path = bad.make(incoming)
    assert run("add", path, good, "--release", "first").code == 0
    ran = run("build", *options)
    assert ran.code == Exit.FAILURES_LISTED
    said_in_one_line(ran, "failure", "`onrecord status` lists them")
    status = run("status")
    assert status.code == Exit.FAILURES_LISTED
    assert "Traceback" not in status.out + status.err
    assert bad.what.replace(" ", "") in reasons(status.out)
    failures = rows(run, "failures")
    assert [failure["file"] for failure in failures] == [f"{path.name}/{name}" for name in bad.members] or [path.name]
    for failure in failures:
        assert bad.what in failure["what"]
        assert failure["page"] == bad.page
        assert failure["next_step"]
    others = [(row["file"], row["page"]) for row in rows(run, "pages") if row["file"] != "good.txt"]
    assert tuple(others) == bad.pages
    good_is_built(run)
    a_second_build_changes_nothing(run, Exit.FAILURES_LISTED, *options)


def reasons(status: str) -> str:
    """What the table of failures says, without the spaces at which a long cell may have been folded."""
    _, _, table = status.partition("Failures\n")
    head, *lines = table.strip("\n").splitlines()
    start, end = head.index("what"), head.index("next step")
    return "".join(line[start:end].replace(" ", "") for line in lines)


def test_nothing_of_an_archive_lands_outside_the_vault(
    case_folder: Path, incoming: Path, run: Run, tmp_path: Path
) -> None:
    run("add", inputs.leading_out(incoming))
    run("build")
    assert not list(tmp_path.rglob("escaped.txt"))
    assert not Path("/escaped.txt").exists()


def test_a_bomb_fills_no_more_of_the_disk_than_allowed(
    case_folder: Path, incoming: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_UNPACK_MB", "2")
    path = inputs.bomb(incoming)
    run("add", path)
    run("build")
    assert in_vault(case_folder) <= path.stat().st_size + 2 * 2**20
    assert not list((case_folder / "files").glob(".incoming-*"))


def in_vault(case_folder: Path) -> int:
    return sum(path.stat().st_size for path in (case_folder / "files").rglob("*") if path.is_file())


def test_a_text_in_an_unknown_encoding_is_read_and_noted(
    case_folder: Path, good: Path, tmp_path: Path, run: Run
) -> None:
    (tmp_path / "odd.txt").write_bytes(b"Pier 7 \x81\x8d\x90 caf\xe9 \x9d\n" * 20)
    assert run("add", tmp_path / "odd.txt", good, "--release", "first").code == 0
    assert run("build").code == 0
    (note,) = rows(run, "notes")
    assert note["kind"] == "encoding_guessed" and note["file"] == "odd.txt"
    assert "encoding" in run("status").out
    assert "Pier 7" in next(row["text"] for row in rows(run, "pages") if row["file"] == "odd.txt")
    good_is_built(run)
    a_second_build_changes_nothing(run, Exit.DONE)


def onrecord(case: Path, *arguments: str | Path, before: Callable[[], None] | None = None) -> Ran:
    """The command line in a process of its own; `before` is called in that process first."""
    command = [sys.executable, "-m", "onrecord.cli.main", "--case", str(case), *map(str, arguments)]
    environment = os.environ | {"ONRECORD_EXECUTOR": "serial"}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, check=False, preexec_fn=before, env=environment
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def as_anybody() -> None:
    """Give up root's way past permissions; for anybody else this changes nothing."""
    for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
        ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def permissions_hold(folder: Path) -> bool:
    """Whether a process can be made to whom permissions mean something."""
    probe = folder / "probe"
    probe.touch(mode=0)
    command = [sys.executable, "-c", f"open({str(probe)!r})"]
    return subprocess.run(command, capture_output=True, preexec_fn=as_anybody, check=False).returncode != 0


def test_a_folder_without_read_permission(
    case_folder: Path, good: Path, incoming: Path, tmp_path: Path, run: Run
) -> None:
    if not permissions_hold(tmp_path):
        pytest.skip("permissions mean nothing here")
    (incoming / "a.txt").write_text("readable", encoding="utf-8")
    closed = incoming / "closed"
    closed.mkdir()
    (closed / "b.txt").write_text("hidden", encoding="utf-8")
    closed.chmod(0)
    try:
        ran = onrecord(case_folder, "add", incoming, good, "--release", "first", before=as_anybody)
    finally:
        closed.chmod(0o755)
    assert ran.code == Exit.FAILURES_LISTED
    said_in_one_line(ran, "incoming/closed", "Permission denied", "add it again")
    refused_and_mended(run, incoming)


def test_a_folder_that_cannot_be_listed(
    case_folder: Path, good: Path, incoming: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (incoming / "closed").mkdir()
    (incoming / "closed" / "b.txt").write_text("hidden", encoding="utf-8")
    (incoming / "a.txt").write_text("readable", encoding="utf-8")
    listed = os.scandir

    def refuse(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return listed(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        ran = run("add", incoming, good, "--release", "first")
    assert ran.code == Exit.FAILURES_LISTED
    said_in_one_line(ran, "incoming/closed", "Permission denied", "add it again")
    refused_and_mended(run, incoming)


def refused_and_mended(run: Run, incoming: Path) -> None:
    assert run("build").code == Exit.FAILURES_LISTED
    (failure,) = rows(run, "failures")
    assert (failure["stage"], failure["file"]) == ("add", "incoming/closed")
    good_is_built(run)
    assert run("add", incoming, "--release", "first").code == 0
    assert run("build").code == 0
    assert {row["file"] for row in rows(run, "pages")} == {"good.txt", "incoming/a.txt", "incoming/closed/b.txt"}


def test_a_disk_that_fills_during_a_build_stops_it_and_loses_nothing(
    case_folder: Path, good: Path, incoming: Path, tmp_path: Path, run: Run
) -> None:
    for number in range(15):
        (incoming / f"{number}.txt").write_text(f"{TWO_MAILS}\nNote {number}\n" * 20, encoding="utf-8")
    assert run("add", incoming, good, "--release", "first").code == 0
    whole = (case_folder / "store.sqlite").stat().st_size

    def full() -> None:
        # writing past this size fails as on a full disk; without the handler it would kill
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (whole + 2**17, whole + 2**17))

    ran = onrecord(case_folder, "build", before=full)
    assert ran.code == Exit.DISK
    said_in_one_line(ran, "store.sqlite cannot be written", "run the same command again")
    assert run("status").code == 0
    assert run("build").code == 0
    good_is_built(run)
    interrupted = everything(run)
    assert run("new", tmp_path / "other").code == 0
    assert run("--case", tmp_path / "other", "add", incoming, good, "--release", "first").code == 0
    assert run("--case", tmp_path / "other", "build").code == 0
    assert {kind: run("--case", tmp_path / "other", "export", kind).out for kind in kinds_here()} == interrupted


def test_a_disk_that_is_full_when_files_are_added(
    case_folder: Path, good: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("onrecord.intake.vault._write_all", full)
        ran = run("add", good, "--release", "first")
    assert ran.code == Exit.DISK
    said_in_one_line(ran, "disk of the case is full", "free some space")
    assert in_vault(case_folder) == 0
    assert run("add", good, "--release", "first").code == 0
    assert run("build").code == 0
    good_is_built(run)


@pytest.mark.parametrize("command", [("build",), ("add", "onrecord.toml")])
def test_two_at_once(built: Path, run: Run, command: tuple[str, ...]) -> None:
    with Case.open(built) as case, case.store.writing():
        ran = onrecord(built, *command)
        assert ran.code == Exit.CASE_BUSY
        said_in_one_line(ran, f"process {os.getpid()} is writing to this case", "wait")
        assert run("search", "piles").code == 0
    a_second_build_changes_nothing(run, Exit.DONE)


WRITERS = (("build",), ("add", "onrecord.toml"))
READERS = (("status",), ("search", "piles"), ("show", "mails.txt:1"), ("export", "messages"))


def test_a_case_of_a_newer_version_is_left_alone(built: Path, run: Run) -> None:
    connection = sqlite3.connect(built / "store.sqlite")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    before = (built / "store.sqlite").read_bytes()
    for command in (*WRITERS, *READERS, ("doctor",)):
        ran = run(*command)
        assert ran.code == Exit.CASE_VERSION, command
        said_in_one_line(ran, "9999", "upgrade")
    assert (built / "store.sqlite").read_bytes() == before


@pytest.mark.parametrize("damage", [b"", b"no database at all " * 1000])
def test_a_damaged_store_is_said_by_every_command(built: Path, run: Run, damage: bytes) -> None:
    (built / "store.sqlite").write_bytes(damage)
    for path in built.glob("store.sqlite-*"):
        path.unlink()
    for command in (*WRITERS, *READERS, ("doctor",)):
        ran = run(*command)
        assert ran.code == Exit.CASE_DAMAGED, command
        said_in_one_line(ran, "store.sqlite", "restore it from a backup")


def test_a_case_that_cannot_be_written_can_be_read(built: Path, tmp_path: Path, run: Run) -> None:
    if not permissions_hold(tmp_path):
        pytest.skip("permissions mean nothing here")
    expected = {command: run(*command).out for command in READERS}
    paths = [built, *built.rglob("*")]
    modes = [(path, path.stat().st_mode) for path in paths]
    for path, mode in modes:
        path.chmod(mode & 0o555)
    try:
        for command in READERS:
            ran = onrecord(built, *command, before=as_anybody)
            assert (ran.code, ran.out) == (0, expected[command]), (command, ran.err)
        for command in WRITERS:
            ran = onrecord(built, *command, before=as_anybody)
            assert ran.code == Exit.DISK, command
            said_in_one_line(ran, "cannot be written: Permission denied", "check the rights")
    finally:
        for path, mode in modes:
            path.chmod(mode)
    a_second_build_changes_nothing(run, Exit.DONE)
