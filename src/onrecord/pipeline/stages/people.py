"""People: who is who among all names of the case, and who held what when; found again when any of it changed."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Article, Finding, Mention, Person, Span
from onrecord.people import comparers, headers, persons, tenures
from onrecord.people.comparers import Comparer
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole

STAGE = "people"


def perform(run: Run) -> None:
    """Run the stage."""
    version = f"{persons.VERSION}.{tenures.VERSION}.{comparers.stamp(run.settings.name_comparison)}"
    compare = comparers.named(run.settings.name_comparison)
    whole.perform(run, STAGE, version, ("split", "name", "articles"), lambda: _find(run, compare))


def _find(run: Run, compare: Comparer) -> Iterator[Finding]:
    dates: dict[str, str] = {}
    placed: list[headers.Placed] = []
    known = _Known()
    for message in run.store.messages():
        placed += map(known.lean, headers.uses(message))
        if message.sent and len(message.sent.local) >= len("2000-01-01"):
            dates[message.id] = message.sent.local[:10]
    quotes = {one.span: one.quote for one in placed if one.quote}
    mentions = {mention.id: mention for mention in run.store.findings(Mention)}
    placed += map(headers.mentioned, mentions.values())
    dates |= {article.file: article.published[:10] for article in run.store.findings(Article) if article.published}
    found = list(persons.persons(placed, compare))
    yield from found
    people = (finding for finding in found if isinstance(finding, Person))
    yield from tenures.tenures(people, mentions, dates, quotes)


class _Known(dict[str, str]):
    """Every word once: a case names the same people on the same pages again and again."""

    def __missing__(self, word: str) -> str:
        self[word] = word
        return word

    def lean(self, one: headers.Placed) -> headers.Placed:
        """`one`, its words shared with others."""
        use, span = one.use, one.span
        return one._replace(
            use=use._replace(name=self[use.name], address=self[use.address], scope=self[use.scope]),
            span=Span(self[span.page], span.start, span.end),
            quote=self[one.quote],
        )
