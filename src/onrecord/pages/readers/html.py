"""Web pages: of an article its title, author, date and text, of anything else all text."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers import markup
from onrecord.pages.readers.bounds import cut, whole
from onrecord.settings import Settings
from onrecord.text.encoding import decode

ENGINE = "html"
VERSION = f"1+trafilatura-{version('trafilatura')}"

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
    text = page_text(decode(data, declared[1].decode("ascii", "replace") if declared else "").text)
    text, failures = cut(file, 1, text)
    yield from failures
    yield finish(file=file.id, number=1, text=text, engine=ENGINE, engine_version=VERSION)


def page_text(html: str) -> str:
    """The article in `html`, or all its text where there is none, or where the page prints mail."""
    seen = markup.read(html)
    everything = seen.text
    if len(_MAIL_PRINT.findall(everything)) >= 3 or not _is_sane(html, seen):
        return everything
    article = _article(markup.without_controls(html))
    little = len(article) < LITTLE and len(everything) > 2 * LITTLE
    return everything if little or len(article) < SHARE * len(everything) else article


def _is_sane(html: str, seen: markup.Seen) -> bool:
    """Whether an article can be looked for in reasonable time and depth."""
    return (
        len(html) <= ARTICLE_BYTES
        and 0 < seen.elements <= ELEMENTS
        and seen.levels <= LEVELS
        and seen.attributes <= ATTRIBUTES
    )


def _article(html: str) -> str:
    """Title, author and date as far as the page states them, a blank line, and the main text; empty when none is found.

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
    except Exception:  # a library that walks hostile markup may raise anything; all text is read instead
        return ""
    if found is None or isinstance(found, dict) or not found.text:
        return ""
    title = found.title or ""
    text = str(found.text).removeprefix(title).strip()
    head = [line for line in (title, found.author, found.date) if line]
    return "\n".join([*head, "", text]) if head else text
