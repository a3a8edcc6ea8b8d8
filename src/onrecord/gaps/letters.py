"""Release letters: the figures in which an agency accounts for a release."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from onrecord.model import Page, ReleaseLetter, Span, cite, stable_id

#: Without one of these words no page opens or goes on with a letter about a release.
WORDS = re.compile(r"\breview|\bprocess|\breleas|\bBates\b|\bresponsive\b", re.IGNORECASE)
#: Every one of them holds one of these.
STEMS = ("review", "process", "releas", "bates", "responsive")

#: What a letter has and a page of correspondence that only speaks of a release has not.
GREETING = re.compile(r"^[ \t]*(?:Dear\b|To Whom It May Concern)", re.MULTILINE)
REQUEST = re.compile(
    r"\b(?:FOI/?P?A?|Freedom of Information|Public Records?|Request (?:No|Number)|Case (?:No|Number))\b", re.IGNORECASE
)


def may_say(text: str) -> bool:
    """Whether a page has one of `WORDS`; plain searches first, for many pages have none."""
    lower = text.lower()
    return any(stem in lower for stem in STEMS) and WORDS.search(text) is not None


def _counting(*forms: str) -> re.Pattern[str]:
    """A pattern of sentences that count pages. ``#`` stands for a number, ``PAGES`` and ``BE`` for what they are."""
    number = r"(\d{1,3}(?:,\d{3})+|\d{1,7})"
    pages = r"\s+(?:total\s+)?(?:responsive\s+)?(?:pages?|page ?\( ?s ?\))"
    be = (
        r"(?:\s+of\s+(?:records|documents|material))?(?:\s+that)?"
        r"(?:\s+(?:were|was|are|is|have\s+been|has\s+been|be))?(?:\s+being)?"
    )
    whole = r"(?:in\s+full|entirely|in\s+(?:its|their)\s+entirety)"
    joined = "|".join(rf"\b{form}" for form in forms)
    for name, pattern in (("PAGES", pages), ("BE", be), ("WHOLE", whole), ("#", number)):
        joined = joined.replace(name, pattern)
    return re.compile(joined, re.IGNORECASE)


REVIEWED = _counting(
    r"#PAGESBE\s+(?:reviewed|processed)\b",
    r"(?:reviewed|processed|review(?:ing|\s+of)|processing(?:\s+of)?)\s+(?:a\s+total\s+of\s+|approximately\s+)?#PAGES",
    r"of\s+(?:the|these)\s+#PAGES",
)
RELEASED = _counting(
    r"#PAGESBE\s+(?:released|disclosed|produced|provided|enclosed)\b",
    r"(?:releas|disclos|produc|enclos)(?:ed|ing)\s+(?:a\s+total\s+of\s+)?#PAGES",
)
WITHHELD = _counting(
    r"#PAGESBE\s+(?:withheld|denied)\b(?!\s+in\s+part)",
    r"withh(?:eld|olding)\s+(?:a\s+total\s+of\s+)?#PAGES\s+WHOLE",
)
#: "20 pages released in full, 30 pages released in part": together they are what was released.
IN_PART = _counting(r"#(?:PAGES)?BE\s+(?:released\s+|disclosed\s+)?in\s+part\b")
IN_FULL = _counting(r"#(?:PAGES)?BE\s+(?:released|disclosed)\s+WHOLE(?!\s+or)")

#: Stamps in prose. A line may end behind the hyphen of the last one.
_FIRST = r"[A-Z0-9][A-Za-z0-9()\[\]{}_.-]{0,30}?(?:[-_][ \t]{0,2})?\d{1,10}"
_LAST = r"[A-Z0-9][A-Za-z0-9()\[\]{}_.-]{0,32}(?:-\s\d{1,9}|\d)|\d"
_TO = r"(?:\s+(?:through|thru|to)\s+|[ \t]+[-\u2013\u2014][ \t]+|[\u2013\u2014])"
RANGE = re.compile(
    r"\b(?:Bates[- ]?)?(?:stamp(?:ed|s)?|number(?:ed|s)?|label(?:l?ed|s)?|range|pages|Bates)[\s:]*"
    rf"(?:(?:numbers|nos?|range|from|pages)\b\.?[\s:]*){{0,2}}(?P<first>{_FIRST}){_TO}(?P<last>{_LAST})(?![A-Za-z0-9])",
    re.IGNORECASE,
)

_ONES = "first second third fourth fifth sixth seventh eighth ninth"
_TEENS = "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50}
ORDINALS = {word: number for number, word in enumerate(f"{_ONES} {_TEENS}".split(), 1)}
for _ten, _value in _TENS.items():
    ORDINALS[f"{_ten}ieth"] = _value
    ORDINALS |= {f"{_ten}y-{one}": _value + number for number, one in enumerate(_ONES.split(), 1)}
_WHICH = "|".join(sorted(ORDINALS, key=len, reverse=True)).replace("-", "[- ]?")
_SORT = r"(?:(?:interim|partial|rolling|supplemental|monthly|final|and)\s+)*"
COUNTED = re.compile(
    rf"\b(?:(?P<word>{_WHICH})|(?P<figure>\d{{1,3}})[ \t]?(?:st|nd|rd|th))\s+{_SORT}"
    r"(?:release|response|production|installment)\b"
    rf"|\b{_SORT}(?:release|production|response)[ \t]+(?:no\.?|number|\#)[ \t]*(?P<plain>\d{{1,3}})\b",
    re.IGNORECASE,
)

CONSULTATION = re.compile(r"\bconsult(?:ation|ed|ing)\b", re.IGNORECASE)
#: What a letter says that answers for what another agency was asked about ...
CONSULTED = re.compile(
    r"consultation[^.]{0,60}(?:is|was|has been|have been)\s+(?:now\s+)?(?:complete|conclud|finish|received|returned)"
    r"|(?:complet|conclud|finish|return)(?:ed)?[^.]{0,60}consultation"
    r"|(?:result|respons)[^.]{0,40}(?:of|to)[^.]{0,30}consultation"
    r"|consultation[^.]{0,40}(?:release|response|material)",
    re.IGNORECASE,
)
#: ... and one that still asks: "The FBI will write to you when the consultation is completed."
STILL_ASKED = re.compile(r"\b(?:when|once|until|upon|after)\s[^.]{0,40}consultation[^.]{0,60}", re.IGNORECASE)

DATE = re.compile(
    r"\b(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)"
    r"[ \t]{1,3}(?P<day>\d{1,2}),?[ \t]{1,3}(?P<year>(?:19|20)\d\d)\b"
)
#: The date of a letter stands in so many characters at its top.
HEAD = 900

#: A letter is looked for on so many pages after its first.
FURTHER = 2


def find(pages: Sequence[Page], release: str) -> Iterator[ReleaseLetter]:
    """The release letters among the pages of one file, in order. `release` is the name the file was added under."""
    row = 0
    while row < len(pages):
        letter = _letter(pages, row, release) if _opens(pages[row].text) else None
        if letter is not None:
            yield letter
            row += letter.page_end - letter.page_start
        row += 1


def _opens(text: str) -> bool:
    if not may_say(text) or REQUEST.search(text) is None:
        return False
    return GREETING.search(text) is not None and DATE.search(text, 0, HEAD) is not None


class _Facts:
    """What a letter states so far, and where it says so. The first statement counts."""

    def __init__(self) -> None:
        self.values: dict[str, str | int] = {}
        self.spans: list[Span] = []

    def look(self, page: Page) -> None:
        """Take in one page of the letter."""
        text = page.text
        self._number("pages_reviewed", page, REVIEWED)
        self._number("withheld", page, WITHHELD)
        full, part = IN_FULL.search(text), IN_PART.search(text)
        if full and part:
            self._note("pages_released", page, _figure(full) + _figure(part), full)
        self._number("pages_released", page, RELEASED)
        if match := RANGE.search(text):
            self._note("bates_first", page, _stamp(match["first"]), match)
            self._note("bates_last", page, _whole(_stamp(match["first"]), _stamp(match["last"])), match)
        if match := COUNTED.search(text):
            self._note("number", page, _ordinal(match), match)

    def _number(self, name: str, page: Page, pattern: re.Pattern[str]) -> None:
        if match := pattern.search(page.text):
            self._note(name, page, _figure(match), match)

    def _note(self, name: str, page: Page, value: str | int, match: re.Match[str]) -> None:
        if name not in self.values:
            self.values[name] = value
            self.spans.append(Span(page.key, match.start(), match.end()))

    @property
    def is_enough(self) -> bool:
        """Whether this is a letter that accounts for a release at all."""
        counts = "pages_reviewed" in self.values and ("pages_released" in self.values or "withheld" in self.values)
        return counts or ("bates_first" in self.values and ("number" in self.values or "pages_released" in self.values))

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is to be looked for."""
        return {"pages_reviewed", "pages_released", "bates_first", "number"} <= self.values.keys()


def _letter(pages: Sequence[Page], row: int, release: str) -> ReleaseLetter | None:
    facts, first = _Facts(), pages[row]
    last = row
    for place in range(row, min(row + FURTHER + 1, len(pages))):
        if place > row and (facts.is_complete or _opens(pages[place].text)):
            break
        before = len(facts.spans)
        facts.look(pages[place])
        last = place if len(facts.spans) > before else last
    if not facts.is_enough:
        return None
    text = "\n".join(page.text for page in pages[row : last + 1])
    dated = DATE.search(first.text)
    number = str(facts.values.pop("number", ""))
    spans = sorted(set(facts.spans), key=lambda span: (int(span.page.rpartition("/")[2]), span.start))
    if dated:
        spans.insert(0, Span(first.key, dated.start(), dated.end()))
    return ReleaseLetter(
        id=stable_id("l", first.file, first.number),
        citation=cite(spans, {page.key: page.text for page in pages[row : last + 1]}),
        number=number,
        release=release,
        file=first.file,
        page_start=first.number,
        page_end=pages[last].number,
        date=_iso(dated) if dated else "",
        consultation="" if number else _consultation(text),
        **facts.values,  # type: ignore[arg-type]
    )


def _consultation(text: str) -> str:
    text = STILL_ASKED.sub("", text)
    if CONSULTED.search(text):
        return "answered"
    return "mentioned" if CONSULTATION.search(text) else ""


def _figure(match: re.Match[str]) -> int:
    return int(next(value for value in match.groups() if value).replace(",", ""))


def _ordinal(match: re.Match[str]) -> str:
    if match["word"]:
        word = match["word"].lower().replace(" ", "-")
        return str(ORDINALS.get(word) or next(n for name, n in ORDINALS.items() if name.replace("-", "") == word))
    return str(int(match["figure"] or match["plain"]))


def _stamp(printed: str) -> str:
    return re.sub(r"[ \t\n]", "", printed)


def _whole(first: str, last: str) -> str:
    """The last stamp with the prefix of the first where only its digits are printed."""
    digits = re.search(r"\d+$", first)
    return first[: digits.start()] + last if last.isdigit() and digits and not first.isdigit() else last


def _iso(match: re.Match[str]) -> str:
    try:
        return datetime.strptime(f"{match['month']} {match['day']} {match['year']}", "%B %d %Y").date().isoformat()
    except ValueError:
        return ""
