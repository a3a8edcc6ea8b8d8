"""Office files (ECMA-376): opened only when they are small enough, and the order of their slides and sheets."""

from __future__ import annotations

import posixpath
import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from lxml import etree

from onrecord.errors import ItemFailed, reason

#: Bytes that the members of an office file may have in all; text of 10,000 pages needs a tenth.
UNPACKED_BYTES = 512 * 2**20

#: Bytes of one XML part that is parsed; a longer one is no XML then, for it is cut.
PART_BYTES = 256 * 2**20

#: Members of an office file.
MEMBERS = 20_000

#: How much larger than the file its members may be in all, once they pass `SMALL` bytes.
RATIO = 200
SMALL = 32 * 2**20

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

#: Names of the attribute that points to a relationship, in transitional and strict files.
RELATION_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)

#: A document type declaration: office files have none (ECMA-376 part 2, 10.1.4), attacks with entities need one.
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Package:
    """An office file, open and checked. Raises ItemFailed when it is damaged, protected or too large unpacked."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = ZipFile(path)
        except (BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise ItemFailed(
                f"the office file is damaged: {reason(error)}", "open and save it again, then add the copy"
            ) from None
        self._check(path.stat().st_size)

    def _check(self, size: int) -> None:
        infos = self._zip.infolist()
        total = sum(info.file_size for info in infos)
        if len(infos) > MEMBERS or total > UNPACKED_BYTES or total > max(SMALL, RATIO * size):
            raise ItemFailed(
                f"the office file unpacks to {total:,} bytes in {len(infos):,} parts, which is too much",
                "save the text as plain text and add that",
            )
        if any(info.flag_bits & 1 for info in infos):
            raise ItemFailed("the office file is encrypted", "add a copy saved without the password")

    def part(self, name: str) -> etree._Element | None:
        """The XML part `name`, parsed; None when there is none. Raises ItemFailed when it is damaged or hostile."""
        data = self._bytes(name, PART_BYTES)
        return None if data is None else _parse(name, data)

    def _bytes(self, name: str, most: int) -> bytes | None:
        """The first `most` bytes of part `name`, checked; None when there is none."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(most)
        except KeyError:
            return None
        except (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, zlib.error) as error:
            raise ItemFailed(
                f"{name} is damaged: {reason(error)}", "open and save the file again, then add the copy"
            ) from None
        if _DTD.search(data, 0, 65_536):
            raise ItemFailed(f"{name} declares entities, as attacks do", "save the text as plain text and add that")
        return data

    def refuse_entities(self) -> None:
        """Raise ItemFailed when any XML part declares a document type: for libraries that open the file themselves."""
        for info in self._zip.infolist():
            if info.filename.endswith((".xml", ".rels")):
                self._bytes(info.filename, 65_536)

    def main(self) -> str:
        """The name of the main part: the document, the presentation or the workbook."""
        for kind, target in self.relations("").values():
            if kind.endswith("/officeDocument"):
                return target
        raise ItemFailed("the office file names no main part", "open and save it again, then add the copy")

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of part `name` (empty: of the package): id -> (type, target part)."""
        folder, base = posixpath.split(name)
        root = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        if root is None:
            return {}
        return {
            item.get("Id", ""): (item.get("Type", ""), _target(folder, item.get("Target", "")))
            for item in root.iter(RELATIONSHIPS)
            if item.get("TargetMode") != "External"
        }

    def listed(self, tag: str) -> list[tuple[str, str]]:
        """The (name, part) of every element `tag` of the main part, in order: ``sldId`` slides or ``sheet`` sheets.

        The part is empty where the relationship is missing.
        """
        main = self.main()
        root = self.part(main)
        targets = self.relations(main)
        found = [] if root is None else list(root.iter(f"{{*}}{tag}"))
        return [(item.get("name", ""), targets.get(_relation(item), ("", ""))[1]) for item in found]

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _parse(name: str, data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ItemFailed(
            f"{name} is no XML: {reason(error)}", "open and save the file again, then add the copy"
        ) from None


def _relation(item: etree._Element) -> str:
    return next((value for name in RELATION_ID if (value := item.get(name))), "")


def _target(folder: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
