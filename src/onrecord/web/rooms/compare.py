"""Two copies side by side: what one hides and the other shows, and what is really different."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated

from fastapi import Query as Asked
from rapidfuzz.distance import Levenshtein

from onrecord.errors import NotFound, UsageError
from onrecord.model import Comparison, Difference, Differing, Message, Page
from onrecord.store.tokens import words
from onrecord.web import links, runs
from onrecord.web.answer import Answer, Room
from onrecord.web.cite import Line, line
from onrecord.web.copies import TELLING, Differs, differs
from onrecord.web.desk import Here
from onrecord.web.runs import Layer, Run

room = Room(tag="messages")

#: Words of a text that are aligned; what follows stands below unaligned.
MOST_WORDS = 20_000

Name = Annotated[str, Asked(max_length=200, description="a message id, a stamp, a page key, or FILE:PAGE")]


class Side(Answer):
    """One of the two: a message, or a page without one."""

    title: str
    href: str
    line: Line | None
    release: str
    file: str
    stamp: str
    picture: str


class Strip(Answer):
    """A paragraph of the first and what stands in its place in the second; either may be empty."""

    left: tuple[Run, ...]
    right: tuple[Run, ...]


class Compared(Answer):
    """Two texts in aligned strips, and their differences as seen from the first; `noise` are those that say nothing."""

    left: Side
    right: Side
    strips: tuple[Strip, ...]
    differs: tuple[Differs, ...]
    noise: tuple[Differs, ...]
    swapped: str


@room.answers("/compare", "compare.html")
def compare(here: Here, a: Name, b: Name) -> Compared:
    """Compare two messages or two pages by their names."""
    first, second = here.case.show(a), here.case.show(b)
    if first.message and second.message:
        here.saw(first.message.id)
        here.saw(second.message.id)
        pair = (first.message, second.message)
        left, right = (_of_message(here, one) for one in pair)
        texts = (Text(pair[0].body, pair[0]), Text(pair[1].body, pair[1]))
    elif len(first.pages) == len(second.pages) == 1:
        here.saw(first.pages[0].key)
        here.saw(second.pages[0].key)
        left, right = (_of_page(here, one.pages[0]) for one in (first, second))
        texts = (Text(first.pages[0].text, first.pages[0]), Text(second.pages[0].text, second.pages[0]))
    elif len(first.pages) > 1 or len(second.pages) > 1:
        raise UsageError("several pages bear this stamp", "name the page as FILE:PAGE")
    else:
        raise NotFound(f"{a} and {b} cannot be compared", "name two messages or two pages")
    found = _comparison(here, a, b, texts)
    strips = aligned(here, texts, found.differences)
    seen = [(one.kind, differs(here, one, texts[0].id)) for one in found.differences]
    return Compared(
        left=left,
        right=right,
        strips=strips,
        differs=tuple(one for kind, one in seen if kind in TELLING),
        noise=tuple(one for kind, one in seen if kind not in TELLING),
        swapped=links.compare(b, a),
    )


class Text:
    """The text of a message or page, and its places."""

    def __init__(self, text: str, of: Message | Page) -> None:
        self.text = text
        self.of = of
        self.id = of.id if isinstance(of, Message) else of.key

    def layers(self, here: Here, differences: tuple[Difference, ...]) -> list[Layer]:
        """What its pages say of it, and where it differs."""
        told = {
            "hidden": "open here, hidden in the other copy",
            "left_out": "open here, left out of the other copy",
            "text": "really different words",
            "code_changed": "another code in the other copy",
        }
        marks: dict[str, list[Layer]] = {}
        for one in differences:
            for span in one.spans if one.kind in TELLING else ():
                kind = "open" if one.hidden_in else "differs"
                marks.setdefault(span.page, []).append(Layer(kind, span.start, span.end, told[one.kind]))
        if isinstance(self.of, Page):
            return [*runs.on_page(self.of), *marks.get(self.of.key, [])]
        keys = {span.page for span in self.of.body_spans}
        pages = {key: page for key in keys if (page := here.store.page(key))}
        layers = {key: [*runs.on_page(page), *marks.get(key, [])] for key, page in pages.items()}
        return runs.carried(self.of.body_spans, layers)


def aligned(here: Here, texts: tuple[Text, Text], differences: tuple[Difference, ...]) -> tuple[Strip, ...]:
    """The two texts in strips: cut at the lines of the first, and at the same words in the second."""
    left, right = texts[0].text, texts[1].text
    layers = [one.layers(here, differences) for one in texts]
    cuts = [(0, 0), *_cuts(left, right), (len(left), len(right))]
    return tuple(
        Strip(left=runs.runs(left, layers[0], a, c), right=runs.runs(right, layers[1], b, d))
        for (a, b), (c, d) in pairwise(cuts)
        if a < c or b < d
    )


def _cuts(left: str, right: str) -> list[tuple[int, int]]:
    """Places at which lines begin in both texts with the same word, in order."""
    a, b = list(words(left))[:MOST_WORDS], list(words(right))[:MOST_WORDS]
    found = []
    for op in Levenshtein.opcodes([word for word, _, _ in a], [word for word, _, _ in b]):
        if op.tag == "equal":
            for step in range(op.src_end - op.src_start):
                at, to = a[op.src_start + step][1], b[op.dest_start + step][1]
                if at and to and left[at - 1] == "\n" and right[to - 1] == "\n":
                    found.append((at, to))
    return found


def _comparison(here: Here, a: str, b: str, texts: tuple[Text, Text]) -> Comparison:
    """What the build found to differ between two copies, as seen from the first; others are compared now."""
    pair = {text.id for text in texts}
    if all(isinstance(text.of, Message) for text in texts):
        for finding in here.store.about(texts[0].id):
            for one in finding.comparisons if isinstance(finding, Differing) else ():
                if {one.a, one.b} == pair:
                    return one
        return here.case.compare(texts[0].id, texts[1].id).comparisons[0]
    return here.case.compare(a, b).comparisons[0]


def _of_message(here: Here, found: Message) -> Side:
    where = here.view.location(found.file)
    shown = line(here.view, found)
    return Side(
        title=shown.subject or "no subject",
        href=shown.href,
        line=shown,
        release=where.release,
        file=f"{where.path}, page {found.page_start}",
        stamp=shown.stamp,
        picture=links.page(found.file, found.page_start),
    )


def _of_page(here: Here, found: Page) -> Side:
    where, stamps = here.view.location(found.file), here.view.stamps_of(found)
    href = links.page(found.file, found.number)
    return Side(
        title=stamps[0] if stamps else f"page {found.number}",
        href=href,
        line=None,
        release=where.release,
        file=f"{where.path}, page {found.number}",
        stamp=stamps[0] if stamps else "",
        picture=href,
    )
