"""``onrecord add``."""

from __future__ import annotations

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import Exit


@click.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--release", default="", metavar="NAME", help="The delivery they came in. Default: the first path's name."
)
@click.option("--agency", default="", help="Who released them.")
@click.option("--received", default="", metavar="YYYY-MM-DD", help="When they were received.")
@click.option("--request", default="", metavar="NO", help="The request or docket number.")
@click.option("--requested", default="", metavar="YYYY-MM-DD", help="When the request was made.")
@click.option("--deadline", default="", metavar="YYYY-MM-DD", help="When the next answer is due.")
@click.option("--appeal-by", default="", metavar="YYYY-MM-DD", help="The last day of an appeal.")
@click.option("--link", is_flag=True, help="Leave the files where they are instead of copying them into the case.")
@format_option
@click.pass_obj
def command(options: Options, /, paths: tuple[str, ...], link: bool, fmt: str, **facts: str) -> None:
    """Add files, folders, archives or load files to the case.

    Reads PDF, images, e-mail (.eml, mbox), page-text JSONL, plain text, HTML, Office files, ZIP and tar archives,
    and Concordance/Opticon load files. Nothing is opened yet: `onrecord build` does that.

    \b
    Examples:
      onrecord add ~/records/first --release first --agency "Harbor Authority" --received 2022-03-01
      onrecord add ~/records/second.zip --release second --request 22-0117
    """
    with options.open_case() as case:
        done = case.add(list(paths), link=link, **facts)
    for failure in done.failures:
        click.echo(f"onrecord: {failure.path}: {failure.what}; {failure.next_step}", err=True)
    if fmt == "table":
        known = f", {done.known} of them known already" if done.known else ""
        click.echo(f"added {_count(done.files, 'file')}{known} ({_size(done.size)}) to release {done.release!r}")
    else:
        row = {"release": done.release, "files": done.files, "known": done.known, "bytes": done.size}
        emit([row | {"failures": len(done.failures)}], fmt)
    click.echo("next: onrecord build", err=True)
    if done.failures:
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)


def _size(count: int) -> str:
    return f"{count / 1e6:,.1f} MB" if count >= 1e6 else f"{count / 1e3:,.1f} kB"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
