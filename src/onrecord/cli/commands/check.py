"""``onrecord check``."""

from __future__ import annotations

import click
from msgspec import to_builtins

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option, one_line


@click.command()
@click.argument("page")
@format_option
@click.pass_obj
def command(options: Options, page: str, fmt: str) -> None:
    """Hold a published chronology against the messages of the case.

    PAGE is a release page that was added to the case. Each of its entries is supported, partly supported, contradicted
    or not found, with the message that tells and the page it is printed on. A call or meeting is held against
    invitations, calendars, logs and what messages report too: one that is told as held and shown by an invitation or
    calendar alone is "planned". Not found is no proof that it did not happen: the message may not have been released.

    \b
    Example:
      onrecord check chronology.html
    """
    from onrecord.publish.check import FINDINGS, check

    with options.open_case() as case:
        found = check(case.view(), page)
    rows = [to_builtins(one) for one in found]
    if fmt == "table":
        for row in rows:
            row["entry"], row["where"] = (
                one_line(row["entry"], 60),
                row["stamp"] or (f"{row['file']}:{row['page']}" if row["file"] else ""),
            )
        emit(rows, fmt, ["date", "finding", "entry", "where", "why"])
        counts = {name: sum(row["finding"] == name for row in rows) for name in FINDINGS[::-1]}
        click.echo(f"of {len(rows)} entries: " + ", ".join(f"{count} {name}" for name, count in counts.items()))
    else:
        emit(rows, fmt)
