"""Run tasks on a Dask cluster: on this machine, or on those of a scheduler.

A Dask worker that dies is replaced and its task given to another one. What an input does to its reader does not reach
it: tasks are done in limited processes that each Dask worker has (`onrecord.pipeline.executors.remote`). Files are
taken out of containers here, because that writes to the vault, which stays with the case.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import time
import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import uuid4

import msgspec

from onrecord.errors import ClusterLost, MissingExtra, RunStopped, reason
from onrecord.intake.vault import Vault
from onrecord.pipeline.executors import remote
from onrecord.pipeline.executors.limited import seconds
from onrecord.pipeline.executors.processes import ProcessesExecutor
from onrecord.pipeline.executors.shared import Storage
from onrecord.pipeline.executors.template import WORKER
from onrecord.pipeline.tasks import BindTask, Context, InspectTask, Outcome, Stopped, Task, files_of

#: Seconds to wait for the scheduler, and for a first worker (or another one, when the last has gone).
PATIENCE = 60.0

#: Tasks given to each thread of the cluster at a time: one to do, one to go on with.
AHEAD = 2

#: Seconds between two looks at how many workers there are.
LOOK = 5.0

_AGAIN = "run the same command again when it is back: what was done is kept"
_DIED = "its worker process died"


class ClusterExecutor:
    """The executor named ``dask``.

    `address` is that of a scheduler (``tcp://``, ``tls://``); without one, it starts a cluster of its own. Raises
    MissingExtra without Dask, ClusterLost when nobody answers at the address.
    """

    def __init__(self, context: Context, address: str = "", command: Sequence[str] = WORKER, workers: int = 0) -> None:
        self._context = context
        self._command = tuple(command)
        self._build = uuid4().hex
        self._cluster: Any = None
        self._client = self._connect(address, workers or context.settings.workers or os.cpu_count() or 1)
        self._here: ProcessesExecutor | None = None
        self._storage = Storage(context.settings.storage) if context.settings.storage else None
        self._published: set[str] = set()
        self._order = msgspec.msgpack.encode(
            remote.Order(build=self._build, context=context, versions=remote.versions(), command=self._command)
        )
        self._done: queue.Queue[Any] = queue.Queue()
        self._under_way: dict[str, tuple[Task, Any]] = {}
        self._looked = -LOOK
        self._threads = 0
        self._manned = time.monotonic()

    def run(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """See `Executor.run`. Raises ClusterLost when the scheduler or all workers are gone."""
        for stays, some in groupby(tasks, lambda task: isinstance(task, InspectTask | BindTask)):
            perform = self._run_here if stays else self._run_there
            yield from perform(some)

    def close(self) -> None:
        """Take back what is under way, end the processes on the workers, and the cluster when it is our own."""
        client, self._client = self._client, None
        if self._here:
            self._here.close()
        if client is None:
            return
        with contextlib.suppress(Exception):  # whoever is gone has nothing left to let go of
            client.cancel([future for _, future in self._under_way.values()])
            client.run(remote.let_go, self._build, on_error="ignore")
        with contextlib.suppress(Exception):
            client.close(timeout=5)
        if self._cluster is not None:
            with contextlib.suppress(Exception):
                self._cluster.close(timeout=10)

    def _connect(self, address: str, workers: int) -> Any:
        try:
            from distributed import Client, LocalCluster
        except ImportError:
            raise MissingExtra("the executor dask needs its extra", 'pip install "onrecord[dask]"') from None
        if not address:
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            self._cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                memory_limit=0,  # the limited processes have a limit of their own
                dashboard_address="127.0.0.1:0",  # any free port, for this machine alone
                silence_logs=logging.CRITICAL,
            )
        try:
            return Client(self._cluster or address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, RuntimeError) as error:
            raise ClusterLost(f"no scheduler answers at {address}: {reason(error)}", "check its address") from None

    def _run_here(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        if self._here is None:
            self._here = ProcessesExecutor(self._context, self._command)
        return self._here.run(tasks)

    def _run_there(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        waiting = iter(tasks)
        more = True
        while more or self._under_way:
            while more and len(self._under_way) < AHEAD * self._threads_now():
                task = next(waiting, None)
                if task is None:
                    more = False
                else:
                    self._submit(task)
            if self._under_way:
                yield self._next()

    def _submit(self, task: Task) -> None:
        if self._storage:
            self._publish(self._storage, task)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that a task is large: it is as large as its pages
            future = self._client.submit(
                remote.perform, msgspec.msgpack.encode(task), self._order, pure=False, key=f"onrecord-{uuid4().hex}"
            )
        self._under_way[future.key] = (task, future)
        future.add_done_callback(self._done.put)

    def _publish(self, storage: Storage, task: Task) -> None:
        vault = Vault(self._context.vault_path)
        for file in files_of(task):
            if file.id not in self._published:
                storage.publish(file, vault.path(file))
                self._published.add(file.id)

    def _next(self) -> Outcome:
        future = self._wait()
        task, _ = self._under_way.pop(future.key)
        if future.status == "finished":
            answers, lost = remote.reply_of(future.result())
            if answers and isinstance(answers[0], Stopped):
                raise answers[0].error()
            return Outcome(task, answers, lost)
        if future.status == "error":
            return self._failed(task, future.exception())
        raise ClusterLost("the scheduler of the cluster is gone", _AGAIN)

    def _failed(self, task: Task, error: BaseException | None) -> Outcome:
        from distributed.scheduler import KilledWorker

        if isinstance(error, KilledWorker):
            return Outcome(task, None, _DIED)
        what = f"a worker of the cluster failed: {type(error).__name__}: {reason(error) if error else ''}"
        raise RunStopped(what, "see the log of the worker; then run the same command again: what was done is kept")

    def _wait(self) -> Any:
        """The next task that is done. Nothing at all, for several times as long as a task may take, is a loss."""
        silent = 3 * max(seconds(task, self._context) for task, _ in self._under_way.values())
        until = time.monotonic() + silent
        while time.monotonic() < until:
            with contextlib.suppress(queue.Empty):
                return self._done.get(timeout=LOOK)
            self._threads_now()
        raise ClusterLost(f"the cluster has not answered for {silent:.0f} s", _AGAIN)

    def _threads_now(self) -> int:
        """How many tasks the cluster can do at a time. Waits for a first worker."""
        while time.monotonic() - self._looked > LOOK or not self._threads:
            try:
                self._threads = sum(self._client.nthreads().values())
            except (OSError, ValueError, TypeError) as error:
                raise ClusterLost(f"the scheduler of the cluster is gone: {reason(error)}", _AGAIN) from None
            self._looked = time.monotonic()
            if self._threads:
                self._manned = self._looked
            elif self._looked - self._manned > PATIENCE:
                raise ClusterLost("the cluster has no workers", "start some (`dask worker ADDRESS`), then build again")
            else:
                time.sleep(0.2)
        return self._threads
