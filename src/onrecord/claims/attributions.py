"""Who says what, sentence by sentence: source, cue and content of every attribution in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from spacy.tokens import Doc, Span, Token

from onrecord.claims import phrases, verbs
from onrecord.claims.grammar import lemma, ranges
from onrecord.claims.lexicon import lexicon
from onrecord.claims.quotations import Range, inside, quotations
from onrecord.claims.verbs import Cue
from onrecord.text import syntax

_PARAGRAPH = re.compile(r"[^\n]+")

Ranges = tuple[Range, ...]


class Attribution(Struct, frozen=True):
    """Somebody (`source`, empty where the text names nobody) says (`cue`) something (`content`).

    Each is a tuple of half-open ranges of code points of the text, in order. `direct`: the content is, at least in
    part, a quotation.
    """

    source: Ranges
    cue: Ranges
    content: Ranges
    direct: bool = False


def attributions(text: str) -> list[Attribution]:
    """Every attribution in `text`, whose lines are paragraphs, in the order of the sentences.

    A statement inside a quotation is the quoted person's own and not told apart. Raises MissingExtra without a model.
    """
    return next(of_texts([text]))


def of_texts(texts: Iterable[str]) -> Iterator[list[Attribution]]:
    """`attributions` for each of many texts: faster, since the parser takes sentences in batches."""
    for text in texts:
        paragraphs = list(_PARAGRAPH.finditer(text))
        parsed = syntax.parse(paragraph.group() for paragraph in paragraphs)
        found: list[Attribution] = []
        for paragraph, doc in zip(paragraphs, parsed, strict=True):
            found += (_stated(doc, cue, paragraph.start()) for cue in cues(doc))
        yield [one for one in found if one.cue and one.content]


def _stated(doc: Doc, cue: Cue, offset: int) -> Attribution:
    def placed(tokens: set[int]) -> Ranges:
        return ranges(doc, tokens, offset)

    return Attribution(placed(cue.source), placed(cue.words), placed(cue.content), cue.direct)


def cues(doc: Doc) -> list[Cue]:
    """The cues of a parsed paragraph. A sentence that only quotes goes on with the quotation before it."""
    quotes = quotations(doc.text)
    found: list[Cue] = []
    quoting: Cue | None = None
    for sentence in doc.sents:
        here = list(_of_sentence(sentence, quotes))
        only_quotes = _only_quotes(sentence, quotes)
        direct = [cue for cue in here if cue.direct]
        if quoting is not None and only_quotes and not here:
            quoting.content.update(range(sentence.start, sentence.end))
        elif direct:
            quoting = direct[-1]
        elif not only_quotes:
            quoting = None
        found += here
    return found


def _only_quotes(sentence: Span, quotes: list[Range]) -> bool:
    words = [token for token in sentence if not token.is_punct and not token.is_space]
    return bool(words) and sum(inside(token.idx, quotes) for token in words) >= len(words) - 1


def _of_sentence(sentence: Span, quotes: list[Range]) -> Iterator[Cue]:
    for token in sentence:
        look = _way_of(token)
        if look is None or inside(token.idx, quotes):
            continue
        cue = verbs.of_verb(token, quotes) if look is verbs.of_verb else look(token)
        if cue is not None:
            cue.head = token.i
            yield cue


def _way_of(token: Token) -> Callable[..., Cue | None] | None:
    """How the word is looked at as a cue, or None when it can be none."""
    known, form = lexicon(), lemma(token)
    if token.pos_ in ("VERB", "AUX") and form in known.verbs:
        return verbs.of_verb
    if token.lower_ == "according" or (token.lower_ == "per" and token.dep_ == "prep"):
        return phrases.of_according
    if token.pos_ == "NOUN" and form in known.noun:
        return phrases.of_noun
    if form in known.feel and token.dep_ in ("acomp", "ROOT", "conj", "attr"):
        return phrases.of_adjective
    return phrases.of_survey if token.lower_ == "in" and token.dep_ == "prep" else None
