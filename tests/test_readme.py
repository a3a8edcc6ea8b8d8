"""The session in the README is real: each command is run on the example case and must print what is shown."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from examples.press import handmade

from tests.conftest import Run

README = Path(__file__).parent.parent / "README.md"
SESSION = re.compile(r"<!-- session -->\n```console\n(.*?)```\n<!-- end of session -->", re.DOTALL)

#: What differs from run to run: how long a build took.
TIMING = re.compile(r"\d+\.\d s")


def session() -> list[tuple[str, str]]:
    """The commands shown and what each prints."""
    match = SESSION.search(README.read_text(encoding="utf-8"))
    assert match
    steps = re.split(r"^\$ ", match[1], flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2].strip("\n")) for step in steps]


def test_the_session_is_what_the_commands_print(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    handmade.print_case(tmp_path / "records", "clean", 1)
    shown = session()
    assert len(shown) > 5
    for command, expected in shown:
        if command.startswith("cd "):
            monkeypatch.chdir(command.removeprefix("cd "))
            continue
        program, *words = shlex.split(command)
        assert program == "onrecord"
        ran = run(*words)
        printed = "\n".join(line.rstrip() for line in ran.out.strip("\n").splitlines())
        assert TIMING.sub("", printed) == TIMING.sub("", expected), command
