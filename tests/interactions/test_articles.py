"""Interactions of a release page in a case: cited, dated, and the same whatever the order."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from pathlib import Path

from onrecord.interactions import Clues, first_year, of_article
from onrecord.model import Event, Interaction
from tests.articles.published import plain_page, read
from tests.conftest import Run

PAGE = "\n\n".join(
    [
        "Ellsmere Water Board Records on Failing Wells",
        "Records about Anneke Rudd and Piet Solano, released in response to a public records request.",
        "In the Documents",
        "On Dec. 3, engineer Piet Solano asked director Anneke Rudd for two pumps.",
        "Two days later, Rudd wrote to Solano: “Not before the vote.”",
        "On Dec. 9, Solano sent Rudd a report on the wells. The next day, Rudd resigned.",
        "On Jan. 2, Solano forwarded the report to the board’s lawyer.",
    ]
)


def records(year: int | None = 2021) -> list[Interaction | Event]:
    page = plain_page(PAGE)
    article = read(page)
    assert article is not None
    return of_article(article, {page.key: page.text}, year, "the user")


def test_records_are_cited_and_say_what_was_inferred() -> None:
    found = records()
    assert [one.date for one in found] == ["2021-12-03", "2021-12-05", "2021-12-09", "2021-12-10", "2022-01-02"]
    assert [type(one) for one in found].count(Event) == 1
    for one in found:
        (span,) = one.citation.spans
        assert one.citation.quote == PAGE[span.start : span.end]
        assert "the year, from the user" in one.inferred[0] or "counted from" in one.inferred[0]
        assert all(PAGE[said.spans[0].start : said.spans[0].end] == said.text for said in one.quotes)
    assert len({one.id for one in found}) == len(found)


def test_without_a_year_days_stay_open_and_nothing_is_told() -> None:
    assert records(None) == []


def test_the_year_comes_from_the_messages_of_the_case_first() -> None:
    page = plain_page(PAGE)
    article = read(page)
    assert article is not None
    texts = {page.key: page.text}
    sent = Counter({date(2019, 12, 3): 1, date(2019, 12, 5): 2, date(2019, 12, 9): 1, date(2020, 5, 1): 40})
    assert first_year(article, texts, Clues(sent=sent, articles={})) == (2019, "the days of the messages in the case")
    none = Clues(
        sent=Counter(), articles={"b.txt": "In 2018, Piet Solano said so; by 2019 it was over.", "c.txt": "1999"}
    )
    assert first_year(article, texts, none) == (2018, "the earliest year in b.txt")
    assert first_year(article, texts, Clues(sent=Counter(), articles={})) is None


def test_a_case_exports_them(case_folder: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    assert run("add", tmp_path / "page.txt", "--release", "press").code == 0
    assert run("build").code == 0
    assert run("export", "interactions").out == ""  # no year is known, none is made up
    assert run("build", "--year", "2021").code == 0
    rows = [json.loads(line) for line in run("export", "interactions").out.splitlines()]
    assert [(row["date"], row["actors"], row["to"]) for row in rows][:2] == [
        ("2021-12-03", ["Piet Solano"], ["Anneke Rudd"]),
        ("2021-12-05", ["Anneke Rudd"], ["Piet Solano"]),
    ]
    assert all(PAGE[row["start"] : row["end"]] == row["citation"]["quote"] for row in rows)
    events = [json.loads(line) for line in run("export", "events").out.splitlines()]
    assert [(row["date"], row["what"]) for row in events] == [("2021-12-10", "resignation")]
    assert run("build").code == 0  # the year is kept
    assert len(run("export", "interactions").out.splitlines()) == len(rows)
