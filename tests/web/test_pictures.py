"""The pictures in a real browser: drawn under the page's policy, from this machine alone, readable without them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from onrecord.web.app import create_app

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")

BROWSER = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    # WebGL without a graphics card
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
PAGES = (
    *("/people", "/people/Graham Ostler?on=2021-04-06", "/chronology", "/timeline", "/claims", "/gaps", "/exemptions"),
    *("/links", "/network", "/traffic"),
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BROWSER.exists(), reason="Chromium is not here"),
]


@pytest.fixture(scope="module")
def server(harbor: Path) -> Iterator[str]:
    """The address of a reading room of the example case."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = uvicorn.Server(uvicorn.Config(create_app(harbor), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        made = started.chromium.launch(executable_path=str(BROWSER), args=list(ARGUMENTS))
        yield made
        made.close()


class Tab:
    """A page of a browser that notes what it asked for and what it complained about."""

    def __init__(self, browser: Any, server: str, **how: Any) -> None:
        self.server = server
        self.context = browser.new_context(**how)
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)

    def open(self, address: str) -> Any:
        self.page.goto(self.server + address, wait_until="networkidle")
        return self.page


@pytest.fixture
def tab(browser: Any, server: str) -> Iterator[Tab]:
    made = Tab(browser, server, viewport={"width": 1280, "height": 900})
    yield made
    made.context.close()


# a style that a library wrote into the page was refused by the policy, and the picture stood there unstyled
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_whole(browser: Any, server: str, address: str, scheme: str) -> None:
    """No request leaves the machine, nothing is refused or fails, and axe finds nothing."""
    made = Tab(browser, server, viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    found = axe.Axe().run(made.open(address))
    made.context.close()
    assert made.asked and all(url.startswith((server, "data:", "blob:")) for url in made.asked)
    assert made.complaints == []
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", PAGES)
def test_a_phone_scrolls_no_page_sideways(browser: Any, server: str, address: str) -> None:
    made = Tab(browser, server, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = made.open(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    made.context.close()


def test_the_brush_narrows_the_chronology(tab: Tab) -> None:
    page = tab.open("/chronology")
    before = page.locator("#entries .entry").count()
    page.locator("#timeline .overlay").wait_for(state="attached")
    area = page.locator("#timeline .overlay").bounding_box()
    page.mouse.move(area["x"] + area["width"] * 0.45, area["y"] + 60)
    page.mouse.down()
    page.mouse.move(area["x"] + area["width"] * 0.6, area["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_url("**since=*")
    after = page.locator("#entries .entry").count()
    assert 0 < after < before
    since, until = page.input_value("[name=since]"), page.input_value("[name=until]")
    days = page.locator("#entries time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert all(since <= day <= until for day in days)
    # the address is that of the form: it can be sent to somebody
    page.reload(wait_until="networkidle")
    assert page.locator("#entries .entry").count() == after
    page.locator("#timeline .selection[width]").wait_for(state="attached")


def test_a_line_of_the_network_leads_to_its_messages(tab: Tab) -> None:
    page = tab.open("/network")
    canvas = page.locator("#graph canvas").last
    area = canvas.bounding_box()
    title = page.locator("#behind h2")
    page.locator("#graph output").first.wait_for()
    for step in range(2, 38):  # across the picture, until the pointer says that it is over something
        page.mouse.move(area["x"] + area["width"] * step / 40, area["y"] + area["height"] * 0.45)
        page.wait_for_timeout(40)
        if page.locator("#graph .drawn.over").count():
            page.mouse.down()
            page.mouse.up()
            title.wait_for(timeout=5000)
            page.wait_for_timeout(350)
            if " and " in title.inner_text():
                break
    assert " and " in title.inner_text()
    links = page.locator("#behind ol a")
    assert links.count() > 0
    assert links.first.get_attribute("href").startswith("/m/")


def test_the_period_of_the_network_moves_by_keyboard(tab: Tab) -> None:
    page = tab.open("/network")
    last = page.locator("#graph [name=last]")
    page.locator("#graph [name=last][aria-valuetext]").wait_for()
    before = last.get_attribute("aria-valuetext")
    last.focus()
    page.keyboard.press("ArrowLeft")
    assert last.get_attribute("aria-valuetext") not in ("", before)
    page.keyboard.press("Home")
    assert last.get_attribute("aria-valuetext") == page.locator("#graph [name=first]").get_attribute("aria-valuetext")


def test_every_picture_is_drawn(tab: Tab) -> None:
    for address, marks in (
        ("/chronology", "#timeline svg [aria-label=rect] rect"),
        ("/chronology", "#timeline svg [aria-label=dot] circle"),
        ("/exemptions", "#months svg [aria-label=rect] rect"),
        ("/traffic", ".strip svg [aria-label=rect] rect"),
        ("/network", "#graph canvas"),
    ):
        drawn = tab.open(address).locator(marks)
        drawn.nth(1).wait_for(state="attached")


def test_without_script_the_tables_are_there(browser: Any, server: str) -> None:
    made = Tab(browser, server, java_script_enabled=False)
    assert made.open("/network").locator("#ties tbody tr").count() > 10
    assert made.page.locator("img.still").evaluate_all("all => all.length") == 1
    assert made.open("/timeline").locator("tbody tr").count() > 10
    assert made.open("/exemptions").locator("table.months tbody tr").count() > 3
    assert made.open("/chronology").locator("#entries .entry").count() > 10
    made.context.close()


# j and k walk through findings as they do through hits
def test_lists_answer_to_the_keyboard(tab: Tab) -> None:
    page = tab.open("/claims")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
