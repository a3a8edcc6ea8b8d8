"""The folder of a case: its settings, its source files, and its store, which may be on a server instead."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import settings
from onrecord.errors import CaseDamaged, DiskFailed, NoCase, UsageError, reason
from onrecord.store import is_address, open_store
from onrecord.store.postgres.address import parse, wrong
from onrecord.store.protocol import Store

if TYPE_CHECKING:
    from onrecord.store.reader import Reader

#: Inside a case folder.
STORE_FILE = "store.sqlite"
VAULT_FOLDER = "files"

_SETTINGS_TEXT = """\
# Settings of this case. Every line is optional; what is not set here comes from ONRECORD_... variables or defaults.
# workers = 2          # processes of a build (0: one for each core)
# language = "eng"     # Tesseract language of pages without a text layer
"""


def make(folder: Path, address: str) -> Store:
    """Make a case folder, and its store at `address`, or in the folder when neither that nor a variable says where.

    Raises UsageError when there is a case already, in the folder or at the address, or a file in the way; DiskFailed.
    """
    if (folder / settings.FILE_NAME).exists():
        raise UsageError(f"{folder} is a case already", "use it as it is, or choose another name")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", "choose another name for the case folder")
    try:
        (folder / VAULT_FOLDER).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DiskFailed(f"{folder} cannot be made: {reason(error)}", "choose a folder that you may write to") from None
    place = address or settings.load().store
    store = _new_on_server(place) if place else open_store(folder / STORE_FILE, create=True)
    kept = f"store = {json.dumps(public(place))}\n" if place else ""
    (folder / settings.FILE_NAME).write_text(_SETTINGS_TEXT + kept, encoding="utf-8")
    return store


def _new_on_server(address: str) -> Store:
    store = open_store(_checked(address), create=True)
    if any(store.counts()[kind] for kind in ("files", "releases")) or store.decisions():
        store.close()
        raise UsageError(
            f"there is a case in {public(address)} already",
            "name another schema; to work on that case from here, copy its folder",
        )
    return store


def open_in(folder: Path, address: str) -> Store:
    """The store of the case in `folder`, at `address` or where its settings say.

    Raises NoCase when the folder is no case, CaseDamaged for a store file that is not there, and what opening raises.
    """
    if not (folder / settings.FILE_NAME).is_file():
        raise NoCase(f"{folder} is not a case", "make one with `onrecord new FOLDER`, or name it with --case")
    place, file = address or settings.load(folder).store, folder / STORE_FILE
    if place:
        return open_store(_checked(place))
    if not file.is_file() or not file.stat().st_size:
        step = "restore it from a backup, or have it made anew with `onrecord doctor --repair`"
        raise CaseDamaged(f"{file} is missing or empty", step)
    return open_store(file)


@contextmanager
def store_at(place: str, *, create: bool = False) -> Iterator[Reader]:
    """The store of the case folder `place`, in the file `place`, or at that address."""
    from onrecord.store.reader import Reader  # here, because it loads SQLAlchemy, which help texts do without

    is_case = not is_address(place) and (Path(place) / settings.FILE_NAME).is_file()
    path = place if is_address(place) else Path(place)
    store = open_in(Path(place), "") if is_case else open_store(path, create=create)
    assert isinstance(store, Reader)
    try:
        yield store
    finally:
        store.close()


def use(folder: Path, place: str) -> None:
    """Have the case in `folder` work with the store at `place` from now on. Raises UsageError as `check_use`."""
    check_use(folder, place)
    path = folder / settings.FILE_NAME
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.partition("=")[0].strip() != "store"]
    if is_address(place):
        kept.append(f"store = {json.dumps(public(place))}")
    path.write_text("\n".join([*kept, ""]), encoding="utf-8")


def check_use(folder: Path, place: str) -> None:
    """Raise UsageError unless `folder` is a case that can work with the store at `place`."""
    if not (folder / settings.FILE_NAME).is_file():
        raise UsageError(f"{folder} is not a case", "name the case folder whose records are copied")
    if not is_address(place) and Path(place).resolve() != (folder / STORE_FILE).resolve():
        raise UsageError(
            f"a case keeps its records in its own {STORE_FILE} or on a server", f"name {folder / STORE_FILE}"
        )


def public(address: str) -> str:
    """An address as it may be shown and kept: without its password."""
    return parse(_checked(address)).shown


def _checked(address: str) -> str:
    if not is_address(address):
        raise wrong("the store has an address that is none")  # it may hold a password: it is not shown
    return address
