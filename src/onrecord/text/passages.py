"""Words that stand in several places as one string, and back from its characters to the pages."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from onrecord.model import Span

#: What joins the parts of a passage, and stands for the line feeds in them.
JOIN = " "


class Passage:
    """The words at `spans` as one string, line feeds as spaces, parts joined by a space.

    Line feeds are replaced one for one, so that a place in `text` leads back to the pages: `spans(start, end)`.
    """

    def __init__(self, spans: Sequence[Span], texts: Mapping[str, str]) -> None:
        self._spans = tuple(spans)
        parts = [texts[span.page][span.start : span.end].replace("\n", JOIN) for span in self._spans]
        self.text = JOIN.join(parts)
        self._starts = [0]
        for part in parts[:-1]:
            self._starts.append(self._starts[-1] + len(part) + len(JOIN))

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans of characters `start` to `end` (half-open) of `text`."""
        found = []
        first = max(0, bisect_right(self._starts, start) - 1)
        for at, span in zip(self._starts[first:], self._spans[first:], strict=True):
            if at >= end:
                break
            size = span.end - span.start
            low, high = max(start - at, 0), min(end - at, size)
            if low < high:
                found.append(Span(span.page, span.start + low, span.start + high))
        return tuple(found)
