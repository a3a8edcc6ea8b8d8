"""``onrecord build``."""

from __future__ import annotations

import time

import click

from onrecord.cli.main import Options
from onrecord.errors import Exit


@click.command()
@click.option("--workers", type=click.IntRange(0), default=None, help="Worker processes; 0 means one for each core.")
@click.option("--executor", type=click.Choice(["processes", "serial"]), default=None, help="Where the work is done.")
@click.option("--language", default=None, metavar="CODE", help="Tesseract language of pages without a text layer.")
@click.pass_obj
def command(options: Options, workers: int | None, executor: str | None, language: str | None) -> None:
    """Read the pages of everything added, recover the messages, and index both.

    Only what is new or changed is done. A build can be interrupted at any moment and run again.

    \b
    Examples:
      onrecord build
      onrecord build --workers 8 --language deu
    """
    from onrecord.cli.progress import TerminalProgress

    began = time.monotonic()
    with options.open_case() as case:
        with TerminalProgress() as progress:
            done = case.build(progress=progress, workers=workers, executor=executor, language=language)
        counts = case.store.counts()
    took = time.monotonic() - began
    click.echo(f"built in {took:.1f} s: read {done.pages:,} pages and recovered {done.messages:,} messages")
    click.echo(f"the case holds {counts['pages']:,} pages and {counts['messages']:,} messages")
    if done.failures:
        click.echo(f"onrecord: {done.failures} failures; `onrecord status` lists them", err=True)
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)
