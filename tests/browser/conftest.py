"""A small invented case in two releases, a server, and Debian's Chromium. Everything is made once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from docs import screens

from onrecord import Case
from onrecord.model import Claim, Event, Gap, Interaction, Link
from onrecord.review import findings
from onrecord.review.decisions import now
from tests.web.conftest import HOSTILE

#: Milliseconds that an element may take to appear on a busy machine.
PATIENCE = 60_000

MAIL = """\
From: Rudd, Anneke (EWB)
Sent: Friday, December 3, 2021 9:15 AM
To: Solano, Piet (EWB)
Subject: Pumps at the east well

Piet,
Can you call me about the pumps before noon?
The board must not hear of it from the paper.
Anneke"""

REPLY = """\
From: Solano, Piet (EWB)
Sent: Sunday, December 5, 2021 4:40 PM
To: Rudd, Anneke (EWB)
Subject: RE: Pumps at the east well

Anneke,
I cannot support the order as it stands.
Piet"""


def printed(path: Path, text: str, hidden: str = "") -> None:
    """A page of a printed mail as a PDF; a black box covers the line with `hidden`, whose words are left out."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(612, 792), invariant=1)
    canvas.setFont("Helvetica", 11)
    for row, line in enumerate(text.splitlines()):
        top = 720 - 16 * row
        if hidden and hidden in line:
            canvas.rect(72, top - 3, 260, 13, fill=1)
        else:
            canvas.drawString(72, top, line)
    canvas.showPage()
    canvas.save()


def hostile() -> bytes:
    """A mail that is hostile in every field, and whose HTML body tries what HTML can do."""
    mail = EmailMessage()
    for name in ("From", "To", "Cc", "Reply-To", "X-Mailer"):
        mail[name] = f'"{HOSTILE.replace(chr(34), chr(39))}" <a@example.org>'
    mail["Subject"] = HOSTILE
    mail["Date"] = "Mon, 6 Dec 2021 10:00:00 +0000"
    mail["Message-ID"] = "<script>alert(1)</script@example.org>"
    mail.set_content(f"probeword {HOSTILE} javascript:alert(3)")
    mail.add_alternative(
        f"<html><body onload=alert(4)>{HOSTILE}<svg onload=alert(5)><a href='javascript:alert(6)'>probeword</a>"
        "<iframe srcdoc='<script>alert(7)</script>'></iframe><style>*{display:none}</style>"
        "<img src='http://tracker.example/x.png'><form action='http://evil.example'><input name=q></form></html>",
        subtype="html",
    )
    mail.add_attachment(b"x", maintype="text", subtype="plain", filename=f"{HOSTILE.replace('/', '')}.txt")
    return mail.as_bytes()


@pytest.fixture(scope="package")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The case: two mails printed twice, once with a line blacked out, and a hostile one."""
    base = tmp_path_factory.mktemp("browser")
    for name in ("first", "second", "third"):
        (base / name).mkdir()
    printed(base / "first" / "wells.pdf", f"{MAIL}")
    printed(base / "first" / "reply.pdf", f"{REPLY}")
    printed(base / "second" / "wells.pdf", MAIL, hidden="the paper")
    (base / "third" / "hostile.eml").write_bytes(hostile())
    with Case.create(base / "wells") as case:
        case.add([base / "first"], release="first", received="2022-03-01")
        case.add([base / "second"], release="second", received="2022-09-01")
        case.add([base / "third"], release="third", received="2022-10-01")
        case.build(executor="serial")
    return base / "wells"


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of the case, to decide in."""
    return Path(shutil.copytree(made, tmp_path / "wells"))


@pytest.fixture(scope="package")
def example(harbor: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the example case in which some of every kind was accepted, corrected and noted."""
    folder = Path(shutil.copytree(harbor, tmp_path_factory.mktemp("example") / "harbor"))
    with Case.open(folder) as case:
        listed = [one for kind in (Interaction, Event, Claim, Link, Gap) for one in list(case.findings(kind))[:8]]
        first = next(one for one in listed if isinstance(one, Interaction))
        page = max((one for one in case.pages() if one.width), key=lambda one: len(one.redactions))
        case.decide(
            [
                *(findings.accept(one, "ana", now(), "checked") for one in listed),
                findings.edit(first, first, "topic", "wells", "ben", now(), "misread"),
                findings.note_on(first, "ask them", "ana", now()),
                findings.note_at(page, (60, 60, 200, 120), "whose initials?", "ana", now()),
            ]
        )
    return folder


@pytest.fixture(scope="package")
def edition(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was accepted there, published: the folder of the site."""
    out = tmp_path_factory.mktemp("edition") / "site"
    # in a process of its own: Playwright's loop runs in this one
    command = [sys.executable, "-m", "onrecord.cli.main", "--case", str(example), "site", str(out)]
    subprocess.run(command, check=True, capture_output=True)
    return out


@pytest.fixture(scope="package")
def serve() -> Iterator[Callable[[Path], str]]:
    """Serves a case in this process and gives its address; the same case once."""
    served: dict[Path, str] = {}
    with ExitStack() as running:

        def start(folder: Path) -> str:
            if folder not in served:
                served[folder] = running.enter_context(screens.served(folder))
            return served[folder]

        yield start


@pytest.fixture
def site(folder: Path, serve: Callable[[Path], str]) -> str:
    """The address of a reading room of one's own."""
    return serve(folder)


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium, started once. It ends with these tests: two of Playwright's loops cannot run in one thread."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not Path(screens.CHROMIUM).exists():
        pytest.skip("Chromium is not installed: apt-get install chromium, or name one in ONRECORD_CHROMIUM")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(
            executable_path=screens.CHROMIUM, args=list(screens.ARGUMENTS), timeout=PATIENCE
        )
        yield found
        found.close()


class Window:
    """A page of the browser that remembers what none may do: alert, break the policy, fail, leave the server."""

    def __init__(self, browser: Any, site: str, **options: Any) -> None:
        self.site = site
        self.wrong: list[str] = []
        self._context = browser.new_context(base_url=site, **options)
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self.page.on("dialog", self._dialog)
        self.page.on("pageerror", lambda error: self.wrong.append(f"error: {error}"))
        self.page.on("console", self._console)
        self.page.on("request", self._request)

    def _dialog(self, dialog: Any) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _console(self, message: Any) -> None:
        if message.type == "error" or "Content Security Policy" in message.text:
            self.wrong.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.site, "data:", "file:", "blob:")):
            self.wrong.append(f"left the server: {request.url}")

    def go(self, path: str, *, until: str = "load") -> Any:
        """Open a path and give the page, once `until` has come."""
        self.page.goto(path, wait_until=until)
        return self.page

    def expects(self, what: str) -> None:
        """Forget complaints of the console that hold `what`."""
        self.wrong = [one for one in self.wrong if not (one.startswith("console") and what in one)]

    def close(self) -> None:
        """End it, and say what went wrong."""
        self._context.close()
        assert not self.wrong, self.wrong


def windows(browser: Any, site: str) -> Iterator[Callable[..., Window]]:
    """What opens windows on `site`, options being those of a browser context; they are closed and held to account."""
    opened: list[Window] = []

    def opener(**options: Any) -> Window:
        opened.append(Window(browser, site, **options))
        return opened[-1]

    yield opener
    for one in opened:
        one.close()


@pytest.fixture
def window(browser: Any, site: str) -> Iterator[Callable[..., Window]]:
    """Opens windows on a reading room of one's own."""
    yield from windows(browser, site)


@pytest.fixture
def room(browser: Any, serve: Callable[[Path], str], example: Path) -> Iterator[Callable[..., Window]]:
    """Opens windows on the reading room of the example case, which all tests share."""
    yield from windows(browser, serve(example))


@pytest.fixture
def sheet(browser: Any, serve: Callable[[Path], str], scanned_case: Path) -> Iterator[Callable[..., Window]]:
    """Opens windows on the case with one page, which bears a stamp."""
    yield from windows(browser, serve(scanned_case))
