"""Unpack a case that `onrecord.pipeline.pack` packed.

An archive comes from somebody else: only parts that a case has are taken, each onto the one path that it can have, and
no further than its size says; settings that reach out of the case are left behind.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec

from onrecord.errors import DiskFailed, RunStopped, UsageError, reason
from onrecord.pipeline.pack import FORMAT, LOCAL, LOGS, MANIFEST, ORIGINS, SETTINGS, Manifest, Packed, Part
from onrecord.settings import FILE_NAME, Settings
from onrecord.store import open_store
from onrecord.store.origins import Origins, gather, restore
from onrecord.store.sqlite import copies

_FILE = re.compile(r"files/([0-9a-f]{2})/(\1[0-9a-f]{62})")
_BLOCK = 1 << 20
#: Bytes of the parts that are read into memory.
_SMALL = 1 << 30

_GET_ANOTHER = "get another copy of the archive"


def unpack(archive: Path, folder: Path, *, store_name: str, vault_name: str) -> Packed:
    """Make a case folder of an archive. Without a packed store, a build has to follow.

    Nothing is left when something is wrong with the archive: then RunStopped says what. Raises UsageError when there
    is something at `folder`, DiskFailed when it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is there already", "choose another name")
    try:
        folder.absolute().parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder.absolute().parent, prefix=".unpack-") as scratch:
            made = Path(scratch) / "case"
            packed = _Unpacking(archive, made, store_name, vault_name).everything()
            made.replace(folder)
        return packed
    except (zipfile.BadZipFile, NotImplementedError, EOFError, msgspec.MsgspecError) as error:
        raise _bad(reason(error)) from None
    except OSError as error:
        raise DiskFailed(f"{folder} cannot be written: {reason(error)}", "choose another place, or make room") from None


class _Unpacking:
    """A case folder under way."""

    def __init__(self, archive: Path, folder: Path, store_name: str, vault_name: str) -> None:
        self._path = archive
        self._folder = folder
        self._store = folder / store_name
        self._vault = folder / vault_name

    def everything(self) -> Packed:
        if not self._path.is_file():
            raise UsageError(f"{self._path} is not a file", "check the name")
        with zipfile.ZipFile(self._path) as archive:
            manifest = self._manifest(archive)
            self._room_for(manifest)
            self._vault.mkdir(parents=True)
            origins = msgspec.json.decode(self._small(archive, manifest, ORIGINS), type=Origins)
            self._settings(self._small(archive, manifest, SETTINGS))
            for name, part in sorted(manifest.parts.items()):
                if name not in (ORIGINS, SETTINGS):
                    self._extract(archive, name, part)
        self._check(origins, manifest)
        return Packed(
            files=sum(name.startswith("files/") for name in manifest.parts),
            size=self._path.stat().st_size,
            missing=manifest.missing,
            with_store=self._store.name in manifest.parts,
        )

    def _manifest(self, archive: zipfile.ZipFile) -> Manifest:
        names = archive.namelist()
        if MANIFEST not in names:
            raise _bad("it has no manifest")
        manifest = msgspec.json.decode(_read(archive, MANIFEST, _SMALL), type=Manifest)
        if manifest.format != FORMAT:
            raise _bad(f"its format {manifest.format} is not known here (it was made by onrecord {manifest.program})")
        if sorted(names) != sorted([*manifest.parts, MANIFEST]):
            raise _bad("its parts are not those of its manifest")
        for name, part in manifest.parts.items():
            match = _FILE.fullmatch(name)
            if not ((match and match[2] == part.sha256) or name in (ORIGINS, SETTINGS, self._store.name, *LOGS)):
                raise _bad(f"{name[:100]!r} is no part of a case")
        return manifest

    def _room_for(self, manifest: Manifest) -> None:
        size = sum(part.size for part in manifest.parts.values())
        if size > shutil.disk_usage(self._folder.parent).free:
            raise DiskFailed(f"the case takes {size:,} bytes, which the disk does not have", "choose another disk")

    def _small(self, archive: zipfile.ZipFile, manifest: Manifest, name: str) -> bytes:
        part = manifest.parts.get(name)
        if part is None:
            raise _bad(f"it has no {name}")
        data = _read(archive, name, min(part.size, _SMALL))
        if sha256(data).hexdigest() != part.sha256:
            raise _changed(name)
        return data

    def _extract(self, archive: zipfile.ZipFile, name: str, part: Part) -> None:
        match = _FILE.fullmatch(name)
        target = self._vault / match[1] / match[2] if match else self._folder / name
        target.parent.mkdir(exist_ok=True)
        digest, left = sha256(), part.size
        with archive.open(name) as source, target.open("xb") as sink:
            while block := source.read(min(_BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    raise _changed(name)
                digest.update(block)
                sink.write(block)
        if left or digest.hexdigest() != part.sha256:
            raise _changed(name)

    def _settings(self, data: bytes) -> None:
        given = msgspec.json.decode(data, type=dict[str, Any])
        settings = msgspec.convert({name: value for name, value in given.items() if name not in LOCAL}, Settings)
        default = msgspec.to_builtins(Settings())
        lines = [
            f"{name} = {msgspec.json.encode(value).decode()}\n"
            for name, value in msgspec.to_builtins(settings).items()
            if value != default[name]
        ]
        (self._folder / FILE_NAME).write_text(
            "# Settings of this case, as packed.\n" + "".join(lines), encoding="utf-8"
        )

    def _check(self, origins: Origins, manifest: Manifest) -> None:
        """Hold the parts against each other, and make the store when none came."""
        packed = {name[-64:] for name in manifest.parts if name.startswith("files/")} | set(manifest.missing)
        if {file.id for file in origins.files} != packed or any(file.linked for file in origins.files):
            raise _bad("its files are not those that it lists")
        if self._store.name in manifest.parts:
            copies.check(self._store)
        with closing(open_store(self._store, create=True)) as store:
            if self._store.name not in manifest.parts:
                with store.writing() as writer:
                    restore(writer, origins)
            elif gather(store) != origins:
                raise _bad("its store holds other files or decisions than it lists")


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as source:
        data = source.read(most + 1)
    if len(data) > most:
        raise _changed(name)
    return data


def _bad(why: str) -> RunStopped:
    return RunStopped(f"the archive is not a packed case: {why}", _GET_ANOTHER)


def _changed(name: str) -> RunStopped:
    return RunStopped(f"{name[:100]} was damaged or changed in the archive", _GET_ANOTHER)
