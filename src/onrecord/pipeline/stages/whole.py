"""What every stage shares that looks at the whole case at once: it is done again when anything that it looks at was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from onrecord.pipeline import keys
from onrecord.pipeline.run import WHOLE, Run
from onrecord.store.protocol import Record

#: The scope that stands for the whole case.
CASE = "case"


def perform(
    run: Run,
    stage: str,
    version: str,
    after: Sequence[str],
    find: Callable[[], Iterable[Record]],
    *,
    seen: Iterable[str] = (),
) -> None:
    """Put what `find` returns in the place of what `stage` found before, unless that still holds.

    It holds while `version`, all finished work of the stages in `after`, and what is `seen` are the same. `find` reads
    the store that those stages have written, and its answer may depend on nothing else.
    """
    key = keys.case_key(stage, version, [*_work(run, after), *seen])
    if run.is_settled(run.writer.keys(stage).get((CASE, WHOLE)), key):
        return
    run.progress.start(stage, 1)
    run.writer.replace(stage, CASE, WHOLE, key, _counted(run, stage, find()))
    run.progress.finish()


def _counted(run: Run, stage: str, found: Iterable[Record]) -> Iterator[Record]:
    """What was found, a record at a time: of a large case there are a million."""
    for record in found:
        run.done[stage] += 1
        yield record


def _work(run: Run, after: Sequence[str]) -> Iterable[str]:
    for stage in after:
        for (scope, unit), key in run.writer.keys(stage).items():
            yield f"{stage}:{scope}:{unit}={key}"
