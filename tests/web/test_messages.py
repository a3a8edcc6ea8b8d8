"""Messages, their copies, threads, comparisons and articles as pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord import Case
from onrecord.model import CopySet
from onrecord.web.app import create_app

HEAD = """\
From: Okafor, Ngozi (HPA)
Sent: Tuesday, November 2, 2021 9:15 AM
To: Lindqvist, Per (HPA)
Subject: RE: Pier 7 inspection

Per,
Please hold the report until we have spoken with the underwriters and the council.
{middle}
The barge comes on Thursday whatever the divers say about the piles of the seventh pier.
Ngozi
"""
OPEN = "The bond prospectus is being drafted and nobody may quote the rating."

ARTICLE = """<html><head><title>Harbor chief knew</title><meta name="author" content="Dana Holt"></head><body><article>
<h1>Harbor chief knew of cracks</h1><p>By Dana Holt</p><p>November 6, 2021</p>
<p>The chief of the harbor knew of cracks in the piles, two officials said on Friday. <script>alert(1)</script></p>
<p>A spokeswoman denied that the vote on bonds had played any part in it, <b onclick="alert(2)">she wrote</b>.</p>
<p>The pier fell into the basin in October, and nobody was hurt when it did, the fire department said.</p>
</article></body></html>"""


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with one message in two releases, hidden in the first, and an article."""
    base = tmp_path_factory.mktemp("copies")
    (base / "first.txt").write_text(HEAD.format(middle="(b)(5)"), encoding="utf-8")
    (base / "second.txt").write_text(HEAD.format(middle=OPEN), encoding="utf-8")
    (base / "story.html").write_text(ARTICLE, encoding="utf-8")
    with Case.create(base / "case") as case:
        case.add([base / "first.txt"], release="first", received="2022-03-01")
        case.add([base / "second.txt"], release="second", received="2022-06-01")
        case.add([base / "story.html"], release="press")
        case.build(executor="serial")
    return base / "case"


@pytest.fixture(scope="module")
def client(copies: Path) -> Iterator[TestClient]:
    with TestClient(create_app(copies), base_url="http://localhost") as made:
        yield made


@pytest.fixture(scope="module")
def pair(copies: Path) -> tuple[str, str]:
    """The message as the first release prints it, and as the second does."""
    with Case.open(copies) as case:
        (group,) = case.findings(CopySet)
        hiding = next(id for id in group.members if "(b)(5)" in case.message(id).body)
        return hiding, next(id for id in group.members if id != hiding)


def joined(runs: Iterable[dict[str, str]]) -> str:
    """The text of runs."""
    return "".join(run["text"] for run in runs)


def test_what_is_hidden_here_and_open_there_is_said_on_both(client: TestClient, pair: tuple[str, str]) -> None:
    hiding, showing = pair
    for id, phrase in ((hiding, "hidden here, open there"), (showing, "open here, hidden there")):
        (copy,) = client.get(f"/m/{id}.json").json()["copies"]
        assert copy["differs"][0]["phrase"] == phrase and copy["differs"][0]["codes"] == ["(b)(5)"]
        assert OPEN.split()[2] in copy["differs"][0]["text"]
        assert phrase in client.get(f"/m/{id}").text


def test_a_comparison_keeps_all_words_and_marks_the_open_ones(client: TestClient, pair: tuple[str, str]) -> None:
    found = client.get("/compare.json", params={"a": pair[0], "b": pair[1]}).json()
    bodies = [joined(client.get(f"/m/{id}.json").json()["body"]) for id in pair]
    strips = [(joined(strip["left"]), joined(strip["right"])) for strip in found["strips"]]
    assert ["".join(side) for side in zip(*strips, strict=True)] == bodies
    marked = joined(run for strip in found["strips"] for run in strip["right"] if "open" in run["kinds"])
    assert "bond prospectus" in marked
    assert not [run for strip in found["strips"] for run in strip["left"] if "open" in run["kinds"]]
    assert any(left == right and left.startswith("The barge") for left, right in strips)


def test_what_cannot_be_compared_is_said(client: TestClient, pair: tuple[str, str]) -> None:
    assert client.get("/compare", params={"a": pair[0], "b": "nothing"}).status_code == 404
    assert client.get("/compare", params={"a": pair[0]}).status_code == 422


def test_an_article_is_shown_as_words_alone(client: TestClient) -> None:
    (one,) = client.get("/articles.json").json()["articles"]
    assert one["title"] == "Harbor chief knew of cracks"
    text = client.get(one["href"]).text
    assert "alert(" not in text and "onclick" not in text and "two officials said" in text
    assert client.get("/a/nothing").status_code == 404


def test_a_thread_that_is_none_is_not_found(client: TestClient, pair: tuple[str, str]) -> None:
    assert client.get("/t/nothing").status_code == 404
    assert client.get(f"/t/{pair[0]}").status_code == 404


def test_a_thread_shows_each_message_once_under_what_it_answers(tmp_path: Path) -> None:
    from tests.conftest import TWO_MAILS

    (tmp_path / "a.txt").write_text(TWO_MAILS, encoding="utf-8")
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "a.txt"], release="first")
        case.build(executor="serial")
        top = next(one for one in case.messages() if one.depth == 0)
    with TestClient(create_app(tmp_path / "case"), base_url="http://localhost") as client:
        address = client.get(f"/m/{top.id}.json").json()["thread"]
        knots = client.get(address + ".json").json()["knots"]
    assert [(knot["level"], knot["line"]["sent"]) for knot in knots] == [
        (0, "2021-11-01T16:40"),
        (1, "2021-11-02T09:15"),
    ]
    assert knots[1]["why"]["reason"] and knots[1]["must_read"] and not knots[0]["must_read"]
