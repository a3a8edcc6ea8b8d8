"""``onrecord people``."""

from __future__ import annotations

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.model import Person
from onrecord.publish.rows import Row
from onrecord.publish.rows.people import person_row
from onrecord.review.people import folded, matching
from onrecord.store.view import View


@click.command()
@click.argument("name", required=False, default="")
@click.option(
    "--office", default="", metavar="TEXT", help="Only those who held a post with this in its title or office."
)
@click.option(
    "--kind", type=click.Choice(["person", "group", "unnamed", "all"]), default="person", show_default=True,
    help="People, lists and offices that receive mail, or people without a name.",
)  # fmt: skip
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="How many to print.")
@format_option
@click.pass_obj
def command(options: Options, name: str, office: str, kind: str, limit: int, fmt: str) -> None:
    """List who is named in the case, those named most first, with their posts.

    \b
    Examples:
      onrecord people
      onrecord people coyne
      onrecord people --office "general counsel"
      onrecord people --kind group --format jsonl
    """
    with options.open_case() as case:
        view = case.view()
        found = matching(view.people, name) if name else list(view.people)
        listed = [p for p in found if kind in ("all", p.kind) and (not office or _held(view, p, office))]
        listed.sort(key=lambda person: (-len(person.seen), person.filed, person.id))
        rows = [_row(view, p) if fmt == "table" else person_row(view, p) for p in listed[:limit]]
        emit(rows, fmt, ("name", "named", "posts", "addresses", "id"))
        if len(listed) > limit:
            click.echo(f"{len(listed) - limit} more: raise --limit", err=True)
        if fmt == "table" and not name and view.questions:
            click.echo(f"{len(view.questions)} open questions: see `onrecord review people`", err=True)


def _held(view: View, person: Person, office: str) -> bool:
    words = folded(office)
    return any(words in folded(f"{held.title} {held.office}") for held in view.tenures.get(person.id, ()))


def _row(view: View, person: Person) -> Row:
    posts = [", ".join(filter(None, (held.title, held.office))) for held in view.tenures.get(person.id, ())]
    return {
        "name": person.filed,
        "named": len(person.seen),
        "posts": list(dict.fromkeys(posts))[:3],
        "addresses": list(person.addresses[:2]),
        "id": person.id[:9],
    }
