"""A PostgreSQL server of the tests' own: in a temporary folder, reached by a socket there, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

#: Where distributions keep the programs of the server that are not on the path.
FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")

#: Seconds that the server may take to start.
PATIENCE = 60


class Server:
    """A running server. `kill` ends all of its processes at once, `start` starts it again on the same data."""

    def __init__(self, folder: Path, programs: Path, identity: dict[str, Any]) -> None:
        self._folder, self._programs, self._identity = folder, programs, identity
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = ("fsync=off", "shared_buffers=64MB", "listen_addresses=", f"unix_socket_directories={self._folder}")
        options = [part for setting in settings for part in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._folder / "data", *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self._identity,
            )
        began = time.monotonic()
        while not self._answers():
            assert self._process.poll() is None, (self._folder / "log").read_text()
            assert time.monotonic() - began < PATIENCE, "the server does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        import psycopg  # here, because the tests of all other rooms run without it

        try:
            psycopg.connect(host=str(self._folder), user="onrecord", dbname="postgres").close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """End the server as a loss of power would."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)  # its processes are a session of their own
        self._process.wait()

    def stop(self) -> None:
        """End the server in good order, whoever is connected."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()

    def url(self, schema: str = "") -> str:
        """The address of a store that is not there yet."""
        name = schema or f"case_{next(self._numbers)}"
        return f"postgresql://onrecord@/postgres?host={quote(str(self._folder), safe='')}&schema={name}"


@contextmanager
def running() -> Iterator[Server]:
    """A server of one's own. Skips the test, saying why, where none can be started."""
    programs, identity = _programs(), _identity()
    folder = Path(tempfile.mkdtemp(prefix="onrecord-pg-", dir="/tmp"))  # a socket's path must be short
    try:
        if identity:
            shutil.chown(folder, identity["user"], identity["group"])
        options = ["-U", "onrecord", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(
            [programs / "initdb", "-D", folder / "data", *options],
            check=True,
            capture_output=True,
            cwd=folder,
            **identity,
        )
        server = Server(folder, programs, identity)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    pytest.importorskip("psycopg", reason="psycopg, of the extra postgres, is not installed")
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += [folder for pattern in FOLDERS for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True)]
    if not found:
        pytest.skip("PostgreSQL is not installed")
    return found[0]


def _identity() -> dict[str, Any]:
    """How to start programs that refuse to run as root: as the user that the distribution made for them."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("PostgreSQL refuses to run as root, and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
