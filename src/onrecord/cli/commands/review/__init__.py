"""``onrecord review``."""

from __future__ import annotations

import click

from onrecord.cli.commands.review import findings, log, people


@click.group()
def command() -> None:
    """See what is open, decide it, and take decisions back. Nothing decided is ever overwritten.

    \b
    Examples:
      onrecord review queue
      onrecord review accept i2f1c0a9b --note "page image checked"
      onrecord review edit i2f1c0a9b date 2021-03-09 --note "the year is printed on page 2"
      onrecord review merge "Bob Ruiz" "Ruiz, Roberto" --note "signs as both"
      onrecord review log
    """


for one in (*findings.COMMANDS, *people.COMMANDS, *log.COMMANDS):
    command.add_command(one)
