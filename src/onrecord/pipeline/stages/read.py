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
    run.progress.start("read", sum(part.pages for part in todo))
    pieces = _Pieces(todo)
    for batch in run.batches(list(plan.reading_tasks(todo))):
        with run.writer.transaction():
            for part, answer in pieces.whole(batch):
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


class _Pieces:
    """Puts together again the parts that were read in pieces: towards the end, or because they lost their worker."""

    def __init__(self, parts: list[Part]) -> None:
        self._parts = {(part.file.id, plan.part_number(part.first)): part for part in parts}
        self._read: defaultdict[tuple[str, int], list[tuple[Part, ReadPart]]] = defaultdict(list)

    def whole(self, batch: list[Outcome]) -> Iterator[tuple[Part, ReadPart]]:
        """The parts that are complete with this batch, and their answers."""
        for outcome in batch:
            assert isinstance(outcome.task, ReadTask)
            answers = outcome.answers or (_lost(outcome),)
            for piece, answer in zip(outcome.task.parts, answers, strict=True):
                assert isinstance(answer, ReadPart)
                yield from self._whole(piece, answer)

    def _whole(self, piece: Part, answer: ReadPart) -> Iterator[tuple[Part, ReadPart]]:
        name = piece.file.id, plan.part_number(piece.first)
        part, read = self._parts[name], self._read[name]
        read.append((piece, answer))
        if sum(each.pages for each, _ in read) == part.pages:
            del self._read[name]
            yield part, _joined([answer for _, answer in sorted(read, key=lambda one: one[0].first)])


def _joined(answers: list[ReadPart]) -> ReadPart:
    """The answers for the pieces of a part as one. A file that cannot be opened says so once."""
    return ReadPart(
        tuple(page for answer in answers for page in answer.pages),
        tuple(dict.fromkeys(failure for answer in answers for failure in answer.failures)),
        lost=any(answer.lost for answer in answers),
        gone=any(answer.gone for answer in answers),
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
