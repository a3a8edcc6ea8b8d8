"""The manifest of a site: what it is made of, by SHA-256, and the check of a site, or of its sources, against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import file_digest, sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from onrecord.errors import NotFound, UsageError
from onrecord.publish.edition.masking import Mask, cover

NAME = "manifest.json"

#: The form of the manifest; a program that reads a higher one than it knows refuses.
FORM = 1


class SourceLine(Struct, frozen=True, kw_only=True):
    """A source file that pages of the site were taken from."""

    name: str
    sha256: str
    size: int


class PageLine(Struct, frozen=True, kw_only=True):
    """A page that the site shows. `text_sha256` is the digest of its text as published, with `masks` on: start, end
    and kind of each masked run. A digest of the text without masks would let a masked number be found by trying.
    """

    file: str
    page: int
    stamps: tuple[str, ...]
    text_sha256: str
    masks: tuple[Mask, ...]


class FindingLine(Struct, frozen=True, kw_only=True):
    """A finding that the site tells, and the pages that it cites."""

    id: str
    kind: str
    pages: tuple[str, ...]


class Manifest(Struct, frozen=True, kw_only=True):
    """All that a site is made of. `files` are the digests of the files of the site itself, by path."""

    form: int
    title: str
    sources: tuple[SourceLine, ...]
    pages: tuple[PageLine, ...]
    findings: tuple[FindingLine, ...]
    files: dict[str, str]


class Checked(Struct, frozen=True, kw_only=True):
    """What a check found: how much it looked at, and a line for everything that is wrong."""

    files: int
    sources: int
    pages: int
    problems: tuple[str, ...]


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def text_digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return sha256(text.encode()).hexdigest()


def files_of(folder: Path) -> dict[str, str]:
    """The digests of all files in a folder but the manifest, by path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path for path in paths}
    return {name: digest(path) for name, path in found.items() if name != NAME}


def write(folder: Path, manifest: Manifest) -> str:
    """Put the manifest into the folder of its site; its own SHA-256."""
    data = msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"
    (folder / NAME).write_bytes(data)
    return sha256(data).hexdigest()


def read(folder: Path) -> Manifest:
    """The manifest of the site in a folder. Raises NotFound without one, UsageError when it cannot be read."""
    try:
        found = msgspec.json.decode((folder / NAME).read_bytes(), type=Manifest)
    except OSError:
        raise NotFound(f"{folder} holds no {NAME}", "name the folder that `onrecord site` wrote") from None
    except msgspec.MsgspecError as error:
        raise UsageError(f"{folder / NAME} cannot be read: {error}", "ask for the site again") from None
    if found.form > FORM:
        raise UsageError(f"the manifest has form {found.form}", "take a newer version of onrecord")
    return found


def verify(
    folder: Path,
    *,
    expected: str = "",
    sources: Iterable[Path] = (),
    text: Callable[[str, int], str | None] | None = None,
) -> Checked:
    """Hold a site against its manifest. Nothing is fetched from anywhere.

    `expected` is the manifest's own SHA-256, as its publisher told it elsewhere. `sources` are files among which the
    sources must be. `text` gives the text of a page of a case by the file's SHA-256 and the page number, None where
    there is none. Raises as `read`.
    """
    manifest = read(folder)
    problems = list(_site(folder, manifest, expected))
    known = {digest(path): path for path in sources}
    if known:
        problems += [
            f"source {one.name} is not among the files given" for one in manifest.sources if one.sha256 not in known
        ]
    problems += list(_pages(manifest, text)) if text else []
    return Checked(
        files=len(manifest.files),
        sources=len(manifest.sources) if known else 0,
        pages=len(manifest.pages) if text else 0,
        problems=tuple(problems),
    )


def _site(folder: Path, manifest: Manifest, expected: str) -> Iterator[str]:
    if expected and digest(folder / NAME) != expected.strip().lower():
        yield f"{NAME} is not the one that was published: its SHA-256 is {digest(folder / NAME)}"
    yield from _compared(manifest.files, files_of(folder))


def _compared(listed: Mapping[str, str], there: Mapping[str, str]) -> Iterator[str]:
    for name, value in sorted(listed.items()):
        if name not in there:
            yield f"{name} is missing"
        elif there[name] != value:
            yield f"{name} was changed"
    yield from (f"{name} is not in the manifest" for name in sorted(there.keys() - listed.keys()))


def _pages(manifest: Manifest, text: Callable[[str, int], str | None]) -> Iterator[str]:
    names = {one.sha256: one.name for one in manifest.sources}
    for line in manifest.pages:
        found = text(line.file, line.page)
        where = f"page {line.page} of {names.get(line.file, line.file)}"
        if found is None:
            yield f"{where} is not in the case"
        elif text_digest(cover(found, line.masks)) != line.text_sha256:
            yield f"{where} reads otherwise in the case"
