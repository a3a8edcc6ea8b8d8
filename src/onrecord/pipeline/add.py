"""Add: bring files into the case by their content. Nothing is opened here; that is for `build`, in a worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice
from pathlib import Path

from msgspec import Struct

from onrecord.errors import ItemFailed, UsageError
from onrecord.intake.media import detect
from onrecord.intake.vault import Vault
from onrecord.intake.walk import Found, Listed, walk
from onrecord.model import Failure, Location, Note, Release, SourceFile
from onrecord.store.protocol import Store, Writer

#: The stage under which what `walk` notes is kept.
WALK = "walk"

#: Files that are recorded in one transaction.
BATCH = 200


class Added(Struct, frozen=True, kw_only=True):
    """What an `add` did. `known` files were in the case before, under this or another name."""

    release: str
    files: int
    known: int
    size: int
    failures: tuple[Failure, ...]


def add(store: Store, vault: Path, paths: Sequence[Path], release: Release, *, link: bool) -> Added:
    """Add `paths` to `release`; see `Case.add`."""
    _check(paths, release)
    keeper = Vault(vault)
    before = {file.id for file in store.files()}
    ids: list[str] = []
    failures: list[Failure] = []
    size = 0
    with store.writing() as writer:
        with writer.transaction():
            writer.add_release(release)
        found = walk(paths)
        while chunk := list(islice(found, BATCH)):
            with writer.transaction():
                for entry in chunk:
                    result = _bring_in(writer, keeper, entry, release, link) if isinstance(entry, Found) else entry
                    match result:
                        case Failure():
                            writer.add_failure(result)
                            failures.append(result)
                        case SourceFile():
                            ids.append(result.id)
                            size += result.size
                        case Note():
                            writer.replace(WALK, release.name, result.what, WALK, [result])
                        case Listed():
                            writer.clear_failures(result.name)  # it may have been closed to an earlier `add`
    known = sum(id in before for id in ids) + len(ids) - len(set(ids))
    return Added(release=release.name, files=len(ids), known=known, size=size, failures=tuple(failures))


def _bring_in(writer: Writer, vault: Vault, found: Found, release: Release, link: bool) -> SourceFile | Failure:
    try:
        digest, size = vault.link(found.path) if link else vault.put(found.path)
        media = detect(found.path, found.name)
    except (ItemFailed, OSError) as error:
        what = error.what if isinstance(error, ItemFailed) else f"cannot be read: {error.strerror or error}"
        step = "check that you may read it, then add it again"
        return Failure(stage="add", file="", path=found.name, page=0, what=what, next_step=step)
    file = SourceFile(id=digest, size=size, media=media, linked=str(found.path.resolve()) if link else "")
    writer.add_file(file, [Location(release=release.name, path=found.name, file=digest)])
    writer.clear_failures(found.name)
    return file


def _check(paths: Sequence[Path], release: Release) -> None:
    if not paths:
        raise UsageError("nothing to add", "name a file or a folder")
    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise UsageError(f"{path} does not exist", "check the name")
    for given in (release.received, release.requested, release.deadline, release.appeal_by):
        try:
            date.fromisoformat(given or "2000-01-01")
        except ValueError:
            raise UsageError(f"{given!r} is not a date", "write it as YYYY-MM-DD") from None
