"""Recovered messages as mail files (RFC 5322), one a message, in a folder or a zip.

Nothing is invented to please the format. A name printed without an address, and a blanked one, is an address group
without members (RFC 6854 allows it in From): mail programs show its name. A message whose hour is not printed has no
Date; what is printed stands in X-Onrecord-Sent. The headers X-Onrecord-Citation tell the source, one a span.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from onrecord.model import Message, Party, Sent
from onrecord.publish.exporters.parcel import Parcel
from onrecord.publish.exporters.source import Source
from onrecord.publish.rows.common import messages_in_scope, span_row
from onrecord.store.view import View

KINDS = ("messages",)
ENDING = ".zip"
EXTRA = ""
NARROWS = True

#: What stands in the place of a blanked name, and of a sender that no page prints.
REDACTED = "redacted"
UNKNOWN = "sender not printed"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+")


def save(source: Source, out: Path) -> int:
    """See `FileExporter.save`."""
    count = 0
    with Parcel(out) as parcel:
        for message in messages_in_scope(source.view, source.scope):
            day = message.sent.local[:10] if message.sent and message.sent.local else "undated"
            parcel.write(f"{day}_{message.id}.eml", mail(source.view, message))
            count += 1
    return count


def mail(view: View, message: Message) -> bytes:
    """One message as the bytes of a mail file."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=998))
    made["From"] = _address(message.sender) if message.sender else Group(UNKNOWN)
    for name in ("to", "cc", "bcc"):
        if parties := getattr(message, name):
            made[name.title()] = [_address(party) for party in parties]
    if (when := _date(message.sent)) is not None:
        made["Date"] = when
    if message.subject:
        made["Subject"] = _line(message.subject.printed)
    for header, value in (("Message-ID", message.message_id), ("In-Reply-To", message.in_reply_to)):
        if value:
            made[header] = _line(value)
    for header, value in _provenance(view, message):
        made.add_header(f"X-Onrecord-{header}", _line(value))
    made.set_content(message.body, cte="quoted-printable")
    return made.as_bytes()


def _address(party: Party) -> Address | Group:
    """A party as printed: an address only where a whole one is, else a group that has a name and nobody in it."""
    if party.redacted:
        return Group(REDACTED)
    name = _line(party.name)
    if _ADDRESS.fullmatch(party.address):
        try:
            return Address(display_name="" if name == party.address else name, addr_spec=party.address)
        except (HeaderParseError, ValueError, IndexError):
            pass  # such as two full stops in a row: then it is words
    return Group(" ".join(filter(None, dict.fromkeys((name, _line(party.address))))) or REDACTED)


def _date(sent: Sent | None) -> datetime | None:
    """When it was sent, if the hour is printed; without a printed offset it is written with ``-0000``: unknown."""
    if sent is None or "T" not in sent.local:
        return None
    try:
        return datetime.fromisoformat(sent.iso)
    except ValueError:
        return None


def _provenance(view: View, message: Message) -> Iterator[tuple[str, str]]:
    """The headers of our own: where it stands, and all that is uncertain or not printed."""
    yield "Id", message.id
    yield "Release", view.location(message.file).release
    if stamp := view.stamp_start(message):
        yield "Stamp", stamp
    for span in message.citation.spans + message.body_spans:
        at = span_row(view, span)
        yield (
            "Citation",
            f"{at['file']}; page={at['page']}; start={at['start']}; end={at['end']}; sha256={at['sha256']}",
        )
    if message.sent:
        yield "Sent", message.sent.printed
    for name in ("from", "to", "cc", "bcc"):
        parties = (message.sender,) if name == "from" else getattr(message, name)
        if blanked := sum(party is not None and party.redacted for party in parties):
            yield "Redacted", f"{name}={blanked}"
    for one in message.implied:
        yield "Implied", f"{one.field}={one.party.name}; message={one.message}; {one.reason}"
    yield "Certainty", f"{message.certainty:.2f}"
    yield from (("Doubt", doubt) for doubt in message.doubts)
    yield from (("Attachment", attachment.printed) for attachment in message.attachments)


def _line(text: str) -> str:
    """A value on one line, without characters that would end a header."""
    return " ".join(_CONTROL.sub(" ", text).split())
