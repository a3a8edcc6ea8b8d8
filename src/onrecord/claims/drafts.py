"""Drafts of claims, paragraph by paragraph: what each states, by which cue, on whose word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct
from spacy.tokens import Doc
from spacy.tokens import Span as Sentence

from onrecord.claims import sources, statements
from onrecord.claims.attributions import cues
from onrecord.claims.grammar import ranges
from onrecord.claims.lexicon import lexicon
from onrecord.claims.sources import Named
from onrecord.claims.verbs import Cue
from onrecord.model import Article, ClaimSource, Relay, SourceKind, Stance
from onrecord.text import syntax
from onrecord.text.passages import Passage

#: Quoted words that deny what was said before.
_UNTRUE = re.compile(
    r"\b(?:not true|untrue|is false|are false|was false|no truth|absolutely not|never happened)\b", re.I
)

#: Verbs of stances other than plain assertion.
_CONFIRMS = frozenset(("confirm", "corroborate", "verify", "acknowledge"))
_HOLDS = frozenset(("think", "believe", "feel", "consider", "hope", "fear", "worry", "suspect"))
_DENIES = frozenset(("deny", "dispute", "refute", "rebut", "contradict"))


class Draft(Struct):
    """A claim under way: its place in the text, and its source as read. `lemma` is the source's noun in basic form."""

    passage: Passage
    doc: Doc
    sentence: Sentence
    paragraph: int
    content: set[int]
    cue: Cue | None
    source: ClaimSource | None = None
    lemma: str = ""
    definite: bool = False
    pronoun: bool = False
    outlets: tuple[Relay, ...] = ()
    stance: Stance = Stance.ASSERTS


def of_passages(passages: Sequence[Passage], article: Article) -> Iterator[Draft]:
    """The claims that the paragraphs of `article` make, in order, each by itself: see `carrying` for the rest."""
    parsed = syntax.parse(passage.text for passage in passages)
    for number, (passage, doc) in enumerate(zip(passages, parsed, strict=True)):
        found = cues(doc)
        for sentence in doc.sents:
            for statement in statements.of_sentence(sentence, found):
                draft = Draft(passage, doc, sentence, number, statement.content, statement.cue)
                if statement.cue is not None:
                    _attribute(draft, statement.cue, article)
                if not _is_about_itself(draft, article):
                    yield draft


def _attribute(draft: Draft, cue: Cue, article: Article) -> None:
    """Read the source of a draft, the outlets it came through, and its stance."""
    doc = draft.doc
    draft.stance = _stance(draft, cue)
    if draft.stance is Stance.DECLINES:
        draft.content = set(range(draft.sentence.start, draft.sentence.end))
    if not cue.source:
        return
    named = sources.read(doc, cue.source, cue.head)
    outlets = [name for name in dict.fromkeys(named.outlets) if not is_own(name, article)]
    draft.outlets = tuple(Relay(outlet=name) for name in outlets)
    behind = statements.cited_by(doc, cue.source)
    if behind:
        _name(draft, sources.read(doc, behind, cue.head))
    elif not outlets or named.kind not in (SourceKind.ORGANISATION, SourceKind.REPORT):
        _name(draft, named)


def _name(draft: Draft, named: Named) -> None:
    """Take `named` for the source, with its place."""
    spans = tuple(span for one in ranges(draft.doc, named.tokens) for span in draft.passage.spans(*one))
    draft.source = ClaimSource(
        text=words(draft.doc, named.tokens), kind=named.kind, named=named.named, count=named.count, spans=spans
    )
    draft.lemma, draft.definite, draft.pronoun = named.lemma, named.definite, named.pronoun


def words(doc: Doc, tokens: set[int]) -> str:
    """The words from the first to the last of `tokens`, without punctuation around them."""
    return doc[min(tokens) : max(tokens) + 1].text.strip(" ,.;:") if tokens else ""


def is_own(outlet: str, article: Article) -> bool:
    """Whether an outlet is the one that published the article: "the Post" of the Bay Post."""
    own, name = article.outlet.lower().split(), outlet.lower().removeprefix("the ").split()
    return bool(own) and bool(name) and own[-len(name) :] == name


def _is_about_itself(draft: Draft, article: Article) -> bool:
    """ "The Post has not seen the report": the article speaks of itself."""
    subject = next((token for token in draft.sentence.root.children if token.dep_ == "nsubj"), None)
    return subject is not None and is_own(words(draft.doc, {token.i for token in subject.subtree}), article)


def _stance(draft: Draft, cue: Cue) -> Stance:
    lemma = draft.doc[cue.head].lemma_.lower()
    if lemma in _DENIES or (cue.direct and _UNTRUE.search(words(draft.doc, draft.content))):
        return Stance.DENIES
    if cue.form == "denied" or (cue.form == "infinitive" and lemma in lexicon().deny):
        return Stance.DECLINES
    if lemma in _CONFIRMS:
        return Stance.CORROBORATES
    return Stance.OPINION if lemma in _HOLDS else Stance.ASSERTS
