"""Run tasks one after another in this process: for debugging, and the measure for every other executor.

There is no protection here: an input that crashes its reader takes the build with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.pipeline import work
from onrecord.pipeline.tasks import Context, Outcome, Task


class SerialExecutor:
    """The executor named ``serial``."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """See `Executor.run`."""
        for task in tasks:
            yield Outcome(task, work.perform(task, self._context))

    def close(self) -> None:
        """Nothing to let go of."""
