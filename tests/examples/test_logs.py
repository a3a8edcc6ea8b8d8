"""Generated logs: the same seed prints the same bytes, pools stay apart, and the truth is what is printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from examples.press import logs
from examples.press.pools import book
from quality.contacts import score

from onrecord import Case


def write(root: Path, count: int = 10, scoring: bool = False) -> dict[str, Any]:
    logs.Book(root, 7, scoring, "none").write(count)
    found: dict[str, Any] = json.loads((root / "truth" / "truth.json").read_text(encoding="utf-8"))
    return found


def test_the_same_seed_prints_the_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "a") == write(tmp_path / "b")
    for path in sorted((tmp_path / "a").rglob("*.*")):
        if path.is_file() and path.suffix != ".xlsx":  # a workbook carries the time of its making
            assert path.read_bytes() == (tmp_path / "b" / path.relative_to(tmp_path / "a")).read_bytes()


def test_no_layout_or_phrase_is_in_both_parts_of_a_pool() -> None:
    pools = book("logs")
    for name in ("say", "purpose", "chat", "owner"):
        assert not {str(one) for one in pools[name]["open"]} & {str(one) for one in pools[name]["scoring"]}
    for kind in pools["title"].values():
        assert not set(kind["open"]) & set(kind["scoring"])


def test_what_is_printed_is_read(tmp_path: Path) -> None:
    truth = write(tmp_path / "logs", 20)
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "logs" / "release-1"], release="first")
        assert case.build(executor="serial").failures == 0
        found = score(truth, case.export("contacts"))
    assert found["contacts"]["F1"] > 98
    assert found["parties"]["F1"] > 98
