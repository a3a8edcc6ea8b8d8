"""Release letters, sheets and gaps from printed files to exports, against the truth of the hand-written case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from examples.generate import main

from onrecord import Case
from tests.pipeline.test_build import exports

Row = dict[str, Any]

STAMPS = ("stamp_start", "stamp_end")


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("harbor")
    main([str(folder), "--scan-level", "none"])
    return folder


@pytest.fixture(scope="module")
def truth(records: Path) -> Row:
    import json

    found: Row = json.loads((records / "truth" / "truth.json").read_text(encoding="utf-8"))
    return found


def build(case: Case, records: Path) -> None:
    for release in sorted(records.glob("release-*")):
        case.add([release], release=release.name)
        case.build(executor="serial")


def test_letters_sheets_and_gaps_of_the_example(records: Path, truth: Row, tmp_path: Path) -> None:
    with Case.create(tmp_path / "case") as case:
        build(case, records)
        rows: list[Row] = list(case.export("releases"))
        gaps: list[Row] = list(case.export("gaps"))
        states = {(Path(page["file"]).name, page["page"]): page["state"] for page in case.export("pages")}  # type: ignore[arg-type]
    told = [row for row in rows if row["letters"]]
    fields = ("release", "date", "pages_reviewed", "pages_released", "withheld", "bates_first", "bates_last", "name")
    assert [[row[name] for name in fields] for row in told] == [
        [release[name] for name in fields] for release in truth["releases"]
    ]
    for row, release in zip(told, truth["releases"], strict=True):
        found = sorted((Path(each["file"]).name, each["total"]) for each in row["deleted_page_sheets"])
        assert found == sorted((Path(each["file"]).name, each["total"]) for each in release["deleted_page_sheets"])
    assert _gaps(gaps) == _gaps(truth["gaps"])
    withheld = {(Path(page["file"]).name, page["page"]) for page in truth["pages"] if page["state"] == "withheld"}
    assert {place for place, state in states.items() if state == "withheld"} == withheld


def _gaps(rows: list[Row]) -> list[tuple[object, ...]]:
    kinds = ("withheld_page", "missing_release", "withheld_not_on_sheets")
    fields = ("kind", "release", "withheld", "on_sheets", "bates_first", "bates_last")
    found = [
        (*(row.get(name) for name in fields), *(row[name] for name in STAMPS if row["kind"] == "withheld_page"))
        for row in rows
        if row["kind"] in kinds
    ]
    return sorted(found, key=str)


def test_releases_added_one_by_one_give_what_all_at_once_give(records: Path, tmp_path: Path) -> None:
    with Case.create(tmp_path / "one") as one, Case.create(tmp_path / "all") as together:
        build(one, records)
        for release in sorted(records.glob("release-*"), reverse=True):
            together.add([release], release=release.name)
        together.build(executor="serial")
        assert exports(one) == exports(together)


def test_a_vaughn_index_is_added_like_any_file(records: Path, truth: Row, tmp_path: Path) -> None:
    (box, *_) = [row for row in truth["redactions"] if row["codes"] and not row["bad"]]
    stamp = next(
        page["stamps"][0] for page in truth["pages"] if (page["file"], page["page"]) == (box["file"], box["page"])
    )
    (tmp_path / "index.csv").write_text(f"Bates,Exemption,Description\n{stamp},(b)(9),Map of wells\n", encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([records / Path(box["file"]).parent, tmp_path / "index.csv"], release="first")
        case.build(executor="serial")
        (entry,) = case.export("vaughn")
        kinds = [gap["kind"] for gap in case.export("gaps") if str(gap["kind"]).startswith("vaughn")]
    assert entry["pages"] == [{"file": box["file"], "page": box["page"]}]
    assert kinds == ["vaughn_codes_differ"]
