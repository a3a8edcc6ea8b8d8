"""A mail as its mail system keeps it (.eml)."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from examples.press import spell
from examples.press.layouts.base import signature
from examples.press.model import Mail, Person


def _address(person: Person) -> str:
    if person.unit and person.first:
        return f'"{person.last}, {person.first} ({person.unit})" <{person.address}>'
    return f"{person.plain} <{person.address}>"


def message_id(mail: Mail) -> str:
    """The Message-ID of a mail."""
    return f"<{mail.id}.{mail.sent:%Y%m%d%H%M%S}@mail.example.gov>"


def body(mail: Mail) -> str:
    """The text of a mail with its signature."""
    return "\n".join([mail.body.strip(), "", *signature(mail)]).rstrip() + "\n"


def write(path: Path, mail: Mail, ancestors: list[Mail]) -> None:
    """Write `mail` to `path`. `ancestors` are the mails it answers, nearest first; they are named, not quoted."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=998))
    message["Date"] = spell.date(mail.sent, "rfc")
    message["From"] = _address(mail.sender)
    message["To"] = ", ".join(_address(person) for person in mail.to)
    if mail.cc:
        message["Cc"] = ", ".join(_address(person) for person in mail.cc)
    message["Subject"] = mail.subject
    message["Message-ID"] = message_id(mail)
    if ancestors:
        message["In-Reply-To"] = message_id(ancestors[0])
        message["References"] = " ".join(message_id(one) for one in reversed(ancestors))
    message.set_content(body(mail), charset="utf-8", cte="8bit")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(message.as_bytes())
