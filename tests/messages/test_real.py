"""Real productions beside the project: spans hold, runs may be cut, and speed does not fall."""

from __future__ import annotations

import gzip
import json
import re

import pytest

from onrecord.messages import opens_chain, split
from onrecord.model import Page
from onrecord.pages.finish import finish
from tests.messages.printed import check
from tests.realdata import real
from tests.timing import assert_costs

#: How many times as long as finding all words of the pages their messages may take: three times what it is.
WORDS = 50


@pytest.fixture(scope="module")
def pages() -> list[Page]:
    with gzip.open(real("nih-2021", "pages.jsonl.gz"), "rt", encoding="utf-8") as rows:
        records = [json.loads(row) for row in rows]
    return [
        finish(file="0" * 64, number=n, text=r["text"], engine="text", engine_version="1", stamps=(r["stamp"],))
        for n, r in enumerate(records, 1)
    ]


@pytest.mark.real
def test_every_citation_of_a_real_production_holds(pages: list[Page]) -> None:
    messages = split(pages)
    assert len(messages) > 1000
    check(pages, messages)


@pytest.mark.real
def test_a_real_production_is_split_about_as_fast_as_its_words_are_found(pages: list[Page]) -> None:
    word = re.compile(r"\w+")
    assert_costs(lambda: split(pages), lambda: [word.findall(page.text.lower()) for page in pages], WORDS)


@pytest.mark.real
def test_a_real_production_may_be_cut_where_chains_open(pages: list[Page]) -> None:
    some = pages[:240]
    whole = split(some)
    cuts = [number for number in range(1, len(some)) if opens_chain(some[number])]
    assert len(cuts) > 50
    parts = [some[a:b] for a, b in zip([0, *cuts], [*cuts, len(some)], strict=True)]
    assert [message for part in parts for message in split(part)] == whole
