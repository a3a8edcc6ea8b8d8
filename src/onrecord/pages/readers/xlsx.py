"""Workbooks: the values of every sheet, a sheet a page, cells parted by tabs."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from datetime import datetime, time
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from onrecord.errors import ItemFailed, reason
from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.finish import finish
from onrecord.pages.readers.bounds import PAGE_CHARACTERS, failed
from onrecord.settings import Settings
from onrecord.text.ooxml import Package

ENGINE = "xlsx"
VERSION = "1"

#: Rows of a sheet that are looked at, empty ones included: the most that a sheet can have.
ROWS = 2**20


def read(path: Path, file: SourceFile, first: int, last: int, settings: Settings) -> Iterator[Page | Failure]:
    """Sheets `first` to `last`, from 1: the name of the sheet, then its rows, as last calculated and saved.

    A damaged sheet is a Failure; the others go on. Raises ItemFailed when the file cannot be opened.
    """
    with Package(path) as package:
        names = [name for name, _ in package.listed("sheet")]
        package.refuse_entities()
    try:
        book = _open(BytesIO(path.read_bytes()))
    except Exception as error:  # the library raises nearly anything for a damaged book
        raise ItemFailed(
            f"the workbook is damaged: {reason(error)}", "open and save it again, then add the copy"
        ) from None
    try:
        for number, name in enumerate(names[first - 1 : last], first):
            yield from _sheet(book, name, file, number)
    finally:
        book.close()


def _open(file: BytesIO) -> openpyxl.Workbook:
    """The workbook. Given a path, the library would judge it by its ending, and files in a vault have none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _sheet(book: openpyxl.Workbook, name: str, file: SourceFile, number: int) -> Iterator[Page | Failure]:
    lines: list[str] = [name]
    left = PAGE_CHARACTERS
    try:
        for line in _rows(book, name):
            lines.append(line)
            left -= len(line) + 1
            if left < 0:
                what = f"the sheet is too long; only its first {len(lines):,} rows are read"
                yield failed(file, number, what, "split the sheet and add the parts")
                break
    except Exception as error:  # as above
        yield failed(
            file, number, f"the sheet is damaged: {reason(error)}", "open and save it again, then add the copy"
        )
        return
    text = "\n".join(lines).rstrip()
    yield finish(file=file.id, number=number, text=text, engine=ENGINE, engine_version=VERSION)


def _rows(book: openpyxl.Workbook, name: str) -> Iterator[str]:
    """The rows that hold anything, as lines. A sheet of charts has none."""
    sheet = book[name] if name in book.sheetnames else None
    if sheet is None or not hasattr(sheet, "iter_rows"):
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet.reset_dimensions()
        for values in sheet.iter_rows(values_only=True, max_row=ROWS):
            line = "\t".join(_shown(value) for value in values).rstrip("\t")
            if line:
                yield line


def _shown(value: Any) -> str:
    """A value as ISO 8601 or as Python writes it, without line ends, for they end rows."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time() else value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
