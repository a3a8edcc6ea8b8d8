"""What is told once: the interactions of one message and of its copies belong together, and are judged together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from onrecord.model import Event, Interaction


def tellings(told: Iterable[Interaction | Event], first_copies: Mapping[str, str]) -> list[list[Interaction | Event]]:
    """`told` in groups, each what one message (and its copies) tells of the same people, or one item of an article.

    `first_copies` gives the first copy of every message that has copies.
    """
    groups: defaultdict[tuple[str, ...], list[Interaction | Event]] = defaultdict(list)
    for one in told:
        if isinstance(one, Event) or one.source == "article":
            groups[(one.id,)].append(one)
        else:
            between = (*one.actors, "to", *one.to) if one.act == "reports a contact" else ()
            groups[first_copies.get(one.record, one.record), *between].append(one)
    return list(groups.values())
