from __future__ import annotations

import pytest

from onrecord.errors import MissingExtra
from onrecord.text import syntax


def test_tokens_stand_where_the_text_has_them() -> None:
    texts = ["“Wait,” said Ana Ruiz — twice.", "", "Graham Ostler wrote that the pier was closed."]
    parsed = list(syntax.parse(texts))
    assert [doc.text for doc in parsed] == texts
    for text, doc in zip(texts, parsed, strict=True):
        assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
    wrote = next(token for token in parsed[2] if token.text == "wrote")
    assert {token.text for token in wrote.children if token.dep_ in ("nsubj", "ccomp")} == {"Ostler", "closed"}


def test_names_are_looked_for_only_when_asked() -> None:
    (plain,) = syntax.parse(["Graham Ostler went to Boston."])
    (named,) = syntax.parse(["Graham Ostler went to Boston."], names=True)
    assert not plain.ents
    assert [entity.text for entity in named.ents] == ["Graham Ostler", "Boston"]


def test_a_missing_model_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "MODELS", ("no_such_model", "en_core_web_sm_of_nobody"))
    syntax._model.cache_clear()
    with pytest.raises(MissingExtra, match="no English model"):
        list(syntax.parse(["text"]))
    syntax._model.cache_clear()
