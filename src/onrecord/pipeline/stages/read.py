"""Read: turn files into pages, a few dozen pages to a unit of work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.model import Failure
from onrecord.model.ids import FILE_DIGITS
from onrecord.pages.read import fingerprint
from onrecord.pipeline import keys, plan
from onrecord.pipeline.run import Run
from onrecord.pipeline.tasks import Outcome, Part, ReadPart, ReadTask, weight
from onrecord.store.protocol import Record


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys("read")
    wanted = list(_wanted(run))
    _prune(run, finished, wanted)
    todo = [part for part, key in wanted if not run.is_settled(finished.get((part.file.id, plan.unit_of(part))), key)]
    if not todo:
        return
    key_of = {(part.file.id, plan.unit_of(part)): key for part, key in wanted}
    run.progress.start("read", sum(part.last - part.first + 1 for part in todo))
    halved = _Halved(todo)
    for batch in run.batches(list(plan.reading_tasks(todo))):
        with run.writer.transaction():
            for part, answer in halved.whole(batch):
                name = (part.file.id, plan.unit_of(part))
                key = key_of[name]
                if answer.lost:
                    key = run.lost_key(finished.get(name), key)
                elif answer.gone:
                    key = keys.gone_key(key)
                run.writer.replace("read", *name, key, _records(answer))
                run.done["read"] += len(answer.pages)
        run.progress.advance(sum(weight(outcome.task) for outcome in batch))
    run.progress.finish()


def _wanted(run: Run) -> Iterator[tuple[Part, str]]:
    """Every part of every file that has pages, and its key."""
    extents, documents = run.store.extents(), run.store.documents()
    texts, stamps = plan.produced_texts(documents), plan.stamps_by_file(documents)
    for file in run.store.files():
        if file.id in texts or file.id not in extents:
            continue
        engines = fingerprint(file.media, run.settings)
        for part in plan.parts_of(file, extents[file.id], stamps.get(file.id[:FILE_DIGITS], {})):
            yield part, keys.read_key(engines, part.stamps)


def _prune(run: Run, finished: dict[tuple[str, str], str], wanted: list[tuple[Part, str]]) -> None:
    """Drop the pages of units that are no longer wanted: a text file that turned out to repeat a document."""
    units: defaultdict[str, set[str]] = defaultdict(set)
    for part, _ in wanted:
        units[part.file.id].add(plan.unit_of(part))
    stale = sorted({scope for scope, unit in finished if unit not in units[scope]})
    if stale:
        with run.writer.transaction():
            for scope in stale:
                run.writer.prune("read", scope, sorted(units[scope]))


def _records(answer: ReadPart) -> Iterator[Record]:
    yield from answer.pages
    yield from answer.failures


class _Halved:
    """Puts together again the parts whose task was cut in single pages because it lost its worker."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = {(part.file.id, number): part for part in parts for number in range(part.first, part.last + 1)}
        self._pages: defaultdict[tuple[str, str], dict[int, ReadPart]] = defaultdict(dict)

    def whole(self, batch: list[Outcome]) -> Iterator[tuple[Part, ReadPart]]:
        """The parts that are complete with this batch, and their answers."""
        for outcome in batch:
            assert isinstance(outcome.task, ReadTask)
            answers = outcome.answers or (_lost(outcome),)
            for piece, answer in zip(outcome.task.parts, answers, strict=True):
                assert isinstance(answer, ReadPart)
                part = self._parts[piece.file.id, piece.first]
                if part == piece:
                    yield part, answer
                else:
                    yield from self._collect(part, piece.first, answer)

    def _collect(self, part: Part, number: int, answer: ReadPart) -> Iterator[tuple[Part, ReadPart]]:
        name = (part.file.id, plan.unit_of(part))
        pages = self._pages[name]
        pages[number] = answer
        if len(pages) == part.last - part.first + 1:
            del self._pages[name]
            ordered = [pages[n] for n in sorted(pages)]
            yield (
                part,
                ReadPart(
                    tuple(page for piece in ordered for page in piece.pages),
                    tuple(failure for piece in ordered for failure in piece.failures),
                    lost=any(piece.lost for piece in ordered),
                    gone=any(piece.gone for piece in ordered),
                ),
            )


def _lost(outcome: Outcome) -> ReadPart:
    assert isinstance(outcome.task, ReadTask)
    (part,) = outcome.task.parts
    return ReadPart(
        lost=True,
        failures=(
            Failure(
                stage="read",
                file=part.file.id,
                path="",
                page=part.first,
                what=f"the page could not be read: {outcome.lost}",
                next_step="look at the page in a viewer; a copy printed to PDF from there may be readable",
            ),
        ),
    )
