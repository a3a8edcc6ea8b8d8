"""``onrecord gaps``."""

from __future__ import annotations

from collections.abc import Iterator

import click
from msgspec.structs import asdict

from onrecord.case import Case
from onrecord.cli.main import Options
from onrecord.cli.output import check_table_only, emit, format_option
from onrecord.publish.silence import traffic

#: What a person reads of a gap.
COLUMNS = ("id", "kind", "release", "detail", "denominator", "question")
SILENCE = ("person", "since", "until", "weeks", "rhythm", "question")


@click.command()
@click.argument("ids", metavar="[ID]...", nargs=-1)
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind; can be given again.")
@click.option("--release", default="", metavar="NAME", help="Only what shows in this release.")
@click.option("--silence", is_flag=True, help="List weeks without a message of people who write often, instead.")
@click.option("--letter", is_flag=True, help="Draft a follow-up request about these gaps.")
@click.option("--appeal", is_flag=True, help="Draft an appeal instead.")
@format_option
@click.pass_obj
def command(
    options: Options,
    ids: tuple[str, ...],
    kinds: tuple[str, ...],
    release: str,
    silence: bool,
    letter: bool,
    appeal: bool,
    fmt: str,
) -> None:
    """List what should be there and is not, each with what it is counted against, worded as a question.

    Weeks without a message prove nothing, and are listed only on request, with each person's own rhythm beside them.

    \b
    Examples:
      onrecord gaps
      onrecord gaps --kind skipped_stamps --kind attachment_not_produced --format csv
      onrecord gaps --silence
      onrecord gaps --kind missing_parent --letter > request.txt
    """
    with options.open_case() as case:
        if letter or appeal:
            check_table_only(fmt, "--letter")
            click.echo(case.request_letter(ids=ids, kinds=kinds, release=release, appeal=appeal), nl=False)
            return
        if silence:
            emit(list(_silences(case)), fmt, SILENCE if fmt == "table" else ())
            return
        rows = [row for row in case.export("gaps", release=release) if _wanted(row, ids, kinds)]
    emit(rows, fmt, COLUMNS if fmt == "table" else ())


def _silences(case: Case) -> Iterator[dict[str, object]]:
    for found in traffic(case.view()):
        for one in found.silences:
            rhythm = f"{one.active} of the other {one.around} weeks hold a message"
            yield {"person": found.person.name, **asdict(one), "rhythm": rhythm}


def _wanted(row: dict[str, object], ids: tuple[str, ...], kinds: tuple[str, ...]) -> bool:
    named = not ids or any(str(row["id"]).startswith(id) for id in ids)
    return named and (not kinds or row["kind"] in kinds)
