"""``onrecord export``."""

from __future__ import annotations

import sys

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, writable
from onrecord.errors import UsageError


@click.command()
@click.argument("kind", required=False, default="")
@click.option(
    "--format",
    "fmt",
    type=click.Choice(["jsonl", "json", "csv", "table", "parquet"]),
    default="jsonl",
    show_default=True,
)
@click.option("--out", "-o", type=click.Path(dir_okay=False), default=None, help="A file instead of standard output.")
@click.option("--release", default="", metavar="NAME", help="Only this release.")
@click.option("--file", default="", metavar="NAME", help="Only the file added under this name (or its last part).")
@click.option("--list", "list_kinds", is_flag=True, help="List what can be exported.")
@click.pass_obj
def command(options: Options, kind: str, fmt: str, out: str | None, release: str, file: str, list_kinds: bool) -> None:
    """Write records of one kind, every one with its citation: messages, pages, documents, files, failures, ...

    The order and the bytes depend on the records alone. Parquet needs the extra `arrow` and --out.

    \b
    Examples:
      onrecord export messages > messages.jsonl
      onrecord export messages --format csv --release first -o messages.csv
      onrecord export --list
    """
    from onrecord.publish.rows import KINDS

    if list_kinds or not kind:
        click.echo("\n".join(sorted(KINDS)))
        return
    with options.open_case() as case:
        if fmt == "parquet":
            _parquet(case.to_arrow(kind, release=release, file=file), out)
            return
        rows = case.export(kind, release=release, file=file)
        if fmt == "table":
            if out is not None:
                raise UsageError("a table is for the screen", "leave out --out, or choose another format")
            emit(rows, fmt)
            return
        from onrecord.publish.exporters import exporter

        if out is None:
            exporter(fmt).write(rows, sys.stdout)
        else:
            with writable(out).open("w", encoding="utf-8", newline="") as stream:
                exporter(fmt).write(rows, stream)


def _parquet(table: object, out: str | None) -> None:
    if out is None:
        raise UsageError("parquet is a binary format", "name a file with --out")
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, writable(out))
