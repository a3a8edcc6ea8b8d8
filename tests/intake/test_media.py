from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import pytest

from onrecord.intake.media import detect

MAIL = b"Received: from x\r\nMessage-ID: <1@example.org>\r\nFrom: a@example.org\r\nTo: b@example.gov\r\n\r\nHi\r\n"
PRINTED = b"From: Ann Lee\nSent: Friday, May 1, 2020 9:00 AM\nTo: Bo Ray\nSubject: Wells\n\nDate: tomorrow\n"
RECORD = b'{"page": 1, "stamp": "AB-0001", "text": "From: Ann"}\n'
DAT = "\u00feBEGDOC\u00fe\x14\u00feENDDOC\u00fe\r\n\u00feA1\u00fe\x14\u00feA2\u00fe\r\n"


def zipped(*names: str, stored: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, stored)
    return buffer.getvalue()


def tarred(form: int = tarfile.PAX_FORMAT, content: bytes = b"x") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


V7_TAR = bytearray(tarred(tarfile.USTAR_FORMAT))
V7_TAR[257:265] = bytes(8)
V7_TAR[148:156] = b"%06o\0 " % (sum(V7_TAR[:148]) + sum(V7_TAR[156:512]) + 256)

CASES = [
    ("empty", b"", "a.pdf"),
    ("pdf", b"%PDF-1.7\n", "a"),
    # some scanners write their own bytes before the PDF
    ("pdf", b"\x00\x01junk\n%PDF-1.4\n", "scan.bin"),
    # the name counts where the bytes say nothing, so that the failure says what was meant
    ("pdf", b"\x00\x01\x02 damaged", "a.pdf"),
    ("image", b"\x89PNG\r\n\x1a\n\0\0", "a.txt"),
    ("image", b"\xff\xd8\xff\xe0", ""),
    ("image", b"II*\0\x08\0\0\0", ""),
    ("image", b"RIFF\0\0\0\0WEBPVP8 ", ""),
    ("image", b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(12), ""),
    # words begin with BM too
    ("text", b"BMW and others were at the meeting, and so on", "note"),
    ("zip", zipped("a.txt"), "a.txt"),
    # an archive whose first file is a stored PDF is no PDF
    ("zip", zipped("a.pdf", stored=b"%PDF-1.4"), "a.zip"),
    ("tar", tarred(content=b"%PDF-1.4"), "a"),
    ("tar", bytes(V7_TAR), "old"),
    ("tar", gzip.compress(tarred()), "a.gz"),
    ("tar", bz2.compress(tarred()), "a"),
    ("tar", lzma.compress(tarred()), "a"),
    ("docx", zipped("[Content_Types].xml", "word/document.xml"), "a.zip"),
    ("xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "a"),
    ("pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"), "a"),
    # a ZIP of office files is no office file
    ("zip", zipped("word/document.xml"), "a"),
    ("docx", b"PK\x03\x04 cut off", "a.docx"),
    ("zip", b"PK\x03\x04 cut off", "a"),
    ("page_text", RECORD, "pages.jsonl"),
    ("page_text", gzip.compress(RECORD), "pages.jsonl.gz"),
    # a damaged first record must not make the file plain text
    ("page_text", b'{"page": 1, "te\n' + RECORD, "x"),
    # the text may come first and be long
    ("page_text", b'{"text": "' + b"long " * 2000 + b'", "stamp": "A-1"}\n', "x.jsonl"),
    ("text", b'{"name": "no page"}\n', "x.json"),
    ("gzip", gzip.compress(b"plain"), "a.gz"),
    ("eml", MAIL, "a.txt"),
    ("eml", b"no head at all", "a.eml"),
    # printed mail in a text file is text, not native mail
    ("text", PRINTED, "a.txt"),
    ("mbox", b"From a@example.org Fri May  1 09:00:00 2020\n" + MAIL, "archive"),
    # a text may begin with "From "
    ("text", b"From the desk of Ann Lee\nSubject: wells\n", "a"),
    ("html", b"\xef\xbb\xbf\n<!-- saved -->\n<!DOCTYPE html><html>", "a"),
    ("html", b"<?xml version='1.0'?>\n<html xmlns='x'>", "a"),
    ("load_dat", DAT.encode("cp1252"), "a.dat"),
    ("load_dat", DAT.encode("utf-8"), "a"),
    ("load_dat", DAT.encode("utf-16"), "a.txt"),
    ("load_opt", b"AB-0001,VOL1,IMAGES\\001\\AB-0001.tif,Y,,,2\r\n", "a"),
    ("load_lfp", b"IM,AB-0001,D,0,@VOL1;IMAGES\\001;AB-0001.tif;2,0\r\n", "a"),
    ("text", "Grüße\n".encode("utf-16"), "a"),
    ("text", b"caf\xe9 au lait", "a.txt"),
    ("unknown", bytes(range(256)) * 8, "a.bin"),
    ("unknown", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "letter.doc"),
]


@pytest.mark.parametrize(("media", "data", "name"), CASES, ids=range(len(CASES)))
def test_kinds_are_told_from_bytes_then_names(tmp_path: Path, media: str, data: bytes, name: str) -> None:
    path = tmp_path / "stored"
    path.write_bytes(data)
    assert detect(path, name) == media


def test_a_vast_list_of_members_is_not_read_to_tell_the_kind(tmp_path: Path) -> None:
    data = bytearray(zipped("[Content_Types].xml", "word/document.xml"))
    place = data.rfind(b"PK\x05\x06") + 12
    data[place : place + 4] = (2**31).to_bytes(4, "little")
    path = tmp_path / "stored"
    path.write_bytes(data)
    assert detect(path, "a.docx") == "zip"
