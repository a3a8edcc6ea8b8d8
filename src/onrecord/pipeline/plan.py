"""What there is to do: which files to inspect, which pages to read, which runs of pages to split.

Everything here is decided by records and keys alone, so a build that was interrupted plans exactly what is left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from msgspec import Struct

from onrecord.model import Document, Page, SourceFile, page_number
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline.tasks import PageRun, Part, ReadTask, SplitTask, weight

Item = TypeVar("Item")

#: Pages that are read as one unit of work: small enough that little is lost when a build is killed, large enough that
#: opening the file again for the next unit does not count.
PART_PAGES = 32

#: The tasks of reading become smaller towards the end: each has at most one page in so many of those that are left, so
#: that no worker is left with a long one while the others have nothing to do (guided self-scheduling, C. D.
#: Polychronopoulos and D. J. Kuck, 1987).
SHARE = 8

#: Media of which a page can take a second: parts of such a file are cut for that. Opening it again takes little.
SLOW_MEDIA = ("pdf", "image")

#: A run is cut before the first page that opens a chain once it has this many pages ...
RUN_PAGES = 32

#: ... and at the latest here, also inside a chain: a book of 100,000 pages is not held in memory.
LONGEST_RUN = 4096

#: Pages of one task that splits small files.
TASK_PAGES = 64


class Volume(Struct, frozen=True):
    """Pages bound together in order: those of one file, or of one load-file document.

    `scope` names the volume as a scope of work, `document` is the document's id or empty, `files` are the ids (their
    first digits, as in page keys) of the files that the pages lie in.
    """

    scope: str
    document: str
    files: tuple[str, ...]


def parts_of(file: SourceFile, pages: int, stamps: Mapping[int, str]) -> Iterator[Part]:
    """The units of reading a file of `pages` pages. `stamps` are numbers known from a load file, by page number."""
    for first in range(1, pages + 1, PART_PAGES):
        last = min(first + PART_PAGES - 1, pages)
        known = tuple(stamps.get(number, "") for number in range(first, last + 1))
        yield Part(file, first, last, known if any(known) else ())


def unit_of(part: Part) -> str:
    """The name of a part as a unit of work."""
    return f"{part.first}-{part.last}"


def bundles(items: Iterable[Item], size: int, weigh: Callable[[Item], int] = lambda _: 1) -> Iterator[list[Item]]:
    """`items` in order, in lists that weigh `size` or little more each; the last one may weigh less."""
    bundle: list[Item] = []
    weight = 0
    for item in items:
        bundle.append(item)
        weight += weigh(item)
        if weight >= size:
            yield bundle
            bundle, weight = [], 0
    if bundle:
        yield bundle


def part_number(page: int) -> int:
    """Which part of its file a page lies in, from 0."""
    return (page - 1) // PART_PAGES


def reading_tasks(parts: Sequence[Part]) -> Iterator[ReadTask]:
    """`parts` in order, in tasks of about PART_PAGES pages, so that thousands of small files travel in bundles.

    Towards the end tasks are smaller, and parts cut in pieces (see SHARE).
    """
    waiting = deque(parts)
    left = sum(part.pages for part in parts)
    while waiting:
        task = _next_task(waiting, max(1, min(PART_PAGES, left // SHARE)))
        left -= weight(task)
        yield task


def _next_task(waiting: deque[Part], size: int) -> ReadTask:
    """Take parts of about `size` pages from the left of `waiting`; what is cut off the last goes back."""
    taken: list[Part] = []
    room = size
    while waiting and room > 0:
        part = waiting.popleft()
        if size < PART_PAGES and part.pages > room and part.file.media in SLOW_MEDIA:
            waiting.appendleft(part.piece(part.first + room, part.last))
            part = part.piece(part.first, part.first + room - 1)
        taken.append(part)
        room -= part.pages
    return ReadTask(tuple(taken))


def volumes(files: Iterable[SourceFile], extents: Mapping[str, int], documents: Sequence[Document]) -> list[Volume]:
    """What is to be split, each page once: load-file documents first, then the files that no document covers."""
    found = [Volume(document.id, document.id, _files_of(document)) for document in documents if document.pages]
    placed = {prefix for volume in found for prefix in volume.files}
    texts = produced_texts(documents)
    for file in files:
        prefix = file.id[:FILE_DIGITS]
        if extents.get(file.id) and prefix not in placed and file.id not in texts:
            found.append(Volume(file.id, "", (prefix,)))
    return found


def produced_texts(documents: Iterable[Document]) -> set[str]:
    """Ids of text files that repeat the pages of a document. Reading them too would double every word."""
    return {document.text_file for document in documents if document.text_file and document.pages}


def stamps_by_file(documents: Iterable[Document]) -> dict[str, dict[int, str]]:
    """The stamps that load files give, by the first digits of the file id, then by page number."""
    known: dict[str, dict[int, str]] = {}
    for document in documents:
        for key, stamp in zip(document.pages, document.stamps, strict=False):
            known.setdefault(key.partition("/")[0], {})[page_number(key)] = stamp
    return known


def _files_of(document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key.partition("/")[0] for key in document.pages))


def runs(pages: Iterable[Page], document: str, opens_chain: Callable[[Page], bool]) -> Iterator[PageRun]:
    """Pages in order, cut where a new chain certainly begins, so that each run can be split on its own."""
    run: list[Page] = []
    for page in pages:
        if len(run) >= LONGEST_RUN or (len(run) >= RUN_PAGES and opens_chain(page)):
            yield PageRun(document, tuple(run))
            run = []
        run.append(page)
    if run:
        yield PageRun(document, tuple(run))


def splitting_tasks(found: Iterable[PageRun]) -> Iterator[SplitTask]:
    """Runs put together in tasks of about TASK_PAGES pages."""
    for bundle in bundles(found, TASK_PAGES, lambda run: len(run.pages)):
        yield SplitTask(tuple(bundle))
