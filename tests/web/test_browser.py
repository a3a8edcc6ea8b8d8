"""The reading room in a browser: keys, a phone, no JavaScript, and what axe says of every page."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from onrecord.web.app import create_app

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium here")]

#: Seconds to wait for the server.
PATIENCE = 30.0


@pytest.fixture(scope="module")
def address(scanned_case: Path) -> Iterator[str]:
    """The address of a reading room of the case with an image, served by a thread of this process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(scanned_case), host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    began = time.monotonic()
    while not server.started and time.monotonic() - began < PATIENCE:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(PATIENCE)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk; what its console complains of fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert not said


ROUTES = ("/", "/search?q=piles", "/search?kind=page", "/s/HPA-000731?q=piles", "/articles", "/nowhere")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address + "/search?q=piles")
    message = page.locator("a.subject").first.get_attribute("href") or ""
    cite = page.locator("a.stamp").first.get_attribute("href") or ""
    wrong: list[str] = []
    for route in (*ROUTES, message, cite.partition("?")[0] + "/cite"):
        page.goto(address + route)
        found = Axe().run(page)
        if found.violations_count:
            wrong.append(f"{route}: {found.generate_report()}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{route}: wider than the screen")
    context.close()
    assert not wrong, "\n".join(wrong)


def test_from_a_search_to_the_page_by_keys_alone(page: Page, address: str) -> None:
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("piles")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=piles")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/**")
    page.get_by_role("link", name="On the page").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/p/**")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.wait_for_url("**/cite**")
    assert "HPA-000731" in page.locator("pre").first.inner_text()


def test_hits_are_stepped_through(page: Page, address: str) -> None:
    page.goto(f"{address}/s/HPA-000731?q=piles")
    assert page.locator("mark.now").count() == 0
    page.keyboard.press("n")
    assert page.locator("mark.now").inner_text() == "piles"


def test_the_address_points_to_characters_on_text_and_image(page: Page, address: str) -> None:
    page.goto(f"{address}/s/HPA-000731")
    text = "".join(page.locator(".t").all_text_contents())
    start = text.index("piles")
    page.goto(f"{address}/s/HPA-000731#{start}-{start + 5}")
    page.reload()
    page.wait_for_selector(".pointer rect.at", state="attached")
    assert page.locator(".pointer rect.at").count() == 1
    assert page.evaluate("[...CSS.highlights.get('pointed')][0].toString()") == "piles"
    assert page.locator("#cite").get_attribute("href", timeout=2000) is not None


def test_a_word_of_the_image_is_found_in_the_text(page: Page, address: str) -> None:
    page.goto(f"{address}/s/HPA-000731")
    frame = page.locator(".paper").bounding_box()
    assert frame is not None
    scale = frame["width"] / 612
    for _ in range(2):  # the first move fetches the places of the words
        page.mouse.move(frame["x"] + 122 * scale, frame["y"] + 129 * scale)
        page.mouse.move(frame["x"] + 124 * scale, frame["y"] + 129 * scale)
        page.wait_for_timeout(400)
    assert page.evaluate("[...(CSS.highlights.get('pointer') || [])][0]?.toString()") == "piles"


def test_without_javascript_a_page_is_whole(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/search?q=piles")
    page.locator("a.stamp").first.click()
    assert page.locator("mark").first.inner_text() == "piles"
    assert page.locator(".paper img").count() == 2
    page.locator("#cite").click()
    assert "HPA-000731" in page.locator("pre").first.inner_text()
    context.close()
