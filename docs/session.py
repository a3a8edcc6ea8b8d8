"""The session that the README shows: ``python -m docs.session`` runs its commands and writes down what they print.

A test compares the two, so this is run again whenever a command prints something else.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from examples.press import handmade

README = Path(__file__).parent.parent / "README.md"
SESSION = re.compile(r"(?<=<!-- session -->\n```console\n).*?(?=```\n<!-- end of session -->)", re.DOTALL)

#: An id of a message, which changes with the place at which the message begins.
ID = re.compile(r"m[0-9a-f]{16}")


def shown(readme: str) -> list[tuple[str, str]]:
    """The commands in the README and what is printed below each."""
    match = SESSION.search(readme)
    assert match
    steps = re.split(r"^\$ ", match[0], flags=re.MULTILINE)[1:]
    return [(step.partition("\n")[0], step.partition("\n")[2].strip("\n")) for step in steps]


def performed(folder: Path, commands: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Every command run in `folder`, where the records of the example case are printed first, and what it prints.

    A command that shows a message shows the first one that was found before.
    """
    handmade.print_case(folder / "records", "clean", 1)
    where, found = folder, ""
    for command in commands:
        if command.startswith("cd "):
            where /= command.removeprefix("cd ")
            yield command, ""
            continue
        followed = ID.sub(found, command) if command.startswith("onrecord show ") else command
        printed = _printed(where, shlex.split(followed)[1:])
        yield followed, printed
        if not found and (match := ID.search(printed)):
            found = match[0]


def _printed(where: Path, words: Sequence[str]) -> str:
    call = [sys.executable, "-m", "onrecord.cli.main", *words]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(call, cwd=where, capture_output=True, text=True, check=False, env=environment)
    return "\n".join(line.rstrip() for line in done.stdout.strip("\n").splitlines())


def main() -> None:
    """Write the session anew."""
    readme = README.read_text(encoding="utf-8")
    commands = [command for command, _ in shown(readme)]
    with tempfile.TemporaryDirectory() as folder:
        steps = [f"$ {command}\n{printed}".rstrip("\n") for command, printed in performed(Path(folder), commands)]
    README.write_text(SESSION.sub(lambda _: "\n\n".join(steps) + "\n", readme), encoding="utf-8")


if __name__ == "__main__":
    main()
