"""Print an example production with its truth.

python -m examples.generate OUT                      the hand-written case
python -m examples.generate OUT --pages 2000         a synthetic correspondence of that many pages
python -m examples.generate OUT --size 10000         the same, by messages sent
python -m examples.generate OUT --logs 40            logs of contacts that are no mail
"""

from __future__ import annotations

import argparse
from pathlib import Path

from examples.press import handmade, logs, synth


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m examples.generate", description=__doc__.split("\n")[0])
    parser.add_argument("out", type=Path, help="folder to write to")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--size", type=int, metavar="N", help="messages of a synthetic correspondence")
    size.add_argument("--pages", type=int, metavar="N", help="pages of a synthetic correspondence")
    size.add_argument("--logs", type=int, metavar="N", help="logs of calls, visits, texts, chats and calendars")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another correspondence")
    parser.add_argument("--scoring", action="store_true", help="draw from the parts of the pools kept for scoring")
    levels = ("clean", "noisy", "fax", "none")
    parser.add_argument("--scan-level", choices=levels, help="default: clean; none for a synthetic correspondence")
    parser.add_argument("--scan-share", type=float, default=0.1, help="share of documents scanned, if any (0.1)")
    parser.add_argument("--workers", type=int, default=1, metavar="K", help="processes (1)")
    return parser


def main(words: list[str] | None = None) -> None:
    """Run the command."""
    options = arguments().parse_args(words)
    if options.logs:
        book = logs.Book(options.out, options.seed, options.scoring, options.scan_level or "none")
        counts = book.write(options.logs)
        print(f"{counts['contacts']} contacts in {counts['logs']} logs")
        return
    if not (options.size or options.pages):
        handmade.print_case(options.out, options.scan_level or "clean", options.seed)
        return
    plan = synth.Plan(
        options.out,
        options.seed,
        options.pages or 0,
        options.size or 0,
        options.scoring,
        options.scan_level or "none",
        options.scan_share,
    )
    totals = synth.print_all(plan, options.workers)
    print(f"{totals['pages']} pages of {totals['mails']} messages in {totals['files']} files")


if __name__ == "__main__":
    main()
