"""A clock that jumps, back and forth by years, changes no record and takes back no decision."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from pathlib import Path

from onrecord import Case
from onrecord.errors import Exit
from onrecord.model import Decision
from onrecord.store.identities import standing
from tests.pipeline.test_build import built, exports, write_release
from tests.timing import PATIENCE

#: The command line under a clock that jumps with every look at it.
JUMPING = (
    "import random, sys, time; draw, real = random.Random(7), time.time;"
    "time.time = lambda: real() + draw.uniform(-3e8, 3e8);"
    "sys.argv[0] = 'onrecord'; from onrecord.cli.main import main; main()"
)


def test_a_build_under_a_jumping_clock_gives_the_same_records(tmp_path: Path) -> None:
    write_release(tmp_path / "release", files=6, pages=60)
    expected = built(tmp_path / "calm", tmp_path / "release", executor="serial")
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "release"], release="first")
    command = [sys.executable, "-c", JUMPING, "--case", str(tmp_path / "case"), "build", "--workers", "2"]
    done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == Exit.FAILURES_LISTED, done.stderr
    with Case.open(tmp_path / "case") as case:
        assert exports(case) == expected


def test_what_was_taken_back_and_given_again_does_not_depend_on_the_clock() -> None:
    def decisions(times: tuple[str, ...]) -> list[Decision]:
        kinds = (("d", "rename", ""), ("u", "undo", "d"), ("v", "undo", "u"))
        return [
            Decision(id=id, at=at, by="ana", action=action, subjects=("k",), undoes=undoes)
            for (id, action, undoes), at in zip(kinds, times, strict=True)
        ]

    for times in permutations(("2021-01-01T00:00:00Z", "2022-01-01T00:00:00Z", "2023-01-01T00:00:00Z")):
        assert [one.id for one in standing(decisions(times))] == ["d"], times
        assert standing(decisions(times)[:2]) == []
