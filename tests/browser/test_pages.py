"""Every page: readable with a screen reader, and deaf to what a hostile mail says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from onrecord import Case
from tests.browser.conftest import Window
from tests.browser.test_paths import addresses

pytestmark = pytest.mark.slow

Opener = Callable[..., Window]


def decided(folder: Path) -> None:
    """Decide something, so that histories and lists are not empty."""
    from onrecord.model import Interaction
    from onrecord.review import findings
    from onrecord.review.decisions import now

    with Case.open(folder) as case:
        first = next(iter(case.findings(Interaction)))
        page = next(one for one in case.pages() if one.width)
        case.decide(
            [
                findings.accept(first, "ana", now(), "checked"),
                findings.edit(first, first, "topic", "wells", "ben", now(), "misread"),
                findings.note_on(first, "ask them", "ana", now()),
                findings.note_at(page, (60, 60, 200, 120), "initials", "ana", now()),
            ]
        )


@pytest.mark.parametrize(("scheme", "every"), [("light", 1), ("dark", 4)])
def test_axe_finds_nothing(window: Opener, folder: Path, scheme: str, every: int) -> None:
    axe: Any = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    decided(folder)
    opened = window(color_scheme=scheme)
    found = {}
    for path in addresses(folder)[::every]:  # what is dark differs in colours alone
        page = opened.go(path)
        violations = axe.run(page).response["violations"]
        if violations:
            found[path] = [(one["id"], one["nodes"][0]["html"][:160]) for one in violations]
    opened.expects("404")  # /nowhere is among the pages
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
    for path in (*paths, *addresses(folder)):
        page = opened.go(path)
        page.wait_for_timeout(30)
        assert page.locator("script:not([src^='/static/'])").count() == 0, path
        assert (
            page.locator("img[src^=http], iframe, [onload], [onerror], main style, main form[action^=http]").count()
            == 0
        ), path
    opened.expects("404")
