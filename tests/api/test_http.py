"""The application over HTTP: health, who may call, errors, GraphiQL, and the server."""

import logging
import re
import socket
import threading
from pathlib import Path

import httpx
import pytest

from api.server import Service, serve
from graph_schema.errors import DatabaseError, UsageError
from graph_schema.model import Family, Named
from graph_schema.registry import REGISTRY
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, serving

ASK = {"query": "{ __typename }"}


class Hope(Named):
    """A kind for which the database has no constraint."""

    family, plural = Family.WHO, "hopes"


def test_it_says_that_it_lives_and_is_ready(api: Api):
    assert api.request("GET", "/healthz").json() == {"status": "ok"}
    ready = api.request("GET", "/readyz")
    assert (ready.status_code, ready.json()) == (
        200,
        {"status": "ready", "schema_version": None, "run_in_progress": None},
    )


def test_it_says_why_it_is_not_ready():
    with serving(Neo4jSettings("bolt://127.0.0.1:1", password="none")) as nowhere:
        assert nowhere.request("GET", "/healthz").status_code == 200
        ready = nowhere.request("GET", "/readyz")
        assert ready.status_code == 503
        assert "No Neo4j answers" in ready.json()["reason"]


def test_a_database_without_the_schema_is_not_ready(api: Api, settings: Neo4jSettings):
    with serving(settings, REGISTRY.extended([Hope])) as other:
        ready = other.request("GET", "/readyz")
    assert ready.status_code == 503
    assert "hope_key" in ready.json()["reason"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "10.0.0.1:8000"])
def test_a_name_that_is_not_loopback_is_refused(api: Api, host: str):
    assert api.request("POST", "/graphql", json=ASK, headers={"host": host}).status_code == 421
    assert api.request("GET", "/healthz", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_loopback_by_any_name_is_answered(api: Api, host: str):
    headers = {"host": host, "origin": f"http://{host}"}
    assert api.request("POST", "/graphql", json=ASK, headers=headers).json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9", "https://127.0.0.1:8000"])
def test_other_pages_are_refused(api: Api, origin: str):
    assert api.request("POST", "/graphql", json=ASK, headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"site": "cross-site", "mode": "no-cors", "dest": "image"}, 403),
        ({"site": "same-site", "mode": "no-cors", "dest": "script"}, 403),
        ({"site": "cross-site", "mode": "navigate", "dest": "iframe"}, 403),
        ({"site": "cross-site", "mode": "navigate", "dest": "document"}, 200),
        ({"site": "same-origin", "mode": "cors", "dest": "empty"}, 200),
        ({"site": "none", "mode": "navigate", "dest": "document"}, 200),
    ],
    ids=str,
)
def test_another_page_cannot_make_a_browser_ask(api: Api, sent: dict[str, str], status: int):
    headers = {f"sec-fetch-{name}": value for name, value in sent.items()}
    assert api.request("GET", "/graphql", params=ASK, headers=headers).status_code == status


def test_a_server_answers_to_the_names_that_it_is_given(settings: Neo4jSettings):
    with serving(settings, hosts=frozenset({"api.example.org", "::1"})) as api:
        for host in ("api.example.org", "API.example.org:8443", "[::1]:8000"):
            assert api.request("POST", "/graphql", json=ASK, headers={"host": host}).status_code == 200
        refused = api.request("POST", "/graphql", json=ASK, headers={"host": "evil.example"})
    assert (refused.status_code, "api.example.org" in refused.text) == (421, True)


def test_a_form_cannot_post(api: Api):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        refused = api.request("POST", "/graphql", content='{"query": "{__typename}"}', headers={"content-type": kind})
        assert refused.status_code == 415


def test_graphiql_is_served_under_a_policy_that_keeps_it_here(api: Api, settings: Neo4jSettings, tmp_path: Path):
    page = tmp_path / "graphiql" / "index.html"
    page.parent.mkdir()
    page.write_text("<!doctype html>GraphiQL", "utf-8")
    with serving(settings, static=tmp_path) as built:
        served = built.request("GET", "/graphql", headers={"accept": "text/html"})
        assert "GraphiQL" in served.text
        assert built.request("GET", "/static/graphiql/index.html").text == served.text
    assert "default-src 'none'" in served.headers["content-security-policy"]
    assert served.headers["x-content-type-options"] == "nosniff"
    with serving(settings, static=tmp_path / "none") as bare:
        helpful = bare.request("GET", "/graphql", headers={"accept": "text/html"})
    assert (helpful.status_code, "make setup" in helpful.text) == (200, True)
    assert api.request("GET", "/").headers["location"] == "/graphql"


def test_the_built_page_loads_nothing_from_elsewhere(api: Api):
    page = api.request("GET", "/graphql", headers={"accept": "text/html"})
    if "make setup" in page.text:
        pytest.skip("GraphiQL is not built; make setup builds it")
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert all(address.startswith(("/static/", "data:")) for address in assets)
    assert all(api.request("GET", a).status_code == 200 for a in assets if a.startswith("/"))


def test_a_failure_of_ours_is_masked_and_logged(
    api: Api, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    async def broken(*_args: object) -> list[dict[str, object]]:
        raise RuntimeError("the password is hunter2")

    monkeypatch.setattr(api.database, "read", broken)
    with caplog.at_level(logging.ERROR, "journeygraph.api"):
        error = api.error("{ personas { totalCount } }")
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["id"] in error["message"]
    assert "hunter2" not in str(error)
    assert error["extensions"]["id"] in caplog.text
    assert "hunter2" in caplog.text


def test_a_database_that_is_away_is_told(api: Api, monkeypatch: pytest.MonkeyPatch):
    async def away(*_args: object) -> list[dict[str, object]]:
        raise DatabaseError("No Neo4j answers.", "Start it.")

    monkeypatch.setattr(api.database, "read", away)
    error = api.error("{ personas { totalCount } }")
    assert error["extensions"] == {"code": "DATABASE_UNAVAILABLE"}
    assert error["message"] == "No Neo4j answers. Start it."


def test_a_mistake_in_the_query_is_told(api: Api):
    assert "Cannot query field 'nope'" in api.error("{ nope }")["message"]
    assert api.request("POST", "/graphql", content="{", headers={"content-type": "application/json"}).status_code == 400


def test_the_server_answers_and_tells_when(settings: Neo4jSettings, monkeypatch: pytest.MonkeyPatch):
    # Serving sets up the logs of its process, which here is the tests' own.
    monkeypatch.setattr("api.server.configure", lambda **_: None)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    listening = threading.Event()
    arguments = {"on_listening": listening.set}
    threading.Thread(target=serve, args=(Service(settings), "127.0.0.1", port), kwargs=arguments, daemon=True).start()
    assert listening.wait(60)
    assert httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 200
    with pytest.raises(UsageError, match="taken"):
        serve(Service(settings), "127.0.0.1", port)
