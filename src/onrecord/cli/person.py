"""A person on the terminal: names, posts with the pages that show them, why the names are one."""

from __future__ import annotations

from datetime import date

import click

from onrecord.case import Case
from onrecord.cli.output import facts, one_line
from onrecord.errors import UsageError
from onrecord.model import Person, Tenure, page_number
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
            click.echo(f"  {_post(tenure)}  {_when(tenure)}\n      {_where(view, tenure)}")
    if person.merges:
        click.echo()
        click.secho("Why these names are one person", bold=True)
        for merge in person.merges[:_MOST]:
            click.echo(f"  {merge.score:.2f}  {one_line(f'{merge.a} = {merge.b}: {merge.reason}', 110)}")
        if len(person.merges) > _MOST:
            click.echo(f"  and {len(person.merges) - _MOST} more: onrecord show {person.id} --format json")


def print_role(case: Case, person: Person, day: str) -> None:
    """Print what a person was on a day, and the page that shows it. Raises UsageError for a day that is none."""
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise UsageError(f"{day!r} is no day", "give one as YYYY-MM-DD") from None
    view = case.view()
    held = view.tenures.get(person.id, ())
    sure = [tenure for tenure in held if tenure.since and tenure.since <= day <= tenure.until]
    if sure:
        for tenure in sure:
            click.echo(f"{person.name} on {day}: {_post(tenure)}  {_when(tenure)}\n    {_where(view, tenure)}")
        return
    dated = [tenure for tenure in held if tenure.since or tenure.ended_by]
    if not dated:
        click.echo(f"no page of this case says with a date what {person.name} was" + _undated(held))
        return
    click.echo(f"no page says what {person.name} was on {day}; the statements nearest in time:")
    for tenure in sorted(dated, key=lambda one: (_distance(one, wanted), one.id))[:3]:
        click.echo(
            f"  {_post(tenure)}  {_when(tenure)}, {_distance(tenure, wanted)} days away\n      {_where(view, tenure)}"
        )


def _undated(held: tuple[Tenure, ...]) -> str:
    return f"; undated: {'; '.join(_post(tenure) for tenure in held[:3])}" if held else ""


def _distance(tenure: Tenure, wanted: date) -> int:
    days = [day for day in (tenure.since, tenure.until, tenure.ended_by) if day]
    return min(abs((date.fromisoformat(day) - wanted).days) for day in days)


def _post(tenure: Tenure) -> str:
    words = ", ".join(filter(None, (tenure.title, tenure.office)))
    marks = "former " if tenure.former else "acting " if tenure.acting else ""
    return marks + words


def _when(tenure: Tenure) -> str:
    times = f"{tenure.statements} statement{'s' if tenure.statements > 1 else ''}"
    if tenure.since and tenure.since != tenure.until:
        return f"({times}, {tenure.since} to {tenure.until})"
    if tenure.since or tenure.ended_by:
        return f"({times}, {tenure.since or 'ended by ' + tenure.ended_by})"
    return f"({times}, undated)"


def _where(view: View, tenure: Tenure) -> str:
    span = tenure.citation.spans[0]
    path = view.location(span_file(view, span)).path
    return f"{path}, page {page_number(span.page)}: “{one_line(tenure.citation.quote, 80)}”"
