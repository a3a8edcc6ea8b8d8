"""A worker that dies, hangs or runs out of memory where a page text says so: what hostile input does to the real one.

It answers reading tasks from the name of the media alone, so that the contract of executors needs no real files.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import gettempdir

from onrecord.errors import DiskFailed
from onrecord.model import Page
from onrecord.pipeline import work
from onrecord.pipeline.executors import worker
from onrecord.pipeline.tasks import Answer, Context, Part, ReadPart, ReadTask, Task
from tests.timing import PATIENCE


def perform(task: Task, context: Context) -> tuple[Answer, ...]:
    assert isinstance(task, ReadTask)
    return tuple(read(part) for part in task.parts)


def read(part: Part) -> ReadPart:
    media = part.file.media
    if media == "dies":
        os.kill(os.getpid(), signal.SIGKILL)
    if media == "hangs":
        time.sleep(3600)
    if media == "full":
        raise DiskFailed("the disk is full", "free some space")
    if media == "tries":
        return ReadPart(pages=tuple(page(part, f"{name}: {tried(what)}", n) for n, (name, what) in enumerate(TRIES, 1)))
    if media == "grows":
        return ReadPart(pages=(page(part, "x" * (8 << 30)),))
    return ReadPart(pages=tuple(page(part, f"page {n}", n) for n in range(part.first, part.last + 1)))


def seconds(task: Task, context: Context) -> float:
    """Little time for a task that hangs, and for any other all that a busy machine may need."""
    del context
    assert isinstance(task, ReadTask)
    return 2.0 if any(part.file.media == "hangs" for part in task.parts) else PATIENCE


def tried(what: Callable[[], object]) -> str:
    """What a hostile input gains by `what`."""
    try:
        return f"gained {what()!r}"
    except OSError as error:
        return f"refused ({error.errno})"


def call(number: int, *arguments: object) -> None:
    """A system call as C code makes it, past all that Python could refuse."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(number, *arguments) < 0:
        raise OSError(ctypes.get_errno(), "refused")


#: Numbers of socket(2) and execve(2).
SOCKET, EXECVE = {"aarch64": (198, 221)}.get(platform.machine(), (41, 59))

TRIES: tuple[tuple[str, Callable[[], object]], ...] = (
    ("a connection", lambda: socket.create_connection(("127.0.0.1", 9), timeout=1)),
    ("a socket by C code", lambda: call(SOCKET, 2, 1, 0)),
    ("a program", lambda: subprocess.run(["/bin/true"], check=True)),
    ("a program by C code", lambda: call(EXECVE, b"/bin/true", None, None)),
    ("a file elsewhere", lambda: Path(gettempdir(), "onrecord-was-here").write_text("x")),
    ("the user's environment", lambda: Path(f"/proc/{os.getppid()}/environ").read_bytes()),
    ("a signal to the parent", lambda: os.kill(os.getppid(), 0)),
)


def page(part: Part, text: str, number: int = 1) -> Page:
    return Page(file=part.file.id, number=number, text=text, engine="test", engine_version="1")


if __name__ == "__main__":
    work.perform = perform
    worker.main()
