"""Link: what joins the findings of the case, found again when any of them changed."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord import links
from onrecord.model import Article, Claim, CopySet, Event, Interaction, Link, Person, SourceFamily, Tenure
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole

STAGE = "link"


def perform(run: Run) -> None:
    """Run the stage."""
    after = ("split", "articles", "claims", "relate", "people", "interactions")
    whole.perform(run, STAGE, links.VERSION, after, lambda: _find(run))


def _find(run: Run) -> list[Link]:
    store = run.store
    articles = list(store.findings(Article))
    material = links.gather(
        people=store.findings(Person),
        articles=articles,
        said=_said(run, {article.id for article in articles}),
        families=store.findings(SourceFamily),
        messages=store.messages() if articles else (),
        copies=store.findings(CopySet),
        tenures=store.findings(Tenure),
        texts=_Texts(run),
    )
    return links.find(material)


def _said(run: Run, articles: set[str]) -> Iterator[Claim | Interaction | Event]:
    """What the articles of the case tell. What messages do is in the messages themselves."""
    yield from run.store.findings(Claim)
    yield from (one for one in run.store.findings(Interaction) if one.record in articles)
    yield from (one for one in run.store.findings(Event) if one.record in articles)


class _Texts(dict[str, str]):
    """Page texts, read when asked for."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._store = run.store

    def __missing__(self, key: str) -> str:
        page = self._store.page(key)
        self[key] = text = page.text if page is not None else ""
        return text
