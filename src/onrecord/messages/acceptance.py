"""Which labelled blocks are headers, and which only look like one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head, value
from onrecord.model import MessageKind, Page

#: A value with this many words and neither an address nor a list is a sentence.
WORDY = 12
NAMED = re.compile(r"[@<(\[;/]|^[^\w]*$|^[\w'’.\" -]+,? ?[\w'’.\" -]*$")
SENTENCE = re.compile(r"\b(?:the|that|which|this|was|were|have|will|should|would|their|your)\b")
BEHALF = re.compile(r"\bon behalf of\b", re.IGNORECASE)
#: What only the header of a mail prints beside To: an office in parentheses with its staff letter, or an address.
MAILBOX = re.compile(r"\([A-Z]{2,6}/[A-Z/]{2,14}\) ?\[|[\w.]@[\w-]+\.\w")
MEMO_DATE = re.compile(r"\d")


def judge(pages: Sequence[Page], head: Head, *, separated: bool) -> bool:
    """Whether `head` is a header; if so its `why` (and `kind` for a memo) is set.

    `separated`: a line such as "-----Original Message-----" stands above it.
    """
    fields = head.fields.keys()
    if {"organizer", "start"} <= fields or {"required", "start", "subject"} <= fields:
        head.why, head.top = "an organiser and a start", "an appointment printed by itself"
    elif "from" in fields:
        sender = value(pages, head, "from")
        if not _sentence(sender):
            head.why = _known_by(head, sender, separated)
    else:
        head.why = _without_sender(pages, head)
    if head.why and _is_memo(head):
        head.kind, head.why = MessageKind.MEMO, f"{head.why}, as memos have them"
    return bool(head.why)


def _known_by(head: Head, sender: str, separated: bool) -> str:
    """What shows that a block with a From line is a header, in words; empty when nothing does."""
    fields = head.fields.keys()
    moment = head.moment if "sent" in fields else None
    if moment is not None and (moment.clock or {"to", "subject"} & fields):
        return "From and a date"
    if "to" in fields and {"subject", "re"} & fields:
        return "From, To and Subject"
    if "sent" in fields and {"to", "subject"} & fields:
        return "From, an unreadable date and another label"
    if sender and NAMED.search(sender) is not None and ({"subject", "cc"} & fields or (separated and "to" in fields)):
        return "From and another label"
    return "From below a separator" if separated and sender else ""


def _sentence(words: str) -> bool:
    if "@" in words or ";" in words or BEHALF.search(words):
        return False
    return len(words.split(None, WORDY)) > WORDY or (len(words) > 40 and SENTENCE.search(words) is not None)


def _is_memo(head: Head) -> bool:
    """Whether a header is a memo's: Re for Subject, or To first and a date without a time."""
    fields = head.fields.keys()
    if "re" in fields:
        return "sent" not in fields or head.moment is None or not head.moment.clock
    clock = head.moment is not None and head.moment.clock
    return not clock and head.order[0] in {"to", "sent"} and {"from", "sent", "subject"} <= fields


def _without_sender(pages: Sequence[Page], head: Head) -> str:
    """A header whose From line is lost: the time of sending, To and Subject must all be there."""
    fields = head.fields.keys()
    if head.moment is not None and head.moment.clock and {"sent", "subject", "to"} <= fields:
        return "a time, To and Subject; no From line"
    if fields == {"to", "subject"} and MAILBOX.search(value(pages, head, "to")) and value(pages, head, "subject"):
        return "To with a mailbox, and Subject; no From line and no time"
    if {"to", "re", "sent"} <= fields and MEMO_DATE.search(value(pages, head, "sent")) is not None:
        return "To, Re and a date"
    return ""
