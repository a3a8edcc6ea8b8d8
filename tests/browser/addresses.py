"""Every kind of page of a case, by address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from onrecord import Case
from onrecord.model import Article, Claim, CopySet, Event, Finding, Gap, IdentityQuestion, Interaction, Link, Thread

FIXED: tuple[str, ...] = (
    "/",
    "/search",
    "/search?kind=page",
    "/review",
    "/review?kind=gaps",
    "/decisions",
    "/audit",
    "/people",
)
FIXED += ("/people?office=director", "/chronology", "/timeline", "/claims", "/links", "/gaps", "/exemptions")
FIXED += ("/exemptions?by=release", "/articles", "/network", "/traffic", "/nowhere")

#: Kinds of findings that have a page of their own, and where it is.
OWN: tuple[tuple[type[Finding], str], ...] = (
    (Thread, "/t/"),
    (Article, "/a/"),
    (Claim, "/claims/"),
    (Link, "/links/"),
    (Gap, "/gaps/"),
    (Interaction, "/review/"),
    (Event, "/review/"),
    (IdentityQuestion, "/review/"),
)


def every(folder: Path, word: str) -> list[str]:
    """An address of every kind of page that the case in `folder` has; `word` occurs in it."""
    with Case.open(folder) as case:
        return list(dict.fromkeys([*FIXED, f"/search?q={word}", *_own(case, word)]))


def _own(case: Case, word: str) -> Iterator[str]:
    for kind, path in OWN:
        yield from (f"{path}{one.id}" for one in list(case.findings(kind))[:1])
    message = next(case.messages())
    yield f"/m/{message.id}"
    people = sorted(case.people(), key=lambda one: -len(one.seen))
    yield from (f"/people/{people[0].id}?on=2021-04-06", f"/review/{people[0].id}", f"/traffic/{people[0].id}")
    if len(people) > 1:
        yield f"/network/tie?a={people[0].id}&b={people[1].id}"
    yield from pages(case, word)
    yield from compared(case)


def pages(case: Case, word: str) -> Iterator[str]:
    """The reader on a page with an image, with a redaction where there is one, its notes and its citation."""
    listed = [one for one in case.pages() if one.width]
    found = max(listed, key=lambda one: len(one.redactions))
    address = f"/p/{found.file}/{found.number}"
    yield from (f"{address}?q={word}", f"{address}/notes", f"{address}/cite")


def compared(case: Case) -> Iterator[str]:
    """Two copies of a message side by side."""
    sets = (one.members for one in case.findings(CopySet) if len(one.members) > 1)
    yield from (f"/compare?a={members[0]}&b={members[1]}" for members in list(sets)[:1])


def first_page(folder: Path) -> str:
    """The address of a page with an image."""
    with Case.open(folder) as case:
        page = next(one for one in case.pages() if one.width)
    return f"/p/{page.file}/{page.number}"
