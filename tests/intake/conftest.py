"""A vault, and a way to look into bytes as if they had been added under a name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from onrecord.intake.inspect import inspect
from onrecord.intake.inspection import Inspection
from onrecord.intake.media import detect
from onrecord.intake.vault import Vault
from onrecord.model import SourceFile
from onrecord.settings import Settings

#: (bytes, name, settings, depth) -> what was found
LookInto = Callable[..., Inspection]


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


@pytest.fixture
def look_into(tmp_path: Path, vault: Vault) -> LookInto:
    def look(data: bytes, name: str, settings: Settings | None = None, depth: int = 0) -> Inspection:
        path = tmp_path / "added"
        path.write_bytes(data)
        digest, size = vault.put(path)
        file = SourceFile(id=digest, size=size, media=detect(path, name))
        return inspect(vault.path(file), file, vault, settings or Settings(), depth, name)

    return look
