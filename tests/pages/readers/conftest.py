"""Reads bytes as if they had been added under a medium, through the one way in."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from onrecord.model import Failure, Page, SourceFile
from onrecord.pages.read import read
from onrecord.settings import Settings

#: (bytes, medium, first, last, settings) -> pages and failures
ReadBytes = Callable[..., tuple[list[Page], list[Failure]]]


@pytest.fixture
def read_bytes(tmp_path: Path) -> ReadBytes:
    def call(
        data: bytes, media: str, first: int = 1, last: int = 1, settings: Settings | None = None
    ) -> tuple[list[Page], list[Failure]]:
        digest = sha256(data).hexdigest()
        path = tmp_path / digest
        path.write_bytes(data)
        file = SourceFile(id=digest, size=len(data), media=media)
        found = list(read(path, file, first, last, settings or Settings()))
        pages = [item for item in found if isinstance(item, Page)]
        assert all(page.file == digest and page.engine and page.engine_version for page in pages)
        return pages, [item for item in found if isinstance(item, Failure)]

    return call
