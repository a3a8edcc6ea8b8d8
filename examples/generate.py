"""Print an example production with its truth.

    python -m examples.generate OUT                      the hand-written case
    python -m examples.generate OUT --pages 2000         a synthetic correspondence of that many pages
    python -m examples.generate OUT --size 10000         the same, by messages sent
"""

from __future__ import annotations

import argparse
from pathlib import Path

from examples.press import handmade


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scan-level", choices=("clean", "noisy", "fax", "none"))
    return parser


def main(words: list[str] | None = None) -> None:
    """Run the command."""
    options = arguments().parse_args(words)
    handmade.print_case(options.out, options.scan_level or "clean", options.seed)


if __name__ == "__main__":
    main()
