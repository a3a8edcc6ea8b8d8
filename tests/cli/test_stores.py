"""Cases whose records are on a server, as the command line sees them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from onrecord.errors import Exit
from tests.conftest import TWO_MAILS, Run
from tests.servers import Server


@pytest.fixture
def case(server: Server, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case on a server, built; the current folder is inside it. Its store was named with a password."""
    folder = tmp_path / "case"
    url = server.url().replace("onrecord@", "onrecord:never-kept@")
    assert run("new", folder, "--store", url).code == Exit.DONE
    monkeypatch.chdir(folder)
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    assert run("add", tmp_path / "mails.txt", "--release", "first").code == Exit.DONE
    assert run("build").code == Exit.DONE
    return folder


def test_a_case_remembers_where_its_store_is_but_no_password(case: Path, run: Run) -> None:
    assert [path.name for path in case.glob("store.sqlite*")] == []
    texts = [path.read_text(errors="replace") for path in case.rglob("*") if path.is_file()]
    assert not any("never-kept" in text for text in texts)
    assert tomllib.loads((case / "onrecord.toml").read_text())["store"].startswith("postgresql://onrecord@/postgres?")
    found = run("search", "divers", "--format", "jsonl")
    assert (found.code, found.out.count("\n")) == (Exit.DONE, 1)
    assert "store" in run("doctor").out


def test_another_store_can_be_named_for_one_command(case: Path, run: Run, server: Server) -> None:
    assert run("--store", server.url(), "status").code == Exit.NO_CASE
    refused = run("--store", "mysql://ana:secret@db/cases", "status")
    assert (refused.code, "secret" in refused.err) == (Exit.USAGE, False)


def test_two_cases_do_not_share_a_store(case: Path, run: Run, tmp_path: Path) -> None:
    url = tomllib.loads((case / "onrecord.toml").read_text())["store"]
    refused = run("new", tmp_path / "other", "--store", url)
    assert refused.code == Exit.USAGE
    assert "already" in refused.err


def test_a_server_that_is_gone_is_one_line_and_a_code(case: Path, run: Run, tmp_path: Path) -> None:
    refused = run("--store", f"postgresql://ana:secret@/cases?host={tmp_path}", "search", "divers")
    assert refused.code == Exit.SERVER_GONE
    assert refused.err.count("\n") == 1
    assert "secret" not in refused.err


def test_what_is_done_to_the_file_of_a_store_is_not_done_on_a_server(case: Path, run: Run, tmp_path: Path) -> None:
    assert run("doctor", "--repair").code == Exit.USAGE
    assert run("case", "pack", tmp_path / "case.zip", "--store").code == Exit.USAGE
    assert run("case", "pack", tmp_path / "case.zip").code == Exit.DONE


def test_a_case_moves_to_a_file_and_back_to_a_server(case: Path, run: Run, server: Server) -> None:
    before = run("export", "messages", "--format", "jsonl").out
    moved = run("store", "copy", ".", "store.sqlite", "--use", "--format", "jsonl")
    assert moved.code == Exit.DONE
    assert '"table":"messages","rows":2' in moved.out.replace(" ", "")
    assert "store" not in tomllib.loads((case / "onrecord.toml").read_text())
    assert run("export", "messages", "--format", "jsonl").out == before
    url = server.url()
    assert run("store", "copy", ".", url, "--use").code == Exit.DONE
    (case / "store.sqlite").unlink()
    assert run("export", "messages", "--format", "jsonl").out == before
    assert run("store", "copy", ".", url).code == Exit.USAGE
    assert run("store", "copy", ".", "elsewhere.sqlite", "--use").code == Exit.USAGE
