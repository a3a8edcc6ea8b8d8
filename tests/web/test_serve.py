"""``onrecord serve`` listens to this machine alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.cli.commands.serve import is_loopback
from tests.conftest import Run


@pytest.mark.parametrize(
    ("host", "ours"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("192.0.2.7", False),
        ("x.org", False),
    ],
)
def test_what_only_this_machine_reaches(host: str, ours: bool) -> None:
    assert is_loopback(host) is ours


def test_no_other_address_is_served(built: Path, run: Run) -> None:
    ran = run("serve", "--host", "0.0.0.0")
    assert ran.code == 2 and "has no users" in ran.err
