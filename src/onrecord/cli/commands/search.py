"""``onrecord search``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from onrecord.case import Case
from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option, one_line
from onrecord.publish.rows import party_text
from onrecord.store.protocol import Hit, Results

#: The marks around matched words in a snippet (see `Hit`).
MATCH_START, MATCH_END = "\ue000", "\ue001"


@click.command()
@click.argument("text", nargs=-1)
@click.option("--person", default="", metavar="NAME", help="Part of a name or address in any header field.")
@click.option("--since", default="", metavar="YYYY-MM-DD", help="Sent on or after this day.")
@click.option("--until", default="", metavar="YYYY-MM-DD", help="Sent on or before this day.")
@click.option("--release", default="", metavar="NAME", help="Only this release.")
@click.option("--exemption", default="", metavar="CODE", help="Only what stands on a page with this code.")
@click.option(
    "--certainty", type=click.Choice(["", "sure", "doubtful"]), default="", help="Only sure, or doubtful, finds."
)
@click.option("--kind", type=click.Choice(["message", "page"]), default="message", show_default=True)
@click.option("--fuzzy", is_flag=True, help="Also find words that OCR damaged.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0)
@format_option
@click.pass_obj
def command(options: Options, /, text: tuple[str, ...], fmt: str, **filters: object) -> None:
    """Search messages (or pages, with --kind page).

    All words must occur. "A phrase" in quotes, a prefix with *, a word to leave out with a minus before it (after --).

    \b
    Examples:
      onrecord search dredging permit
      onrecord search '"final report"' --person okafor --since 2021-11-01
      onrecord search inspect* --kind page --fuzzy
    """
    with options.open_case() as case:
        results = case.search(" ".join(text), **filters)
        rows = list(_rows(case, results))
        if fmt == "table":
            _print(rows, results, fuzzy=bool(filters["fuzzy"]))
        else:
            emit(rows, fmt)


def _rows(case: Case, results: Results) -> Iterator[dict[str, Any]]:
    view = case.view()
    for hit in results.hits:
        place = view.location(hit.file)
        row: dict[str, Any] = {"id": hit.id, "kind": hit.kind, "score": round(hit.score, 4)}
        row |= _message_facts(case, hit) if hit.kind == "message" else {}
        yield row | {
            "snippet": hit.snippet.replace(MATCH_START, "**").replace(MATCH_END, "**"),
            "release": place.release,
            "file": place.path,
            "page": hit.page,
            "stamp": _stamp(case, hit),
            "badly_read": view.badly_read_in(hit),
            "sha256": hit.file,
        }


def _message_facts(case: Case, hit: Hit) -> dict[str, object]:
    message = case.message(hit.id)
    return {
        "sent": message.sent.iso if message.sent else None,
        "from": party_text(message.sender) if message.sender else None,
        "from_redacted": bool(message.sender and message.sender.redacted),
        "to": [text for party in message.to if (text := party_text(party))],
        "subject": message.subject.printed if message.subject else None,
    }


def _stamp(case: Case, hit: Hit) -> str | None:
    page = case.store.page(f"{hit.file[:16]}/{hit.page}")
    return page.stamps[0] if page and page.stamps else None


def _print(rows: list[dict[str, Any]], results: Results, fuzzy: bool) -> None:
    for row in rows:
        click.echo(_headline(row))
        for line in _wrapped(str(row["snippet"])):
            click.echo(f"    {line}")
        if row["badly_read"]:
            click.echo(f"    badly read: {', '.join(row['badly_read'])}")
        where = f"{row['release']} · {row['file']} page {row['page']}" + (f" · {row['stamp']}" if row["stamp"] else "")
        click.secho(f"    {where} · {row['id']}", dim=True)
    about = "" if results.exact else "at least "
    click.echo(f"{about}{results.total:,} found" + (f", {len(rows)} shown" if len(rows) < results.total else ""))
    if fuzzy and results.terms:
        click.secho("searched for: " + one_line(", ".join(results.terms), 300), dim=True)


def _headline(row: dict[str, Any]) -> str:
    if row["kind"] == "page":
        return click.style(f"page {row['page']} of {row['file']}", bold=True)
    sender = "[redacted]" if row["from_redacted"] else one_line(row["from"] or "[no sender]", 40)
    sent = str(row["sent"] or "[no date]").replace("T", " ")[:16]
    return f"{sent}  {sender}  {click.style(one_line(row['subject'] or '[no subject]', 70), bold=True)}"


def _wrapped(snippet: str) -> list[str]:
    import textwrap

    words = " ".join(snippet.split())
    if sys.stdout.isatty():
        bold = words.split("**")
        words = "".join(click.style(part, fg="yellow") if n % 2 else part for n, part in enumerate(bold))
    return textwrap.wrap(words, 110)
