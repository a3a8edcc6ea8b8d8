"""Compare: what the copies of each message hide, show and print otherwise, one copy set to a unit of work."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec.structs import replace

from onrecord.model import CopySet, Differing, stable_id
from onrecord.model.ids import FILE_DIGITS
from onrecord.pipeline import keys, plan
from onrecord.pipeline.run import WHOLE, Run
from onrecord.pipeline.stages import by_file
from onrecord.pipeline.tasks import Compared, CompareSet, CompareTask, Outcome
from onrecord.store.protocol import Record
from onrecord.threads import between, compare

STAGE = "compare"
#: Pages of one task.
_TASK = 64


def perform(run: Run) -> None:
    """Run the stage."""
    finished = run.writer.keys(STAGE)
    work = by_file.work(run)
    wanted = {found.id: _key(found, work) for found in run.store.findings(CopySet)}
    with run.writer.transaction():
        for scope in sorted({scope for scope, _ in finished} - set(wanted)):
            run.writer.prune(STAGE, scope, ())
    todo = {id: key for id, key in wanted.items() if not run.is_settled(finished.get((id, WHOLE)), key)}
    if todo:
        run.progress.start(STAGE, len(todo))
        _Comparing(run, todo).perform()
        run.progress.finish()


def _key(found: CopySet, work: Mapping[str, str]) -> str:
    """Members carry their places in their ids; what was read there is in the digests of the files of their pairs."""
    files = sorted({file for file in found.files if file in work})
    return keys.case_key(STAGE, f"{compare.VERSION}", [*found.members, *(work[file] for file in files)])


class _Comparing:
    """Copy sets under way: `todo` has the key of each by its id."""

    def __init__(self, run: Run, todo: Mapping[str, str]) -> None:
        self._run = run
        self._todo = todo
        self._files = {file.id[:FILE_DIGITS]: file for file in run.store.files()}
        self._lost: list[CompareSet] = []
        self._page = lru_cache(maxsize=_TASK)(run.store.page)  # neighbouring sets stand on the same pages

    def perform(self) -> None:
        """Compare the members of every set. What cost its worker twice is compared without opening its files."""
        sets = map(self._set, self._todo)
        self._compare(CompareTask(tuple(some)) for some in plan.bundles(sets, _TASK, lambda one: len(one.pages)))
        lost, self._lost = self._lost, []
        self._compare(CompareTask((replace(one, files=()),)) for one in lost)

    def _compare(self, tasks: Iterator[CompareTask]) -> None:
        for batch in self._run.batches(tasks):
            with self._run.writer.transaction():
                for outcome in batch:
                    self._store(outcome)

    def _found(self, id: str) -> CopySet:
        found = self._run.store.finding(id)
        assert isinstance(found, CopySet)
        return found

    def _set(self, id: str) -> CompareSet:
        found = self._found(id)
        known = {message.id: message for message in self._run.store.messages_called(found.members)}
        messages = tuple(known[id] for id in found.members if id in known)
        keys = dict.fromkeys(key for message in messages for key in message.stands_on)
        pages = tuple(page for key in keys if (page := self._page(key)))
        files = {page.file[:FILE_DIGITS] for page in pages if not page.words and between.needs_words(page)}
        return CompareSet(found.id, messages, pages, tuple(self._files[file] for file in sorted(files)))

    def _store(self, outcome: Outcome) -> None:
        assert isinstance(outcome.task, CompareTask)
        if outcome.answers is None and any(one.files for one in outcome.task.sets):
            self._lost += outcome.task.sets
            return
        for one, answer in zip(outcome.task.sets, outcome.answers or (Compared(),), strict=True):
            assert isinstance(answer, Compared)
            self._run.writer.replace(STAGE, one.copy_set, WHOLE, self._todo[one.copy_set], self._records(one, answer))
            self._run.progress.advance(1)

    def _records(self, one: CompareSet, answer: Compared) -> Iterator[Record]:
        yield from answer.failures
        if answer.comparisons:
            id, cited = stable_id("d", one.copy_set), self._found(one.copy_set).citation
            yield Differing(id=id, citation=cited, copy_set=one.copy_set, comparisons=answer.comparisons)
