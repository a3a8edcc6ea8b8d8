"""``onrecord compare``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click

from onrecord.cli.main import Options
from onrecord.cli.output import emit, facts, format_option
from onrecord.model import Comparison, Difference

#: What each kind of difference says to a person.
WORDS = {
    "hidden": "hidden here, open there",
    "left_out": "left out here without a code, open there",
    "code_changed": "code changed",
    "ocr_noise": "OCR noise",
    "header": "header differs",
    "cut": "one ends earlier",
    "unsure": "only the image can tell",
    "text": "really different text",
}


#: What a person reads of a difference.
COLUMNS = ("kind", "place", "text", "other", "hidden_in", "codes", "proof")


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--noise", is_flag=True, help="Also list what OCR misread and what headers print otherwise.")
@format_option
@click.pass_obj
def command(options: Options, a: str, b: str, noise: bool, fmt: str) -> None:
    """Compare two messages, pages or releases: what one hides and the other shows, and what is really different.

    OCR noise is never called a change: where pages were read by OCR, the page images decide.

    \b
    Examples:
      onrecord compare m1c04c5b0e8f2a7d3 m232b904a5bb546a4
      onrecord compare HPA-000123 second.pdf:12
      onrecord compare first second
    """
    with options.open_case() as case:
        found = case.compare(a, b)
    rows = [row for row in _rows(found.comparisons) if noise or row["kind"] not in ("ocr_noise", "header", "cut")]
    if fmt == "table":
        facts(found.figures)
        if not rows:
            click.echo("nothing is hidden in one and open in the other, and no text is really different")
        else:
            emit([row | {"kind": WORDS[str(row["kind"])]} for row in rows], fmt, COLUMNS)
        return
    emit(rows, fmt)


def _rows(comparisons: Iterable[Comparison]) -> Iterator[dict[str, object]]:
    for one in comparisons:
        yield from (_row(one, difference) for difference in one.differences)


def _row(one: Comparison, difference: Difference) -> dict[str, object]:
    return {
        "kind": difference.kind,
        "place": difference.place,
        "text": difference.text,
        "other": difference.other,
        "hidden_in": difference.hidden_in or None,
        "codes": list(difference.codes),
        "other_codes": list(difference.other_codes),
        "proof": difference.proof or None,
        "a": one.a,
        "b": one.b,
    }
