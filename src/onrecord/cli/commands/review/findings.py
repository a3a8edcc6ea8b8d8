"""``onrecord review queue``, ``accept``, ``reject``, ``edit`` and ``note``."""

from __future__ import annotations

import click
import msgspec

from onrecord.case import Case
from onrecord.cli.commands.review.common import by_option, decide, deciding, who
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option, one_line
from onrecord.errors import NotFound
from onrecord.model import Finding
from onrecord.publish.chronology.wording import words
from onrecord.review import findings
from onrecord.review.queue import KINDS, queue
from onrecord.review.summaries import summary


@click.command("queue")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.KIND for kind in KINDS]),
    help="Only this; may be given again.",
)
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to print.")
@format_option
@click.pass_obj
def queue_command(options: Options, kinds: tuple[str, ...], limit: int, fmt: str) -> None:
    """List what waits for a person, those first whose answer settles most.

    What was judged and states something else since comes before all; what is unsure before what is sure; everyday
    traffic last.

    \b
    Example:
      onrecord review queue --kind interactions --limit 5
    """
    with options.open_case() as case:
        items = queue(case.view(), kinds)
    if fmt != "table":
        emit([msgspec.to_builtins(item) for item in items[:limit]], fmt)
        return
    rows = [
        {
            "settles": item.settles,
            "kind": item.kind,
            "what": one_line(item.text, 110),
            "unsure": "; ".join(item.doubts) + (" changed since it was judged" if item.changed else ""),
            "id": item.ids[0][:9],
        }
        for item in items[:limit]
    ]
    emit(rows, fmt, ("settles", "kind", "what", "unsure", "id"))
    click.echo(f"{len(items)} wait; answer with: onrecord review accept ID, reject ID, edit ID FIELD VALUE", err=True)


@click.command("accept")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@deciding
@click.pass_obj
def accept_command(options: Options, ids: tuple[str, ...], by: str, note: str) -> None:
    """Stand behind findings, as found or as corrected. The id of a message stands for all that it tells.

    The words in which the chronology tells what is accepted stay as they are: no build changes them.

    \b
    Example:
      onrecord review accept i2f1c0a9b --note "page image checked"
    """
    with options.open_case() as case:
        meant = _meant(case, ids)
        told = words(case.view(), meant.values())
        name, at = who(by)
        case.decide([findings.accept(one, name, at, note, told.get(one.id, "")) for one in meant.values()])
        _say(meant, "accepted")


@click.command("reject")
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@deciding
@click.pass_obj
def reject_command(options: Options, ids: tuple[str, ...], by: str, note: str) -> None:
    """Findings that are wrong, or say nothing. They stay in the case, marked so.

    \b
    Example:
      onrecord review reject i2f1c0a9b --note "the call is another one"
    """
    with options.open_case() as case:
        meant = _meant(case, ids)
        name, at = who(by)
        case.decide([findings.reject(one, name, at, note) for one in meant.values()])
        _say(meant, "rejected")


def _meant(case: Case, ids: tuple[str, ...]) -> dict[str, Finding]:
    """All findings that are meant by `ids`. Raises NotFound when one of them means nothing."""
    return {one.id: one for id in ids for one in case.judged_together(id)}


def _say(meant: dict[str, Finding], said: str) -> None:
    for one in meant.values():
        click.echo(f"{one.id[:9]}  {said}: {one_line(summary(one), 100)}")


@click.command("edit")
@click.argument("id")
@click.argument("field")
@click.argument("value")
@deciding
@click.pass_obj
def edit_command(options: Options, id: str, field: str, value: str, by: str, note: str) -> None:
    """Correct a field of a finding, and accept it with that, and what its message and the copies tell with it.

    What stood there is kept.
    Several names are parted by semicolons. Quotes and citations cannot be edited: they are what the page says.

    \b
    Examples:
      onrecord review edit i2f1c0a9b date 2021-03-09 --note "the year is printed on page 2"
      onrecord review edit i2f1c0a9b actors "Ruiz, Ana; Coyne, Wendell"
    """
    with options.open_case() as case:
        found, view = _finding(case, id), case.view()
        pairs = [(one, view.judgements.corrected(one)) for one in case.judged_together(found.id)]
        name, at = who(by)
        made = findings.edit_together(pairs, found.id, field, value, name, at, note)
        case.decide(made)
        told = words(case.view(), (raw for raw, _ in pairs))
        case.decide([findings.accept(raw, name, at, note, told[raw.id]) for raw, _ in pairs if raw.id in told])
    for one in made:
        said = f"{field}: {one.before} is now {one.value}" if one.action == "edit" else "accepted with it"
        click.echo(f"{one.subjects[0][:9]}  {said}")


@click.command("note")
@click.argument("target", metavar="ID|PAGE")
@click.argument("text")
@click.option("--box", nargs=4, type=float, default=None, metavar="LEFT TOP RIGHT BOTTOM", help="Points from top left.")
@by_option
@click.pass_obj
def note_command(options: Options, target: str, text: str, box: tuple[float, ...] | None, by: str) -> None:
    """Write a note on a finding, or on a part of a page.

    \b
    Examples:
      onrecord review note i2f1c0a9b "ask the records office"
      onrecord review note HPA-000123 "initials in the margin" --box 60 90 180 130
    """
    with options.open_case() as case:
        if box is not None:
            page = case.page(target)
            decide(case, findings.note_at(page, box, text, *who(by)), f"note on page {page.number}: {text}")
        else:
            decide(case, findings.note_on(_finding(case, target), text, *who(by)), f"note: {text}")


def _finding(case: Case, id: str) -> Finding:
    found = case.show(id).finding
    if found is None:
        raise NotFound(f"no finding {id} in this case", "`onrecord review queue` lists what waits for a person")
    return found


COMMANDS = (queue_command, accept_command, reject_command, edit_command, note_command)
