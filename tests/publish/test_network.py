"""Who writes to whom, as a graph, in words, in files and as a picture, of a case built from mail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from onrecord import Case
from onrecord.publish import network
from onrecord.publish.graphs import written

MAILS = (
    ("Ana Ruiz <aruiz@example.gov>", "Ben Okonkwo <bokonkwo@example.gov>", "Cal Lyle <clyle@example.gov>", "01"),
    ("Ana Ruiz <aruiz@example.gov>", "Ben Okonkwo <bokonkwo@example.gov>", "Cal Lyle <clyle@example.gov>", "02"),
    ("Ben Okonkwo <bokonkwo@example.gov>", "Ana Ruiz <aruiz@example.gov>", "", "03"),
    ("Dee Horvath <dhorvath@example.org>", "Ana Ruiz <aruiz@example.gov>", "", "04"),
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    for number, (sender, to, cc, day) in enumerate(MAILS):
        copied = f"Cc: {cc}\n" if cc else ""
        head = f"From: {sender}\nTo: {to}\n{copied}Date: Tue, {day} Mar 2022 10:00:00 +0000\nSubject: Piles {number}\n"
        (tmp_path / f"{number}.eml").write_text(
            f"{head}Message-ID: <{number}@example.gov>\n\nThe piles {number} are in.\n"
        )
    with Case.create(tmp_path / "case") as made:
        made.add(sorted(tmp_path.glob("*.eml")), release="first")
        made.build(executor="serial")
        yield made


def test_ties_and_figures(case: Case) -> None:
    found = network.network(case.view(), network.Scope())
    table = {str(row["name"]): row for row in network.rows(found)}
    assert [(row["from"], row["to"], row["messages"], row["as_cc"]) for row in network.edge_rows(found)][:2] == [
        ("Ruiz, Ana", "Lyle, Cal", 2, 2),
        ("Ruiz, Ana", "Okonkwo, Ben", 2, 0),
    ]
    assert (table["Ruiz, Ana"]["degree"], table["Lyle, Cal"]["cc"]) == (3, 2)
    assert table["Ruiz, Ana"]["betweenness"] == 1.0


def test_scope_narrows(case: Case) -> None:
    ana = case.person("Ana Ruiz").id
    assert len(network.network(case.view(), network.Scope(since="2022-03-03")).people) == 3
    assert len(network.network(case.view(), network.Scope(without=(ana,))).people) == 0
    assert network.network(case.view(), network.Scope(most=1)).circulars == 2
    assert len(network.network(case.view(), network.Scope(person=case.person("Horvath").id)).people) == 2


def test_findings_cite_messages(case: Case) -> None:
    found = network.findings(network.network(case.view(), network.Scope()))
    assert {"only_cc", "first_contact"} <= {row["kind"] for row in found}
    assert all(case.message(str(row["message"])) for row in found)
    assert any("Cal Lyle appears only in cc, in 2 messages from 1 people" in str(row["finding"]) for row in found)


@pytest.mark.parametrize("ending", [".graphml", ".gexf", ".svg"])
def test_files_are_whole_and_always_the_same(case: Case, ending: str, tmp_path: Path) -> None:
    first = written(network.network(case.view(), network.Scope()), ending, "Harbor <1>")
    assert first == written(network.network(case.view(), network.Scope()), ending, "Harbor <1>")
    ElementTree.fromstring(first)
    if ending != ".svg":
        (tmp_path / "graph").write_text(first)
        read = networkx.read_graphml if ending == ".graphml" else networkx.read_gexf
        assert read(tmp_path / "graph").number_of_edges() == 4


def test_decisions_survive_builds_and_change_what_is_read(case: Case) -> None:
    from onrecord.review import decisions
    from onrecord.review import people as review

    ana, dee = case.person("Ana Ruiz"), case.person("Dee Horvath")
    decision = review.merge(ana, dee, "ben", "2026-01-01T00:00:00Z")
    assert (case.decide([decision]), case.decide([decision])) == (1, 0)
    case.build(executor="serial")
    assert case.person("Dee Horvath").id == case.person("Ana Ruiz").id
    case.decide([decisions.undo(decision, "ben", "2026-01-02T00:00:00Z")])
    assert case.person("Dee Horvath").id != case.person("Ana Ruiz").id
    assert [one.action for one in case.decisions()] == ["merge", "undo"]
