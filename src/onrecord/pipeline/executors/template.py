"""The parent's side of a template process: a copy of this program that has loaded what workers need, and forks them.

Loading takes longer than many a task: done once, it serves every worker, and memory that holds code and models is
shared by all. A template opens no input and is told nothing but what to load, whom to fork, and whom to end.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from msgspec import Struct

from onrecord.pipeline.tasks import Rooms

#: What a template runs.
WORKER = (sys.executable, "-m", "onrecord.pipeline.executors.worker")

#: Variables of the environment that a worker keeps. Secrets of the user's shell stay out of reach of hostile input.
KEPT_VARIABLES = ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH", "PYTHONPATH", "SYSTEMROOT")
_SET_VARIABLES = {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}

#: A request: what is asked, and a number (`Rooms`, or the id of a process). What is answered is a number too.
REQUEST, REPLY = struct.Struct("!cQ"), struct.Struct("!Q")
FORK, LOAD, END = b"F", b"L", b"E"


class Forked(Struct, frozen=True):
    """A worker: its process, where its tasks are written, where its answers are read, the rooms it was born with."""

    pid: int
    tasks: BinaryIO
    answers: int
    rooms: Rooms

    def close(self) -> None:
        """Let go of both pipes."""
        with contextlib.suppress(OSError):  # the worker is gone: there is nobody to hear the rest
            self.tasks.close()
        os.close(self.answers)


class Template:
    """One template process, started at once, and again when it was lost. Several threads may use it.

    It loads what reading pages needs unasked: nearly every build begins with that.
    """

    def __init__(self, command: Sequence[str] = WORKER) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._closed = False
        self._rooms = Rooms.PAGES
        self._start()

    def fork(self, rooms: Rooms) -> Forked:
        """A new worker, with at least these rooms loaded. Raises EOFError when the template cannot."""
        with self._lock:
            if self._process.poll() is not None:
                self._restart()
            inputs, tasks = os.pipe()
            answers, outputs = os.pipe()
            try:
                self._rooms |= rooms
                pid = self._ask(FORK, self._rooms, (inputs, outputs))
            except (OSError, EOFError):
                os.close(tasks)
                os.close(answers)
                raise EOFError("the template process is gone") from None
            finally:
                os.close(inputs)
                os.close(outputs)
            return Forked(pid, os.fdopen(tasks, "wb"), answers, self._rooms)

    def load(self, rooms: Rooms) -> None:
        """Have it load these rooms as soon as it can; nobody waits for that."""
        with self._lock, contextlib.suppress(OSError):
            if not self._closed:
                self._rooms |= rooms
                self._control.sendall(REQUEST.pack(LOAD, rooms))

    def end(self, worker: Forked) -> None:
        """Kill a worker, if it still lives, and wait until it is gone.

        Only the template, whose child it is, may do that: to anybody else its number may mean another process. When the
        template was lost, the kernel has ended its workers, or they end when they find their pipes closed.
        """
        with self._lock, contextlib.suppress(OSError, EOFError):
            self._ask(END, worker.pid)
        worker.close()

    def close(self) -> None:
        """End the template. Workers that are left end with it."""
        self._closed = True
        self._process.kill()  # whoever waits for an answer of it is told so
        self._process.wait()
        with self._lock:
            self._control.close()

    def _ask(self, what: bytes, number: int, handles: tuple[int, ...] = ()) -> int:
        socket.send_fds(self._control, [REQUEST.pack(what, number)], list(handles))
        reply = self._control.recv(REPLY.size, socket.MSG_WAITALL)
        if len(reply) < REPLY.size:
            raise EOFError("the template process is gone")
        return int(REPLY.unpack(reply)[0])

    def _start(self) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module, by the interpreter that runs us
                self._command,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=kept | _SET_VARIABLES,
            )
        with contextlib.suppress(OSError):  # it is gone already: whoever needs it is told so
            self._control.sendall(REQUEST.pack(LOAD, self._rooms))

    def _restart(self) -> None:
        if self._closed:
            raise EOFError("the executor was closed")
        self._control.close()
        self._start()


class _Ahead:
    """The template that was started ahead, until somebody takes it."""

    template: Template | None = None


@contextlib.contextmanager
def ahead() -> Iterator[None]:
    """Start a template that an executor within the block takes: it loads while the case is being opened."""
    _Ahead.template = Template()
    try:
        yield
    finally:
        unused, _Ahead.template = _Ahead.template, None
        if unused is not None:
            unused.close()


def template(command: Sequence[str] = WORKER) -> Template:
    """A template that runs `command`: the one that was started ahead, or a new one."""
    if tuple(command) != WORKER:
        return Template(command)
    waiting, _Ahead.template = _Ahead.template, None
    return waiting or Template()
