from __future__ import annotations

import errno
import io
import multiprocessing
import os
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DiskFailed, ItemFailed
from onrecord.intake import vault as vault_module
from onrecord.intake.vault import OverLimit, Vault
from onrecord.model import SourceFile


def stored(vault: Vault) -> list[Path]:
    return sorted(path for path in vault.root.rglob("*") if path.is_file())


@given(data=st.binary(max_size=5000))
def test_what_goes_in_comes_out_under_its_hash(vault: Vault, data: bytes) -> None:
    digest, size = vault.put_stream(io.BytesIO(data))
    assert (digest, size) == (sha256(data).hexdigest(), len(data))
    file = SourceFile(id=digest, size=size, media="text")
    assert vault.path(file) == vault.root / digest[:2] / digest
    assert vault.path(file).read_bytes() == data


def test_a_file_put_twice_is_kept_once(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"same")
    assert vault.put(path) == vault.put(path) == vault.link(path)
    assert len(stored(vault)) == 1


def test_a_half_written_file_of_a_crash_is_replaced(vault: Vault) -> None:
    digest, size = vault.put_stream(io.BytesIO(b"whole content"))
    path = vault.path(SourceFile(id=digest, size=size, media="text"))
    path.write_bytes(b"")
    vault.put_stream(io.BytesIO(b"whole content"))
    assert path.read_bytes() == b"whole content"


def test_a_damaged_file_of_the_same_size_is_replaced(vault: Vault) -> None:
    digest, size = vault.put_stream(io.BytesIO(b"whole content"))
    path = vault.path(SourceFile(id=digest, size=size, media="text"))
    path.write_bytes(b"whole c0ntent")
    vault.put_stream(io.BytesIO(b"whole content"))
    assert path.read_bytes() == b"whole content"


def test_a_linked_file_stays_where_it_is(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"linked")
    digest, size = vault.link(path)
    assert digest == sha256(b"linked").hexdigest()
    assert vault.path(SourceFile(id=digest, size=size, media="text", linked=str(path))) == path
    assert not vault.root.exists()


def test_a_stream_over_the_limit_leaves_nothing(vault: Vault) -> None:
    with pytest.raises(OverLimit):
        vault.put_stream(io.BytesIO(b"x" * 11), limit=10)
    assert stored(vault) == []
    assert vault.put_stream(io.BytesIO(b"x" * 10), limit=10)[1] == 10


def test_a_stream_that_breaks_leaves_nothing(vault: Vault) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise EOFError("cut off")

    with pytest.raises(EOFError):
        vault.put_stream(Broken(b""))
    assert stored(vault) == []


def test_leftovers_of_a_killed_process_are_swept(vault: Vault) -> None:
    vault.put_stream(io.BytesIO(b"kept"))
    (vault.root / f"{vault_module.INCOMING}1-2").write_bytes(b"half")
    assert vault.sweep() == 1
    assert len(stored(vault)) == 1


def test_a_file_that_is_gone_fails_alone(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(ItemFailed, match="cannot be read: No such file or directory"):
        vault.put(tmp_path / "gone")
    with pytest.raises(FileNotFoundError):
        vault.link(tmp_path / "gone")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES])
def test_a_disk_that_cannot_be_written_stops_the_run(vault: Vault, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def fail(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(vault_module, "_write_all", fail)
    with pytest.raises(DiskFailed) as caught:
        vault.put_stream(io.BytesIO(b"data"))
    assert caught.value.next_step
    monkeypatch.undo()
    assert stored(vault) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_really_full_disk_stops_the_run(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115  the vault closes it
    monkeypatch.setattr(Path, "open", lambda *_, **__: full)
    with pytest.raises(DiskFailed, match="full"):
        vault.put_stream(io.BytesIO(b"data"))


def _put_all(root: Path) -> None:
    for number in range(40):
        Vault(root).put_stream(io.BytesIO(b"%d" % (number % 8) * 10_000))


def test_processes_may_put_the_same_files_at_once(vault: Vault) -> None:
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=_put_all, args=(vault.root,)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 4
    assert all(sha256(path.read_bytes()).hexdigest() == path.name for path in stored(vault))
    assert len(stored(vault)) == 8
