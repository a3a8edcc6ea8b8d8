"""``onrecord review people``, ``answer``, ``merge``, ``split``, ``rename`` and ``not-a-person``."""

from __future__ import annotations

import click

from onrecord.case import Case
from onrecord.cli.commands.review.common import decide, deciding, who
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import NotFound
from onrecord.model import IdentityQuestion
from onrecord.publish.rows.people import question_row
from onrecord.review import people


@click.command("people")
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


@click.command("answer")
@click.argument("question")
@click.argument("name", required=False, default="")
@click.option("--unknown", is_flag=True, help="It cannot be told; do not ask again.")
@deciding
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
        decide(case, people.answer(asked, whom, *who(by), note), f"{asked.name}: {said}")


def _question(case: Case, id: str) -> IdentityQuestion:
    found = case.view().found(id)
    if not isinstance(found, IdentityQuestion):
        raise NotFound(f"no question {id} in this case", "`onrecord review people` lists them")
    return found


@click.command("merge")
@click.argument("first")
@click.argument("second")
@deciding
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
        decide(case, people.merge(a, b, *who(by), note), f"{a.name} and {b.name} are one person")


@click.command("split")
@click.argument("person")
@click.argument("names", nargs=-1, required=True)
@deciding
@click.pass_obj
def split_command(options: Options, person: str, names: tuple[str, ...], by: str, note: str) -> None:
    """Some names or addresses of a person are somebody else's.

    \b
    Example:
      onrecord review split "Ana Ruiz" "A. Ruiz" aruiz2@example.gov
    """
    with options.open_case() as case:
        whole = people.person(case.people(), person)
        decide(case, people.split(whole, names, *who(by), note), f"{', '.join(names)}: not {whole.name}")


@click.command("rename")
@click.argument("person")
@click.argument("name")
@deciding
@click.pass_obj
def rename_command(options: Options, person: str, name: str, by: str, note: str) -> None:
    """Call a person by another name.

    \b
    Example:
      onrecord review rename h17@example.gov "Helen Achterberg"
    """
    with options.open_case() as case:
        whom = people.person(case.people(), person)
        decide(case, people.rename(whom, name, *who(by), note), f"{whom.name} is called {name}")


@click.command("not-a-person")
@click.argument("person")
@deciding
@click.pass_obj
def not_a_person_command(options: Options, person: str, by: str, note: str) -> None:
    """What was taken for a person is none.

    \b
    Example:
      onrecord review not-a-person "Cap Repair"
    """
    with options.open_case() as case:
        whom = people.person(case.people(), person)
        decide(case, people.not_a_person(whom, *who(by), note), f"{whom.name} is no person")


COMMANDS = (people_command, answer_command, merge_command, split_command, rename_command, not_a_person_command)
