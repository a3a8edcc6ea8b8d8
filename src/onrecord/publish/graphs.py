"""A network as a file: GraphML, GEXF or SVG."""

from __future__ import annotations

import re
from io import BytesIO

import networkx

from onrecord.publish.network import Network, figures
from onrecord.publish.picture import svg


def written(found: Network, ending: str, title: str) -> str:
    """The text of a ``.graphml``, ``.gexf`` or ``.svg`` file. The same network gives the same bytes."""
    if ending == ".svg":
        return svg(found, title=title)
    graph = _labelled(found)
    stream = BytesIO()
    if ending == ".graphml":
        networkx.write_graphml(graph, stream, named_key_ids=True)
        return stream.getvalue().decode()
    networkx.write_gexf(graph, stream, version="1.2draft")
    # the writer puts today's date there
    return re.sub(r' lastmodifieddate="[^"]*"', "", stream.getvalue().decode())


def _labelled(found: Network) -> networkx.DiGraph:
    """A graph of plain values: names and figures on people, counts, days and the first message on ties."""
    graph = networkx.DiGraph()
    by_person = figures(found)
    for id in found.graph:
        graph.add_node(id, label=found.people[id].name, kind=found.people[id].kind, **by_person[id])
    for a, b, edge in found.graph.edges(data=True):
        graph.add_edge(a, b, **edge)
    return graph
