"""Rooms are layers and arrows point down; this reads the imports of every module and holds them against the plan."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "onrecord"

#: From the top down. A room may import rooms of lower rows, and itself; rooms of one row do not import each other.
ROWS: tuple[tuple[str, ...], ...] = (
    ("cli",),
    ("web", "assist"),
    ("case",),
    ("pipeline", "publish", "review"),
    (
        "store",
        "intake",
        "pages",
        "messages",
        "articles",
        "attachments",
        "claims",
        "contacts",
        "threads",
        "gaps",
        "people",
        "interactions",
        "links",
        "stamps",
    ),
    ("text", "data", "settings"),
    ("model",),
    ("errors",),
)
LEVEL = {room: level for level, row in enumerate(ROWS) for room in row}

#: Rooms that do the work of a stage: only the pipeline, which knows their order, may import them.
STAGES = {
    "intake",
    "pages",
    "messages",
    "articles",
    "claims",
    "attachments",
    "contacts",
    "threads",
    "gaps",
    "people",
    "interactions",
    "links",
    "stamps",
}


def modules() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py") if path != SOURCE / "__init__.py")


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room of every import of ours in a module, those inside functions and type checks included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "onrecord" and len(parts) > 1:
                yield node.lineno, parts[1]


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_arrows_point_down(path: Path) -> None:
    room = room_of(path)
    assert room in LEVEL, f"{room} has no place in the plan"
    for line, other in imported_rooms(path):
        if other in ("__version__", "Case"):
            continue
        assert other == room or LEVEL[other] > LEVEL[room], f"{path}:{line}: {room} must not import {other}"


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_pipeline_imports_stages(path: Path) -> None:
    room = room_of(path)
    for line, other in imported_rooms(path):
        assert other not in STAGES or room in (other, "pipeline"), f"{path}:{line}: {room} must not import {other}"


def test_no_room_is_empty() -> None:
    for room in SOURCE.iterdir():
        if room.is_dir() and room.name != "__pycache__":
            assert any(path.stat().st_size for path in room.rglob("*.py")), f"{room.name} is empty"


def test_every_module_is_small_enough_to_read() -> None:
    long = {str(path.relative_to(SOURCE)): n for path in modules() if (n := len(path.read_text().splitlines())) > 500}
    assert not long
