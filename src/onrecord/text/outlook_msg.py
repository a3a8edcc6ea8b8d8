"""One Outlook message (.msg), read by extract-msg."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from onrecord.text.outlook import KINDS, NESTED, Attached, Outlook, address, as_mail, library, opened, transport

CALLED = "the Outlook message"


def mail(path: Path, *, files: bool = True) -> bytes:
    """The message at `path` as an Internet mail. Raises ItemFailed when it is none, or the library is not there."""
    reader = library("msg")
    logging.getLogger("extract_msg").setLevel(logging.CRITICAL)
    with opened(CALLED), reader.openMsg(path.read_bytes(), delayAttachments=not files) as message:
        return as_mail(read(message, files=files))


def read(message: Any, *, files: bool = True, depth: int = 0) -> Outlook:
    """What an opened message holds. Every part is fetched by itself: one that is damaged is left out."""
    plain = str(_or(lambda: message.body, "") or "")
    return Outlook(
        fields=transport(_text(message, "007D001F"), _own(message)),
        plain=plain,
        html=b"" if plain.strip() else _or(lambda: message.htmlBody, b"") or b"",
        meeting=_meeting(message),
        attached=tuple(_attached(message, files, depth)),
    )


def _own(message: Any) -> Iterator[tuple[str, str]]:
    """The fields out of the message's properties (MS-OXPROPS), for a message that was never delivered."""
    name = _text(message, "0C1A001F") or _text(message, "0042001F")
    mail = _text(message, "5D01001F") or _text(message, "0C1F001F") or _text(message, "0065001F")
    yield "From", address(name, mail)
    people: dict[str, list[str]] = {}
    for person in _or(lambda: message.recipients, []):
        kind = KINDS.get(int(_or(lambda person=person: person.type.value, 1)), "To")
        smtp = str(_or(lambda person=person: person.smtpAddress or person.email, "") or "")
        people.setdefault(kind, []).append(address(str(_or(lambda person=person: person.name, "") or ""), smtp))
    for kind in KINDS.values():
        yield kind, ", ".join(people.get(kind, ()))
    sent = _or(lambda: message.date, None) or _or(lambda: message.getPropertyVal("00390040"), None)
    yield "Date", _date(sent)
    yield "Subject", str(_or(lambda: message.subject, "") or "")
    yield "Message-ID", _text(message, "1035001F")
    yield "In-Reply-To", _text(message, "1042001F")
    yield "References", _text(message, "1039001F")


def _text(message: Any, name: str) -> str:
    return str(_or(lambda: message.getStringStream(f"__substg1.0_{name[:4]}"), "") or "")


def _date(moment: Any) -> str:
    if not isinstance(moment, datetime):
        return ""
    return format_datetime(moment if moment.tzinfo else moment.replace(tzinfo=UTC))


def _meeting(message: Any) -> str:
    """The meeting that a message is about, as iCalendar; empty when it is about none."""
    start, end = (_or(lambda name=name: getattr(message, name), None) for name in ("startDate", "endDate"))
    if not isinstance(start, datetime):
        return ""
    rows = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", f"DTSTART:{_utc(start)}"]
    rows += [f"DTEND:{_utc(end)}"] * isinstance(end, datetime)
    rows.append(f"LOCATION:{' '.join(str(_or(lambda: message.location, '') or '').split())}")
    return "\r\n".join([*rows, "END:VEVENT", "END:VCALENDAR", ""])


def _utc(moment: datetime) -> str:
    whole = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return whole.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _attached(message: Any, files: bool, depth: int) -> Iterator[Attached]:
    for number, item in enumerate(_or(lambda: message.attachments, []), 1):
        name = str(_or(lambda item=item: item.longFilename or item.shortFilename or item.name, "") or "")
        data = _or(lambda item=item: item.data, None) if files else b""
        if isinstance(data, bytes):
            kind = str(_or(lambda item=item: item.mimetype, "") or "application/octet-stream")
            yield Attached(name or f"attachment {number}", kind, data)
        elif data is not None and depth < NESTED:
            inner = _or(lambda data=data: as_mail(read(data, depth=depth + 1)), b"")
            yield Attached(f"{name or f'attachment {number}'}.eml".replace(".msg.eml", ".eml"), "message/rfc822", inner)


def _or(fetch: Any, instead: Any) -> Any:
    """What `fetch` gives, or `instead`: the library raises nearly anything for a damaged message."""
    try:
        return fetch()
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:
        return instead
