"""``onrecord topics``."""

from __future__ import annotations

import click

from onrecord.cli.commands.review.common import decide, deciding, who
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option


@click.group()
def command() -> None:
    """Keep named sets of terms, to narrow the chronology and the network with `--topic NAME`.

    They are decisions: kept with the case, sent along with `review export`, packed with it, and untouched by builds.

    \b
    Examples:
      onrecord topics add wells "dry well" "pump*" "Ellsmere order"
      onrecord chronology --topic wells
      onrecord topics suggest
    """


@command.command("list")
@format_option
@click.pass_obj
def list_command(options: Options, fmt: str) -> None:
    """The topics of the case: their terms, how many messages are about each, who keeps it and why.

    \b
    Example:
      onrecord topics list
    """
    from onrecord.publish.topics import meant

    with options.open_case() as case:
        view = case.view()
        rows = [
            {
                "name": one.name,
                "terms": list(one.terms),
                "messages": len(meant(view, (one.name,)).messages),
                "by": one.by,
                "at": one.at,
                "note": one.note,
            }
            for one in case.topics()
        ]
    emit(rows, fmt, ("name", "terms", "messages", "by", "note"))


@command.command("add")
@click.argument("name")
@click.argument("terms", nargs=-1, required=True)
@deciding
@click.pass_obj
def add_command(options: Options, name: str, terms: tuple[str, ...], by: str, note: str) -> None:
    """Keep a topic: a message is about it that holds one of the TERMS. A term can be a phrase, or end in a star.

    The same name again takes the place of the older set, which stays in the log.

    \b
    Example:
      onrecord topics add wells "dry well" "pump*" --note "as in the complaint"
    """
    from onrecord.review import topics

    with options.open_case() as case:
        made = topics.keep(name, terms, *who(by), note)
        decide(case, made, f"topic {made.subjects[0]}: {', '.join(terms)}")


@command.command("remove")
@click.argument("name")
@deciding
@click.pass_obj
def remove_command(options: Options, name: str, by: str, note: str) -> None:
    """Keep a topic no longer. `review undo` brings it back.

    \b
    Example:
      onrecord topics remove wells
    """
    from onrecord.review import topics

    with options.open_case() as case:
        made = topics.remove(case.topics(), name, *who(by), note)
        decide(case, made, f"topic {made.subjects[0]} removed")


@command.command("suggest")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True, help="How many to print.")
@format_option
@click.pass_obj
def suggest_command(options: Options, limit: int, fmt: str) -> None:
    """Print phrases that many messages hold, with counts: suggestions of what topics there may be, and no more.

    A phrase counts once a message, copies aside; those that are terms of a topic already are left out.

    \b
    Example:
      onrecord topics suggest --limit 40
    """
    from onrecord.publish.suggestions import kept_apart, suggestions

    with options.open_case() as case:
        known = [term for one in case.topics() for term in one.terms]
        found = kept_apart(suggestions(case.view(), limit + len(known)), known)[:limit]
    if fmt == "table":
        for one in found:
            click.echo(one.text)
        click.echo('suggestions, counted and not judged; keep one with: onrecord topics add NAME "TERM"', err=True)
        return
    fields = ("phrase", "messages", "of", "threads", "first", "last")
    emit([{name: getattr(one, name) for name in fields} for one in found], fmt)
