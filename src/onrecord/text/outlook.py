"""Messages as Outlook keeps them (.msg, and the data files .pst and .ost), turned into the mail that they were.

The result is an Internet mail (RFC 5322, MIME), so that whatever reads .eml reads these too and gives the same records.
The two libraries are optional: `extract-msg` (extra ``msg``) and `libpff-python` (extra ``pst``).
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from msgspec import Struct

from onrecord.errors import ItemFailed

#: What reads each medium: the module, the package that holds it, the extra that installs it, what the file is called.
LIBRARIES = {
    "msg": ("extract_msg", "extract-msg", "msg", "an Outlook message"),
    "pst": ("pypff", "libpff-python", "pst", "an Outlook data file"),
}

#: Mails of one data file that are read, and how deep its folders may lie.
MAILS = 1_000_000
DEPTH = 60

#: How deep messages attached to messages are followed.
NESTED = 10

KINDS = {1: "To", 2: "Cc", 3: "Bcc"}


class Attached(Struct, frozen=True):
    """A file attached to a message: its name, content type, and bytes. A message is attached as ``message/rfc822``."""

    name: str
    kind: str
    content: bytes


class Outlook(Struct, frozen=True, kw_only=True):
    """A message as Outlook keeps it: header fields in order, its text in the forms there are, files attached.

    `meeting` is an iCalendar text when the message is a meeting's.
    """

    fields: tuple[tuple[str, str], ...]
    plain: str = ""
    html: bytes = b""
    meeting: str = ""
    attached: tuple[Attached, ...] = ()


def fingerprint(media: str) -> str:
    """The library that reads `media` and its version, for keys of work; empty for other media or without it."""
    if media not in LIBRARIES:
        return ""
    package = LIBRARIES[media][1]
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def library(media: str) -> Any:
    """The module that reads `media`. Raises ItemFailed with the extra to install when it is not there."""
    module, package, extra, called = LIBRARIES[media]
    try:
        return importlib.import_module(module)
    except ImportError:
        raise ItemFailed(
            f"it is {called}, and {package}, which reads them, is not installed",
            f'pip install "onrecord[{extra}]", then build again; or save the mail as EML or MBOX and add that',
        ) from None


def mails(path: Path, media: str, first: int = 1, last: int = MAILS, *, files: bool = True) -> Iterator[bytes | None]:
    """Mails `first` to `last` (from 1) of the file at `path`; None for one that cannot be read.

    `files`: with the contents of their attachments; without, an attachment is there by its name alone. Raises
    ItemFailed when the file cannot be opened.
    """
    if media == "msg":
        from onrecord.text import outlook_msg

        yield outlook_msg.mail(path, files=files)
    else:
        from onrecord.text import outlook_pst

        yield from outlook_pst.mails(path, first, last, files=files)


def count(path: Path, media: str) -> int:
    """How many mails the file holds. Raises ItemFailed when it cannot be opened."""
    if media == "msg":
        library(media)
        return 1
    from onrecord.text import outlook_pst

    return outlook_pst.count(path)


def as_mail(message: Outlook) -> bytes:
    """The message as an Internet mail. The bytes depend on the message alone."""
    head = "".join(f"{name}: {' '.join(value.split())}\n" for name, value in message.fields if value.strip())
    return head.encode("utf-8", "replace") + _whole(message).as_bytes()


def _whole(message: Outlook) -> MIMEBase:
    texts: list[MIMEBase] = []
    if message.plain or not message.html:
        texts.append(MIMEText(message.plain, "plain", "utf-8"))
    if message.html:
        texts.append(_part("text/html", message.html))
    if message.meeting:
        texts.append(MIMEText(message.meeting, "calendar", "utf-8"))
    body = texts[0] if len(texts) == 1 else _multipart("alternative", texts)
    files = [_file(attached) for attached in message.attached]
    return _multipart("mixed", [body, *files]) if files else body


def _multipart(kind: str, parts: Iterable[MIMEBase]) -> MIMEBase:
    """A multipart whose boundary depends on its parts: the library's own is drawn at random."""
    listed = list(parts)
    digest = sha256(b"".join(part.as_bytes() for part in listed)).hexdigest()[:32]
    return MIMEMultipart(kind, boundary=f"=_{digest}", _subparts=listed)


def _part(kind: str, content: bytes) -> MIMEBase:
    main, _, sub = kind.partition("/")
    part = MIMENonMultipart(main or "application", sub or "octet-stream")
    part.set_payload(content)
    encode_base64(part)
    return part


def _file(attached: Attached) -> MIMEBase:
    """An attachment. A mail goes in as base64 too, which keeps its bytes; readers undo it."""
    part = _part(attached.kind if attached.kind.count("/") == 1 else "application/octet-stream", attached.content)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", attached.name))
    return part


def address(name: str, mail: str) -> str:
    """A party as mail headers write it: ``"Last, First" <a@b>``."""
    name, mail = " ".join(name.split()).strip("'\""), mail.strip()
    if "@" not in mail:
        return f'"{name}"' if any(char in name for char in ",;<>@") else name
    if not name or name == mail:
        return mail
    quoted = name.replace("\\", "").replace('"', "")
    return f'"{quoted}" <{mail}>'


def transport(head: str, own: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The fields of a message: those of its Internet head, and of `own` those that the head lacks."""
    from onrecord.text.rfc822 import decode_value, read_head

    wanted = {"from", "to", "cc", "date", "subject", "message-id", "in-reply-to", "references"}
    sent = read_head(head.encode("utf-8", "replace")).fields if head else ()
    fields = [(name.title(), decode_value(value)) for name, value in sent if name in wanted]
    known = {name.lower() for name, _ in fields}
    return (*fields, *((name, value) for name, value in own if name.lower() not in known))


@contextmanager
def opened(called: str) -> Iterator[None]:
    """Turn whatever a library raises for a damaged file into one failure with a next step."""
    try:
        yield
    except ItemFailed:
        raise
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        words = " ".join((str(error) or type(error).__name__).split())[:160]
        raise ItemFailed(
            f"{called} is damaged, or it is none: {words}",
            "open it in a mail program, save its mail as EML or MBOX and add that",
        ) from None


remembered = lru_cache(maxsize=1)
