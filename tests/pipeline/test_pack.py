"""A packed case unpacks to the same exports; an archive that is not what was packed is refused and leaves nothing."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from onrecord import Case
from onrecord.errors import CaseDamaged, DiskFailed, OnrecordError, RunStopped, UsageError
from onrecord.model import Decision
from tests.conftest import TWO_MAILS, Run
from tests.pipeline.test_build import exports

Parts = dict[str, bytes]

DECIDED = Decision(
    id="q1", at="2022-03-01T10:00:00Z", by="ana", action="rename", subjects=("okafor",), value="N. Okafor"
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with a mail, an archive in a release of its own, a file left in place, a decision and an audit log."""
    folder = tmp_path_factory.mktemp("packed")
    (folder / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    (folder / "left.txt").write_text(TWO_MAILS.replace("Pier 7", "Pier 9"), encoding="utf-8")
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("inside.txt", TWO_MAILS.replace("Pier 7", "Pier 8"))
    with Case.create(folder / "case") as case:
        case.add([folder / "mails.txt"], release="first", received="2022-03-01")
        case.add([folder / "more.zip"], release="second", agency="Harbor Authority")
        case.add([folder / "left.txt"], release="second", link=True)
        case.decide([DECIDED])
        (folder / "case" / "audit.jsonl").write_text("{}\n")
        (folder / "case" / "onrecord.toml").write_text('language = "deu"\nfirst_year = 2021\nworkers = 7\n')
        case.build(executor="serial", language="eng")
    return folder / "case"


@pytest.fixture
def packed(source: Path, tmp_path: Path) -> Path:
    with Case.open(source) as case:
        case.pack(tmp_path / "case.zip")
    return tmp_path / "case.zip"


def parts_of(archive: Path) -> Parts:
    with zipfile.ZipFile(archive) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def exported(folder: Path, **flags: Any) -> dict[str, str]:
    with Case.open(folder) as case:
        case.build(executor="serial", language="eng", **flags)
        return exports(case)


def test_a_round_trip_gives_the_same_exports(source: Path, packed: Path, tmp_path: Path) -> None:
    done = Case.unpack(packed, tmp_path / "deep" / "copy")
    assert (done.files, done.missing, done.with_store) == (3, (), False)
    assert exported(tmp_path / "deep" / "copy") == exported(source)
    with Case.open(tmp_path / "deep" / "copy") as case:
        assert case.decisions() == [DECIDED]
        assert (case.path / "audit.jsonl").read_text() == "{}\n"
        settings = case.settings()
    assert (settings.language, settings.first_year, settings.workers) == ("deu", 2021, 0)
    assert not list(tmp_path.glob("deep/.unpack-*"))


def test_a_round_trip_with_the_store_leaves_nothing_to_build(tmp_path: Path) -> None:
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "mails.txt"], release="first")
        case.build(executor="serial")
        expected = exports(case)
        assert case.pack(tmp_path / "case.zip", with_store=True).with_store
    assert Case.unpack(tmp_path / "case.zip", tmp_path / "copy").with_store
    with Case.open(tmp_path / "copy") as case:
        assert exports(case) == expected
        again = case.build(executor="serial")
        assert (again.files, again.pages, again.messages) == (0, 0, 0)


def test_the_same_case_packs_to_the_same_bytes(source: Path, packed: Path, tmp_path: Path) -> None:
    with Case.open(source) as case:
        case.pack(tmp_path / "again.zip")
        with pytest.raises(UsageError, match="there already"):
            case.pack(tmp_path / "again.zip")
        with pytest.raises(UsageError, match="left in place"):
            case.pack(tmp_path / "other.zip", with_store=True)
    assert (tmp_path / "again.zip").read_bytes() == packed.read_bytes()


def test_a_file_that_is_gone_or_changed_is_named_and_the_rest_is_packed(tmp_path: Path, run: Run) -> None:
    for name in ("kept", "gone", "changed"):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n{TWO_MAILS}", encoding="utf-8")
    run("new", tmp_path / "case")
    run(
        "--case",
        tmp_path / "case",
        "add",
        "--link",
        *(tmp_path / f"{name}.txt" for name in ("kept", "gone", "changed")),
    )
    ids = {name: sha256((tmp_path / f"{name}.txt").read_bytes()).hexdigest() for name in ("kept", "gone", "changed")}
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "changed.txt").write_text("other", encoding="utf-8")
    ran = run("--case", tmp_path / "case", "case", "pack", tmp_path / "case.zip")
    assert ran.code == 5
    assert ids["gone"] in ran.err and ids["changed"] in ran.err and ids["kept"] not in ran.err
    ran = run("case", "unpack", tmp_path / "case.zip", tmp_path / "copy")
    assert ran.code == 5 and "1 files" in ran.out and ids["gone"] in ran.err
    ran = run("--case", tmp_path / "copy", "build")
    assert ran.code == 5
    assert len(json.loads(run("--case", tmp_path / "copy", "status", "--format", "json").out)) > 0


def damaged(parts: Parts, name: str) -> Parts:
    return parts | {name: parts[name][:-1] + b"?"}


def with_manifest(packed: Parts, **changes: Any) -> Parts:
    manifest = json.loads(packed["manifest.json"])
    return packed | {"manifest.json": json.dumps(manifest | changes).encode()}


def listed(parts: Parts, name: str, data: bytes) -> Parts:
    """`parts` with one more, which the manifest lists as it is."""
    known = json.loads(parts["manifest.json"])["parts"]
    added = {name: {"size": len(data), "sha256": sha256(data).hexdigest()}}
    return with_manifest(parts | {name: data}, parts=known | added)


def a_source(parts: Parts) -> str:
    return next(name for name in parts if name.startswith("files/"))


def without_a_source(parts: Parts) -> Parts:
    known = json.loads(parts["manifest.json"])["parts"]
    name = a_source(parts)
    del known[name]
    return with_manifest({n: data for n, data in parts.items() if n != name}, parts=known)


def linking(parts: Parts) -> Parts:
    origins = json.loads(parts["origins.json"])
    origins["files"][0]["linked"] = "/etc/passwd"
    return listed(parts, "origins.json", json.dumps(origins).encode())


HASH = sha256(b"x").hexdigest()

#: What somebody could do to an archive, and what is said.
CHANGES: dict[str, tuple[Callable[[Parts], Parts], str]] = {
    "a source changed": (lambda p: damaged(p, a_source(p)), "damaged or changed"),
    "the origins changed": (lambda p: damaged(p, "origins.json"), "damaged or changed"),
    "a part more": (lambda p: p | {"extra": b"x"}, "not those of its manifest"),
    "a part less": (lambda p: {n: d for n, d in p.items() if n != "settings.json"}, "not those of its manifest"),
    "no manifest": (lambda p: {n: d for n, d in p.items() if n != "manifest.json"}, "no manifest"),
    "another format": (lambda p: with_manifest(p, format=9), "format 9"),
    "a path that leads out": (lambda p: listed(p, "../../escaped", b"x"), "no part of a case"),
    "an absolute path": (lambda p: listed(p, "/tmp/escaped", b"x"), "no part of a case"),
    "a program": (lambda p: listed(p, "sitecustomize.py", b"x"), "no part of a case"),
    "a source under another hash": (lambda p: listed(p, "files/aa/" + "a" * 64, b"x"), "no part of a case"),
    "a source that nothing lists": (lambda p: listed(p, f"files/{HASH[:2]}/{HASH}", b"x"), "not those that it lists"),
    "a source less": (without_a_source, "not those that it lists"),
    "a link to a file here": (linking, "not those that it lists"),
    "no JSON": (lambda p: p | {"manifest.json": b"{"}, "not a packed case"),
    "a store that is none": (lambda p: listed(p, "store.sqlite", b"no database at all " * 999), "damaged"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_archive_that_was_changed_is_refused(packed: Path, tmp_path: Path, change: str) -> None:
    make, said = CHANGES[change]
    with zipfile.ZipFile(tmp_path / "changed.zip", "w") as archive:
        for name, data in make(parts_of(packed)).items():
            archive.writestr(name, data)
    with pytest.raises(RunStopped, match=said):
        Case.unpack(tmp_path / "changed.zip", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert not list(tmp_path.glob(".unpack-*"))
    assert not list(tmp_path.parent.rglob("escaped"))


def test_a_store_with_a_trigger_of_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mails.txt").write_text(TWO_MAILS, encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "mails.txt"])
        connection = sqlite3.connect(tmp_path / "case" / "store.sqlite")
        connection.execute("CREATE TRIGGER sly AFTER INSERT ON memos BEGIN DELETE FROM failures; END")
        connection.commit()
        connection.close()
        case.pack(tmp_path / "case.zip", with_store=True)
    with pytest.raises(CaseDamaged, match="not a store of this version"):
        Case.unpack(tmp_path / "case.zip", tmp_path / "copy")


def test_settings_that_reach_out_of_the_case_are_left_behind(packed: Path, tmp_path: Path) -> None:
    parts = parts_of(packed)
    settings = json.loads(parts["settings.json"]) | {"executor": "dask://example.org:1", "storage": "s3://away"}
    with zipfile.ZipFile(tmp_path / "changed.zip", "w") as archive:
        for name, data in listed(parts, "settings.json", json.dumps(settings).encode()).items():
            archive.writestr(name, data)
    Case.unpack(tmp_path / "changed.zip", tmp_path / "copy")
    assert "example.org" not in (tmp_path / "copy" / "onrecord.toml").read_text()


def test_a_part_that_is_longer_than_it_says_is_not_unpacked_to_its_end(packed: Path, tmp_path: Path) -> None:
    parts = parts_of(packed)
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (parts | {a_source(parts): b" " * (64 << 20)}).items():
            archive.writestr(name, data)
    with pytest.raises(RunStopped, match="damaged or changed"):
        Case.unpack(tmp_path / "bomb.zip", tmp_path / "copy")


def test_what_cannot_be_unpacked_at_all(tmp_path: Path, packed: Path) -> None:
    (tmp_path / "text.zip").write_text("no archive")
    cases: tuple[tuple[Path, Path, type[OnrecordError]], ...] = (
        (tmp_path / "text.zip", tmp_path / "copy", RunStopped),
        (tmp_path / "none.zip", tmp_path / "copy", UsageError),
        (packed, tmp_path, UsageError),
        (packed, tmp_path / "text.zip" / "below", DiskFailed),
    )
    for archive, folder, error in cases:
        with pytest.raises(error):
            Case.unpack(archive, folder)
