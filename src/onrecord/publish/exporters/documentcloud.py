"""Findings as DocumentCloud notes: for each document, a list that its API takes (``POST /documents/ID/notes/``).

Of a note the API takes `title`, `page_number` (from 0), `content` (HTML), `access`, and `x1`, `x2`, `y1`, `y2` as parts
of the page's width and height from the top left; a note without these four stands between two pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import msgspec

from onrecord.errors import ItemFailed
from onrecord.model import Page, Span, Word, page_key
from onrecord.publish.exporters.source import Source
from onrecord.publish.rows import Row

KINDS = ("interactions", "messages", "claims", "events", "gaps", "attachments", "contacts", "people", "tenures")
ENDING = ".json"
EXTRA = ""
NARROWS = True

#: Notes are drafts until their owner publishes them.
ACCESS = "private"

#: What titles a note, by kind: the first of these fields that has a value.
_TITLES = ("act", "subject", "what", "text", "detail", "name", "title", "kind", "channel")
_LONGEST = 200


def save(source: Source, out: Path) -> int:
    """See `FileExporter.save`; how many notes there are."""
    notes = _notes(source)
    count = 0
    with out.open("w", encoding="utf-8", newline="") as stream:
        stream.write('{"documents":[')
        for number, file in enumerate(file for file in source.files() if file in notes):
            listed = list(_placed(source, file, notes[file]))
            count += len(listed)
            document = {"file": source.view.location(file).path, "sha256": file, "notes": listed}
            stream.write(",\n" if number else "\n")
            stream.write(msgspec.json.encode(document).decode())
        stream.write("\n]}\n")
    return count


#: A page number, the spans there, and the title and content of a note.
_Draft = tuple[int, list[tuple[int, int]], str, str]


def _notes(source: Source) -> dict[str, list[_Draft]]:
    """The notes by file, without places: for each row one on every page that it is cited to."""
    found: defaultdict[str, list[_Draft]] = defaultdict(list)
    for row in source.rows():
        citation: Any = row.get("citation") or {"spans": []}
        pages: defaultdict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        for span in citation["spans"]:
            pages[span["sha256"], span["page"]].append((span["start"], span["end"]))
        for (file, number), spans in pages.items():
            found[file].append((number, spans, _title(source.kind, row), _content(source, row)))
    return found


def _title(kind: str, row: Row) -> str:
    said = next((str(row[field]) for field in _TITLES if row.get(field)), kind)
    day = str(row.get("date") or row.get("sent") or "")[:10]
    line = " ".join(f"{day} {said}".split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _content(source: Source, row: Row) -> str:
    """The quote and what makes it less than certain, as HTML: the words come from strangers and are escaped."""
    citation: Any = row["citation"]
    doubts: Any = row.get("doubts") or ()
    parts = [f"<blockquote>{escape(citation['quote'])}</blockquote>"]
    parts += [f"<p>Uncertain: {escape(str(doubt))}</p>" for doubt in doubts]
    parts += [f"<p>{escape(str(row['question']))}</p>"] if row.get("question") else []
    return "".join([*parts, f"<p>{escape(source.kind)} {escape(str(row.get('id') or ''))}</p>"])


def _placed(source: Source, file: str, drafts: list[_Draft]) -> Iterator[dict[str, object]]:
    """The notes of a file in the order of its pages, each around the words that it cites."""
    for number in sorted({draft[0] for draft in drafts}):
        page = source.view.store.page(page_key(file, number))
        words = _words(source, page)
        for _, spans, title, content in (draft for draft in drafts if draft[0] == number):
            note: dict[str, object] = {"title": title, "page_number": number - 1, "content": content, "access": ACCESS}
            yield note | _box(page, words, [Span("", start, end) for start, end in spans])


def _words(source: Source, page: Page | None) -> tuple[Word, ...]:
    try:
        return source.place(page) if page is not None and page.width and page.height else ()
    except ItemFailed:
        return ()


def _box(page: Page | None, words: tuple[Word, ...], spans: list[Span]) -> dict[str, float]:
    """The smallest box around the cited words as parts of the page; nothing where no place is known."""
    boxes = [word.box for word in words if any(word.start < span.end and span.start < word.end for span in spans)]
    if not boxes or page is None:
        return {}
    across, down = (
        (min(b[0] for b in boxes), max(b[2] for b in boxes)),
        (min(b[1] for b in boxes), max(b[3] for b in boxes)),
    )
    x1, x2 = (min(max(edge / page.width, 0.0), 1.0) for edge in across)
    y1, y2 = (min(max(edge / page.height, 0.0), 1.0) for edge in down)
    return {"x1": round(x1, 5), "x2": round(x2, 5), "y1": round(y1, 5), "y2": round(y2, 5)}
