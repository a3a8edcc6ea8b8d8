"""Presentations: the text of every slide and its notes, a slide a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from onrecord.errors import ItemFailed
from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers.bounds import cut, failed
from onrecord.settings import Settings
from onrecord.text.ooxml import Package

ENGINE = "pptx"
VERSION = "1"


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Slides `first` to `last`, from 1, notes after a blank line. A damaged slide is a Failure; the others go on.

    Raises ItemFailed when the file cannot be opened.
    """
    with Package(path) as package:
        slides = package.listed("sldId")
        for number, (_, part) in enumerate(slides[first - 1 : last], first):
            try:
                text, failures = cut(file, number, _slide(package, part))
            except ItemFailed as error:
                yield failed(file, number, error.what, error.next_step)
                continue
            yield from failures
            yield finish(file=file.id, number=number, text=text, engine=ENGINE, engine_version=VERSION)


def _slide(package: Package, part: str) -> str:
    root = package.part(part) if part else None
    if root is None:
        raise ItemFailed("the slide is missing from the file", "open and save the file again, then add the copy")
    notes = sorted(target for kind, target in package.relations(part).values() if kind.endswith("/notesSlide"))
    roots = [root, *(note for name in notes if (note := package.part(name)) is not None)]
    return "\n\n".join(filter(None, ("\n".join(_paragraphs(item)).strip("\n") for item in roots)))


def _paragraphs(root: etree._Element) -> Iterator[str]:
    """The paragraphs of all shapes, tables and groups, in the order of the file."""
    for paragraph in root.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p"):
        yield "".join(_piece(element) for element in paragraph.iter("{*}t", "{*}br"))


def _piece(element: etree._Element) -> str:
    if etree.QName(element).localname == "t":
        return element.text or ""
    return "\n" if etree.QName(element).localname == "br" else ""
