"""``onrecord store``: copy the records of a case to another kind of store."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.cli.output import emit, format_option


@click.group()
def command() -> None:
    """Move the records of a case between a file and a server.

    \b
    Example:
      onrecord store copy . "postgresql://ana@db.example.org/cases?schema=harbor"
    """


@command.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.option("--use", is_flag=True, help="From now on the case FROM works with the copy.")
@format_option
def copy(source: str, target: str, use: bool, fmt: str) -> None:
    """Copy all records of the store FROM to TO: case folders, files, or addresses of PostgreSQL databases.

    There must be no records in TO. The copy is there whole or not at all; every table is read again on both sides, and
    its rows are counted and hashed. Source files stay where they are.

    \b
    Examples:
      onrecord store copy . "postgresql://ana@db.example.org/cases?schema=harbor" --use
      onrecord store copy . store.sqlite --use
    """
    from onrecord.store import copying, folder

    if use:
        folder.check_use(Path(source), target)
    with folder.store_at(source) as first, folder.store_at(target, create=True) as second:
        copied = copying.copy(first, second, lambda table: click.echo(f"copying {table}", err=True))
    if use:
        folder.use(Path(source), target)
    emit([{"table": each.table, "rows": each.rows, "sha256": each.sha256[:16]} for each in copied], fmt)
