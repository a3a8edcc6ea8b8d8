"""Saves the pages of an application as files that link to one another and need no server.

Pages are followed from the front page as far as `_SAVED` allows. What was not saved is linked from nowhere: such a
link loses its address and stays as text. Forms, scripts that fetch, and the JSON twins are left behind.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from hashlib import sha256
from os.path import relpath
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from fastapi import FastAPI
from lxml import html

from onrecord.web.site.asking import Asked, Asking
from onrecord.web.site.front import FRONT, SEARCH
from onrecord.web.site.index import index

#: Rooms whose pages are saved. Lists that count (people, source families, traffic) are not: what they would count is
#: the selection. The front page lists people, claims and links.
_SAVED = re.compile(
    r"/edition(?:/search)?|/p/[0-9a-f]{16,64}/\d+(?:/(?:cite|image\.png|marks\.svg))?|/m/\w+|/people/\w+"
    r"|/claims/\w+|/gaps(?:/\w+)?|/links/\w+|/static/[\w./-]+"
)

#: What a saved address may ask: a place on a page, the resolution of an image, the page of a list.
_ASKED = frozenset({"at", "dpi", "page"})

#: Scripts that work without a server.
_SCRIPTS = ("/static/edition.js", "/static/edition-index.js")

#: The file of the search index; it is a script, because a page from a folder may not fetch.
_INDEX = "static/edition-index.js"

#: Counts of what a person wrote, and what "no page" is said to tell: of a selection, neither is true.
_UNTRUE = "//header[contains(@class, 'profile')]/p[@class='sum'] | //section[h2][p[@class='none'] and count(*) = 2]"

_SELECTION = "Only what a person accepted is here, and the pages that it cites; every count is of these alone."

_SPECIAL = {FRONT: "index.html", "/": "index.html", SEARCH: "search.html"}


def save(app: FastAPI, out: Path) -> None:
    """Write the site that `app` serves into the folder `out`."""
    with Asking(app) as asking:
        found = dict(_followed(asking))
    names = {address: _name(address, one.kind) for address, one in found.items()}
    pages = {}
    for address, one in sorted(found.items()):
        body = one.body
        if one.kind == "text/html":
            document = html.document_fromstring(body.decode())
            _rewrite(document, address, names)
            pages[names[address]] = document
            body = html.tostring(document, doctype="<!doctype html>", encoding="utf-8")
        _put(out, names[address], body)
    _put(out, _INDEX, index(pages))


def _put(out: Path, name: str, body: bytes) -> None:
    path = out / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)


def _followed(asking: Asking) -> Iterator[tuple[str, Asked]]:
    """Every page and file that can be reached from the front page, by address."""
    waiting = deque([FRONT, SEARCH, "/static/edition.js"])
    seen = set(waiting)
    while waiting:
        address = waiting.popleft()
        one = asking.get(address)
        if one.status != 200:
            continue
        yield address, one
        for link in _links(one, address):
            if link not in seen and _savable(link):
                seen.add(link)
                waiting.append(link)


def _savable(address: str) -> bool:
    parts = urlsplit(address)
    return bool(_SAVED.fullmatch(parts.path)) and {name for name, _ in parse_qsl(parts.query)} <= _ASKED


def _links(one: Asked, address: str) -> Iterator[str]:
    """The addresses that a page leads to, without their fragments."""
    if one.kind == "text/css":
        yield from (urljoin(address, link) for link in re.findall(r"url\([\"']?([^\"')]+)", one.body.decode()))
    if one.kind != "text/html":
        return
    for _, _, link, _ in html.document_fromstring(one.body.decode()).iterlinks():
        if not urlsplit(link).scheme and not link.startswith("//"):
            yield urldefrag(urljoin(address, link))[0]


def _name(address: str, kind: str) -> str:
    """The path of the file in which an address is saved."""
    if address in _SPECIAL:
        return _SPECIAL[address]
    parts = urlsplit(address)
    stem, dot, ending = unquote(parts.path).lstrip("/").rpartition(".")
    if kind == "text/html":
        stem, dot, ending = unquote(parts.path).lstrip("/"), ".", "html"
    asked = "-".join(f"{name}-{value}" for name, value in parse_qsl(parts.query))
    if not re.fullmatch(r"[\w-]{0,60}", asked):
        asked = sha256(asked.encode()).hexdigest()[:12]
    return f"{stem}{'~' + asked if asked else ''}{dot}{ending}"


def _rewrite(document: html.HtmlElement, address: str, names: dict[str, str]) -> None:
    """Make a page stand alone: addresses become paths from where it lies, and what cannot work is taken out."""
    base = Path(names[address]).parent
    for element in _unwanted(document):
        element.drop_tree()
    for element in document.xpath(_UNTRUE):  # forms are gone from the sections
        element.drop_tree()
    for element in list(document.iter("a", "img", "link", "script")):
        _point(element, address, base, names)
    _masthead(document, base)
    _foot(document)


def _unwanted(document: html.HtmlElement) -> list[html.HtmlElement]:
    """Forms but those of dialogs, scripts that ask a server, what they would fill, links to JSON, and the dialogs."""
    found = list(document.xpath("//form[not(@method='dialog')] | //dialog | //*[@data-source]"))
    found += document.xpath("//link[@rel='alternate'] | //footer//a | //*[contains(@class, 'only-script')]")
    found += document.xpath("//label[.//input][not(ancestor::form)]")
    found += [one for one in document.iter("script") if one.get("src") not in _SCRIPTS]
    return found


def _point(element: html.HtmlElement, address: str, base: Path, names: dict[str, str]) -> None:
    """Point one element at the file of what it names; without one it goes, or stays as text."""
    attribute = "src" if element.tag in ("img", "script") else "href"
    link = element.get(attribute)
    if link is None or urlsplit(link).scheme in ("http", "https", "mailto"):
        return
    element.attrib.pop("srcset", None)
    target, fragment = urldefrag(urljoin(address, link))
    path = names.get(target) or _SPECIAL.get(target)
    if path is None and target in _SCRIPTS:
        path = target.lstrip("/")
    if path is not None:
        here = "" if fragment and target == address else _from(base, path)
        element.set(attribute, here + (f"#{fragment}" if fragment else ""))
    elif element.tag != "a" or element.getparent().tag == "nav":
        element.drop_tree()
    else:
        element.drop_tag()


def _masthead(document: html.HtmlElement, base: Path) -> None:
    """The search of the site in the place of the reading room's."""
    for mast in document.xpath("//header[contains(@class, 'mast')]"):
        form = html.fragment_fromstring(
            f'<form class="find" action="{_from(base, "search.html")}" role="search">'
            '<label class="away" for="find">Search these records</label>'
            '<input id="find" name="q" type="search" placeholder="Search" autocomplete="off" maxlength="200"></form>'
        )
        mast.append(form)


def _foot(document: html.HtmlElement) -> None:
    """What a reader of a selection must know, on every page."""
    for foot in document.xpath("//footer"):
        foot.append(html.fragment_fromstring(f"<span>{_SELECTION}</span>"))


def _from(base: Path, path: str) -> str:
    return relpath(path, base).replace("\\", "/")
