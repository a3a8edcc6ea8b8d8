"""What a document says about itself: its number, date, title and release stamp, with or without a mail header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from onrecord.messages import lines as stream
from onrecord.messages.blocks import goes_on
from onrecord.messages.lines import Line
from onrecord.model import Message, Page, Party
from onrecord.text import dates

#: The head of a document: so many lines with words are looked through for its date and title.
DEPTH = 24
#: A line that is a date has at most this many characters besides it.
BESIDES = 16
#: A line longer than this is a sentence and no part of a title that has begun.
LONG = 80
#: Two columns far apart: the head of a letter of Congress, names and places at both margins.
COLUMNS = re.compile(r"\w {40,}\w")
BYLINE = re.compile(r"[Bb][Yy]:? [A-Z]")
LABELLED = re.compile(r"(?:SUBJECT|Subject|RE|Re|SUBJ)[ \t]?:[ \t]*(?=\S)")
#: Lines of a letterhead or a stamp, which are no title.
LETTERHEAD = re.compile(
    r"\W*(?:(?:U\.?S\.?|United States) Department of State|Office of the (?:Spokesman"
    r"|Press Secretary)|THE WHITE HOUSE|Washington,? D\.?C\.?.*"
    r"|For Immediate Release\b.*|https?:.*|www\..*|Attachment \d+|DRAFT.*|AS (?:RECEIVED|PREPARED"
    r"|DELIVERED).*|(?:SENSITIVE BUT )?UNCLASSIFIED|CONFIDENTIAL|SECRET|SBU|IF ASKED ONLY"
    r"|\W*|\d.{0,11}|NOTE FOR .*|For:.*|From:.*|FROM:.*|TO:.*|To:.*)",
    re.IGNORECASE,
)


class Facts(Struct, frozen=True, kw_only=True):
    """The facts of one document. Unknown ones are empty.

    `number` is its document number ("C05739546"). `sent` is ISO, with an offset if one is printed. `release_mark` is
    ``RELEASE IN PART``, ``RELEASE IN FULL`` or ``DENIED IN FULL``; `exemptions` are the codes of the release stamp, or
    of the margin where the stamp shows none, in order.
    """

    number: str = ""
    sender: Party | None = None
    to: tuple[Party, ...] = ()
    sent: str = ""
    subject: str = ""
    release_mark: str = ""
    exemptions: tuple[str, ...] = ()


def of(pages: Sequence[Page], messages: Sequence[Message]) -> Facts:
    """The facts of the document printed on `pages`, whose messages are `messages`.

    They are those of its first message if that begins on the first page, else what the head of the first page prints:
    a line that is a date, and a title.
    """
    if not pages:
        return Facts()
    mark, codes = release(pages[0])
    number = next((stamp for stamp in pages[0].stamps if NUMBER.fullmatch(stamp)), "")
    top = messages[0] if messages and messages[0].page_start == pages[0].number else None
    head = _head(pages[0]) if top is None or top.sent is None or top.subject is None else []
    later = messages[0] if messages and top is None else None
    return Facts(
        number=number,
        sender=top.sender if top else later.sender if later else None,
        to=top.to if top else later.to if later else (),
        sent=(top.sent.iso if top and top.sent else "")
        or (later.sent.iso if later and later.sent else "")
        or _date(head),
        subject=top.subject.printed
        if top and top.subject
        else later.subject.printed
        if later and later.subject
        else _title(head)
        if top is None
        else "",
        release_mark=mark,
        exemptions=codes,
    )


NUMBER = re.compile(r"C0\d{7}")


def release(page: Page) -> tuple[str, tuple[str, ...]]:
    """The release mark of a page and its exemption codes: those in the stamp, else those at the margin."""
    stamps = [mark for mark in page.marks if mark.kind == "release_mark"]
    codes = [mark for mark in page.marks if mark.kind == "exemption" and not mark.value.startswith("1.4")]
    if not stamps:
        return "", tuple(sorted({code.value for code in codes}))
    inside = {
        code.value for code in codes if any(stamp.start <= code.start and code.end <= stamp.end for stamp in stamps)
    }
    if not inside and stamps[0].value == "RELEASE IN PART":
        inside = {code.value for code in codes}
    return stamps[0].value, tuple(sorted(inside))


def _head(page: Page) -> list[Line]:
    """The first lines with words, and the empty ones between them."""
    found: list[Line] = []
    seen = 0
    for line in stream.read((page,)):
        seen += bool(line.text)
        if seen > DEPTH:
            break
        if seen:
            found.append(line)
    return found


def _date(head: Sequence[Line]) -> str:
    """The first line that is a date and little else."""
    for line in head:
        moment = dates.find(line.text) if line.text and len(line.text) < 120 else None
        if moment is not None and moment.start + len(line.text) - moment.end <= BESIDES + 12 * (line.text.isupper()):
            return moment.local[:10]
    return next((moment.local[:10] for line in head[:12] if line.text and (moment := dates.find(line.text))), "")


def _title(head: Sequence[Line]) -> str:
    """The subject line, if there is one, else the first lines that are neither letterhead, date nor sentence."""
    for line in head:
        if (match := LABELLED.match(line.text)) is not None:
            return line.text[match.end() :]
    title: list[str] = []
    for line in head:
        if not line.text:
            if title:
                break
            continue
        if LETTERHEAD.fullmatch(line.text) or ((moment := dates.find(line.text)) and moment.start < BESIDES):
            if title:
                break
            continue
        if COLUMNS.search(line.text) is not None and not title:
            continue
        if title and _ends_before(title, line.text):
            break
        title.append(line.text)
        if len(title) == 3:
            break
    return " ".join(title)


def _ends_before(title: Sequence[str], text: str) -> bool:
    """Whether a line is no part of the title above it: a sentence, a byline, or the title over again."""
    if goes_on(title[-1]) or (len(title[-1]) > LONG and text[0].islower()):
        return False
    return max(len(text), len(title[-1])) > LONG or BYLINE.match(text) is not None or text.startswith(title[0])
