"""Every page: readable with a screen reader, in the dark and on a phone, and deaf to what a hostile mail says."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import Case
from tests.browser.addresses import every
from tests.browser.conftest import Window

pytestmark = pytest.mark.slow

Opener = Callable[..., Window]

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}

#: A few of the pages of a site of each kind; the others are made by the same templates.
OF_A_KIND = 3


def wrong_with(page: Any) -> list[str]:
    """What axe finds on a page, by day and by night, and whether a phone would scroll it sideways."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="light")
    found = axe.run(page).response["violations"]
    page.emulate_media(color_scheme="dark")  # what is dark differs in colours alone
    found += axe.run(page, options={"runOnly": ["color-contrast"]}).response["violations"]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    wrong = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found]
    return wrong + ([f"{wide} pixels wide on a phone"] if wide > PHONE["width"] else [])


def test_every_page_is_whole(room: Opener, example: Path) -> None:
    opened, found = room(), {}
    for path in every(example, "piles"):
        if wrong := wrong_with(opened.go(path, until="networkidle")):
            found[path] = wrong
    opened.expects("404")  # /nowhere is among the pages
    assert not found, "\n".join(map(str, found.items()))


def test_every_page_of_a_site_is_whole(browser: Any, edition: Path) -> None:
    opened, found = Window(browser, "file://"), {}
    kinds: dict[str, list[Path]] = {}
    for path in sorted(edition.rglob("*.html")):
        kinds.setdefault(str(path.relative_to(edition).parts[:-1][:1]), []).append(path)
    for path in (one for listed in kinds.values() for one in listed[:OF_A_KIND]):
        if wrong := wrong_with(opened.go(path.as_uri())):
            found[os.path.relpath(path, edition)] = wrong
    for what in ("blocked by CORS policy", "net::ERR_FAILED"):  # axe reads the style sheets itself, which files forbid
        opened.expects(what)
    opened.close()
    assert not found, "\n".join(map(str, found.items()))


def test_a_hostile_mail_does_nothing_anywhere(window: Opener, folder: Path) -> None:
    with Case.open(folder) as case:
        mail = next(one for one in case.messages() if "script" in (one.subject.printed if one.subject else ""))
        people = [one.id for one in case.people() if "script" in one.name or "script" in str(one.aliases)]
        files = [one.file for one in case.pages() if "probeword" in one.text]
    opened = window()
    paths = [f"/m/{mail.id}", "/search?q=probeword", "/search?q=probeword&kind=page", "/review", "/people"]
    paths += (
        [f"/people/{id}" for id in people] + [f"/review/{id}" for id in people] + [f"/p/{file}/1" for file in files]
    )
    for path in dict.fromkeys((*paths, *every(folder, "pumps"))):
        page = opened.go(path)
        page.wait_for_timeout(30)
        assert page.locator("script:not([src^='/static/'])").count() == 0, path
        assert (
            page.locator("img[src^=http], iframe, [onload], [onerror], main style, main form[action^=http]").count()
            == 0
        ), path
    opened.expects("404")
