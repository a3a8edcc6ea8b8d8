"""Where in a message something is blanked: codes printed in the text, and boxes put between the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct

from onrecord.model import Box, Message, Page, Redaction, Span, Word
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


class Sheet(Struct, frozen=True):
    """A page and the places of its words; without them its boxes cannot be placed."""

    page: Page
    words: tuple[Word, ...]

    def is_code(self, word: Word) -> bool:
        """Whether nothing but codes stands in a word."""
        printed = self.page.text[word.start : word.end]
        return CODE.search(printed) is not None and not any(map(str.isalnum, CODE.sub("", printed)))


def find(message: Message, sheets: Mapping[str, Sheet]) -> Blanks:
    """The blanks of a message. `sheets` are the pages on which it stands, by key.

    What touches is one blank: a box that goes on in the next line, and the code printed in it. A code in the margin is
    no blank itself, but the label of a box at its height; where there is none, of blank paper in its line.
    """
    keys = dict.fromkeys(span.page for span in (*message.citation.spans, *message.body_spans))
    known = [sheets[key] for key in keys if key in sheets]
    labels = {(sheet.page.key, word.start) for sheet in known for word in _labels(sheet)}
    found = [
        Blank(match.start(), match.end(), ("".join(match[0].split()),))
        for match in CODE.finditer(message.body)
        if not _at(message, match.start()) & labels
    ]
    fields: dict[str, tuple[str, ...]] = {}
    for sheet in known:
        for place, codes in _placed(sheet):
            in_body = _in_body(message, sheet.page.key, place)
            if in_body is not None:
                found.append(Blank(in_body, in_body, codes))
            elif field := _field(message, sheet.page, place):
                fields[field] = tuple(dict.fromkeys((*fields.get(field, ()), *codes)))
    return Blanks(tuple(_merged(message.body, sorted(found))), fields)


def _labels(sheet: Sheet) -> Iterator[Word]:
    """The words in the margins that are codes, outside of all boxes."""
    boxes = [redaction.box for redaction in sheet.page.redactions]
    width = sheet.page.width or max((word.box[2] for word in sheet.words), default=0.0)
    for word in sheet.words:
        is_outside = word.box[0] >= (1 - _MARGIN) * width or word.box[2] <= _MARGIN * width
        if is_outside and sheet.is_code(word) and not any(_inside(word.box, box) for box in boxes):
            yield word


def _placed(sheet: Sheet) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where the page's boxes and blank papers stand in its text, and their codes."""
    for redaction in sheet.page.redactions:
        place = offset(redaction, sheet)
        if place is not None:
            yield place, redaction.codes
    for label in _labels(sheet):
        if not any(_beside(label.box, redaction.box) for redaction in sheet.page.redactions):
            code = "".join(sheet.page.text[label.start : label.end].split())
            yield _blank_paper(label, sheet), (code,)


def _blank_paper(label: Word, sheet: Sheet) -> int:
    """Where words are missing for which a margin label stands: at the widest gap of its line, or below the last one."""
    middle = (label.box[1] + label.box[3]) / 2
    line = [word for word in sheet.words if word.box[1] - 1 <= middle <= word.box[3] + 1 and not sheet.is_code(word)]
    if not line:
        return _below(label.box, sheet) or 0
    line.sort(key=lambda word: word.box[0])
    open_words = [word.box for word in sheet.words if not sheet.is_code(word)]
    left, right = min(box[0] for box in open_words), max(box[2] for box in open_words)
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
    start = 0
    for span in message.body_spans:
        if span.page == page and (0 if start else span.start - 1) <= place <= span.end + 1:
            return start + min(max(place, span.start), span.end) - span.start
        start += span.end - span.start + 1
    head = message.citation.spans[-1]
    first = message.body_spans[0] if message.body_spans else Span(page, head.end + 3, head.end + 3)
    return 0 if (head.page, first.page) == (page, page) and head.end <= place <= first.start else None


def _field(message: Message, page: Page, place: int) -> str:
    """The header field in whose line a place is; empty for a place outside of the header."""
    if not any(span.page == page.key and span.start <= place <= span.end for span in message.citation.spans):
        return ""
    line = page.text[page.text.rfind("\n", 0, place) + 1 : place].lstrip(" >*")
    return _FIELDS.get(line.replace(":", " ").split(" ")[0].lower(), "")


def offset(redaction: Redaction, sheet: Sheet) -> int | None:
    """Where in the page text a box stands: behind the last word before it; None on a page without places of words."""
    box, place = redaction.box, None
    line = [word for word in sheet.words if _beside(word.box, box)]
    inside = [word for word in line if _inside(word.box, box)]
    words = [word for word in line if not sheet.is_code(word)]
    before = [word for word in words if word.box[2] <= box[0] + 3]
    after = [word for word in words if word.box[0] >= box[2] - 3]
    if inside:
        place = min(word.start for word in inside)
    elif before:
        place = max(before, key=lambda word: word.box[2]).end
    elif after:
        place = min(after, key=lambda word: word.box[0]).start
    else:
        place = _below(box, sheet)
    return place


def _below(box: Box, sheet: Sheet) -> int | None:
    """The end of the last line above a box; the top of the page when there is none."""
    above = [word for word in sheet.words if word.box[3] <= box[1] + 4 and not sheet.is_code(word)]
    if not above:
        return 0 if sheet.words else None
    lowest = max(word.box[3] for word in above)
    return max((word for word in above if word.box[3] > lowest - 6), key=lambda word: word.box[2]).end


def _inside(word: Box, box: Box) -> bool:
    return box[0] - 1 <= (word[0] + word[2]) / 2 <= box[2] + 1 and _beside(word, box)


def _beside(word: Box, box: Box) -> bool:
    """Whether a word stands in a line that the box covers, or inside a box of several lines."""
    return box[1] <= (word[1] + word[3]) / 2 <= box[3]
