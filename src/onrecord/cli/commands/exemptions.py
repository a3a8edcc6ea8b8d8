"""``onrecord exemptions``."""

from __future__ import annotations

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option


@click.command()
@click.option(
    "--by",
    type=click.Choice(["exemption", "release", "person", "date"]),
    default="exemption",
    show_default=True,
    help="What to count by; people are the senders of the messages that a code stands in.",
)
@click.option("--page", default="", metavar="NAME", help="List what one page hides: a stamp, a page key or FILE:PAGE.")
@click.option("--release", default="", metavar="NAME", help="Only this release.")
@click.option("--file", default="", metavar="NAME", help="Only the file added under this name (or its last part).")
@format_option
@click.pass_obj
def command(options: Options, by: str, page: str, release: str, file: str, fmt: str) -> None:
    """Count redactions and withheld pages by exemption, or list those of one page.

    \b
    Examples:
      onrecord exemptions
      onrecord exemptions --by person --release first
      onrecord exemptions --page HPA-000123
    """
    with options.open_case() as case:
        if page:
            found = case.page(page)
            rows = list(case.exemptions_on(found))
            if fmt == "table" and (part := found.hidden_part) is not None:
                click.echo(f"{part:.1%} of the page is covered")
        else:
            rows = list(case.exemptions(by, release=release, file=file))
        emit(rows, fmt)
