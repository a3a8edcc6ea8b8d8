"""The record of a page that could not be read."""

from __future__ import annotations

from onrecord.errors import ItemFailed
from onrecord.model import Failure, SourceFile


def failure(file: SourceFile, number: int, error: ItemFailed) -> Failure:
    """Why page `number` of `file` could not be read; 0 stands for the whole file."""
    return Failure(stage="read", file=file.id, path="", page=number, what=error.what, next_step=error.next_step)
