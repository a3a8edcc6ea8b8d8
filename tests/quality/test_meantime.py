"""The articles of MEANTIME are read as it writes them: words with numbers, and marks on those."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality import meantime

SENTENCES = (
    "Pier 9 opens",
    "March 4 , 2021",
    "`` Soon '' , said harbor chief Ana Ruiz ( HPA ) .",
    "Ruiz 's deputy left last year .",
    "Nothing .",
    "Nothing .",
    "In 2019 Cole left .",
)
WORDS = [(number, word) for number, sentence in enumerate(SENTENCES) for word in sentence.split()]
ANCHOR = '<token_anchor t_id="{}"/>'


def marked(tag: str, words: range, **told: str) -> str:
    inside = "".join(ANCHOR.format(number) for number in words)
    return f"<{tag} {' '.join(f'{name}={value!r}' for name, value in told.items())}>{inside}</{tag}>"


@pytest.fixture
def article(tmp_path: Path) -> meantime.Article:
    marks = [
        marked("TIMEX3", range(4, 8), m_id="t1", type="DATE", value="2021-03-04", functionInDocument="CREATION_TIME"),
        marked("TIMEX3", range(25, 27), m_id="t2", type="DATE", value="2020", functionInDocument="NONE"),
        marked("TIMEX3", range(33, 34), m_id="t3", type="DATE", value="2019", functionInDocument="NONE"),
        '<TIMEX3 m_id="t4" type="DATE" value="2018"/>',
        marked("ENTITY_MENTION", range(13, 17), m_id="m1", syntactic_type="NAM"),
        marked("ENTITY_MENTION", range(15, 17), m_id="m2", syntactic_type="NAM"),
        marked("ENTITY_MENTION", range(21, 22), m_id="m3", syntactic_type="PRE.NAM"),
        marked("ENTITY_MENTION", range(18, 19), m_id="m4", syntactic_type="NAM"),
        marked("ENTITY_MENTION", range(23, 24), m_id="m5", syntactic_type="NOM"),
        '<ENTITY m_id="e1" ent_type="PER" instance_id="PER1"/><ENTITY m_id="e2" ent_type="ORG" instance_id="ORG1"/>',
        "<REFERS_TO>" + "".join(f'<source m_id="m{n}"/>' for n in (1, 2, 3, 5)) + '<target m_id="e1"/></REFERS_TO>',
        '<REFERS_TO><source m_id="m4"/><target m_id="e2"/></REFERS_TO>',
    ]
    tokens = "".join(f'<token sentence="{s}" t_id="{n}">{word}</token>' for n, (s, word) in enumerate(WORDS, 1))
    (tmp_path / "1_pier.xml").write_text(f"<Document>{tokens}{''.join(marks)}</Document>", encoding="utf-8")
    return next(meantime.articles(tmp_path))


def test_words_become_a_text(article: meantime.Article) -> None:
    lines = [
        "Pier 9 opens",
        "March 4, 2021",
        '"Soon", said harbor chief Ana Ruiz (HPA).',
        "Ruiz's deputy left last year.",
    ]
    assert article.text.split("\n")[:4] == lines
    assert all(article.text[slice(*article.places[str(n)])] in ('"', word) for n, (_, word) in enumerate(WORDS, 1))


def test_times_of_the_first_sentences_become_timeml(article: meantime.Article) -> None:
    made = meantime.timeml(article)
    assert made.startswith('<DCT><TIMEX3 value="2021-03-04"/></DCT>\n<TEXT>Pier 9 opens\n<TIMEX3 type="DATE"')
    assert '<TIMEX3 type="DATE" value="2020">last year</TIMEX3>' in made
    assert "2019" not in made


def test_of_the_names_of_people_the_shortest_count(article: meantime.Article) -> None:
    found = [(article.text[slice(*span)], person) for span, person in meantime.named(article)]
    assert found == [("Ana Ruiz", "PER1"), ("Ruiz", "PER1")]


def test_scores() -> None:
    true = {("a", 0, 8): "ruiz", ("a", 20, 24): "ruiz", ("b", 0, 4): "cole", ("b", 9, 13): "imbert"}
    found = {("a", 0, 8): "1", ("a", 19, 24): "1", ("b", 0, 4): "1", ("c", 9, 13): "2"}
    scores = meantime.score(true, found)
    assert scores["names found"] == 75.0
    assert (round(scores["B3/P"], 1), scores["B3/R"], scores["nobody merged"]) == (55.6, 100.0, 0.0)
    assert meantime.score(true, {})["B3/F1"] == 0.0
