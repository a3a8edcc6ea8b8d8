"""``onrecord review``."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from onrecord.case import Case
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import NotFound
from onrecord.model import Decision, IdentityQuestion
from onrecord.publish.rows.people import question_row
from onrecord.review import people


@click.group()
def command() -> None:
    """See what is open, decide it, and take decisions back. Nothing decided is ever overwritten.

    \b
    Examples:
      onrecord review people
      onrecord review merge "Bob Ruiz" "Ruiz, Roberto" --note "signs as both"
      onrecord review answer q3ef35bf7 "Wendell Coyne"
      onrecord review log
    """


Function = TypeVar("Function", bound=Callable[..., Any])


def _by(function: Function) -> Function:
    """The options of every decision."""
    function = click.option("--note", default="", help="Why, in your words.")(function)
    return click.option("--by", default="", metavar="NAME", help="Who decides. Default: your user name.")(function)


def _who(by: str) -> tuple[str, str]:
    """The name of the person who decides, and the time."""
    name = by or os.environ.get("ONRECORD_USER", "") or getpass.getuser()
    return name, datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _decide(case: Case, decision: Decision, what: str) -> None:
    case.decide([decision])
    click.echo(f"{decision.id[:9]}  {what}")


@command.command("people")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to print.")
@format_option
@click.pass_obj
def people_command(options: Options, limit: int, fmt: str) -> None:
    """List open questions about who is who, those first whose answer settles most.

    \b
    Example:
      onrecord review people --limit 5
    """
    with options.open_case() as case:
        view = case.view()
        listed = view.questions[:limit]
        if fmt != "table":
            emit([question_row(view, question) for question in listed], fmt)
            return
        rows = [{"settles": one.uses, "question": one.question, "id": one.id[:9]} for one in listed]
        emit(rows, fmt, ("settles", "question", "id"))
        if listed:
            click.echo("answer with: onrecord review answer ID NAME (or --unknown)", err=True)


@command.command("answer")
@click.argument("question")
@click.argument("name", required=False, default="")
@click.option("--unknown", is_flag=True, help="It cannot be told; do not ask again.")
@_by
@click.pass_obj
def answer_command(options: Options, question: str, name: str, unknown: bool, by: str, note: str) -> None:
    """Answer a question: who the name in it means.

    \b
    Example:
      onrecord review answer q3ef35bf7 "Wendell Coyne"
    """
    if not name and not unknown:
        raise click.UsageError("give the person's name, or --unknown")
    with options.open_case() as case:
        asked = _question(case, question)
        whom = None if unknown else people.person(case.people(), name)
        said = whom.name if whom else "it cannot be told"
        _decide(case, people.answer(asked, whom, *_who(by), note), f"{asked.name}: {said}")


def _question(case: Case, id: str) -> IdentityQuestion:
    found = case.store.finding(id)
    if not isinstance(found, IdentityQuestion):
        raise NotFound(f"no question {id} in this case", "`onrecord review people` lists them")
    return found


@command.command("merge")
@click.argument("first")
@click.argument("second")
@_by
@click.pass_obj
def merge_command(options: Options, first: str, second: str, by: str, note: str) -> None:
    """Two people are one.

    \b
    Example:
      onrecord review merge "Bob Ruiz" "Ruiz, Roberto" --note "signs as both"
    """
    with options.open_case() as case:
        everybody = case.people()
        a, b = people.person(everybody, first), people.person(everybody, second)
        _decide(case, people.merge(a, b, *_who(by), note), f"{a.name} and {b.name} are one person")


@command.command("split")
@click.argument("person")
@click.argument("names", nargs=-1, required=True)
@_by
@click.pass_obj
def split_command(options: Options, person: str, names: tuple[str, ...], by: str, note: str) -> None:
    """Some names or addresses of a person are somebody else's.

    \b
    Example:
      onrecord review split "Ana Ruiz" "A. Ruiz" aruiz2@example.gov
    """
    with options.open_case() as case:
        whole = people.person(case.people(), person)
        _decide(case, people.split(whole, names, *_who(by), note), f"{', '.join(names)}: not {whole.name}")


@command.command("rename")
@click.argument("person")
@click.argument("name")
@_by
@click.pass_obj
def rename_command(options: Options, person: str, name: str, by: str, note: str) -> None:
    """Call a person by another name.

    \b
    Example:
      onrecord review rename h17@example.gov "Helen Achterberg"
    """
    with options.open_case() as case:
        whom = people.person(case.people(), person)
        _decide(case, people.rename(whom, name, *_who(by), note), f"{whom.name} is called {name}")


@command.command("not-a-person")
@click.argument("person")
@_by
@click.pass_obj
def not_a_person_command(options: Options, person: str, by: str, note: str) -> None:
    """What was taken for a person is none.

    \b
    Example:
      onrecord review not-a-person "Cap Repair"
    """
    with options.open_case() as case:
        whom = people.person(case.people(), person)
        _decide(case, people.not_a_person(whom, *_who(by), note), f"{whom.name} is no person")


@command.command("undo")
@click.argument("decision")
@_by
@click.pass_obj
def undo_command(options: Options, decision: str, by: str, note: str) -> None:
    """Take a decision back; it stays in the log.

    \b
    Example:
      onrecord review undo d1c04c5b0
    """
    with options.open_case() as case:
        found = [one for one in case.decisions() if one.id.startswith(decision)]
        if len(found) != 1:
            raise NotFound(f"no decision {decision}", "`onrecord review log` lists them")
        _decide(case, people.undo(found[0], *_who(by), note), f"{found[0].action} of {found[0].at[:10]} taken back")


@command.command("log")
@format_option
@click.pass_obj
def log_command(options: Options, fmt: str) -> None:
    """Everything that was decided: when, by whom, what, why.

    \b
    Example:
      onrecord review log
    """
    with options.open_case() as case:
        held = {one.id for one in case.view().standing}
        rows = [
            {
                "at": one.at,
                "by": one.by,
                "action": one.action,
                "on": list(one.subjects),
                "value": one.value,
                "note": one.note,
                "stands": "yes" if one.id in held else "no",
                "id": one.id,
            }
            for one in case.decisions()
        ]
        emit(rows, fmt, ("at", "by", "action", "on", "value", "note", "stands", "id"))


@command.command("export")
@click.pass_obj
def export_command(options: Options) -> None:
    """Write all decisions, one JSON object a line, to send to somebody who has the same records.

    \b
    Example:
      onrecord review export > decisions.jsonl
    """
    with options.open_case() as case:
        for line in people.written(case.decisions()):
            sys.stdout.write(line + "\n")


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_command(options: Options, file: Path) -> None:
    """Add the decisions of a file that `review export` wrote; those that are here already are left as they are.

    \b
    Example:
      onrecord review import decisions.jsonl
    """
    with options.open_case() as case:
        found = people.read(file.read_text(encoding="utf-8").splitlines())
        new = case.decide(found)
        click.echo(f"{new} new decisions, {len(found) - new} known")
