"""The release page of the shared folder, from its file to exported interactions, scored by ``score_chronology.py``.

The page prints no year: it is inferred from the other document in the case. `words`: how many quotations are, letter by
letter, what their pages print at the places given, in per cent.
"""

from __future__ import annotations

import re
from pathlib import Path

from onrecord import Case
from onrecord.model import Event, Interaction, Span
from onrecord.model.interactions import Dated
from quality.corpora import SHARED, Scores, run_scorer

SEEDS, GOLD = SHARED / "seeds", SHARED / "gold"
INPUTS = (
    SEEDS,
    GOLD / "chronology_000_part1.json",
    GOLD / "names.json",
    SHARED / "scoring" / "score_chronology.py",
)

_RECORDS = re.compile(r"records: recall \d+/\d+ = ([\d.]+)  precision \d+/\d+ = ([\d.]+)")
_FIELD = re.compile(r"^  (date|actor|to|channel|all four) +\d+/\d+ = ([\d.]+)", re.MULTILINE)
_QUOTES = re.compile(r"quotes +P ([\d.]+)  R ([\d.]+)")


def page(work: Path) -> Scores:
    """Records, their four fields, and quotations of the release page."""
    from onrecord.publish.exporters import exporter

    rows = work / "interactions.jsonl"
    with Case.create(work / "case") as case, rows.open("w", encoding="utf-8") as stream:
        case.add(sorted(SEEDS.glob("*.txt")), release="quality")
        case.build()
        exporter("jsonl").write(case.export("interactions"), stream)
        printed = run_scorer("score_chronology.py", INPUTS[1], INPUTS[2], rows)
        return figures(printed) | {"words": words(case)}


def figures(printed: str) -> Scores:
    """The figures in what the scorer prints, in per cent."""
    records, quotes = _RECORDS.search(printed), _QUOTES.search(printed)
    assert records is not None, printed
    assert quotes is not None, printed
    found = {
        "records/R": records[1],
        "records/P": records[2],
        **dict(_FIELD.findall(printed)),
        "quotes/P": quotes[1],
        "quotes/R": quotes[2],
    }
    return {name: 100 * float(value) for name, value in found.items()}


def words(case: Case) -> float:
    """How many quotations and citations of interactions and events equal their pages, in per cent."""
    told: list[Dated] = [*case.findings(Interaction), *case.findings(Event)]
    given = [(said.text, said.spans) for one in told for said in one.quotes]
    given += [(one.citation.quote, one.citation.spans) for one in told]
    equal = sum(_line(text) == _line(printed(case, spans)) for text, spans in given)
    return 100 * equal / max(len(given), 1)


def printed(case: Case, spans: tuple[Span, ...]) -> str:
    """What pages print at `spans`, a line each."""
    pages = {span.page: case.store.page(span.page) for span in spans}
    return "\n".join(found.text[span.start : span.end] for span in spans if (found := pages[span.page]) is not None)


def _line(text: str) -> str:
    """A text without its line ends: a quotation over two lines is told on one."""
    return " ".join(text.split())
