"""Entries of a release page, and the messages of the case that they retell: copies of one record, no second source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from onrecord.links import making, terms
from onrecord.links.material import Material, distinct
from onrecord.links.nodes import Node
from onrecord.model import Interaction, Link, LinkKind, Message
from onrecord.text.passages import Passage

#: A quotation of fewer words can be anybody's.
_WORDS = 3

_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\n": " "})
_COPY = "a retelling of the same record, no second source"


def find(material: Material) -> Iterator[Link]:
    """For each entry the message that it quotes, or the only one of its day, sender and recipient."""
    invites = _by_start(material)
    for entry in material.of(Interaction):
        if entry.first is None or entry.last is None:
            continue
        sent = [one for one in material.between(entry.first, entry.last) if entry.actors & (one.actors or entry.actors)]
        quoting = [(one, place) for one in sent if (place := _quoted(entry, one)) is not None]
        if quoting:
            yield _by_quotation(material, entry, *quoting[0])
        elif fitting := [one for one in sent if entry.actors & one.actors and (entry.to & one.to or not entry.to)]:
            yield from _by_people(material, entry, distinct(fitting))
        elif entry.channel in ("call", "meeting"):
            yield from _by_calendar(material, entry, invites.get(entry.first, []))


def _by_start(material: Material) -> dict[date, list[Node]]:
    """The invitations of the case by the day for which they invite."""
    found: defaultdict[date, list[Node]] = defaultdict(list)
    for node in material.messages:
        if isinstance(node.said, Message) and len(node.said.starts) >= len("2000-01-01"):
            found[date.fromisoformat(node.said.starts[:10])].append(node)
    return found


def _by_calendar(material: Material, entry: Node, invites: list[Node]) -> Iterator[Link]:
    """A call or meeting told, and the one invitation for that day that names everybody in it."""
    wanted = entry.actors | entry.to
    fitting = []
    for invite in invites:
        words = frozenset(word.lower() for _, word in terms.words(invite.text))
        named = {id for id in wanted if id in invite.people or terms.surname(material.who.name(id)) in words}
        if wanted and named == wanted:
            fitting.append(invite)
    if len(distinct(fitting)) == 1:
        yield making.link(
            LinkKind.SAME_EVENT,
            making.end(entry),
            making.end(fitting[0]),
            0.9,
            [f"an invitation for that day names {material.who.list(wanted)}"],
            [_COPY, "that it took place is not shown by an invitation", *making.inferred(entry)],
        )


def _quoted(entry: Node, sent: Node) -> tuple[int, int] | None:
    """Where the body has the words that an entry quotes, or None."""
    assert isinstance(entry.said, Interaction)
    assert isinstance(sent.said, Message)
    body = sent.said.body.translate(_MARKS).lower()
    for said in entry.said.quotes:
        words = said.text.translate(_MARKS).lower().strip(" ,.")
        if len(words.split()) >= _WORDS and (match := re.search(r"\s+".join(map(re.escape, words.split())), body)):
            return match.span()
    return None


def _by_quotation(material: Material, entry: Node, sent: Node, place: tuple[int, int]) -> Link:
    assert isinstance(sent.said, Message)
    spans = Passage(sent.said.body_spans, material.texts).spans(*place)
    blanked = "" if sent.actors else "the message's sender is blanked"
    return making.link(
        LinkKind.SAME_EVENT,
        making.end(entry),
        making.end(sent, making.cited(spans, material.texts)),
        0.95,
        ["the page quotes the message", f"both are of {making.days(sent)}"],
        [_COPY, blanked, *making.inferred(entry)],
    )


def _by_people(material: Material, entry: Node, fitting: list[Node]) -> Iterator[Link]:
    """Without a quotation: the message of the day from and to the same people; with several, it stays open which."""
    name = material.who.list
    several = f"{len(fitting)} messages of that day fit: which one is meant is open" if len(fitting) > 1 else ""
    for sent in fitting if len(fitting) == 1 else _of_channel(entry, fitting):
        yield making.link(
            LinkKind.SAME_EVENT,
            making.end(entry),
            making.end(sent),
            0.6 if several else 0.9 if entry.to else 0.8,
            [
                f"both are of {making.days(sent)}, from {name(entry.actors & sent.actors)}"
                + (f" to {name(entry.to & sent.to)}" if entry.to else "")
            ],
            [
                _COPY,
                "the page quotes nothing of it",
                several,
                "" if entry.to else "the recipients are not compared",
                *making.inferred(entry),
            ],
        )


def _of_channel(entry: Node, fitting: list[Node]) -> list[Node]:
    """Of several messages the only forwarded one, for an entry that tells of forwarding."""
    forwarded = [one for one in fitting if one.text[:3].lower() in ("fw:", "fwd")]
    return forwarded if entry.channel == "forward" and len(forwarded) == 1 else []
