"""Where in a message something is blanked: codes printed in the text, and boxes put between the words around them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from onrecord.model import Box, Message, Page, Span, Word
from onrecord.threads import grams
from onrecord.threads.grams import CODE

#: What field of a header a line is, by its first word.
_FIELDS = {
    "from": "from",
    "organizer": "from",
    "to": "to",
    "required": "to",
    "cc": "cc",
    "optional": "cc",
    "bcc": "bcc",
    "subject": "subject",
    "re": "subject",
}


#: The part of the page's width at each side in which a code is a label.
_MARGIN = 0.13


class Blank(Struct, frozen=True, order=True):
    """Something hidden at characters `start` to `end` of a text; a box without a printed code has no length."""

    start: int
    end: int
    codes: tuple[str, ...] = ()


class Blanks(Struct, frozen=True):
    """The blanks of a message: those of its body, in order, and the codes of boxes in its header by field."""

    body: tuple[Blank, ...] = ()
    fields: dict[str, tuple[str, ...]] = {}


class Sheet(Struct, frozen=True, dict=True):
    """A page and the places of its words; without them its boxes cannot be placed.

    What is asked for each of the messages on the page is worked out once.
    """

    page: Page
    words: tuple[Word, ...]

    @classmethod
    def of(cls, page: Page, words: Sequence[Word]) -> Sheet:
        """A page whose codes are single words, also those that are printed with a space: "(b) (6)"."""
        spaced = [match.span() for match in grams.codes(page.text) if " " in match[0]]
        return cls(page, tuple(_joined(words, spaced)) if spaced else tuple(words))

    @cached_property
    def boxed(self) -> list[Word]:
        """The words printed in boxes: they are labels."""
        boxes = [redaction.box for redaction in self.page.redactions]
        return [word for word in self.words if any(_inside(word.box, box) for box in boxes)]

    @cached_property
    def labels(self) -> list[Word]:
        """The words in the margins that are codes, outside of all boxes."""
        return list(_labels(self))

    @cached_property
    def placed(self) -> list[tuple[int, tuple[str, ...]]]:
        """Where the page's boxes and blank papers stand in its text, and their codes."""
        return list(_placed(self))

    def open_words(self) -> list[Word]:
        """The words that are neither codes nor printed in boxes."""
        boxed = {word.start for word in self.boxed}
        return [word for word in self.words if word.start not in boxed and not self.is_code(word)]

    def is_code(self, word: Word) -> bool:
        """Whether nothing but codes stands in a word."""
        printed = self.page.text[word.start : word.end]
        return CODE.search(printed) is not None and not any(map(str.isalnum, CODE.sub("", printed)))


def _joined(words: Sequence[Word], spans: Sequence[tuple[int, int]]) -> Iterator[Word]:
    """The words of a page in order; those that lie within one of `spans`, in order too, as one."""
    starts = [start for start, _ in spans]
    last: Word | None = None
    for word in sorted(words, key=lambda word: word.start):
        at = bisect_right(starts, word.start) - 1
        if last is not None and at >= 0 and starts[at] <= last.start and word.start < spans[at][1]:
            left, top, right, bottom = last.box
            box = min(left, word.box[0]), min(top, word.box[1]), max(right, word.box[2]), max(bottom, word.box[3])
            last = Word(last.start, word.end, box, last.confidence)
            continue
        if last is not None:
            yield last
        last = word
    if last is not None:
        yield last


def find(message: Message, sheets: Mapping[str, Sheet]) -> Blanks:
    """The blanks of a message. `sheets` are the pages on which it stands, by key.

    What touches is one blank: a box that goes on in the next line. A code printed in a box stands where the box does,
    wherever the page's text has it: many producers print all codes last. A code in the margin is no blank itself, but
    the label of a box at its height; where there is none, of blank paper in its line.
    """
    keys = dict.fromkeys(span.page for span in (*message.citation.spans, *message.body_spans))
    known = [sheets[key] for key in keys if key in sheets]
    labels = {(sheet.page.key, word.start) for sheet in known for word in (*sheet.labels, *sheet.boxed)}
    found = [
        Blank(match.start(), match.end(), ("".join(match[0].split()),))
        for match in grams.codes(message.body)
        if not _at(message, match.start()) & labels
    ]
    fields: dict[str, tuple[str, ...]] = {}
    for sheet in known:
        for place, codes in sheet.placed:
            in_body = _in_body(message, sheet.page.key, place)
            if in_body is not None:
                found.append(Blank(in_body, in_body, codes))
            elif field := _field(message, sheet.page, place):
                fields[field] = tuple(dict.fromkeys((*fields.get(field, ()), *codes)))
    return Blanks(tuple(_merged(message.body, sorted(found))), fields)


def _labels(sheet: Sheet) -> Iterator[Word]:
    boxed = {word.start for word in sheet.boxed}
    width = sheet.page.width or max((word.box[2] for word in sheet.words), default=0.0)
    for word in sheet.words:
        is_outside = word.box[0] >= (1 - _MARGIN) * width or word.box[2] <= _MARGIN * width
        if is_outside and word.start not in boxed and sheet.is_code(word):
            yield word


def _placed(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    words = sheet.open_words()
    for redaction in sheet.page.redactions:
        place = _offset(redaction.box, words)
        if place is not None:
            yield place, redaction.codes
    for label in sheet.labels:
        if not any(_beside(label.box, redaction.box) for redaction in sheet.page.redactions):
            code = "".join(sheet.page.text[label.start : label.end].split())
            yield _blank_paper(label, words), (code,)


def _blank_paper(label: Word, words: Sequence[Word]) -> int:
    """Where words are missing for which a margin label stands: at the widest gap of its line, or below the last one."""
    middle = (label.box[1] + label.box[3]) / 2
    line = [word for word in words if word.box[1] - 1 <= middle <= word.box[3] + 1]
    if not line:
        return _below(label.box, words) or 0
    line.sort(key=lambda word: word.box[0])
    left, right = min(word.box[0] for word in words), max(word.box[2] for word in words)
    gaps = [(after.box[0] - word.box[2], word.end) for word, after in pairwise(line)]
    return max([*gaps, (right - line[-1].box[2], line[-1].end), (line[0].box[0] - left, line[0].start)])[1]


def _at(message: Message, place: int) -> set[tuple[str, int]]:
    """The page and the offset of a character of the body."""
    for span in message.body_spans:
        if place <= span.end - span.start:
            return {(span.page, span.start + place)}
        place -= span.end - span.start + 1
    return set()


def _merged(body: str, found: Iterable[Blank]) -> Iterator[Blank]:
    last: Blank | None = None
    for blank in found:
        if last is not None and not CODE.sub("", body[last.end : blank.start]).strip(" \t\n>"):
            codes = tuple(dict.fromkeys((*last.codes, *blank.codes)))
            last = Blank(last.start, max(last.end, blank.end), codes)
        else:
            if last is not None:
                yield last
            last = blank
    if last is not None:
        yield last


def _in_body(message: Message, page: str, place: int) -> int | None:
    """A place in a page text as one in the body; the beginning for what is blanked right below the header."""
    start, last = 0, Span("", 0, 0)
    for span in message.body_spans:
        # what lies between two pieces, such as furniture, belongs to the second
        first = last.end if last.page == page else 0 if last.page else span.start
        if span.page == page and first - 1 <= place <= span.end + 1:
            return start + min(max(place, span.start), span.end) - span.start
        start += span.end - span.start + 1
        last = span
    head = message.citation.spans[-1]
    body = message.body_spans[0] if message.body_spans else Span(page, head.end + 3, head.end + 3)
    return 0 if (head.page, body.page) == (page, page) and head.end <= place <= body.start else None


def _field(message: Message, page: Page, place: int) -> str:
    """The header field in whose line a place is; empty for a place outside of the header."""
    if not any(span.page == page.key and span.start <= place <= span.end for span in message.citation.spans):
        return ""
    line = page.text[page.text.rfind("\n", 0, place) + 1 : place].lstrip(" >*")
    return _FIELDS.get(line.replace(":", " ").split(" ")[0].lower(), "")


def _offset(box: Box, words: Sequence[Word]) -> int | None:
    """Where in the page text a box stands: behind the last word before it; None on a page without places of words."""
    line = [word for word in words if _beside(word.box, box)]
    before = [word for word in line if word.box[2] <= box[0] + 3]
    after = [word for word in line if word.box[0] >= box[2] - 3]
    if before:
        return max(before, key=lambda word: word.box[2]).end
    if after:
        return min(after, key=lambda word: word.box[0]).start
    return _below(box, words)


def _below(box: Box, words: Sequence[Word]) -> int | None:
    """The end of the last line above a box; the top of the page when there is none; None on a page without words."""
    above = [word for word in words if word.box[3] <= box[1] + 4]
    if not above:
        return 0 if words else None
    lowest = max(word.box[3] for word in above)
    return max((word for word in above if word.box[3] > lowest - 6), key=lambda word: word.box[2]).end


def _inside(word: Box, box: Box) -> bool:
    return box[0] - 1 <= (word[0] + word[2]) / 2 <= box[2] + 1 and _beside(word, box)


def _beside(word: Box, box: Box) -> bool:
    """Whether a word stands in a line that the box covers, or inside a box of several lines."""
    return box[1] <= (word[1] + word[3]) / 2 <= box[3]
