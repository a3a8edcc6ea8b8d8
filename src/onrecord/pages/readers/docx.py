"""Word documents: the text as typed, headers and footnotes included, as one page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from onrecord.errors import ItemFailed
from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers.bounds import cut
from onrecord.settings import Settings
from onrecord.text.ooxml import Package

ENGINE = "docx"
VERSION = "1"

#: Parts that are read besides the body, by the last word of their relationship's type, in this order around the body.
BEFORE = ("header",)
AFTER = ("footnotes", "endnotes", "footer", "comments")

#: Content that is no text of the document: what tracked changes removed, fields' codes, the second copy of a text box.
LEFT_OUT = frozenset({"del", "moveFrom", "instrText", "Fallback"})


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """The one page: headers, body, notes, footers, comments. Raises ItemFailed when the file cannot be opened.

    A damaged part besides the body is left out and is a Failure beside the page.
    """
    with Package(path) as package:
        main = package.main()
        related = sorted(package.relations(main).values())
        body = _text(package, main)
        around = {kind: _parts(package, related, kind) for kind in (*BEFORE, *AFTER)}
    pieces = [*around["header"], body, *(piece for kind in AFTER for piece in around[kind])]
    text, failures = cut(file, 1, "\n\n".join(dict.fromkeys(piece for piece in pieces if piece)))
    yield from failures
    yield finish(file=file.id, number=1, text=text, engine=ENGINE, engine_version=VERSION)


def _parts(package: Package, related: list[tuple[str, str]], kind: str) -> list[str]:
    return [_text(package, target) for name, target in related if name.endswith(f"/{kind}")]


def _text(package: Package, name: str) -> str:
    root = package.part(name)
    if root is None:
        raise ItemFailed(f"the document has no part {name}", "open and save it again, then add the copy")
    return "".join(_runs(root)).strip("\n")


def _runs(root: etree._Element) -> Iterator[str]:
    """The text in order; paragraphs and rows end lines, cells are parted by tabs."""
    skipping = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if tag in LEFT_OUT:
            skipping += 1 if event == "start" else -1
        elif not skipping:
            yield _start(tag, element) if event == "start" else _end(tag, element)


def _start(tag: str, element: etree._Element) -> str:
    if tag == "t":
        return element.text or ""
    return {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(tag, "") if _parent(element) == "r" else ""


def _end(tag: str, element: etree._Element) -> str:
    """A paragraph that closes a cell ends no line: the next cell follows it."""
    if tag == "p":
        return "" if element.getnext() is None and _parent(element) == "tc" else "\n"
    if tag == "tc":
        return "" if element.getnext() is None else "\t"
    return "\n" if tag == "tr" else ""


def _parent(element: etree._Element) -> str:
    """The name of the parent: tab stops are listed in a paragraph's properties under the same name as typed tabs."""
    parent = element.getparent()
    return "" if parent is None else etree.QName(parent).localname
