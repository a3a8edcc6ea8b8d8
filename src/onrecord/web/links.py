"""The addresses of the reading room. They last: a page is named by the hash of its file, a record by its id."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from onrecord.model import Span


def page(file: str, number: int, start: int = -1, end: int = -1) -> str:
    """A page of a file by the file's SHA-256, or a run of its characters: ``/p/ab12.../3?at=120-180#at``."""
    return f"/p/{file}/{number}" + (f"?at={start}-{end}#at" if start >= 0 else "")


def span(file: str, number: int, place: Span) -> str:
    """The place of a span."""
    return page(file, number, place.start, place.end)


def picture(file: str, number: int) -> str:
    """The image of a page, redactions painted over."""
    return f"/p/{file}/{number}/image.png"


def notes(file: str, number: int) -> str:
    """The notes on a page."""
    return f"/p/{file}/{number}/notes"


def note(file: str, number: int, id: str) -> str:
    """A note on a part of a page."""
    return f"{notes(file, number)}#{id}"


def review(id: str) -> str:
    """A finding, to be decided about."""
    return f"/review/{quote(id, safe='')}"


def stamp(value: str) -> str:
    """A page by the number printed on it."""
    return f"/s/{quote(value, safe='')}"


def message(id: str) -> str:
    """A message."""
    return f"/m/{quote(id, safe='')}"


def thread(id: str) -> str:
    """A thread."""
    return f"/t/{quote(id, safe='')}"


def article(id: str) -> str:
    """A published text."""
    return f"/a/{quote(id, safe='')}"


def person(id: str) -> str:
    """A person."""
    return f"/people/{quote(id, safe='')}"


def compare(a: str, b: str) -> str:
    """Two messages or pages side by side."""
    return "/compare?" + urlencode({"a": a, "b": b})


def search(**asked: object) -> str:
    """A search; what is empty is left out."""
    return "/search" + query(**asked)


def query(**given: object) -> str:
    """The query of an address, with its question mark; nothing when all is empty."""
    text = urlencode({name: value for name, value in given.items() if value not in ("", False, None)})
    return f"?{text}" if text else ""


def people(**asked: object) -> str:
    """The list of people."""
    return "/people" + query(**asked)


def chronology(**asked: object) -> str:
    """The chronology, or a part of it."""
    return "/chronology" + query(**asked)


def claims(**asked: object) -> str:
    """What the articles claim."""
    return "/claims" + query(**asked)


def claim(id: str) -> str:
    """A claim."""
    return f"/claims/{quote(id, safe='')}"


def gaps(**asked: object) -> str:
    """What is missing."""
    return "/gaps" + query(**asked)


def gap(id: str) -> str:
    """A gap."""
    return f"/gaps/{quote(id, safe='')}"


def request(**asked: object) -> str:
    """The draft of a request about gaps."""
    return "/gaps/request.txt" + query(**asked)


def exemptions(**asked: object) -> str:
    """What was withheld under which exemption."""
    return "/exemptions" + query(**asked)


def network(**asked: object) -> str:
    """Who writes to whom."""
    return "/network" + query(**asked)


def tie(a: str, b: str, **asked: object) -> str:
    """The messages between two people."""
    return "/network/tie" + query(a=a, b=b, **asked)


def traffic(id: str) -> str:
    """A person's messages week by week."""
    return f"/traffic/{quote(id, safe='')}"


def link(id: str) -> str:
    """A link between two records."""
    return f"/links/{quote(id, safe='')}"


def record(kind: str, id: str) -> str:
    """The page of a record of this kind; empty where records of the kind have none of their own."""
    pages = {"messages": message, "people": person, "claims": claim, "gaps": gap, "articles": article, "links": link}
    return pages[kind](id) if kind in pages else ""
