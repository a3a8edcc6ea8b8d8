"""A network as a picture that can be printed: SVG, people by name, groups by colour, the same case the same picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from xml.sax.saxutils import escape

import networkx

from onrecord.publish.network import Network, figures

#: Colours of groups that can be told apart in print and by colour-blind readers; further groups are grey.
_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8c6d31", "#7f7f7f")
#: People that are drawn.
PEOPLE = 60
_WIDTH, _HEIGHT, _MARGIN = 1400, 1000, 90


def svg(found: Network, *, people: int = PEOPLE, title: str = "") -> str:
    """The `people` who write with most others, as SVG. Says how many are left out."""
    by_person = figures(found)
    chosen = sorted(by_person, key=lambda id: (-by_person[id]["degree"], -by_person[id]["sent"], id))[:people]
    weights: Counter[tuple[str, str]] = Counter()
    for a, b, edge in found.graph.edges(data=True):
        weights[min(a, b), max(a, b)] += edge["weight"]
    names = {id: found.people[id].name for id in chosen}
    left = len(by_person) - len(chosen)
    return drawn(names, {id: by_person[id] for id in chosen}, weights, messages=found.messages, left=left, title=title)


def drawn(
    names: Mapping[str, str],
    by_person: Mapping[str, Mapping[str, float]],
    weights: Mapping[tuple[str, str], float],
    *,
    messages: int,
    left: int,
    title: str = "",
) -> str:
    """People by id with their names and figures, and the weights between two of them, as SVG; `left` are left out."""
    chosen = list(names)
    plain = networkx.Graph()
    plain.add_nodes_from(sorted(chosen))
    plain.add_weighted_edges_from((a, b, n) for (a, b), n in sorted(weights.items()) if a in names and b in names)
    places = _places(plain)
    most = max((edge["weight"] for _, _, edge in plain.edges(data=True)), default=1)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"',
        ' font-family="sans-serif" font-size="15">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="white"/>',
        f'<text x="24" y="34" font-size="22">{escape(title)}</text>' if title else "",
    ]
    for a, b, edge in sorted(plain.edges(data=True), key=lambda one: one[:2]):
        (x1, y1), (x2, y2) = places[a], places[b]
        width = 0.8 + 5 * (edge["weight"] / most) ** 0.5
        line = f'x1="{x1:.0f}" y1="{y1:.0f}" x2="{x2:.0f}" y2="{y2:.0f}"'
        parts.append(f'<line {line} stroke="#9a9a9a" stroke-opacity="0.55" stroke-width="{width:.1f}"/>')
    for id in sorted(chosen):
        x, y = places[id]
        group = int(by_person[id]["group"])
        colour = _COLOURS[min(group, len(_COLOURS)) - 1]
        size = 5 + 2.2 * by_person[id]["degree"] ** 0.5
        name = escape(names[id][:36])
        parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{size:.1f}" fill="{colour}"><title>{name}</title></circle>')
        end = x > _WIDTH * 0.8
        at = x - size - 4 if end else x + size + 4
        anchor = "end" if end else "start"
        halo = 'paint-order="stroke" stroke="white" stroke-width="4" stroke-opacity="0.85"'
        parts.append(f'<text x="{at:.0f}" y="{y + 5:.0f}" text-anchor="{anchor}" {halo}>{name}</text>')
    note = f"{len(chosen)} people, {messages} messages" + (
        f"; {left} people with fewer ties are left out" if left else ""
    )
    parts.append(f'<text x="24" y="{_HEIGHT - 20}" fill="#555">{escape(note)}</text></svg>')
    return "\n".join(filter(None, parts)) + "\n"


def _places(plain: networkx.Graph) -> dict[str, tuple[float, float]]:
    """Where everybody stands, within the margins."""
    if not plain:
        return {}
    found = networkx.spring_layout(plain, k=2.4 / max(len(plain), 1) ** 0.5, iterations=200, seed=7, weight="weight")
    xs, ys = [x for x, _ in found.values()], [y for _, y in found.values()]

    def scaled(value: float, low: float, high: float, size: int) -> float:
        return _MARGIN + (value - low) / ((high - low) or 1) * (size - 2 * _MARGIN)

    return {
        id: (scaled(x, min(xs), max(xs), _WIDTH), scaled(y, min(ys), max(ys), _HEIGHT)) for id, (x, y) in found.items()
    }
