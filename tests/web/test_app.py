"""What holds for every page: a twin, headers, one clear line when something is wrong, nothing hostile let through."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from onrecord import Case
from onrecord.model import Person
from onrecord.web.access import Reader, Role, SignInNeeded
from onrecord.web.app import create_app
from onrecord.web.headers import HEADERS
from tests.web.conftest import HOSTILE

SOURCE = Path(__file__).parents[2] / "src" / "onrecord" / "web"


def addresses(case: Case) -> list[str]:
    """Every kind of page of the small case."""
    message = next(case.messages())
    page = next(case.pages())
    finding = next(case.findings(Person))
    on_page, cited = f"/p/{page.file}/1", f"/p/{page.file}/1/cite?at=0-9"
    both = f"/compare?a={message.id}&b={message.id}"
    searches = ["/search", "/search?q=pier", "/search?kind=page&q=pier"]
    person = case.people()[0]
    findings = [
        *("/people", f"/people/{person.id}", "/people?kind=all", "/chronology", "/timeline", "/claims", "/gaps"),
        *("/links", "/exemptions", "/network", "/traffic", f"/traffic/{person.id}"),
    ]
    deciding = ["/review", "/decisions", "/audit", f"/review/{finding.id}", f"{on_page}/notes"]
    pages = [f"/m/{message.id}", on_page, f"{on_page}?q=pier", cited, both, "/articles"]
    return ["/", *searches, *findings, *pages, *deciding]


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.found


def twin_of(text: str) -> str:
    return next(str(has["href"]) for tag, has in tags(text) if tag == "link" and has.get("rel") == "alternate")


def test_every_page_names_its_json_twin_and_the_twin_is_described(client: TestClient, case: Case) -> None:
    described = client.get("/openapi.json").json()["paths"]
    for address in addresses(case):
        shown = client.get(address)
        assert shown.status_code == 200, address
        twin = client.get(twin_of(shown.text))
        assert twin.status_code == 200 and twin.headers["content-type"] == "application/json", address
    twins = [path for name, path in described.items() if name.endswith(".json")]
    typed = [asked["responses"]["200"] for path in twins for asked in path.values()]
    assert len(typed) > 5 and all("$ref" in str(one) for one in typed)


def test_every_answer_forbids_what_is_not_ours(client: TestClient) -> None:
    for address in ("/", "/index.json", "/nowhere", "/static/style.css"):
        answer = client.get(address)
        assert {name: answer.headers[name] for name in HEADERS} == HEADERS, address
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_pages_hold_no_script_no_style_and_no_handler(client: TestClient, case: Case) -> None:
    for address in addresses(case):
        for tag, has in tags(client.get(address).text):
            assert not [name for name in has if name.startswith("on") or name == "style"], (address, tag, has)
            assert tag != "style" and (tag != "script" or str(has["src"]).startswith("/static/")), (address, has)
            assert not re.match(r"(?i)\s*(javascript|data|https?:|//)", str(has.get("href") or "")), (address, has)


def test_templates_switch_no_escaping_off() -> None:
    for path in (SOURCE / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "|safe" not in text.replace(" ", "") and "autoescape false" not in text, path


# a mail can hold anything in any field, and so can the names of files and releases
def test_hostile_text_is_shown_and_never_run(client: TestClient, case: Case) -> None:
    found = [one for one in case.messages() if "probeword" in one.body]
    assert found, "the hostile mail was not recovered"
    pages = [f"/m/{found[0].id}", f"/p/{found[0].file}/1", "/search?q=probeword", "/search?release=" + "", "/"]
    for address in pages:
        text = client.get(address).text
        assert HOSTILE not in text, address
        assert {tag for tag, _ in tags(text)}.isdisjoint({"iframe", "object"}), address
        assert not [has for tag, has in tags(text) if tag == "img" and has.get("src") == "x"], address
    assert "&lt;script&gt;alert(1)" in client.get(pages[0]).text


@pytest.mark.parametrize("value", [HOSTILE, "a" * 1999, "\x00", "\ue000x\ue001", "%00", "' OR 1=1 --", "🙂" * 500])
@pytest.mark.parametrize("field", ["q", "person", "since", "until", "release", "kind", "page", "fuzzy"])
def test_any_text_in_any_field_is_answered_in_one_line(client: TestClient, field: str, value: str) -> None:
    shown = client.get("/search", params={field: value})
    assert shown.status_code in (200, 400, 404, 422)
    assert "<script>alert" not in shown.text
    assert client.get("/search.json", params={field: value}).status_code == shown.status_code


def test_a_huge_query_is_refused(client: TestClient) -> None:
    assert client.get("/search", params={"q": "a " * 20_000}).status_code == 422
    assert client.get("/search", params={"q": "a* " * 65}).status_code == 400


# a file of the machine must not be had by a path that climbs
@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static//etc/passwd",
        "/p/../../etc/1",
        "/p/..%2f..%2fonrecord.toml/1",
        "/s/..%2f..%2fstore.sqlite",
        "/m/..%2f..%2fstore.sqlite",
    ],
)
def test_paths_do_not_climb(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (404, 422) and "import" not in answer.text and "root:" not in answer.text


def test_errors_are_one_clear_line(client: TestClient) -> None:
    page, twin = client.get("/m/nothing"), client.get("/m/nothing.json")
    assert page.status_code == twin.status_code == 404
    assert "No message nothing in this case." in page.text
    assert twin.json()["what"] == "no message nothing in this case" and "Traceback" not in page.text
    assert client.get("/nowhere").status_code == 404
    assert client.post("/search").status_code == 405


# a page elsewhere can make a browser look this machine up under a name of its own
def test_other_host_names_are_refused(folder: Path) -> None:
    with TestClient(create_app(folder), base_url="http://attacker.example") as other:
        assert other.get("/").status_code == 400
    with TestClient(create_app(folder, hosts=["room.example.org"]), base_url="http://room.example.org") as named:
        assert named.get("/").status_code == 200


@pytest.mark.parametrize("host", ["[::1]:8417", "[::1]", "localhost:8417", "LOCALHOST", "127.0.0.1:80"])
def test_this_machine_is_served_under_all_its_names(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["[::2]:8417", "[::1", "::1", "[::1]x", "localhost:80x", "localhost.example", "[localhost]", "", "[::1]:１"]
)
def test_what_is_no_name_of_this_machine_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers=[(b"host", host.encode())]).status_code == 400


class Closed:
    """An access that lets nobody in but one who shows a header, and remembers what was read."""

    open_to_network = True

    def __init__(self) -> None:
        self.noted: list[tuple[str, str, str]] = []

    def reader(self, request: Request) -> Reader:
        if request.headers.get("x-name") == "vance":
            return Reader("vance", Role.READER)
        if request.headers.get("x-name"):
            raise PermissionError("this account was closed")
        raise SignInNeeded("/door")

    def note(self, reader: Reader, act: str, about: str) -> None:
        self.noted.append((reader.name, act, about))

    def form_token(self, request: Request) -> str:
        return ""


def test_no_route_answers_without_a_reader(folder: Path, case: Case) -> None:
    access = Closed()
    with TestClient(create_app(folder, access=access), base_url="http://localhost") as closed:
        for address in addresses(case):
            page = closed.get(address, follow_redirects=False)
            assert (page.status_code, page.headers["location"]) == (303, "/door"), address
        assert closed.get("/index.json").status_code == 401
        assert closed.get("/", headers={"x-name": "imre"}).status_code == 403
        message = next(case.messages())
        assert closed.get(f"/m/{message.id}", headers={"x-name": "vance"}).status_code == 200
        assert access.noted == [("vance", "read", message.id)]
        assert closed.get(f"/p/{message.file}/1/marks.svg", follow_redirects=False).status_code == 303


def test_roles_are_ranked() -> None:
    assert Reader("a", Role.ADMIN).may(Role.REVIEWER) and not Reader("b", Role.READER).may(Role.REVIEWER)


# a build or a decision made while the server runs is seen by the next page
def test_a_change_of_the_case_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "From: Ana Ruiz\nSent: Monday, November 1, 2021 4:40 PM\nTo: B\nSubject: one\n\nx\n"
    )
    (tmp_path / "b.txt").write_text(
        "From: Ana Ruiz\nSent: Monday, November 1, 2021 4:50 PM\nTo: B\nSubject: two\n\ny\n"
    )
    with Case.create(tmp_path / "case") as case:
        case.add([tmp_path / "a.txt"], release="r")
        case.build(executor="serial")
        with TestClient(create_app(tmp_path / "case"), base_url="http://localhost") as client:
            before = client.get("/index.json").json()["figures"]
            case.add([tmp_path / "b.txt"], release="r")
            case.build(executor="serial")
            after = client.get("/index.json").json()["figures"]
    assert {"what": "messages", "count": 1, "depth": 0} in before
    assert {"what": "messages", "count": 2, "depth": 0} in after
