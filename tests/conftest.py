"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from onrecord.cli.main import main
from tests.servers import Server, running

TWO_MAILS = """\
From: Okafor, Ngozi (HPA)
Sent: Tuesday, November 2, 2021 9:15 AM
To: Lindqvist, Per (HPA)
Cc: Marsh, Dana
Subject: RE: Pier 7 inspection

Per,
Please hold the report until we have spoken.
Ngozi

From: Lindqvist, Per (HPA)
Sent: Monday, November 1, 2021 4:40 PM
To: Okafor, Ngozi (HPA)
Subject: Pier 7 inspection

Ngozi,
The divers found cracks in eleven of forty piles.
Per
"""


class Ran(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests that want one; they are skipped where none can be started."""
    with running() as started:
        yield started


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line in this process: ``run("search", "permit")``. Builds are serial unless told otherwise."""
    monkeypatch.setenv("ONRECORD_EXECUTOR", "serial")

    def call(*arguments: str | Path) -> Ran:
        monkeypatch.setattr(sys, "argv", ["onrecord", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            main()
        out, err = capsys.readouterr()
        return Ran(int(left.value.code or 0), out, err)

    return call


@pytest.fixture
def case_folder(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty case; the current folder is inside it."""
    folder = tmp_path / "case"
    assert run("new", folder).code == 0
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def built(case_folder: Path, tmp_path: Path, run: Run) -> Path:
    """A case with two mails on one page of text, built."""
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    assert run("add", tmp_path / "mails.txt", "--release", "first", "--received", "2022-03-01").code == 0
    assert run("build").code == 0
    return case_folder
