"""A text in runs: what is a hit, what was badly read, what is a stamp or a code, without a word lost or doubled."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from onrecord.errors import UsageError
from onrecord.model import Page, Span
from onrecord.store.query import Term, parse
from onrecord.store.snippets import places
from onrecord.web.answer import Answer

#: Kinds of page furniture (see `onrecord.model.Mark`) that stand for something withheld.
WITHHELD = frozenset({"exemption", "redacted"})


class Run(Answer):
    """A run of a text. `start` is its offset, `kinds` what it is, `note` a word on it, `anchor` its id on the page.

    Kinds: ``hit`` (searched for), ``at`` (pointed to by the address), ``unsure`` (badly read), ``stamp``,
    ``furniture``, ``withheld`` (a code or words that stand for something hidden), ``hole`` (something is hidden here,
    without a word of it: the run is empty), ``noted`` (a person wrote a note on it), ``open`` and ``differs`` (see
    ``/compare``).
    """

    text: str
    start: int
    kinds: tuple[str, ...] = ()
    note: str = ""
    anchor: str = ""


class Layer(NamedTuple):
    """Characters `start` to `end` (half-open) of a text, and what they are."""

    kind: str
    start: int
    end: int
    note: str = ""


def runs(text: str, layers: Sequence[Layer], start: int = 0, end: int | None = None) -> tuple[Run, ...]:
    """The characters `start` to `end` of `text` in runs, cut wherever one of `layers` begins or ends.

    A hole, which has no length, makes an empty run of its own.
    """
    stop = len(text) if end is None else end
    found = [one for one in layers if one.start < stop and one.end > start and one.start < one.end]
    empty = [one for one in layers if one.kind == "hole" and start <= one.start <= stop]
    places = (cut for one in (*found, *empty) for cut in (one.start, one.end) if start < cut < stop)
    cuts = sorted({start, stop, *places})
    anchors = _anchors(found)
    made: list[Run] = []
    for first, last in pairwise((*cuts, stop)):
        made += [Run(text="", start=first, kinds=(one.kind,), note=one.note) for one in empty if one.start == first]
        empty = [one for one in empty if one.start != first]
        if first < last:
            inside = [one for one in found if one.start <= first and last <= one.end]
            made.append(_run(text, first, last, inside, anchors))
    return tuple(made)


def _run(text: str, first: int, last: int, inside: Sequence[Layer], anchors: dict[int, str]) -> Run:
    return Run(
        text=text[first:last],
        start=first,
        kinds=tuple(dict.fromkeys(one.kind for one in inside)),
        note="; ".join(dict.fromkeys(one.note for one in inside if one.note)),
        anchor=anchors.get(first, ""),
    )


def _anchors(layers: Sequence[Layer]) -> dict[int, str]:
    """Ids of the beginnings of hits, in order, and of what the address points to."""
    hits = sorted({one.start for one in layers if one.kind == "hit"})
    anchors = {start: f"hit-{number}" for number, start in enumerate(hits, 1)}
    return anchors | {one.start: "at" for one in layers if one.kind == "at"}


def on_page(page: Page) -> list[Layer]:
    """What a page's own facts say of its text."""
    layers = [Layer(_kind(mark.kind), mark.start, mark.end, mark.value) for mark in page.marks]
    return layers + [
        Layer("unsure", word.start, word.end, f"read with confidence {word.confidence:.0f} of 100")
        for word in page.uncertain
    ]


def _kind(mark: str) -> str:
    return "stamp" if mark == "stamp" else "withheld" if mark in WITHHELD else "furniture"


def hits(text: str, asked: str) -> list[Layer]:
    """Where the words of a search stand in a text; nothing for a search that makes no sense."""
    return [Layer("hit", start, end) for start, end in places(text, terms(asked))]


def terms(asked: str) -> list[Term]:
    """The words of a search that are to be found."""
    if not asked.strip():
        return []
    try:
        return [term for group in parse(asked).wanted for term in group]
    except UsageError:
        return []


def pointed(at: str) -> list[Layer]:
    """What ``at=120-180`` in an address points to; nothing when it cannot be read."""
    first, _, last = at.partition("-")
    if not (first.isascii() and first.isdecimal() and last.isascii() and last.isdecimal() and len(at) < 24):
        return []
    return [Layer("at", int(first), int(last))]


def carried(spans: Sequence[Span], layers: dict[str, list[Layer]]) -> list[Layer]:
    """Layers of pages as layers of the text that is put together of `spans`, joined by a line feed."""
    found, base = [], 0
    for span in spans:
        for one in layers.get(span.page, []):
            start, end = max(one.start, span.start), min(one.end, span.end)
            if start < end:
                found.append(Layer(one.kind, base + start - span.start, base + end - span.start, one.note))
        base += span.end - span.start + 1
    return found
