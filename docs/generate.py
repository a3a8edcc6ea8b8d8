"""Bring the generated parts of the documentation up to date, or check them: ``python -m docs.generate [--check]``.

The parts stand between cog's markers in the Markdown files and are made from the code, so that the two cannot part.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cogapp import Cog

ROOT = Path(__file__).parent.parent


def files() -> list[str]:
    """The Markdown files with generated parts."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(str(path) for path in found if "[[[cog" in path.read_text(encoding="utf-8"))


def main() -> int:
    """Run cog over all of them; 0 when everything is, or has been brought, up to date."""
    mode = ["--check"] if "--check" in sys.argv[1:] else ["-r"]
    return int(Cog().main(["cog", *mode, *files()]) or 0)


if __name__ == "__main__":
    sys.exit(main())
