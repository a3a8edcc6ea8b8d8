from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from onrecord.errors import ItemFailed
from onrecord.text import ooxml
from onrecord.text.ooxml import Package

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(*targets: tuple[str, str, str]) -> str:
    items = (f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{target}"/>' for i, kind, target in targets)
    return f'<Relationships xmlns="{RELS}">{"".join(items)}</Relationships>'


DECK = {
    "_rels/.rels": relations(("rId1", "officeDocument", "/ppt/deck2.xml")),
    "ppt/deck2.xml": f'<p xmlns="urn:p" xmlns:r="{OFFICE}"><sldId r:id="b"/><sldId r:id="a"/><sldId r:id="none"/></p>',
    "ppt/_rels/deck2.xml.rels": relations(("a", "slide", "slides/one.xml"), ("b", "slide", "../ppt/slides/two.xml")),
}


def package(tmp_path: Path, parts: dict[str, str]) -> Path:
    path = tmp_path / "a.pptx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def test_parts_are_listed_in_the_order_of_the_main_part(tmp_path: Path) -> None:
    with Package(package(tmp_path, DECK)) as deck:
        assert deck.main() == "ppt/deck2.xml"
        assert deck.listed("sldId") == [("", "ppt/slides/two.xml"), ("", "ppt/slides/one.xml"), ("", "")]
        assert deck.part("ppt/missing.xml") is None


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'


@pytest.mark.parametrize("hostile", [LAUGHS, OUTSIDE, "\n" + LAUGHS])
def test_entities_are_refused(tmp_path: Path, hostile: str) -> None:
    with Package(package(tmp_path, {**DECK, "ppt/slides/one.xml": hostile})) as deck:
        with pytest.raises(ItemFailed, match="entities"):
            deck.part("ppt/slides/one.xml")
        with pytest.raises(ItemFailed, match="entities"):
            deck.refuse_entities()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ooxml, "SMALL", 1_000_000)
    with pytest.raises(ItemFailed, match="unpacks to 20,0"):
        Package(package(tmp_path, {**DECK, "ppt/media/zeros.bin": "\0" * 20_000_000}))


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    path = package(tmp_path, {**DECK, "ppt/slides/one.xml": "<a>" + " " * 1_000_000 + "</a>"})
    data = bytearray(path.read_bytes())
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        where = data.rfind(signature) + place
        data[where : where + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with Package(path) as deck, pytest.raises(ItemFailed):
        deck.part("ppt/slides/one.xml")


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no archive"])
def test_a_damaged_package_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    with pytest.raises(ItemFailed, match="damaged"):
        Package(path)


def test_a_part_that_is_no_xml_is_refused(tmp_path: Path) -> None:
    with Package(package(tmp_path, {**DECK, "x.xml": "<a><b></a>"})) as deck, pytest.raises(ItemFailed, match="no XML"):
        deck.part("x.xml")


def test_an_encrypted_package_says_what_to_do(tmp_path: Path) -> None:
    path = package(tmp_path, DECK)
    data = bytearray(path.read_bytes())
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(ItemFailed, match="encrypted"):
        Package(path)


def test_a_package_without_a_main_part_is_refused(tmp_path: Path) -> None:
    with Package(package(tmp_path, {"a.xml": "<a/>"})) as deck, pytest.raises(ItemFailed, match="no main part"):
        deck.main()
