"""``onrecord new``."""

from __future__ import annotations

import shlex

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option


@click.command()
@click.argument("folder", metavar="CASE")
@click.option(
    "--store",
    metavar="URL",
    default="",
    help="Keep the records on a server: postgresql://USER@HOST/DATABASE?schema=NAME",
)
@format_option
@click.pass_obj
def command(options: Options, folder: str, store: str, fmt: str) -> None:
    """Make a new case: one folder that holds the source files, the records and the settings.

    With --store the records are kept in a PostgreSQL database. The case remembers where, but never the password: give
    that in PGPASSWORD or a passfile.

    \b
    Example:
      onrecord new harbor
      onrecord new harbor --store "postgresql://ana@db.example.org/cases?schema=harbor"
    """
    from onrecord.case import Case

    with Case.create(folder, store or options.store) as case:
        if fmt == "table":
            click.echo(f"made the case {case.path}")
        else:
            emit([{"case": str(case.path)}], fmt)
        click.echo(f"next: cd {shlex.quote(str(case.path))} && onrecord add PATH...", err=True)
