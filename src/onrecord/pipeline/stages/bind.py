"""Bind: turn load files into documents, now that it is known which files there are and how many pages they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from onrecord.intake.media import LOAD_FILES
from onrecord.model import Failure, SourceFile
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run, places_by_file
from onrecord.pipeline.tasks import BindTask, Bound, Neighbour, Outcome
from onrecord.store.protocol import Record


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys("bind")
    wanted = {task.release: (task, _key(task)) for task in _tasks(run)}
    for release in sorted({scope for scope, _ in finished} - set(wanted)):
        with run.writer.transaction():
            run.writer.prune("bind", release, ())
    todo = [task for task, key in wanted.values() if not run.is_settled(finished.get((task.release, WHOLE)), key)]
    if not todo:
        return
    run.progress.start("bind", len(todo))
    for batch in run.batches(todo):
        with run.writer.transaction():
            for outcome in batch:
                assert isinstance(outcome.task, BindTask)
                task, key = wanted[outcome.task.release]
                if outcome.answers is None:
                    key = run.lost_key(finished.get((task.release, WHOLE)), key)
                elif _answer(outcome).gone:
                    key = keys.gone_key(key)
                run.writer.replace("bind", task.release, WHOLE, key, _records(outcome))
        run.progress.advance(len(batch))
        run.done["bind"] += len(batch)
    run.progress.finish()


def _tasks(run: Run) -> Iterator[BindTask]:
    """One task for each release with load files. A load file that came twice belongs to the first release."""
    load_files = [file for file in run.store.files() if file.media in LOAD_FILES]
    if not load_files:
        return
    places, extents = places_by_file(run.store), run.store.extents()
    by_release: defaultdict[str, list[SourceFile]] = defaultdict(list)
    for file in load_files:
        by_release[places[file.id][0].release].append(file)
    for release, files in sorted(by_release.items()):
        named = [place for place in run.store.locations() if place.release == release]
        neighbours = tuple(Neighbour(place.path, place.file, extents.get(place.file, 0)) for place in named)
        yield BindTask(release, tuple(files), neighbours)


def _key(task: BindTask) -> str:
    neighbours = [f"{near.path}\x1e{near.file}\x1e{near.pages}" for near in task.neighbours]
    return keys.bind_key([file.id for file in task.load_files], neighbours)


def _records(outcome: Outcome) -> Iterator[Record]:
    assert isinstance(outcome.task, BindTask)
    if outcome.answers is None:
        yield from (_lost(file, outcome.lost) for file in outcome.task.load_files)
        return
    answer = _answer(outcome)
    yield from answer.documents
    yield from answer.failures


def _answer(outcome: Outcome) -> Bound:
    (answer,) = outcome.answers or ()
    assert isinstance(answer, Bound)
    return answer


def _lost(file: SourceFile, why: str) -> Failure:
    return Failure(
        stage="bind",
        file=file.id,
        path="",
        page=0,
        what=f"the load file could not be used: {why}",
        next_step="its pages are in the case one by one; add a smaller load file to bind them",
    )
