"""Run tasks in limited worker processes on this machine.

One thread of the parent serves each worker: it sends a task, waits for the answer no longer than the task's time
limit, and replaces the worker when it dies or is too slow. A pool of the standard library would not do: it gives up
altogether when one worker dies, and it cannot end a task that takes too long.
"""

from __future__ import annotations

import contextlib
import os
import queue
import select
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from onrecord.pipeline.executors import frames
from onrecord.pipeline.tasks import Context, Outcome, Stopped, Task, weight

#: Tasks a worker serves before it is replaced: what a damaged input left behind in its memory goes with it.
TASKS_PER_WORKER = 400

#: Seconds that any task may take on top of its pages' share: opening a large file, starting an OCR engine.
BASE_SECONDS = 60.0

#: Variables of the environment that a worker keeps. Secrets of the user's shell stay out of reach of hostile input.
KEPT_VARIABLES = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT")

_DIED = "its worker process died"
_SLOW = "it took longer than its time limit"


#: What a worker process runs.
WORKER = (sys.executable, "-m", "onrecord.pipeline.executors.worker")


class ProcessesExecutor:
    """The executor named ``processes``. It has `workers` workers, or as many as the settings say, or one a core."""

    def __init__(self, context: Context, command: Sequence[str] = WORKER, workers: int = 0) -> None:
        self._count = workers or context.settings.workers or os.cpu_count() or 1
        self._todo: queue.Queue[Task | None] = queue.Queue()
        self._done: queue.Queue[Outcome | BaseException] = queue.Queue()
        self._workers = [_Worker(context, command) for _ in range(self._count)]
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
            yield outcome

    def close(self) -> None:
        """Stop the workers, those at work included."""
        for worker in self._workers:
            worker.retire()
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

    def _serve(self, worker: _Worker) -> None:
        while (task := self._todo.get()) is not None:
            try:
                self._done.put(worker.perform(task))
            except BaseException as error:  # goes to the caller's thread, which raises it
                self._done.put(error)


class _Worker:
    """One worker process and its replacement after a loss."""

    def __init__(self, context: Context, command: Sequence[str]) -> None:
        self._context = context
        self._command = command
        self._lock = threading.Lock()
        self._retired = False
        self._process: subprocess.Popen[bytes] | None = None
        self._served = 0

    def perform(self, task: Task) -> Outcome:
        """Send a task and wait for its answer."""
        limit = BASE_SECONDS + weight(task) * self._context.settings.page_seconds
        try:
            process = self._ready()
            assert process.stdin is not None
            process.stdin.write(frames.pack(task))
            process.stdin.flush()
            body = self._answer(process, time.monotonic() + limit)
        except TimeoutError:
            self._discard()
            return Outcome(task, None, _SLOW)
        except (BrokenPipeError, EOFError):
            self._discard()
            return Outcome(task, None, _DIED)
        self._served += 1
        return Outcome(task, frames.answers_decoder.decode(body))

    def retire(self) -> None:
        """End the process for good."""
        with self._lock:
            self._retired = True
        self._discard()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._served >= TASKS_PER_WORKER:
            self._discard()
        with self._lock:
            if self._retired:
                raise EOFError("the executor was closed")
            if self._process is None:
                self._process = _start(self._command, self._context)
                self._served = 0
            return self._process

    def _answer(self, process: subprocess.Popen[bytes], deadline: float) -> bytes:
        assert process.stdout is not None
        pipe = process.stdout.fileno()
        got = bytearray()
        need = 4
        while len(got) < need:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                raise TimeoutError
            chunk = os.read(pipe, 1 << 20)
            if not chunk:
                raise EOFError
            got += chunk
            if need == 4 and len(got) >= 4:
                need = 4 + int.from_bytes(got[:4], "big")
        return bytes(got[4:need])

    def _discard(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                _close_quietly(stream)
        process.wait()


def _start(command: Sequence[str], context: Context) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 - our own module, by the interpreter that runs us
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=kept | {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "PYTHONHASHSEED": "0"},
    )
    assert process.stdin is not None
    process.stdin.write(frames.pack(context))
    return process


def _close_quietly(stream: IO[bytes]) -> None:
    with contextlib.suppress(OSError):  # the worker is gone: there is nobody to hear the rest
        stream.close()
