"""The pictures in a real browser: drawn under the page's policy, from this machine alone, readable without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Window

pytestmark = pytest.mark.slow

Opener = Callable[..., Window]


@pytest.fixture
def tab(room: Opener) -> Callable[[str], Any]:
    """Opens a page on a desk, once its pictures are drawn."""
    opened = room(viewport={"width": 1280, "height": 900})
    return lambda address: opened.go(address, until="networkidle")


def test_the_brush_narrows_the_chronology(tab: Callable[[str], Any]) -> None:
    page = tab("/chronology")
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


def test_a_line_of_the_network_leads_to_its_messages(tab: Callable[[str], Any]) -> None:
    page = tab("/network")
    canvas = page.locator("#graph canvas").last
    area = canvas.bounding_box()
    title = page.locator("#behind h2")
    page.locator("#graph output").first.wait_for()
    for step in 5 * list(range(2, 38)):  # across the picture, until the pointer says that it is over something
        page.mouse.move(area["x"] + area["width"] * step / 40, area["y"] + area["height"] * 0.45)
        page.wait_for_timeout(40)
        if page.locator("#graph .drawn.over").count():
            page.evaluate("document.getElementById('behind').replaceChildren()")
            page.mouse.down()
            page.mouse.up()
            title.wait_for()
            if " and " in title.inner_text():
                break
            page.wait_for_timeout(350)  # two clicks within less are a double click
    assert " and " in title.inner_text()
    links = page.locator("#behind ol a")
    assert links.count() > 0
    assert links.first.get_attribute("href").startswith("/m/")


def test_the_period_of_the_network_moves_by_keyboard(tab: Callable[[str], Any]) -> None:
    page = tab("/network")
    last = page.locator("#graph [name=last]")
    page.locator("#graph [name=last][aria-valuetext]").wait_for()
    before = last.get_attribute("aria-valuetext")
    last.focus()
    page.keyboard.press("ArrowLeft")
    assert last.get_attribute("aria-valuetext") not in ("", before)
    page.keyboard.press("Home")
    assert last.get_attribute("aria-valuetext") == page.locator("#graph [name=first]").get_attribute("aria-valuetext")


def test_every_picture_is_drawn(tab: Callable[[str], Any]) -> None:
    for address, marks in (
        ("/chronology", "#timeline svg [aria-label=rect] rect"),
        ("/chronology", "#timeline svg [aria-label=dot] circle"),
        ("/exemptions", "#months svg [aria-label=rect] rect"),
        ("/traffic", ".strip svg [aria-label=rect] rect"),
        ("/network", "#graph canvas"),
    ):
        drawn = tab(address).locator(marks)
        drawn.nth(1).wait_for(state="attached")


def test_without_script_the_tables_are_there(room: Opener) -> None:
    opened = room(java_script_enabled=False)
    assert opened.go("/network").locator("#ties tbody tr").count() > 10
    assert opened.page.locator("img.still").count() == 1
    assert opened.go("/timeline").locator("tbody tr").count() > 10
    assert opened.go("/exemptions").locator("table.months tbody tr").count() > 3
    assert opened.go("/chronology").locator("#entries .entry").count() > 10


# j and k walk through findings as they do through hits
def test_lists_answer_to_the_keyboard(tab: Callable[[str], Any]) -> None:
    page = tab("/claims")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims/*")
