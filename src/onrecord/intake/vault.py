"""Where a case keeps its files: each once, under the SHA-256 of its bytes."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest, sha256
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from onrecord.errors import DiskFailed, ItemFailed, reason
from onrecord.model import SourceFile

#: Bytes read at once.
BLOCK = 2**20

#: How files begin that are being written. Those left by a killed process are removed by `Vault.sweep`.
INCOMING = ".incoming-"

#: Errors that will meet every further file too.
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_CLOSED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO})


class OverLimit(ItemFailed):
    """A stream was longer than it may be; nothing of it was kept."""


class Vault:
    """A folder of files named ``ab/ab12...`` by content. Several processes may put files at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, path: Path) -> tuple[str, int]:
        """Copy the file at `path` in; its SHA-256 in hexadecimal and its size in bytes.

        Raises ItemFailed when the file cannot be read, DiskFailed when the vault cannot be written.
        """
        try:
            with path.open("rb") as stream:
                return self.put_stream(stream)
        except OSError as error:
            step = "check its permissions and add it again"
            raise ItemFailed(f"the file cannot be read: {reason(error)}", step) from error

    def put_stream(self, stream: BinaryIO, limit: int | None = None) -> tuple[str, int]:
        """Copy `stream` in up to its end; its SHA-256 and size.

        Raises OverLimit past `limit` bytes, DiskFailed when the vault cannot be written, and what `stream` raises.
        """
        temporary = self.root / f"{INCOMING}{os.getpid()}-{uuid4().hex}"
        try:
            digest, size = self._copy(stream, temporary, limit)
            with _writing():
                self._keep(temporary, digest)
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        return digest, size

    def _copy(self, stream: BinaryIO, temporary: Path, limit: int | None) -> tuple[str, int]:
        digest, size = sha256(), 0
        with _writing():
            self.root.mkdir(parents=True, exist_ok=True)
            sink = temporary.open("xb", buffering=0)
        with sink:
            for block in _blocks(stream.read):
                size += len(block)
                if limit is not None and size > limit:
                    raise OverLimit(
                        f"it is larger than {limit:,} bytes", "raise the limit in onrecord.toml and try again"
                    )
                digest.update(block)
                with _writing():
                    _write_all(sink.write, block)
        return digest.hexdigest(), size

    def _keep(self, temporary: Path, digest: str) -> None:
        """Give the written file its name. What is there already is replaced: it may be damaged."""
        target = self.root / digest[:2] / digest
        target.parent.mkdir(exist_ok=True)
        temporary.replace(target)

    @staticmethod
    def digest(path: Path) -> str:
        """The SHA-256 of the file at `path`. Raises OSError when unreadable."""
        with path.open("rb") as stream:
            return file_digest(stream, sha256).hexdigest()

    def link(self, path: Path) -> tuple[str, int]:
        """The SHA-256 and size of the file at `path`, which stays where it is. Raises OSError when unreadable."""
        digest, size = sha256(), 0
        with path.open("rb") as stream:
            for block in _blocks(stream.read):
                digest.update(block)
                size += len(block)
        return digest.hexdigest(), size

    def path(self, file: SourceFile) -> Path:
        """Where the bytes of `file` lie: in the vault, or where it was left in place."""
        return Path(file.linked) if file.linked else self.root / file.id[:2] / file.id

    def sweep(self) -> int:
        """Remove what killed processes left half written; how many files. Only while no one else puts files."""
        leftovers = list(self.root.glob(f"{INCOMING}*"))
        with _writing():
            for path in leftovers:
                path.unlink(missing_ok=True)
        return len(leftovers)


def _blocks(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while block := read(BLOCK):
        yield block


def _write_all(write: Callable[[memoryview], int | None], block: bytes) -> None:
    """Unbuffered files may take only part of what they are given."""
    rest = memoryview(block)
    while rest:
        rest = rest[write(rest) or 0 :]


@contextmanager
def _writing() -> Iterator[None]:
    """Tell errors of the case's disk, which stop a run, from errors of one file."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFailed("the disk of the case is full", "free some space and run the command again") from error
        if error.errno in _CLOSED:
            what = f"the case folder cannot be written: {reason(error)}"
            raise DiskFailed(what, "check the disk and the permissions of the case folder") from error
        raise ItemFailed(f"the file could not be copied into the case: {reason(error)}", "add it again") from error
