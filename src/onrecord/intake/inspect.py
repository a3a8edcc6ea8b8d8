"""Look into one file: how many pages it has, what lies inside it, what its list of documents says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from onrecord.errors import ItemFailed, RunStopped, reason
from onrecord.intake import counts, mailfiles, unpack
from onrecord.intake.inspection import MEGABYTE, Inspection, Look
from onrecord.intake.loadfile import parse
from onrecord.intake.vault import Vault
from onrecord.model import SourceFile
from onrecord.settings import Settings
from onrecord.text.paging import TEXT_BYTES

#: First bytes of formats that are known but not read: what they are, and what to do.
UNREAD = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or protected Office file",
        "DOCX, XLSX or PPTX",
    ),
    (b"{\\rtf", "a rich text file", "DOCX or PDF"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "a ZIP archive"),
    (b"Rar!", "a RAR archive", "a ZIP archive"),
    (b"\x28\xb5\x2f\xfd", "a file compressed by zstd", "a ZIP archive"),
)


def inspect(
    path: Path, file: SourceFile, vault: Vault, settings: Settings, depth: int = 0, name: str = ""
) -> Inspection:
    """What lies in `file`, whose bytes are at `path`.

    Files inside it are put into `vault` and returned as children, one level at a time; `depth` says how many files it
    lies in itself. `name` as added names the one file inside a compressed one. Everything that goes wrong with the
    file or a member is in `failures`, and what was found before is kept. Raises RunStopped (a full disk) alone.
    """
    look = Look(path, file, vault, settings, depth, name)
    try:
        if file.size > settings.max_file_mb * MEGABYTE:
            raise ItemFailed(
                f"the file is larger than {settings.max_file_mb:,} MB",
                "raise max_file_mb in onrecord.toml and build again",
            )
        LOOKS.get(file.media, _unread)(look)
        if look.fruitless:
            raise ItemFailed("nothing was found in the file", "open it in its own program to see what it holds")
    except RunStopped:
        raise
    except ItemFailed as error:
        look.fail(error.what, error.next_step)
    except Exception as error:  # whatever a hostile file makes a library raise is a fact about that file
        look.fail(
            f"the file cannot be opened: {type(error).__name__}: {reason(error)}",
            "open it in its own program and save it again",
        )
    return look.result()


def _load_file(look: Look) -> None:
    if look.file.size > TEXT_BYTES:
        raise ItemFailed(f"the load file is larger than {TEXT_BYTES:,} bytes", "split the file and add the parts")
    rows, failures = parse(look.path.read_bytes(), look.file.media, look.file.id)
    look.rows = tuple(rows)
    look.add(failures)


def _empty(_: Look) -> None:
    raise ItemFailed("the file is empty", "get a whole copy of it and add that")


def _unread(look: Look) -> None:
    with look.path.open("rb") as stream:
        head = stream.read(16)
    for magic, kind, instead in UNREAD:
        if head.startswith(magic):
            raise ItemFailed(f"this kind of file is not read: {kind}", f"save it as {instead} and add that")
    raise ItemFailed("this kind of file is not read", "save it as PDF or text and add that")


#: What looks into each kind of file.
LOOKS: dict[str, Callable[[Look], None]] = {
    "pdf": counts.count_pdf,
    "page_text": counts.count_page_text,
    "text": counts.count_text,
    "ics": counts.count_events,
    "image": counts.count_image,
    "html": counts.count_one,
    "docx": counts.count_document,
    "xlsx": counts.count_sheets,
    "pptx": counts.count_slides,
    "eml": mailfiles.look_into_mail,
    "mbox": mailfiles.look_into_mailbox,
    "msg": mailfiles.look_into_outlook,
    "pst": mailfiles.look_into_outlook,
    "zip": unpack.unpack_zip,
    "tar": unpack.unpack_tar,
    "gzip": unpack.unpack_single,
    "load_dat": _load_file,
    "load_opt": _load_file,
    "load_lfp": _load_file,
    "empty": _empty,
}
