"""Interactions: what the release pages of the case tell, and what its messages do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from onrecord import interactions
from onrecord.interactions import Clues
from onrecord.model import Article, ArticleKind, Event, Interaction, page_key
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole
from onrecord.store.protocol import Store

#: Page texts kept at hand.
_REMEMBERED = 512


def perform(run: Run) -> None:
    """Run the stage."""
    version = f"{interactions.VERSION}:{run.settings.first_year}"
    whole.perform(run, "interactions", version, ("split", "articles"), lambda: _find(run))


def _find(run: Run) -> Iterator[Interaction | Event]:
    yield from _of_articles(run)
    texts = _Texts(run.store)
    for message in run.store.messages():
        yield from interactions.of_message(message, texts)
        texts.trim()


class _Texts(dict[str, str]):
    """Page texts, read when asked for: messages that follow one another stand on the same pages."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, key: str) -> str:
        page = self._store.page(key)
        self[key] = text = page.text if page is not None else ""
        return text

    def trim(self) -> None:
        """Forget all texts once there are too many."""
        if len(self) > _REMEMBERED:
            self.clear()


def _of_articles(run: Run) -> Iterator[Interaction | Event]:
    found = list(run.store.findings(Article))
    pages = [article for article in found if article.kind is ArticleKind.RELEASE_PAGE]
    clues = _clues(run, found) if pages and not run.settings.first_year else None
    for article in pages:
        texts = _texts(run, article)
        year, source = run.settings.first_year or None, "the user"
        if clues is not None:
            others = {name: text for name, text in clues.articles.items() if name != _name(run, article)}
            told = interactions.first_year(article, texts, Clues(sent=clues.sent, articles=others))
            year, source = told if told is not None else (None, "")
        yield from interactions.of_article(article, texts, year, source)


def _clues(run: Run, found: list[Article]) -> Clues:
    sent = Counter(
        date.fromisoformat(message.sent.local[:10])
        for message in run.store.messages()
        if message.sent is not None and len(message.sent.local) >= 10
    )
    texts = {_name(run, article): "\n".join(_texts(run, article).values()) for article in found}
    return Clues(sent=sent, articles=texts)


def _name(run: Run, article: Article) -> str:
    """The name under which an article's file was first added."""
    places = run.store.locations(file=article.file)
    return places[0].path if places else article.file


def _texts(run: Run, article: Article) -> dict[str, str]:
    keys = [page_key(article.file, number) for number in range(article.page_start, article.page_end + 1)]
    return {key: page.text for key in keys if (page := run.store.page(key)) is not None}
