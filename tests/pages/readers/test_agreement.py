"""Intake counts pages that the readers then read: the two rooms do not know each other, so this holds them together."""

from __future__ import annotations

import gzip
import io
import json
from hashlib import sha256
from pathlib import Path

import pytest

from onrecord.intake.inspect import inspect
from onrecord.intake.media import detect
from onrecord.intake.vault import Vault
from onrecord.model import Page, SourceFile
from onrecord.pages.read import READERS, read
from onrecord.settings import Settings
from tests.pages.readers.test_mail import PLAIN, mailbox
from tests.pages.readers.test_office import book, deck, letter, saved

RECORDS = b"".join(json.dumps({"page": n, "text": f"text {n}"}).encode() + b"\n \n" for n in range(5))
FILES = {
    "a.jsonl": (RECORDS, 5),
    "a.jsonl.gz": (gzip.compress(RECORDS), 5),
    "a.txt": (b"one\ftwo\f\fthree\f\n", 4),
    "wide.txt": ("one\ftwo".encode("utf-16"), 2),
    "long.txt": (b"a line\n" * 100_000, 3),
    # the same with line ends of two characters has as many pages
    "long crlf.txt": (b"a line\r\n" * 100_000, 3),
    "a.eml": (PLAIN, 1),
    "a.mbox": (mailbox("one", "two", "three"), 3),
    "junk.mbox": (b"stray words\n" + mailbox("one"), 2),
    "a.html": (b"<html><p>words", 1),
    "a.docx": (saved(letter()), 1),
    "a.xlsx": (saved(book()), 3),
    "a.pptx": (saved(deck()), 3),
}


@pytest.mark.parametrize("name", FILES)
def test_as_many_pages_are_read_as_were_counted(tmp_path: Path, name: str) -> None:
    data, expected = FILES[name]
    vault = Vault(tmp_path / "vault")
    digest, size = vault.put_stream(io.BytesIO(data))
    path = vault.root / digest[:2] / digest
    file = SourceFile(id=digest, size=size, media=detect(path, name))
    assert file.media in READERS
    assert inspect(path, file, vault, Settings()).pages == expected
    found = list(read(path, file, 1, expected + 5, Settings()))
    assert [page.number for page in found if isinstance(page, Page)] == list(range(1, expected + 1))
    assert len(found) == expected
    assert found == list(read(path, file, 1, expected, Settings()))
    assert file.id == sha256(data).hexdigest()
