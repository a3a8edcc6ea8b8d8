"""Executors by name."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.errors import UsageError
from onrecord.pipeline.executors.processes import ProcessesExecutor
from onrecord.pipeline.executors.protocol import Executor
from onrecord.pipeline.executors.serial import SerialExecutor
from onrecord.pipeline.tasks import Context

__all__ = ["EXECUTORS", "Executor", "ProcessesExecutor", "SerialExecutor", "make_executor"]


def _dask(context: Context, address: str = "") -> Executor:
    from onrecord.pipeline.executors.cluster import ClusterExecutor  # here, because Dask is an extra

    return ClusterExecutor(context, address)


EXECUTORS: dict[str, Callable[[Context], Executor]] = {
    "dask": _dask,
    "processes": ProcessesExecutor,
    "serial": SerialExecutor,
}

#: How the address of a scheduler begins, and what Dask calls that.
SCHEMES = {"dask": "tcp", "dask+tls": "tls"}


def make_executor(name: str, context: Context) -> Executor:
    """The executor called `name`, or ``dask://HOST:PORT`` (``dask+tls://``): that of a scheduler.

    Raises UsageError for a name that none bears, and what its constructor raises.
    """
    scheme, found, place = name.partition("://")
    if found and place and scheme in SCHEMES:
        return _dask(context, f"{SCHEMES[scheme]}://{place}")
    if name not in EXECUTORS:
        names = ", ".join(sorted(EXECUTORS))
        raise UsageError(f"there is no executor {name!r}", f"choose one of: {names}, dask://HOST:PORT")
    return EXECUTORS[name](context)
