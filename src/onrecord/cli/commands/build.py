"""``onrecord build``."""

from __future__ import annotations

import time
from contextlib import nullcontext

import click

from onrecord.cli.main import Options
from onrecord.cli.output import check_table_only, emit, format_option, one_line
from onrecord.errors import Exit
from onrecord.pipeline.build import STAGES
from onrecord.pipeline.executors import template


@click.command()
@click.option("--workers", type=click.IntRange(0), default=None, help="Worker processes; 0 means one for each core.")
@click.option(
    "--executor",
    default=None,
    metavar="NAME",
    help="Where the work is done: processes, serial, dask (a cluster on this machine) or dask://HOST:PORT.",
)
@click.option("--language", default=None, metavar="CODE", help="Tesseract language of pages without a text layer.")
@click.option(
    "--year",
    type=click.IntRange(0, 9999),
    default=None,
    help="Year of the first entry of chronologies that print none; kept in the case. 0 infers it.",
)
@click.option(
    "--until",
    type=click.Choice(list(STAGES)),
    default=None,
    help="Stop after this stage (split: messages can be searched). The next build goes on from there.",
)
@click.option(
    "--explain",
    default=None,
    metavar="MESSAGE",
    help="Build nothing; show how the message with this id is read, line by line.",
)
@format_option
@click.pass_obj
def command(
    options: Options, /, year: int | None, until: str | None, explain: str | None, fmt: str, **flags: int | str | None
) -> None:
    """Read the pages of everything added, recover the messages, and index both.

    Only what is new or changed is done. A build can be interrupted at any moment and run again.

    With --explain, the message is split from its stored pages again: first come the layouts that bid for its pages,
    then every line with its page, the offset of its first character, what it became, and why.

    \b
    Examples:
      onrecord build
      onrecord build --workers 8 --language deu
      onrecord build --executor dask://scheduler.example.org:8786
      onrecord build --until split
      onrecord build --year 2021
      onrecord build --explain m1c04c5b0e8f2a7d3
    """
    if explain is not None:
        check_table_only(fmt, "--explain")
        _explain(options, explain)
        return
    from onrecord.cli.progress import TerminalProgress

    began = time.monotonic()
    here = flags["executor"] in (None, "processes")
    with template.ahead() if here else nullcontext(), options.open_case() as case:
        if year is not None:
            case.set_first_year(year)
        with TerminalProgress() as progress:
            done = case.build(until=until or "", progress=progress, **flags)
        counts = case.store.counts()
    took = time.monotonic() - began
    if fmt == "table":
        click.echo(f"built in {took:.1f} s: read {done.pages:,} pages and recovered {done.messages:,} messages")
        click.echo(f"the case holds {counts['pages']:,} pages and {counts['messages']:,} messages")
    else:
        row = {"seconds": round(took, 1), "read": done.pages, "recovered": done.messages}
        emit([row | {name: counts[name] for name in ("pages", "messages", "failures")}], fmt)
    if done.failures:
        click.echo(f"onrecord: {done.failures} failures; `onrecord status` lists them", err=True)
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)


def _explain(options: Options, name: str) -> None:
    """Print how a message is read: the bids, then a block of lines for each page."""
    with options.open_case() as case:
        found = case.explain(name)
    message = found.message
    click.secho(f"{message.id}: {message.kind}, depth {message.depth}, read by {message.layout}", bold=True)
    click.echo(f"why: {message.why}")
    for doubt in message.doubts:
        click.echo(f"doubt: {doubt}")
    click.echo()
    emit([{"page": o.page, "layout": o.layout, "bid": o.score, "signs": o.why} for o in found.offers], "table")
    rows = [
        {
            "place": f"{line.page}:{line.start}",
            "line": one_line(line.text, 70),
            "became": line.became,
            "why": one_line(line.why, 90),
        }
        for line in found.lines
    ]
    click.echo()
    emit(rows, "table")
