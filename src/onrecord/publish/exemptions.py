"""What was withheld under which exemption: counted by exemption, release, person or date, and listed for one page.

A box counts under each of its codes, and so does a code printed in the text of a page that has no box with it, such as
a code in the margin of page-text input. A code that is printed several ways ("b6", "(b)(6)") counts as one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec

from onrecord.data import codes
from onrecord.errors import UsageError
from onrecord.model import Mark, Message, Page, WithheldSheet
from onrecord.publish.rows.common import Row, Scope, pages_in_scope, party_text
from onrecord.store.view import View

#: A redaction that bears no code.
NONE = "(no code)"
UNKNOWN = "(unknown)"


class Use(NamedTuple):
    """One use of an exemption on a page: its code as counted, and what it is worth in each column."""

    code: str
    group: str
    box: int = 0
    printed: int = 0
    withheld: int = 0


class _Count(msgspec.Struct):
    boxes: int = 0
    printed: int = 0
    withheld: int = 0
    pages: set[str] = msgspec.field(default_factory=set)


def table(view: View, by: str = "exemption", scope: Scope | None = None) -> Iterator[Row]:
    """A row for each exemption, or for each exemption within each release, person or date, the most frequent first.

    `boxes` are redactions with the code, `printed` codes in the text that belong to none, `pages` the pages that have
    either, `withheld_pages` pages withheld in full whose sheet names it. `by` is a name in `GROUPS`. People are the
    senders of the messages in which a code stands. Raises UsageError for another `by`.
    """
    if by not in GROUPS:
        raise UsageError(f"exemptions cannot be counted by {by!r}", f"choose one of: {', '.join(GROUPS)}")
    counts: defaultdict[tuple[str, str], _Count] = defaultdict(_Count)
    for page in pages_in_scope(view, scope or Scope()):
        for use in _uses(view, page, GROUPS[by]):
            count = counts[use.group, use.code]
            count.boxes += use.box
            count.printed += use.printed
            count.pages.add(page.key)
    if by in ("exemption", "release"):
        _add_sheets(view, counts, by, scope or Scope())
    ranked = sorted(counts.items(), key=lambda each: (each[0][0], -_weight(each[1]), each[0][1]))
    for (group, code), count in ranked:
        known = codes.explain(code)
        yield {
            **({by: group} if by != "exemption" else {}),
            "exemption": code,
            "boxes": count.boxes,
            "printed": count.printed,
            "pages": len(count.pages),
            "withheld_pages": count.withheld,
            "meaning": known.meaning or None,
            "law": known.law or None,
        }


def _weight(count: _Count) -> int:
    return count.boxes + count.printed + count.withheld


def _uses(view: View, page: Page, group: Callable[[View, Page, Mark | None], str]) -> Iterator[Use]:
    in_boxes = set()
    for redaction in page.redactions:
        for code in redaction.codes or (NONE,):
            counted = codes.explain(code).code
            in_boxes.add(counted)
            yield Use(counted, group(view, page, _label(page, counted)), box=1)
    for mark in page.marks:
        if mark.kind == "exemption" and (counted := codes.explain(mark.value).code) not in in_boxes:
            yield Use(counted, group(view, page, mark), printed=1)


def _label(page: Page, counted: str) -> Mark | None:
    """The printed code of a box: the first one on the page that is counted alike."""
    marks = (mark for mark in page.marks if mark.kind == "exemption")
    return next((mark for mark in marks if codes.explain(mark.value).code == counted), None)


def _add_sheets(view: View, counts: dict[tuple[str, str], _Count], by: str, scope: Scope) -> None:
    for sheet in view.store.findings(WithheldSheet):
        if not view.within(sheet.file, scope.release) or (scope.file and not view.named(sheet.file, scope.file)):
            continue
        group = sheet.release if by == "release" else ""
        for code, pages in _on_sheet(sheet).items():
            counts[group, code].withheld += pages


def _on_sheet(sheet: WithheldSheet) -> dict[str, int]:
    """Pages under each code: line by line where the sheet lists them, else all of its pages."""
    found: defaultdict[str, int] = defaultdict(int)
    for line in sheet.listed:
        for code in {codes.explain(each).code for each in codes.find(line.reason)}:
            found[code] += 1
    if not sheet.listed:
        for code in {codes.explain(each).code for each in sheet.codes}:
            found[code] += sheet.total or 1
    return found


def _message(view: View, page: Page, mark: Mark | None) -> Message | None:
    """The message that a code on a page stands in; the only one on the page where the place is not known."""
    messages = view.store.messages_on(page.key)
    if mark is None:
        return messages[0] if len(messages) == 1 else None
    for message in messages:
        spans = (*message.citation.spans, *message.body_spans)
        if any(span.page == page.key and span.start <= mark.start < span.end for span in spans):
            return message
    return None


def _person(view: View, page: Page, mark: Mark | None) -> str:
    message = _message(view, page, mark)
    if message is None or message.sender is None:
        return UNKNOWN
    return message.sender.name or party_text(message.sender) or UNKNOWN


def _date(view: View, page: Page, mark: Mark | None) -> str:
    message = _message(view, page, mark)
    return message.sent.local[:10] or UNKNOWN if message and message.sent else UNKNOWN


#: What exemptions can be counted by, and what finds the group of a code on a page.
GROUPS: dict[str, Callable[[View, Page, Mark | None], str]] = {
    "exemption": lambda view, page, mark: "",
    "release": lambda view, page, mark: view.location(page.file).release,
    "person": _person,
    "date": _date,
}


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """An exemption in the messages of one month (ISO ``2021-03``; `UNKNOWN` where no day is known).

    `uses` are redactions with the code and codes printed without a box, on so many `pages`.
    """

    month: str
    exemption: str
    uses: int
    pages: int


def by_month(view: View, scope: Scope | None = None) -> list[Month]:
    """Uses of each exemption by the month of the message that it stands in, by month and then the most frequent."""
    uses: Counter[tuple[str, str]] = Counter()
    pages: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for page in pages_in_scope(view, scope or Scope()):
        for use in _uses(view, page, _month):
            uses[use.group, use.code] += use.box + use.printed
            pages[use.group, use.code].add(page.key)
    ranked = sorted(uses.items(), key=lambda each: (each[0][0] == UNKNOWN, each[0][0], -each[1], each[0][1]))
    return [
        Month(month=month, exemption=code, uses=count, pages=len(pages[month, code])) for (month, code), count in ranked
    ]


def _month(view: View, page: Page, mark: Mark | None) -> str:
    day = _date(view, page, mark)
    return day if day == UNKNOWN else day[:7]


def on_page(page: Page) -> Iterator[Row]:
    """Every redaction on a page and every code printed in its text, in the order of their places."""
    for redaction in page.redactions:
        yield {
            "what": "failed redaction" if redaction.bad else "redaction" if redaction.sure else "perhaps a redaction",
            "codes": list(redaction.codes),
            "box": [round(edge, 1) for edge in redaction.box],
            "part_of_page": page.covered([redaction.box]),
            "start": None,
            "end": None,
            "meaning": "; ".join(filter(None, (codes.explain(code).meaning for code in redaction.codes))) or None,
        }
    for mark in page.marks:
        if mark.kind in ("exemption", "redacted"):
            yield {
                "what": "printed code" if mark.kind == "exemption" else "words taken out",
                "codes": [mark.value] if mark.value else [],
                "box": None,
                "part_of_page": None,
                "start": mark.start,
                "end": mark.end,
                "meaning": codes.explain(mark.value).meaning or None if mark.value else None,
            }
