"""The layouts by name."""

from __future__ import annotations

from examples.press.layouts import agencies, outlook, papers, programs
from examples.press.layouts.base import Layout

LAYOUTS: dict[str, Layout] = {
    layout.name: layout
    for layout in (
        outlook.PRINT,
        outlook.WEB,
        agencies.EXPORT,
        agencies.STATE,
        agencies.ARCHIVE,
        programs.GMAIL,
        programs.LOTUS,
        programs.APPLE,
        papers.INVITE,
        papers.MEMO,
        papers.SHEET,
    )
}
