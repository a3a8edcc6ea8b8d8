"""``onrecord status``."""

from __future__ import annotations

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import Exit


@click.command()
@format_option
@click.pass_obj
def command(options: Options, fmt: str) -> None:
    """Show what is in the case: releases, pages by state, messages, and everything that could not be read.

    Ends with code 5 when something failed.

    \b
    Example:
      onrecord status
    """
    with options.open_case() as case:
        status = case.status()
        failures = list(case.export("failures"))
        notes = list(case.export("notes"))
    if fmt == "table":
        emit(status.releases, fmt)
        click.echo()
        emit(status.figures, fmt)
        if notes:
            click.secho("\nNoted", bold=True)
            emit(notes, fmt, ["kind", "file", "page", "what"])
        if failures:
            click.secho("\nFailures", bold=True)
            emit(failures, fmt, ["file", "page", "what", "next_step"])
        if status.unbuilt:
            click.echo(f"{status.unbuilt} files are added but not built: onrecord build", err=True)
    else:
        emit([*status.releases, *status.figures, *failures, *notes], fmt)
    if failures:
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)
