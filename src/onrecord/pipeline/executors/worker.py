"""A template process and the workers that it forks: they read tasks, answer, and can be thrown away.

Started as ``python -m onrecord.pipeline.executors.worker`` by `onrecord.pipeline.executors.template`, with a socket to
the parent as standard input. The template loads what it is told to and forks; a worker confines itself before it opens
anything, so that a hostile input can cost one worker and no more. When the parent is gone, so are they.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import BinaryIO, NoReturn

from onrecord.errors import RunStopped
from onrecord.pipeline import work
from onrecord.pipeline.executors import frames
from onrecord.pipeline.executors.confine import confine
from onrecord.pipeline.executors.template import END, FORK, LOAD, REPLY, REQUEST
from onrecord.pipeline.garbage import look_seldom
from onrecord.pipeline.tasks import Answer, Context, Rooms, Stopped, Task, Wants


def main() -> None:
    """Serve the parent's requests until it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    look_seldom()
    control = socket.socket(fileno=os.dup(0))
    loaded = Rooms(0)
    while True:
        request, pipes, *_ = socket.recv_fds(control, REQUEST.size, 2, socket.MSG_WAITALL)
        if len(request) < REQUEST.size:
            return
        what, number = REQUEST.unpack(request)
        if what in (FORK, LOAD):
            work.load(Rooms(number) & ~loaded)
            loaded |= Rooms(number)
        if what == FORK:
            control.sendall(REPLY.pack(_fork(control, pipes, loaded)))
        elif what == END:
            _end(number)
            control.sendall(REPLY.pack(number))


def _fork(control: socket.socket, pipes: list[int], loaded: Rooms) -> int:
    """Fork a worker that reads tasks from the first of `pipes` and answers on the second. Gives its process id."""
    gc.freeze()  # what is there by now is never garbage, and counting it would unshare its memory
    pid = os.fork()
    if pid == 0:
        control.close()
        _serve_to_the_end(pipes, loaded)
    for pipe in pipes:
        os.close(pipe)
    return pid


def _end(pid: int) -> None:
    with suppress(ChildProcessError):  # the child of a template before this one: its number may be anybody's by now
        if os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _serve_to_the_end(pipes: list[int], loaded: Rooms) -> NoReturn:
    """Be a worker. Whatever happens, what belongs to the template is not gone through twice."""
    code = 1
    try:
        os.dup2(pipes[0], 0)  # what a C library reads or prints is not the template's, nor another worker's
        with os.fdopen(pipes[0], "rb") as tasks, os.fdopen(pipes[1], "wb") as answers:
            _serve(tasks, answers, loaded)
        code = 0
    finally:
        os._exit(code)


def _serve(tasks: BinaryIO, answers: BinaryIO, loaded: Rooms) -> None:
    """Do tasks until they end."""
    head = frames.read(tasks)
    if head is None:
        return
    context = frames.context_decoder.decode(head)
    confine(context.settings, context.vault_path)
    if not loaded & Rooms.SYNTAX:
        work.before_syntax(_asking(answers))
    while (body := frames.read(tasks)) is not None:
        task = frames.task_decoder.decode(body)
        answers.write(frames.pack(_perform(task, context)))
        answers.flush()


def _asking(answers: BinaryIO) -> Callable[[], None]:
    """What ends this worker with the wish for one that was born with the model, which takes a second to load."""

    def ask() -> None:
        answers.write(frames.pack((Wants(Rooms.SYNTAX),)))
        answers.flush()
        os._exit(0)

    return ask


def _perform(task: Task, context: Context) -> tuple[Answer, ...]:
    try:
        return work.perform(task, context)
    except RunStopped as error:
        return (Stopped.of(error),)


if __name__ == "__main__":
    main()
