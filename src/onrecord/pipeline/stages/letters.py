"""Letters: read what agencies say about their own releases, a file at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from msgspec.structs import replace

from onrecord.gaps import letters, releases, sheets, vaughn
from onrecord.model import Page, PageState
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run
from onrecord.store.protocol import Record

STAGE = "letters"

#: Files whose finds are written in one transaction.
FILES = 200


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys(STAGE)
    wanted = dict(_wanted(run))
    for scope in sorted({scope for scope, _ in finished} - set(wanted)):
        run.writer.prune(STAGE, scope, ())
    todo = [file for file, key in wanted.items() if not run.is_settled(finished.get((file, WHOLE)), key)]
    if not todo:
        return
    run.progress.start(STAGE, len(todo))
    for start in range(0, len(todo), FILES):
        with run.writer.transaction():
            for file in todo[start : start + FILES]:
                found = list(_find(run, file))
                run.writer.replace(STAGE, file, WHOLE, wanted[file], found)
                run.done[STAGE] += len(found)
                run.progress.advance(1)
    run.progress.finish()


def _wanted(run: Run) -> Iterator[tuple[str, str]]:
    """Every file that has pages, and the key of looking for letters in it."""
    read: defaultdict[str, list[str]] = defaultdict(list)
    for (scope, unit), key in run.writer.keys("read").items():
        read[scope].append(f"{unit}={key}")
    for file, work in read.items():
        yield file, keys.case_key(STAGE, releases.VERSION, [*work, _release(run, file)])


def _release(run: Run, file: str) -> str:
    places = run.store.locations(file=file)
    return places[0].release if places else ""


def _find(run: Run, file: str) -> Iterator[Record]:
    """The letters and sheets of a file."""
    pages = [_light(page) for page in run.store.pages(file)]
    release = _release(run, file)
    yield from letters.find(pages, release)
    yield from sheets.find(pages, release)
    yield from vaughn.find(pages, release)


def _light(page: Page) -> Page:
    """The page without what is not looked at, so that a book of 100,000 pages fits into memory."""
    text = page.text if page.state is PageState.WITHHELD or letters.may_say(page.text) else ""
    return replace(page, text=text, marks=(), redactions=(), words=())
