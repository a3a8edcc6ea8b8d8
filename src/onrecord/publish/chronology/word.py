"""A chronology as a Word document: a paragraph an entry, and a footnote for whoever comes up for the first time.

The parts of the package are those that ECMA-376 asks for (WordprocessingML): the document, its footnotes, and the
relationship between the two. The same entries give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from html import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from onrecord.publish.chronology import formats
from onrecord.publish.chronology.entries import Chronology, Entry, Introduced

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-"
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: The parts that are always the same.
_ALWAYS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" '
        f'ContentType="{_TYPES}officedocument.wordprocessingml.document.main+xml"/>'
        f'<Override PartName="/word/footnotes.xml" '
        f'ContentType="{_TYPES}officedocument.wordprocessingml.footnotes+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
    "word/_rels/document.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
    ),
}
#: The lines above the notes of a page, which every list of footnotes begins with.
_LINES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_RAISED = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'


def docx(found: Chronology) -> bytes:
    """The document."""
    head = _paragraph(_run(formats.TITLE, bold=True)), _paragraph(_run(f"{formats.counted(found)}. {formats.NOTE}"))
    told = list(formats.notes_of(found))
    paragraphs = "".join((*head, *(_entry(entry, notes) for entry, notes in told)))
    parts = {
        "word/document.xml": f"<w:document {_WORD}><w:body>{paragraphs}</w:body></w:document>",
        "word/footnotes.xml": f"<w:footnotes {_WORD}>{_LINES}{_footnotes(told)}</w:footnotes>",
    }
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, text in {**_ALWAYS, **parts}.items():
            package.writestr(ZipInfo(name, (1980, 1, 1, 0, 0, 0)), _XML + text)
    return out.getvalue()


def _entry(entry: Entry, notes: Iterable[tuple[int, Introduced]]) -> str:
    cited = "; ".join(map(formats.source, entry.sources))
    marks = "".join(f'<w:r>{_RAISED}<w:footnoteReference w:id="{number}"/></w:r>' for number, _ in notes)
    return _paragraph(_run(f"{entry.day}  ", bold=True), _run(entry.text), marks, _run(f" [{cited}] ({entry.state})"))


def _footnotes(told: Iterable[tuple[Entry, list[tuple[int, Introduced]]]]) -> str:
    return "".join(
        f'<w:footnote w:id="{number}">'
        + _paragraph(f"<w:r>{_RAISED}<w:footnoteRef/></w:r>", _run(f" {formats.introduction(one)}"))
        + "</w:footnote>"
        for _, notes in told
        for number, one in notes
    )


def _paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    marks = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{marks}<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r>'


def _printable(text: str) -> str:
    """Without characters that XML may not hold."""
    return "".join(letter for letter in text if letter >= " " or letter == "\t")
