"""Articles: which files are published texts, and what they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from onrecord import articles
from onrecord.model import Article, Contact
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import whole


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, "articles", articles.VERSION, ("read", "split"), lambda: _find(run))


def _find(run: Run) -> Iterator[Article]:
    """The articles of the files that hold neither messages nor contacts: a log or a chat is no report."""
    logged = {one.citation.spans[0].page.rpartition("/")[0] for one in run.store.findings(Contact)}
    extents = run.store.extents()
    named = {place.file for place in run.store.locations()}
    for file in run.store.files():
        if (
            file.media not in articles.MEDIA
            or file.id not in named
            or file.id[:FILE_DIGITS] in logged
            or not 0 < extents.get(file.id, 0) <= articles.PAGES
        ):
            continue
        pages = list(islice(run.store.pages(file.id), articles.PAGES))
        found = articles.read(pages)
        if found is not None and not any(run.store.messages_on(page.key) for page in pages):
            yield found
