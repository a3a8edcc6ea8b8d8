"""A small case, built once, and a client that reads it as a browser would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord import Case
from onrecord.web.app import create_app
from tests.conftest import TWO_MAILS

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
def reader(harbor: Path) -> Iterator[TestClient]:
    """A client of the reading room of the example case."""
    with TestClient(create_app(harbor), base_url="http://localhost") as made:
        yield made
