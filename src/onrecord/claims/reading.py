"""An article's claims, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from onrecord.claims import carrying, hedging
from onrecord.claims.dating import Dates
from onrecord.claims.drafts import Draft, of_passages
from onrecord.claims.grammar import ranges
from onrecord.claims.quotations import inside, quotations
from onrecord.model import Article, Claim, ClaimSource, Relay, SourceKind, Span, Stance, Text, cite, stable_id
from onrecord.text.passages import Passage

#: "… — Report": a headline on somebody else's word.
_HEADLINE = re.compile(r"\s*(?:[—–-]\s*|, )(?P<source>[Rr]eports?|[Ss]ources?|[Oo]fficials?)(?: says?| said)?\s*$")


def read(article: Article, texts: Mapping[str, str]) -> list[Claim]:
    """The claims of `article`, in the order of the text. `texts` maps the keys of its pages to their texts.

    Raises MissingExtra when no model for the grammar is installed.
    """
    passages = [Passage(block.spans, texts) for block in article.paragraphs]
    drafts = _once(of_passages(passages, article))
    carrying.fill(drafts)
    claims: list[Claim] = []
    dates = Dates(article)
    for number, draft in enumerate(drafts):
        target = carrying.denied(drafts, number) if draft.stance is Stance.DENIES else None
        denies = (claims[target].id,) if target is not None else ()
        claims.append(_claim(article, draft, texts, denies, _days(dates, draft)))
    return [*_headline(article, texts), *claims]


def _once(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts that have words, and of those that claim the same words the first: a claim goes by its words."""
    found: dict[tuple[Span, ...], Draft] = {}
    for draft in drafts:
        if (place := _placed(draft, draft.content)) is not None:
            found.setdefault(place.spans, draft)
    return list(found.values())


def _headline(article: Article, texts: Mapping[str, str]) -> Iterator[Claim]:
    """The claim of a headline that says on whose word it stands."""
    if article.title is None:
        return
    passage = Passage(article.title.spans, texts)
    match = _HEADLINE.search(passage.text)
    if match is None:
        return
    whole = passage.spans(0, len(passage.text))
    kind = SourceKind.REPORT if match["source"].lower().startswith("report") else SourceKind.ANONYMOUS
    source = ClaimSource(text=match["source"], kind=kind, named=False, spans=passage.spans(*match.span("source")))
    yield Claim(
        id=_id(article, whole),
        citation=cite(whole, texts),
        article=article.id,
        content=Text(passage.text, whole),
        sources=(source,),
        hedges=_hedges(passage, 0, len(passage.text)),
    )


def _days(dates: Dates, draft: Draft) -> dict[str, Any]:
    """The days of what a draft claims, as fields of a claim; none where no date stands in it."""
    when = dates.when(draft.paragraph, draft.passage.text, ranges(draft.doc, draft.content))
    if when is None:
        return {}
    return {
        "date": when.first.isoformat(),
        "date_end": when.last.isoformat(),
        "precision": when.precision,
        "approx": when.approx,
        "inferred": when.inferred,
    }


def _claim(
    article: Article, draft: Draft, texts: Mapping[str, str], denies: tuple[str, ...], days: dict[str, Any]
) -> Claim:
    content = _placed(draft, draft.content)
    assert content is not None  # `read` leaves out what has no words
    cue = _placed(draft, draft.cue.words) if draft.cue is not None else None
    return Claim(
        id=_id(article, content.spans),
        citation=cite(draft.passage.spans(draft.sentence.start_char, draft.sentence.end_char), texts),
        article=article.id,
        content=Text(content.printed, content.spans),
        cue=Text(cue.printed, cue.spans) if cue is not None else None,
        sources=(draft.source,) if draft.source is not None else (),
        relay=tuple(Relay(outlet=one.outlet, inferred=one.inferred) for one in draft.outlets),
        hedges=_hedges(draft.passage, content.start, content.end),
        stance=draft.stance,
        quote=_is_quoted(draft),
        denies=denies,
        **days,
    )


def _id(article: Article, spans: tuple[Span, ...]) -> str:
    return stable_id("q", article.id, *(part for span in spans for part in (span.page, span.start, span.end)))


class _Place(Struct, frozen=True):
    """Words of a passage: as printed, where on the pages, and from where to where in the passage."""

    printed: str
    spans: tuple[Span, ...]
    start: int
    end: int


def _placed(draft: Draft, tokens: set[int]) -> _Place | None:
    """Tokens with their place, or None where they are marks alone; see `_unquoted`."""
    text = draft.passage.text
    found = [part for start, end in ranges(draft.doc, tokens) if (part := _unquoted(text, start, end))[0] < part[1]]
    if not found:
        return None
    return _Place(
        printed=" … ".join(text[start:end] for start, end in found),
        spans=tuple(span for part in found for span in draft.passage.spans(*part)),
        start=found[0][0],
        end=found[-1][1],
    )


def _unquoted(text: str, start: int, end: int) -> tuple[int, int]:
    """A range without the marks around a quotation, the comma inside them, and "that" before a clause."""
    if text.startswith("that ", start):
        start += len("that ")
    while start < end and text[start] in '“"‘':
        start += 1
    while end > start and text[end - 1] in '”",':
        end -= 1
    return start, end


def _is_quoted(draft: Draft) -> bool:
    """Whether the content stands in quotation marks, and not only a word or two of it."""
    if draft.cue is None or not draft.cue.direct:
        return False
    quoted = quotations(draft.doc.text)
    words = [draft.doc[number] for number in draft.content if not draft.doc[number].is_punct]
    return sum(inside(word.idx, quoted) for word in words) >= 0.8 * len(words)


def _hedges(passage: Passage, start: int, end: int) -> tuple[Text, ...]:
    found = hedging.hedges(passage.text, start, end)
    return tuple(Text(passage.text[low:high], passage.spans(low, high)) for low, high in found)
