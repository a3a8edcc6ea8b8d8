"""``onrecord assist``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from msgspec.structs import asdict, replace

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option
from onrecord.errors import NotFound, UsageError

if TYPE_CHECKING:
    from onrecord.case import Case
    from onrecord.model import Page


@click.command()
@click.argument("pages", metavar="[PAGE]...", nargs=-1)
@click.option(
    "--endpoint", envvar="ONRECORD_ENDPOINT", default="", metavar="URL", help="An OpenAI-compatible endpoint."
)
@click.option("--model", envvar="ONRECORD_MODEL", default="", metavar="NAME", help="The model to ask there.")
@click.option("--yes", is_flag=True, help="Send without asking once more.")
@click.option(
    "--accept", "accepted", multiple=True, metavar="ID", help="Accept a proposal: it becomes a note of yours."
)
@click.option("--reject", "rejected", multiple=True, metavar="ID", help="Reject a proposal.")
@click.option("--by", default="", metavar="NAME", help="Who accepts.")
@format_option
@click.pass_obj
def command(
    options: Options,
    pages: tuple[str, ...],
    endpoint: str,
    model: str,
    yes: bool,
    accepted: tuple[str, ...],
    rejected: tuple[str, ...],
    by: str,
    fmt: str,
) -> None:
    """Let a model endpoint propose what is claimed on PAGES (a stamp or FILE:PAGE). Off unless you call it.

    The text of these pages leaves the machine, and nothing else; what and where to is said first, and asked. Proposals
    count only where the page has their words letter for letter, and stay proposals until a person accepts them. Without
    PAGES the proposals of the case are listed. A key is read from $ONRECORD_KEY. Needs the extra `assist`.

    \b
    Examples:
      onrecord assist HPA-000012 --endpoint http://127.0.0.1:8080/v1 --model local
      onrecord assist
      onrecord assist --accept u3f21c5b0e8f2a7d3 --by ana
    """
    with options.open_case() as case:
        if accepted or rejected:
            _settle(case, accepted, rejected, by)
        elif pages:
            _ask(case, [case.page(name) for name in pages], endpoint, model, yes)
        _list(case, fmt)


def _ask(case: Case, pages: list[Page], endpoint: str, model: str, yes: bool) -> None:
    from onrecord.assist import proposals

    if not endpoint or not model:
        raise UsageError("no endpoint is set", "give --endpoint and --model; nothing is sent without them")
    size = sum(len(page.text[: proposals.MOST_SENT]) for page in pages)
    said = f"the text of {len(pages)} pages, {size} characters, goes to {proposals.host(endpoint)}"
    click.echo(said, err=True)
    if not yes and not click.confirm("Send it?", err=True):
        raise click.Abort
    for page in pages:
        answer = proposals.propose(page, endpoint, model, os.environ.get("ONRECORD_KEY", ""))
        known = proposals.kept(case.path)
        proposals.keep(case.path, [one for one in answer.proposals if one.id not in known])
        if answer.refused:
            click.echo(f"{answer.refused} refused: the page does not have these words", err=True)


def _settle(case: Case, accepted: tuple[str, ...], rejected: tuple[str, ...], by: str) -> None:
    from onrecord.assist import proposals
    from onrecord.review.decisions import made, now

    known = proposals.kept(case.path)
    if missing := [id for id in (*accepted, *rejected) if id not in known]:
        raise NotFound(f"no proposal {missing[0]} in this case", "`onrecord assist` lists them")
    if accepted and not by:
        raise UsageError("nobody accepts", "give a name with --by")
    notes = []
    for one in (known[id] for id in accepted):
        who = f", said by {one.said_by}" if one.said_by else ""
        text = f"claim proposed by {one.model} and accepted{who}: “{one.quote}”"
        notes.append(made("note", (one.page,), by, now(), note=text))
    case.decide(notes)
    proposals.keep(case.path, [replace(known[id], state="accepted") for id in accepted])
    proposals.keep(case.path, [replace(known[id], state="rejected") for id in rejected])


def _list(case: Case, fmt: str) -> None:
    from onrecord.assist import proposals

    rows = [asdict(one) for one in proposals.kept(case.path).values()]
    emit(rows, fmt, ["state", "quote", "said_by", "page", "id"] if fmt == "table" else ())
