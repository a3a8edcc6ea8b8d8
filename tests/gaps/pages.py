"""Invented pages for the tests of this room."""

from __future__ import annotations

from typing import Any

from onrecord.model import Page

LETTER = """\
HARBOR AUTHORITY
March 4, 2022
Request No. 21-0417
Dear Ms. Quill:
"""


def page(text: str, number: int = 1, file: str = "a", **facts: Any) -> Page:
    return Page(file=file * 32, number=number, text=text, engine="layer", engine_version="1", **facts)
