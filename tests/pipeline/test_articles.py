"""Articles in a case: found, exported with citations, and none where messages are."""

from __future__ import annotations

import json
from pathlib import Path

from tests.articles.test_articles import CHRONOLOGY, REPORT
from tests.conftest import Run


def test_articles_of_a_case(built: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "page.txt").write_text(CHRONOLOGY, encoding="utf-8")
    assert run("add", tmp_path / "report.txt", tmp_path / "page.txt", "--release", "press").code == 0
    assert run("build").code == 0
    rows = [json.loads(line) for line in run("export", "articles", "--format", "jsonl").out.splitlines()]
    assert {row["file"]: row["kind"] for row in rows} == {"report.txt": "article", "page.txt": "release_page"}
    report = next(row for row in rows if row["file"] == "report.txt")
    assert report["citation"]["quote"] == report["title"]
    (caption,) = (zone for zone in report["zones"] if zone["zone"] == "caption")
    assert REPORT[caption["start"] : caption["end"]].startswith("Ottilie Brandvold\nPhoto")
