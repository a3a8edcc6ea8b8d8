"""Web pages: all that a reader sees, and of an article what it declares about itself and which lines are its text."""

from __future__ import annotations

import logging
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from onrecord.model import Failure, Page, SourceFile, WebHead
from onrecord.pages.finish import finish
from onrecord.pages.readers import markup
from onrecord.pages.readers.bounds import cut, whole
from onrecord.settings import Settings
from onrecord.text.encoding import decode

ENGINE = "html"
VERSION = f"2+trafilatura-{version('trafilatura')}"

#: Bytes of a web page that is read.
HTML_BYTES = 32 * 2**20

#: Limits of what trafilatura is given: it takes minutes over 50,000 attributes, and finds nothing below 255 levels.
ARTICLE_BYTES = 4 * 2**20
ELEMENTS = 50_000
ATTRIBUTES = 100
LEVELS = 200

#: The main text must be this share of all text: navigation can outweigh an article, but not by far; less means that
#: the main text was missed.
SHARE = 0.2
LITTLE = 200

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:-]{2,40})""", re.IGNORECASE)
_MAIL_PRINT = re.compile(r"^[ \t]*(?:From|Sent|To|Subject|Date):", re.MULTILINE)


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """The one page. Scripts, styles and comments never count; raises ItemFailed for a page beyond the limit."""
    data = whole(path, HTML_BYTES)
    declared = _CHARSET.search(data[:4096])
    html = decode(data, declared[1].decode("ascii", "replace") if declared else "").text
    seen = markup.read(html)
    text, failures = cut(file, 1, seen.text)
    yield from failures
    web = head(html, seen, len(text))
    yield finish(file=file.id, number=1, text=text, engine=ENGINE, engine_version=VERSION, web=web)


def head(html: str, seen: markup.Seen, length: int) -> WebHead | None:
    """What the page declares, and the lines of its main text; None where it has none, or prints mail.

    Lines beyond `length` characters of the text are left out.
    """
    if len(_MAIL_PRINT.findall(seen.text)) >= 3 or not _is_sane(html, seen):
        return None
    found = _article(markup.without_controls(html))
    if found is None:
        return None
    main = tuple(line for line in _lines(seen.text, str(found.text)) if line[1] <= length)
    size = sum(end - start for start, end in main)
    if size < SHARE * len(seen.text) or (size < LITTLE and len(seen.text) > 2 * LITTLE):
        return None
    return WebHead(
        title=found.title or "",
        author=found.author or "",
        outlet=found.sitename or "",
        published=found.date or "",
        url=found.url or "",
        main=main,
    )


def _lines(seen: str, main: str) -> Iterator[tuple[int, int]]:
    """Where the lines of the main text stand in what a reader sees, each the first time after the one before."""
    places: defaultdict[str, deque[tuple[int, int]]] = defaultdict(deque)
    for line in re.finditer(r"[^\n]+", seen):
        places[_bare(line.group())].append(line.span())
    at = -1
    for row in main.split("\n"):
        rest = places.get(_bare(row), deque())
        while rest and rest[0][0] <= at:
            rest.popleft()
        if rest:
            at = rest[0][0]
            yield rest.popleft()


def _bare(line: str) -> str:
    """Letters and digits of a line: the library marks lists and tables in its own way."""
    return re.sub(r"[\W_]+", "", line)


def _is_sane(html: str, seen: markup.Seen) -> bool:
    """Whether an article can be looked for in reasonable time and depth."""
    return (
        len(html) <= ARTICLE_BYTES
        and 0 < seen.elements <= ELEMENTS
        and seen.levels <= LEVELS
        and seen.attributes <= ATTRIBUTES
    )


def _article(html: str) -> Any:
    """The document that the library finds, with its text and what is declared about it; None when there is none.

    Dates are taken from what the page declares, never searched for, and without regard to today.
    """
    from trafilatura import bare_extraction  # here, for it takes longer to load than a hundred pages to read

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = bare_extraction(
            html,
            include_comments=False,
            include_tables=True,
            with_metadata=True,
            date_extraction_params={"original_date": True, "extensive_search": False, "max_date": "2100-01-01"},
        )
    except Exception:  # a library that walks hostile markup may raise anything; the page is then no article
        return None
    return found if found is not None and not isinstance(found, dict) and found.text else None
