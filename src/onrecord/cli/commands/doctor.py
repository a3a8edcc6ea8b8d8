"""``onrecord doctor``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import Exit, NoCase, RunStopped

if TYPE_CHECKING:
    from onrecord.pipeline.examine import Symptom


@click.command()
@click.option("--repair", is_flag=True, help="Make a damaged store anew from the source files, and save the decisions.")
@format_option
@click.pass_obj
def command(options: Options, repair: bool, fmt: str) -> None:
    """Check the installation and, where there is one, the case: engines, store, and the hash of every source file.

    With --repair, a damaged store is set aside, all that can still be read of decisions and names is put into a new
    one, and the case is built again. What is lost is listed.

    \b
    Examples:
      onrecord doctor
      onrecord doctor --repair
    """
    from onrecord.pipeline.examine import installation

    if repair:
        _repair(options.case_folder(), fmt)
        return
    findings = list(installation())
    try:
        with options.open_case() as case:
            findings += case.doctor()
    except NoCase as error:
        click.echo(f"onrecord: {error.what}: only the installation was checked", err=True)
    except RunStopped:
        _print(findings, fmt)  # what ails the case is said by the error
        raise
    _print(findings, fmt)
    if any(finding.state == "wrong" for finding in findings):
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)


def _repair(folder: Path, fmt: str) -> None:
    from onrecord.case import Case
    from onrecord.cli.progress import TerminalProgress

    with TerminalProgress() as progress:
        findings = Case.repair(folder, progress)
    _print(findings, fmt)
    if any(finding.state == "wrong" for finding in findings):
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)


def _print(findings: list[Symptom], fmt: str) -> None:
    emit([finding.row() for finding in findings], fmt, ["check", "state", "detail", "next_step"])
