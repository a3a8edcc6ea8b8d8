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


def test_names_and_grammar_are_looked_for_apart() -> None:
    (parsed,) = syntax.parse(["Graham Ostler went to Boston."])
    (named,) = syntax.names(["Graham Ostler went to Boston."])
    assert not parsed.ents
    assert [entity.text for entity in named.ents] == ["Graham Ostler", "Boston"]
    assert not any(token.dep_ for token in named)


def test_names_do_not_depend_on_the_texts_around() -> None:
    """Texts are taken together, so many characters at a time; what is found in one is what is found in it alone."""
    texts = ["", "Graham Ostler met Ana Ruiz. " * 300, "Ben Okonkwo called.", "x" * 9_000, "The pier is shut."]
    found = [[(one.start_char, one.label_) for one in doc.ents] for doc in syntax.names(texts)]
    alone = [[(one.start_char, one.label_) for one in doc.ents] for text in texts for doc in syntax.names([text])]
    assert found == alone
    assert [bool(some) for some in found] == [False, True, True, False, False]


def test_a_missing_model_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "MODELS", ("no_such_model", "en_core_web_sm_of_nobody"))
    syntax._grammar.cache_clear()
    with pytest.raises(MissingExtra, match="no English model"):
        list(syntax.parse(["text"]))
    syntax._grammar.cache_clear()
