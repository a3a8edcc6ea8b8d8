"""Clauses of one subject that are one contact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.interactions.prose.clauses import Clause
from onrecord.interactions.prose.frames import Contact


def merged(main: Sequence[tuple[Clause, Contact]]) -> Iterator[tuple[Clause, Contact]]:
    """The contacts of `main` in order: "wrote, ... and forwarded it to X" is one, "emailed X and asked to talk" too."""
    held: tuple[Clause, Contact] | None = None
    for clause, contact in main:
        if held is not None and clause.elided and _same(held[1], contact):
            first, other = held
            held = (first._replace(last=clause.last), _joined(other, contact))
            continue
        if held is not None:
            yield held
        held = (clause, contact)
    if held is not None:
        yield held


def _same(first: Contact, second: Contact) -> bool:
    """Whether both went to the same people, or one does not say to whom."""
    pronoun = all(mention.kind in ("pronoun", "pair") for mention in second.to)
    return first.open or second.open or pronoun or {one.name for one in first.to} == {one.name for one in second.to}


def _joined(first: Contact, second: Contact) -> Contact:
    others = tuple(dict.fromkeys((*first.others, *second.others)))
    if first.open:
        return second._replace(actors=first.actors, others=tuple(one for one in others if one not in second.to))
    act = second.act if second.status == "requested" else first.act
    return first._replace(act=act, status=second.status, others=tuple(one for one in others if one not in first.to))
