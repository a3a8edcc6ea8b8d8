"""One writer at a time: a lock that the kernel lets go of when its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from onrecord.errors import CaseBusy, DiskFailed

#: Descriptors of locks held by this process. A child made by fork closes them, or it would hold the lock on after its
#: parent was killed.
_held: set[int] = set()


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold the lock file `path`; it is made when needed and never removed, so that no two files can be locked.

    Raises CaseBusy naming the process that holds it, DiskFailed when the file cannot be made.
    """
    descriptor = _open(path)
    try:
        _take(descriptor, path)
        _held.add(descriptor)
        yield
    finally:
        _held.discard(descriptor)
        os.close(descriptor)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        raise DiskFailed(f"{path} cannot be written: {error.strerror}", "check the rights of the case folder") from None


def _take(descriptor: int, path: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode("ascii", "replace").strip() or "unknown"
        raise CaseBusy(
            f"process {holder} is writing to this case", "wait until it has finished, or stop it, then run this again"
        ) from None
    except OSError as error:
        raise DiskFailed(f"{path} cannot be locked: {error.strerror}", "keep the case on a local disk") from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _release_in_child() -> None:
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()


os.register_at_fork(after_in_child=_release_in_child)
