"""Synthetic productions: size, sameness, the pools kept for scoring, and speed."""

from __future__ import annotations

import filecmp
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from examples.generate import main
from examples.press import pools, synth

from tests.examples.conftest import Production, produce
from tests.support import calls


def entries(book: Any) -> list[tuple[str, list[Any], list[Any]]]:
    """Every pool of a book: its name and both parts."""
    if set(book) == {"open", "scoring"}:
        return [("", book["open"], book["scoring"])]
    return [(f"{name}.{rest}", a, b) for name, inner in book.items() for rest, a, b in entries(inner)]


@pytest.mark.parametrize("name", ["names", "words", "looks"])
def test_pools_share_nothing(name: str) -> None:
    for pool, dev, kept in entries(pools.book(name)):
        assert dev, pool
        assert kept, pool
        shared = [entry for entry in dev if entry in kept]
        # A plain entry ("no serial", black boxes with the code inside) is the common case of both.
        assert all(entry in ("", {"boxes": "black", "label": "inside"}) for entry in shared), (pool, shared)


def sentences(production: Production) -> Counter[str]:
    return Counter(" ".join(message["body"].split()) for message in production.messages)


def test_scoring_runs_use_their_own_words(synthetic: Production, scoring: Production) -> None:
    def openings(part: str) -> list[str]:
        return [template.split("{")[0] for template in pools.book("words")["sentence"][part]]

    text = {"open": " ".join(sentences(synthetic)), "scoring": " ".join(sentences(scoring))}
    for part, other in (("open", "scoring"), ("scoring", "open")):
        long = [words for words in openings(part) if len(words) > 20]
        assert sum(words in text[part] for words in long) >= len(long) - 1
        assert not [words for words in long if words in text[other]]


def test_scoring_runs_have_their_own_people(scoring: Production) -> None:
    names = pools.book("names")
    for person in scoring.truth["people"]:
        last, first = person["name"].split(", ")
        assert last in names["last"]["scoring"]
        assert first in names["first"]["scoring"]


@pytest.mark.parametrize("pages", [6, 40, 251])
def test_pages_are_exact(pages: int, tmp_path: Path) -> None:
    production = produce(tmp_path, "--pages", str(pages))
    assert len(production.truth["pages"]) == pages
    assert sum(len(document) for document in documents(production)) == pages


def documents(production: Production) -> list[Any]:
    for page in production.truth["pages"]:
        production.page(page["file"], page["page"])
    return list(production.documents.values())


def test_size_counts_messages(tmp_path: Path) -> None:
    production = produce(tmp_path, "--size", "60")
    mails = {message["mail"] for message in production.messages}
    assert 55 <= len(mails) <= 75


def test_workers_print_the_same_bytes(tmp_path: Path) -> None:
    main([str(tmp_path / "one"), "--pages", "300", "--seed", "5"])
    main([str(tmp_path / "two"), "--pages", "300", "--seed", "5", "--workers", "2"])
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) == 5
    _, differ, failed = filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", map(str, files), shallow=False)
    assert (differ, failed) == ([], [])


def test_seeds_differ(synthetic: Production, tmp_path: Path) -> None:
    other = produce(tmp_path, "--pages", "60", "--seed", "4")
    assert not set(sentences(other)) & {body for body in sentences(synthetic) if len(body) > 200}


def test_share_of_redacted_pages_and_text_per_page(synthetic: Production) -> None:
    pages = synthetic.truth["pages"]
    redacted = {(one["file"], one["page"]) for one in synthetic.truth["redactions"]}
    assert 0.025 <= len(redacted) / len(pages) <= 0.085
    assert 2_000 <= sum(len(page["text"]) for page in pages) / len(pages) <= 3_200


def test_scans_have_no_text_layer(tmp_path: Path) -> None:
    production = produce(tmp_path, "--pages", "8", "--scan-level", "fax", "--scan-share", "0.5")
    assert production.scanned
    for file, number in production.scanned:
        assert not production.text(file, number).strip()


def test_work_grows_with_pages_and_no_faster(tmp_path: Path) -> None:
    def work(pages: int) -> int:
        return calls(lambda: synth.print_all(synth.Plan(tmp_path / f"{pages}", pages=pages)))

    work(20)  # fonts and tables are read once
    # Four times the pages: quadratic work would be 16 times as much.
    assert work(400) < 5 * work(100)
