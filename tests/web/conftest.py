"""A small case, built once, and a client that reads it as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from onrecord import Case
from onrecord.web.app import create_app
from tests.conftest import TWO_MAILS

#: What lies under the see-through box of `scanned_case`.
SECRET = "Rosa Quill"

#: What a hostile sender would write into every field of a mail.
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two mails on one page, and a mail that is hostile in every field."""
    base = tmp_path_factory.mktemp("web")
    (base / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    (base / f"{HOSTILE.replace('/', '')[:60]}.txt").write_text(hostile_mail(), encoding="utf-8")
    with Case.create(base / "harbor") as case:
        case.add([base / "mails.txt"], release="first", received="2022-03-01")
        case.add([path for path in base.glob("*.txt") if path.name != "mails.txt"], release=f"second {HOSTILE}")
        case.build(executor="serial")
    return base / "harbor"


def hostile_mail() -> str:
    """A printed mail with `HOSTILE` in every header and in the body."""
    names = ("From", "To", "Cc", "Subject", "Attachments")
    head = "\n".join(f"{name}: {HOSTILE} {name.lower()}" for name in names)
    return f"{head}\nSent: Monday, November 1, 2021 4:40 PM\n\n{HOSTILE} probeword\njavascript:alert(3)\n"


@pytest.fixture(scope="session")
def client(folder: Path) -> Iterator[TestClient]:
    """A client of the reading room of `folder`."""
    with TestClient(create_app(folder), base_url="http://localhost") as made:
        yield made


@pytest.fixture(scope="session")
def case(folder: Path) -> Iterator[Case]:
    """The same case as a library."""
    with Case.open(folder) as opened:
        yield opened


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
def reader(harbor: Path) -> Iterator[TestClient]:
    """A client of the reading room of the example case."""
    with TestClient(create_app(harbor), base_url="http://localhost") as made:
        yield made


@pytest.fixture(scope="session")
def scanned_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one PDF page: a mail with a stamp, and a see-through box over a name."""
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
