"""``onrecord audit``."""

from __future__ import annotations

from collections import deque

import click
import msgspec

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import Exit


@click.command()
@click.option("--who", default="", metavar="NAME", help="Only what this person did.")
@click.option("--about", default="", metavar="ID", help="Only what was done with this record or decision.")
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many of the latest to print.")
@click.option("--head", is_flag=True, help="Print the hash of the last record, to be noted elsewhere.")
@click.option("--since", default="", metavar="HASH", help="Check the log, and that the record with this hash is in it.")
@format_option
@click.pass_obj
def command(options: Options, who: str, about: str, limit: int, head: bool, since: str, fmt: str) -> None:
    """Print who decided, and on a server with users who read, what and when.

    Each record holds the hash of the one before; `onrecord doctor` says where the chain is broken. Whoever can write to
    the case folder could write the whole log anew: note its last hash elsewhere, and check against it later.

    \b
    Examples:
      onrecord audit --who ana
      onrecord audit --head
      onrecord audit --since 9f86d081884c7d65
    """
    with options.open_case() as case:
        audit = case.audit
        if head:
            click.echo(audit.head()[1])
            return
        if since:
            _check(audit.problems(since))
            return
        chosen = (one for one in audit.entries() if who in ("", one.who) and (not about or one.about.startswith(about)))
        rows = [msgspec.structs.asdict(one) for one in deque(chosen, limit)]
    emit(rows, fmt, ("number", "at", "who", "act", "about", "address", "detail"))


def _check(problems: list[str]) -> None:
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(Exit.FAILURES_LISTED)
    click.echo("the log is whole")
