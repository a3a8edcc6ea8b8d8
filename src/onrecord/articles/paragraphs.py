"""Pages to paragraphs, whichever way the text was wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from onrecord.model import Page, Span

LINE = re.compile(r"[^\n]+")
#: A line that closes a sentence.
CLOSED = re.compile(r"[.!?:][\"'”’)\]]*\s*$")
#: A hard-wrapped paragraph ends with a line shorter than this share of the widest.
SHORT = 0.8
#: Lines of hard-wrapped text are at least so long on the whole, and never longer than this.
NARROW, WIDE = 40, 140


class Paragraph(Struct, frozen=True):
    """A paragraph as printed: its words with line feeds, and its places (more than one where it goes on over pages)."""

    text: str
    spans: tuple[Span, ...]

    @property
    def flat(self) -> str:
        """The words on one line."""
        return " ".join(self.text.split())


def of(pages: Sequence[Page]) -> list[Paragraph]:
    """The paragraphs of `pages` in order. Marked page furniture (stamps, page numbers) is left out."""
    found: list[Paragraph] = []
    for page in pages:
        for paragraph in _of_page(page):
            if found and paragraph.spans[0].page != found[-1].spans[-1].page and _goes_on(found[-1], paragraph):
                before = found.pop()
                text = f"{before.text}\n{paragraph.text}"
                found.append(Paragraph(text, before.spans + paragraph.spans))
            else:
                found.append(paragraph)
    return found


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """A sentence that a page break cuts: no end before it, a small letter after it."""
    return not CLOSED.search(before.text) and after.text[:1].islower()


def _of_page(page: Page) -> Iterator[Paragraph]:
    lines = list(_lines(page))
    wide = max((len(text) for text, _ in lines), default=0)
    blanks = "\n\n" in page.text
    wrapped = _is_wrapped([len(text) for text, _ in lines], wide)
    run: list[tuple[str, Span]] = []
    for line in lines:
        if run and _parts(page.text, run[-1], line, page.web is not None, blanks, wide if wrapped else 0):
            yield _paragraph(page, run)
            run = []
        run.append(line)
    if run:
        yield _paragraph(page, run)


def _lines(page: Page) -> Iterator[tuple[str, Span]]:
    marks = sorted((mark.start, mark.end) for mark in page.marks)
    for match in LINE.finditer(page.text):
        text = match.group()
        start = match.start() + len(text) - len(text.lstrip())
        end = match.end() - len(text) + len(text.rstrip())
        if start < end and not any(low <= start and end <= high for low, high in marks):
            yield page.text[start:end], Span(page.key, start, end)


def _is_wrapped(lengths: list[int], wide: int) -> bool:
    """Hard-wrapped: many lines about as long as the widest, and none longer than paper is wide."""
    return (
        wide <= WIDE and sum(length > SHORT * wide for length in lengths) >= max(3, len(lengths) // 3) and wide > NARROW
    )


def _parts(text: str, before: tuple[str, Span], line: tuple[str, Span], web: bool, blanks: bool, wide: int) -> bool:
    """Whether a new paragraph begins with `line`."""
    if web or "\n\n" in re.sub(r"[ \t]", "", text[before[1].end : line[1].start]):
        return True
    if wide:
        return len(before[0]) < SHORT * wide and (CLOSED.search(before[0]) is not None or not blanks)
    return not blanks


def _paragraph(page: Page, run: list[tuple[str, Span]]) -> Paragraph:
    start, end = run[0][1].start, run[-1][1].end
    return Paragraph(page.text[start:end], (Span(page.key, start, end),))
