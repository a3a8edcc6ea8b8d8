"""``onrecord chronology``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from onrecord.cli.main import Options
from onrecord.cli.output import one_line, writable
from onrecord.errors import UsageError

if TYPE_CHECKING:
    from onrecord.publish.chronology import Chronology

FORMATS = ("table", "markdown", "html", "json", "csv", "docx", "ics")


@click.command()
@click.option("--from", "since", default="", metavar="DAY", help="Only from this day on (2021, 2021-03 or 2021-03-09).")
@click.option("--to", "until", default="", metavar="DAY", help="Only up to this day.")
@click.option("--person", default="", metavar="NAME", help="Only entries with this person.")
@click.option(
    "--topic",
    "topics",
    multiple=True,
    metavar="NAME",
    help="Only what is about a topic (`onrecord topics`), a subject or a term; may be repeated.",
)
@click.option("--release", default="", metavar="NAME", help="Only what stands in this release.")
@click.option(
    "--events",
    type=click.Path(exists=True, dir_okay=False),
    default=None,
    help="A CSV file of public events: date, what, url.",
)
@click.option("--all", "routine", is_flag=True, help="Everyday traffic too: thanks, agreement, plain forwarding.")
@click.option("--accepted", is_flag=True, help="Only what a person accepted, as found or as corrected.")
@click.option("--format", "fmt", type=click.Choice(FORMATS), default="table", show_default=True)
@click.option("--out", "-o", type=click.Path(dir_okay=False), default=None, help="A file instead of standard output.")
@click.pass_obj
def command(
    options: Options,
    since: str,
    until: str,
    person: str,
    topics: tuple[str, ...],
    release: str,
    events: str | None,
    routine: bool,
    accepted: bool,
    fmt: str,
    out: str | None,
) -> None:
    """Draft a chronology: who contacted whom, when, about what, in which words, each entry with the pages it stands on.

    Entries are drafts until a person accepts them (`onrecord review accept`), and then keep their words; what was
    rejected is left out. Days and years that were inferred are marked so. Everyday traffic is left out and counted.
    Whoever is named first comes with the post that a page shows for that day, and with that page.

    \b
    Examples:
      onrecord chronology --from 2021-03 --to 2021-06
      onrecord chronology --accepted --format markdown > accepted.md
      onrecord chronology --person Rudd --format markdown > rudd.md
      onrecord chronology --events orders.csv
      onrecord chronology --topic wells --format docx --out wells.docx
    """
    from onrecord.publish.chronology import Wanted, chronology, formats, known, word

    wanted = Wanted(
        since=since,
        until=_end(until),
        person=person,
        topic=topics,
        release=release,
        routine=routine,
        accepted=accepted,
    )
    with options.open_case() as case:
        found = chronology(case.view(), wanted)
    if events is not None:
        found = known.among(found, known.read(Path(events)), wanted)
    if fmt == "docx":
        if out is None:
            raise UsageError("a Word document is a binary format", "name a file with --out")
        writable(out).write_bytes(word.docx(found))
        return
    text = formats.TEXTS[fmt](found) if fmt != "table" else ""
    if out is not None:
        Path(writable(out)).write_text(text or formats.markdown(found), encoding="utf-8", newline="")
    elif fmt == "table":
        _print(found)
    else:
        sys.stdout.write(text)


def _end(day: str) -> str:
    """A year or month ends with its last day: every day in it sorts before the next sign."""
    return f"{day}-99" if len(day) == 7 else f"{day}-99-99" if len(day) == 4 else day


def _print(found: Chronology) -> None:
    from onrecord.publish.chronology import formats

    for entry in found.entries:
        click.secho(entry.day, bold=True)
        click.echo(f"  {entry.text}")
        ids = " ".join(part.records[0][:9] for part in entry.parts)
        state = f"{entry.state}: {ids}" if ids else entry.state
        click.secho(f"  {'; '.join(map(formats.source, entry.sources))}  ({state})", dim=True)
        for one in entry.introduced:
            click.secho(f"  {one_line(formats.introduction(one), 150)}", dim=True)
    click.echo(formats.counted(found))
