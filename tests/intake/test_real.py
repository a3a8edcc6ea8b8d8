"""The real productions kept beside the project: what is known of them without opening them here."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from onrecord.intake.inspect import inspect
from onrecord.intake.inspection import Inspection
from onrecord.intake.media import detect
from onrecord.intake.vault import Vault
from onrecord.model import SourceFile
from onrecord.settings import Settings
from tests.realdata import real

pytestmark = pytest.mark.real


def look(path: Path, vault: Vault) -> tuple[str, Inspection]:
    digest, size = vault.link(path)
    file = SourceFile(id=digest, size=size, media=detect(path, path.name), linked=str(path))
    return file.media, inspect(vault.path(file), file, vault, Settings())


def test_page_texts(vault: Vault) -> None:
    media, found = look(real("nih-2021", "pages.jsonl.gz"), vault)
    assert (media, found.pages, found.failures) == ("page_text", 1311, ())


def test_archives_of_texts(vault: Vault) -> None:
    counts = {}
    for path in sorted(real("state-clinton").glob("*.tar.gz")):
        media, found = look(path, vault)
        assert media == "tar"
        assert {child.file.media for child in found.children} == {"text"}
        assert found.failures == ()
        counts[path.name.removesuffix(".tar.gz")] = len(found.children)
    with real("state-clinton", "docs.csv").open(encoding="utf-8") as stream:
        listed = Counter(line["release"] for line in csv.DictReader(stream))
    assert counts == listed
    assert sum(counts.values()) == 3577


def test_pdfs_of_small_productions(vault: Vault) -> None:
    found = [look(path, vault)[1] for path in sorted(real("foia-pdfs-misc").glob("*.pdf"))]
    assert [item.pages for item in found] == [2, 55, 14, 2, 24]
    assert not any(item.failures for item in found)


def test_every_pdf_of_six_releases_opens(vault: Vault) -> None:
    paths = sorted(real("fbi-burge", "muckrock-ocr").glob("*.pdf"))
    found = [look(path, vault)[1] for path in paths]
    assert len(found) == 37
    assert all(item.pages and not item.failures for item in found)


def test_page_texts_are_told_from_other_json(vault: Vault) -> None:
    path = real("nih-2021", "truth.json")
    assert json.loads(path.read_bytes())
    assert detect(path, path.name) == "text"
