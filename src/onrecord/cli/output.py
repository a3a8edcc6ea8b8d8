"""Results go to standard output in one of four formats; progress and warnings go to standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from onrecord.errors import UsageError, reason

FORMATS = ("table", "json", "jsonl", "csv")

Function = TypeVar("Function", bound=Callable[..., Any])


def format_option(function: Function) -> Function:
    """The option ``--format`` of every command that prints results."""
    option = click.option(
        "--format",
        "fmt",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="How to print: a table for people, the rest for programs.",
    )
    return option(function)


def emit(rows: Iterable[Mapping[str, object]], fmt: str, columns: Sequence[str] = ()) -> int:
    """Print `rows` and return how many there were. `columns` are shown in a table; other formats get every field."""
    if fmt == "table":
        return _table(rows, columns)
    from onrecord.publish.exporters import exporter

    return exporter(fmt).write(rows, sys.stdout)


def writable(path: str) -> Path:
    """The path of a file to write results to. Raises UsageError when it cannot be written."""
    try:
        with Path(path).open("ab"):
            return Path(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {reason(error)}", "name a file in a folder of yours") from None


def facts(values: Mapping[str, object]) -> None:
    """Print names and values below one another, empty values left out."""
    width = max((len(name) for name in values), default=0)
    for name, value in values.items():
        if value not in (None, "", []):
            click.echo(f"{click.style(name.ljust(width), bold=True)}  {value}")


def one_line(text: object, width: int) -> str:
    """`text` on one line of at most `width` characters."""
    line = " ".join(str(text if text is not None else "").split())
    return line if len(line) <= width else line[: width - 1] + "…"


def _table(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> int:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    listed = list(rows)
    if not columns and not listed:
        return 0
    names = list(columns) or list(listed[0])
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in names:
        table.add_column(name.replace("_", " "), overflow="fold", justify=_side(listed, name))
    for row in listed:
        table.add_row(*(Text(_cell(row.get(name))) for name in names))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else 160, highlight=False)
    console.print(table)
    return len(listed)


def _side(rows: Sequence[Mapping[str, object]], name: str) -> Any:
    return "right" if rows and all(isinstance(row.get(name), int) for row in rows) else "left"


def _cell(value: object) -> str:
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def check_table_only(fmt: str, option: str) -> None:
    """Raise UsageError when `option`, which prints text for people, is asked for in a program's format."""
    if fmt != "table":
        raise UsageError(f"{option} prints text for people", "leave out --format")
