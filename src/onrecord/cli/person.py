"""A person on the terminal: names, posts with the pages that show them, why the names are one."""

from __future__ import annotations

import click

from onrecord.case import Case
from onrecord.cli.output import facts, one_line
from onrecord.model import Person, Tenure, page_number
from onrecord.publish.roles import on_day, post, when
from onrecord.publish.rows.common import span_file
from onrecord.store.view import View

#: Merges and posts that are printed.
_MOST = 12


def print_person(case: Case, person: Person) -> None:
    """Print what the case knows of a person."""
    view = case.view()
    places = {seen.place for seen in person.seen}
    facts(
        {
            "Name": person.name,
            "Kind": person.kind if person.kind != "person" else "",
            "Named": f"{len(person.seen)} times ({', '.join(sorted(places))})",
            "Also": "; ".join(alias for alias in person.aliases if alias != person.name),
            "Addresses": "; ".join(person.addresses),
            "Id": person.id,
        }
    )
    held = view.tenures.get(person.id, ())
    if held:
        click.echo()
        click.secho("Posts, as stated", bold=True)
        for tenure in held[:_MOST]:
            click.echo(f"  {post(tenure)}  ({when(tenure)})\n      {_where(view, tenure)}")
    if person.merges:
        click.echo()
        click.secho("Why these names are one person", bold=True)
        for merge in person.merges[:_MOST]:
            click.echo(f"  {merge.score:.2f}  {one_line(f'{merge.a} = {merge.b}: {merge.reason}', 110)}")
        if len(person.merges) > _MOST:
            click.echo(f"  and {len(person.merges) - _MOST} more: onrecord show {person.id} --format json")


def print_role(case: Case, person: Person, day: str) -> None:
    """Print what a person was on a day, and the page that shows it. Raises UsageError for a day that is none."""
    view = case.view()
    held = view.tenures.get(person.id, ())
    found = on_day(held, day)
    if found.sure:
        for tenure in found.sure:
            click.echo(f"{person.name} on {day}: {post(tenure)}  ({when(tenure)})\n    {_where(view, tenure)}")
        return
    if not found.near:
        click.echo(f"no page of this case says with a date what {person.name} was" + _undated(found.undated))
        return
    click.echo(f"no page says what {person.name} was on {day}; the statements nearest in time:")
    for near in found.near:
        tenure = near.tenure
        click.echo(f"  {post(tenure)}  ({when(tenure)}), {near.days} days away\n      {_where(view, tenure)}")


def _undated(held: tuple[Tenure, ...]) -> str:
    return f"; undated: {'; '.join(post(tenure) for tenure in held[:3])}" if held else ""


def _where(view: View, tenure: Tenure) -> str:
    span = tenure.citation.spans[0]
    path = view.location(span_file(view, span)).path
    return f"{path}, page {page_number(span.page)}: “{one_line(tenure.citation.quote, 80)}”"
