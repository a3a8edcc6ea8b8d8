"""``onrecord evidence``."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option, one_line

if TYPE_CHECKING:
    from onrecord.model import Citation
    from onrecord.publish.evidence import Evidence, Piece
    from onrecord.store.view import View

#: What is printed over each part.
_TITLES = {
    "for": "For it",
    "against": "Against it",
    "denied by it": "What it denies",
    "the same": "The same, told elsewhere (copies are no second source)",
    "the same word": "On the same word (no second source)",
    "near": "Near it (bears out nothing)",
}


@click.command()
@click.argument("subject")
@format_option
@click.pass_obj
def command(options: Options, subject: str, fmt: str) -> None:
    """Show everything in the case for, against and near a claim, event, contact, message or person, by source family.

    SUBJECT is an id, or the name of a person. Only independent source families count as corroboration: a report that
    is repeated, and a copy, count once. Each line says where it stands, and each link how far it goes.

    \b
    Examples:
      onrecord evidence q0eb5aa99846f156b
      onrecord evidence "Marisol Vance" --format jsonl
    """
    from onrecord.publish.evidence import evidence, rows

    with options.open_case() as case:
        view = case.view()
        found = evidence(view, subject)
        if fmt == "table":
            _print(view, found)
        else:
            emit(list(rows(view, found)), fmt)


def _print(view: View, found: Evidence) -> None:
    click.secho(one_line(found.citation.quote, 200), bold=True)
    click.secho(f"  {_place(view, found.citation)}; on the word of: {found.family}", dim=True)
    for role, part in groupby(found.pieces, key=lambda piece: piece.role):
        click.echo()
        click.secho(_TITLES[role], bold=True)
        for family, pieces in groupby(part, key=lambda piece: piece.family):
            listed = list(pieces)
            click.echo(f"  {family}" + (" (the subject's own family)" if listed[0].own and role == "for" else ""))
            for piece in listed:
                _piece(view, piece)
    click.echo()
    click.echo(f"corroboration: {found.corroboration} independent source families")


def _piece(view: View, piece: Piece) -> None:
    click.echo(f"    {one_line(piece.end.citation.quote, 130)}")
    click.secho(
        f"      {piece.kind.replace('_', ' ')}, {piece.state} {piece.score:.2f}; {_place(view, piece.end.citation)}",
        dim=True,
    )
    for reason in piece.reasons:
        click.echo(f"      + {one_line(reason, 130)}")
    for limit in piece.limits:
        click.echo(f"      - {one_line(limit, 130)}")


def _place(view: View, citation: Citation) -> str:
    """The file and page that a citation begins on."""
    file, _, number = citation.spans[0].page.rpartition("/")
    return f"{view.location(view.file_with_prefix(file)).path}, p. {number}"
