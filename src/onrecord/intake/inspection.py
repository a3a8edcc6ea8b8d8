"""What looking into a file yields, and the limits of what may be taken out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from onrecord.intake.loadfile import Row
from onrecord.intake.media import detect
from onrecord.intake.vault import OverLimit, Vault
from onrecord.intake.walk import printable
from onrecord.model import Failure, Note, SourceFile
from onrecord.settings import Settings

MEGABYTE = 2**20

#: A file taken out may be this much larger than what it was taken out of, all together, once past `SMALL` bytes:
#: page texts and mailboxes shrink to a twentieth, bombs to a thousandth.
RATIO = 200
SMALL = 256 * MEGABYTE

#: Characters of a member's name.
LONG_NAME = 1_000

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class Child(Struct, frozen=True, kw_only=True):
    """A file taken out of another: the file, and its name inside, with ``/`` between parts."""

    file: SourceFile
    name: str


class Inspection(Struct, frozen=True, kw_only=True):
    """What looking into one file found.

    `pages` is how many pages a reader will find in it, 0 for containers, load files and what cannot be read.
    `children` are the files taken out of it, `rows` the documents that a load file lists.
    """

    pages: int = 0
    children: tuple[Child, ...] = ()
    rows: tuple[Row, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[Note, ...] = ()


class Full(Exception):
    """The limit of what may be taken out of one file is reached."""


class Look:
    """One look into a file: what is known about it, and what has been found so far."""

    def __init__(self, path: Path, file: SourceFile, vault: Vault, settings: Settings, depth: int, name: str) -> None:
        self.path = path
        self.file = file
        self.settings = settings
        self.depth = depth
        self.name = name
        self.pages = 0
        self.rows: tuple[Row, ...] = ()
        self._notes: list[Note] = []
        self._vault = vault
        self._children: dict[tuple[str, str], Child] = {}
        self._failures: list[Failure] = []
        self._most = min(settings.unpack_mb * MEGABYTE, max(SMALL, RATIO * file.size))
        self._room = self._most
        self._files = settings.unpack_files

    def result(self) -> Inspection:
        """All that was found."""
        return Inspection(
            pages=self.pages,
            children=tuple(self._children.values()),
            rows=self.rows,
            failures=tuple(self._failures),
            notes=tuple(self._notes),
        )

    def fail(self, what: str, next_step: str, path: str = "", page: int = 0) -> None:
        """Record that the file, its member `path` or its page could not be read."""
        what = " ".join(what.split())[:300]
        failure = Failure(stage="inspect", file=self.file.id, path=path, page=page, what=what, next_step=next_step)
        self._failures.append(failure)

    def add(self, failures: Iterable[Failure]) -> None:
        """Record failures that were found elsewhere."""
        self._failures += failures

    def note(self, kind: str, what: str) -> None:
        """Record a fact about the file."""
        self._notes.append(Note(kind=kind, file=self.file.id, page=0, what=what))

    def member(self, raw: str) -> str:
        """The name of a member with ``/`` between parts; empty, with a failure, when it may not be taken out.

        Counts the member against the limit. Raises Full.
        """
        if self._files <= 0:
            raise Full
        self._files -= 1
        name = printable(raw).replace("\\", "/")
        if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or len(name) > LONG_NAME:
            shown = _CONTROL.sub("?", name[:200])
            self.fail("its name leads out of the archive", "take the file out by hand and add it", path=shown)
            return ""
        return "/".join(_CONTROL.sub("?", part) for part in name.split("/") if part not in ("", "."))

    def keep(self, name: str, stream: BinaryIO, media: str = "") -> None:
        """Take the file `stream` out as `name`. Raises Full, DiskFailed and what `stream` raises."""
        most = self.settings.max_file_mb * MEGABYTE
        try:
            digest, size = self._vault.put_stream(stream, min(self._room, most))
        except OverLimit as error:
            if self._room <= most:
                raise Full from error
            self.fail(error.what, "raise max_file_mb in onrecord.toml and build again", path=name)
            return
        self._room -= size
        file = SourceFile(id=digest, size=size, media="", parent=self.file.id)
        kind = media or detect(self._vault.path(file), name)
        child = Child(file=SourceFile(id=digest, size=size, media=kind, parent=self.file.id), name=name)
        self._children[(digest, name)] = child

    @property
    def fruitless(self) -> bool:
        """Whether nothing at all was found, not even a failure: no file may pass without a trace."""
        return not (self.pages or self._children or self.rows or self._failures)

    @property
    def limits(self) -> str:
        """The limits in words."""
        return f"the limit of {self.settings.unpack_files:,} files and {self._most // MEGABYTE:,} MB"

    @property
    def too_deep(self) -> bool:
        """Whether nothing may be taken out because the file already lies too deep; records the failure."""
        if self.depth < self.settings.unpack_depth:
            return False
        what = f"it lies {self.depth} files deep in other files and nothing is taken out of it"
        self.fail(what, "raise unpack_depth in onrecord.toml and build again")
        return True
