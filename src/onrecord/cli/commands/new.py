"""``onrecord new``."""

from __future__ import annotations

import shlex

import click

from onrecord.cli.output import emit, format_option


@click.command()
@click.argument("folder", metavar="CASE")
@format_option
def command(folder: str, fmt: str) -> None:
    """Make a new case: one folder that holds the source files, the records and the settings.

    \b
    Example:
      onrecord new harbor
    """
    from onrecord.case import Case

    with Case.create(folder) as case:
        if fmt == "table":
            click.echo(f"made the case {case.path}")
        else:
            emit([{"case": str(case.path)}], fmt)
        click.echo(f"next: cd {shlex.quote(str(case.path))} && onrecord add PATH...", err=True)
