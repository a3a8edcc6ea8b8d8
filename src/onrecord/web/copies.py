"""The copies of a message, and what one of them hides and another shows."""

from __future__ import annotations

from collections.abc import Iterable

from onrecord.model import CopySet, Difference, Differing, Finding, Message
from onrecord.web import links
from onrecord.web.answer import Answer
from onrecord.web.cite import Line, Place, line, place
from onrecord.web.desk import Desk

#: Kinds of differences that say something of what was hidden or written, in the order of their weight.
TELLING = ("hidden", "left_out", "code_changed", "text")

#: What a kind of difference means where neither copy is the one that hides.
PHRASES = {
    "code_changed": "hidden in both, under another code",
    "text": "really different words",
    "ocr_noise": "misread by OCR",
    "header": "the header is printed otherwise",
    "cut": "one copy ends earlier",
    "unsure": "only the page images can tell",
}


class Differs(Answer):
    """A place where two copies differ, seen from the first: `side` is ``hidden`` (hidden here, open there), ``open``
    (open here, hidden there) or ``both``. `text` are the words that are open, or those here; `other` those there.
    """

    kind: str
    side: str
    phrase: str
    place: str
    text: str
    other: str
    codes: tuple[str, ...]
    other_codes: tuple[str, ...]
    proof: str
    places: tuple[Place, ...]


class Copy(Answer):
    """Another place where the same message is printed, and why it is taken for the same."""

    line: Line
    file: str
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    differs: tuple[Differs, ...]
    compare: str


def copies_of(here: Desk, message: Message, about: Iterable[Finding]) -> tuple[Copy, ...]:
    """The other members of the copy sets among `about` (what findings say of the message), in the order of places."""
    found = list(about)
    differing = [one for one in found if isinstance(one, Differing)]
    return tuple(
        _copy(here, message, other, group, differing)
        for group in found
        if isinstance(group, CopySet)
        for id in group.members
        if id != message.id and (other := here.store.message(id))
    )


def _copy(here: Desk, message: Message, other: Message, group: CopySet, differing: Iterable[Differing]) -> Copy:
    pair = {message.id, other.id}
    likeness = next((one for one in group.pairs if {one.a, one.b} == pair), None)
    differences = [
        difference
        for finding in differing
        if finding.copy_set == group.id
        for one in finding.comparisons
        if {one.a, one.b} == pair
        for difference in one.differences
        if difference.kind in TELLING
    ]
    return Copy(
        line=line(here.view, other),
        file=here.view.location(other.file).path,
        score=likeness.score if likeness else 1.0,
        reasons=likeness.reasons if likeness else ("alike through other copies",),
        against=likeness.against if likeness else (),
        differs=tuple(differs(here, one, message.id) for one in differences),
        compare=links.compare(message.id, other.id),
    )


def differs(here: Desk, one: Difference, first: str) -> Differs:
    """A difference as seen from the copy `first`."""
    side = ("hidden" if one.hidden_in == first else "open") if one.hidden_in else "both"
    phrase = PHRASES.get(one.kind, "")
    if side != "both":
        phrase = "hidden here, open there" if side == "hidden" else "open here, hidden there"
        phrase += ", without a code" if one.kind == "left_out" else ""
    return Differs(
        kind=one.kind,
        side=side,
        phrase=phrase,
        place=one.place,
        text=one.text,
        other=one.other,
        codes=one.codes,
        other_codes=one.other_codes,
        proof=one.proof,
        places=tuple(place(here.view, span) for span in one.spans),
    )
