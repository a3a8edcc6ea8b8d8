"""``onrecord network``."""

from __future__ import annotations

from pathlib import Path

import click

from onrecord.case import Case
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option, writable
from onrecord.errors import UsageError


@click.command()
@click.option("--since", default="", metavar="DATE", help="Only messages sent on this day or later.")
@click.option("--until", default="", metavar="DATE", help="Only messages sent on this day or earlier.")
@click.option("--release", default="", metavar="NAME", help="Only this release.")
@click.option(
    "--topic", default="", metavar="NAME|WORDS",
    help="Only messages about a topic (`onrecord topics`), or that hold these words, as in a search.",
)  # fmt: skip
@click.option("--person", default="", metavar="NAME", help="Only this person and those who write with him or her.")
@click.option(
    "--office", default="", metavar="WORDS", help="Only people with such a post and those who write with them."
)
@click.option("--without", multiple=True, metavar="NAME", help="Leave this person out, such as the mailbox's owner.")
@click.option("--most", type=click.IntRange(0), default=0, help="Leave out messages to more people than this.")
@click.option("--edges", is_flag=True, help="List who writes to whom instead of people.")
@click.option("--findings", is_flag=True, help="Say in words what stands out: bridges, only in cc, first contacts.")
@click.option("--out", "-o", default="", metavar="FILE", help="Write a graph (.graphml, .gexf) or a picture (.svg).")
@click.option("--limit", type=click.IntRange(1), default=30, show_default=True, help="How many rows to print.")
@format_option
@click.pass_obj
def command(
    options: Options, since: str, until: str, release: str, topic: str, person: str, office: str,
    without: tuple[str, ...], most: int, edges: bool, findings: bool, out: str, limit: int, fmt: str,
) -> None:  # fmt: skip
    """Who writes to whom: people with their ties and groups, as a table, a graph file or a picture.

    \b
    Examples:
      onrecord network
      onrecord network --since 2021-10 --without "Marisol Vance" --most 5 --edges
      onrecord network --findings
      onrecord network -o harbor.graphml
      onrecord network -o harbor.svg
    """
    from onrecord.publish import network

    with options.open_case() as case:
        scope = network.Scope(
            since=since, until=until, release=release, topic=topic, most=most, office=office,
            person=case.person(person).id if person else "",
            without=tuple(case.person(name).id for name in without),
        )  # fmt: skip
        found = network.network(case.view(), scope)
        if out:
            _write(case, found, out)
            return
        if findings:
            emit(network.findings(found)[:limit], fmt, ("kind", "finding", "message"))
        elif edges:
            columns = ("from", "to", "messages", "as_to", "as_cc", "replies", "first", "last", "first_message")
            emit(network.edge_rows(found)[:limit], fmt, columns)
        else:
            emit(network.rows(found)[:limit], fmt, ("name", "degree", "sent", "received", "cc", "betweenness", "group"))
        _say(found)


def _say(found) -> None:  # type: ignore[no-untyped-def]
    parts = [f"{len(found.people)} people, {found.graph.number_of_edges()} ties, {found.messages} messages"]
    if found.circulars:
        parts.append(f"{found.circulars} messages to many left out")
    if found.blanked:
        parts.append(f"{found.blanked} without a readable sender")
    click.echo("; ".join(parts), err=True)


def _write(case: Case, found, out: str) -> None:  # type: ignore[no-untyped-def]
    from onrecord.publish.graphs import written

    ending = Path(out).suffix.lower()
    if ending not in (".graphml", ".gexf", ".svg"):
        raise UsageError(f"{out} is no graph or picture", "let its name end in .graphml, .gexf or .svg")
    writable(out).write_text(written(found, ending, case.path.resolve().name), encoding="utf-8")
    _say(found)
