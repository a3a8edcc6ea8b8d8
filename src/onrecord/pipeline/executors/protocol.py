"""What an executor does: run tasks somewhere, and say what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from onrecord.pipeline.tasks import Outcome, Task


class Executor(Protocol):
    """Runs tasks. The records that come back are the same on every executor, in any order."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """Yield the outcome of each task as it is done, in any order.

        `tasks` is read only as fast as tasks are done, in the caller's thread. A task whose worker died, ran out of
        memory or over its time limit comes back as lost; the run goes on. Raises RunStopped when a task did.
        """
        ...

    def close(self) -> None:
        """Let go of workers. Safe to call twice."""
        ...
