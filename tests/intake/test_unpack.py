from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from onrecord.errors import DiskFailed
from onrecord.intake import inspection as inspection_module
from onrecord.intake.inspection import Inspection
from onrecord.intake.vault import Vault
from onrecord.settings import Settings
from tests.intake.conftest import LookInto

Members = list[tuple[str, bytes]]


def zipped(members: Members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return buffer.getvalue()


def tarred(members: Members, extra: Callable[[tarfile.TarFile], None] = lambda _: None) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        extra(archive)
    return buffer.getvalue()


def names(found: Inspection) -> list[str]:
    return [child.name for child in found.children]


def failed(found: Inspection) -> dict[str, str]:
    return {failure.path: failure.what for failure in found.failures}


PLAIN: Members = [("a.txt", b"one"), ("inner/b.txt", b"two")]
ARCHIVES = {
    "a.zip": zipped(PLAIN),
    "a.tar": tarred(PLAIN),
    "a.tar.gz": gzip.compress(tarred(PLAIN)),
    "a.tgz": gzip.compress(tarred(PLAIN)),
    "a.tar.bz2": bz2.compress(tarred(PLAIN)),
    "a.tar.xz": lzma.compress(tarred(PLAIN)),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_files_of_an_archive_are_its_children(look_into: LookInto, vault: Vault, name: str) -> None:
    found = look_into(ARCHIVES[name], name)
    assert names(found) == ["a.txt", "inner/b.txt"]
    assert [vault.path(child.file).read_bytes() for child in found.children] == [b"one", b"two"]
    assert {child.file.media for child in found.children} == {"text"}
    assert found.pages == 0
    assert found.failures == ()


HOSTILE = [
    "../up.txt",
    "a/../../up.txt",
    "/etc/passwd",
    "C:\\evil.txt",
    "C:evil.txt",
    "..\\up.txt",
    "\\\\host\\x.txt",
    "n" * 2000,
]


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_names_that_lead_out_are_failures_and_the_others_go_on(look_into: LookInto, pack: Callable[..., bytes]) -> None:
    found = look_into(pack([(name, b"x") for name in HOSTILE] + [("good.txt", b"y")]), "a")
    assert names(found) == ["good.txt"]
    assert len(found.failures) == len(HOSTILE)
    assert all(failure.what == "its name leads out of the archive" for failure in found.failures)


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_odd_names_are_made_plain(look_into: LookInto, pack: Callable[..., bytes]) -> None:
    found = look_into(pack([("./a//b.txt", b"1"), ("dir\\c.txt", b"2"), ("new\nline.txt", b"3")]), "a")
    assert names(found) == ["a/b.txt", "dir/c.txt", "new?line.txt"]


def test_names_without_the_flag_for_utf8_are_tried_as_utf8(look_into: LookInto) -> None:
    data = bytearray(zipped([("r\u00e9sum\u00e9.txt", b"x")]))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + place + 1] &= ~0x08
    assert names(look_into(bytes(data), "a.zip")) == ["r\u00e9sum\u00e9.txt"]


def test_droppings_in_archives_are_counted(look_into: LookInto) -> None:
    found = look_into(zipped([("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("a.txt", b"y")]), "a.zip")
    assert names(found) == ["a.txt"]
    assert found.notes[0].what == "2 hidden files of the archive passed over"


def test_an_archive_of_nothing_does_not_pass_without_a_trace(look_into: LookInto) -> None:
    for data in (zipped([]), zipped([(".DS_Store", b"x")]), tarred([])):
        found = look_into(data, "a.tar")
        assert [failure.what for failure in found.failures] == ["nothing was found in the file"]


def test_links_and_devices_in_a_tar_are_failures(look_into: LookInto) -> None:
    def extra(archive: tarfile.TarFile) -> None:
        for name, kind in (
            ("soft", tarfile.SYMTYPE),
            ("hard", tarfile.LNKTYPE),
            ("dev", tarfile.CHRTYPE),
            ("p", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)

    found = look_into(tarred(PLAIN, extra), "a.tar")
    assert names(found) == ["a.txt", "inner/b.txt"]
    assert failed(found) == dict.fromkeys(("soft", "hard", "dev", "p"), "is a link or a device, not a file")


def test_a_link_in_a_zip_is_a_failure(look_into: LookInto) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        info = zipfile.ZipInfo("soft")
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    found = look_into(buffer.getvalue(), "a.zip")
    assert failed(found) == {"soft": "is a link, not a file"}
    assert names(found) == []


def test_an_encrypted_member_is_a_failure_and_the_others_go_on(look_into: LookInto) -> None:
    data = bytearray(zipped([("a.txt", b"one"), ("b.txt", b"two")]))
    data[data.find(b"PK\x03\x04") + 6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    found = look_into(bytes(data), "a.zip")
    assert names(found) == ["b.txt"]
    assert failed(found) == {"a.txt": "is encrypted"}


def test_a_damaged_member_is_a_failure_and_the_others_go_on(look_into: LookInto) -> None:
    data = bytearray(zipped([("a.txt", b"first" * 100), ("b.txt", b"two")], zipfile.ZIP_STORED))
    data[data.find(b"first")] ^= 0xFF
    found = look_into(bytes(data), "a.zip")
    assert names(found) == ["b.txt"]
    assert "Bad CRC" in failed(found)["a.txt"]


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_cut_off_keeps_what_comes_before(look_into: LookInto, name: str) -> None:
    big: Members = [(f"{n}.txt", bytes([n]) * 3000 + b"%d" % n) for n in range(40)]
    whole = {
        "a.zip": zipped(big, zipfile.ZIP_STORED),
        "a.tar": tarred(big),
        "a.tar.gz": gzip.compress(tarred(big), 0),
        "a.tgz": gzip.compress(tarred(big), 0),
        "a.tar.bz2": bz2.compress(tarred(big)),
        "a.tar.xz": lzma.compress(tarred(big)),
    }[name]
    found = look_into(whole[: len(whole) * 2 // 3], name)
    assert len(found.failures) == 1
    assert "damaged" in found.failures[0].what
    # a ZIP without its list at the end, and block compression, give nothing back
    assert name in ("a.zip", "a.tar.bz2", "a.tar.xz") or len(found.children) >= 20


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_bomb_stops_at_the_limit_and_says_what_is_left(
    look_into: LookInto, vault: Vault, pack: Callable[..., bytes]
) -> None:
    members = [("first.txt", b"kept")] + [(f"{n}.bin", bytes(600_000)) for n in range(6)]
    packed = pack(members)
    data = packed if pack is zipped else gzip.compress(packed)
    assert len(data) < 40_000
    found = look_into(data, "a", Settings(unpack_mb=1))
    assert names(found)[0] == "first.txt"
    assert len(found.failures) == 1
    assert "stopped at the limit" in found.failures[0].what
    assert sum(path.stat().st_size for path in vault.root.rglob("*") if path.is_file()) < 2**20 + len(data)
    if pack is zipped:
        assert "5 files of 3,000,000 bytes" in found.failures[0].what


def test_a_bomb_far_larger_than_its_archive_stops_early(look_into: LookInto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection_module, "SMALL", 100_000)
    found = look_into(zipped([("a.bin", bytes(10_000_000)), ("b.txt", b"x")]), "a.zip")
    assert names(found) == []
    assert "2 files of 10,000,001 bytes" in found.failures[0].what


def test_too_many_files_stop_at_the_limit(look_into: LookInto) -> None:
    members = [(f"{n}.txt", b"%d" % n) for n in range(50)]
    for data in (zipped(members), tarred(members)):
        found = look_into(data, "a", Settings(unpack_files=20))
        assert len(found.children) == 20
        assert "the limit of 20 files" in found.failures[0].what


def test_archives_in_archives_go_down_to_the_limit(look_into: LookInto) -> None:
    data = zipped([("inner.zip", zipped(PLAIN))])
    found = look_into(data, "a.zip", depth=4)
    assert [(child.name, child.file.media) for child in found.children] == [("inner.zip", "zip")]
    deep = look_into(data, "a.zip", depth=5)
    assert deep.children == ()
    assert "5 files deep" in deep.failures[0].what


def test_a_member_over_the_size_of_files_is_a_failure_of_its_own(look_into: LookInto) -> None:
    found = look_into(zipped([("big.bin", bytes(2_000_000)), ("a.txt", b"x")]), "a.zip", Settings(max_file_mb=1))
    assert names(found) == ["a.txt"]
    assert "larger than" in failed(found)["big.bin"]


def test_a_single_compressed_file_is_a_container_of_one(look_into: LookInto) -> None:
    buffer = io.BytesIO()
    with gzip.GzipFile("folder/notes.txt", "wb", fileobj=buffer) as stream:
        stream.write(b"plain words")
    assert names(look_into(buffer.getvalue(), "x.gz")) == ["notes.txt"]
    for data in (gzip.compress(b"plain words"), bz2.compress(b"plain words"), lzma.compress(b"plain words")):
        found = look_into(data, "notes.txt.gz")
        assert [(child.name, child.file.size) for child in found.children] == [("notes.txt", 11)]


def test_a_compressed_file_cut_off_or_falsely_named_is_a_failure(look_into: LookInto) -> None:
    assert "damaged" in look_into(gzip.compress(bytes(range(256)) * 500)[:-100], "a.gz").failures[0].what
    assert "is none" in look_into(bytes(range(256)), "a.gz").failures[0].what


def test_a_single_compressed_bomb_is_bounded(look_into: LookInto) -> None:
    found = look_into(gzip.compress(bytes(5_000_000)), "a.gz", Settings(unpack_mb=1))
    assert names(found) == []
    assert "stopped at the limit" in found.failures[0].what


def test_the_same_file_twice_is_one_child_a_name(look_into: LookInto) -> None:
    found = look_into(tarred([("a.txt", b"same"), ("a.txt", b"same"), ("b.txt", b"same")]), "a.tar")
    assert names(found) == ["a.txt", "b.txt"]
    assert len({child.file.id for child in found.children}) == 1


def test_a_full_disk_stops_the_run(look_into: LookInto, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise DiskFailed("the disk of the case is full", "free some space")

    data = zipped(PLAIN)
    look_into(data, "a.zip")
    monkeypatch.setattr(Vault, "put_stream", full)
    monkeypatch.setattr(Vault, "put", lambda *_: ("ab" * 32, len(data)))
    monkeypatch.setattr(Vault, "path", lambda vault, _: vault.root.parent / "added")
    with pytest.raises(DiskFailed):
        look_into(data, "a.zip")
