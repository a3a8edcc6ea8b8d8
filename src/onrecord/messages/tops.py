"""What shows that a header is that of a printed top message and not of one quoted below another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages.heads import Head, value
from onrecord.model import MessageKind, Page

#: A mark that a program puts on every top message it prints: where it stands on one, a header without it is no top.
NUMERIC_TIME = "a time with seconds and an offset"
#: The offset of a time as it stands in the header of a mail.
NUMERIC = re.compile(r"[+-]\d{4}\s*(?:\(|$|\W)")


def reason(pages: Sequence[Page], head: Head) -> str:
    """Why `head` certainly opens a printed chain, empty when it need not.

    The marks are those of print and export programs: a time with a numeric offset, a zone name after Sent, two
    columns, seconds in a date that stands below the subject. Mail programs quote messages without them.
    """
    if head.kind in {MessageKind.MEMO, MessageKind.LETTER}:
        return "a memo or letter of its own"
    if "via" in head.fields:
        return "a line that only exports of mailboxes print"
    printed = head.top or _time_reason(pages, head)
    return printed or ("labels and values in two columns" if head.columns else "")


def _time_reason(pages: Sequence[Page], head: Head) -> str:
    """What in the time of a header shows that it is a top message's."""
    moment = head.moment
    if moment is None or not {"sent", "from"} <= head.fields.keys():
        return ""
    before = head.order[: head.order.index("sent")]
    numeric = moment.seconds and NUMERIC.search(value(pages, head, "sent"), max(0, moment.end - 6)) is not None
    if numeric and ("cc" in head.fields or before == ["from"]):
        return NUMERIC_TIME
    if moment.offset and not numeric and _label(pages, head, "sent") == "sent":
        return "a time zone after Sent"
    if moment.seconds and moment.half and len(before) > 1 and "subject" in before:
        return "a date with seconds below the subject"
    return ""


def _label(pages: Sequence[Page], head: Head, field: str) -> str:
    """The word that heads a field, as far as it can be told from the characters before its value."""
    pieces = head.fields[field]
    if not pieces:
        return ""
    before = pages[pieces[0].page].text[max(0, pieces[0].start - 12) : pieces[0].start]
    return re.sub(r"[^a-z]", "", before.rpartition("\n")[2].rpartition(" ")[2].lower() or before.lower())[-4:]
