"""``python -m quality COMMAND``: measure accuracy on real corpora."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from quality import gate, predict, quoted, report


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m quality", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_predict(commands)
    _add_gate(commands)
    _add_cases(commands)
    _add_report(commands)
    _add_quoted(commands)
    options = parser.parse_args(arguments)
    code: int = options.run(options)
    return code


def _add_predict(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("predict", help="run the library over a corpus and write what its scorer reads")
    parser.add_argument("what", choices=sorted(predict.PREDICTIONS), help="what to predict")
    parser.add_argument("input", type=Path, metavar="INPUT", help="the corpus: a folder or a file")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl", help="where to write one JSON object a line")
    parser.set_defaults(run=_predict)


def _add_gate(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("gate", help="measure every corpus that is here and compare with the pinned floors")
    parser.add_argument("names", nargs="*", metavar="CORPUS", help="only these corpora")
    parser.add_argument("--pin", action="store_true", help="make the scores of this run the floors")
    parser.add_argument("--quick", action="store_true", help="leave out corpora that take minutes")
    parser.set_defaults(run=lambda options: gate.run(options.names, options.pin, options.quick))


def _add_cases(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("cases", help="score every single message or document of a corpus")
    parser.add_argument("corpus", choices=sorted(report.CASES), help="which corpus")
    parser.add_argument("output", type=Path, metavar="OUT.jsonl", help="where to write one case and field a line")
    parser.set_defaults(run=_cases)


def _add_report(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("report", help="gains and losses by case between two runs, or the worst cases of one")
    parser.add_argument("new", type=Path, metavar="NEW.jsonl", help="the cases of a run")
    parser.add_argument("--old", type=Path, metavar="OLD.jsonl", help="the cases of the run before")
    parser.add_argument("--field", default="", help="only this field")
    parser.add_argument("--count", type=int, default=20, help="how many cases to show of each kind")
    parser.add_argument("--part", default="", metavar="K/N", help="only part K of N, counted from 0")
    parser.set_defaults(run=lambda o: report.run(o.new, o.old, o.field, o.count, o.part))


def _add_quoted(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = commands.add_parser("quoted", help="quoted messages of the NIH production that are printed elsewhere too")
    parser.add_argument("--count", type=int, default=20, help="how many samples to show")
    parser.add_argument("--seed", type=int, default=1, help="what the samples are drawn with")
    parser.add_argument("--texts", action="store_true", help="show the beginnings of both messages of a sample")
    parser.set_defaults(run=lambda o: quoted.run(o.count, o.seed, texts=o.texts))


def _cases(options: argparse.Namespace) -> int:
    function, folder = report.CASES[options.corpus]
    count = predict.write(function(folder), options.output)
    print(f"{count} cases written to {options.output}", file=sys.stderr)
    return 0


def _predict(options: argparse.Namespace) -> int:
    function, _ = predict.PREDICTIONS[options.what]
    count = predict.write(function(options.input), options.output)
    print(f"{count} rows written to {options.output}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
