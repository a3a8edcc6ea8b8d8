"""Source files on their way to other machines: through a storage that both sides reach, and checked by hash.

The storage is any that fsspec knows (a mounted folder, an S3-compatible store). Files lie in it as they do in the
vault, ``ab/ab12...``, so that the vault itself can be the storage. Only the parent writes to it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from onrecord.errors import MissingExtra, RunStopped, reason
from onrecord.intake.vault import Vault
from onrecord.model import SourceFile

#: Bytes of files that a worker keeps at hand. Tasks of one file come one after another, so little is fetched twice.
KEPT_BYTES = 8 << 30

_BLOCK = 1 << 20


class Storage:
    """The storage at `url`. Raises MissingExtra without fsspec, RunStopped for an address that it cannot use."""

    def __init__(self, url: str) -> None:
        try:
            from fsspec.core import url_to_fs
        except ImportError:
            raise MissingExtra("a shared storage needs the extra dask", 'pip install "onrecord[dask]"') from None
        try:
            self._system, self._root = url_to_fs(url)
        except (ImportError, ValueError) as error:
            what = f"the storage {url} cannot be used: {reason(error)}"
            raise RunStopped(what, "correct `storage` in onrecord.toml, or install what it needs") from None

    def publish(self, file: SourceFile, path: Path) -> None:
        """Put the file at `path` where workers find it, unless it is there. One that cannot be opened is left out."""
        target = self._path(file)
        if not path.is_file() or self._size(target) == file.size:
            return
        self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
        self._system.put_file(str(path), target)

    def fetch(self, file: SourceFile, target: Path) -> str:
        """Copy a file to `target`. Why it could not be, in a few words; empty when it was."""
        temporary = target.with_name(f".incoming-{uuid4().hex}")
        digest = sha256()
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with self._system.open(self._path(file), "rb") as source, temporary.open("wb") as sink:
                while block := source.read(_BLOCK):
                    digest.update(block)
                    sink.write(block)
            if digest.hexdigest() != file.id:
                return "it has other bytes in the shared storage than when it was added"
            temporary.replace(target)
        except FileNotFoundError:
            return "it is not in the shared storage"
        finally:
            temporary.unlink(missing_ok=True)
        return ""

    def _path(self, file: SourceFile) -> str:
        return f"{self._root}/{file.id[:2]}/{file.id}"

    def _size(self, path: str) -> int:
        try:
            info: dict[str, Any] = self._system.info(path)
        except FileNotFoundError:
            return -1
        return int(info.get("size") or 0)


class Cache:
    """Fetched files in a folder laid out as a vault. The least recently used go when it outgrows `most` bytes."""

    def __init__(self, storage: Storage, folder: Path, most: int = KEPT_BYTES) -> None:
        self.folder = folder
        self._storage = storage
        self._most = most
        self._lock = threading.Lock()
        #: The sizes of what is here, the least recently used first, and how many tasks use each now.
        self._sizes: dict[str, int] = {}
        self._users: dict[str, int] = {}

    @contextmanager
    def holding(self, files: tuple[SourceFile, ...]) -> Iterator[dict[str, str]]:
        """Have `files` in the folder inside the block; for those that could not be fetched: why, by id."""
        with self._lock:
            for file in files:
                self._users[file.id] = self._users.get(file.id, 0) + 1
            lacking = {file.id: why for file in files if (why := self._bring(file))}
            self._make_room()
        try:
            yield lacking
        finally:
            with self._lock:
                for file in files:
                    self._users[file.id] -= 1

    def _bring(self, file: SourceFile) -> str:
        size = self._sizes.pop(file.id, -1)
        if size < 0:
            why = self._storage.fetch(file, self._place(file.id))
            if why:
                return why
        self._sizes[file.id] = file.size
        return ""

    def _make_room(self) -> None:
        total = sum(self._sizes.values())
        for id in [id for id in self._sizes if not self._users.get(id)]:
            if total <= self._most:
                return
            total -= self._sizes.pop(id)
            self._users.pop(id, None)
            self._place(id).unlink(missing_ok=True)

    def _place(self, id: str) -> Path:
        return self.folder / id[:2] / id


class Checked:
    """Files that workers see under the same path: each is hashed once, and again when it changes."""

    def __init__(self, vault: Path) -> None:
        self._vault = Vault(vault)
        self._seen: dict[str, tuple[int, int]] = {}

    def lacking(self, files: tuple[SourceFile, ...]) -> dict[str, str]:
        """For those of `files` that have other bytes than when they were added: that, by id.

        One that cannot be opened is for the reader to report.
        """
        return {file.id: "it has other bytes than when it was added" for file in files if self._changed(file)}

    def _changed(self, file: SourceFile) -> bool:
        path = self._vault.path(file)
        with suppress(OSError):
            found = path.stat()
            state = (found.st_size, found.st_mtime_ns)
            if self._seen.get(file.id) == state:
                return False
            if self._vault.digest(path) != file.id:
                return True
            self._seen[file.id] = state
        return False
