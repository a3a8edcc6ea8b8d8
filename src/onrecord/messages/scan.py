"""Going through the lines of a run and finding its headers, whatever layout they are in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from onrecord.messages import acceptance, attributions, blocks, conversations, labels, lotus, separators
from onrecord.messages.heads import Head
from onrecord.messages.lines import Line, Point
from onrecord.model import HeaderKind, MessageKind, Page

#: A reader of one layout: the header that begins in this line and that the shared readers do not know, or None.
Special = Callable[[Sequence[Page], Sequence[Line], int, int], Head | None]

#: Memos are read at the top of a page only: further down they are part of what somebody wrote.
MEMO_DEPTH = 14

#: A blanked From line leaves at most so many characters before Sent.
DEBRIS = 40


class Scan:
    """Finds the headers of a run in one pass."""

    def __init__(self, pages: Sequence[Page], lines: Sequence[Line]) -> None:
        """`lines` are those of `pages`, as `lines.read` gives them."""
        self.pages, self.lines = pages, lines
        self.floor = Point(-1, 0)
        #: Headers that were read before, by the line in which they begin.
        self.known: dict[int, Head] = {}
        self.forward: Head | None = None

    def heads(self, first: int, last: int, special: Special | None = None) -> list[Head]:
        """The headers that begin in lines `first` to `last` (half-open) and after those found before."""
        found: list[Head] = []
        index = max(first, self.floor.line)
        while index < last:
            head = self.known.pop(index, None) or self.at(index, special)
            if head is None:
                index += 1
                continue
            if head.header_kind is HeaderKind.ATTRIBUTION and head.why == conversations.FORWARDING:
                found += self.waiting(None)
                self.forward = head
                index += 1
                continue
            found += self.waiting(head)
            head.first = self._with_prefix(head.first)
            found.append(head)
            self.floor = head.after
            index = head.after.line if head.after.line > index or self._rest(head.after) else index + 1
        return found

    def waiting(self, head: Head | None) -> list[Head]:
        """The forwarding line passed last, if it is a message of its own: `head`, found next, takes one above it."""
        forward, self.forward = self.forward, None
        if forward is None:
            return []
        if head is not None and head.first.line <= forward.after.line + 1:
            head.first = min(head.first, forward.first)
            return []
        if head is not None:
            between = self.lines[forward.after.line + 1 : head.first.line]
            if sum(bool(line.text) for line in between) <= 2:
                head.first = forward.first
                return []
        return [forward]

    def _with_prefix(self, point: Point) -> Point:
        """The beginning of the line when only white space and quotation marks stand before a header."""
        line = self.lines[point.line]
        return Point(point.line, line.start) if point.offset <= line.at and self.floor < point else point

    def _rest(self, after: Point) -> bool:
        return after.offset < self.lines[after.line].end and after != self.floor

    def at(self, index: int, special: Special | None = None) -> Head | None:
        """The header that begins in line `index`, or None."""
        line = self.lines[index]
        text = line.text
        if not text or line.end <= (self.floor.offset if self.floor.line == index else -1):
            return None
        head = special(self.pages, self.lines, index, self.floor.line) if special is not None else None
        if head is not None:
            return head
        label = blocks.begins(text)
        if label is not None and not self._passed(index, label.start):
            return self._block(index, label.start)
        inner = self._inner_from(index) if "From" in text else None
        if inner is None and "Sent:" in text:
            inner = self._inner_sent(index)
        return self._block(index, inner) if inner is not None else self._unlabelled(index, text)

    def _inner_sent(self, index: int) -> int | None:
        """The offset of a Sent that stands behind the debris of a blanked From line, or None."""
        line = self.lines[index]
        offset = line.text.find("Sent:")
        below = labels.at_start(self.lines[index + 1].text) if index + 1 < len(self.lines) else None
        if not 0 < offset < DEBRIS or self._passed(index, offset) or below is None or below.field != "to":
            return None
        return offset if not any(len(word) > 3 and word.isalpha() for word in line.text[:offset].split()) else None

    def _unlabelled(self, index: int, text: str) -> Head | None:
        """An attribution or a forwarding line."""
        head = None
        if attributions.maybe(text):
            offset = max(0, self.floor.offset - self.lines[index].at) if self.floor.line == index else 0
            head = attributions.find(self.lines, index, offset)
            if head is not None:
                return self._with_separator(head)
        return conversations.forward_only(self.lines, index) if "orwarded by" in text else None

    def _passed(self, index: int, offset: int) -> bool:
        return self.floor.line == index and self.lines[index].at + offset < self.floor.offset

    def _inner_from(self, index: int) -> int | None:
        """The offset of a From in the middle of a line that OCR merged with the next, or None."""
        text = self.lines[index].text
        begin = max(1, self.floor.offset - self.lines[index].at) if self.floor.line == index else 1
        found = labels.inside(text, begin)
        for number, label in enumerate(found):
            if label.field != "from":
                continue
            if separators.before_label(text, label.start):
                return label.start
            if any(other.field in {"sent", "to"} for other in found[number + 1 : number + 4]):
                return label.start
            after = self.lines[index + 1].text if index + 1 < len(self.lines) else ""
            following = labels.at_start(after)
            if following is not None and following.field in {"sent", "to"}:
                return label.start
        return None

    def _block(self, index: int, offset: int) -> Head | None:
        head = blocks.Reader(self.pages, self.lines, index, offset).read()
        lotus.split_sender(head, self.lines, self.pages)
        if "from" not in head.fields and head.order[:1] == ["to"]:
            lotus.complete(self.pages, self.lines, head, self.floor.line) or conversations.complete(
                self.pages, self.lines, head, self.floor.line
            )
        first, separated = separators.above(self.lines, head.first, self.floor)
        if not acceptance.judge(self.pages, head, separated=separated):
            return None
        if head.kind is MessageKind.MEMO:
            if not self._at_top(index):
                return None
            first = self._top_of_page(index)
        head.first = first
        if separated:
            head.why += ", below a separator"
            head.columns = False
        return head

    def _with_separator(self, head: Head) -> Head:
        head.first, _ = separators.above(self.lines, head.first, self.floor)
        return head

    def _top_of_page(self, index: int) -> Point:
        """The first line of the page: a letterhead belongs to the memo below it."""
        page = self.lines[index].page
        while index > 0 and self.lines[index - 1].page == page:
            index -= 1
        return Point(index, self.lines[index].start)

    def _at_top(self, index: int) -> bool:
        """Whether a memo's block stands near the top of its page, with no message above it on that page."""
        page = self.lines[index].page
        seen = 0
        while index > 0 and self.lines[index - 1].page == page:
            index -= 1
            if index <= self.floor.line:
                return False
            seen += bool(self.lines[index].text)
            if seen > MEMO_DEPTH:
                return False
        return True
