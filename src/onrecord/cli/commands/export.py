"""``onrecord export``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from onrecord.case import Case
from onrecord.cli.main import Options
from onrecord.cli.output import FORMATS, emit, writable
from onrecord.errors import UsageError
from onrecord.publish.exporters import FILE_EXPORTERS


@click.command()
@click.argument("kind", required=False, default="")
@click.option(
    "--format",
    "fmt",
    type=click.Choice([*sorted(FORMATS), *FILE_EXPORTERS]),
    default="jsonl",
    show_default=True,
    help="See --list.",
)
@click.option("--out", "-o", type=click.Path(), default=None, help="A file or folder instead of standard output.")
@click.option("--release", default="", metavar="NAME", help="Only this release.")
@click.option("--file", default="", metavar="NAME", help="Only the file added under this name (or its last part).")
@click.option("--list", "list_all", is_flag=True, help="List the kinds of records and the formats.")
@click.pass_obj
def command(options: Options, kind: str, fmt: str, out: str | None, release: str, file: str, list_all: bool) -> None:
    """Write records of one kind, every one with its citation: messages, pages, documents, files, failures, ...

    The order and the bytes depend on the records alone. Formats that are more than text need --out: a file, or for
    `eml` and `pdf` a new folder or a name that ends in .zip.

    \b
    Examples:
      onrecord export messages > messages.jsonl
      onrecord export messages --format csv --release first -o messages.csv
      onrecord export --format sqlite -o harbor.db
      onrecord export --format eml -o mails.zip
      onrecord export --format pdf -o searchable/
      onrecord export claims --format documentcloud -o notes.json
      onrecord export --list
    """
    if list_all or (not kind and fmt not in FILE_EXPORTERS):
        _list()
        return
    with options.open_case() as case:
        if fmt in FILE_EXPORTERS:
            _save(case, fmt, out, kind, release, file)
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


def _save(case: Case, fmt: str, out: str | None, kind: str, release: str, file: str) -> None:
    from onrecord.publish.exporters import file_exporter

    if out is None:
        ending = file_exporter(fmt).ENDING
        raise UsageError(f"{fmt} is written to a file", f"name it with --out, such as --out export{ending}")
    folder = file_exporter(fmt).ENDING == ".zip" and not Path(out).suffix
    path = Path(out) if folder else writable(out)
    count = case.save(fmt, path, kind, release=release, file=file)
    click.echo(f"{count} records in {out}", err=True)


def _list() -> None:
    from onrecord.publish.exporters import listed
    from onrecord.publish.rows import KINDS

    kinds = sorted(KINDS)
    click.echo("Kinds:\n  " + "\n  ".join(kinds) + "\n\nFormats:")
    for row in listed(()):
        takes = row["kinds"] or "any kind"
        extra = f" (extra {row['extra']})" if row["extra"] else ""
        click.echo(f"  {row['format']:<14} {takes}{extra}")
