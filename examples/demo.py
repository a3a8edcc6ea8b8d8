"""The main job on the example case, command by command, as a user types it: ``python -m examples.demo FOLDER``.

Prints the records of an invented harbor authority, builds a case of them, and shows what was found. It ends by saying
where to look.
"""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

#: The two deliveries: what a requester would know about each, the case's own facts.
RELEASES = {
    "release-1": ("first interim", "2022-03-04"),
    "release-2": ("third interim", "2022-08-19"),
}
AGENCY, REQUEST = "Harbor Authority", "HPA-21-0417"

#: Exit codes that a demonstration goes on after: done, and finished with failures listed.
FINE = (0, 5)


def main(folder: str) -> None:
    """Do everything in `folder`, which is emptied first."""
    began = time.monotonic()
    base = Path(folder)
    shutil.rmtree(base, ignore_errors=True)
    records, case = base / "records", base / "case"
    print("Printing the example records of an invented harbor authority ...", flush=True)
    subprocess.run([sys.executable, "-m", "examples.generate", str(records)], check=True, stdout=subprocess.DEVNULL)
    run("new", case)
    for name, (release, received) in RELEASES.items():
        run_in(case, "add", records / name, "--release", release, "--agency", AGENCY, "--received", received,
               "--request", REQUEST)  # fmt: skip
    run_in(case, "add", records / "articles", "--release", "articles")
    building = time.monotonic()
    run_in(case, "build")
    built = time.monotonic() - building
    run_in(case, "status")
    run_in(case, "search", "piles", "--limit", "3")
    run_in(case, "search", "--person", "vance", "--since", "2021-10-19", "--limit", "3")
    run_in(case, "show", first_find(case, "bent", "--person", "achterberg"))
    say_where_to_look(case, time.monotonic() - began, built)


def run(*arguments: str | Path) -> None:
    """Print a command and run it."""
    words = [str(argument) for argument in arguments]
    print(f"\n$ onrecord {shlex.join(words)}", flush=True)
    program = [sys.executable, "-m", "onrecord.cli.main", *words]
    code = subprocess.run(program, check=False).returncode
    if code not in FINE:
        sys.exit(code)


def run_in(case: Path, *arguments: str | Path) -> None:
    """`run` with the case named first."""
    run("--case", case, *arguments)


def first_find(case: Path, *words: str) -> str:
    """The id of the best find of a search."""
    program = [sys.executable, "-m", "onrecord.cli.main", "--case", str(case), "search", *words]
    found = subprocess.run([*program, "--format", "jsonl", "--limit", "1"], check=True, capture_output=True, text=True)
    return str(json.loads(found.stdout.splitlines()[0])["id"])


def say_where_to_look(case: Path, seconds: float, building: float) -> None:
    """The last lines: what to type next."""
    program = Path(sys.executable).with_name("onrecord")
    program = program.relative_to(Path.cwd()) if program.is_relative_to(Path.cwd()) else program
    print(f"\nDone in {seconds:.0f} s, of which the build took {building:.1f} s. Look around:")
    print(f"  the records      {case.parent / 'records'}")
    print(f"  the case         {case}")
    print(f"  in a browser     {program} --case {case} serve        (then open the address that it prints)")
    print(f"  one message      {program} --case {case} show ID      (an id from above)")
    print(f"  one page         {program} --case {case} show HPA-000003")
    print(f"  everything       {program} --case {case} export messages")


if __name__ == "__main__":
    main(sys.argv[1])
