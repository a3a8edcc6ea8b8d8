"""Records of a case for and against what reports claim, by source family."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord import Case
from onrecord.errors import NotFound
from onrecord.publish.evidence import Evidence, evidence
from tests.links.cases import Row, built, joining, links, report

MAILS = """\
From: Orlov, Nadia
Sent: Tuesday, March 7, 2017 9:15 AM
To: Renwick, Paul
Subject: Survey of the inner roads

Paul,
Please keep the survey of the inner roads in a drawer until the tariff has been voted.
Nadia

From: Lindqvist, Per
Sent: Wednesday, March 8, 2017 4:40 PM
To: Brandt, Helga
Subject: Survey of the inner roads

The survey has been kept in a drawer since Monday, and the tariff is why.
Per

From: Marsh, Dana
Sent: Thursday, March 9, 2017 11:00 AM
To: Renwick, Paul
Subject: Lunch

Paul, lunch on Friday? The tariff for two is on me.
Dana
"""

LEDGER = report(
    "The Harbor Ledger",
    "Survey of roads was shelved",
    """\
The survey of the inner roads was kept in a drawer until the tariff could be voted, two pilots told the Harbor Ledger.

A spokeswoman, Dana Marsh, denied that any survey had been kept in a drawer.

The harbor has nine berths.
""",
    published="2017-03-20",
)

POST = report(
    "The Coast Post",
    "Survey was shelved for tariff",
    """\
The survey of the inner roads was kept in a drawer until the tariff could be voted, the Harbor Ledger reported.

The Coast Post has not seen the survey, and the pilots could not be reached for comment on Wednesday evening.

The ferry to Skagen runs twice a day, and takes six hours for the crossing in fair weather.
""",
    author="Olaf Friis",
    published="2017-03-22",
)

SHELVED = "kept in a drawer until the tariff could be voted"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return built(tmp_path_factory.mktemp("evidence"), {"mails.txt": MAILS, "ledger.html": LEDGER, "post.html": POST})


@pytest.fixture(scope="module")
def found(case: Case) -> list[Row]:
    return links(case)


@pytest.fixture(scope="module")
def shelved(case: Case) -> Evidence:
    rows = [row for row in case.export("claims") if SHELVED in str(row["text"]) and row["file"] == "ledger.html"]
    return evidence(case.view(), str(rows[0]["id"]))


def test_records_bear_a_claim_out_by_their_words(found: list[Row]) -> None:
    supports = [row for row in found if row["kind"] == "supports" and SHELVED in row["b"]["text"]]
    assert {row["a"]["text"].split()[0] for row in supports} == {"Paul,", "The"}
    assert all(row["a"]["kind"] == "messages" for row in supports)
    assert not joining(found, "lunch on Friday", "")


def test_what_bears_out_the_claim_contradicts_its_denial(found: list[Row]) -> None:
    against = [row for row in found if row["kind"] == "contradicts"]
    assert against
    assert all("any survey" in row["b"]["text"] for row in against)
    assert all(row["state"] == "suggested" for row in against)


def test_a_repeated_report_is_no_second_source(found: list[Row], shelved: Evidence) -> None:
    (row,) = [row for row in found if row["a"]["file"] == "post.html" and row["b"]["file"] == "ledger.html"]
    assert row["kind"] in ("same_report", "source_chain")
    assert any("no second source" in limit for limit in row["limits"])
    assert all(piece.role == "the same word" for piece in shelved.pieces if piece.link == row["id"])


def test_corroboration_counts_families(shelved: Evidence) -> None:
    families = {piece.family for piece in shelved.pieces if piece.role == "for"}
    assert families == {"mail of Nadia Orlov", "mail of Per Lindqvist"}
    assert shelved.corroboration == 2


def test_a_denial_stands_against_the_claim(shelved: Evidence) -> None:
    assert [piece.kind for piece in shelved.pieces if piece.role == "against"] == ["denies"]


def test_evidence_on_a_person_is_what_names_them(case: Case) -> None:
    on = evidence(case.view(), "Nadia Orlov")
    assert on.kind == "people"
    assert any("drawer" in piece.end.citation.quote for piece in on.pieces)
    with pytest.raises(NotFound):
        evidence(case.view(), "Nobody At All")


def test_the_commands_print_reasons_and_limits(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from click.testing import CliRunner

    from onrecord.cli.main import cli

    del tmp_path
    runner = CliRunner()
    why = runner.invoke(cli, ["--case", str(case.path), "links", "--kind", "supports", "--why"])
    assert why.exit_code == 0, why.output
    assert "  + the record speaks of" in why.output
    assert "  - the word of" in why.output
    shown = runner.invoke(cli, ["--case", str(case.path), "evidence", "Per Lindqvist", "--format", "jsonl"])
    assert shown.exit_code == 0, shown.output
    assert '"limits"' in shown.output


def test_claims_are_told_in_schema_org_without_a_verdict(case: Case) -> None:
    rows = list(case.export("schema_org"))
    reviews = [row for row in rows if row["@type"] == "ClaimReview"]
    assert {row["@type"] for row in rows} == {"Claim", "ClaimReview"}
    assert all(row["@context"] == "https://schema.org" for row in rows)
    assert all("reviewRating" not in row for row in reviews)
    (shelved,) = [
        row for row in reviews if SHELVED in str(row["claimReviewed"]) and "Harbor Ledger" in str(row["itemReviewed"])
    ]
    assert str(shelved["reviewBody"]).count("For (suggested)") == 2
    assert "Denied (asserted)" in str(shelved["reviewBody"])
    assert "Limits: " in str(shelved["reviewBody"])


def test_links_reach_followthemoney_and_their_limits_the_side_file(case: Case) -> None:
    pytest.importorskip("followthemoney")
    entities = {str(row["id"]): row for row in case.export("ftm")}
    links = [row for row in entities.values() if row["schema"] == "UnknownLink"]
    assert links
    for row in links:
        properties: Row = row["properties"]  # type: ignore[assignment]
        assert {*properties["subject"], *properties["object"]} <= entities.keys()
    side = {str(row["entity"]): row for row in case.export("ftm_citations")}
    assert {str(row["id"]) for row in links} <= side.keys()
    assert any(row.get("limits") for row in side.values())
