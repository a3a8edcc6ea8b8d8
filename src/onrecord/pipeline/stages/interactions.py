"""Interactions: what the release pages of the case tell, and what its messages do, a file at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from onrecord import interactions
from onrecord.interactions import Clues
from onrecord.model import Article, ArticleKind, Event, Failure, Interaction, page_key
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole
from onrecord.pipeline.stages.by_file import ByFile, Part, PartAnswer
from onrecord.pipeline.tasks import InteractedPart, InteractPart, InteractTask
from onrecord.store.protocol import Record

STAGE = "interactions"
#: Messages of one part.
_MESSAGES = 32


def perform(run: Run) -> None:
    """Run the stage."""
    _Interacting(run).perform()
    # the days of messages tell the year of a release page that prints none
    version = f"{interactions.VERSION}:{run.settings.first_year}"
    whole.perform(run, STAGE, version, ("split", "articles"), lambda: _of_articles(run))


class _Interacting(ByFile):
    """A part is some messages of a file, with the pages that they are cited on."""

    stage = STAGE
    version = interactions.VERSION

    def parts(self, file: str) -> Iterator[InteractPart]:
        """The messages of the file in the order of their places."""
        for number, some in enumerate(self.run.store.messages_in(file, _MESSAGES)):
            cited = dict.fromkeys(key for message in some for key in message.stands_on)
            yield InteractPart(file, f"messages {number}", tuple(some), self.run.store.page_texts(cited))

    def task(self, parts: Sequence[Part]) -> InteractTask:
        """A task of some parts."""
        return InteractTask(tuple(part for part in parts if isinstance(part, InteractPart)))

    def records(self, answer: PartAnswer) -> Sequence[Record]:
        """The interactions."""
        assert isinstance(answer, InteractedPart)
        return answer.interactions

    def lost(self, part: Part, why: str) -> Failure:
        """That nobody knows what the messages do."""
        what = f"what the messages do could not be found out, {part.unit}: {why}"
        step = "the messages themselves are in the case"
        return Failure(stage=STAGE, file=part.file, path="", page=0, what=what, next_step=step)


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
    sent = Counter({date.fromisoformat(day): number for day, number in run.store.days_sent().items()})
    texts = {_name(run, article): "\n".join(_texts(run, article).values()) for article in found}
    return Clues(sent=sent, articles=texts)


def _name(run: Run, article: Article) -> str:
    """The name under which an article's file was first added."""
    places = run.store.locations(file=article.file)
    return places[0].path if places else article.file


def _texts(run: Run, article: Article) -> dict[str, str]:
    return run.store.page_texts(
        page_key(article.file, number) for number in range(article.page_start, article.page_end + 1)
    )
