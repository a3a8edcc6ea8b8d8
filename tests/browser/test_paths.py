"""The ways that people go: a newcomer's, on a phone, without JavaScript, without a mouse."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.store.audit import Audit
from tests.browser.addresses import first_page
from tests.browser.conftest import Window
from tests.conftest import Run

pytestmark = pytest.mark.slow

Opener = Callable[..., Window]

#: What the case tells first, and the words it stands on.
ASKED = "asks for a call"
QUOTE = "Can you call me about the pumps before noon?"


def test_a_newcomer_finds_reads_compares_accepts_and_publishes(
    window: Opener, folder: Path, run: Run, tmp_path: Path
) -> None:
    page = window(viewport={"width": 1280, "height": 900}).go("/")
    page.get_by_role("searchbox").fill("pumps")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Pumps at the east well").first.click()
    page.wait_for_url("**/m/**")
    assert QUOTE in page.inner_text("main")
    page.locator("main a[href^='/p/']").first.click()
    page.wait_for_url("**/p/**")
    assert (
        page.locator(".paper img").first.evaluate(
            "async (image) => { await image.decode(); return image.naturalWidth }"
        )
        > 500
    )
    with_copy = compared(folder)
    page.goto(with_copy)
    assert "the paper" in page.inner_text("main")
    page.goto("/review?kind=interactions")
    item = page.locator("[data-judge]", has_text=ASKED).first
    item.get_by_label("Why").fill("page image checked")
    item.get_by_role("button", name="Accept").click()
    page.get_by_role("status").filter(has_text="Accepted").wait_for()
    assert [one.act for one in Audit(folder).entries()][-1] == "decide"
    assert QUOTE in run("--case", folder, "chronology", "--accepted", "--format", "html").out
    # in a process of its own: Playwright's loop runs in this one
    command = [sys.executable, "-m", "onrecord.cli.main", "--case", str(folder), "site", str(tmp_path / "out")]
    subprocess.run(command, check=True, capture_output=True)
    page.goto((tmp_path / "out" / "index.html").as_uri())
    assert page.locator("main").inner_text()
    assert any(QUOTE in one.read_text(encoding="utf-8") for one in (tmp_path / "out").rglob("*.html"))


def compared(folder: Path) -> str:
    """The address that sets the two copies of the first mail side by side."""
    from onrecord import Case
    from onrecord.model import CopySet

    with Case.open(folder) as case:
        (found,) = [one for one in case.findings(CopySet) if len(one.members) > 1]
    return f"/compare?a={found.members[0]}&b={found.members[1]}"


def test_on_a_phone_something_is_found_read_and_rejected(window: Opener) -> None:
    phone = window(viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True)
    page = phone.go("/")
    page.get_by_role("searchbox").fill("pumps")
    page.get_by_role("searchbox").press("Enter")
    page.get_by_role("link", name="Pumps at the east well").first.tap()
    page.wait_for_url("**/m/**")
    assert QUOTE in page.inner_text("main")
    page.locator("main a[href^='/p/']").first.tap()
    page.wait_for_url("**/p/**")
    assert page.locator(".paper img").first.bounding_box()["width"] <= 390
    page = phone.go("/review?kind=interactions")
    page.locator("[data-judge]", has_text=ASKED).get_by_role("button", name="Reject").first.tap()
    page.get_by_role("status").filter(has_text="Rejected").wait_for()


def test_without_javascript_everything_can_be_decided(window: Opener) -> None:
    page = window(java_script_enabled=False).go("/search?q=pumps")
    assert page.get_by_role("link", name="Pumps at the east well").count()
    page.goto("/review?kind=interactions")
    page.locator("[data-judge]", has_text=ASKED).get_by_role("button", name="Accept").first.click()
    assert page.url.endswith("/review?kind=interactions&page=1")
    page.goto("/decisions")
    assert page.get_by_role("button", name="Take back").count() == 1
    page.get_by_role("link", name=re.compile("Open what")).first.click()
    assert "accepted" in page.inner_text(".state")
    page.get_by_label("Correct").select_option("topic")
    page.get_by_label("to", exact=True).fill("The east well")
    page.get_by_role("button", name="Correct").click()
    assert "edited" in page.inner_text(".state >> nth=0")
    assert "The east well" in page.inner_text(".stated")
    page.get_by_label("New note").fill("ask the board")
    page.get_by_role("button", name="Write").click()
    assert "ask the board" in page.inner_text("main")


def test_everything_is_reached_by_keyboard(window: Opener) -> None:
    page = window().go("/")
    page.keyboard.press("/")
    page.keyboard.type("pumps")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/m/**")
    page.goto("/review?kind=interactions")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    text = page.locator(".at .text").inner_text()
    page.keyboard.press("a")
    page.get_by_role("status").filter(has_text="Accepted").wait_for()
    assert text[:40] in page.get_by_role("status").first.inner_text()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("status").filter(has_text="Rejected").wait_for()
    page.goto("/decisions")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"


def test_a_note_is_drawn_on_the_page_and_found_by_its_link(window: Opener, folder: Path) -> None:
    page = window(viewport={"width": 1280, "height": 1000}).go(f"{first_page(folder)}/notes")
    canvas = page.locator("[data-canvas]").bounding_box()
    page.mouse.move(canvas["x"] + 80, canvas["y"] + 100)
    page.mouse.down()
    page.mouse.move(canvas["x"] + 280, canvas["y"] + 160, steps=4)
    page.mouse.up()
    page.locator("[data-note] textarea").fill("who wrote this?")
    page.get_by_role("button", name="Write").click()
    page.wait_for_url("**/notes#d*")
    scale = 612 / canvas["width"]
    left, top, right, bottom = (
        float(page.locator(".region").get_attribute(name)) for name in ("x", "y", "width", "height")
    )
    assert abs(left - 80 * scale) < 2 and abs(top - 100 * scale) < 2
    assert abs(right - 200 * scale) < 2 and abs(bottom - 60 * scale) < 2
    assert page.locator("li:target .note-text").inner_text() == "who wrote this?"
