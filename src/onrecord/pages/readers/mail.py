"""Native mail, alone or in a mailbox: a page is written from its head and its text, as a mail program prints it."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from datetime import datetime
from email.message import Message as MimePart
from email.utils import parsedate_to_datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from onrecord.model import Failure, NativeHead, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers import markup
from onrecord.pages.readers.bounds import PAGE_CHARACTERS, cut, failed
from onrecord.settings import Settings
from onrecord.text import ical, rfc822
from onrecord.text.encoding import decode, lines_as_lf
from onrecord.text.ical import Event
from onrecord.text.rfc822 import Head

ENGINE = "mail"
VERSION = "2"

#: Bytes of the calendar in a mail that are read.
CALENDAR_BYTES = 2**20

#: The headers that are printed, in this order.
PRINTED = ("From", "To", "Cc", "Bcc", "Date", "Subject")


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Mails `first` to `last`, from 1. Page text is the header lines, a blank line, and the text of the mail.

    Attachments are listed in a line ``Attachments:`` after the headers; their text is read from files of their own.
    A head that is cut, and a body that cannot be decoded, is a Failure beside the page.
    """
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        mailbox = file.media == "mbox"
        bounds = _bounds(path, file.id) if mailbox else ((0, len(data)),)
        for number, (start, end) in enumerate(bounds[first - 1 : last], first):
            raw = data[start : min(end, start + rfc822.MAIL_BYTES)]
            if end - start > rfc822.MAIL_BYTES:
                what = f"the mail is larger than {rfc822.MAIL_BYTES:,} bytes; the rest of it is left"
                yield failed(file, number, what, "save its parts by hand and add them")
            yield from printed(rfc822.without_from_line(raw) if mailbox else raw, file, number)


@lru_cache(maxsize=1)
def _bounds(path: Path, _: str) -> tuple[tuple[int, int], ...]:
    """Where the mails of a mailbox lie, kept for the next pages of the same one."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return tuple(rfc822.mail_bounds(data))


def printed(data: bytes, file: SourceFile, number: int) -> Iterator[Page | Failure]:
    """Page `number` of `file`, written from the Internet mail `data`, and what of it cannot be read."""
    head = rfc822.read_head(data)
    if head.cut:
        what = "the head of the mail is too long; only its beginning is read"
        yield failed(file, number, what, "open the mail in a mail program to see the rest")
    root = rfc822.tree(data, head)
    parts = rfc822.parts(root)[0] if root is not None else []
    body, doubts = _body(root, data, head)
    for doubt in doubts:
        yield failed(file, number, doubt, "open the mail in a mail program and save its text")
    names = tuple(part.name for part in parts if part.attached and part.name)
    text, native = _printed(head, body, names, _meeting(parts))
    text, failures = cut(file, number, text)
    yield from failures
    yield finish(file=file.id, number=number, text=text, engine=ENGINE, engine_version=VERSION, native=native)


def _meeting(parts: list[rfc822.Part]) -> Event | None:
    """The one event of the calendar that a mail about a meeting carries, for programs beside the text for people."""
    for part in parts:
        if part.kind == "text/calendar" and (raw := rfc822.content(part.source)):
            text = decode(raw[:CALENDAR_BYTES], rfc822.charset(part.source)).text
            found = ical.bounds(text)
            if len(found) == 1:
                return ical.event(text[slice(*found[0])])
    return None


def _facts(event: Event) -> list[tuple[str, str]]:
    """The lines of a meeting, as calendar programs print them."""
    lines = [
        ("Location", event.location),
        ("Start", event.start.shown if event.start else ""),
        ("End", event.end.shown if event.end else ""),
        ("Organizer", event.organizer.shown if event.organizer else ""),
        ("Required Attendees", "; ".join(person.shown for person in event.required)),
        ("Optional Attendees", "; ".join(person.shown for person in event.optional)),
    ]
    return [(label, value) for label, value in lines if value]


def _printed(head: Head, body: str, attachments: tuple[str, ...], event: Event | None) -> tuple[str, NativeHead]:
    """The page text, and where in it each header value stands."""
    text = ""
    fields: list[tuple[str, int, int]] = []
    for label in PRINTED:
        for raw in (value for name, value in head.fields if name == label.lower()):
            value = rfc822.decode_value(raw)
            start = len(text) + len(label) + 2
            fields.append((label.lower(), start, start + len(value)))
            text += f"{label}: {value}\n"
    for label, value in _facts(event) if event else ():
        start = len(text) + len(label) + 2
        fields.append((label.lower(), start, start + len(value)))
        text += f"{label}: {value}\n"
    text += _listed(attachments, len(text), fields)
    text += "\n" if text else ""
    native = NativeHead(
        message_id="".join(rfc822.identifiers(head.first("message-id"), 1)),
        in_reply_to="".join(rfc822.identifiers(head.first("in-reply-to"), 1)),
        references=rfc822.identifiers(head.first("references")),
        sent=_iso(rfc822.decode_value(head.first("date")[:500])),
        fields=tuple(field for field in fields if field[2] <= PAGE_CHARACTERS),
        body_start=min(len(text), PAGE_CHARACTERS),
        attachments=attachments,
    )
    return text + body, native


def _listed(attachments: tuple[str, ...], place: int, fields: list[tuple[str, int, int]]) -> str:
    """The line of attachments, to stand at `place`; every name is a field ``attachments`` of its own."""
    if not attachments:
        return ""
    line = "Attachments: "
    for name in attachments:
        fields.append(("attachments", place + len(line), place + len(line) + len(name)))
        line += f"{name}; "
    return line.removesuffix("; ") + "\n"


def _iso(date: str) -> str:
    """The Date header as ISO 8601 with its offset, or without one where it is given as unknown (RFC 5322, 3.3)."""
    try:
        sent: datetime = parsedate_to_datetime(date)
        return sent.isoformat()
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return ""


def _body(root: MimePart[Any, Any] | None, data: bytes, head: Head) -> tuple[str, list[str]]:
    """The text of a mail and what of it is doubtful. Malformed mail falls back to the bytes after the head."""
    doubts: list[str] = []
    if root is None:
        doubts.append("the mail is malformed; its raw text is shown")
        return _clean(decode(data[head.body :][:PAGE_CHARACTERS]).text), doubts
    return _clean("\n".join(filter(None, _texts(root, doubts, rfc822.DEPTH)))), doubts


def _clean(text: str) -> str:
    return lines_as_lf(text).replace("\f", "\n")


def _texts(node: MimePart[Any, Any], doubts: list[str], depth: int) -> list[str]:
    """The texts of the body in order: of alternatives the plain one, or the first that says anything."""
    below = rfc822.children(node)
    if not below or depth <= 0:
        return [_leaf(node, doubts)]
    texts = ["\n".join(filter(None, _texts(child, doubts, depth - 1))) for child in below[: rfc822.PARTS]]
    if rfc822.content_type(node) != "multipart/alternative":
        return texts
    plain = [text for child, text in zip(below, texts, strict=False) if rfc822.content_type(child) == "text/plain"]
    return [next((text for text in (*plain, *texts) if text.strip()), "")]


def _leaf(node: MimePart[Any, Any], doubts: list[str]) -> str:
    part = rfc822.describe(node)
    if part.attached or part.kind == "text/calendar":
        return ""
    content = rfc822.content(node)
    if content is None:
        doubts.append("a part of the body cannot be decoded")
        return ""
    text = decode(content, rfc822.charset(node)).text
    return markup.plain(text) if part.kind == "text/html" else text
