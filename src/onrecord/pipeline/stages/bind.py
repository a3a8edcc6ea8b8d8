"""Bind: turn load files into documents, now that it is known which files there are and how many pages they have."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord import intake
from onrecord.model import Failure, SourceFile
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run, places_by_file
from onrecord.pipeline.tasks import BindTask, Bound, Neighbour, Outcome
from onrecord.store.protocol import Record


def perform(run: Run) -> None:
    """Run the stage."""
    todo = dict(_todo(run))
    if not todo:
        return
    run.progress.start("bind", len(todo))
    for batch in run.batches([task for task, _ in todo.values()]):
        with run.writer.transaction():
            for outcome in batch:
                assert isinstance(outcome.task, BindTask)
                task, key = todo[outcome.task.file.id]
                run.writer.replace("bind", task.file.id, WHOLE, key, _records(outcome))
        run.progress.advance(len(batch))
        run.done["bind"] += len(batch)
    run.progress.finish()


def _todo(run: Run) -> Iterator[tuple[str, tuple[BindTask, str]]]:
    """The load files to bind and the key of each, by file id."""
    load_files = [file for file in run.store.files() if file.media in intake.LOAD_FILES]
    if not load_files:
        return
    finished, places = run.writer.keys("bind"), places_by_file(run.store)
    for file in load_files:
        place = places[file.id][0]
        neighbours = _neighbours(run, place.release)
        key = keys.bind_key(
            intake.BIND_VERSION, [place.path, *(f"{n.path}\x1e{n.file}\x1e{n.pages}" for n in neighbours)]
        )
        if finished.get((file.id, WHOLE)) != key:
            yield file.id, (BindTask(file, place.path, neighbours), key)


def _neighbours(run: Run, release: str) -> tuple[Neighbour, ...]:
    extents = run.store.extents()
    named = [place for place in run.store.locations() if place.release == release]
    return tuple(Neighbour(place.path, place.file, extents.get(place.file, 0)) for place in named)


def _records(outcome: Outcome) -> Iterator[Record]:
    assert isinstance(outcome.task, BindTask)
    if outcome.answers is None:
        yield _lost(outcome.task.file, outcome.lost)
        return
    answer = outcome.answers[0]
    assert isinstance(answer, Bound)
    yield from answer.documents
    yield from answer.failures


def _lost(file: SourceFile, why: str) -> Failure:
    return Failure(
        stage="bind",
        file=file.id,
        path="",
        page=0,
        what=f"the load file could not be used: {why}",
        next_step="its pages are in the case one by one; add a smaller load file to bind them",
    )
