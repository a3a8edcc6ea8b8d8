"""``onrecord links``."""

from __future__ import annotations

from typing import Any

import click

from onrecord.cli.main import Options
from onrecord.cli.output import check_table_only, emit, format_option, one_line
from onrecord.model import LinkKind, LinkState

#: Characters of an end in a table.
_WIDTH = 60


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--kind", "kinds", multiple=True, type=click.Choice([str(kind) for kind in LinkKind]), help="Only these.")
@click.option("--state", type=click.Choice([str(state) for state in LinkState]), help="Only of this state.")
@click.option("--why", is_flag=True, help="Print the reasons and the limits of each.")
@format_option
@click.pass_obj
def command(
    options: Options, ids: tuple[str, ...], kinds: tuple[str, ...], state: str | None, why: bool, fmt: str
) -> None:
    """List what joins the findings of the case: all links, or those of the findings, messages or people with these IDs.

    A link is asserted or only suggested. --why prints what both ends have in common (+) and how far it goes (-).

    \b
    Examples:
      onrecord links --kind contradicts --why
      onrecord links q0eb5aa99846f156b
      onrecord links --state asserted --format jsonl
    """
    with options.open_case() as case:
        rows = [row for row in case.export("links") if _wanted(row, ids, kinds, state)]
    if why:
        check_table_only(fmt, "--why")
        for row in rows:
            _print(row)
    else:
        found = map(_line, rows) if fmt == "table" else rows
        emit(found, fmt, ["kind", "state", "a", "b", "id"] if fmt == "table" else ())
    if fmt == "table":
        asserted = sum(row["state"] == LinkState.ASSERTED for row in rows)
        click.echo(f"{len(rows)} links, {asserted} asserted and {len(rows) - asserted} suggested")


def _wanted(row: dict[str, Any], ids: tuple[str, ...], kinds: tuple[str, ...], state: str | None) -> bool:
    ends = (row["id"], row["a"]["id"], row["b"]["id"])
    named = not ids or any(end.startswith(id) for id in ids for end in ends)
    return named and (not kinds or row["kind"] in kinds) and state in (None, row["state"])


def _line(row: dict[str, Any]) -> dict[str, object]:
    return {
        "kind": row["kind"].replace("_", " "),
        "state": f"{row['state']} {row['score']:.2f}",
        "a": one_line(_end(row["a"]), _WIDTH),
        "b": one_line(_end(row["b"]), _WIDTH),
        "id": row["id"],
    }


def _end(end: dict[str, Any]) -> str:
    return str(end.get("person") or end["text"])


def _print(row: dict[str, Any]) -> None:
    click.secho(f"{row['kind'].replace('_', ' ')}  {row['state']} {row['score']:.2f}  {row['id']}", bold=True)
    for side in (row["a"], row["b"]):
        click.echo(f"  {one_line(_end(side), 110)}")
        click.secho(f"    {side['id']}  {side['file']}, p. {side['page']}", dim=True)
    for reason in row["reasons"]:
        click.echo(f"  + {one_line(reason, 140)}")
    for limit in row["limits"]:
        click.echo(f"  - {one_line(limit, 140)}")
