"""Putting headers together to printed chains: one top message and what it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from onrecord.messages import tops
from onrecord.messages.heads import Head, value
from onrecord.messages.lines import Line, Point
from onrecord.model import HeaderKind, Page

#: A line that is nothing but a name.
OWNER = re.compile(
    r"(?:[A-Z][\w'’-]+|[A-Z]\.|de|la|van|von|der|del|di)(?:,? (?:[A-Z][\w'’-]*\.?|de|la|van|von|der|del|di)){1,4}"
)
#: How far two clocks can be apart.
ZONES = timedelta(hours=14)
#: What stands between letters and digits.
BETWEEN = re.compile(r"[\W_]+")
PREFIX = re.compile(
    r"(?:(?:re|fw|fwd|aw|wg|tr|rv|sv|antw)\s{0,3}:\s{0,9}|\[?ext(?:ernal)?(?: e-?mail)?[\]:]\s{0,9}){1,20}",
    re.IGNORECASE,
)


def bare(text: str) -> str:
    """A subject without the prefixes of answers and forwards."""
    match = PREFIX.match(text)
    return text if match is None else text[match.end() :]


def squeeze(text: str) -> str:
    """Letters and digits of a subject in lower case, answers' prefixes dropped."""
    return BETWEEN.sub("", bare(text)).lower()


def group(pages: Sequence[Page], lines: Sequence[Line], heads: Sequence[Head]) -> list[list[Head]]:
    """The headers of a run as chains, in order. `header_kind` of each chain's first head becomes ``top`` if it is one.

    A head opens a chain when its print shows that it is a top message (`tops.reason`), when it stands first on a page
    and has nothing to do with the chain before (another subject, or a later time, or the same message over again), or
    when it stands further down and is both of another subject and later than all of the chain: nothing can quote what
    was not yet written.
    """
    chains: list[list[Head]] = []
    for head in heads:
        head.top = tops.reason(pages, head)
        begins = _first_on_page(lines, head)
        if not chains:
            opens = bool(head.top) or begins is not None
        else:
            opens = bool(head.top) or (
                _stranger(pages, lines, chains[-1], head) if begins is not None else _newer(pages, chains[-1], head)
            )
        if opens and head.header_kind is HeaderKind.BLOCK:
            head.header_kind = HeaderKind.TOP
            head.first = begins or head.first
        if opens or not chains:
            chains.append([head])
        else:
            chains[-1].append(head)
    return chains


def _first_on_page(lines: Sequence[Line], head: Head) -> Point | None:
    """Where the print of a header at the top of its page begins, or None when an author's words stand above it.

    Outlook prints the name of the mailbox's owner above the header: one such line may stand there.
    """
    index = head.first.line
    if index != head.block.line:
        return None
    page, owner = lines[index].page, head.first
    while index > 0 and lines[index - 1].page == page:
        index -= 1
        if lines[index].text:
            if owner is not head.first or OWNER.fullmatch(lines[index].text) is None:
                return None
            owner = Point(index, lines[index].start)
    return owner


def _stranger(pages: Sequence[Page], lines: Sequence[Line], chain: Sequence[Head], head: Head) -> bool:
    """Whether a header at the top of a page cannot be quoted by the chain before it.

    Another subject tells nothing where the program that printed the chain marks its top messages: this one has no mark.
    """
    if head.header_kind is not HeaderKind.BLOCK:
        return False
    last = chain[-1]
    if _unquoted_after_quotes(lines, head.block.line):
        return True
    marked = chain[0].top == tops.NUMERIC_TIME
    if (_other_subject(pages, last, head) and not marked) or any(_same(pages, one, head) for one in chain):
        return True
    if _answers(pages, chain, head):
        return True
    if head.moment is not None and last.moment is not None:
        return head.moment.local > last.moment.local
    return False


def _newer(pages: Sequence[Page], chain: Sequence[Head], head: Head) -> bool:
    """Whether a header further down a page is later than all of the chain before it, and of another subject."""
    if head.header_kind is not HeaderKind.BLOCK or head.moment is None or not head.moment.clock:
        return False
    later = all(one.moment is not None and one.moment.local < head.moment.local for one in chain)
    return later and all(_other_subject(pages, one, head) for one in chain)


def _other_subject(pages: Sequence[Page], one: Head, other: Head) -> bool:
    """Whether two headers print subjects of which neither can be the other, cut short or damaged."""
    mine, theirs = squeeze(value(pages, other, "subject")), squeeze(value(pages, one, "subject"))
    if not mine or not theirs:
        return False
    return not (mine.startswith(theirs[:12]) or theirs.startswith(mine[:12]) or mine in theirs or theirs in mine)


def _answers(pages: Sequence[Page], chain: Sequence[Head], head: Head) -> bool:
    """Whether a header is that of an answer to the chain: what it answers does not quote it.

    Its subject is theirs with "RE:" before it, and it was not sent earlier, whatever the zones of the two clocks.
    """
    last = chain[-1]
    subject = value(pages, head, "subject")
    if PREFIX.match(subject) is None or head.moment is None or last.moment is None:
        return False
    known = [value(pages, one, "subject") for one in chain]
    if any(PREFIX.match(one) is not None or squeeze(one) != squeeze(subject) for one in known):
        return False
    return datetime.fromisoformat(head.moment.local) > datetime.fromisoformat(last.moment.local) - ZONES


def _same(pages: Sequence[Page], one: Head, other: Head) -> bool:
    """Whether two headers are those of one message: the same time of day and the same sender and subject."""
    if one.moment is None or other.moment is None or not one.moment.clock or one.moment.local != other.moment.local:
        return False
    return all(squeeze(value(pages, one, name)) == squeeze(value(pages, other, name)) for name in ("from", "subject"))


def _unquoted_after_quotes(lines: Sequence[Line], index: int) -> bool:
    """Whether the page before ends in marked quotations and this header bears no mark: nothing can quote it."""
    page = lines[index].page
    before = next(
        (line for line in reversed(lines[max(0, index - 12) : index]) if line.page != page and line.text), None
    )
    return before is not None and before.quote > 0 and lines[index].quote == 0


def missing_top(head: Head) -> int:
    """1 when a chain begins with a quoted message, because the page with its top message is not there; else 0."""
    return int(head.header_kind in {HeaderKind.BLOCK, HeaderKind.ATTRIBUTION})
