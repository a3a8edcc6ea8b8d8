"""People: who is who among all names of the case, and who held what when; found again when any of it changed."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from onrecord.model import Article, Finding, Mention, Person
from onrecord.people import comparers, headers, persons, tenures
from onrecord.people.comparers import Comparer
from onrecord.people.gathered import Gathered
from onrecord.people.tenures import Titled
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
    placed, titled = Gathered(), Titled()
    for message in run.store.messages():
        for one in headers.uses(message):
            placed.append(one)
        if message.sent and len(message.sent.local) >= len("2000-01-01"):
            dates[message.id] = sys.intern(message.sent.local[:10])
    for mention in run.store.findings(Mention):
        placed.append(headers.mentioned(mention))
        titled.keep(mention)
    dates |= {article.file: article.published[:10] for article in run.store.findings(Article) if article.published}
    for found in persons.persons(placed, compare):
        yield found
        if isinstance(found, Person):
            yield from tenures.tenures([found], titled, dates, placed.words_at)
