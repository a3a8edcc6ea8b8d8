"""From the paths a user gives to the files below them, in an order that does not depend on the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from onrecord.errors import reason
from onrecord.model import Failure, Note

#: What operating systems leave in folders, in lower case.
DROPPINGS = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "icon\r"})


class Found(Struct, frozen=True, kw_only=True):
    """A file to add: where it lies, and its name as added, with ``/`` between parts."""

    path: Path
    name: str


class Listed(Struct, frozen=True, kw_only=True):
    """A folder whose entries could be listed, and its name as added."""

    name: str


def is_dropping(name: str) -> bool:
    """Whether a file or folder of this name is hidden or was left by an operating system."""
    return name.startswith(".") or name.lower() in DROPPINGS


def walk(paths: Sequence[Path]) -> Iterator[Found | Listed | Failure | Note]:
    """The files at `paths` and below, each folder in sorted order; never raises and never stops early.

    A file given alone is named by its base name, a file below a folder ``folder/inner/file``. What cannot be read, is
    no file, or is a link that leads out of the folder becomes a Failure of stage ``add``. A folder that could be listed
    is said so, before what is in it. Hidden files and droppings below a folder are passed over and counted in one Note
    a folder given.
    """
    for path in paths:
        name = printable(path.name or Path(os.path.abspath(path)).name)  # noqa: PTH100  resolve() would follow links
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            yield _failure(printable(str(path)), error)
            continue
        if stat.S_ISDIR(mode):
            yield from _Folder(path, name).walk()
        else:
            yield _file(path, name, mode)


def printable(name: str) -> str:
    r"""A file name that can be stored: bytes that are no UTF-8 as ``\xff``."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


class _Folder:
    """One folder given by the user, walked without recursion, for folders nest deeper than Python's stack."""

    def __init__(self, root: Path, name: str) -> None:
        self.root = root
        self.name = name
        self.real = os.path.realpath(root)
        self.skipped = 0
        self.pending: list[tuple[Path, str]] = []

    def walk(self) -> Iterator[Found | Listed | Failure | Note]:
        self.pending = [(self.root, self.name)]
        while self.pending:
            path, name = self.pending.pop()
            yield from self._visit(path, name)
        if self.skipped:
            files = "1 hidden file" if self.skipped == 1 else f"{self.skipped:,} hidden files"
            yield Note(kind="skipped", file="", page=0, what=f"{self.name}: {files} passed over")

    def _visit(self, path: Path, name: str) -> Iterator[Found | Listed | Failure]:
        try:
            if path != self.root and path.is_symlink() and (refusal := self._link(path, name)):
                yield refusal
                return
            mode = path.stat().st_mode
            if stat.S_ISDIR(mode):
                self.pending += self._list(path, name)
                yield Listed(name=name)
            else:
                yield _file(path, name, mode)
        except (OSError, ValueError) as error:
            yield _failure(name, error)

    def _list(self, folder: Path, name: str) -> list[tuple[Path, str]]:
        """The entries of `folder` worth a visit, last first. Raises OSError."""
        with os.scandir(folder) as entries:
            names = [entry.name for entry in entries]
        wanted = sorted((entry for entry in names if not is_dropping(entry)), reverse=True)
        self.skipped += len(names) - len(wanted)
        return [(folder / entry, f"{name}/{printable(entry)}") for entry in wanted]

    def _link(self, path: Path, name: str) -> Failure | None:
        """Why a link is not followed; None for a link to a file inside the folder."""
        target = os.path.realpath(path)
        if not target.startswith(self.real.rstrip("/") + "/"):
            return _refusal(name, "is a link that leads out of the folder and is not followed", "add what it points to")
        if Path(target).is_dir():
            return _refusal(
                name, "is a link to a folder and is not followed", f"add it unless it is below {self.name} too"
            )
        return None


def _file(path: Path, name: str, mode: int) -> Found | Failure:
    if stat.S_ISREG(mode):
        return Found(path=path, name=name)
    return _refusal(name, "is no regular file (a device, pipe or socket)", "copy its content into a file and add that")


def _failure(name: str, error: Exception) -> Failure:
    return _refusal(name, f"cannot be read: {reason(error)}", "check that it exists and may be read, then add it again")


def _refusal(name: str, what: str, next_step: str) -> Failure:
    return Failure(stage="add", file="", path=name, page=0, what=what, next_step=next_step)
