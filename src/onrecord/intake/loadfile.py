"""E-discovery load files: which pages make up which document, in what order, under which numbers.

Three formats are read. Concordance DAT holds one document a line, its fields set off by U+0014 and quoted by U+00FE.
Opticon OPT and IPRO LFP hold one page a line. `parse` turns each into rows, `assemble` joins the rows of one addition
with the files that came with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from onrecord.errors import ItemFailed
from onrecord.model import Failure
from onrecord.text.encoding import decode, lines_as_lf

#: Concordance's separators: between fields, around fields, and in the place of a line feed inside a field.
FIELD, QUOTE, NEWLINE = "\x14", "\u00fe", "\u00ae"

#: Lines that one quoted record may run over.
RECORD_LINES = 2_000

#: Column names of DAT files in capitals without spaces and punctuation. Vendors' names differ; these are the common
#: ones of published production specifications (SEC, DOJ, FTC data delivery standards).
COLUMNS = {
    "first": "BEGDOC BEGBATES BEGINBATES BEGINDOC BEGNO BEGDOCNO FIRSTBATES BATESBEG BATESBEGIN BATESSTART PRODBEG "
    "PRODBEGBATES BEGPROD BEGCONTROL STARTBATES BEGINNINGBATES BEGINNINGBATESNUMBER BEGBATESNUMBER BATESNUMBER DOCID "
    "CONTROLNUMBER",
    "last": "ENDDOC ENDBATES ENDNO ENDDOCNO LASTBATES BATESEND BATESSTOP PRODEND PRODENDBATES ENDPROD ENDCONTROL "
    "ENDINGBATES ENDINGBATESNUMBER ENDBATESNUMBER",
    "family_first": "BEGATTACH BEGATT BEGINATTACH BEGATTACHMENT BATESBEGATTACH PRODBEGATTACH FIRSTATTACH ATTACHBEG "
    "BEGFAMILY BEGFAM BEGATTY",
    "family_last": "ENDATTACH ENDATT ENDATTACHMENT BATESENDATTACH PRODENDATTACH LASTATTACH ATTACHEND ENDFAMILY ENDFAM",
    "family_range": "ATTACHRANGE ATTACHMENTRANGE FAMILYRANGE ATTRANGE",
    "family": "FAMILYID FAMID GROUPID GROUPIDENTIFIER FAMILYGROUP",
    "parent": "PARENTID PARENTDOC PARENTDOCID PARENTBATES PARENTBEGDOC PARENTBEG PARENT",
    "text": "TEXTPATH TEXTLINK EXTRACTEDTEXTPATH TEXTFILE TEXTFILEPATH OCRPATH EXTRACTEDTEXTLINK FULLTEXTPATH",
    "native": "NATIVELINK NATIVEPATH NATIVEFILE FILEPATH NATIVEFILEPATH DOCLINK LINK NATIVEFILELINK PDFPATH PDFLINK",
}

_ROLES = [(name, role) for role, names in COLUMNS.items() for name in names.split()]


class Row(Struct, frozen=True, kw_only=True):
    """One document as a load file lists it, or a part of one.

    `source` is the SHA-256 of the load file, `line` its first line there, from 1. `images` are the page files in order
    as (stamp, path as written, page in that file; 0: not said). `family` and `parent` are numbers or ids as written.
    """

    source: str
    line: int
    first: str
    last: str = ""
    family: str = ""
    parent: str = ""
    images: tuple[tuple[str, str, int], ...] = ()
    native: str = ""
    text: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def parse(data: bytes, media: str, source: str) -> tuple[list[Row], list[Failure]]:
    """The rows of a load file of kind `media` (``load_dat``, ``load_opt``, ``load_lfp``) with SHA-256 `source`.

    A line that cannot be read is a Failure of stage ``inspect`` whose `page` is 0 and whose text names the line.
    Raises ItemFailed when nothing can be made of the file.
    """
    text = lines_as_lf(decode(data, western=True).text)
    if media == "load_dat":
        return _parse_dat(text, source)
    read = _opt_line if media == "load_opt" else _lfp_line
    return _parse_images(text, source, read)


def failure(source: str, what: str, path: str = "") -> Failure:
    """A failure of one line or one path of the load file `source`."""
    step = "add the missing file, or correct the load file"
    return Failure(stage="inspect", file=source, path=path, page=0, what=what, next_step=step)


def _parse_dat(text: str, source: str) -> tuple[list[Row], list[Failure]]:
    lines = _dat_records(text)
    _, header = next(lines, (0, []))
    names = [re.sub(r"[^A-Z0-9]", "", name.upper()) for name in header]
    roles = _roles(names)
    if "first" not in roles:
        raise ItemFailed("no column of the load file names the first page", "add a column BEGDOC and try again")
    rows: list[Row] = []
    failures: list[Failure] = []
    for line, values in lines:
        if len(values) > len(header) or not _at(values, roles["first"]):
            failures.append(failure(source, f"line {line:,} of the load file cannot be read: {_shown(values)}"))
        else:
            rows.append(_dat_row(source, line, header, roles, values))
    return rows, failures


def _roles(names: list[str]) -> dict[str, int]:
    """Which column plays which part: the first of the known names wins, in the order of COLUMNS."""
    roles: dict[str, int] = {}
    for name, role in _ROLES:
        if role not in roles and name in names:
            roles[role] = names.index(name)
    return roles


def _dat_records(text: str) -> Iterator[tuple[int, list[str]]]:
    """(line number, fields) of every record. A record whose quotes are not closed goes on in the next line."""
    held: list[str] = []
    quotes = start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not held and not line.strip():
            continue
        start = start if held else number
        held.append(line)
        quotes += line.count(QUOTE)
        if quotes % 2 == 0 or len(held) >= RECORD_LINES:
            yield start, _dat_fields("\n".join(held))
            held, quotes = [], 0
    if held:
        yield start, _dat_fields("\n".join(held))


def _dat_fields(record: str) -> list[str]:
    if QUOTE not in record:
        return record.split(FIELD)
    parts = record.split(QUOTE + FIELD + QUOTE)
    if record.count(FIELD) != len(parts) - 1:
        parts = record.split(FIELD)
    return [part.strip(QUOTE).replace(NEWLINE, "\n").strip() for part in parts]


def _dat_row(source: str, line: int, header: list[str], roles: dict[str, int], values: list[str]) -> Row:
    def value(role: str) -> str:
        return _at(values, roles[role]) if role in roles else ""

    used = set(roles.values())
    further = ((header[place], values[place]) for place in range(len(values)) if place not in used and values[place])
    span = re.split(r"\s*-\s+|\s+-\s*|\s*;\s*", value("family_range"), maxsplit=1)[0]
    return Row(
        source=source,
        line=line,
        first=value("first"),
        last=value("last") or value("first"),
        family=value("family_first") or value("family") or span,
        parent=value("parent"),
        native=value("native"),
        text=value("text"),
        fields=tuple(further),
    )


def _at(values: list[str], place: int) -> str:
    return values[place].strip() if place < len(values) else ""


def _shown(values: list[str]) -> str:
    return " | ".join(values)[:120].replace("\n", " ")


class _Image(Struct, frozen=True):
    """One line of a page list: its number, its file, the page in it (0: not said), whether a document begins."""

    stamp: str
    path: str
    page: int
    begins: bool


def _parse_images(text: str, source: str, read: Callable[[str], _Image | None]) -> tuple[list[Row], list[Failure]]:
    rows: list[Row] = []
    failures: list[Failure] = []
    held: list[_Image] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or line[:3].upper() in ("VN,", "VM,", "IO,", "FT,", "II,"):
            continue
        image = read(line)
        if image is None:
            failures.append(failure(source, f"line {number:,} of the load file cannot be read: {line[:120]}"))
            continue
        if image.begins and held:
            rows.append(_image_row(source, start, held))
            held = []
        start = start if held else number
        held.append(image)
    if held:
        rows.append(_image_row(source, start, held))
    return rows, failures


def _image_row(source: str, line: int, images: list[_Image]) -> Row:
    pages = tuple((image.stamp, image.path, image.page) for image in images)
    return Row(source=source, line=line, first=images[0].stamp, last=images[-1].stamp, images=pages)


def _opt_line(line: str) -> _Image | None:
    """``stamp,volume,path,Y,folder break,box break,pages``: Y begins a document."""
    parts = [part.strip().strip('"') for part in line.split(",")]
    if len(parts) < 4 or not parts[0] or not parts[2]:
        return None
    return _Image(parts[0], parts[2], 0, parts[3].upper() == "Y")


def _lfp_line(line: str) -> _Image | None:
    """``IM,stamp,D,offset,@volume;folder;file;type``: D begins a document, C its child; offset is the file's page."""
    parts = line.strip().split(",", 4)
    where = parts[4].lstrip("@").split(";") if len(parts) == 5 else []
    if len(where) < 3 or parts[0].upper() != "IM" or not parts[1].strip() or not where[2].strip():
        return None
    path = "\\".join(part.strip("\\/ ") for part in where[1:3] if part.strip("\\/ "))
    page = int(parts[3]) if parts[3].strip().isdecimal() else 0
    return _Image(parts[1].strip(), path, page, parts[2].strip().upper() in ("D", "C", "B", "F"))
