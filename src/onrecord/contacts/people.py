"""Who took part, out of the cells of a row or the words of a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.contacts.tables import Cell
from onrecord.model import Page, Span
from onrecord.model.contacts import Participant
from onrecord.text import names, phones

#: A cell that stands for nobody.
NOBODY = re.compile(r"[\W_]*(?:n/?a|none|null|nil|unknown|tbd|self)?[\W_]*", re.IGNORECASE)
DITTO = re.compile(r"[\"'〃”“]{1,2}|-?do-?\.?|same|ditto", re.IGNORECASE)
BLANKED = re.compile(r"█|\(\s?b\s?\)\s?\(\s?\d|\bredacted\b", re.IGNORECASE)

#: People of one cell that are read: lists of attendees.
MOST = 2_000


def one(page: Page, role: str, cells: Sequence[Cell], affiliation: str = "") -> Participant | None:
    """The party that `cells` name: a name, a number, an address, each in a cell of its own or together."""
    found = [cell for cell in cells if cell.text and (not NOBODY.fullmatch(cell.text) or BLANKED.search(cell.text))]
    if not found:
        return None
    name, address, number, redacted = "", "", "", False
    for cell in found:
        rest, phone = _without_number(cell.text)
        entry = names.read(rest) if any(map(str.isalpha, rest)) or BLANKED.search(rest) else None
        number = number or phone
        if entry is not None:
            name, address = name or entry.name, address or entry.address
            redacted = redacted or entry.redacted or BLANKED.search(rest) is not None
    redacted = redacted and not (name or address)
    return Participant(
        role=role,
        printed=" ".join(cell.text for cell in found),
        name="" if redacted else name,
        address=address,
        number=number,
        affiliation=affiliation,
        redacted=redacted,
        spans=tuple(Span(page.key, cell.start, cell.end) for cell in found),
    )


def listed(page: Page, role: str, cells: Iterable[Cell]) -> list[Participant]:
    """The parties of cells that each may list several."""
    found = []
    for cell in cells:
        for start, end in names.split(cell.text)[:MOST]:
            words = cell.text[start:end]
            bare = words.strip(" ,;")
            if bare:
                at = cell.start + start + words.index(bare[0])
                party = one(page, role, [Cell(bare, at, at + len(bare))])
                found += [party] if party else []
    return found


def joined(last: Sequence[Cell], first: Sequence[Cell]) -> list[Cell]:
    """ "Last, First" out of two columns, as one cell over both places where they stand beside one another."""
    cells = [cell for cell in (*last, *first) if cell.text]
    if len(cells) < 2:
        return cells
    start, end = min(cell.start for cell in cells), max(cell.end for cell in cells)
    return [Cell(", ".join(cell.text for cell in cells), start, end)]


def _without_number(text: str) -> tuple[str, str]:
    """The words beside a telephone number, and the number."""
    match = phones.NUMBER.search(text)
    if match is None:
        return text, ""
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return re.sub(r"\(\s*\)|[\s,;:/-]+$", "", rest).strip(" ,;:/-"), match[0].strip()
