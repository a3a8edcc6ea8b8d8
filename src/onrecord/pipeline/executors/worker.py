"""A worker process: reads tasks from standard input, answers on standard output, and can be thrown away.

Started as ``python -m onrecord.pipeline.executors.worker`` by `onrecord.pipeline.executors.limited`. It confines itself
before it opens anything, so that a hostile input can cost one worker and no more. When the parent is gone, so is the
worker.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import BinaryIO

from onrecord.errors import RunStopped
from onrecord.pipeline import work
from onrecord.pipeline.executors import frames
from onrecord.pipeline.executors.confine import confine
from onrecord.pipeline.tasks import Answer, Context, Stopped, Task


def main() -> None:
    """Serve tasks until standard input ends."""
    answers = _private_stdout()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    head = frames.read(sys.stdin.buffer)
    if head is None:
        return
    context = frames.context_decoder.decode(head)
    confine(context.settings, context.vault_path)
    while (body := frames.read(sys.stdin.buffer)) is not None:
        task = frames.task_decoder.decode(body)
        answers.write(frames.pack(_perform(task, context)))
        answers.flush()


def _perform(task: Task, context: Context) -> tuple[Answer, ...]:
    try:
        return work.perform(task, context)
    except RunStopped as error:
        return (Stopped.of(error),)


def _private_stdout() -> BinaryIO:
    """Keep the pipe to the parent to ourselves: what a C library prints goes nowhere."""
    pipe = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return pipe


if __name__ == "__main__":
    main()
