"""The page reader: words kept, marks drawn, and nothing shown that lies under a redaction."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import numpy as np
import pytest
from fastapi.testclient import TestClient
from PIL import Image

from onrecord import Case
from onrecord.model import Box, Page, Redaction, Word
from onrecord.pipeline.derive import hidden
from onrecord.web.app import create_app
from onrecord.web.marks import lines_of
from onrecord.web.runs import Layer, pointed, runs
from tests.conftest import SECRET


@pytest.fixture(scope="module")
def reader(scanned_case: Path) -> Iterator[TestClient]:
    with TestClient(create_app(scanned_case), base_url="http://localhost") as made:
        yield made


def test_the_page_has_its_failed_redaction(reader: TestClient) -> None:
    sheet = reader.get("/s/HPA-000731.json").json()
    assert [one["failed"] for one in sheet["redactions"]] == [True]
    assert sheet["stamps"] == ["HPA-000731"]


# a box of 95 % black leaves a change in the pixels that a viewer's contrast would bring out
def test_text_under_a_failed_redaction_is_in_no_pixel_and_no_answer(reader: TestClient) -> None:
    sheet = reader.get("/s/HPA-000731.json").json()
    (box,) = (one["box"] for one in sheet["redactions"])
    for dpi in (110, 220):
        png = reader.get(sheet["picture"], params={"dpi": dpi})
        assert png.headers["content-type"] == "image/png"
        image, scale = np.asarray(Image.open(BytesIO(png.content))), dpi / 72
        x0, y0, x1, y1 = (int(edge * scale) for edge in box)
        inside = image[y0 : y1 + 1, x0 : x1 + 1]
        assert inside.min() == inside.max()
    href = sheet["href"]
    for address in ("", ".json", "/words.json", "/marks.svg", "/cite", "/cite.json"):
        assert SECRET.split()[1] not in reader.get(href + address).text
    assert reader.get("/search.json", params={"q": "quill", "kind": "page"}).json()["total"] == 0


def test_only_boxes_with_text_beneath_are_painted() -> None:
    box: Box = (1.0, 2.0, 3.0, 4.0)
    kinds = (Redaction(box=box), Redaction(box=box, bad=True), Redaction(box=box, sure=False))
    page = Page(file="f" * 64, number=1, text="", engine="e", engine_version="1", redactions=kinds)
    assert hidden(page) == (box, box)


def test_segments_hold_the_whole_text(reader: TestClient, scanned_case: Path) -> None:
    with Case.open(scanned_case) as case:
        text = case.page("HPA-000731").text
    for q in ("", "piles", "di*", '"ana ruiz"'):
        sheet = reader.get("/s/HPA-000731.json", params={"q": q}).json()
        assert "".join(run["text"] for part in sheet["segments"] for run in part["runs"]) == text
        assert bool(sheet["hits"]) == bool(q)


def test_words_have_places_and_hits_are_drawn_over_the_image(reader: TestClient) -> None:
    href = reader.get("/s/HPA-000731.json").json()["href"]
    words = reader.get(href + "/words.json").json()["words"]
    text = "".join(run["text"] for part in reader.get("/s/HPA-000731.json").json()["segments"] for run in part["runs"])
    word = next(one for one in words if text[one["start"] : one["end"]] == "piles")
    assert 100 < word["box"][0] < 200 and 120 < word["box"][1] < 140
    plain, marked = reader.get(href + "/marks.svg").text, reader.get(href + "/marks.svg", params={"q": "piles"}).text
    assert marked.count("#ffd84a") == plain.count("#ffd84a") + 1 == 1


def test_a_citation_can_be_copied_in_four_forms(reader: TestClient) -> None:
    sheet = reader.get("/s/HPA-000731.json").json()
    text = "".join(run["text"] for part in sheet["segments"] for run in part["runs"])
    start = text.index("piles")
    cited = reader.get(f"{sheet['href']}/cite.json", params={"at": f"{start}-{start + 5}"}).json()
    assert cited["quote"] == "piles" and cited["href"] == f"/p/{sheet['sha256']}/1#{start}-{start + 5}"
    assert cited["plain"].startswith("“piles” HPA-000731 (Harbor Authority, release “first”, received 2022-03-01)")
    assert cited["markdown"].startswith("> piles\n>\n> [HPA-000731](/p/")
    assert cited["bibtex"].startswith("@misc{HPA-000731,\n  title = {HPA-000731},\n  author = {{Harbor Authority}},")
    assert sheet["sha256"] in cited["plain"]


@pytest.mark.parametrize("at", ["1", "-", "a-b", "9" * 30, "1-2-3", "<b>-2", "１-２"])
def test_a_place_that_is_none_is_refused_or_left_out(reader: TestClient, at: str) -> None:
    href = reader.get("/s/HPA-000731.json").json()["href"]
    assert reader.get(f"{href}?at={quote(at)}").status_code in (200, 422)
    assert pointed(at) == []


@pytest.mark.parametrize("number", ["0", "2", "99999999999999999999", "-1", "x"])
def test_pages_that_are_not_there_are_not_found(reader: TestClient, number: str) -> None:
    file = reader.get("/s/HPA-000731.json").json()["sha256"]
    for address in (f"/p/{file}/{number}", f"/p/{file}/{number}/image.png", f"/p/{file[:20]}x/{number}"):
        assert reader.get(address).status_code in (404, 422)


def test_runs_cut_where_layers_begin_and_end() -> None:
    found = runs("one two three", [Layer("hit", 4, 7), Layer("unsure", 4, 13, "67"), Layer("hit", 0, 0)])
    assert [(one.text, one.kinds, one.note, one.anchor) for one in found] == [
        ("one ", (), "", ""),
        ("two", ("hit", "unsure"), "67", "hit-1"),
        (" three", ("unsure",), "67", ""),
    ]


def test_lines_join_the_words_of_a_line() -> None:
    words = [Word(0, 3, (10, 10, 30, 20)), Word(4, 7, (33, 11, 50, 20)), Word(8, 11, (10, 24, 30, 34))]
    assert lines_of(words, 0, 11) == [(10, 10, 50, 20), (10, 24, 30, 34)]
    assert lines_of(words, 5, 6) == [(33, 11, 50, 20)]
