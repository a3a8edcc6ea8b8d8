"""``onrecord new``."""

from __future__ import annotations

import shlex

import click


@click.command()
@click.argument("folder", metavar="CASE")
def command(folder: str) -> None:
    """Make a new case: one folder that holds the source files, the records and the settings.

    \b
    Example:
      onrecord new harbor
    """
    from onrecord.case import Case

    with Case.create(folder) as case:
        click.echo(f"made the case {case.path}")
        click.echo(f"next: cd {shlex.quote(str(case.path))} && onrecord add PATH...", err=True)
