"""``python -m quality COMMAND``: measure accuracy on real corpora."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from quality import predict


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_predict(commands)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


def _add_predict(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("predict", help="run the library over a corpus and write what its scorer reads")
    parser.add_argument("what", choices=sorted(predict.PREDICTIONS), help="what to predict")
    parser.add_argument("input", type=Path, metavar="INPUT", help="the corpus: a folder or a file")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl", help="where to write one JSON object a line")
    parser.set_defaults(run=_predict)


def _predict(options: argparse.Namespace) -> int:
    function, _ = predict.PREDICTIONS[options.what]
    count = predict.write(function(options.input), options.output)
    print(f"{count} rows written to {options.output}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
