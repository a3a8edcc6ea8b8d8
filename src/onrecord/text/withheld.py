"""Sheets that an agency puts in the place of pages it withholds, read from the text of one page.

Two forms: the sheet that lists deleted pages, and may go on for pages of its own, and the slip in the place of a
document that is withheld in full. The text may be that of a scan, so letters are allowed to be misread.
"""

from __future__ import annotations

import re
from typing import NamedTuple

DELETED_PAGES = "deleted_pages"
WITHHELD_IN_FULL = "withheld_in_full"

#: The heading of a list of deleted pages, as scans read it too. It is sought in the first `HEAD` characters.
TITLE = re.compile(r"DELETED\W{0,3}PAGES?\W{0,3}INF\w{6,9}\W{0,3}SHEET", re.IGNORECASE)
HEAD = 1_500

#: Without one of these words no page is a sheet: most pages have none of them.
WORDS = re.compile(
    r"deleted page|withheld (?:in full|entirely|in (?:its|their) entirety)|denied in full|page\(s\)", re.I
)
#: Every one of them holds one of these.
STEMS = ("deleted page", "withheld ", "denied in full", "page(s)")

TOTAL = re.compile(r"T[o0]tal\s{1,3}De\w{3,6}\s{1,3}Page\W{0,3}s?[^\w\n]{0,10}(\d{1,5})\b", re.IGNORECASE)

#: A line of the list: "Page 12 ~ b3 - 1; b6 - 2;", "Page 3 Referral/Consult;".
LISTED = re.compile(r"^[ \t]*Page[ \t]+(\d{1,6})\b[ \t]*[~=:.-]*[ \t]*([^\n]*)$", re.MULTILINE)
#: The beginning of such a line where its number was not read.
ROW = re.compile(r"^[ \t]*Page\b", re.MULTILINE)

#: A page without a heading goes on with the list when it has so many of its lines, and they are this part of it.
FEWEST_ROWS, MOST_OF_IT = 3, 0.4

COUNT = r"(?P<{0}>\d{{1,5}}|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)"
#: What stands below the last line of a list: a page with it may have fewer lines.
LAST = re.compile(r"No Duplication Fee", re.IGNORECASE)

#: How a slip counts: "3 pages withheld in full", "2 Page(s) withheld entirely at this location in the file".
SLIP = re.compile(
    rf"^[\W_]{{0,12}}{COUNT.format('count')}[\W_]{{0,6}}[ \t]+(?:\(\d{{1,5}}\)[ \t]+)?(?:pages?|page ?\( ?s ?\))[ \t]+"
    r"(?:(?:is|are|was|were|has been|have been)[ \t]+)?(?:being[ \t]+)?(?:withheld|denied|deleted)[ \t\n]+"
    r"(?:in[ \t]+full|entirely|in[ \t]+(?:its|their)[ \t]+entirety)",
    re.IGNORECASE | re.MULTILINE,
)
#: Lines of letters and mails: a page with one of them is no slip.
WRITTEN = re.compile(r"^[ \t]*(?:Dear\b|Sincerely\b|From:|To:|Subject:|Re:)", re.MULTILINE)

#: A slip without a count is a page that says nothing else.
BARE = re.compile(r"\b(?:WITHHELD|DENIED|DELETED) IN (?:FULL|ITS ENTIRETY|THEIR ENTIRETY)\b", re.IGNORECASE)
#: A slip has no more letters and digits than this; a longer page only speaks of withholding.
LONGEST_SLIP, LONGEST_BARE = 600, 300

#: The numbers that a slip stands for: "HPA-000040 through HPA-000045".
RANGE = re.compile(
    r"^[ \t]*(?P<first>[A-Z][A-Z0-9()_-]{0,20}\d{3,10}|\d\d-cv-\d{3,5}\([A-Z]+\)-\d{1,7})"
    r"(?:[ \t]*(?:through|thru|to|[-\u2013\u2014])[ \t]*(?P<last>[A-Z0-9][A-Za-z0-9()_-]{2,32}\d))?[ \t]*$",
    re.MULTILINE,
)
_WORDS = "one two three four five six seven eight nine ten"
NUMBERS = {word: number for number, word in enumerate(_WORDS.split(), 1)}


class Listed(NamedTuple):
    """One line of a list of deleted pages: the number of the page, and the reason as printed."""

    number: int
    reason: str


class Sheet(NamedTuple):
    """What one page says about pages that are not there.

    `total` is the number of pages that it states, None where it states none or goes on from the page before. `rows`
    counts the lines of its list, also those whose number could not be read. `first` and `last` are the stamps of the
    withheld pages, empty where none are printed. `start` and `end` bound the words that say so. `opens` is false for a
    page that goes on with a list.
    """

    kind: str
    total: int | None
    listed: tuple[Listed, ...]
    rows: int
    first: str
    last: str
    start: int
    end: int
    opens: bool


def read(text: str) -> Sheet | None:
    """The sheet that a page is; None for any other page."""
    if not _may_be(text):
        return None
    if title := TITLE.search(text, 0, HEAD):
        return _slip(text, title.start()) or _list(text, title.start(), title.end())
    return _further(text) or _slip(text, -1)


def _may_be(text: str) -> bool:
    """Whether a page has one of `WORDS` or enough lines of a list; plain searches first: most have neither."""
    lower = text.lower()
    if any(stem in lower for stem in STEMS) and WORDS.search(text) is not None:
        return True
    return text.count("Page") >= FEWEST_ROWS and len(ROW.findall(text)) >= FEWEST_ROWS


def _list(text: str, start: int, end: int) -> Sheet | None:
    total = TOTAL.search(text, end)
    listed = _listed(text)
    if total is None and not listed and ROW.search(text, end) is None:
        return None
    return Sheet(
        kind=DELETED_PAGES,
        total=int(total[1]) if total else None,
        listed=listed,
        rows=len(ROW.findall(text, end)),
        first="",
        last="",
        start=total.start() if total else start,
        end=total.end() if total else end,
        opens=True,
    )


def _further(text: str) -> Sheet | None:
    """A page that goes on with a list: most of its lines begin with "Page", and no sentence does."""
    rows = list(ROW.finditer(text))
    lines = sum(1 for line in text.splitlines() if line.strip())
    if LAST.search(text) is None and (len(rows) < FEWEST_ROWS or len(rows) < MOST_OF_IT * lines):
        return None
    if not rows:
        return None
    end = text.find("\n", rows[0].start())
    end = len(text) if end < 0 else end
    return Sheet(DELETED_PAGES, None, _listed(text), len(rows), "", "", rows[0].start(), end, opens=False)


def _listed(text: str) -> tuple[Listed, ...]:
    return tuple(Listed(int(match[1]), match[2].strip(" \t;")) for match in LISTED.finditer(text))


def _slip(text: str, title: int) -> Sheet | None:
    """The slip that a short page is, or a sheet with a heading at `title` that counts without a list."""
    size = sum(map(str.isalnum, text))
    if title < 0 and (size > LONGEST_SLIP or WRITTEN.search(text)):
        return None
    if counted := SLIP.search(text):
        return _made(text, _number(counted["count"]), counted.start("count"), counted.end())
    bare = BARE.search(text) if title < 0 and size <= LONGEST_BARE else None
    return _made(text, None, bare.start(), bare.end()) if bare else None


def _made(text: str, total: int | None, start: int, end: int) -> Sheet:
    stamps = RANGE.search(text)
    first = stamps["first"] if stamps else ""
    last = (stamps["last"] or first) if stamps else ""
    return Sheet(WITHHELD_IN_FULL, total, (), 0, first, last, start, end, opens=True)


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word.lower()]
