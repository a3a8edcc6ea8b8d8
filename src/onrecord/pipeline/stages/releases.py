"""Releases: add up what letters and sheets say, and check it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from onrecord.gaps import accounts, releases
from onrecord.gaps.releases import FileFacts
from onrecord.model import Citation, ReleaseLetter, Span, WithheldSheet, cite
from onrecord.pipeline.run import Run, places_by_file
from onrecord.pipeline.stages import whole
from onrecord.store.protocol import Record, Store

STAGE = "releases"


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, STAGE, releases.VERSION, ("inspect", "read", "letters"), partial(_find, run))


def _find(run: Run) -> Iterator[Record]:
    store = run.store
    files = list(_files(run))
    paths = {file.id: file.paths[0] for file in files if file.paths}
    ledgers, strays = accounts.ledgers(store.findings(ReleaseLetter), store.findings(WithheldSheet), paths)
    for ledger in ledgers:
        yield ledger.account
    yield from releases.find(ledgers, strays, files, partial(_first_words, store))


def _files(run: Run) -> Iterator[FileFacts]:
    """Every file that has pages, by id."""
    places = places_by_file(run.store)
    for file, pages in sorted(run.store.extents().items()):
        known = places.get(file, [])
        printed = run.store.page_stamps(file, 1, pages)
        yield FileFacts(
            file,
            tuple(sorted({place.path for place in known})),
            tuple(sorted({place.release for place in known})),
            pages,
            {number: stamps[0] for number, stamps in printed.items()},
        )


def _first_words(store: Store, file: str) -> Citation | None:
    """The first line of the first page with text; the top of the first page where there is none."""
    top = None
    for page in store.pages(file):
        top = top or page
        if text := page.text.strip():
            start = page.text.index(text)
            end = page.text.find("\n", start)
            span = Span(page.key, start, len(page.text) if end < 0 else end)
            return cite((span,), {page.key: page.text})
    return cite((Span(top.key, 0, 0),), {top.key: top.text}) if top else None
