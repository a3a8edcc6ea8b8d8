"""Score redactions read from a generated production against its exact truth.

    score(truth, predictions)      truth: ``truth/truth.json`` of `examples.generate`; predictions: lines of
                                   ``onrecord export redactions``

Boxes pair within their page, one to one, greedily by the share of their joint area that they have in common; a pair
has at least half. P, R and F1 count pairs, over boxes that can be seen: words that left blank paper are not scored.
`code` is the share of the pairs with the same set of codes as printed, blanks apart. A failed redaction is found when
a box marked as bad overlaps it; a box marked as bad that overlaps no failed redaction is a false alarm. On page images
nothing lies beneath a box, so failed redactions are scored on pages with text alone. Every figure is a per cent; false
alarms are given as the share of boxes that are none.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from onrecord.model import Page, SourceFile
from onrecord.pages import read as reader
from onrecord.pages.engines import pdfium
from onrecord.settings import Settings

Row = Mapping[str, Any]
Pair = tuple[Row, Row]
Place = tuple[str, int]

#: The least part of their joint area that a pair has in common.
LEAST = 0.5


def common(a: list[float], b: list[float]) -> float:
    """The common part of the joint area of two boxes, 0 to 1."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    joint = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b)) - width * height
    return width * height / joint


def pairs(truth: Iterable[Row], found: Iterable[Row]) -> list[Pair]:
    """The boxes that agree, page by page, the best first."""
    rows, ours = list(truth), _by_page(found)
    ranked = [
        (share, number, other)
        for number, row in enumerate(rows)
        for other in ours[_place(row)]
        if (share := common(row["box"], other["box"])) >= LEAST
    ]
    taken: set[int] = set()
    matched: list[Pair] = []
    for _, number, other in sorted(ranked, key=lambda each: -each[0]):
        if -number - 1 not in taken and id(other) not in taken:
            taken |= {-number - 1, id(other)}
            matched.append((rows[number], other))
    return matched


def score(truth: Mapping[str, Any], predictions: Iterable[Row]) -> dict[str, float]:
    """The figures described above, for pages with text and for scanned ones apart."""
    scanned = {_place(page) for page in truth["pages"] if page["scanned"]}
    found = list(predictions)
    figures: dict[str, float] = {}
    for name, wanted in (("text", False), ("scanned", True)):
        true = [row for row in truth["redactions"] if (_place(row) in scanned) is wanted]
        ours = [row for row in found if (_place(row) in scanned) is wanted]
        if wanted:
            true = [{**row, "bad": False} for row in true]
        if true or ours:
            figures |= {f"{name}/{key}": value for key, value in _figures(true, ours).items()}
    return figures


def _figures(true: list[Row], found: list[Row]) -> dict[str, float]:
    matched = pairs(true, found)
    right = sum(_codes(a) == _codes(b) for a, b in matched)
    failed = [row for row in true if row["bad"]]
    bad = _by_page(row for row in found if row["bad"])
    seen = sum(any(common(row["box"], other["box"]) for other in bad[_place(row)]) for row in failed)
    failures = _by_page(failed)
    alarms = sum(
        not any(common(row["box"], other["box"]) for other in failures[_place(row)]) for row in found if row["bad"]
    )
    figures = {
        "P": _share(len(matched), len(found)),
        "R": _share(len(matched), len(true)),
        "F1": _share(2 * len(matched), len(found) + len(true)),
        "code": _share(right, len(matched)),
        "no false alarm": _share(len(found) - alarms, len(found)),
    }
    return figures | ({"failed found": _share(seen, len(failed))} if failed else {})


def _codes(row: Row) -> set[str]:
    return {"".join(code.split()) for code in row["codes"]}


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 2) if whole else 100.0


def _place(row: Row) -> Place:
    return PurePosixPath(str(row["file"])).name, int(row["page"])


def _by_page(rows: Iterable[Row]) -> defaultdict[Place, list[Row]]:
    found: defaultdict[Place, list[Row]] = defaultdict(list)
    for row in rows:
        found[_place(row)].append(row)
    return found


def pages(path: Path) -> Iterator[Page]:
    """The pages of a PDF that can be read."""
    file = SourceFile(id="0" * 64, size=path.stat().st_size, media="pdf")
    found = reader.read(path, file, 1, len(pdfium.opened(path)), Settings())
    return (page for page in found if isinstance(page, Page))


def read(records: Path) -> Iterator[Row]:
    """The redactions of every PDF of a generated production, as they are exported."""
    for path in sorted(records.glob("release*/*.pdf")):
        for page in pages(path):
            for each in page.redactions:
                yield {"file": path.name, "page": page.number, "box": each.box, "codes": each.codes, "bad": each.bad}


def court_filings(folder: Path) -> dict[str, float]:
    """Files of court filings judged right, those with failed redactions and those without apart.

    A file with some is right with as many as expected (any, where no number is given); one without, with none.
    """
    right: defaultdict[bool, list[bool]] = defaultdict(list)
    with (folder / "truth.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            expected = row["bad_redactions"].split(" ")[0].rstrip(",")
            if expected == "unclear":
                continue
            bad = sum(each.bad for page in pages(folder / row["file"]) for each in page.redactions)
            right[expected != "0"].append(bad > 0 if expected == ">0" else bad == int(expected))
    return {
        "failed redactions found": _share(sum(right[True]), len(right[True])),
        "no false alarm": _share(sum(right[False]), len(right[False])),
    }
