"""Where a text quotes, and which sentences go on quoting."""

from __future__ import annotations

import re

#: A quotation mark: curved, straight, or two apostrophes, as some wire services write it.
_MARK = re.compile(r"[“”\"]|''")

#: A mark that is never closed quotes the rest of a paragraph, if there is that much of it.
_SHORTEST_REST = 12

Range = tuple[int, int]


def quotations(text: str) -> list[Range]:
    """The quoted parts of a paragraph with their marks, as half-open character ranges in order."""
    found: list[Range] = []
    start: int | None = None
    for mark in _MARK.finditer(text):
        if start is None:
            start = mark.start() if mark.group() != "”" else None
        elif mark.group() == "“":
            start = mark.start()
        else:
            found.append((start, mark.end()))
            start = None
    if start is not None and len(text) - start > _SHORTEST_REST:
        found.append((start, len(text)))
    return found


def inside(at: int, ranges: list[Range]) -> bool:
    """Whether the character at `at` is in one of `ranges`."""
    return any(start <= at < end for start, end in ranges)
