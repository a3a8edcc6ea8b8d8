"""Run tasks in limited worker processes on this machine.

One thread of the parent serves each worker: it sends a task, waits for the answer no longer than the task's time
limit, and replaces the worker when it dies or is too slow. A pool of the standard library would not do: it gives up
altogether when one worker dies, and it cannot end a task that takes too long.
"""

from __future__ import annotations

import os
import queue
import threading
from collections.abc import Iterable, Iterator, Sequence

from onrecord.pipeline.executors.limited import LimitedProcess
from onrecord.pipeline.executors.template import WORKER, template
from onrecord.pipeline.tasks import Context, Outcome, Rooms, Stopped, Task, rooms_of


class ProcessesExecutor:
    """The executor named ``processes``. It has `workers` workers, or as many as the settings say, or one a core."""

    def __init__(self, context: Context, command: Sequence[str] = WORKER, workers: int = 0) -> None:
        self._count = workers or context.settings.workers or os.cpu_count() or 1
        self._todo: queue.Queue[Task | None] = queue.Queue()
        self._done: queue.Queue[Outcome | BaseException] = queue.Queue()
        self._template = template(command)
        self._workers = [LimitedProcess(context, self._template) for _ in range(self._count)]
        self._ahead = Rooms(0)
        self._threads = [threading.Thread(target=self._serve, args=(worker,), daemon=True) for worker in self._workers]
        for thread in self._threads:
            thread.start()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """See `Executor.run`."""
        waiting = iter(tasks)
        under_way = self._feed(waiting, 2 * self._count)
        while under_way:
            outcome = self._done.get()
            if isinstance(outcome, BaseException):
                raise outcome
            if outcome.answers and isinstance(outcome.answers[0], Stopped):
                raise outcome.answers[0].error()
            under_way += self._feed(waiting, 1) - 1
            self._load_ahead(rooms_of(outcome.task).following())
            yield outcome

    def close(self) -> None:
        """Stop the workers, those at work included."""
        for worker in self._workers:
            worker.retire()
        self._template.close()
        for _ in self._threads:
            self._todo.put(None)
        for thread in self._threads:
            thread.join(timeout=5)

    def _feed(self, waiting: Iterator[Task], most: int) -> int:
        fed = 0
        for _ in range(most):
            task = next(waiting, None)
            if task is None:
                break
            self._todo.put(task)
            fed += 1
        return fed

    def _load_ahead(self, rooms: Rooms) -> None:
        """Have what the next stage needs loaded while workers are busy with this one."""
        if rooms and rooms not in self._ahead:
            self._template.load(rooms)
            self._ahead |= rooms

    def _serve(self, worker: LimitedProcess) -> None:
        while (task := self._todo.get()) is not None:
            try:
                self._done.put(worker.perform(task))
            except BaseException as error:  # goes to the caller's thread, which raises it
                self._done.put(error)
