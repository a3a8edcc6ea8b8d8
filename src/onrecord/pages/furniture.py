"""Page furniture: what the producing agency printed onto a page, as against what an author wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.model import Mark

#: Raised when the same text gives other marks: pages are then read again.
VERSION = "4"

#: How many lines at the top and at the bottom of a page may hold a bare page number or a lone banner word.
EDGE = 3
#: A lone banner word below the first line is shorter than this; a page number at most that long.
SHORT, NUMBER = 40, 12

#: A line that holds nothing but a production number: a prefix of letters, digits and hyphens, then four or more digits.
STAMP_LINE = re.compile(r"^[ \t]*((?:[A-Z][A-Z0-9]{1,11}[-_ ]?){1,3}\d{4,10})[ \t]*$", re.MULTILINE)

#: The same at the end of a line whose beginning was printed by somebody else: "Date: 01/02/2015    STATE-ABC0001234".
STAMP_TAIL = re.compile(r"[ \t]{3}([A-Z]{2,8}[-_][A-Z]{0,5}[-_]?\d{5,10})[ \t]*$", re.MULTILINE)

#: A second number after the serial of a document: "Document ID: 0.7.123.45678 HPA-000101".
STAMP_SECOND = re.compile(
    r"[ \t]*(?:Document ID|DocID|Doc(?:ument)?[.,]? ?No[.,]?) ?:? ?[\d.,]{5,32}"
    r"[ \t]+([A-Z]{2,8}[-_]?[A-Z0-9]{0,5}[-_]?\d{4,10})[ \t]*"
)

#: Numbers of other shapes: State Department documents, court dockets with an agency's count, exports, serials.
STAMP_OTHER = re.compile(
    r"\bDoc(?:ument)? No\.? ?:? ?(C0\d{7})\b"
    r"|\b(\d{2}-cv-\d{3,5} ?\([A-Z]{2,8}\) ?-\d{1,7})\b"
    r"|\b(?:Document ID|DocID) ?: ?(\d(?:[\d.]{3,30})\d)"
    r"|^[ \t]*Doc(?:ument)?[.,]? ?No[.,]? ?:? ?(\d{1,8}[.,]\d{1,8}[.,]\d{3,10})\b",
    re.MULTILINE,
)

#: Words of which every number of another shape has one in its line.
OTHER_WORDS = re.compile(r"Doc(?:ument)?[.,]? ?(?:No|ID)|-cv-")
#: A line that can end in a stamp of the usual shape.
NUMBER_AT_END = re.compile(r"\d\d{3}[ \t]*$", re.MULTILINE)

PAGE_NUMBER = re.compile(r"^[ \t]*((?:Page|PAGE|Pg\.?) ?(\d{1,5}) ?(?:of|OF|/) ?(\d{1,5}))[ \t]*$", re.MULTILINE)
PAGE_TAIL = re.compile(r"[ \t]{3}((?:Page|PAGE) (\d{1,5}) (?:of|OF) (\d{1,5}))[ \t]*$", re.MULTILINE)
#: What stands side by side at the foot of a page: the address that a browser printed (OCR breaks it), the serial of
#: the document, a count of pages, a stamp. A single one of them is known by other rules, or is not known at all.
FOOT = re.compile(
    r"(?P<banner>https?://\S{6,400}(?: [^\s/]{1,14}){0,2}?)?"
    r"(?:(?:^|[ \t]+)(?P<serial>(?:Document ID|DocID|Doc(?:ument)?[.,]? ?No[.,]?) ?:? ?[\d.,]{5,32}))?"
    r"(?:(?:^|[ \t]+)(?P<page_number>(?:Page )?\d{1,4}(?: ?(?:/|of) ?\d{1,4})?|\d[”\"/]{1,2}))?"
    r"(?:(?:^|[ \t]+)(?P<stamp>(?:[A-Z][A-Z0-9]{1,11}[-_ ]?){1,3}\d{4,10}))?"
)
SERIAL = re.compile(r"\d[\d.,]+")
BARE_NUMBER = re.compile(r"[-–— ]{0,3}(?:Page )?(\d{1,4}(?: ?/ ?\d{1,4})?)[-–— ]{0,3}", re.IGNORECASE)

#: Lines that name the producing agency, its case and the terms of the production.
BANNER = re.compile(
    r"^[ \t]*(?:UNCLASSIFIED[ \t]+)?(?:"
    r"U\.?S\.? Department of State(?=[ \t]+Case No|[ \t]*$|[ \t]{3}|[ \t]+SUBJECT)"
    r"|[A-Z][^\n]{2,80} Case +No\. ?[A-Z]{1,3}-\d{4}-\d{3,6} Doc No"
    r"|Case No\.? ?:?[ \t]*[A-Z]{1,3}-\d{4}-\d{3,6}"
    r"|Doc No\.? ?:?[ \t]*C0\d{7}"
    r"|UNCLASSIFIED(?=[ \t]{3,}STATE|[ \t]*$)"
    r")[^\n]*$"
    r"|^[^\n]{0,200}?(?:STATE DEPT\. ?- ?PRODUCED TO"
    r"|SUBJECT TO AGREEMENT ON SENSITIVE|FOIA CONFIDENTIAL TREATMENT)[^\n]*$",
    re.MULTILINE,
)
#: Words without which no line is a banner: most pages have none of them, and looking for these costs next to nothing.
BANNER_WORDS = re.compile(
    r"UNCLASSIFIED|Department of State|Case +No|Doc No|STATE DEPT|SUBJECT TO AGREEMENT|FOIA CONFIDENTIAL|lassif"
)
#: What a classification review printed beside the text, line by line.
CLASSIFIED = re.compile(
    r"(?:^|(?<=[ \t]{3}))(?:Classified by [A-Z][^\n]{2,120}|(?:[—-] ?)?Class: [A-Z][^\n]{2,60}"
    r"|(?:[—-] ?)?Reason: 1\.4[^\n]{0,60}|Declassify on: [^\n]{4,20})$",
    re.MULTILINE,
)
BANNER_DATE = re.compile(r"^[ \t]*Date ?:?[ \t]*\d\d/\d\d/\d{4}(?=[ \t]*$|[ \t]{3})", re.MULTILINE)
EDGE_BANNER = re.compile(
    r"\W{0,3}(?:(?:SENSITIVE BUT )?UNCLASSIFIED|(?:UNCLASSIFIED ?)?//? ?FOUO|FOR OFFICIAL USE ONLY"
    r"|(?:LAW ENFORCEMENT |ATTORNEY )?(?:SENSITIVE|CONFIDENTIAL|SECRET)(?: ?// ?NOFORN)?"
    r"|ALL (?:FBI )?INFORMATION CONTAINED HEREIN IS UNCLASSIFIED[^\n]{0,60}|REVIEWED FOR RELEASE[^\n]{0,40})\W{0,3}"
)

#: One exemption code without parentheses, as State stamps and FBI margins print it.
CODE = r"(?:[bB][1-9](?:\(?[A-F]\)?)?|1\.4 ?\([A-H]\))(?![0-9A-Za-z])"
CODES = re.compile(CODE)
#: How each of them begins: found many times faster than the codes of a margin, and most pages have none.
CODE_HEAD = re.compile(r"[bB][1-9]|1\.4")
RELEASE_FIRST = re.compile(r"[\[(]?\b[RKH]E?LEASED?\b(?:[ \t]+(IN)\b)?(?:[ \t]+(FULL|PART)\b)?|\bDENIED IN (FULL)\b")
#: Codes in a stamp, also those that OCR wrote with a wrong last letter.
STAMPED = r"(?:(?:[bB][0-9][^\s,]{0,5}|1\.4 ?\([A-H]\))[ \t,]{0,3})"
RELEASE_NEXT = re.compile(rf"(?:^|[ \t])(?:(IN)\b[ \t]*)?(?:\b(FULL|PART)\b)?([ \t,]*{STAMPED}*)\]?[ \t]*$")
#: The column of a wrapped stamp is looked for in so many characters at the end of a line.
COLUMN = 160
RELEASE_CODES = re.compile(rf"[ \t,]*({STAMPED}+)")

MARGIN = re.compile(
    rf"(?:^|(?<=[ \t]{{4}}))({CODE}(?:[ \t]*[,;][ \t]*{CODE}|[ \t]+{CODE}){{0,8}})[ \t]*$",
    re.MULTILINE,
)
#: Not the beginning of a code of its own: under "(b)(5)" the next line of a box is "(b)(5)" again.
_ANOTHER = r"(?!\(\s?[bB]\s?\)\s?\(\s?[1-9])"
INLINE = re.compile(
    rf"\(\s?[bB]\s?\)\s?\(\s?([1-9])\s?\)(?:\s?{_ANOTHER}\(\s?([A-Fa-f])\s?\))?(?:\s?\(\s?([ivx]{{1,4}})\s?\))?"
)


def find(text: str) -> tuple[Mark, ...]:
    """The marks of a page text, in order of their place. Offsets are code points of `text`, half-open.

    Stamps, page numbers, banners and release marks are furniture: they do not belong to what an author wrote. A mark
    of kind ``exemption`` is furniture when its value is written without parentheses ("B6", "b7C": a code at the margin
    or in a release stamp, which then lies inside the release mark); "(b)(6)" stands for the words that were removed.
    """
    marks = list(_stamps(text))
    marks += _banners(text)
    marks += _release_marks(text)
    marks += _exemptions(text)
    marks += _page_numbers(text, marks)
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, -mark.end, mark.kind)))


def _stamps(text: str) -> Iterator[Mark]:
    # lines that end in a number are few, and found many times faster than what a stamp may look like
    for numbered in NUMBER_AT_END.finditer(text):
        begin = text.rfind("\n", 0, numbered.start()) + 1
        end = numbered.end()
        match = (
            STAMP_LINE.fullmatch(text, begin, end)
            or STAMP_TAIL.search(text, max(begin, end - COLUMN), end)
            or STAMP_SECOND.fullmatch(text, begin, end)
        )
        if match is not None and (" " not in match[1].strip() or _is_at_edge(text, begin, end)):
            yield Mark("stamp", match[1], match.start(1), match.end(1))
    for match in _other_stamps(text):
        group = match.lastindex or 1
        start = match.start() if text.startswith("DocID", match.start()) or group >= 3 else match.start(group)
        yield Mark("stamp", match[group].replace(" ", ""), start, match.end(group))


def _other_stamps(text: str) -> Iterator[re.Match[str]]:
    """The numbers of other shapes, looked for in lines that hold the words for one: few do, and the look is dear."""
    done = 0
    for words in OTHER_WORDS.finditer(text):
        if words.start() >= done:
            begin, done = text.rfind("\n", 0, words.start()) + 1, _line_end(text, words.start())
            yield from STAMP_OTHER.finditer(text, begin, done)


def _is_at_edge(text: str, begin: int, end: int) -> bool:
    """Whether a line is among the first or last of a page: in between, words and a number are a line of an address."""
    return text.count("\n", 0, begin) < EDGE or text.count("\n", end) <= EDGE


def _banners(text: str) -> Iterator[Mark]:
    if not BANNER_WORDS.search(text):
        return
    state = False
    for match in BANNER.finditer(text):
        state = True
        words = match[0].strip()
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        if release := RELEASE_FIRST.search(match[0]):
            words = match[0][: release.start()].strip()
        yield Mark("banner", " ".join(words.split()), start, start + len(words))
    if "lassif" in text:
        for match in CLASSIFIED.finditer(text):
            yield Mark(
                "banner", " ".join(match[0].split()), match.start(), match.end() - _blank_tail(text, match.end())
            )
    if state:
        for match in BANNER_DATE.finditer(text):
            yield Mark("banner", " ".join(match[0].split()), match.end() - len(match[0].lstrip()), match.end())


def _release_marks(text: str) -> Iterator[Mark]:
    if "EASE" not in text and "DENIED IN" not in text:
        return
    for first in RELEASE_FIRST.finditer(text):
        if first[3]:
            yield Mark("release_mark", "DENIED IN FULL", first.start(), first.end())
        elif (found := _release(text, first)) is not None:
            yield from found


def _release(text: str, first: re.Match[str]) -> list[Mark] | None:
    """The stamp that begins with the word RELEASE at `first`; its words may be wrapped in a column at the right.

    One mark for each line of the stamp, since other words may stand to its left.
    """
    preposition, extent = first[1], first[2]
    parts = [(first.start(), first.end())]
    codes: list[tuple[str, int]] = []
    if extent and (match := RELEASE_CODES.match(text, first.end())):
        codes = [(match[1], match.start(1))]
        parts = [(first.start(), match.end(1))]
    line_end = _line_end(text, parts[0][1])
    if text[parts[0][1] : line_end].strip(" \t]."):
        return None
    steps = 0
    while steps < 4 and line_end < len(text) and not (extent == "FULL" or codes):
        begin, line_end = line_end + 1, _line_end(text, line_end + 1)
        steps += 1
        match = RELEASE_NEXT.search(text, max(begin, line_end - COLUMN), line_end)
        if match is None or not match[0].strip():
            continue
        found = False
        if not extent and (match[1] or (match[2] and preposition)):
            preposition, extent, found = "IN", match[2] or extent, True
        if extent and match[3].strip(" \t,"):
            codes.append((match[3], match.start(3)))
            found = True
        if found:
            words = match[0].strip(" \t,]")
            parts.append((match.start() + match[0].index(words), match.start() + match[0].index(words) + len(words)))
    if not extent or not preposition:
        return None
    marks = [Mark("release_mark", f"RELEASE IN {extent}", start, end - _blank_tail(text, end)) for start, end in parts]
    for printed, offset in codes:
        marks += (
            Mark("exemption", _normal(code[0]), offset + code.start(), offset + code.end())
            for code in CODES.finditer(printed)
        )
    return marks


def _exemptions(text: str) -> Iterator[Mark]:
    if "b" not in text and "B" not in text:
        return
    for match in MARGIN.finditer(text) if CODE_HEAD.search(text) is not None else ():
        for code in CODES.finditer(match[1]):
            yield Mark("exemption", _normal(code[0]), match.start(1) + code.start(), match.start(1) + code.end())
    if "(b" in text or "(B" in text or "( b" in text:
        for match in INLINE.finditer(text):
            value = f"(b)({match[1]})" + (f"({match[2].upper()})" if match[2] else "")
            yield Mark("exemption", value, match.start(), match.end())


def _page_numbers(text: str, marks: list[Mark]) -> Iterator[Mark]:
    if ("age " in text or "AGE " in text) and ("Page" in text or "PAGE" in text or "Pg" in text):
        for pattern in (PAGE_NUMBER, PAGE_TAIL):
            for match in pattern.finditer(text):
                yield Mark("page_number", f"{match[2]} of {match[3]}", match.start(1), match.end(1))
    taken = {mark.start for mark in marks if mark.kind in {"stamp", "banner"}}
    for start, line in _edge_lines(text, taken):
        if (number := BARE_NUMBER.fullmatch(line)) is not None:
            yield Mark("page_number", number[1], start, start + len(line))
        elif EDGE_BANNER.fullmatch(line):
            yield Mark("banner", line, start, start + len(line))
        else:
            yield from _foot(start, line)


def _foot(start: int, line: str) -> Iterator[Mark]:
    """The pieces of a line, at `start`, that holds nothing else than at least two of them; else none."""
    if (foot := FOOT.fullmatch(line)) is None:
        return
    pieces = [kind for kind, words in foot.groupdict().items() if words]
    for kind in pieces if len(pieces) > 1 else ():
        place = start + foot.start(kind), start + foot.end(kind)
        if kind != "serial":
            yield Mark(kind, foot[kind], *place)
        elif (number := SERIAL.search(foot[kind])) is not None:
            yield Mark("stamp", number[0], *place)


def _edge_lines(text: str, taken: set[int]) -> Iterator[tuple[int, str]]:
    """The first and last lines as (offset of the first character, words), stamps and banners passed over.

    Of the first ones all but the very first must be short, of the last ones none may stand below a long line.
    """
    shown: set[int] = set()
    position, seen = 0, 0
    while position < len(text) and seen < EDGE:
        end = _line_end(text, position)
        start, line = _words(text, position, end)
        if line and start not in taken:
            seen += 1
            if seen == 1 or len(line) < SHORT:
                shown.add(start)
                yield start, line
        position = end + 1
    position, seen = len(text), 0
    while position > 0 and seen < EDGE - 1:
        begin = text.rfind("\n", 0, position) + 1
        start, line = _words(text, begin, position)
        if line and start not in taken:
            seen += 1
            if start not in shown:
                yield start, line
            if len(line) > NUMBER:
                return
        position = begin - 1


def _words(text: str, begin: int, end: int) -> tuple[int, str]:
    """A line without white space around it, and where it begins."""
    line = text[begin:end].lstrip()
    return end - len(line), line.rstrip()


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _blank_tail(text: str, end: int) -> int:
    return len(text[max(0, end - 40) : end]) - len(text[max(0, end - 40) : end].rstrip(" \t,"))


def _normal(code: str) -> str:
    """B6, b7C: the letter of the series as printed, the sub-letter without parentheses."""
    return code.replace(" ", "") if code[0] == "1" else code.replace("(", "").replace(")", "")
