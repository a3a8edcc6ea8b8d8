"""Inspect: open every file once, count its pages or take out what it contains, which is then inspected in turn."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from onrecord.model import Failure, Location, SourceFile
from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run, nesting, places_by_file
from onrecord.pipeline.tasks import Inspected, InspectTask, Outcome
from onrecord.store.protocol import Record
from onrecord.text import outlook


class _Job(Struct, frozen=True):
    """A file to inspect, the key of doing so, and the places that its children continue."""

    task: InspectTask
    key: str
    places: tuple[Location, ...]


def perform(run: Run) -> None:
    """Run the stage.

    Round by round: a file taken out of a container in one round is opened in the next. A file that gains a place,
    because a container holds it too, is opened again for the sake of its own children's places.
    """
    finished = run.writer.keys("inspect")
    opened: dict[str, str] = {}
    while todo := _todo(run, finished, opened):
        run.progress.start("inspect", len(todo))
        for batch in run.batches([job.task for job in todo.values()]):
            with run.writer.transaction():
                for outcome in batch:
                    assert isinstance(outcome.task, InspectTask)
                    job = todo[outcome.task.file.id]
                    name = (job.task.file.id, WHOLE)
                    key = _key(run, finished.get(name), job, outcome)
                    run.writer.replace("inspect", *name, key, _records(job, outcome))
                    finished[name], opened[job.task.file.id] = key, job.key
            run.progress.advance(len(batch))
            run.done["inspect"] += len(batch)
        run.progress.finish()
    _forget_lost_files(run)


def _todo(run: Run, finished: dict[tuple[str, str], str], opened: dict[str, str]) -> dict[str, _Job]:
    """What to inspect, by file id. `opened` files had their turn in this build, under the key given there."""
    places = places_by_file(run.store)
    nested = nesting(place for known in places.values() for place in known)
    todo = {}
    for file in run.store.files():
        known = places[file.id]
        names = [f"{place.release}\x1e{place.path}" for place in known]
        key = keys.inspect_key(run.settings, names, outlook.fingerprint(file.media))
        if opened.get(file.id) != key and not run.is_settled(finished.get((file.id, WHOLE)), key):
            todo[file.id] = _job(run, file, key, known, nested)
    return todo


def _job(run: Run, file: SourceFile, key: str, known: list[Location], nested: dict[tuple[str, str], int]) -> _Job:
    """Children go on only from places that are not too deep: an archive may hold itself, and so lie in it forever."""
    depths = [nested[place.release, place.path] for place in known]
    shallow = (place for place, depth in zip(known, depths, strict=True) if depth < run.settings.unpack_depth)
    name = min((place.path for place in known), default="")
    return _Job(InspectTask(file, name, min(depths, default=0)), key, tuple(shallow))


def _key(run: Run, finished: str | None, job: _Job, outcome: Outcome) -> str:
    if outcome.answers is None:
        return run.lost_key(finished, job.key)
    return keys.gone_key(job.key) if _answer(outcome).gone else job.key


def _answer(outcome: Outcome) -> Inspected:
    (answer,) = outcome.answers or ()
    assert isinstance(answer, Inspected)
    return answer


def _records(job: _Job, outcome: Outcome) -> Iterator[Record]:
    file = job.task.file
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
    answer = _answer(outcome)
    if answer.extent:
        yield answer.extent
    for child in answer.children:
        yield child.file
        for place in job.places:
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
