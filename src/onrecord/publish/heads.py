"""What the head of a message says, kept for all messages of a case where their texts would not fit into memory."""

from __future__ import annotations

from msgspec import Struct

from onrecord.model import Message, MessageKind
from onrecord.store.facts import Facts
from onrecord.store.remember import remembered


class Head(Struct, frozen=True, array_like=True, gc=False):
    """Of a message: its id, when it was sent and when what it plans begins (both ISO, local, empty where not known),
    whether it is an invitation, answers another, and has a sender whose name is blanked; and how many recipients its
    fields name.
    """

    id: str
    sent: str
    starts: str
    invite: bool
    reply: bool
    hidden: bool
    to: int
    cc: int
    bcc: int


def head_of(message: Message) -> Head:
    """The head of a message."""
    subject = message.subject.printed.lower() if message.subject is not None else ""
    return Head(
        id=message.id,
        sent=message.sent.local if message.sent is not None else "",
        starts=message.starts,
        invite=message.kind is MessageKind.INVITE,
        reply=bool(message.in_reply_to) or subject.startswith("re:"),
        hidden=message.sender is not None and message.sender.redacted,
        to=len(message.to),
        cc=len(message.cc),
        bcc=len(message.bcc),
    )


def heads(facts: Facts) -> dict[str, Head]:
    """The heads of all messages by id, in the order of their places."""
    return remembered(facts, "heads", lambda: {one.id: head_of(one) for one in facts.store.messages()})
