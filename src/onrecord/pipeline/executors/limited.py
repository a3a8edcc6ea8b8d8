"""One limited, disposable worker process: it is given a task at a time, and replaced when it dies or is too slow."""

from __future__ import annotations

import os
import select
import threading
import time

from onrecord.pipeline.executors import frames
from onrecord.pipeline.executors.template import Forked, Template
from onrecord.pipeline.tasks import Answer, Context, Outcome, Rooms, Task, Wants, rooms_of, weight

#: Tasks a worker serves before it is replaced: what a damaged input left behind in its memory goes with it.
TASKS_PER_WORKER = 400

#: Seconds that any task may take on top of its pages' share: opening a large file, starting an OCR engine.
BASE_SECONDS = 60.0

_DIED = "its worker process died"
_SLOW = "it took longer than its time limit"


class LimitedProcess:
    """One worker process of a template's, and its replacement after a loss."""

    def __init__(self, context: Context, template: Template) -> None:
        self.template = template
        self._context = context
        self._lock = threading.Lock()
        self._retired = False
        self._worker: Forked | None = None
        self._served = 0

    def perform(self, task: Task) -> Outcome:
        """Send a task and wait for its answer."""
        until = time.monotonic() + seconds(task, self._context)
        try:
            answers = self._perform(task, rooms_of(task), until)
            if answers and isinstance(answers[0], Wants):
                answers = self._perform(task, rooms_of(task) | answers[0].rooms, until)
        except TimeoutError:
            self._discard()
            return Outcome(task, None, _SLOW)
        except (OSError, EOFError):
            self._discard()
            return Outcome(task, None, _DIED)
        self._served += 1
        return Outcome(task, answers)

    def retire(self) -> None:
        """End the process for good."""
        with self._lock:
            self._retired = True
        self._discard()

    def _perform(self, task: Task, rooms: Rooms, until: float) -> tuple[Answer, ...]:
        worker = self._ready(rooms)
        worker.tasks.write(frames.pack(task))
        worker.tasks.flush()
        return frames.answers_decoder.decode(self._answer(worker, until))

    def _ready(self, rooms: Rooms) -> Forked:
        if self._worker is not None and (self._served >= TASKS_PER_WORKER or rooms & ~self._worker.rooms):
            self._discard()
        with self._lock:
            if self._retired:
                raise EOFError("the executor was closed")
            if self._worker is None:
                self._worker = self.template.fork(rooms)
                self._served = 0
                self._worker.tasks.write(frames.pack(self._context))
            return self._worker

    def _answer(self, worker: Forked, deadline: float) -> bytes:
        got = bytearray()
        need = 4
        while len(got) < need:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([worker.answers], [], [], left)[0]:
                raise TimeoutError
            chunk = os.read(worker.answers, 1 << 20)
            if not chunk:
                raise EOFError
            got += chunk
            if need == 4 and len(got) >= 4:
                need = 4 + int.from_bytes(got[:4], "big")
        return bytes(got[4:need])

    def _discard(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            self.template.end(worker)


def seconds(task: Task, context: Context) -> float:
    """How long `task` may take."""
    return BASE_SECONDS + weight(task) * context.settings.page_seconds
