"""What shows that a header is that of a printed top message and not of one quoted below another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head, value
from onrecord.model import MessageKind, Page

#: Labels that only exports of whole mailboxes print.
EXPORTED = re.compile(r"^[ \t]*Sent ?Via ?:", re.MULTILINE | re.IGNORECASE)


def reason(pages: Sequence[Page], head: Head) -> str:
    """Why `head` certainly opens a printed chain, empty when it need not.

    The marks are those of print and export programs: a time with a numeric offset, a zone name after Sent, two
    columns, seconds in a date that stands below the subject. Mail programs quote messages without them.
    """
    if head.kind in {MessageKind.MEMO, MessageKind.LETTER}:
        return "a memo or letter of its own"
    if head.top:
        return head.top
    moment = head.moment
    if moment is not None and "sent" in head.fields and "from" in head.fields:
        printed = value(pages, head, "sent")
        rfc = bool(re.search(r"[+-]\d{4}\s*(?:\(|$|\W)", printed[moment.end - 6 :])) and moment.seconds
        if rfc and "cc" in head.fields or rfc and head.order[:2] == ["from", "sent"]:
            return "a time with seconds and an offset"
        if moment.offset and _label(pages, head, "sent") == "sent" and not rfc:
            return "a time zone after Sent"
        if moment.seconds and moment.half and head.order.index("sent") > 1 and "subject" in head.order[: head.order.index("sent")]:
            return "a date with seconds below the subject"
    if head.columns:
        return "labels and values in two columns"
    return ""


def _label(pages: Sequence[Page], head: Head, field: str) -> str:
    """The word that heads a field, as far as it can be told from the characters before its value."""
    pieces = head.fields[field]
    if not pieces:
        return ""
    before = pages[pieces[0].page].text[max(0, pieces[0].start - 12) : pieces[0].start]
    return re.sub(r"[^a-z]", "", before.rpartition("\n")[2].rpartition(" ")[2].lower() or before.lower())[-4:]
