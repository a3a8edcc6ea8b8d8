"""The session in the README is real: each command is run on the example case and must print what is shown."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

from docs import session

#: What differs from run to run: how long a build took.
TIMING = re.compile(r"\d+\.\d s")
#: What else differs where another library compresses the printed pages: their sizes and hashes, and ids made of them.
BYTES = re.compile(r"\d+\.\d [kM]B|\bm[0-9a-f]{16}\b|\b[0-9a-f]{64}\b")


def comparable(printed: str) -> str:
    text = TIMING.sub("", printed)
    return BYTES.sub("", text) if "ng" in zlib.ZLIB_RUNTIME_VERSION else text


def test_the_session_is_what_the_commands_print(tmp_path: Path) -> None:
    shown = session.shown(session.README.read_text(encoding="utf-8"))
    assert len(shown) > 5
    performed = session.performed(tmp_path, [command for command, _ in shown])
    for (command, expected), (ran, printed) in zip(shown, performed, strict=True):
        assert comparable(ran) == comparable(command), "run: python -m docs.session"
        assert comparable(printed) == comparable(expected), f"{command}\nrun: python -m docs.session"
