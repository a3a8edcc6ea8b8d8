"""Articles in a case: found, exported with citations, and none where messages are."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from onrecord import Case, articles
from onrecord.model import Article, Page
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


def test_only_new_files_are_looked_at_and_claims_are_made_anew_only_of_other_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    read = articles.read

    def counted(pages: Sequence[Page]) -> Article | None:
        looked_at.append(pages[0].text[:20])
        return read(pages)

    monkeypatch.setattr(articles, "read", counted)
    with Case.create(tmp_path / "case") as case:
        add(case, tmp_path, "report.txt", REPORT)
        add(case, tmp_path, "note.txt", "Nothing was published here.")
        case.build(executor="serial")
        assert len(looked_at) == 2
        before = found(case)
        looked_at.clear()
        add(case, tmp_path, "other.txt", "Nor here.")
        case.build(executor="serial")
        assert looked_at == ["Nor here."]
        assert found(case) == before
        add(case, tmp_path, "page.txt", CHRONOLOGY)
        case.build(executor="serial")
        assert looked_at == ["Nor here.", CHRONOLOGY[:20]]
        assert sorted(one.kind for one in case.findings(Article)) == ["article", "release_page"]


def add(case: Case, folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")
    case.add([folder / name], release=name)


def found(case: Case) -> tuple[list[Article], dict[tuple[str, str], str]]:
    with case.store.writing() as writer:
        return list(case.findings(Article)), writer.keys("claims")
