"""The contact network as GEXF, for Gephi."""

from __future__ import annotations

from pathlib import Path

from onrecord.publish.exporters.source import Source
from onrecord.publish.graphs import written
from onrecord.publish.network import Scope, network

KINDS = ("network",)
ENDING = ".gexf"
EXTRA = ""
NARROWS = False


def save(source: Source, out: Path) -> int:
    """See `FileExporter.save`; how many people there are."""
    found = network(source.view, Scope())
    out.write_text(written(found, ENDING, source.title), encoding="utf-8", newline="")
    return len(found.people)
