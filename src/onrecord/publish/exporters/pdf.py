"""Searchable PDF: the image of every page as released, with the words that were read, invisible, in their places.
Words that OCR was not sure of are underlined with dots.

One PDF for each source file that has page images, in a folder or a zip, or a single file for a single source. The
redactions are painted over and no word stands on them. Page numbers are those of the source: a page that cannot be
drawn is a blank one that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import IO

from onrecord.errors import ItemFailed, UsageError
from onrecord.model import UNSURE, Page, SourceFile, Word, page_key
from onrecord.publish.exporters.parcel import Parcel
from onrecord.publish.exporters.pdfwriter import PdfWriter, Placed
from onrecord.publish.exporters.source import Source
from onrecord.publish.painted import painted, shown_words

KINDS = ("pages",)
ENDING = ".zip"
EXTRA = ""
NARROWS = True

#: The resolution of page images, in dots an inch: print can be read, and a page of text takes about 40 KB.
DPI = 150.0

#: The kinds of files that have page images.
_DRAWN = frozenset({"pdf", "image"})

#: US letter, for a page of unknown size.
_LETTER = (612.0, 792.0)

#: A line so many times as high as the words on it runs aslant: its words keep their own heights.
_TILTED = 2.5


def save(source: Source, out: Path) -> int:
    """See `FileExporter.save`; how many pages there are."""
    media = {file.id: file for file in source.view.store.files()}
    files = [media[id] for id in source.files() if id in media and media[id].media in _DRAWN]
    if out.suffix.lower() == ".pdf":
        if len(files) != 1:
            raise UsageError(f"{len(files)} files with page images are in scope", "name one with --file, or a folder")
        with out.open("wb") as stream:
            return write(source, files[0], stream)
    count = 0
    with Parcel(out) as parcel:
        for file in files:
            place = source.view.location(file.id)
            with parcel.opened(parcel.free(f"{place.release}/{place.path}", ".pdf", file.id[:8])) as stream:
                count += write(source, file, stream)
    return count


def write(source: Source, file: SourceFile, out: IO[bytes]) -> int:
    """One source file as a PDF; how many pages it has."""
    title = source.view.location(file.id).path
    made = PdfWriter(out, title=title, subject=f"SHA-256 of the source: {file.id}", mark=file.id)
    total = source.view.store.extents().get(file.id, 0)
    for number in range(1, total + 1):
        page = source.view.store.page(page_key(file.id, number))
        if page is None:
            made.blank(_LETTER, f"Page {number} of the source could not be read.")
        else:
            _add(source, page, made)
    made.close()
    return total


def _add(source: Source, page: Page, made: PdfWriter) -> None:
    size = (page.width, page.height) if page.width and page.height else _LETTER
    try:
        image = painted(source.draw(page, DPI), page)
        words = shown_words(page, source.place(page))
    except ItemFailed as error:
        made.blank(size, f"Page {page.number} of the source cannot be drawn: {error.what}.")
        return
    made.page(size, image, _placed(page, words))


def _placed(page: Page, words: list[Word]) -> Iterator[Placed]:
    """The words with the heights of their lines: a dash set at its own would be taken for a line of its own."""
    for _, group in groupby(words, key=lambda word: page.text.count("\n", 0, word.start)):
        line = list(group)
        top, foot = min(word.box[1] for word in line), max(word.box[3] for word in line)
        level = foot - top <= _TILTED * median(word.box[3] - word.box[1] for word in line)
        for word in line:
            box = (word.box[0], top, word.box[2], foot) if level else word.box
            unsure = 0 <= word.confidence < UNSURE
            yield Placed(page.text[word.start : word.end], box, unsure)
