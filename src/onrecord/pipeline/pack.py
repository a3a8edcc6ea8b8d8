"""Pack a case: one archive with everything that is needed to build it again, each part by its hash.

The archive is a ZIP file. Besides the source files it holds ``origins.json`` (releases, names, decisions, what `add`
could not read), ``settings.json``, the audit log, on request the store, and last ``manifest.json``: size and SHA-256 of
every other part. The same case packs to the same bytes.
"""

from __future__ import annotations

import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import msgspec
from msgspec import Struct

from onrecord import __version__
from onrecord.errors import DiskFailed, UsageError, reason
from onrecord.intake.vault import Vault
from onrecord.model import SourceFile
from onrecord.settings import Settings
from onrecord.store.origins import Origins, gather
from onrecord.store.protocol import Store
from onrecord.store.sqlite import copies

FORMAT = 1

MANIFEST, ORIGINS, SETTINGS = "manifest.json", "origins.json", "settings.json"

#: Files of a case folder that are packed as they are, when they are there.
LOGS = ("audit.jsonl", "audit.head")

#: Settings that say where the work is done, not what comes of it: they stay with the machine.
LOCAL = ("workers", "executor", "storage", "store")

_BLOCK = 1 << 20
#: All parts bear the time at which ZIP's own clock begins.
_TIME = (1980, 1, 1, 0, 0, 0)


class Part(Struct, frozen=True):
    """Size in bytes and SHA-256 of a part."""

    size: int
    sha256: str


class Manifest(Struct, frozen=True, kw_only=True):
    """What an archive holds. `missing` are ids of source files that could not be packed."""

    format: int
    program: str
    parts: dict[str, Part]
    missing: tuple[str, ...] = ()


class Packed(Struct, frozen=True, kw_only=True):
    """What packing or unpacking did. `missing`: see `Manifest`."""

    files: int
    size: int
    missing: tuple[str, ...]
    with_store: bool


def pack(
    folder: Path, store: Store, vault: Path, settings: Settings, target: Path, *, store_file: Path | None
) -> Packed:
    """Write the case in `folder` to the archive `target`, with the store in `store_file` when one is given.

    A source file that cannot be read, or has other bytes than when it was added, is left out and named. Raises
    UsageError when `target` is there, or when files left in place should go with the store; DiskFailed.
    """
    if target.exists():
        raise UsageError(f"{target} is there already", "choose another name")
    origins = gather(store)
    if store_file and any(file.linked for file in store.files()):
        raise UsageError("files were left in place, and the store says where", "pack without --store")
    partial = target.with_name(target.name + ".partial")
    try:
        with zipfile.ZipFile(partial, "x", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            packing = _Packing(archive)
            packing.everything(folder, origins, vault, settings, store_file)
        partial.replace(target)
    except OSError as error:
        raise DiskFailed(f"{target} cannot be written: {reason(error)}", "choose another place, or make room") from None
    finally:
        partial.unlink(missing_ok=True)
    return Packed(
        files=packing.files, size=target.stat().st_size, missing=tuple(packing.missing), with_store=bool(store_file)
    )


class _Packing:
    """An archive under way."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._parts: dict[str, Part] = {}
        self.missing: list[str] = []
        self.files = 0

    def everything(
        self, folder: Path, origins: Origins, vault: Path, settings: Settings, store_file: Path | None
    ) -> None:
        moved = tuple(msgspec.structs.replace(file, linked="") for file in origins.files)
        kept = {name: value for name, value in msgspec.to_builtins(settings).items() if name not in LOCAL}
        self._bytes(ORIGINS, _json(msgspec.structs.replace(origins, files=moved)))
        self._bytes(SETTINGS, _json(kept))
        for name in LOGS:
            if (folder / name).is_file():
                self._stream(name, folder / name)
        keeper = Vault(vault)
        for file in sorted(origins.files, key=lambda file: file.id):
            self._source(file, keeper.path(file))
        if store_file:
            self._store(store_file)
        manifest = Manifest(format=FORMAT, program=__version__, parts=self._parts, missing=tuple(self.missing))
        self._archive.writestr(zipfile.ZipInfo(MANIFEST, _TIME), _json(manifest))

    def _bytes(self, name: str, data: bytes) -> None:
        self._parts[name] = Part(len(data), sha256(data).hexdigest())
        with self._entry(name) as sink:
            sink.write(data)

    def _stream(self, name: str, path: Path) -> None:
        digest, size = sha256(), 0
        with path.open("rb") as source, self._entry(name) as sink:
            while block := source.read(_BLOCK):
                digest.update(block)
                size += len(block)
                sink.write(block)
        self._parts[name] = Part(size, digest.hexdigest())

    def _source(self, file: SourceFile, path: Path) -> None:
        """The hash is checked before: what was written to a ZIP file cannot be taken back."""
        try:
            whole = Vault.digest(path) == file.id
        except OSError:
            whole = False
        if whole:
            self._stream(f"files/{file.id[:2]}/{file.id}", path)
            self.files += 1
        else:
            self.missing.append(file.id)

    def _store(self, path: Path) -> None:
        with TemporaryDirectory(dir=path.parent) as scratch:
            copy = Path(scratch) / path.name
            copies.save(path, copy)
            self._stream(path.name, copy)

    def _entry(self, name: str) -> IO[bytes]:
        info = zipfile.ZipInfo(name, _TIME)
        info.compress_type = zipfile.ZIP_DEFLATED
        return self._archive.open(info, "w", force_zip64=True)


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=1)
