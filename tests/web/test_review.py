"""Reviewing in the browser: forms, their twins for programs, and what the case then says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from onrecord import Case
from onrecord.model import Interaction, Person
from onrecord.store.audit import Audit
from onrecord.web import deciding
from onrecord.web.access import Role
from onrecord.web.access.book import Book
from onrecord.web.access.users import Users
from onrecord.web.app import create_app
from tests.web.conftest import HOSTILE

MAILS = """\
From: Rudd, Anneke (EWB)
Sent: Friday, December 3, 2021 9:15 AM
To: Solano, Piet (EWB)
Subject: Pumps

Piet,
Can you call me about the pumps before noon?
Anneke

From: Solano, Piet (EWB)
Sent: Sunday, December 5, 2021 4:40 PM
To: Rudd, Anneke (EWB); Rudd, Amalia (EWB)
Subject: RE: Pumps

Anneke,
I cannot support the order as it stands.
Piet
"""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case with two mails that ask and refuse."""
    base = tmp_path_factory.mktemp("review")
    (base / "mails.txt").write_text(MAILS, encoding="utf-8")
    with Case.create(base / "wells") as case:
        case.add([base / "mails.txt"], release="first")
        case.build(executor="serial")
    return base / "wells"


@pytest.fixture
def wells(source: Path, tmp_path: Path) -> Path:
    """A copy of the case, to decide in."""
    return Path(shutil.copytree(source, tmp_path / "wells"))


@pytest.fixture
def desk(wells: Path) -> Iterator[TestClient]:
    """A client of its reading room, whose redirects are not followed."""
    with TestClient(create_app(wells), base_url="http://localhost", follow_redirects=False) as made:
        yield made


def token(client: TestClient) -> str:
    found = re.search(r'name="token" value="([^"]*)"', client.get("/decisions").text)
    assert found
    return found[1]


def asked(client: TestClient) -> str:
    """The id of what asks for a call, as the queue lists it."""
    waiting = client.get("/review.json?kind=interactions").json()["waiting"]
    return next(str(one["id"]) for one in waiting if "asks for a call" in one["text"])


def post(client: TestClient, path: str, **data: object):  # type: ignore[no-untyped-def]
    return client.post(path, data={"token": token(client)} | data)


def test_the_queue_shows_what_waits_and_accepting_settles_it(desk: TestClient, wells: Path) -> None:
    id = asked(desk)
    assert "Can you call me about the pumps" in desk.get("/review").text
    before = desk.get("/review.json").json()["total"]
    answer = post(desk, f"/review/{id}/accept", reason="page checked", then="/review?page=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/review?page=1")
    assert desk.get("/review.json").json()["total"] == before - 1
    whole = desk.get(f"/review/{id}.json").json()
    assert (whole["state"], whole["reason"]) == ("accepted", "page checked")
    with Case.open(wells) as case:
        states = {judged.state for one, judged in case.view().findings(Interaction) if one.id == id}
    assert states == {"accepted"}
    assert [one.act for one in Audit(wells).entries()] == ["decide"]


def test_a_form_never_leads_elsewhere(desk: TestClient) -> None:
    for then in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"):
        assert post(desk, f"/review/{asked(desk)}/note", text="x", then=then).headers["location"].startswith("/review/")


def test_an_answer_in_place_is_a_fragment_with_a_way_back(desk: TestClient) -> None:
    id, sent = asked(desk), {"token": token(desk)}
    answer = desk.post(f"/review/{id}/reject", data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<li")
    undo = re.search(r'action="(/decisions/[^"]*/undo)"', answer.text)
    assert undo
    assert desk.get(f"/review/{id}.json").json()["state"] == "rejected"
    assert post(desk, undo[1]).status_code == 303
    assert desk.get(f"/review/{id}.json").json()["state"] == "draft"


def test_programs_decide_at_the_twin(desk: TestClient) -> None:
    id = asked(desk)
    sent = desk.post(
        f"/review/{id}/edit.json",
        data={"field": "date", "value": "2021-12-02", "reason": "misprint"},
        headers={"X-Form-Token": token(desk)},
    )
    assert sent.status_code == 200
    (made, *_) = sent.json()["decisions"]
    assert (made["action"], made["before"], made["value"]) == ("edit", "2021-12-03", "2021-12-02")
    fields = {one["name"]: one for one in desk.get(f"/review/{id}.json").json()["fields"]}
    assert (fields["date"]["value"], fields["date"]["before"]) == ("2021-12-02", "2021-12-03")
    refused = desk.post(f"/review/{id}/edit.json", data={"field": "id", "value": "x", "token": token(desk)})
    assert refused.status_code == 400 and "cannot be corrected" in refused.json()["what"]


def test_people_are_merged_renamed_and_split(desk: TestClient, wells: Path) -> None:
    with Case.open(wells) as case:
        people = {one.name: one for one in case.people()}
    anneke, amalia = people["Anneke Rudd"], people["Amalia Rudd"]
    assert desk.get(f"/review/{anneke.id}").status_code == 200
    assert [one["name"] for one in desk.get("/names.json?q=rudd").json()] == ["Amalia Rudd", "Anneke Rudd"] or len(
        desk.get("/names.json?q=rudd").json()
    ) == 2
    assert post(desk, f"/review/{anneke.id}/merge", other="Amalia Rudd", reason="one desk").status_code == 303
    assert len(desk.get("/names.json?q=rudd").json()) == 1
    (merged,) = desk.get("/names.json?q=rudd").json()
    id = merged["href"].rpartition("/")[2]
    post(desk, f"/review/{id}/rename", name="A. Rudd")
    assert desk.get("/names.json?q=rudd").json()[0]["name"] == "A. Rudd"
    history = desk.get(f"/review/{id}.json").json()["history"]
    assert [one["action"] for one in history] == ["rename", "merge"]
    for one in history:
        post(desk, f"/decisions/{one['id']}/undo")
    assert len(desk.get("/names.json?q=rudd").json()) == 2
    post(desk, f"/review/{amalia.id}/not-a-person")
    assert len(desk.get("/names.json?q=rudd").json()) == 1
    with Case.open(wells) as case:
        assert len(list(case.findings(Person))) == len(people)


def test_notes_on_a_page_have_a_permalink(desk: TestClient, wells: Path) -> None:
    with Case.open(wells) as case:
        page = next(case.pages())
    path = f"/p/{page.file}/1/notes"
    answer = post(desk, path, text="in pencil <b>", left=60, top=90, right=180, bottom=130)
    assert answer.status_code == 303
    where, _, anchor = answer.headers["location"].partition("#")
    shown = desk.get(where)
    assert f'id="{anchor}"' in shown.text
    assert "in pencil &lt;b&gt;" in shown.text
    (note,) = desk.get(f"{path}.json").json()["notes"]
    assert (note["box"], note["href"]) == ([60, 90, 180, 130], answer.headers["location"])
    for box in ((5, 5, 5, 9), (9, 5, 1, 9), ("nan", 1, 2, 3), ("x", 1, 2, 3), (1, 1, "inf", 3)):
        left, top, right, bottom = box
        assert post(desk, path, text="x", left=left, top=top, right=right, bottom=bottom).status_code in (400, 422), box


def test_decisions_are_listed_by_act_with_the_name_that_was_given(desk: TestClient) -> None:
    assert post(desk, "/decisions/name", name="Ana  Ruiz\u0000").headers["location"] == "/decisions"
    post(desk, f"/review/{asked(desk)}/accept")
    (one,) = desk.get("/decisions.json").json()["decisions"]
    assert (one["by"], one["action"], one["stands"]) == ("Ana Ruiz", "accept", True)
    assert "Take back" in desk.get("/decisions").text


@pytest.mark.parametrize("field", ["reason", "text", "name", "value", "other"])
def test_what_a_reviewer_types_is_escaped(desk: TestClient, field: str) -> None:
    id = asked(desk)
    post(desk, f"/review/{id}/accept", reason=HOSTILE)
    post(desk, f"/review/{id}/note", text=HOSTILE)
    post(desk, f"/review/{id}/edit", field="topic", value=HOSTILE, reason=HOSTILE)
    post(desk, "/decisions/name", name=HOSTILE)
    for path in ("/decisions", "/review", f"/review/{id}", "/audit"):
        shown = desk.get(path)
        assert shown.status_code == 200
        assert "<script>alert" not in shown.text and "<img src=x" not in shown.text, (field, path)


def test_a_decision_waits_for_another_reviewer_but_not_for_a_build(
    desk: TestClient, wells: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "PATIENCE", 0.2)
    id = asked(desk)
    with Case.open(wells) as other, other.store.writing():
        answer = post(desk, f"/review/{id}/accept")
    assert answer.status_code == 503
    assert "is writing to this case" in answer.text
    assert desk.get(f"/review/{id}.json").json()["state"] == "draft"


def test_what_is_not_there_is_said(desk: TestClient) -> None:
    assert desk.get("/review/i0000000000").status_code == 404
    assert post(desk, "/review/i0000000000/accept").status_code == 404
    assert post(desk, "/decisions/d000/undo").status_code == 404
    assert post(desk, f"/review/{asked(desk)}/answer", key="n:x").status_code == 400
    assert desk.get("/review?kind=x").status_code == 422
    assert desk.get("/review?page=99").status_code == 200


def test_a_reader_may_look_but_not_decide(wells: Path) -> None:
    book = Book(wells)
    book.add("ben", Role.READER, "correct horse battery")
    book.add("ana", Role.REVIEWER, "correct horse battery")
    app = create_app(wells, access=Users(book, Audit(wells)), hosts=["*"])
    with TestClient(app, base_url="https://records.example.org", follow_redirects=False) as client:
        for name, status in (("ben", 403), ("ana", 303)):
            client.cookies.clear()
            client.cookies.set("__Host-session", book.begin(name))
            shown = client.get("/review").text
            assert ("Accept" in shown) is (name == "ana")
            assert post(client, f"/review/{asked(client)}/accept").status_code == status
        (made,) = client.get("/decisions.json").json()["decisions"]
        assert made["by"] == "ana"
    made_by = [(one.who, one.act, one.address) for one in Audit(wells).entries() if one.act != "read"]
    assert [one[:2] for one in made_by] == [("ben", "refused"), ("ana", "decide")]
    assert made_by[1][2] == "testclient"
