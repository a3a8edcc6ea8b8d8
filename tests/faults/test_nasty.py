"""A release of files that are built to do harm: the build ends, and each of them is a record or a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import Case
from onrecord.model import Failure
from onrecord.pipeline.work import NEXT_STEP
from tests.faults.nasty import ELSEWHERE, NASTY


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "release").mkdir()
    for make in NASTY:
        make(folder / "release")
    with Case.create(folder / "case") as made:
        made.add([folder / "release"], release="first")
        made.build(executor="processes", workers=1, page_seconds=20.0)
    return folder / "case"


def test_every_file_is_a_record_or_a_failure(case: Path) -> None:
    with Case.open(case) as opened:
        store = opened.store
        files = store.files()
        done = {*store.extents(), *(file.parent for file in files), *(failure.file for failure in store.failures())}
        assert [file for file in files if file.id not in done] == []
        assert len([place for place in store.locations() if place.path.count("/") == 1]) == len(NASTY)


def test_every_page_is_a_record_or_a_failure(case: Path) -> None:
    with Case.open(case) as opened:
        pages = {(page.file, page.number) for page in opened.pages()}
        failed = {(failure.file, failure.page) for failure in opened.store.failures()}
        wanted = {(file, n) for file, count in opened.store.extents().items() for n in range(1, count + 1)}
        assert {(file, n) for file, n in wanted - pages - failed if (file, 0) not in failed} == set()


def test_nothing_happened_that_nobody_foresaw(case: Path) -> None:
    with Case.open(case) as opened:
        assert [failure for failure in opened.store.failures() if unforeseen(failure)] == []


def unforeseen(failure: Failure) -> bool:
    return failure.next_step == NEXT_STEP or "Traceback" in failure.what


def test_no_file_of_this_machine_and_nothing_blown_up_is_in_the_case(case: Path) -> None:
    with Case.open(case) as opened:
        texts = [page.text for page in opened.pages()]
    assert not any("root:" in text for text in texts)
    assert max(map(len, texts)) < 4_000_000
    assert not Path("/etc/cron.d/0").exists()


def test_what_is_harmless_in_them_is_read(case: Path) -> None:
    with Case.open(case) as opened:
        read = {place.path: place.file for place in opened.store.locations()}
        texts = {page.file: page.text for page in opened.pages()}
    assert "inspected in November" in texts[read["release/calling.html"]]
    assert ELSEWHERE not in texts[read["release/calling.html"]]
    assert "Pier 7" in texts[read["release/acting.pdf"]]
    twins = [path for path in read if path.startswith("release/twins.zip/")]
    assert len(twins) == 2 and len({read[path] for path in twins}) == 2


def test_building_again_changes_nothing(case: Path) -> None:
    with Case.open(case) as opened:
        before = opened.store.counts()
        again = opened.build(executor="processes", workers=1, page_seconds=20.0)
        assert (again.pages, opened.store.counts()) == (0, before)
