"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from onrecord import Case
from onrecord.cli.main import main
from tests.servers import Server, running

# How long an example takes says more about the machine than about what is tested. Examples may share a folder.
settings.register_profile(
    "here",
    settings(),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("here")

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


#: What lies under the see-through box of `scanned_case`.
SECRET = "Rosa Quill"


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


@pytest.fixture(scope="session")
def harbor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented example case, printed without scans and built: mail of two releases, articles, letters, sheets."""
    from examples.demo import AGENCY, RELEASES, REQUEST
    from examples.generate import main

    base = tmp_path_factory.mktemp("harbor")
    main([str(base / "records"), "--scan-level", "none"])
    with Case.create(base / "case") as made:
        for name, (release, received) in RELEASES.items():
            made.add([base / "records" / name], release=release, agency=AGENCY, received=received, request=REQUEST)
        made.add([base / "records" / "articles"], release="articles")
        made.build(executor="serial")
    return base / "case"


@pytest.fixture(scope="session")
def scanned_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one PDF page: a mail with a stamp, and a see-through box over a name."""
    from reportlab.lib.colors import Color
    from reportlab.pdfgen.canvas import Canvas

    base = tmp_path_factory.mktemp("reader")
    canvas = Canvas(str(base / "a.pdf"), pagesize=(612, 792))
    for number, text in enumerate(
        ("From: Ana Ruiz", "Sent: Monday, November 1, 2021 4:40 PM", "To: Per Lind", "Subject: piles", "Ask", "divers.")
    ):
        canvas.drawString(72, 720 - 20 * number, text)
    canvas.drawString(110, 640, SECRET)
    canvas.setFillColor(Color(0, 0, 0, alpha=0.95))
    canvas.rect(105, 636, 70, 14, fill=1, stroke=0)
    canvas.setFillColor(Color(0, 0, 0))
    canvas.drawString(480, 30, "HPA-000731")
    canvas.save()
    with Case.create(base / "case") as case:
        case.add([base / "a.pdf"], release="first", agency="Harbor Authority", received="2022-03-01")
        case.build(executor="serial")
    return base / "case"
