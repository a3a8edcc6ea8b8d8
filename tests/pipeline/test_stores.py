"""One case built in every store, by every executor, gives the same exports."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import Case
from onrecord.store import Query
from tests.pipeline.test_build import exports, write_release
from tests.servers import Server


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("input") / "release"
    write_release(folder, files=8, pages=60)
    return folder


def built(folder: Path, release: Path, store: str, executor: str) -> tuple[dict[str, str], list[object]]:
    """The exports of a case, and what searches find in it."""
    with Case.create(folder, store) as case:
        case.add([release], release="first", received="2022-03-01")
        case.build(executor=executor, workers=2)
        queries = [
            Query(text=text, kind=kind) for text in ("permit", "pier 7", "harb*") for kind in ("message", "page")
        ]
        found: list[object] = [case.store.search(query) for query in (*queries, Query(person="marsh"))]
        assert case.store.problems() == []
        return exports(case), found


@pytest.fixture(scope="module")
def expected(release: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], list[object]]:
    return built(tmp_path_factory.mktemp("serial") / "case", release, "", "serial")


def test_there_is_something_to_compare(expected: tuple[dict[str, str], list[object]]) -> None:
    assert len(expected[0]["messages"].splitlines()) == 68 + 4 + 20
    assert len(expected[0]["people"].splitlines()) >= 5


@pytest.mark.parametrize(("kind", "executor"), [("sqlite", "processes"), ("postgres", "serial"), ("postgres", "dask")])
def test_every_store_and_executor_gives_the_same_case(
    release: Path,
    expected: tuple[dict[str, str], list[object]],
    tmp_path: Path,
    request: pytest.FixtureRequest,
    kind: str,
    executor: str,
) -> None:
    if executor == "dask":
        pytest.importorskip("distributed", reason="distributed, of the extra dask, is not installed")
    server: Server | None = request.getfixturevalue("server") if kind == "postgres" else None
    assert built(tmp_path / "case", release, server.url() if server else "", executor) == expected
