"""The layout and the page of the how-to do what it says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from onrecord.articles.layouts import LAYOUTS, bid
from onrecord.articles.layouts.protocol import Layout
from onrecord.interactions import of_article
from onrecord.model import Interaction, Page
from tests.articles.published import plain_page

HOWTO = Path(__file__).parents[2] / "docs" / "howto" / "article-layout.md"


def shown(language: str) -> str:
    """The only block of this language on the page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", HOWTO.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return str(found)


def layout() -> Layout:
    """The layout that the page shows."""
    names: dict[str, Any] = {}
    exec(compile(shown("python"), str(HOWTO), "exec"), names)  # the text of our own page
    found = names["LAYOUT"]
    assert isinstance(found, Layout)
    return found


def test_the_layout_reads_the_page_as_a_chronology() -> None:
    page = plain_page(shown("text"))
    article = layout().read([page])
    assert article is not None
    told = [one for one in of_article(article, {page.key: page.text}) if isinstance(one, Interaction)]
    assert [(one.date, one.actors, one.to) for one in told] == [
        ("2021-12-03", ("Carla Solano",), ("Anneke Rudd",)),
        ("2021-12-03", ("Anneke Rudd",), ("Carla Solano",)),
        ("2021-12-09", ("Carla Solano",), ("Anneke Rudd",)),
        ("2022-01-02", ("Carla Solano",), ("Hugo Brandt",)),
    ]
    assert all("from the sentence before" in one.inferred[0] for one in told)


def test_the_layout_outbids_those_that_ship_on_its_page_alone() -> None:
    def scores(page: Page) -> tuple[float, float]:
        best = bid([page])
        return layout().score([page]), best[1] if best is not None else 0.0

    own, others = scores(plain_page(shown("text")))
    assert own > others
    own, others = scores(plain_page("A report\n\nIt was said on December 3, 2021 that nothing was said before.\n"))
    assert own == 0.0


def test_the_page_names_the_layouts_in_their_order() -> None:
    assert ", ".join(f"`{name}`" for name in LAYOUTS) in HOWTO.read_text(encoding="utf-8")
