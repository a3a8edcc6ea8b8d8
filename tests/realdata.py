"""Finds the real productions that are kept beside the project; tests that need one are skipped where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data"


def real(*parts: str) -> Path:
    """The path of a real file or folder below the data folder; skips the test when there is none."""
    path = DATA.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"{'/'.join(parts)} is not kept beside the project")
    return path
