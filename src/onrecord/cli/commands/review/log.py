"""``onrecord review log``, ``undo``, ``export`` and ``import``."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from onrecord.cli.commands.review.common import deciding, who
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import NotFound
from onrecord.review import decisions


@click.command("undo")
@click.argument("decision")
@deciding
@click.pass_obj
def undo_command(options: Options, decision: str, by: str, note: str) -> None:
    """Take a decision back, with what was decided in the same act; it stays in the log.

    \b
    Example:
      onrecord review undo d1c04c5b0
    """
    with options.open_case() as case:
        found = [one for one in case.decisions() if one.id.startswith(decision)]
        if len(found) != 1:
            raise NotFound(f"no decision {decision}", "`onrecord review log` lists them")
        made = decisions.undo_act(case.decisions(), found[0], *who(by), note)
        case.decide(made)
    count = f", {len(made)} decisions made at once" if len(made) > 1 else ""
    click.echo(f"{made[0].id[:9]}  {found[0].action} of {found[0].at[:10]} taken back{count}")


@click.command("log")
@click.option("--homeless", is_flag=True, help="Only those whose finding is no longer in the case.")
@format_option
@click.pass_obj
def log_command(options: Options, homeless: bool, fmt: str) -> None:
    """Everything that was decided: when, by whom, what, why.

    A decision whose finding is no longer in the case is kept, and counts again when the finding comes back.

    \b
    Examples:
      onrecord review log
      onrecord review log --homeless
    """
    with options.open_case() as case:
        view = case.view()
        held = {one.id for one in view.standing}
        lost = {one.id for one in view.homeless()}
        rows = [
            {
                "at": one.at,
                "by": one.by,
                "action": one.action,
                "on": list(one.subjects),
                "field": one.field,
                "before": one.before,
                "value": one.value,
                "note": one.note,
                "said": one.said,
                "region": msgspec.to_builtins(one.region),
                "stands": "yes" if one.id in held else "no",
                "finding": "gone" if one.id in lost else "",
                "id": one.id,
            }
            for one in case.decisions()
            if not homeless or one.id in lost
        ]
        emit(rows, fmt, ("at", "by", "action", "on", "field", "value", "note", "stands", "finding", "id"))


@click.command("export")
@click.pass_obj
def export_command(options: Options) -> None:
    """Write all decisions, one JSON object a line, to send to somebody who has the same records.

    \b
    Example:
      onrecord review export > decisions.jsonl
    """
    with options.open_case() as case:
        for line in decisions.written(case.decisions()):
            sys.stdout.write(line + "\n")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def import_command(options: Options, file: Path) -> None:
    """Add the decisions of a file that `review export` wrote; those that are here already are left as they are.

    \b
    Example:
      onrecord review import decisions.jsonl
    """
    with options.open_case() as case:
        found = decisions.read(file.read_text(encoding="utf-8").splitlines())
        new = case.decide(found, imported_by=who("")[0])
        click.echo(f"{new} new decisions, {len(found) - new} known")


COMMANDS = (log_command, undo_command, export_command, import_command)
