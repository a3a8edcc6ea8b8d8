"""People, chronology, claims, gaps, exemptions, network and traffic as pages and as JSON, of the example case."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord import Case

PAGES = ("/people", "/chronology", "/timeline", "/claims", "/links", "/gaps", "/exemptions", "/network", "/traffic")


@pytest.fixture
def harbor_case(harbor: Path) -> Any:
    with Case.open(harbor) as case:
        yield case


def answer(reader: TestClient, address: str, **asked: object) -> Any:
    found = reader.get(address, params=asked or None)  # type: ignore[arg-type]
    assert found.status_code == 200, found.text
    return found.json()


@pytest.mark.parametrize("address", PAGES)
def test_every_page_and_its_twin_answer(reader: TestClient, address: str) -> None:
    page, twin = reader.get(address), reader.get(f"{address}.json")
    assert (page.status_code, twin.status_code) == (200, 200)
    assert f'href="{address}.json"' in page.text
    assert f"{address}.json" in reader.get("/openapi.json").json()["paths"]


# a browser sends every field of a form, also those that were left empty: the page of claims answered 422
@pytest.mark.parametrize("address", PAGES)
def test_a_form_sent_as_it_stands_is_answered(reader: TestClient, address: str) -> None:
    text = reader.get(address).text
    form = re.search(rf'<form class="query"[^>]*action="{address}".*?</form>', text, re.S)
    if form:
        names = re.findall(r' name="(\w+)"', re.sub(r"<input type=.checkbox.*?>", "", form[0]))
        first = {
            name: value for name in names for value in re.findall(rf'name="{name}">\s*<option value="(\w*)"', form[0])
        }
        assert reader.get(address, params={**dict.fromkeys(names, ""), **first}).status_code == 200


def links_of(text: str) -> set[str]:
    return {link.replace("&amp;", "&") for link in re.findall(r'href="(/[^"]*)"', text)}


# a template can lead to a page that is not there
@pytest.mark.parametrize("address", PAGES)
def test_links_lead_somewhere(reader: TestClient, address: str) -> None:
    found = sorted(links_of(reader.get(address).text))
    kinds = {re.sub(r"[0-9a-f]{10,}|\d+|=[^&]*", "", link.partition("#")[0]): link for link in found}
    assert len(kinds) > 5
    for link in kinds.values():
        assert reader.get(link).status_code == 200, link


def test_people_are_listed_by_how_often_they_are_named(reader: TestClient) -> None:
    found = answer(reader, "/people.json")
    named = [one["named"] for one in found["people"]]
    assert named == sorted(named, reverse=True)
    assert found["total"] == found["kinds"]["person"] == len(named)
    assert [one["name"] for one in answer(reader, "/people.json", q="coyne")["people"]] == [
        "Coyne, Wendell",
        "Coyne, Patrick",
    ]
    assert all(
        "General Counsel" in " ".join(one["posts"])
        for one in answer(reader, "/people.json", office="counsel")["people"]
    )


def test_a_person_with_names_posts_and_company(reader: TestClient) -> None:
    found = answer(reader, "/people/Helen Achterberg.json")
    assert sum(alias["count"] for alias in found["aliases"]) == found["named"]
    assert all(alias["first"]["href"].startswith("/p/") for alias in found["aliases"])
    post = next(post for post in found["posts"] if "General Counsel" in post["words"])
    assert post["citation"]["quote"] and post["citation"]["places"]
    other = found["companions"][0]
    tie = answer(reader, other["href"].replace("/tie?", "/tie.json?"))
    assert (tie["there"], tie["back"]) == (other["sent"], other["received"])
    assert len(tie["messages"]) == other["sent"] + other["received"]


def test_a_post_on_a_day_and_the_nearest_when_nothing_tells(reader: TestClient) -> None:
    person = "/people/Danielle Fosse.json"
    dated = [post for post in answer(reader, person)["posts"] if post["since"]]
    on = answer(reader, person, on=dated[0]["since"])["on"]
    assert dated[0]["words"] in [post["words"] for post in on["sure"]] and not on["near"]
    on = answer(reader, person, on="2030-01-01")["on"]
    assert not on["sure"] and on["near"][0]["days_away"] > 365
    assert reader.get("/people/Danielle Fosse", params={"on": "spring"}).status_code == 400


def test_nobody_of_that_name(reader: TestClient) -> None:
    assert reader.get("/people/Zebulon").status_code == 404
    assert answer(reader, "/people.json", q="zebulon")["total"] == 0


def test_claims_of_a_person_and_about(reader: TestClient) -> None:
    found = answer(reader, "/people/Danielle Fosse.json")
    assert "That is simply not true" in [one["text"] for one in found["says"]]
    found = answer(reader, "/people/Marisol Vance.json")
    assert any("Vance was told" in one["text"] for one in found["about"])


def test_the_chronology_says_what_the_command_says(reader: TestClient, harbor_case: Case) -> None:
    from onrecord.publish.chronology import Wanted, chronology

    found = answer(reader, "/chronology.json")
    told = chronology(harbor_case.view(), Wanted())
    assert [one["text"] for one in found["entries"]] == [one.text for one in told.entries]
    assert (found["left_out"], found["interactions"]) == (told.left_out, told.interactions)
    for one in found["entries"]:
        assert one["places"], one
    month = answer(reader, "/chronology.json", since="2021-05", until="2021-05")
    assert {one["date"][:7] for one in month["entries"]} == {"2021-05"}
    assert answer(reader, "/chronology.json", topic="bond, hold")["total"] < found["total"]


def test_an_inferred_day_is_marked(reader: TestClient) -> None:
    inferred = [one for one in answer(reader, "/chronology.json")["entries"] if one["inferred"]]
    assert inferred
    assert "day inferred: " in reader.get("/chronology").text


def test_the_timeline_counts_every_dated_message_once(reader: TestClient, harbor_case: Case) -> None:
    from onrecord.publish.traffic import everything

    found = answer(reader, "/timeline.json")
    dated = [one for one in everything(harbor_case.view()) if len(one.day) == 10]
    assert sum(bar["messages"] for bar in found["bars"]) == len(dated)
    assert {mark["id"] for mark in found["marks"]} <= {
        one["id"] for one in answer(reader, "/chronology.json")["entries"]
    }


# a large case has more entries than a picture has room for
def test_of_many_entries_some_are_not_marked_and_counted(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.web.rooms import chronology

    whole = answer(reader, "/timeline.json")
    assert whole["unmarked"] == 0
    monkeypatch.setattr(chronology, "MARKS", 20)
    part = answer(reader, "/timeline.json")
    assert len(part["marks"]) <= 20 and len(part["marks"]) + part["unmarked"] == len(whole["marks"])
    assert "are in the" in reader.get("/timeline").text


def claim(reader: TestClient, text: str) -> Any:
    listed = [one for group in answer(reader, "/claims.json")["articles"] for one in group["claims"]]
    return next(one for one in listed if text in one["text"])


def test_a_source_chain_from_unnamed_officials_through_an_outlet(reader: TestClient) -> None:
    one = claim(reader, "rotten piles the day after")
    (officials,), (ledger,) = one["sources"], one["relay"]
    assert (officials["kind"], officials["named"], officials["count"]) == ("anonymous", False, 2)
    assert (ledger["kind"], ledger["text"]) == ("outlet", "the Ledger")
    assert one["article"]["text"] == "Coastal Courier" and one["hedges"] == ["reportedly"]
    assert one["family_size"] > 1 and one["family"][0].isupper()
    page = reader.get(one["href"]).text
    chain = re.search(r'<ol class="chain".*?</ol>', page, re.S)
    assert chain and chain[0].index("two unnamed") < chain[0].index("the Ledger") < chain[0].index("Coastal Courier")
    assert 'class="hollow"' in chain[0]


def test_a_denial_points_at_what_it_denies_and_back(reader: TestClient) -> None:
    denial = claim(reader, "the bond vote played any part")
    (target,) = denial["denies"]
    assert denial["id"] in [one["id"] for one in claim(reader, target["text"])["denied_by"]]
    listed = answer(reader, "/claims.json", denied=True)
    assert target["id"] in [one["id"] for group in listed["articles"] for one in group["claims"]]


def test_claims_narrow(reader: TestClient) -> None:
    whole = answer(reader, "/claims.json")
    anonymous = answer(reader, "/claims.json", source="anonymous")
    assert 0 < anonymous["total"] < whole["total"]
    assert all(
        one["hedges"] for group in answer(reader, "/claims.json", hedged=True)["articles"] for one in group["claims"]
    )
    assert reader.get("/claims.json", params={"source": "rumour"}).status_code == 422
    assert reader.get("/claims/nothing").status_code == 404


def test_links_say_why_and_how_far(reader: TestClient, harbor_case: Case) -> None:
    found = answer(reader, "/links.json")
    assert found["total"] == sum(found["kinds"].values()) == len(list(harbor_case.export("links")))
    for one in found["links"]:
        assert one["reasons"] and one["phrase"]
        assert one["limits"] or one["state"] == "asserted", one
        assert (one["score"] >= 0.9) == (one["state"] == "asserted")
    suggested = answer(reader, "/links.json", state="suggested")
    assert suggested["total"] == suggested["suggested"] == found["suggested"]
    support = answer(reader, "/links.json", kind="supports")["links"][0]
    page = reader.get(support["href"]).text
    assert all(limit.replace("“", "")[:20] in page.replace("“", "") for limit in support["limits"])
    assert reader.get("/links.json", params={"kind": "friends"}).status_code == 422


def test_a_claim_shows_its_evidence_by_independent_families(reader: TestClient) -> None:
    support = answer(reader, "/links.json", kind="supports")["links"][0]
    found = answer(reader, f"/claims/{support['b']['id']}.json")
    pieces = [piece for piece in found["evidence"] if piece["role"] == "for"]
    assert support["href"] in [piece["link"] for piece in pieces]
    assert found["corroboration"] == len({piece["family"] for piece in pieces if not piece["own"]})


def test_what_a_person_rejected_is_left_out_and_said(harbor: Path, tmp_path: Path) -> None:
    import shutil

    from onrecord.model import Claim
    from onrecord.review import findings
    from onrecord.web.app import create_app

    shutil.copytree(harbor, tmp_path / "case")
    with Case.open(tmp_path / "case") as case:
        one = next(case.findings(Claim))
        case.decide([findings.reject(one, "Ana Ruiz", "2022-01-01T10:00:00Z", "a headline")])
    with TestClient(create_app(tmp_path / "case"), base_url="http://localhost") as client:
        listed = answer(client, "/claims.json")
        assert listed["rejected"] == 1
        assert one.id not in [each["id"] for group in listed["articles"] for each in group["claims"]]
        assert answer(client, f"/claims/{one.id}.json")["claim"]["decided"] == "rejected"


def test_gaps_are_questions_with_denominators(reader: TestClient, harbor_case: Case) -> None:
    found = answer(reader, "/gaps.json")
    assert found["total"] == len(list(harbor_case.export("gaps")))
    for asks in found["questions"]:
        assert asks["question"].endswith("?") and asks["denominator"]
        for one in asks["gaps"]:
            keys = [(place["sha256"], place["page"]) for place in one["places"]]
            assert keys and len(keys) == len(set(keys))
    kinds = Counter({one["kind"]: one["count"] for one in found["kinds"]})
    assert kinds.total() == found["total"]
    kind = found["kinds"][0]
    assert answer(reader, kind["href"].replace("/gaps?", "/gaps.json?"))["total"] == kind["count"]
    letter = reader.get(found["letter"])
    assert letter.headers["content-type"].startswith("text/plain") and "Please produce" in letter.text
    assert "appeal" in reader.get(found["appeal"]).text


def test_exemptions_by_month_add_up(reader: TestClient) -> None:
    found = answer(reader, "/exemptions.json")
    uses: Counter[str] = Counter()
    for month in found["months"]:
        uses[month["exemption"]] += month["uses"]
    assert uses == {
        row["exemption"]: row["boxes"] + row["printed"] for row in found["rows"] if row["boxes"] + row["printed"]
    }
    groups = {row["group"] for row in answer(reader, "/exemptions.json", by="release")["rows"]}
    assert groups >= {"first interim", "third interim"}
    # of a release, only what it withholds
    part = answer(reader, "/exemptions.json", release="first interim")
    assert sum(row["boxes"] for row in part["rows"]) < sum(row["boxes"] for row in found["rows"])


def test_ties_count_what_the_command_counts(reader: TestClient, harbor_case: Case) -> None:
    from onrecord.publish import network

    graph = network.network(harbor_case.view(), network.Scope())
    found = answer(reader, "/network.json")
    assert found["people_total"] == len(graph.people)
    assert sum(tie["there"] + tie["back"] for tie in found["ties"]) == graph.graph.size(weight="weight")
    for tie in found["ties"]:
        assert sum(tie["months"].values()) <= tie["there"] + tie["back"]
        assert tie["a_name"] and tie["b_name"]
    assert reader.get("/network.svg").headers["content-type"] == "image/svg+xml"


def test_a_period_narrows_the_network_and_the_messages_behind_a_tie(reader: TestClient) -> None:
    whole = answer(reader, "/network.json")
    spring = answer(reader, "/network.json", since="2021-03", until="2021-05")
    assert 0 < spring["messages"] < whole["messages"]
    assert {month for tie in spring["ties"] for month in tie["months"]} <= {"2021-03", "2021-04", "2021-05"}
    tie = spring["ties"][0]
    behind = answer(reader, tie["href"].replace("/tie?", "/tie.json?"))
    assert behind["there"] + behind["back"] == tie["there"] + tie["back"]
    assert all("2021-03" <= one["sent"][:7] <= "2021-05" for one in behind["messages"])


def test_few_people_can_be_asked_for_and_the_rest_is_counted(reader: TestClient) -> None:
    found = answer(reader, "/network.json", people=3)
    assert len(found["people"]) == 3 < found["people_total"]
    shown = {one["id"] for one in found["people"]}
    assert {tie["a"] for tie in found["ties"]} | {tie["b"] for tie in found["ties"]} <= shown
    assert "are left out" in reader.get("/network", params={"people": 3}).text


def test_weeks_add_up_and_silences_are_questions(reader: TestClient) -> None:
    found = answer(reader, "/traffic.json")
    assert found["silences"] == sum(len(one["silences"]) for one in found["people"]) > 0
    for one in found["people"]:
        assert sum(week["sent"] + week["received"] for week in one["weeks"]) == one["messages"]
        for silence in one["silences"]:
            assert silence["question"].endswith("?")
            assert not [week for week in one["weeks"] if silence["since"] <= week["start"] <= silence["until"]]
    one = found["people"][0]
    assert answer(reader, one["as_table"] + ".json") == one


@pytest.mark.parametrize("address", PAGES)
def test_an_empty_case_has_every_page(tmp_path_factory: pytest.TempPathFactory, address: str) -> None:
    from onrecord.web.app import create_app

    folder = tmp_path_factory.mktemp("empty")
    Case.create(folder / "case").close()
    with TestClient(create_app(folder / "case"), base_url="http://localhost") as client:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("value", ["2021-13-99", "x", "2021-3", "'", "a" * 3000])
def test_a_day_that_is_none_is_refused_in_one_line(reader: TestClient, value: str) -> None:
    for address in ("/chronology", "/network"):
        found = reader.get(address, params={"since": value})
        assert found.status_code in (200, 422) and "Traceback" not in found.text
