"""Outlook data files (.pst, .ost), read by libpff: the mails of every folder, in the order in which they are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgspec import Struct

from onrecord.errors import ItemFailed
from onrecord.text.outlook import DEPTH, KINDS, MAILS, Attached, Outlook, address, as_mail, library, opened, transport

CALLED = "the Outlook data file"

#: Properties (MS-OXPROPS) by their ids.
SUBJECT, SENDER, SENDER_MAIL, SENDER_SMTP, SENT = 0x0037, 0x0C1A, 0x0C1F, 0x5D01, 0x0039
MESSAGE_ID, IN_REPLY_TO, REFERENCES, CLASS = 0x1035, 0x1042, 0x1039, 0x001A
NAME, MAIL, SMTP, RECIPIENT_KIND = 0x3001, 0x3003, 0x39FE, 0x0C15

#: Bytes of one attachment that are read.
ATTACHMENT_BYTES = 256 * 2**20

_RTF = re.compile(rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?\??|\\([a-z]{1,32})(-?\d{1,10})? ?|\\([^a-z])|([{}])|[\r\n]+")
_RTF_UNSEEN = frozenset({b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"generator", b"htmltag"})


class Folder(Struct, frozen=True):
    """A folder by its place: the numbers of the folders on the way to it, and how many mails it holds."""

    way: tuple[int, ...]
    mails: int


def count(path: Path) -> int:
    """How many mails the file holds. Raises ItemFailed when it cannot be opened."""
    library("pst")
    with opened(CALLED):
        return min(sum(folder.mails for folder in _folders(path, path.stat().st_size)), MAILS)


def mails(path: Path, first: int, last: int, *, files: bool = True) -> Iterator[bytes | None]:
    """Mails `first` to `last`, from 1, as Internet mails; None for one that cannot be read. Raises as `count`."""
    reader = library("pst")
    with opened(CALLED):
        folders = _folders(path, path.stat().st_size)
        file = reader.file()
        file.open(str(path))
    try:
        root, number = file.get_root_folder(), 0
        for folder in folders:
            low, high = max(first - number, 1), min(last - number, folder.mails)
            number += folder.mails
            if low <= high:
                here = _go(root, folder.way)
                yield from (_mail(here, place - 1, files) for place in range(low, high + 1))
    finally:
        file.close()


@lru_cache(maxsize=1)
def _folders(path: Path, _: int) -> tuple[Folder, ...]:
    """The folders that hold mails, kept for the next part of the same file."""
    file = library("pst").file()
    file.open(str(path))
    try:
        return tuple(walk(file.get_root_folder()))
    finally:
        file.close()


def walk(root: Any) -> Iterator[Folder]:
    """The folders below `root` that hold mails, a folder before those in it. A damaged folder is passed over."""
    stack: list[tuple[Any, tuple[int, ...]]] = [(root, ())]
    while stack:
        folder, way = stack.pop()
        try:
            held, below = folder.number_of_sub_messages, folder.number_of_sub_folders
        except OSError:
            continue
        if held:
            yield Folder(way, held)
        for place in reversed(range(below if len(way) < DEPTH else 0)):
            try:
                stack.append((folder.get_sub_folder(place), (*way, place)))
            except OSError:
                continue


def _go(root: Any, way: tuple[int, ...]) -> Any:
    for place in way:
        root = root.get_sub_folder(place)
    return root


def _mail(folder: Any, place: int, files: bool) -> bytes | None:
    try:
        return as_mail(read(folder.get_sub_message(place), files=files))
    except (OSError, ItemFailed):
        return None


def read(message: Any, *, files: bool = True) -> Outlook:
    """What a message of a data file holds."""
    html = _or(lambda: message.html_body) or b""
    plain = _string(_or(lambda: message.plain_text_body))
    if not plain.strip() and not html:
        plain = rtf_text(_or(lambda: message.rtf_body) or b"")
    return Outlook(
        fields=transport(_string(_or(lambda: message.transport_headers)), _own(message)),
        plain=plain,
        html=html if isinstance(html, bytes) else str(html).encode(),
        attached=tuple(_attached(message, files)),
    )


def _own(message: Any) -> Iterator[tuple[str, str]]:
    values = _properties(message)
    mail = _string(values.get(SENDER_SMTP)) or _string(values.get(SENDER_MAIL))
    yield "From", address(_string(values.get(SENDER)) or _string(_or(lambda: message.sender_name)), mail)
    people: dict[str, list[str]] = {}
    for person in _recipients(message):
        kind = person.get(RECIPIENT_KIND)
        name = KINDS.get(int.from_bytes(kind, "little") if isinstance(kind, bytes) else 1, "To")
        mail = _string(person.get(SMTP)) or _string(person.get(MAIL))
        people.setdefault(name, []).append(address(_string(person.get(NAME)), mail))
    for name in KINDS.values():
        yield name, ", ".join(people.get(name, ()))
    sent = _or(lambda: message.client_submit_time) or _or(lambda: message.delivery_time)
    yield "Date", format_datetime(sent.replace(tzinfo=UTC)) if isinstance(sent, datetime) else ""
    subject = _string(_or(lambda: message.subject))
    yield "Subject", subject[2:] if subject[:1] == "\x01" else subject
    for header, key in (("Message-ID", MESSAGE_ID), ("In-Reply-To", IN_REPLY_TO), ("References", REFERENCES)):
        yield header, _string(values.get(key))


def _properties(item: Any) -> dict[int, bytes]:
    """The values of an item's properties, as kept."""
    found: dict[int, bytes] = {}
    for record in _or(lambda: list(item.record_sets)) or ():
        found |= _entries(record)
    return found


def _entries(record: Any) -> dict[int, bytes]:
    entries = _or(lambda: list(record.entries)) or ()
    return {entry.entry_type: data for entry in entries if (data := _or(lambda entry=entry: entry.data)) is not None}


def _recipients(message: Any) -> list[dict[int, bytes]]:
    recipients = _or(lambda: message.recipients)
    return [_entries(record) for record in _or(lambda: list(recipients.record_sets)) or ()]


def _attached(message: Any, files: bool) -> Iterator[Attached]:
    for number in range(_or(lambda: message.number_of_attachments) or 0):
        item = _or(lambda number=number: message.get_attachment(number))
        if item is None:
            continue
        name = _string(_or(lambda item=item: item.long_filename)) or _string(_properties(item).get(0x3704))
        size = min(_or(lambda item=item: item.size) or 0, ATTACHMENT_BYTES)
        data = _or(lambda item=item, size=size: item.read_buffer(size)) if files and size else b""
        yield Attached(name or f"attachment {number + 1}", "application/octet-stream", data or b"")


def _string(value: Any) -> str:
    """A string of the library, which gives bytes for some: UTF-16 where every second one is zero, else as they are."""
    if isinstance(value, bytes):
        wide = len(value) % 2 == 0 and value[1::2].count(0) * 2 > len(value) // 2
        value = value.decode("utf-16-le" if wide else "utf-8", "replace")
    return str(value or "").rstrip("\0")


def rtf_text(data: bytes) -> str:
    """The words of a rich text (RTF 1.9.1), without its formatting: all that is left of some old messages."""
    out: list[str] = []
    depth, unseen, place = 0, 0, 0
    for match in _RTF.finditer(data):
        if not unseen:
            out.append(data[place : match.start()].decode("cp1252", "replace"))
        place = match.end()
        code, unicode, word, _, symbol, brace = match.groups()
        if brace:
            depth += 1 if brace == b"{" else -1
            unseen = unseen if depth >= unseen else 0
        elif not unseen and (word in _RTF_UNSEEN or symbol == b"*"):
            unseen = depth
        elif not unseen:
            out.append(_rtf_shown(code, unicode, word, symbol))
    return "".join(out).strip()


def _rtf_shown(code: bytes | None, unicode: bytes | None, word: bytes | None, symbol: bytes | None) -> str:
    if code:
        return bytes([int(code, 16)]).decode("cp1252", "replace")
    if unicode:
        return chr(int(unicode) % 65536)
    if symbol in (b"\\", b"{", b"}"):
        return symbol.decode()
    return {b"par": "\n", b"line": "\n", b"tab": "\t"}.get(word or b"", "")


def _or(fetch: Any) -> Any:
    """What `fetch` gives, or None: the library raises OSError for whatever is damaged or not there."""
    try:
        return fetch()
    except (OSError, TypeError, ValueError, AttributeError, OverflowError):
        return None
