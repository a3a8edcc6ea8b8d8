"""One limited, disposable worker process: it is given a task at a time, and replaced when it dies or is too slow."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import IO

from onrecord.pipeline.executors import frames
from onrecord.pipeline.tasks import Context, Outcome, Task, weight

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


class LimitedProcess:
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
        limit = seconds(task, self._context)
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


def seconds(task: Task, context: Context) -> float:
    """How long `task` may take."""
    return BASE_SECONDS + weight(task) * context.settings.page_seconds


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
