"""Two messages word by word: what one hides and the other shows, what OCR misread, what is really different."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import zip_longest

from msgspec import Struct
from rapidfuzz.distance import Indel, Levenshtein

from onrecord.model import Comparison, Difference, Message, Page, PageState, Span
from onrecord.threads import grams, headers
from onrecord.threads.blanks import Blank, Blanks
from onrecord.threads.grams import CODE

#: Raised when comparisons come out otherwise.
VERSION = 4
#: Words by which the place of a box may be off.
_NEAR = 2
#: Words in a gap that can be equal by chance.
_CHANCE = 2
#: Words are misread ones of one another from this likeness on.
_MISREAD = 0.5
_WORD = re.compile(r"\S+")
_QUOTED = re.compile(r"[>\s]*")
#: What is taken out of the end of a signature: a number or an address alone is no text that was cut off.
_CONTACT = re.compile(r"(?:[A-Za-z]{1,8}[:.]? ?)?(?:[+(]?\d[\d().\- ]{6,20}|\S+@\S+)")
_PARAGRAPH = re.compile(r"\n[ \t>]*\n")

#: Half-open runs of words in the first and the second text.
Region = tuple[int, int, int, int]
#: Equal words: the first in either text, and how many.
Run = tuple[int, int, int]


class Side(Struct, frozen=True):
    """One of two messages: the words of its body (text, start, end), their squeezed forms, and its blanks.

    `damaged`: read by OCR. `places` are the blanks as numbers of words before them. `fields` are the codes of boxes in
    the header.
    """

    message: Message
    words: tuple[tuple[int, int], ...]
    forms: tuple[str, ...]
    blanks: tuple[Blank, ...]
    places: tuple[int, ...]
    fields: dict[str, tuple[str, ...]]
    damaged: bool

    def text(self, first: int, last: int) -> str:
        """The words `first` to `last` (half-open) as printed, on one line."""
        if first >= last:
            return ""
        printed = self.message.body[self.words[first][0] : self.words[last - 1][1]]
        return " ".join(re.sub(r"\n[ \t]*(?:>[ \t]?)+", "\n", printed).split())

    def spans(self, first: int, last: int) -> tuple[Span, ...]:
        """Where these words stand on the pages."""
        if first >= last:
            return ()
        return tuple(places(self.message, self.words[first][0], self.words[last - 1][1]))

    def hidden(self, first: int, last: int) -> list[Blank]:
        """The blanks among or next to these words."""
        low = bisect_left(self.places, first - _NEAR)
        return list(self.blanks[low : bisect_right(self.places, last + _NEAR)])


def is_damaged(page: Page) -> bool:
    """Whether the words of a page may be misread: by our OCR, or by that of whoever made its text."""
    return page.state in (PageState.OCR, PageState.LOW_CONFIDENCE) or page.engine == "page_text"


def side(message: Message, found: Blanks, damaged: bool) -> Side:
    """A message made ready. Printed codes are no words."""
    words, forms, blanks = [], [], found.body
    covered = [(blank.start, blank.end) for blank in blanks]
    for match in _WORD.finditer(_without_codes(message.body)):
        form = _form(match[0])
        if form and not (covered and _is_covered(match.start(), match.end(), covered)):
            words.append(match.span())
            forms.append(form)
    starts = [start for start, _ in words]
    places = tuple(bisect_left(starts, blank.start) for blank in blanks)
    return Side(message, tuple(words), tuple(forms), blanks, places, found.fields, damaged)


def _without_codes(body: str) -> str:
    return CODE.sub(lambda code: " " * len(code[0]), body) if grams.has_code(body) else body


#: The words of copies are the same ones over and over.
_form = lru_cache(maxsize=20_000)(grams.squeeze)


def _is_covered(start: int, end: int, covered: Sequence[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in covered)


def places(message: Message, start: int, end: int) -> Iterator[Span]:
    """Characters `start` to `end` of a body as spans on pages."""
    base = 0
    for span in message.body_spans:
        length = span.end - span.start
        first, last = max(start - base, 0), min(end - base, length)
        if first < last:
            yield Span(span.page, span.start + first, span.start + last)
        base += length + 1


def compare(a: Side, b: Side) -> Comparison:
    """All differences between two messages, header first."""
    found = [*headers.differences(a.message, b.message, a.fields, b.fields), *_bodies(a, b)]
    return Comparison(a.message.id, b.message.id, tuple(found))


def _bodies(a: Side, b: Side) -> Iterator[Difference]:
    last_a = last_b = 0
    for start_a, start_b, length in [*_equal(a, b), (len(a.forms), len(b.forms), 0)]:
        yield from _gap(a, b, (last_a, start_a, last_b, start_b))
        yield from _recoded(a, b, start_a, start_b, length)
        last_a, last_b = start_a + length, start_b + length


def _equal(a: Side, b: Side) -> Iterator[Run]:
    """Runs of equal words: first word of each side, length. A word or two that chance set equal in a gap is none."""
    if a.forms == b.forms:
        yield from [(0, 0, len(a.forms))] if a.forms else []
        return
    runs = _slid(a, b, [
        (code.src_start, code.dest_start, code.src_end - code.src_start)
        for code in Indel.opcodes(a.forms, b.forms)
        if code.tag == "equal"
    ])  # fmt: skip
    last_a = last_b = 0
    for (x, y, length), after in zip_longest(runs, runs[1:], fillvalue=(len(a.forms), len(b.forms), 0)):
        before = max(x - last_a, y - last_b)
        behind = max(after[0] - x - length, after[1] - y - length)
        if length > _CHANCE or min(before, behind) == 0 or before + behind < 2 * length + 2:
            yield x, y, length
            last_a, last_b = x + length, y + length


def _slid(a: Side, b: Side, runs: list[Run]) -> list[Run]:
    """Runs of equal words, moved where words that one text repeats leave a choice: to put what is missing at a blank.

    Of "The gate is shut. The gate is open." without its first sentence, "The gate is" may be the first or the second.
    """
    slid: list[Run] = []
    for first in runs:
        x, y, length = first
        while slid and (count := _earlier(a, b, slid[-1], (x, y, length))):
            x, y, length = x - count, y - count, length + count
            before = slid.pop()
            if before[2] > count:
                slid.append((before[0], before[1], before[2] - count))
        slid.append((x, y, length))
    return slid


def _earlier(a: Side, b: Side, run: Run, after: Run) -> int:
    """How many words of `run` may as well stand before `after`, so that the gap between them comes to a blank.

    0 when words are missing from neither text alone, or a blank is there already.
    """
    end_a, end_b = run[0] + run[2], run[1] + run[2]
    if end_a == after[0] and end_b < after[1]:
        lacking, showing, at, last, stop = a, b, end_a, end_b, after[1]
    elif end_b == after[1] and end_a < after[0]:
        lacking, showing, at, last, stop = b, a, end_b, end_a, after[0]
    else:
        return 0
    if lacking.hidden(at, at):
        return 0
    for count in range(1, run[2] + 1):
        if showing.forms[last - count] != showing.forms[stop - count]:
            return 0
        if at - count in lacking.places:
            return count
    return 0


def _trimmed(a: Side, b: Side, region: Region) -> Region:
    """A gap without the equal words at its ends: those before a blank belong to its beginning, others to its end."""
    a0, a1, b0, b1 = region
    blank = next((at - a0 for at in a.places if a0 <= at <= a1), None)
    blank = next((at - b0 for at in b.places if b0 <= at <= b1), None) if blank is None else blank
    most = min(a1 - a0, b1 - b0)
    first = most if blank is None else min(blank, most)
    while first and a0 < a1 and b0 < b1 and a.forms[a0] == b.forms[b0]:
        a0, b0, first = a0 + 1, b0 + 1, first - 1
    while a0 < a1 and b0 < b1 and a.forms[a1 - 1] == b.forms[b1 - 1]:
        a1, b1 = a1 - 1, b1 - 1
    return a0, a1, b0, b1


def _gap(a: Side, b: Side, region: Region) -> Iterator[Difference]:
    """What differs between two runs of equal words."""
    a0, a1, b0, b1 = region = _trimmed(a, b, region)
    if (a0 == a1 and b0 == b1) or "".join(a.forms[a0:a1]) == "".join(b.forms[b0:b1]):
        return
    hides_a, hides_b = a.hidden(a0, a1) if b0 < b1 else [], b.hidden(b0, b1) if a0 < a1 else []
    if hides_a and hides_b and not _alike("".join(a.forms[a0:a1]), "".join(b.forms[b0:b1])):
        # each hides what stands in the other, one before and one behind its own words
        yield from _hidden(a, b, (a0, a0, b0, b1), hides_a)
        yield from _hidden(b, a, (b0, b0, a0, a1), hides_b)
    elif hides_a and not (hides_b and a1 - a0 > b1 - b0):
        yield from _hidden(a, b, region, hides_a)
    elif hides_b:
        yield from _hidden(b, a, (b0, b1, a0, a1), hides_b)
    else:
        yield _other(a, b, region)


def hidden_regions(base: Side, other: Side) -> Iterator[Region]:
    """The runs of words that `base` hides and `other` shows: places in the base, then in the other."""
    last_a = last_b = 0
    for start_a, start_b, length in [*_equal(base, other), (len(base.forms), len(other.forms), 0)]:
        a0, a1, b0, b1 = region = _trimmed(base, other, (last_a, start_a, last_b, start_b))
        last_a, last_b = start_a + length, start_b + length
        if b0 < b1 and base.hidden(a0, a1) and not _alike("".join(base.forms[a0:a1]), "".join(other.forms[b0:b1])):
            yield region


def _hidden(hiding: Side, showing: Side, region: Region, blanks: Sequence[Blank]) -> Iterator[Difference]:
    """Words that one copy hides, parted at paragraphs when several blanks stand there."""
    h0, h1, s0, s1 = region
    codes = tuple(dict.fromkeys(code for blank in blanks for code in blank.codes))
    if _alike("".join(hiding.forms[h0:h1]), "".join(showing.forms[s0:s1])):
        yield _difference("ocr_noise" if hiding.damaged or showing.damaged else "text", hiding, showing, region)
        return
    for first, last in _paragraphs(showing, s0, s1) if len(blanks) > 1 else [(s0, s1)]:
        yield Difference(
            kind="hidden",
            text=showing.text(first, last),
            hidden_in=hiding.message.id,
            codes=codes,
            spans=showing.spans(first, last),
        )


def _paragraphs(one: Side, first: int, last: int) -> Iterator[tuple[int, int]]:
    start = first
    for at in range(first + 1, last):
        if _PARAGRAPH.search(one.message.body, one.words[at - 1][1], one.words[at][0]):
            yield start, at
            start = at
    yield start, last


def _other(a: Side, b: Side, region: Region) -> Difference:
    a0, a1, b0, b1 = region
    x, y = "".join(a.forms[a0:a1]), "".join(b.forms[b0:b1])
    ends = a1 == len(a.forms) and b1 == len(b.forms)
    damaged = a.damaged or b.damaged
    if ends and (a0 == a1 or b0 == b1) and not _CONTACT.fullmatch(a.text(a0, a1) or b.text(b0, b1)):
        kind = "cut"
    elif not damaged and (a0 == a1 or b0 == b1):
        kind = "left_out"
    elif damaged and (_alike(x, y) or max(len(x), len(y)) <= 4):
        kind = "ocr_noise"
    else:
        kind = "unsure" if damaged else "text"
    return _difference(kind, a, b, region)


def _difference(kind: str, a: Side, b: Side, region: Region) -> Difference:
    a0, a1, b0, b1 = region
    spans = (*a.spans(a0, a1), *b.spans(b0, b1))
    if kind == "left_out":
        lacking = a if a0 == a1 else b
        return Difference(kind=kind, text=a.text(a0, a1) or b.text(b0, b1), hidden_in=lacking.message.id, spans=spans)
    return Difference(kind=kind, text=a.text(a0, a1), other=b.text(b0, b1), spans=spans)


def _alike(x: str, y: str) -> bool:
    """Whether two runs of letters can be one run, misread."""
    return bool(x and y) and Levenshtein.normalized_similarity(x, y) >= _MISREAD


def _recoded(a: Side, b: Side, start_a: int, start_b: int, length: int) -> Iterator[Difference]:
    """Blanks that both copies have at the same place, under other codes."""
    low, high = bisect_left(a.places, start_a), bisect_right(a.places, start_a + length)
    for blank, at in zip(a.blanks[low:high], a.places[low:high], strict=True):
        across = start_b + at - start_a
        near = bisect_left(b.places, across - _NEAR), bisect_right(b.places, across + _NEAR)
        others = list(zip(b.blanks[slice(*near)], b.places[slice(*near)], strict=True))
        if others and blank.codes:
            other = min(others, key=lambda pair: abs(pair[1] - across))[0]
            if other.codes and set(map(grams.bare, other.codes)) != set(map(grams.bare, blank.codes)):
                yield Difference(kind="code_changed", codes=blank.codes, other_codes=other.codes)
