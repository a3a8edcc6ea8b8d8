"""What kind of file it is: told from the first bytes, and by the name only where these say nothing."""

from __future__ import annotations

import bz2
import lzma
import re
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from onrecord.text.encoding import decode
from onrecord.text.rfc822 import MAIL_START, read_head

#: Bytes that are looked at.
HEAD = 64 * 1024

#: Bytes of the list of members of a ZIP file that is read to tell an office file; theirs are small.
CENTRAL_DIRECTORY = 8 * 2**20

#: Containers: their files are taken out and read as files of their own.
CONTAINERS = frozenset({"zip", "tar", "gzip"})

#: Lists that say which pages make up which document.
LOAD_FILES = frozenset({"load_dat", "load_opt", "load_lfp"})

#: First bytes of binary formats that are told by them alone.
MAGIC = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF87a", "image"),
    (b"GIF89a", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"II+\0", "image"),
    (b"MM\0+", "image"),
    (b"!BDN", "pst"),
)

#: First bytes of compound files (MS-CFB, 2.2), which old Office files are too, and the name of a stream that each
#: Outlook message has (MS-OXMSG, 2.2.3).
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MESSAGE_STREAM = "__properties_version1.0".encode("utf-16-le")

#: Names that speak where the bytes do not: damaged files keep their kind, so that the failure says what was meant.
BY_NAME = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pptx": "pptx",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".gz": "gzip",
    ".bz2": "gzip",
    ".xz": "gzip",
    ".png": "image",
    ".jpg": "image",
    ".jpeg": "image",
    ".tif": "image",
    ".tiff": "image",
    ".bmp": "image",
    ".gif": "image",
    ".webp": "image",
    ".msg": "msg",
    ".pst": "pst",
    ".ost": "pst",
}

#: Names of texts.
TEXT_NAMES = {
    ".eml": "eml",
    ".mbox": "mbox",
    ".ics": "ics",
    ".vcs": "ics",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".opt": "load_opt",
    ".lfp": "load_lfp",
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".csv": "text",
    ".log": "text",
}

#: Parts that make a ZIP file an office file.
OFFICE_PARTS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))

_HTML = re.compile(
    r"\s{0,200}(?:<\?xml[^>]{0,200}>\s{0,200})?(?:<!--[^>]{0,2000}-->\s{0,200})?<(?:!doctype\s+html|html)\b", re.I
)
_PAGE_TEXT = re.compile(r'"text"[ \t]{0,8}:[ \t]{0,8}"')
_PAGE_NAME = re.compile(r'"(?:page|stamp)"[ \t]{0,8}:')
_OPT = re.compile(
    r"[^,\n]{1,80},[^,\n]{0,80},[^,\n]{1,400}\.\w{2,5},[YyNn]?,[^,\n]{0,40},[^,\n]{0,40},"
    r"[ \t]{0,8}\d{0,6}[ \t]*\r?(?:\n|\Z)"
)
_LFP = re.compile(r"(?:V[NM],[^\n]{0,400}\n){0,9}IM,[^,\n]{1,80},[A-Z ]{0,2},\d{1,9},@[^;\n]{0,80};", re.IGNORECASE)

#: Headers that only native mail has: printed mail has From and Subject too.
_NATIVE_ONLY = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to", "x-mailer"})
_MAIL_HEADERS = frozenset({"from", "to", "cc", "date", "subject"})

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def detect(path: Path, name: str) -> str:
    """The short name of what the file at `path`, added as `name`, is.

    One of ``pdf page_text text eml mbox msg pst ics image html docx xlsx pptx zip tar gzip load_dat load_opt load_lfp
    empty unknown``. ``gzip`` is any single compressed file. Raises OSError when the file cannot be read.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head:
        return "empty"
    suffix = Path(name.lower()).suffix
    return _binary(path, head, suffix) or _text(head, suffix) or BY_NAME.get(suffix) or "unknown"


def _binary(path: Path, head: bytes, suffix: str) -> str:
    for magic, media in MAGIC:
        if head.startswith(magic):
            return media
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or _is_bmp(head):
        return "image"
    if head.startswith(COMPOUND):
        return "msg" if suffix == ".msg" or MESSAGE_STREAM in head else ""
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path, suffix)
    if _is_tar(head):
        return "tar"
    # Last, for a PDF may begin with other bytes, and an archive with a PDF.
    return _compressed(head) or ("pdf" if b"%PDF-" in head[:1024] else "")


def _is_bmp(head: bytes) -> bool:
    """``BM`` begins words too: the header size that follows must be one that exists (12 to 124)."""
    return (
        head[:2] == b"BM" and len(head) > 26 and struct.unpack_from("<I", head, 14)[0] in (12, 40, 52, 56, 64, 108, 124)
    )


def _is_tar(head: bytes) -> bool:
    """A tar header by its magic, or by its checksum for the format before POSIX."""
    if len(head) < 512:
        return False
    if head[257:262] == b"ustar":
        return True
    digits = head[148:156].strip(b"\0 ")
    total = sum(head[:148]) + sum(head[156:512]) + 8 * 0x20
    return bool(digits) and re.fullmatch(rb"[0-7]{1,7}", digits) is not None and int(digits, 8) == total


def _zip_kind(path: Path, suffix: str) -> str:
    """An office file or a plain ZIP; a damaged one is what its name says."""
    try:
        if directory_size(path) > CENTRAL_DIRECTORY:
            return "zip"
        with ZipFile(path) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return BY_NAME.get(suffix, "zip")
    if "[Content_Types].xml" not in names:
        return "zip"
    return next((media for part, media in OFFICE_PARTS if any(name.startswith(part) for name in names)), "zip")


def directory_size(path: Path) -> int:
    """The size of the list of members that the last record of a ZIP file gives (APPNOTE 4.3.16); 0 without one."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - 66_000))
        tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    return struct.unpack_from("<I", tail, place + 12)[0] if 0 <= place <= len(tail) - 22 else 0


def _compressed(head: bytes) -> str:
    """What lies in a compressed file: a tar archive, page texts, or one other file."""
    inside = _peek(head)
    if inside is None:
        return ""
    if _is_tar(inside):
        return "tar"
    return "page_text" if head[:2] == b"\x1f\x8b" and _is_page_text(_characters(inside)) else "gzip"


def _peek(head: bytes) -> bytes | None:
    """The first bytes of a compressed file unpacked, at most HEAD; None when it is not compressed."""
    openers: tuple[tuple[bytes, Callable[[], bytes]], ...] = (
        (b"\x1f\x8b", lambda: zlib.decompressobj(31).decompress(head, HEAD)),
        (b"BZh", lambda: bz2.BZ2Decompressor().decompress(head, HEAD)),
        (b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=2**28).decompress(head, HEAD)),
    )
    for magic, unpack in openers:
        if head.startswith(magic):
            try:
                return unpack()
            except (OSError, zlib.error, lzma.LZMAError, EOFError):
                return b""
    return None


def _characters(head: bytes) -> str:
    """The first bytes as characters. The last character may be cut in two, so the last bytes are left out."""
    return decode(head[:-4] if len(head) == HEAD else head, western=True).text.lstrip("\r\n\ufeff")


def _text(head: bytes, suffix: str) -> str:
    named = TEXT_NAMES.get(suffix, "")
    text = _characters(head)
    if load_file := _load_file(text):
        return load_file
    if not named and not _looks_like_text(head, text):
        return ""
    return _structured(head, text) or named or ("" if suffix in BY_NAME else "text")


def _looks_like_text(head: bytes, text: str) -> bool:
    """Hardly any control characters, once the bytes are characters."""
    if text.count("\0") > 0 and b"\0" in head:
        return False
    return len(_CONTROLS.findall(text.encode("utf-8", "replace"))) <= len(text) // 50


def _load_file(text: str) -> str:
    line = text[: text.find("\n") + 1 or len(text)]
    if line.startswith("\u00fe") and "\u00fe\x14\u00fe" in line:
        return "load_dat"
    if _LFP.match(text):
        return "load_lfp"
    return "load_opt" if _OPT.match(text) else ""


def _structured(head: bytes, text: str) -> str:
    if _is_page_text(text):
        return "page_text"
    if MAIL_START.match(head.lstrip(b"\r\n")):
        return "mbox"
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return "ics"
    if _HTML.match(text):
        return "html"
    names = {name for name, _ in read_head(head).fields}
    return "eml" if names & _NATIVE_ONLY and len(names & _MAIL_HEADERS) >= 2 else ""


def _is_page_text(text: str) -> bool:
    """One of the first lines is an object with a text and a page or a stamp; a damaged first record is forgiven."""
    lines = text.split("\n", 5)[:5]
    return any(line.lstrip().startswith("{") and _PAGE_TEXT.search(line) and _PAGE_NAME.search(line) for line in lines)
