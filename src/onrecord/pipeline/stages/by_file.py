"""What stages share that look at a file at a time, in parts that workers do: only new work is done again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterator, Sequence

from onrecord.model import Failure
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import keys, plan
from onrecord.pipeline.run import WHOLE, Run
from onrecord.pipeline.stages.whole import CASE
from onrecord.pipeline.tasks import (
    InteractedPart,
    InteractPart,
    InteractTask,
    NamedPart,
    NamePart,
    NameTask,
    Outcome,
)
from onrecord.store.protocol import Record

Part = NamePart | InteractPart
PartTask = NameTask | InteractTask
PartAnswer = NamedPart | InteractedPart

#: Texts of one task.
_TASK = 64


def work(run: Run) -> dict[str, str]:
    """A digest of all that was read and split of each file, by the beginning of its id.

    What was split of a load-file document counts for each of the files that its pages lie in.
    """
    files_of = {one.id: {key.partition("/")[0] for key in one.pages} for one in run.store.documents()}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for stage in ("read", "split"):
        for (scope, unit), key in run.writer.keys(stage).items():
            for file in files_of.get(scope, (scope[:FILE_DIGITS],)):
                found[file].append(f"{stage}:{scope}:{unit}={key}")
    return {file: keys.digest(*sorted(parts)) for file, parts in found.items()}


def _texts(part: Part) -> int:
    return len(part.messages) + len(part.pages if isinstance(part, NamePart) else ())


class ByFile(ABC):
    """A stage that cuts what stands in a file in parts, each of which can be done on its own.

    What it finds in a part may depend on the part and on `version` alone.
    """

    stage: str
    version: str

    def __init__(self, run: Run) -> None:
        self.run = run
        self._finished = run.writer.keys(self.stage)
        self._keys: dict[str, str] = {}
        self._units: defaultdict[str, list[str]] = defaultdict(list)
        self._lost: set[str] = set()

    @abstractmethod
    def parts(self, file: str) -> Iterator[Part]:
        """The parts of one file, each with a unit of its own."""

    @abstractmethod
    def task(self, parts: Sequence[Part]) -> PartTask:
        """A task of some parts."""

    @abstractmethod
    def records(self, answer: PartAnswer) -> Sequence[Record]:
        """What was found in a part."""

    @abstractmethod
    def lost(self, part: Part, why: str) -> Failure:
        """What is to be said of a part that cost its worker twice."""

    def perform(self) -> None:
        """Do the files of which something was read or split since, and forget those that are gone."""
        wanted = self._wanted()
        with self.run.writer.transaction():
            for scope in sorted({scope for scope, _ in self._finished} - wanted.keys() - {CASE}):
                self.run.writer.prune(self.stage, scope, ())
        self._keys = {file: key for file, key in wanted.items() if not self._settled(file, WHOLE, key)}
        if self._keys:
            self._do()

    def _wanted(self) -> dict[str, str]:
        done = work(self.run)
        return {
            file.id: keys.case_key(self.stage, self.version, (done[file.id[:FILE_DIGITS]],))
            for file in self.run.store.files()
            if file.id[:FILE_DIGITS] in done
        }

    def _settled(self, file: str, unit: str, key: str) -> bool:
        return self.run.is_settled(self._finished.get((file, unit)), key)

    def _do(self) -> None:
        run = self.run
        run.progress.start(self.stage, len(self._keys))
        for batch in run.batches(self._tasks()):
            with run.writer.transaction():
                for outcome in batch:
                    self._store(outcome)
        with run.writer.transaction():
            for file, key in self._keys.items():
                run.writer.prune(self.stage, file, self._units[file])
                whole = self._lost_key(file, WHOLE) if file in self._lost else key
                run.writer.replace(self.stage, file, WHOLE, whole, ())
        run.progress.finish()

    def _tasks(self) -> Iterator[PartTask]:
        return map(self.task, plan.bundles(self._parts(), _TASK, _texts))

    def _parts(self) -> Iterator[Part]:
        """What is to be done. A build that was killed has done some parts of its files."""
        for file, key in self._keys.items():
            self.run.progress.advance(1)
            for part in self.parts(file):
                self._units[file].append(part.unit)
                if not self._settled(file, part.unit, key):
                    yield part

    def _store(self, outcome: Outcome) -> None:
        assert isinstance(outcome.task, NameTask | InteractTask)
        parts: tuple[Part, ...] = outcome.task.parts
        if outcome.answers is None:
            for part in parts:
                self._store_lost(part, outcome.lost)
            return
        for part, answer in zip(parts, outcome.answers, strict=True):
            assert isinstance(answer, NamedPart | InteractedPart)
            found = self.records(answer)
            self.run.writer.replace(self.stage, part.file, part.unit, self._keys[part.file], (*found, *answer.failures))
            self.run.done[self.stage] += len(found)

    def _store_lost(self, part: Part, why: str) -> None:
        self._lost.add(part.file)
        key = self._lost_key(part.file, part.unit)
        self.run.writer.replace(self.stage, part.file, part.unit, key, (self.lost(part, why),))

    def _lost_key(self, file: str, unit: str) -> str:
        return self.run.lost_key(self._finished.get((file, unit)), self._keys[file])
