"""``onrecord mcp``."""

from __future__ import annotations

import click

from onrecord.cli.main import Options


@click.command()
@click.pass_obj
def command(options: Options) -> None:
    """Serve the case to an assistant over the Model Context Protocol, on standard input and output. It only reads.

    The tools are search, page, message, chronology, evidence and gaps. Every answer carries its citations and how sure
    it is; what nobody accepted is told only when it is asked for, and marked. Needs the extra `mcp`.

    \b
    Example:
      onrecord --case harbor mcp
    """
    from onrecord.assist.mcp import server

    with options.open_case() as case:
        server(case).run("stdio")
