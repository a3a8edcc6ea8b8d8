"""What one claim takes from another: the source of the sentence before, an outlet named elsewhere, what it denies.

Everything filled in here is an inference and is marked as one.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from onrecord.claims import statements
from onrecord.claims.drafts import Draft
from onrecord.claims.sources import full_name
from onrecord.model import Relay, SourceKind, Stance

_CARRIED = "carried over from the sentence before"
_SAME_SOURCE = "the outlet to which the same sort of source speaks elsewhere in the text"
_SAME_REPORT = "the report is told apart only elsewhere in the text"

#: A denial is held against so many claims before it.
_REACH = 6


def fill(drafts: Sequence[Draft]) -> None:
    """Fill in sources, counts and outlets, in the order of the text."""
    _carry_sources(drafts)
    _count_again(drafts)
    _name_people(drafts)
    _find_outlets(drafts)


def _carry_sources(drafts: Sequence[Draft]) -> None:
    """Give a sentence in the writer's own voice the unnamed source before it, where it leans on that sentence."""
    before: Draft | None = None
    for draft in drafts:
        if draft.cue is None and before is not None and _leans(draft, before):
            if before.source is not None:
                draft.source = replace(before.source, spans=(), inferred=_CARRIED)
            draft.lemma = before.lemma
            draft.outlets = tuple(replace(outlet, inferred=_CARRIED) for outlet in before.outlets)
        before = draft if draft.source is not None or draft.outlets else None


def _leans(draft: Draft, before: Draft) -> bool:
    if before.source is not None and before.source.kind not in (SourceKind.ANONYMOUS, SourceKind.REPORT):
        return False
    near = draft.paragraph == before.paragraph or statements.contrasts(draft.sentence)
    return near and draft.paragraph - before.paragraph <= 1 and statements.goes_on(draft.sentence)


def _count_again(drafts: Sequence[Draft]) -> None:
    """ "The officials" are as many as the officials named before."""
    counts: dict[str, int] = {}
    for draft in drafts:
        source = draft.source
        if source is None or source.kind is not SourceKind.ANONYMOUS:
            continue
        if source.count is not None and source.count > 1:
            counts[draft.lemma] = source.count
        elif source.count is None and draft.definite and draft.lemma in counts:
            draft.source = replace(source, count=counts[draft.lemma])


def _name_people(drafts: Sequence[Draft]) -> None:
    """Say whom a pronoun or a surname means: the person before in the paragraph, or one so called in the text."""
    names: list[str] = []
    last = (-1, "")
    for draft in drafts:
        source = draft.source
        if source is None or source.kind is not SourceKind.PERSON:
            last = (-1, "")  # somebody else may have been named since: a pronoun after it stays open
            continue
        full = full_name(source.text)
        if draft.pronoun:
            meant = last[1] if last[0] == draft.paragraph else ""
        else:
            meant = "" if full else next((name for name in reversed(names) if name.split()[-1] == source.text), "")
        if full:
            names.append(full)
        if meant:
            draft.source = replace(source, stands_for=meant)
        last = (draft.paragraph, meant or full) if meant or full else (-1, "")


def _find_outlets(drafts: Sequence[Draft]) -> None:
    """Give unnamed sources the outlet that the same sort of source speaks to elsewhere, and "a report" its outlet."""
    spoken = {draft.lemma: draft.outlets for draft in reversed(drafts) if draft.outlets and _is_unnamed(draft)}
    first = next((draft.outlets for draft in drafts if draft.outlets and _is_unnamed(draft)), ())
    for draft in drafts:
        if draft.outlets or draft.source is None:
            continue
        if _is_unnamed(draft):
            draft.outlets = _marked(spoken.get(draft.lemma, ()), _SAME_SOURCE)
        elif draft.source.kind is SourceKind.REPORT and not draft.source.named and " " in draft.source.text:
            # "a recent report", not "reports", which are nobody's in particular
            draft.outlets = _marked(first, _SAME_REPORT)


def _marked(outlets: Sequence[Relay], why: str) -> tuple[Relay, ...]:
    return tuple(replace(outlet, inferred=why) for outlet in outlets)


def _is_unnamed(draft: Draft) -> bool:
    return draft.source is not None and draft.source.kind is SourceKind.ANONYMOUS


def denied(drafts: Sequence[Draft], number: int) -> int | None:
    """Which draft the denial `drafts[number]` denies: one before it that speaks of the same, or None.

    A denial reaches no further than that claim, so only one is chosen: the one with the most words in common, of
    equals the nearest; within one sentence the nearest even without a common word. One denial right after another
    denies the same.
    """
    denial = drafts[number]
    if number and drafts[number - 1].stance is Stance.DENIES and drafts[number - 1].paragraph == denial.paragraph:
        return denied(drafts, number - 1)
    words = _content_words(denial)
    best: tuple[int, int] | None = None
    for other in range(number - 1, max(-1, number - 1 - _REACH), -1):
        draft = drafts[other]
        if draft.stance is Stance.DENIES:
            continue
        common = len(words & _content_words(draft))
        common += draft.doc is denial.doc and draft.sentence == denial.sentence
        if common and (best is None or common > best[0]):
            best = (common, other)
    return best[1] if best is not None else None


def _content_words(draft: Draft) -> frozenset[str]:
    tokens = (draft.doc[number] for number in draft.content)
    return frozenset(
        token.lemma_.lower() for token in tokens if token.pos_ in ("NOUN", "PROPN", "VERB") and not token.is_stop
    )
