"""A damaged store: it is told by `doctor`, and `doctor --repair` saves what can be read and makes the rest again."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from onrecord import Case
from onrecord.errors import CaseDamaged, Exit
from onrecord.model import Decision
from onrecord.store.sqlite.store import PAGE_BYTES
from tests.conftest import TWO_MAILS, Run
from tests.pipeline.test_build import exports

DECISIONS = 300


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two releases, an archive, something that could not be added, and many decisions."""
    folder = tmp_path_factory.mktemp("repair")
    (folder / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inside.txt", TWO_MAILS.replace("Pier 7", "Pier 8"))
    (folder / "loop").symlink_to("loop")
    with Case.create(folder / "case") as case:
        case.add([folder / "mails.txt", folder / "loop"], release="first", received="2022-03-01", agency="HPA")
        case.add([folder / "more.zip"], release="second", received="2022-04-01")
        case.decide(decision(number) for number in range(DECISIONS))
        case.build(executor="serial")
    return folder / "case"


def decision(number: int) -> Decision:
    note = f"reason {number} " * 20
    at = f"2022-05-01T10:{number // 60:02}:{number % 60:02}Z"
    return Decision(id=f"q{number}", at=at, by="ana", action="rename", subjects=(f"k{number}",), value="N", note=note)


@pytest.fixture
def case(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it, to damage."""
    monkeypatch.setenv("ONRECORD_EXECUTOR", "serial")
    return Path(shutil.copytree(whole, tmp_path / "case"))


def pages_of(store: Path, table: str, *, inner: bool = False) -> list[int]:
    """The numbers of the leaf pages of a table, or of all its pages with those that lead there (`inner`).

    They are read from the file: SQLite's dbstat is not in every build.
    """
    data = store.read_bytes()
    size = int.from_bytes(data[16:18], "big")
    with sqlite3.connect(store) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    connection.close()
    return list(leaves(data, size, root, inner=inner))


def leaves(data: bytes, size: int, number: int, *, inner: bool) -> list[int]:
    page = data[(number - 1) * size : number * size]
    start = 100 if number == 1 else 0
    if page[start] in (0x0D, 0x0A):
        return [number]
    cells = int.from_bytes(page[start + 3 : start + 5], "big")
    offsets = [start + 12 + 2 * cell for cell in range(cells)]
    places = [int.from_bytes(page[offset : offset + 2], "big") for offset in offsets]
    children = [int.from_bytes(page[place : place + 4], "big") for place in places]
    children.append(int.from_bytes(page[start + 8 : start + 12], "big"))
    below = [leaf for child in children for leaf in leaves(data, size, child, inner=inner)]
    return [number] * inner + below


def overwrite(store: Path, page: int, size: int = PAGE_BYTES) -> None:
    with store.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(random.Random(page).randbytes(size))


def test_a_whole_case_is_left_as_it_is(case: Path) -> None:
    before = (case / "store.sqlite").read_bytes()
    assert {symptom.state for symptom in Case.repair(case)} == {"ok"}
    assert (case / "store.sqlite").read_bytes() == before
    assert not (case / "damaged-1").exists()


@pytest.mark.parametrize("seed", range(4))
def test_a_store_damaged_anywhere_is_told_and_made_anew(case: Path, whole: Path, run: Run, seed: int) -> None:
    store, rng = case / "store.sqlite", random.Random(seed)
    size = store.stat().st_size // PAGE_BYTES
    spared = {
        page
        for table in ("decisions", "file_names", "files", "locations", "releases", "failures", "notes")
        for page in pages_of(store, table, inner=True)
    }
    for page in rng.sample([page for page in range(2, size + 1) if page not in spared], 6):
        overwrite(store, page)
    ran = run("--case", case, "doctor")
    assert ran.code in (Exit.FAILURES_LISTED, Exit.CASE_DAMAGED)
    assert "doctor --repair" in " ".join((ran.out + ran.err).split())
    ran = run("--case", case, "doctor", "--repair", "--format", "jsonl")
    rows = [json.loads(line) for line in ran.out.splitlines()]
    with Case.open(case) as repaired, Case.open(whole) as expected:
        assert exports(repaired) == exports(expected), rows
        assert repaired.decisions() == expected.decisions()
        assert repaired.store.problems() == []
    assert (case / "damaged-1" / "store.sqlite").exists()


def test_a_store_without_its_first_page_gives_back_everything(case: Path, whole: Path) -> None:
    overwrite(case / "store.sqlite", 1)
    with pytest.raises(CaseDamaged) as error:
        Case.open(case)
    assert "doctor --repair" in error.value.next_step
    assert not [symptom for symptom in Case.repair(case) if symptom.state == "wrong"]
    with Case.open(case) as repaired, Case.open(whole) as expected:
        assert exports(repaired) == exports(expected)
        assert repaired.decisions() == expected.decisions()


def test_damaged_decisions_cost_no_more_than_their_page(case: Path, whole: Path, run: Run) -> None:
    pages = pages_of(case / "store.sqlite", "decisions")
    assert len(pages) > 6
    for page in (pages[2], pages[4]):
        overwrite(case / "store.sqlite", page)
    found = Case.repair(case)
    with Case.open(case) as repaired:
        left = repaired.decisions()
    lost = DECISIONS - len(left)
    assert 0 < lost <= 2 * (DECISIONS // (len(pages) - 1) + 2)
    assert {one.id for one in left} >= {"q0", f"q{DECISIONS - 1}"}
    (said,) = [symptom for symptom in found if "the table decisions" in symptom.detail]
    assert said.state == "wrong" and f"{len(left)} rows" in said.detail and "review import" in said.next_step
    lines = (case / "damaged-1" / "decisions.jsonl").read_text().splitlines()
    assert len(lines) == len(left)
    assert run("--case", case, "review", "import", case / "damaged-1" / "decisions.jsonl").code == 0


def test_without_any_store_the_files_are_there_under_their_hashes(case: Path) -> None:
    for path in case.glob("store.sqlite*"):
        path.unlink()
    found = Case.repair(case)
    assert any("lost: the store" in symptom.detail for symptom in found)
    with Case.open(case) as repaired:
        assert [release.name for release in repaired.store.releases()] == ["recovered"]
        assert repaired.store.counts()["messages"] == 4
    (said,) = [symptom for symptom in found if "names of" in symptom.detail]
    assert said.next_step == "add the files again"


def test_a_source_file_with_other_bytes_is_put_aside_and_becomes_a_failure(case: Path, run: Run) -> None:
    with Case.open(case) as opened:
        (file,) = [file for file in opened.store.files() if file.media == "text" and not file.parent]
    path = case / "files" / file.id[:2] / file.id
    path.write_bytes(b"other bytes")
    ran = run("--case", case, "doctor")
    assert ran.code == Exit.FAILURES_LISTED and file.id[:16] in ran.out
    overwrite(case / "store.sqlite", 1)
    found = Case.repair(case)
    assert any(symptom.state == "wrong" and file.id[:16] in symptom.detail for symptom in found)
    assert (case / "damaged-1" / "files" / file.id).read_bytes() == b"other bytes"
    with Case.open(case) as repaired:
        assert [failure.file for failure in repaired.store.failures() if failure.stage == "inspect"] == [file.id]


def test_a_second_repair_keeps_the_first(case: Path) -> None:
    for _ in range(2):
        overwrite(case / "store.sqlite", 1)
        Case.repair(case)
    assert (case / "damaged-1").is_dir() and (case / "damaged-2").is_dir()
