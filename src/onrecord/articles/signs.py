"""Signs by which layouts know what they have before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.articles import paragraphs
from onrecord.articles.paragraphs import Paragraph
from onrecord.model import Page

#: Header lines of printed mail, and the openings of letters and memoranda: such pages are messages, not articles.
MAIL = re.compile(
    r"^[ \t>]*(?:From|Sent|To|Cc|Subject|Date|MEMORANDUM|MEMO|Dear [A-Z][^\n]{1,60}[,:]\s*$)\b.{0,1}:?", re.MULTILINE
)
#: A paragraph of prose has at least so many characters and a finished sentence.
PROSE = 90
FINISHED = re.compile(r"[a-z0-9%)][.!?][\"'”’)]*(?:\s|$)")
#: A chronology's entry begins with a date, or with a time counted from the entry before.
DATED = re.compile(
    r"(?:(?:On|By|In|Around|About|From) )?(?:the (?:morning|evening|afternoon|night) of )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct"
    r"|Nov|Dec)[a-z]*\.? \d{1,2}\b"
    r"|\d{1,2}/\d{1,2}/\d{2,4}\b|\d{4}-\d\d-\d\d\b|\d{1,2} (?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b"
)
#: Words of those who publish released records.
RELEASED = re.compile(
    r"\b(?:records? (?:released|received|obtained|produced)|in the documents|foia|freedom of information"
    r"|public records|records request|documents (?:released|obtained)"
    r"|received .{0,30}deliver(?:y|ies)|records? from)\b",
    re.IGNORECASE,
)


def is_mail(pages: Sequence[Page]) -> bool:
    """Whether the first page prints a message rather than a publication."""
    return pages[0].native is not None or len(MAIL.findall(pages[0].text[:6000])) >= 3


def prose(found: Sequence[Paragraph]) -> list[Paragraph]:
    """The paragraphs that are sentences."""
    return [one for one in found if len(one.text) >= PROSE and FINISHED.search(one.text)]


def entries(found: Sequence[Paragraph]) -> int:
    """How many paragraphs begin as the entries of a chronology do."""
    return sum(DATED.match(one.text) is not None for one in found)


def read(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of the first pages, which are enough to bid on."""
    return paragraphs.of(pages[:3])
