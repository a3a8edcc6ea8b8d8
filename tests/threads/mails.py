"""Invented mails for the tests of copies and threads."""

from __future__ import annotations

from itertools import count
from typing import Any

from onrecord.model import Citation, HeaderKind, Message, Party, Sent, Sketch, Span, Text
from onrecord.threads.sketch import sketch

_numbers = count(1)

LONG = (
    "The divers finished bents 36 and 40 this afternoon. Both piles have lost more than half of their section below the"
    " mudline, and the cap is cracked from end to end. I would close the east apron to cranes until the repair is done."
)
OTHER = (
    "Please find the agenda for the meeting of the finance committee. The bond prospectus is the first item, and"
    " counsel will be there from ten. Bring the figures for the last two quarters and the letter of the underwriters."
)


def party(printed: str) -> Party:
    name, _, rest = printed.partition(" <")
    return Party(printed=printed, name="" if "@" in name else name, address=rest.rstrip(">") or name * ("@" in name))


def mail(body: str = LONG, **facts: Any) -> Message:
    """A mail of Ana Ruiz to Ben Cole; `facts` are its fields, some in short (`who`, `to`, `sent`, `subject`)."""
    number = next(_numbers)
    sent = facts.pop("sent", "2021-03-09T16:42")
    subject = facts.pop("subject", "Pier 9 inspection")
    who = facts.pop("who", "Ruiz, Ana (HPA)")
    span = Span(f"{'ab' * 8}/{number}", 0, 4)
    defaults: dict[str, Any] = {
        "id": f"m{number:016x}",
        "file": "ab" * 32,
        "page_start": number,
        "page_end": number,
        "chain": f"chain{number}",
        "depth": 0,
        "header_kind": HeaderKind.TOP,
        "citation": Citation((span,), "From"),
        "sender": party(who) if who else None,
        "to": tuple(map(party, facts.pop("to", ["Cole, Ben (HPA)"]))),
        "cc": tuple(map(party, facts.pop("cc", []))),
        "sent": Sent(printed=sent, local=sent, offset=facts.pop("offset", "")) if sent else None,
        "subject": Text(printed=subject, spans=()) if subject else None,
        "body": body,
    }
    return Message(**(defaults | facts))


def sketched(body: str = LONG, **facts: Any) -> Sketch:
    damaged = facts.pop("damaged", False)
    message = mail(body, **facts)
    return sketch(message, {message.citation.spans[0].page} if damaged else ())
