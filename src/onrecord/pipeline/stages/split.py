"""Split: turn runs of pages into messages, one volume (file or load-file document) at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from onrecord import contacts, messages
from onrecord.model import Failure, Page
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import keys, plan
from onrecord.pipeline.run import WHOLE, Run
from onrecord.pipeline.tasks import Outcome, PageRun, SplitRun, SplitTask
from onrecord.store.protocol import Record
from onrecord.threads import sketch


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys("split")
    wanted = list(_wanted(run))
    _prune_volumes(run, finished, {volume.scope for volume, _ in wanted})
    todo = [(volume, key) for volume, key in wanted if not run.is_settled(finished.get((volume.scope, WHOLE)), key)]
    if todo:
        _Splitting(run, finished, todo).perform()


def _wanted(run: Run) -> Iterator[tuple[plan.Volume, str]]:
    """Every volume, and the key of splitting all of it."""
    read: defaultdict[str, list[str]] = defaultdict(list)
    for (scope, unit), key in run.writer.keys("read").items():
        read[scope[:FILE_DIGITS]].append(f"{unit}={key}")
    for volume in plan.volumes(run.store.files(), run.store.extents(), run.store.documents()):
        yield (
            volume,
            keys.split_key(
                f"{messages.VERSION}+{contacts.VERSION}+{sketch.VERSION}",
                [key for file in volume.files for key in read[file]],
                volume.document,
            ),
        )


def _prune_volumes(run: Run, finished: dict[tuple[str, str], str], scopes: set[str]) -> None:
    stale = sorted({scope for scope, _ in finished} - scopes)
    if stale:
        with run.writer.transaction():
            for scope in stale:
                run.writer.prune("split", scope, ())


class _Splitting:
    """The volumes under way: which runs each was cut in, and how many of them are still out."""

    def __init__(self, run: Run, finished: dict[tuple[str, str], str], todo: list[tuple[plan.Volume, str]]) -> None:
        self._run = run
        self._finished = finished
        self._todo = todo
        self._documents = {document.id: document for document in run.store.documents()}
        self._keys = {volume.scope: key for volume, key in todo}
        self._units: defaultdict[str, list[str]] = defaultdict(list)
        self._out: Counter[str] = Counter()
        self._cut: set[str] = set()
        self._lost: set[str] = set()

    def perform(self) -> None:
        """Split every volume."""
        self._run.progress.start("split", sum(len(volume.files) for volume, _ in self._todo))
        for batch in self._run.batches(plan.splitting_tasks(self._runs())):
            with self._run.writer.transaction():
                for outcome in batch:
                    self._store(outcome)
                self._close_volumes()
        with self._run.writer.transaction():
            self._close_volumes()
        self._run.progress.finish()

    def _runs(self) -> Iterator[PageRun]:
        for volume, key in self._todo:
            for piece in plan.runs(self._pages(volume), volume.document, messages.opens_chain):
                unit = piece.pages[0].key
                self._units[volume.scope].append(unit)
                if not self._run.is_settled(self._finished.get((volume.scope, unit)), key):
                    self._out[volume.scope] += 1
                    yield piece
            self._cut.add(volume.scope)

    def _pages(self, volume: plan.Volume) -> Iterator[Page]:
        if not volume.document:
            return self._run.store.pages(volume.scope)
        found = (self._run.store.page(key) for key in self._documents[volume.document].pages)
        return (page for page in found if page is not None)

    def _store(self, outcome: Outcome) -> None:
        assert isinstance(outcome.task, SplitTask)
        answers = outcome.answers or (_lost(outcome),)
        for piece, answer in zip(outcome.task.runs, answers, strict=True):
            assert isinstance(answer, SplitRun)
            scope, unit = piece.document or piece.pages[0].file, piece.pages[0].key
            key = self._keys[scope] if outcome.answers else self._lost_key(scope, unit)
            self._run.writer.replace("split", scope, unit, key, _records(answer))
            self._run.done["split"] += len(answer.messages)
            self._out[scope] -= 1

    def _lost_key(self, scope: str, unit: str) -> str:
        self._lost.add(scope)
        return self._run.lost_key(self._finished.get((scope, unit)), self._keys[scope])

    def _close_volumes(self) -> None:
        """Mark the volumes of which nothing is out any more, and drop what an earlier cut of them left behind."""
        for scope in sorted(scope for scope in self._cut if not self._out[scope]):
            self._run.writer.prune("split", scope, self._units[scope])
            key = self._lost_key(scope, WHOLE) if scope in self._lost else self._keys[scope]
            self._run.writer.replace("split", scope, WHOLE, key, ())
            self._run.progress.advance(1)
            self._cut.discard(scope)
            del self._units[scope]


def _records(answer: SplitRun) -> Iterator[Record]:
    yield from answer.messages
    yield from answer.contacts
    yield from answer.sketches
    yield from answer.failures


def _lost(outcome: Outcome) -> SplitRun:
    assert isinstance(outcome.task, SplitTask)
    (piece,) = outcome.task.runs
    first = piece.pages[0]
    return SplitRun(
        failures=(
            Failure(
                stage="split",
                file=first.file,
                path="",
                page=first.number,
                what=f"no messages could be read from the pages here: {outcome.lost}",
                next_step="the pages themselves are in the case and can be searched",
            ),
        )
    )
