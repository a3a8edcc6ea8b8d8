"""Who gets in, what each may do, what is recorded of it; and everything that must not work."""

from __future__ import annotations

import importlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from onrecord import Case
from onrecord.errors import NotFound, UsageError
from onrecord.store.audit import LOG, Audit
from onrecord.web.access import Role, passwords
from onrecord.web.access.book import FILE, IDLE, LONGEST, Book
from onrecord.web.access.forms import HEADER, LARGEST
from onrecord.web.access.users import LIMITS, WINDOW, Users
from onrecord.web.app import create_app
from onrecord.web.rooms import ROOMS
from tests.conftest import Run

PASSWORD = "correct horse battery"


class Clock:
    """A clock that is turned by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hashes of the same kind that take less time: these tests make hundreds."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody"))
        yield


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def book(tmp_path: Path, clock: Clock) -> Book:
    return Book(tmp_path, clock)


@pytest.fixture(scope="module")
def guarded(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small case with a user of each role."""
    copy = tmp_path_factory.mktemp("guarded") / "harbor"
    shutil.copytree(folder, copy)
    book = Book(copy)
    for role in Role:
        book.add(f"{role}-one", role, PASSWORD)
    book.close()
    return copy


@pytest.fixture
def server(guarded: Path, clock: Clock) -> Iterator[TestClient]:
    """A client of a server with users; nobody has signed in, and no attempt has failed."""
    (guarded / LOG).unlink(missing_ok=True)
    (guarded / "audit.head").unlink(missing_ok=True)
    access = Users(Book(guarded, clock), Audit(guarded))
    with TestClient(create_app(guarded, access=access, hosts=["*"]), base_url="https://records.example.org") as made:
        made.follow_redirects = False
        yield made
    clock.now += 10 * WINDOW
    Book(guarded, clock).failures("", 0)


def routes() -> list[tuple[str, str]]:
    """Every route of every room, with parameters filled in, and its method."""
    rooms = [importlib.import_module(f"onrecord.web.rooms.{name}").room for name in ROOMS]
    found = [route for room in rooms for route in room.router.routes if isinstance(route, APIRoute)]
    return [(re.sub(r"\{[^}]*\}", "1", one.path), method) for one in found for method in sorted(one.methods or ())]


def token_of(text: str) -> str:
    found = re.search(r'name="token" value="([^"]*)"', text)
    assert found
    return found[1]


def sign_in(server: TestClient, name: str = "reviewer-one", password: str = PASSWORD, then: str = "/"):  # type: ignore[no-untyped-def]
    token = token_of(server.get("/sign-in").text)
    return server.post("/sign-in", data={"name": name, "password": password, "then": then, "token": token})


# the book


def test_passwords_and_tokens_are_kept_as_hashes_in_a_file_of_the_owner(book: Book, tmp_path: Path) -> None:
    book.add("Ana Ruiz", Role.REVIEWER, PASSWORD)
    token = book.begin("ana ruiz")
    data = (tmp_path / FILE).read_bytes()
    assert PASSWORD.encode() not in data
    assert token.encode() not in data
    assert b"$argon2id$" in data
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0
    assert book.holder(token) == book.users()[0]


def test_sessions_end_by_age_by_rest_and_with_the_user(book: Book, clock: Clock) -> None:
    book.add("ana", Role.READER, PASSWORD)
    rested = book.begin("ana")
    clock.now += IDLE + 1
    assert book.holder(rested) is None
    kept = book.begin("ana")
    for _ in range(int(LONGEST / IDLE * 2)):
        clock.now += IDLE / 2 - 1
        assert book.holder(kept) is not None
    clock.now += IDLE / 2
    assert book.holder(kept) is None
    left = book.begin("ana")
    book.add("ana", Role.READER, PASSWORD + " anew")
    assert book.holder(left) is None
    left = book.begin("ana")
    book.remove("ANA")
    assert book.holder(left) is None
    with pytest.raises(NotFound):
        book.remove("ana")


def test_two_users_do_not_differ_by_capitals(book: Book) -> None:
    book.add("Ana", Role.READER, PASSWORD)
    book.add("ANA", Role.ADMIN, PASSWORD)
    assert [(user.name, user.role) for user in book.users()] == [("ANA", Role.ADMIN)]


@pytest.mark.parametrize("name", ["", " ", "a\x00b", "<b>", "a/b", "x" * 65, "-"])
def test_names_that_will_not_do(book: Book, name: str) -> None:
    with pytest.raises(UsageError):
        book.add(name, Role.READER, PASSWORD)


def test_a_real_hash_is_costly() -> None:
    assert re.match(r"\$argon2id\$v=19\$m=65536,t=3,", PasswordHasher().hash("x"))
    assert "PasswordHasher()" in Path(str(passwords.__file__)).read_text()


def test_short_passwords_will_not_do(book: Book) -> None:
    with pytest.raises(UsageError, match="12"):
        book.add("ana", Role.READER, "short")


# the door


def test_nothing_is_shown_before_signing_in(server: TestClient) -> None:
    asked = [(path, method) for path, method in routes() if path != "/sign-in"]
    assert len(asked) > 8
    for path, method in asked:
        answer = server.request(method, path)
        assert answer.status_code in (303, 401), (method, path)
        assert answer.status_code == 401 or answer.headers["location"].startswith("/sign-in"), path


def test_signing_in_leads_to_what_was_asked_for_with_a_safe_cookie(server: TestClient) -> None:
    sent = server.get("/search?q=pier")
    assert sent.headers["location"] == "/sign-in?then=%2Fsearch%3Fq%3Dpier"
    answer = sign_in(server, then="/search?q=pier")
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=pier")
    cookie = next(one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-session="))
    for part in ("HttpOnly", "SameSite=strict", "Secure", "Path=/"):
        assert part in cookie
    assert "Domain" not in cookie
    shown = server.get("/search?q=pier")
    assert shown.status_code == 200
    assert "reviewer-one (reviewer)" in shown.text


@pytest.mark.parametrize("then", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1", "/\tx"])
def test_the_way_on_never_leads_elsewhere(server: TestClient, then: str) -> None:
    assert sign_in(server, then=then).headers["location"] == "/"


def test_a_wrong_name_and_a_wrong_password_look_alike(server: TestClient) -> None:
    wrong, unknown = sign_in(server, password="wrong wrong wrong"), sign_in(server, name="nobody")
    assert wrong.status_code == unknown.status_code == 403
    assert "do not belong together" in wrong.text
    assert "set-cookie" not in wrong.headers or "session=" not in wrong.headers["set-cookie"].replace("visit=", "")


def test_guessing_is_slowed_down_by_name_and_address(server: TestClient, clock: Clock) -> None:
    for _ in range(LIMITS["both"]):
        assert sign_in(server, password="wrong wrong wrong").status_code == 403
    limited = sign_in(server)
    assert (limited.status_code, limited.headers["retry-after"]) == (429, str(int(WINDOW)))
    assert sign_in(server, name="reader-one").status_code == 303
    clock.now += WINDOW + 1
    assert sign_in(server).status_code == 303


def test_an_address_cannot_try_many_names(server: TestClient) -> None:
    for number in range(LIMITS["address"]):
        assert sign_in(server, name=f"guess{number}").status_code == 403
    assert sign_in(server, name="reader-one").status_code == 429


def test_signing_out_ends_the_session_on_the_server(server: TestClient) -> None:
    sign_in(server)
    kept = dict(server.cookies)
    token = token_of(server.get("/").text)
    assert server.post("/sign-out", data={"token": token}).headers["location"] == "/sign-in"
    server.cookies.update(kept)
    assert server.get("/").status_code == 303


def test_a_session_cannot_be_fixed_beforehand(server: TestClient) -> None:
    server.cookies.set("__Host-session", "chosen-by-somebody-else")
    sign_in(server)
    assert server.cookies.get("__Host-session", domain="records.example.org") != "chosen-by-somebody-else"
    server.cookies.clear()
    server.cookies.set("__Host-session", "chosen-by-somebody-else")
    assert server.get("/").status_code == 303


@pytest.mark.parametrize("cookie", ["", "x", "'; DROP TABLE sessions; --", "\u00e9", "a" * 5000])
def test_made_up_sessions_open_nothing(server: TestClient, cookie: str) -> None:
    answer = server.get("/", headers={b"cookie": f"__Host-session={cookie}".encode()})
    assert answer.status_code in (303, 400)


# forms


def test_every_form_needs_its_token_and_our_origin(server: TestClient) -> None:
    sign_in(server, "admin-one")
    token = token_of(server.get("/").text)
    changing = [(path, method) for path, method in routes() if method not in ("GET", "HEAD")]
    assert changing
    for path, method in changing:
        foreign = {"origin": "https://evil.example"}
        cross = {"sec-fetch-site": "cross-site"}
        for sent in ("", "x", "\u00e9"):
            assert server.request(method, path, data={"token": sent}).status_code == 403, path
        for headers in (foreign, cross):
            answer = server.request(method, path, data={"token": token}, headers=headers)
            assert answer.status_code == 403, path
            assert server.request(method, path, headers=headers | {HEADER: token}).status_code == 403, path


def test_a_token_of_another_session_does_not_do(server: TestClient) -> None:
    sign_in(server, "reader-one")
    other = token_of(server.get("/").text)
    server.cookies.clear()
    sign_in(server, "admin-one")
    assert server.post("/sign-out", data={"token": other}).status_code == 403
    assert server.get("/").status_code == 200


def test_a_huge_form_is_refused(server: TestClient) -> None:
    assert server.post("/sign-in", content=b"x" * (LARGEST + 1)).status_code == 413
    assert server.post("/sign-in", content=iter([b"x"] * 10)).status_code == 413


def test_on_loopback_forms_need_a_token_too(client: TestClient) -> None:
    for path, method in routes():
        if method not in ("GET", "HEAD"):
            assert client.request(method, path).status_code == 403, path


# roles and the log


def test_only_an_admin_sees_the_log(server: TestClient) -> None:
    sign_in(server, "reviewer-one")
    assert server.get("/audit").status_code == 403
    assert server.get("/audit.json").status_code == 403
    server.cookies.clear()
    sign_in(server, "admin-one")
    listed = server.get("/audit.json").json()["entries"]
    acts = [(one["who"], one["act"], one["about"]) for one in reversed(listed)]
    assert ("reviewer-one", "refused", "/audit") in acts
    assert acts[0] == ("reviewer-one", "sign_in", "")
    assert server.get("/audit").status_code == 200


def test_every_read_is_recorded_with_name_and_address(server: TestClient, guarded: Path) -> None:
    sign_in(server, "reader-one")
    with Case.open(guarded) as case:
        message, page = next(case.messages()), next(case.pages())
    for path in (f"/m/{message.id}", f"/m/{message.id}.json", f"/p/{page.file}/1", f"/p/{page.file}/1.json"):
        assert server.get(path).status_code == 200
    reads = [one for one in Audit(guarded).entries() if one.act == "read"]
    assert [(one.who, one.about, one.address) for one in reads] == [
        ("reader-one", message.id, "testclient"),
        ("reader-one", message.id, "testclient"),
        ("reader-one", page.key, "testclient"),
        ("reader-one", page.key, "testclient"),
    ]
    assert Audit(guarded).problems() == []


def test_what_cannot_be_recorded_is_not_shown(server: TestClient, guarded: Path) -> None:
    sign_in(server, "reader-one")
    with Case.open(guarded) as case:
        message = next(case.messages())
    (guarded / LOG).unlink()
    (guarded / LOG).mkdir()
    try:
        answer = server.get(f"/m/{message.id}")
    finally:
        (guarded / LOG).rmdir()
    assert answer.status_code == 503
    assert message.body not in answer.text


# loopback, and the command


def test_loopback_refuses_other_names_and_what_a_proxy_passed_on(client: TestClient) -> None:
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"host": "127.0.0.1.evil.example"}).status_code == 400
    assert client.get("/", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403
    assert client.get("/sign-in").status_code == 404


def test_no_other_address_is_served_without_users(built: Path, run: Run) -> None:
    for arguments in (["--host", "0.0.0.0"], ["--host", "192.0.2.7"], ["--proxy", "127.0.0.1"], ["--sign-in"]):
        ran = run("serve", *arguments)
        assert (ran.code, "has no users" in ran.err) == (2, True), arguments


def test_users_are_kept_from_the_command_line(built: Path, run: Run) -> None:
    made = run("users", "add", "ana", "--role", "reviewer", "--generate")
    assert len(made.out.strip()) >= 20
    assert "reviewer" in run("users", "list", "--format", "json").out
    assert Users(Book(built), Audit(built)).open_to_network
    assert run("users", "remove", "ana").code == 0
    assert run("users", "remove", "ana").code == 4
    acts = [one.act for one in Audit(built).entries()]
    assert acts == ["user_added", "user_removed"]
    assert made.out.strip() not in (built / LOG).read_text()
