"""The page reader: keys, places in text and image, and all of it without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.conftest import Window
from tests.timing import wait_until

pytestmark = pytest.mark.slow

Opener = Callable[..., Window]

DESK = {"width": 1280, "height": 900}
STAMPED = "/s/HPA-000731"


def test_from_a_search_to_a_citation_by_keys_alone(sheet: Opener) -> None:
    page = sheet(viewport=DESK).go("/")
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


def test_hits_are_stepped_through(sheet: Opener) -> None:
    page = sheet(viewport=DESK).go(f"{STAMPED}?q=piles")
    assert page.locator("mark.now").count() == 0
    page.keyboard.press("n")
    assert page.locator("mark.now").inner_text() == "piles"


def test_the_address_points_to_characters_on_text_and_image(sheet: Opener) -> None:
    page = sheet(viewport=DESK).go(STAMPED)
    text = "".join(page.locator(".t").all_text_contents())
    start = text.index("piles")
    page.goto(f"{STAMPED}#{start}-{start + 5}")
    page.reload()
    page.wait_for_selector(".pointer rect.at", state="attached")
    assert page.locator(".pointer rect.at").count() == 1
    assert page.evaluate("[...CSS.highlights.get('pointed')][0].toString()") == "piles"
    assert page.locator("#cite").get_attribute("href") is not None


# the mark of a hidden place must not shift the offsets that citations are made of
def test_a_place_after_something_hidden_is_cited_where_it_stands(sheet: Opener) -> None:
    page = sheet(viewport=DESK).go(STAMPED)
    assert page.locator(".t .hole").count() == 1
    answer = page.request.get(f"{STAMPED}.json").json()
    whole = "".join(run["text"] for part in answer["segments"] for run in part["runs"])
    start = whole.index("HPA-000731")
    page.goto(f"{STAMPED}#{start}-{start + 10}")
    page.reload()
    page.wait_for_selector(".pointer rect.at", state="attached")
    assert page.evaluate("[...CSS.highlights.get('pointed')][0].toString()") == "HPA-000731"


def test_a_word_of_the_image_is_found_in_the_text(sheet: Opener) -> None:
    page = sheet(viewport=DESK).go(STAMPED)
    frame: Any = page.locator(".paper").bounding_box()
    scale = frame["width"] / 612

    def is_found() -> bool:
        for x in (122, 124):  # the first move fetches the places of the words
            page.mouse.move(frame["x"] + x * scale, frame["y"] + 129 * scale)
        return bool(page.evaluate("[...(CSS.highlights.get('pointer') || [])][0]?.toString()") == "piles")

    wait_until(is_found)


def test_without_javascript_a_page_is_whole(sheet: Opener) -> None:
    page = sheet(java_script_enabled=False, viewport=DESK).go("/search?q=piles")
    page.locator("a.stamp").first.click()
    assert page.locator("mark").first.inner_text() == "piles"
    assert page.locator(".paper img").count() == 2
    assert page.get_by_role("img", name="hidden here").count() == 1
    page.locator("#cite").click()
    assert "HPA-000731" in page.locator("pre").first.inner_text()
