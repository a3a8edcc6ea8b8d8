"""Releases: add up what letters and sheets say, and check it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from onrecord.data import codes
from onrecord.gaps import accounts, releases, vaughn
from onrecord.gaps.releases import FileFacts
from onrecord.model import Citation, ReleaseLetter, Span, VaughnEntry, WithheldSheet, cite, page_key
from onrecord.pipeline.run import Run, places_by_file
from onrecord.pipeline.stages import whole
from onrecord.store.protocol import Record, Store
from onrecord.text import stamps

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
    entries = list(store.findings(VaughnEntry))
    if entries:
        own = {entry.file for entry in entries}
        numbers = _numbers(file for file in files if file.id not in own)
        yield from vaughn.check(entries, store.findings(WithheldSheet), numbers, partial(_look, store))


def _numbers(files: Iterable[FileFacts]) -> dict[tuple[str, int], str]:
    """Page keys by the series and number of their stamps; of two pages with one stamp, the first."""
    found: dict[tuple[str, int], str] = {}
    for file in files:
        for number, printed in file.stamps.items():
            if stamp := stamps.parse(printed):
                found.setdefault((stamp.series, stamp.number), page_key(file.id, number))
    return found


def _look(store: Store, key: str) -> vaughn.Place | None:
    page = store.page(key)
    if page is None:
        return None
    printed = [mark.value for mark in page.marks if mark.kind == "exemption"]
    boxed = [code for redaction in page.redactions for code in redaction.codes]
    hides = bool(page.redactions) or any(mark.kind in ("exemption", "redacted") for mark in page.marks)
    return vaughn.Place(key, frozenset(codes.explain(code).code for code in (*printed, *boxed)), hides)


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
            {number: found[0] for number, found in printed.items()},
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
