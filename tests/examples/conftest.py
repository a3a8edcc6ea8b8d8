"""The printed productions that the tests look at, each made once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from examples.generate import main

Record = dict[str, Any]


@dataclass
class Production:
    """A printed production: its folder, its truth, and its pages as PDFium reads them."""

    root: Path
    truth: Record = field(init=False)
    documents: dict[str, Any] = field(default_factory=dict)
    texts: dict[tuple[str, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.truth = json.loads((self.root / "truth" / "truth.json").read_text(encoding="utf-8"))

    def page(self, file: str, number: int) -> Any:
        if file not in self.documents:
            self.documents[file] = pdfium.PdfDocument(self.root / file)
        return self.documents[file][number - 1]

    def text(self, file: str, number: int) -> str:
        if (file, number) not in self.texts:
            self.texts[file, number] = self.page(file, number).get_textpage().get_text_range()
        return self.texts[file, number]

    def beneath(self, record: Record) -> str:
        """The text that lies under a redaction."""
        x0, y0, x1, y1 = record["box"]
        page = self.page(record["file"], record["page"])
        text: str = page.get_textpage().get_text_bounded(left=x0, bottom=792 - y1, right=x1, top=792 - y0)
        return text

    @property
    def messages(self) -> list[Record]:
        return [message for thread in self.truth["messages"]["threads"] for message in thread["messages"]]

    @property
    def scanned(self) -> set[tuple[str, int]]:
        return {(page["file"], page["page"]) for page in self.truth["pages"] if page["scanned"]}


def produce(folder: Path, *words: str) -> Production:
    main([str(folder), *words])
    return Production(folder)


@pytest.fixture(scope="session")
def harbor(tmp_path_factory: pytest.TempPathFactory) -> Production:
    return produce(tmp_path_factory.mktemp("harbor"))


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Production:
    return produce(tmp_path_factory.mktemp("synthetic"), "--pages", "300", "--seed", "3")


@pytest.fixture(scope="session")
def scoring(tmp_path_factory: pytest.TempPathFactory) -> Production:
    return produce(tmp_path_factory.mktemp("scoring"), "--pages", "300", "--scoring")


@pytest.fixture(params=["harbor", "synthetic", "scoring"])
def production(request: pytest.FixtureRequest) -> Production:
    found: Production = request.getfixturevalue(request.param)
    return found
