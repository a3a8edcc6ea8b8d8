"""What the hand-written case holds."""

from __future__ import annotations

import email
import email.policy
from collections import Counter
from pathlib import Path

import pytest
from examples.press import articles, story
from examples.press.layouts import LAYOUTS

from tests.examples.conftest import Production, produce

FOLDER = Path(__file__).parents[2] / "examples" / "harbor"


def test_size_of_the_case() -> None:
    case = story.load(FOLDER)
    assert sum(bool(person.first) for person in case.people.values()) == 12
    assert 40 <= len(case.mails) <= 50
    papers = {attachment.name for mail in case.mails.values() for attachment in mail.attachments}
    invites = [mail for mail in case.mails.values() if mail.kind == "invite"]
    assert len(papers) + len(invites) >= 12


def test_every_layout_is_used(harbor: Production) -> None:
    used = {message["layout"] for message in harbor.messages}
    assert used >= set(LAYOUTS) - {"attachment"}
    quotes = {message["quote"] for message in harbor.messages}
    assert quotes >= {
        "outlook",
        "original_message",
        "original_appointment",
        "gmail",
        "forwarded_iphone",
        "lotus",
        "state",
    }


def test_the_same_seed_prints_the_same_bytes(harbor: Production, tmp_path: Path) -> None:
    again = produce(tmp_path / "again")
    files = sorted(path.relative_to(harbor.root) for path in harbor.root.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again.root) for path in again.root.rglob("*") if path.is_file())
    assert len(files) >= 14
    for file in files:
        assert (harbor.root / file).read_bytes() == (again.root / file).read_bytes(), file


def test_without_scans_every_page_has_text(tmp_path: Path) -> None:
    production = produce(tmp_path, "--scan-level", "none")
    assert not production.scanned
    assert all(production.text(page["file"], page["page"]).strip() for page in production.truth["pages"])


def test_planted_gaps(harbor: Production) -> None:
    kinds = Counter(gap["kind"] for gap in harbor.truth["gaps"])
    assert kinds["missing_parent"] == kinds["missing_release"] == kinds["skipped_stamps"] == 1
    assert kinds["withheld_page"] == kinds["attachment_not_produced"] == 3
    missing = next(gap for gap in harbor.truth["gaps"] if gap["kind"] == "missing_release")
    assert missing["release"] == "2"


def test_releases_overlap_with_other_redactions(harbor: Production) -> None:
    across = [pair for pair in harbor.truth["copies"] if pair["across"]]
    lifted = [one for pair in across for one in pair["differences"] if one["kind"] == "hidden"]
    assert len(across) >= 10
    assert any("R1" in one["hidden_in"] for one in lifted)
    assert any("R3" in one["hidden_in"] for one in lifted)
    assert any(one["kind"] == "code_changed" for pair in across for one in pair["differences"])


def test_native_mail_is_also_printed(harbor: Production) -> None:
    native = next(message for message in harbor.messages if message["header_kind"] == "native")
    parsed = email.message_from_bytes((harbor.root / native["file"]).read_bytes(), policy=email.policy.default)
    assert parsed["Subject"] == native["subject"]
    assert parsed["In-Reply-To"]
    assert parsed.get_content().replace("\r\n", "\n").strip() == native["body"]
    assert any(one["mail"] == native["mail"] for one in harbor.messages if one is not native)


def test_article_spans_are_verbatim(harbor: Production) -> None:
    texts = {
        one["file"]: (harbor.root / one["text_file"]).read_text(encoding="utf-8") for one in harbor.truth["articles"]
    }
    found = [one for one in (*harbor.truth["claims"], *harbor.truth["interactions"]) if one["file"] in texts]
    assert len(found) >= 30
    for one in found:
        text = texts[one["file"]]
        assert text[one["start"] : one["end"]] == one["text"]
        assert all(quote in one["text"] for quote in one.get("quotes", ()))
        assert all(hedge in one["text"] for hedge in one.get("hedges", ()))


def test_article_pages_hold_their_text(harbor: Production) -> None:
    for one in harbor.truth["articles"]:
        page = (harbor.root / one["file"]).read_text(encoding="utf-8")
        assert one["title"].split(" - ")[0] in page.replace("&#x27;", "'")


def test_denials_point_at_claims(harbor: Production) -> None:
    ids = {claim["id"] for claim in harbor.truth["claims"]}
    denials = [claim for claim in harbor.truth["claims"] if claim["stance"] == "denies"]
    assert denials
    assert all(claim["denies"] in ids for claim in denials)


def test_every_claim_of_a_source_is_in_one_family(harbor: Production) -> None:
    placed = [claim for family in harbor.truth["families"] for claim in family["claims"]]
    assert len(placed) == len(set(placed))
    assert set(placed) == {claim["id"] for claim in harbor.truth["claims"] if claim["sources"] or claim["relay"]}


def test_links_join_known_things(harbor: Production) -> None:
    known = {one["id"] for one in (*harbor.truth["claims"], *harbor.truth["people"])}
    known |= {one["id"] for one in harbor.truth["interactions"] if "id" in one}
    known |= {message["mail"] for message in harbor.messages}
    for link in harbor.truth["links"]:
        assert {link["a"], link["b"]} <= known, link


def test_words_that_do_not_stand_in_an_article_are_refused() -> None:
    # A typing error in the annotations must not become a wrong truth.
    entry = {
        "file": "a.html", "title": "T", "author": "", "published": "2021-01-01", "caption": "", "url": "", "outlet": "",
        "kind": "article", "furniture_before": [], "furniture_after": [], "paragraphs": ["The pier fell, she said."],
    }  # fmt: skip
    article = articles.Article(entry)
    assert article.span("she said")["start"] == article.text.index("she said")
    with pytest.raises(ValueError, match="not found"):
        article.span("they said")
