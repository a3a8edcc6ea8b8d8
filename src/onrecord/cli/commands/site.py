"""``onrecord site``."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.main import Options


@click.command()
@click.argument("out", type=click.Path(file_okay=False))
@click.option("--title", default="", metavar="WORDS", help="What the site is called. Default: the name of the case.")
@click.option(
    "--keep",
    multiple=True,
    metavar="VALUE",
    help="An address, number or domain (example.gov) that may be shown; may be repeated.",
)
@click.pass_obj
def command(options: Options, out: str, title: str, keep: tuple[str, ...]) -> None:
    """Write a static site of what was accepted: the chronology, claims, gaps, people, and the pages that they cite.

    It opens from a folder, searches without a server, and holds only accepted findings and the pages that they cite.
    E-mail addresses, telephone numbers and street addresses are masked, redactions painted over. OUT is a new folder.

    \b
    Example:
      onrecord site harbor-site --title "The harbor records" --keep harbor.example.gov
    """
    from onrecord.web.site import build

    with options.open_case() as case:
        made = build(case, Path(out), title=title, keep=keep)
    click.echo(
        f"{made.findings} accepted findings, {made.pages} pages and {made.messages} messages in {made.files} files;"
        f" {made.masked} values masked (masked.json); {made.waiting} findings that nobody accepted left out"
    )
    click.echo(f"manifest.json has the SHA-256 {made.manifest}: publish it elsewhere too")
