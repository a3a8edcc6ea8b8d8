"""A worker that dies, hangs or runs out of memory where a page text says so: what hostile input does to the real one.

It answers reading tasks from the name of the media alone, so that the contract of executors needs no real files.
"""

from __future__ import annotations

import os
import signal
import time

from onrecord.errors import DiskFailed
from onrecord.model import Page
from onrecord.pipeline import work
from onrecord.pipeline.executors import worker
from onrecord.pipeline.tasks import Answer, Context, Part, ReadPart, ReadTask, Task


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
    if media == "grows":
        return ReadPart(pages=(page(part, "x" * (8 << 30)),))
    return ReadPart(pages=tuple(page(part, f"page {n}", n) for n in range(part.first, part.last + 1)))


def page(part: Part, text: str, number: int = 1) -> Page:
    return Page(file=part.file.id, number=number, text=text, engine="test", engine_version="1")


if __name__ == "__main__":
    work.perform = perform
    worker.main()
