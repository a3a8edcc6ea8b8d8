# ruff: noqa: E501 - paragraphs as they are published
"""Small invented cases, built end to end from plain texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord import Case

Row = dict[str, Any]

#: A release page without years. Its publisher's entries tell of calls, an order and a speech.
PAGE = """\
Port Authority Records of Emails Between Nadia Orlov and Paul Renwick

Records released by the Port Authority in response to a lawsuit brought by Tidewatch. They contain emails between Deputy \
Commissioner Nadia Orlov and Chief of Staff Paul Renwick.

Records received in May 2020

In the Documents

On Feb. 3, Orlov asked Renwick to make sure that Commissioner Helga Brandt “reads the latest draft of the order.” About \
two weeks later, Brandt issued an anchorage ban blocking tankers from the inner roads.

On Feb. 16, Orlov, Renwick, and others exchanged emails about soundings of the channel, including data on groundings that \
was cited in the next day’s anchorage ban.

On March 2, Renwick gathered figures for Orlov on groundings since 2009. The next day, Brandt cited the figures in her \
speech to the harbor board.

On April 6, Orlov sent “corrections” to a draft of remarks Brandt was set to deliver on ferry subsidies.

On May 4, Renwick asked Orlov to set up a call with Brandt.

On July 14, Brandt’s assistant told a colleague that Brandt had just taken a call from Orlov, who was calling “from the \
night ferry returning from Skagen.”
"""


def report(outlet: str, title: str, paragraphs: str, author: str = "Ines Calder", published: str = "") -> str:
    """A news report as a web page; `paragraphs` are parted by blank lines."""
    dated = f'<meta property="article:published_time" content="{published}">' if published else ""
    body = "".join(f"<p>{one}</p>\n" for one in paragraphs.strip().split("\n\n"))
    return (
        f'<html><head><title>{title}</title><meta property="og:site_name" content="{outlet}">'
        f'<meta property="og:type" content="article"><meta name="author" content="{author}">{dated}</head>'
        f"<body><article><h1>{title}</h1><p class='byline'>By {author}</p>\n{body}</article></body></html>"
    )


#: A report with the same trip, in its year; a denial of one of its claims, and a report that is told apart later.
REPORT = report(
    "Roads Observer",
    "Nadia Orlov Pressed Pilots To Move Single Tankers",
    """\
According to a recent report, Nadia Orlov has also been moving tankers case by case.

As early as 2017, Orlov was making demands to pilots to move ships. One instance took place during Brandt’s trip to Skagen \
in the summer of that year, during which Orlov stepped aside to make such a demand to pilots over the phone, according to \
two pilots who spoke to the Harbor Ledger over the matter.

Orlov is planning to close the inner roads, per reporting from the Coast Post. She may be planning to reinstate the night \
pilotage fee, although Brandt later denied that she plans to reinstate the fee.
""",
)

#: The same days and the same place, but nobody of the page: near in time is nothing.
STRANGERS = report(
    "Ferry Times",
    "Ferry cook recalls storm",
    """\
The cook Olaf Lindqvist spoke with his sister over the phone during a trip to Skagen in the summer of 2017, according to \
two passengers who spoke to the Coast Post.

Lindqvist has cooked on the night ferry for nine years, and has seen worse weather, he said on Monday.

“The soup stays in the pot if you hold the pot,” he said.

The ferry runs every night but Sunday, in winter too, and takes six hours for the crossing.
""",
    author="Olga Friis",
)


def built(folder: Path, files: Mapping[str, str]) -> Case:
    """A case of these texts, by name, added in this order and built."""
    case = Case.create(folder / "case")
    for name, text in files.items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        case.add([path], release="texts")
    case.build()
    return case


def links(case: Case) -> list[Row]:
    return list(case.export("links"))


def joining(rows: Sequence[Row], a: str, b: str) -> list[Row]:
    """The links of which one end has the words `a` and the other `b`."""
    found = []
    for row in rows:
        ends = (row["a"]["text"], row["b"]["text"])
        if (a in ends[0] and b in ends[1]) or (a in ends[1] and b in ends[0]):
            found.append(row)
    return found
