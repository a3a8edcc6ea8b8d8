"""Many files as one export: a folder, or a zip archive when its name ends so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.errors import UsageError, reason

#: Characters that some file system does not allow in names.
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"\\|?*]')

#: The longest part of a path, in characters: file systems allow 255 bytes.
_LONGEST = 60


class Parcel:
    """Where named files are written, each once. A zip has no times in it: the same files give the same bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._zip: ZipFile | None = None
        self._taken: set[str] = set()
        try:
            if path.suffix.lower() == ".zip":
                self._zip = ZipFile(path, "w", ZIP_DEFLATED)
            else:
                path.mkdir(parents=True, exist_ok=True)
                if any(path.iterdir()):
                    raise UsageError(f"{path} is not empty", "name a new folder, or a file that ends in .zip")
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {reason(error)}", "name a folder of yours") from None

    def __enter__(self) -> Parcel:
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    def write(self, name: str, content: bytes) -> str:
        """Put a file in; the name it got."""
        with self.opened(name) as stream:
            stream.write(content)
        return name

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """A file to write to, which must be able to tell and seek."""
        if name in self._taken:
            raise ValueError(f"{name} was written already")
        self._taken.add(name)
        if self._zip is None:
            path = self._path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                yield stream
            return
        with TemporaryFile() as spool:
            yield spool
            spool.seek(0)
            info = ZipInfo(name)  # without a time: that of 1980
            info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
            with self._zip.open(info, "w", force_zip64=True) as member:
                while piece := spool.read(1 << 20):
                    member.write(piece)

    def free(self, path: str, ending: str, mark: str) -> str:
        """A name for `path` that is safe on every system and not taken; `mark` tells two of one name apart."""
        parts = [_UNSAFE.sub("_", part)[:_LONGEST].rstrip(". ") for part in path.split("/")]
        name = "/".join(part for part in parts if part and part != "..") or "unnamed"
        name = name if name.lower().endswith(ending) else name + ending
        return name if name not in self._taken else f"{name.removesuffix(ending)}-{mark}{ending}"
