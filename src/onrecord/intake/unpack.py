"""Archives: their files are taken out one by one, within limits, and never onto a path of the archive's choosing."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import BadZipFile, ZipFile, ZipInfo

from onrecord.errors import ItemFailed, reason
from onrecord.intake.inspection import Full, Look
from onrecord.intake.media import directory_size
from onrecord.intake.walk import is_dropping

#: Bytes of the list of members of a ZIP file: about a million members.
CENTRAL_DIRECTORY = 64 * 2**20

#: What damaged or unusual archives make the standard library raise.
DAMAGE = (
    BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    MemoryError,
    ItemFailed,
)

#: How compressed files begin, and what opens them.
OPENERS: tuple[tuple[bytes, Callable[[BinaryIO], object]], ...] = (
    (b"\x1f\x8b", lambda raw: gzip.GzipFile(fileobj=raw)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\0", lzma.LZMAFile),
)


def unpack_zip(look: Look) -> None:
    """Take the files out of a ZIP archive."""
    if look.too_deep:
        return
    if directory_size(look.path) > CENTRAL_DIRECTORY:
        raise ItemFailed("the archive lists too many files", "unpack it by hand and add the folder")
    try:
        archive = ZipFile(look.path)
    except DAMAGE as error:
        raise ItemFailed(f"the archive is damaged: {reason(error)}", "unpack it by hand and add the folder") from None
    with archive:
        _zip_members(look, archive)


def _zip_members(look: Look, archive: ZipFile) -> None:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    wanted = [info for info in infos if not _dropped(_zip_name(info))]
    _count_dropped(look, len(infos) - len(wanted))
    for place, info in enumerate(wanted):
        try:
            _zip_member(look, archive, info)
        except Full:
            left = wanted[place:]
            size = sum(item.file_size for item in left)
            _stopped(look, f"{len(left):,} files of {size:,} bytes by its own list are left")
            return


def _zip_member(look: Look, archive: ZipFile, info: ZipInfo) -> None:
    name = look.member(_zip_name(info))
    if not name:
        return
    if info.flag_bits & 1:
        look.fail("is encrypted", "unpack the archive with its password and add the folder", path=name)
        return
    if (info.external_attr >> 28) == 0xA:
        look.fail("is a link, not a file", "add the file it points to", path=name)
        return
    with _member(look, name), archive.open(info) as stream:
        look.keep(name, cast(BinaryIO, stream))


def _zip_name(info: ZipInfo) -> str:
    """The name of a member. Without the flag for UTF-8 it should be code page 437, but UTF-8 is common too."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def unpack_tar(look: Look) -> None:
    """Take the files out of a tar archive, plain or compressed by gzip, bzip2 or xz."""
    if look.too_deep:
        return
    with look.path.open("rb") as raw:
        try:
            with tarfile.open(fileobj=raw, mode="r:*") as archive:
                _tar_members(look, archive, raw)
        except DAMAGE as error:
            raise ItemFailed(
                f"the archive is damaged: {reason(error)}", "unpack it by hand and add the folder"
            ) from None


def _tar_members(look: Look, archive: tarfile.TarFile, raw: BinaryIO) -> None:
    dropped = 0
    try:
        while (member := archive.next()) is not None:
            if _dropped(member.name):
                dropped += not member.isdir()
            elif not member.isdir():
                _tar_member(look, archive, member)
    except Full:
        _stopped(look, f"{look.file.size - raw.tell():,} of its {look.file.size:,} bytes were not unpacked")
    except DAMAGE as error:
        what = f"the archive is damaged after {raw.tell():,} of its {look.file.size:,} bytes: {reason(error)}"
        look.fail(what, "get a whole copy of it and add that")
    _count_dropped(look, dropped)


def _tar_member(look: Look, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
    name = look.member(member.name)
    if not name:
        return
    stream = archive.extractfile(member) if member.isreg() else None
    if stream is None:
        look.fail("is a link or a device, not a file", "add the file it points to", path=name)
        return
    look.keep(name, cast(BinaryIO, stream))


def unpack_single(look: Look) -> None:
    """Take the one file out of a file compressed by gzip, bzip2 or xz."""
    if look.too_deep:
        return
    with look.path.open("rb") as raw:
        head = raw.read(1024)
        raw.seek(0)
        opener = next((opener for magic, opener in OPENERS if head.startswith(magic)), None)
        if opener is None:
            raise ItemFailed("it is named as a compressed file but is none", "rename it and add it again")
        try:
            look.keep(look.member(_single_name(look.name, head)) or "content", cast(BinaryIO, opener(raw)))
        except Full:
            _stopped(look, f"{look.file.size - raw.tell():,} of its {look.file.size:,} bytes were not unpacked")
        except DAMAGE as error:
            raise ItemFailed(
                f"the compressed file is damaged: {reason(error)}", "get a whole copy of it and add that"
            ) from None


def _single_name(added: str, head: bytes) -> str:
    """The file name that a gzip header carries (RFC 1952, 2.3.1), else the name as added without its last ending."""
    if head[:2] == b"\x1f\x8b" and len(head) > 10 and head[3] & 0b1100 == 0b1000:
        named = head[10:].split(b"\0", 1)[0].decode("latin-1").replace("\\", "/").rpartition("/")[2]
        if named.strip("."):
            return named
    return PurePosixPath(added).stem


@contextmanager
def _member(look: Look, name: str) -> Iterator[None]:
    """Record what goes wrong with one member; the others go on."""
    try:
        yield
    except DAMAGE as error:
        look.fail(f"cannot be unpacked: {reason(error)}", "unpack the archive by hand and add the file", path=name)


def _dropped(name: str) -> bool:
    return any(is_dropping(part) for part in name.replace("\\", "/").split("/") if part not in (".", ".."))


def _count_dropped(look: Look, count: int) -> None:
    if count:
        look.note("skipped", f"{count:,} hidden files of the archive passed over")


def _stopped(look: Look, left: str) -> None:
    look.fail(f"unpacking stopped at {look.limits}: {left}", "unpack it by hand and add what is needed")
