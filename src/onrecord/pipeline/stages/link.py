"""Link: what joins the findings of the case, found again when any of them changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

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
    articles, people = list(store.findings(Article)), store.findings(Person)
    material = links.gather(
        people=people if articles else map(_named, people),
        articles=articles,
        said=_said(run, articles),
        families=store.findings(SourceFamily),
        messages=store.messages() if articles else (),
        copies=store.findings(CopySet),
        tenures=store.findings(Tenure),
        texts=_Texts(run),
    )
    return links.find(material)


def _named(person: Person) -> Person:
    """A person without places: where no article tells anything, only names and posts are looked at."""
    return replace(person, seen=())


def _said(run: Run, articles: Sequence[Article]) -> Iterator[Claim | Interaction | Event]:
    """What the articles of the case tell. What messages do is in the messages themselves."""
    for article in articles:
        for one in run.store.about(article.id):
            if isinstance(one, Claim | Interaction | Event) and _teller(one) == article.id:
                yield one


def _teller(one: Claim | Interaction | Event) -> str:
    return one.article if isinstance(one, Claim) else one.record


class _Texts(dict[str, str]):
    """Page texts, read when asked for."""

    def __init__(self, run: Run) -> None:
        super().__init__()
        self._store = run.store

    def __missing__(self, key: str) -> str:
        page = self._store.page(key)
        self[key] = text = page.text if page is not None else ""
        return text
