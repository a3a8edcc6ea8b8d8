from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.intake.walk import Found, walk
from onrecord.model import Failure, Note


def names(paths: list[Path]) -> list[str]:
    return [item.name for item in walk(paths) if isinstance(item, Found)]


def failures(paths: list[Path]) -> list[tuple[str, str]]:
    return [(item.path, item.what) for item in walk(paths) if isinstance(item, Failure)]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    root = tmp_path / "release"
    for name in ("b.pdf", "a/2.txt", "a/10.txt", "a/inner/x.eml", "Z.txt"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return root


def test_folders_are_walked_in_sorted_order_and_named_from_the_folder(release: Path) -> None:
    expected = ["release/Z.txt", "release/a/10.txt", "release/a/2.txt", "release/a/inner/x.eml", "release/b.pdf"]
    assert names([release]) == expected


def test_a_file_alone_is_its_base_name(release: Path) -> None:
    assert names([release / "a" / "2.txt", release / "b.pdf"]) == ["2.txt", "b.pdf"]


def test_the_current_folder_has_a_name(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    assert names([Path()])[0] == "release/Z.txt"


def test_droppings_and_hidden_files_are_passed_over_and_counted(release: Path) -> None:
    for name in (".DS_Store", "a/Thumbs.db", ".git"):
        (release / name).write_bytes(b"x")
    notes = [item.what for item in walk([release]) if isinstance(item, Note)]
    assert len(names([release])) == 5
    assert notes == ["release: 3 hidden files passed over"]


def test_a_hidden_file_that_is_named_is_added(release: Path) -> None:
    (release / ".hidden.txt").write_bytes(b"x")
    assert names([release / ".hidden.txt"]) == [".hidden.txt"]


def test_a_missing_path_is_a_failure_and_the_others_go_on(release: Path) -> None:
    missing = release / "missing.pdf"
    assert failures([missing, release])[0][0] == str(missing)
    assert len(names([missing, release])) == 5


def test_links_that_lead_out_are_not_followed(release: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"x")
    (release / "out.txt").symlink_to(tmp_path / "secret.txt")
    (release / "up").symlink_to(tmp_path)
    (release / "broken").symlink_to(release / "nowhere")
    (release / "same.txt").symlink_to(release / "b.pdf")
    found = dict(failures([release]))
    assert "leads out" in found["release/out.txt"]
    assert "leads out" in found["release/up"]
    assert "cannot be read" in found["release/broken"]
    assert "release/same.txt" in names([release])


def test_a_folder_that_links_to_itself_ends(release: Path) -> None:
    (release / "a" / "loop").symlink_to(release)
    (release / "a" / "again").symlink_to(release / "a")
    assert len(names([release])) == 5
    assert len(failures([release])) == 2


def test_a_pipe_is_a_failure_and_is_not_opened(release: Path) -> None:
    os.mkfifo(release / "pipe")
    assert failures([release]) == [("release/pipe", "is no regular file (a device, pipe or socket)")]


def test_a_name_that_is_no_utf8_can_be_stored(release: Path) -> None:
    (release / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"x")
    assert "release/caf\\xe9.txt" in names([release])


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[Path]:
    """A folder that nests deeper than Python's stack. It is removed step by step too, as nothing recursive could."""
    root = tmp_path / "deep"
    root.mkdir()
    here = os.getcwd()  # noqa: PTH109
    os.chdir(root)
    for _ in range(1500):
        os.mkdir("d")  # noqa: PTH102
        os.chdir("d")
    os.chdir(here)
    yield root
    os.chdir(root / "/".join("d" * 1500))
    for _ in range(1500):
        os.chdir("..")
        os.rmdir("d")  # noqa: PTH106
    os.chdir(here)


def test_folders_deeper_than_the_stack_are_walked(deep: Path) -> None:
    bottom = deep / "/".join("d" * 1500) / "a.txt"
    bottom.write_bytes(b"x")
    try:
        assert names([deep]) == ["deep/" + "d/" * 1500 + "a.txt"]
    finally:
        bottom.unlink()


@pytest.fixture
def as_ordinary_user() -> Iterator[Path]:
    """A folder anybody may enter, and the rights of nobody: the superuser reads everything."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "release"
        root.mkdir()
        Path(name).chmod(0o755)
        if os.geteuid() == 0:
            os.seteuid(65534)
            try:
                yield root
            finally:
                os.seteuid(0)
        else:
            yield root


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="the system has no users to become")
def test_a_folder_without_read_permission_is_a_failure(as_ordinary_user: Path) -> None:
    root = as_ordinary_user
    effective = os.geteuid()
    if os.getuid() == 0:
        os.seteuid(0)
    (root / "open.txt").write_bytes(b"x")
    (root / "closed").mkdir()
    (root / "closed" / "in.txt").write_bytes(b"x")
    (root / "closed").chmod(0)
    os.seteuid(effective)
    try:
        assert names([root]) == ["release/open.txt"]
        assert failures([root]) == [("release/closed", "cannot be read: Permission denied")]
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        (root / "closed").chmod(0o700)
