"""Gains and losses by case between two runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quality import report


def rows(path: Path, *cases: tuple[str, str, float]) -> Path:
    lines: list[dict[str, Any]] = [
        {"case": case, "field": field, "right": right, "found": f"{case} found", "true": None}
        for case, field, right in cases
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def test_gains_and_losses_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = rows(tmp_path / "old", ("1.0", "to", 1.0), ("1.1", "to", 0.0), ("2.0", "to", 0.5), ("2.0", "cc", 0.0))
    new = rows(tmp_path / "new", ("1.0", "to", 0.5), ("1.1", "to", 1.0), ("2.0", "to", 0.5), ("2.0", "cc", 1.0))
    assert report.run(new, old, "to", 10, "") == 0
    better, _, worse = capsys.readouterr().out.partition("\nworse: ")
    assert "better: 1 {'to': 1}" in better
    assert "1.1 to 1.00" in better
    assert worse.startswith("1 {'to': 1}")
    assert "1.0 to 0.50" in worse


def test_without_a_run_before_the_worst_cases_come_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = rows(tmp_path / "new", ("1.0", "to", 0.9), ("1.1", "to", 1.0), ("2.0", "to", 0.1))
    report.run(new, None, "to", 10, "")
    shown = [line for line in capsys.readouterr().out.splitlines() if line[:1].isdigit()]
    assert shown == ["2.0 to 0.10", "1.0 to 0.90"]


def test_the_parts_of_a_run_are_whole_chains_and_lose_nothing(tmp_path: Path) -> None:
    cases = [(f"{chain}.{depth}", "to", 1.0) for chain in range(40) for depth in range(3)]
    new = rows(tmp_path / "new", *cases)
    parts = [report.load(new, f"{index}/2") for index in range(2)]
    chains = [{case.partition(".")[0] for case, _ in part} for part in parts]
    assert not chains[0] & chains[1]
    assert min(map(len, chains)) > 10
    assert sum(map(len, parts)) == len(cases)
