"""Repair: make a store anew from the source files and what can still be read of the damaged one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from onrecord.errors import CaseDamaged, NoCase
from onrecord.intake.media import detect
from onrecord.intake.vault import Vault
from onrecord.model import Location, Release, SourceFile
from onrecord.pipeline import examine
from onrecord.pipeline.build import build
from onrecord.pipeline.examine import Symptom
from onrecord.pipeline.progress import Progress
from onrecord.settings import Settings
from onrecord.store import open_store
from onrecord.store.origins import Origins, restore
from onrecord.store.protocol import Store
from onrecord.store.sqlite import lock
from onrecord.store.sqlite.salvage import Salvaged, salvage

#: The release of files whose names were lost.
RECOVERED = "recovered"

#: What the damaged store is kept in, beside the new one, with a number.
ASIDE = "damaged"


def mend(path: Path, vault: Path, settings: Settings, progress: Progress) -> Iterator[Symptom]:
    """Examine the case with the store at `path`; if the store is damaged, `repair` it."""
    found: list[Symptom] = []
    with suppress(CaseDamaged, NoCase), closing(open_store(path)) as store:
        found = list(examine.case(store, vault))
    if found and not any(symptom.check == "store" and symptom.state == "wrong" for symptom in found):
        yield from found
    else:
        yield from repair(path, vault, settings, progress)


def repair(path: Path, vault: Path, settings: Settings, progress: Progress) -> Iterator[Symptom]:
    """Put a store made anew in the place of the damaged one at `path`, and say what was saved and what was lost.

    The damaged one is kept in a folder of its own, with all decisions as ``review import`` reads them. Source files
    that are not what was added are put there too: the build then records them as failures. Raises CaseBusy and
    DiskFailed.
    """
    with lock.exclusive(path.with_name(path.name + ".lock")), TemporaryDirectory(dir=path.parent) as scratch:
        saved = salvage(path, Path(scratch))
        fresh = Path(scratch) / "new.sqlite"
        with closing(open_store(fresh, create=True)) as store, store.writing() as writer:
            restore(writer, saved.origins)
        aside = _set_aside(path, saved.origins)
        fresh.replace(path)
    yield from _said(saved, aside)
    yield from _without_damaged(vault, saved.origins, aside)
    with closing(open_store(path)) as store:
        done = build(store, vault, settings, progress)
        if lost := _nameless(store, vault):
            done = build(store, vault, settings, progress)
            detail = f"lost: the names of {lost} files; they are in the release {RECOVERED!r}, called by their hashes"
            yield Symptom(check="repair", state="wrong", detail=detail, next_step="add the files again")
        counts = store.counts()
    detail = f"built anew: {counts['pages']:,} pages, {counts['messages']:,} messages, {done.failures} failures"
    yield Symptom(check="store", state="ok", detail=detail)


def _set_aside(path: Path, origins: Origins) -> Path:
    """Keep the damaged store and the saved decisions in a new folder beside it."""
    aside = next(folder for n in count(1) if not (folder := path.with_name(f"{ASIDE}-{n}")).exists())
    aside.mkdir()
    with (aside / "decisions.jsonl").open("w", encoding="utf-8") as lines:
        for decision in origins.decisions:
            print(json.dumps(msgspec.to_builtins(decision), ensure_ascii=False, sort_keys=True), file=lines)
    with suppress(FileNotFoundError):
        shutil.copyfile(path, aside / path.name)
    for ending in ("-wal", "-shm"):  # they would be taken for those of the new store
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").replace(aside / f"{path.name}{ending}")
    return aside


def _said(saved: Salvaged, aside: Path) -> Iterator[Symptom]:
    origins = saved.origins
    detail = (
        f"{len(origins.decisions)} decisions, {len(origins.releases)} releases and {len(origins.files)} files were"
        f" saved; the damaged store is kept in {aside.name}"
    )
    yield Symptom(check="repair", state="ok", detail=detail)
    for loss in dict.fromkeys(saved.losses):
        step = "import the decisions of a backup or export (`onrecord review import`), where you have one"
        yield Symptom(check="repair", state="wrong", detail=f"lost: {loss}", next_step=step)


def _without_damaged(vault: Path, origins: Origins, aside: Path) -> Iterator[Symptom]:
    """Put copied files aside that have other bytes than when they were added."""
    keeper = Vault(vault)
    for file in origins.files:
        path = keeper.path(file)
        if file.linked or not path.is_file() or keeper.digest(path) == file.id:
            continue
        (aside / vault.name).mkdir(exist_ok=True)
        path.replace(aside / vault.name / file.id)
        detail = f"{file.id[:16]} has other bytes than when it was added; it was put into {aside.name}"
        yield Symptom(check="source files", state="wrong", detail=detail, next_step="add the original file again")


def _nameless(store: Store, vault: Path) -> int:
    """Add the whole files of the vault that nothing in the store names any more; how many."""
    keeper, known = Vault(vault), {file.id for file in store.files()}
    found = []
    for path in sorted(vault.glob("??/" + "[0-9a-f]" * 64)):
        if path.name not in known and keeper.digest(path) == path.name:
            size, media = path.stat().st_size, detect(path, path.name)
            found.append(SourceFile(id=path.name, size=size, media=media))
    if found:
        with store.writing() as writer, writer.transaction():
            writer.add_release(Release(name=RECOVERED))
            for file in found:
                writer.add_file(file, [Location(release=RECOVERED, path=file.id, file=file.id)])
    return len(found)
