"""Inspect: open every file once, count its pages or take out what it contains, which is then inspected in turn."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model import Failure, Location
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run, depths, places_by_file
from onrecord.pipeline.tasks import Inspected, InspectTask, Outcome
from onrecord.store.protocol import Record


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys("inspect")
    opened: set[str] = set()
    while todo := _todo(run, finished, opened):
        opened |= set(todo)
        run.progress.start("inspect", len(todo))
        for batch in run.batches([task for task, _ in todo.values()]):
            with run.writer.transaction():
                for outcome in batch:
                    assert isinstance(outcome.task, InspectTask)
                    task, key = todo[outcome.task.file.id]
                    key = key if outcome.answers else keys.lost_key(finished.get((task.file.id, WHOLE)), key)
                    run.writer.replace("inspect", task.file.id, WHOLE, key, _records(run, outcome))
            run.progress.advance(len(batch))
            run.done["inspect"] += len(batch)
        run.progress.finish()
    _forget_lost_files(run)


def _todo(run: Run, finished: dict[tuple[str, str], str], opened: set[str]) -> dict[str, tuple[InspectTask, str]]:
    """The files to inspect and the key of each, by file id. `opened` ones had their turn in this build."""
    places, files = places_by_file(run.store), run.store.files()
    depth = depths(files)
    todo = {}
    for file in files:
        if file.id in opened:
            continue
        key = keys.inspect_key(run.settings, [f"{place.release}\x1e{place.path}" for place in places[file.id]])
        if not keys.is_settled(finished.get((file.id, WHOLE)), key):
            name = places[file.id][0].path if places[file.id] else ""
            todo[file.id] = (InspectTask(file, name, depth[file.id]), key)
    return todo


def _records(run: Run, outcome: Outcome) -> Iterator[Record]:
    assert isinstance(outcome.task, InspectTask)
    file = outcome.task.file
    if outcome.answers is None:
        yield Failure(
            stage="inspect",
            file=file.id,
            path="",
            page=0,
            what=f"could not be opened: {outcome.lost}",
            next_step="open it in a viewer and add a copy saved from there",
        )
        return
    answer = outcome.answers[0]
    assert isinstance(answer, Inspected)
    if answer.extent:
        yield answer.extent
    places = places_by_file(run.store)[file.id] if answer.children else []
    for child in answer.children:
        yield child.file
        for place in places:
            yield Location(release=place.release, path=f"{place.path}/{child.name}", file=child.file.id)
    yield from answer.failures
    yield from answer.notes


def _forget_lost_files(run: Run) -> None:
    """Drop the work on files that their container no longer yields, under other limits or another version."""
    known = {file.id for file in run.store.files()}
    with run.writer.transaction():
        for stage in ("inspect", "read"):
            for scope in sorted({scope for scope, _ in run.writer.keys(stage)} - known):
                run.writer.prune(stage, scope, ())
