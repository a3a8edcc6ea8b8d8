"""Putting headers together to printed chains: one top message and what it quotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.messages import tops
from onrecord.messages.heads import Head, value
from onrecord.messages.lines import Line
from onrecord.model import HeaderKind, Page

PREFIX = re.compile(r"^(?:\s*(?:re|fw|fwd|aw|wg|tr|rv|sv|antw)\s*:\s*)+", re.IGNORECASE)


def squeeze(text: str) -> str:
    """Letters and digits of a subject in lower case, answers' prefixes dropped."""
    return "".join(char for char in PREFIX.sub("", text).lower() if char.isalnum())


def group(pages: Sequence[Page], lines: Sequence[Line], heads: Sequence[Head]) -> list[list[Head]]:
    """The headers of a run as chains, in order. `header_kind` of each chain's first head becomes ``top`` if it is one.

    A head opens a chain when its print shows that it is a top message (`tops.reason`), or when it stands first on a
    page and has nothing to do with the chain before: another subject, or a later time.
    """
    chains: list[list[Head]] = []
    for head in heads:
        head.top = tops.reason(pages, head)
        first = _first_on_page(lines, head)
        if not chains:
            if head.top or (first and head.header_kind is HeaderKind.BLOCK):
                head.header_kind = HeaderKind.TOP if head.header_kind is HeaderKind.BLOCK else head.header_kind
            chains.append([head])
        elif head.header_kind is HeaderKind.NATIVE or head.top or (first and _stranger(pages, chains[-1], head)):
            if head.header_kind is HeaderKind.BLOCK:
                head.header_kind = HeaderKind.TOP
            chains.append([head])
        else:
            chains[-1].append(head)
    return chains


def _first_on_page(lines: Sequence[Line], head: Head) -> bool:
    """Whether nothing of an author stands above the header on its page."""
    index = head.first.line
    if head.first != head.block and head.first.line != head.block.line:
        return False
    page = lines[index].page
    while index > 0 and lines[index - 1].page == page:
        index -= 1
        if lines[index].text:
            return False
    return True


def _stranger(pages: Sequence[Page], chain: Sequence[Head], head: Head) -> bool:
    """Whether a header at the top of a page cannot be quoted by the chain before it."""
    if head.header_kind is not HeaderKind.BLOCK:
        return False
    last = chain[-1]
    mine, theirs = squeeze(value(pages, head, "subject")), squeeze(value(pages, last, "subject"))
    if mine and theirs and not (mine.startswith(theirs[:12]) or theirs.startswith(mine[:12]) or mine in theirs or theirs in mine):
        return True
    if head.moment is not None and last.moment is not None:
        return head.moment.local > last.moment.local
    return False


def missing_top(head: Head) -> int:
    """1 when a chain begins with a quoted message, because the page with its top message is not there; else 0."""
    return int(head.header_kind in {HeaderKind.BLOCK, HeaderKind.ATTRIBUTION})
