"""Articles: which files are published texts, and what they are made of.

Whether a file is one depends on what was read and split of it, so only files of which that changed are looked at.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from itertools import islice

import msgspec
from msgspec import Struct

from onrecord import articles
from onrecord.model import Article, Contact, Memo, SourceFile
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import keys
from onrecord.pipeline.run import Run
from onrecord.pipeline.stages import by_file, whole
from onrecord.store.protocol import Store

STAGE = "articles"

#: Under this name the files that were looked at are kept from build to build.
MEMO = "articles.looked_at"


class _Known(Struct, array_like=True):
    """What was looked at the last time: marks of the files without an article, 8 bytes each, sorted; and of those with
    one, by file.
    """

    without: bytes = b""
    having: dict[str, int] = {}


_decoder = msgspec.msgpack.Decoder(_Known)


def perform(run: Run) -> None:
    """Run the stage."""
    whole.perform(run, STAGE, articles.VERSION, ("read", "split"), lambda: _find(run))


def _find(run: Run) -> Iterator[Article | Memo]:
    """The articles, and what to remember for the next time."""
    known = _recalled(run.store.memo(MEMO))
    marks = array("Q", known.without)
    before = {one.file: one for one in run.store.findings(Article)}
    work = by_file.work(run)
    without, having = array("Q"), dict[str, int]()
    for file in _candidates(run.store):
        mark = int(keys.digest(STAGE, articles.VERSION, file.id, work.get(file.id[:FILE_DIGITS], "")), 16)
        found = None
        if file.id in before and known.having.get(file.id) == mark:
            found = before[file.id]
        elif not _holds(marks, mark):
            found = _article(run.store, file)
        if found is None:
            without.append(mark)
        else:
            having[file.id] = mark
            yield found
    yield Memo(MEMO, msgspec.msgpack.encode(_Known(array("Q", sorted(without)).tobytes(), having)))


def _recalled(memo: bytes) -> _Known:
    """What a memo holds; nothing when it cannot be read."""
    try:
        return _decoder.decode(memo)
    except msgspec.DecodeError:
        return _Known()


def _holds(ordered: array[int], mark: int) -> bool:
    at = bisect_left(ordered, mark)
    return at < len(ordered) and ordered[at] == mark


def _candidates(store: Store) -> Iterator[SourceFile]:
    """The short files of such kinds that hold no contacts: a log or a chat is no report."""
    logged = {one.citation.spans[0].page.rpartition("/")[0] for one in store.findings(Contact)}
    extents = store.extents()
    named = {place.file for place in store.locations()}
    for file in store.files():
        if (
            file.media in articles.MEDIA
            and file.id in named
            and file.id[:FILE_DIGITS] not in logged
            and 0 < extents.get(file.id, 0) <= articles.PAGES
        ):
            yield file


def _article(store: Store, file: SourceFile) -> Article | None:
    """The article that a file is; None for one that holds messages."""
    pages = list(islice(store.pages(file.id), articles.PAGES))
    found = articles.read(pages)
    return None if found is None or any(store.messages_on(page.key) for page in pages) else found
