"""What an attacker tries: other files, other people's pages, floods, and every operation with nonsense."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings

from onrecord import Case
from onrecord.web.access.forms import HEADER
from onrecord.web.app import create_app
from tests.timing import assert_linear, repeated

#: A few calls of each operation, the same ones every time.
BOUNDED = settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

schemathesis: Any = pytest.importorskip("schemathesis")


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e%2f%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static//etc/passwd",
        "/static/vendor/../../app.py",
        "/p/../../etc/passwd/1",
        "/p/..%2f..%2fetc%2fpasswd/1",
        "/p/..%2f..%2fetc%2fpasswd/1/image.png",
        "/m/..%2f..%2fstore.sqlite",
        "/s/%2e%2e%2faccess.sqlite",
        "/review/..%2f..%2faudit.jsonl",
        "/p/%00/1",
        "/m/%00",
        "/static/%00",
    ],
)
def test_no_path_leads_out(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code in (400, 404, 405, 422), path
    for told in ("root:", "SQLite format", "def create_app", "Traceback"):
        assert told not in answer.text


@pytest.mark.parametrize(
    "q",
    [
        "a" * 2000,
        '"' * 1999,
        "(" * 500,
        "a* " * 600,
        "NEAR(a b, 999999)",
        "a OR " * 400,
        "-" * 2000,
        "*",
        "\x00",
        "\ud83d" + "x",
        "' OR 1=1 --",
        "subject:x AND names:*",
        "{a b}: c",
        "^a + b",
    ],
)
def test_no_query_breaks_the_search(client: TestClient, q: str) -> None:
    searched(client, q)


@pytest.mark.parametrize("part", ["a", '"', "(", "a* ", "a OR ", "-", "pi* ", "piles OR "])
def test_the_search_takes_no_longer_than_its_query_is_long(client: TestClient, part: str) -> None:
    assert_linear(lambda q: searched(client, q), repeated(part), 2_000)


def searched(client: TestClient, q: str) -> None:
    for kind in ("message", "page"):
        for fuzzy in ("false", "true"):
            sent = {"q": q.encode("utf-8", "replace").decode(), "kind": kind, "fuzzy": fuzzy}
            assert client.get("/search.json", params=sent).status_code in (200, 400, 422), q


def test_a_query_that_is_too_long_is_refused(client: TestClient) -> None:
    assert client.get("/search", params={"q": "a" * 2001}).status_code == 422
    assert client.get("/search", params={"person": "a" * 20_000}).status_code in (414, 422)


@pytest.mark.parametrize("number", ["0", "-1", "99999999999999999999", "1e9", "x", "1.5", "\u0661"])
def test_numbers_that_are_none(client: TestClient, case: Case, number: str) -> None:
    page = next(case.pages())
    for path in (f"/p/{page.file}/{number}", f"/p/{page.file}/{number}.json", f"/p/{page.file}/{number}/notes"):
        assert client.get(path).status_code in (404, 422), path
    assert client.get(f"/review?page={number}").status_code in (200, 422)
    assert client.get(f"/decisions?page={number}").status_code in (200, 422)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND"])
def test_other_methods_do_nothing(client: TestClient, method: str) -> None:
    for path in ("/", "/review", "/search", "/static/style.css"):
        assert client.request(method, path).status_code in (403, 405), (method, path)


def test_headers_of_a_request_are_not_believed(client: TestClient) -> None:
    for headers in (
        {"x-forwarded-for": "127.0.0.1"},
        {"x-original-url": "/audit"},
        {"x-http-method-override": "DELETE"},
    ):
        answer = client.get("/", headers=headers)
        assert answer.status_code in (200, 403)
    assert client.get("/", headers={"host": "localhost:99999"}).status_code in (200, 400)


@pytest.mark.slow
def test_every_operation_bears_nonsense(folder: Path, tmp_path: Path) -> None:
    """Schemathesis calls every operation of the OpenAPI document with what fits it and what does not."""
    app = create_app(shutil.copytree(folder, tmp_path / "case"))
    headers = {"host": "localhost", HEADER: app.state.access.form_token(None)}
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"host": "localhost"})
    called: Counter[str] = Counter()
    for result in schema.get_all_operations():
        operation = result.ok()

        @BOUNDED
        @given(case=operation.as_strategy())
        def call(case: Any) -> None:
            answer = case.call(headers=headers)
            assert answer.status_code < 500, (case.as_curl_command(), answer.text[:300])
            called[case.operation.label] += 1

        call()
    assert len(called) > 20, called
