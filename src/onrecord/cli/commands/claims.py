"""``onrecord claims``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, format_option, one_line
from onrecord.model import SourceKind, Stance

#: Characters of a statement in a table.
_WIDTH = 90


@click.command()
@click.option("--article", default="", metavar="NAME", help="Only of the article added under this name.")
@click.option(
    "--source", type=click.Choice([str(kind) for kind in SourceKind]), help="Only on the word of such a source."
)
@click.option("--person", default="", metavar="NAME", help="Only where this is part of a source's name.")
@click.option("--stance", type=click.Choice([str(stance) for stance in Stance]), help="Only of this stance.")
@click.option("--hedged", is_flag=True, help="Only those that the article leaves open.")
@click.option("--denied", is_flag=True, help="Only those that another claim denies.")
@format_option
@click.pass_obj
def command(
    options: Options,
    article: str,
    source: str | None,
    person: str,
    stance: str | None,
    hedged: bool,
    denied: bool,
    fmt: str,
) -> None:
    """List what the articles of the case claim: on whose word, through which outlets, with which hedges.

    A source in [brackets] was inferred from the text around; `onrecord show ID` says from what.

    \b
    Examples:
      onrecord claims
      onrecord claims --source anonymous --hedged
      onrecord claims --denied --format jsonl
    """
    with options.open_case() as case:
        rows = list(case.export("claims", file=article))
        families = {claim: row["name"] for row in case.export("families") for claim in _ids(row["claims"])}
    contested = {target for row in rows for target in _ids(row["denies"])}
    found = [
        row | {"family": families.get(str(row["id"]))}
        for row in _chosen(rows, source, person, stance)
        if (not hedged or row["hedges"]) and (not denied or row["id"] in contested)
    ]
    if fmt != "table":
        emit(found, fmt)
        return
    emit(map(_line, found), fmt, ["claim", "on whose word", "through", "hedges", "stance", "state", "id"])
    click.echo(f"{len(found)} claims of {len({row['family'] for row in found if row['family']})} source families")


def _ids(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _chosen(
    rows: Iterable[dict[str, Any]], source: str | None, person: str, stance: str | None
) -> Iterator[dict[str, Any]]:
    for row in rows:
        names = [f"{one['text']} {one['stands_for'] or ''}".lower() for one in row["sources"]]
        if (
            (source is None or any(one["kind"] == source for one in row["sources"]))
            and (not person or any(person.lower() in name for name in names))
            and stance in (None, row["stance"])
        ):
            yield row


def _line(row: dict[str, Any]) -> dict[str, object]:
    return {
        "claim": one_line(row["text"], _WIDTH),
        "on whose word": "; ".join(map(_source, row["sources"]))
        or ("not told" if row["relay"] else "the article's own"),
        "through": "; ".join(
            f"[{outlet}]" if why else outlet for outlet, why in zip(row["relay"], row["relay_inferred"], strict=True)
        ),
        "hedges": "; ".join(row["hedges"]),
        "stance": row["stance"],
        "state": row["state"],
        "id": row["id"],
    }


def _source(source: dict[str, Any]) -> str:
    name = one_line(source["text"], 50)
    if source["stands_for"]:
        name = f"{name} [{source['stands_for']}]"
    return f"[{name}]" if source["inferred"] else name
