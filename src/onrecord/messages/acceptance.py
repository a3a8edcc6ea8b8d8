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
MEMO_DATE = re.compile(r"\d")


def judge(pages: Sequence[Page], head: Head, *, separated: bool) -> bool:
    """Whether `head` is a header; if so its `why` (and `kind` for a memo) is set.

    `separated`: a line such as "-----Original Message-----" stands above it.
    """
    fields = head.fields
    if {"organizer", "start"} <= fields.keys() or {"required", "start", "subject"} <= fields.keys():
        head.why, head.top = "an organiser and a start", "an appointment printed by itself"
        return True
    if "from" not in fields:
        return _without_sender(pages, head)
    sender = value(pages, head, "from")
    if _sentence(sender):
        return False
    if head.order[0] == "to" and "re" in fields and "sent" not in fields:
        head.kind, head.why = MessageKind.MEMO, "To, From and Re"
        return "to" in fields
    if head.moment is not None and "sent" in fields and ("to" in fields or "subject" in fields or head.moment.clock):
        return _email_or_memo(head, "From and a date")
    if "to" in fields and "subject" in fields:
        return _email_or_memo(head, "From, To and Subject")
    if "to" in fields and "re" in fields:
        head.kind, head.why = MessageKind.MEMO, "To, From and Re"
        return True
    if "sent" in fields and ("to" in fields or "subject" in fields):
        head.why = "From, an unreadable date and another label"
        return True
    if len({"subject", "to", "cc"} & fields.keys()) >= 1 and NAMED.search(sender) and sender:
        head.why = "From and another label"
        return "subject" in fields or separated or "cc" in fields
    if separated and sender:
        head.why = "From below a separator"
        return True
    return False


def _sentence(words: str) -> bool:
    if "@" in words or ";" in words or BEHALF.search(words):
        return False
    return len(words.split(None, WORDY)) > WORDY or (len(words) > 40 and SENTENCE.search(words) is not None)


def _email_or_memo(head: Head, why: str) -> bool:
    head.why = why
    clock = head.moment is not None and head.moment.clock
    if not clock and head.order[0] in {"to", "sent"} and "sent" in head.fields and ("re" in head.fields or "subject" in head.fields):
        head.kind, head.why = MessageKind.MEMO, "To, From and a date without a time"
    return True


def _without_sender(pages: Sequence[Page], head: Head) -> bool:
    """A header whose From line is lost: the time of sending, To and Subject must all be there."""
    fields = head.fields
    if head.moment is not None and head.moment.clock and "sent" in fields and "subject" in fields and "to" in fields:
        head.why = "a time, To and Subject; no From line"
        return True
    if "to" in fields and "re" in fields and "sent" in fields and MEMO_DATE.search(value(pages, head, "sent")):
        head.kind, head.why = MessageKind.MEMO, "To, Re and a date"
        return True
    return False
