"""GraphQL over HTTP: media types, status codes, methods, documents that are trusted, pages of other origins."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from api.documents import TrustedDocuments
from api.media import preferred
from graph_schema.errors import UsageError
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, serving

GRAPHQL = "application/graphql-response+json"
NAMED = "query One { __typename } query Two { two: __typename }"


def ask(api: Api, accept: str = GRAPHQL, **body: Any) -> tuple[int, Any]:
    answer = api.request("POST", "/graphql", json=body, headers={"accept": accept})
    return answer.status_code, answer.json()


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        (GRAPHQL, GRAPHQL),
        (f"{GRAPHQL}; charset=utf-8, application/json;q=0.9", GRAPHQL),
        (f"{GRAPHQL};q=0.1, application/json", "application/json"),
        (f"{GRAPHQL};q=0, */*", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("application/json; charset=iso-8859-1", None),
        ("text/plain", None),
        ("application/json;q=x", None),
    ],
)
def test_the_media_type_is_the_one_preferred(accept: str, chosen: str | None):
    assert preferred(accept) == chosen


def test_a_page_is_preferred_by_browsers_only():
    assert preferred("text/html,application/xhtml+xml,*/*;q=0.8", html=True) == "text/html"
    assert preferred("*/*", html=True) == "application/json"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"query": "{ __typename }"}, 200),
        ({"query": "{ personas(first: -1) { totalCount } }"}, 200),
        ({"query": "{"}, 400),
        ({"query": "{ nope }"}, 400),
        ({"query": "query ($n: Int!) { personas(first: $n) { totalCount } }"}, 400),
        ({"query": "query ($n: Int!) { personas(first: $n) { totalCount } }", "variables": {"n": "x"}}, 400),
        ({"query": NAMED}, 400),
        ({"query": NAMED, "operationName": ""}, 400),
        ({"query": NAMED, "operationName": "Three"}, 400),
        ({"query": NAMED, "operationName": "Two"}, 200),
        ({"query": "fragment F on Query { __typename }"}, 400),
        ({"query": "subscription { __typename }"}, 400),
    ],
    ids=str,
)
def test_the_status_says_whether_it_ran(api: Api, body: dict[str, Any], status: int):
    got, answer = ask(api, **body)
    assert got == status
    assert ("data" in answer) == (status == 200)
    as_json, same = ask(api, "application/json", **body)
    assert as_json == 200
    assert set(same) == set(answer)


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        '[{"query": "{ __typename }"}]',
        "null",
        "{}",
        '{"query": ""}',
        '{"query": 1}',
        '{"query": "{ __typename }", "variables": []}',
        '{"query": "{ __typename }", "operationName": 1}',
        '{"query": "{ __typename }", "extensions": ""}',
        '{"documentId": "x"}',
        b'{"query": "\xff"}',
    ],
)
def test_what_is_no_request_is_400(api: Api, body: str | bytes):
    for accept in (GRAPHQL, "application/json"):
        headers = {"content-type": "application/json; charset=UTF-8", "accept": accept}
        assert api.request("POST", "/graphql", content=body, headers=headers).status_code == 400


def test_what_cannot_be_read_or_answered_is_told(api: Api):
    ask_it = {"query": "{ __typename }"}
    assert ask(api, "text/plain", **ask_it)[0] == 406
    for kind in ("application/json; charset=latin-1", "text/json", "application/graphql"):
        headers = {"content-type": kind}
        assert api.request("POST", "/graphql", content=json.dumps(ask_it), headers=headers).status_code == 415
    headers = {"content-encoding": "gzip"}
    assert api.request("POST", "/graphql", json=ask_it, headers=headers).status_code == 415
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
        refused = api.request(method, "/graphql")
        assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, POST")


def test_get_reads(api: Api):
    asked = {"query": NAMED, "operationName": "Two", "variables": "{}", "extensions": ""}
    answer = api.request("GET", "/graphql", params=asked, headers={"accept": f"text/html,{GRAPHQL};q=0.9"})
    assert answer.json() == {"data": {"two": "Query"}}
    assert answer.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    head = api.request("HEAD", "/graphql", params={"query": "{ __typename }"})
    assert (head.status_code, head.content) == (200, b"")
    assert api.request("GET", "/graphql").status_code == 400
    assert api.request("GET", "/graphql?query={__typename}&query={x}").status_code == 400
    assert api.request("GET", "/graphql", params={"query": "{ __typename }", "variables": "{"}).status_code == 400


def test_an_address_with_a_slash_too_many_leads_to_the_right_one(api: Api):
    led = api.request("POST", "/graphql/", json={"query": "{ __typename }"})
    assert (led.status_code, led.headers["location"]) == (307, "/graphql")
    asked = api.request("GET", "/graphql/", params={"query": "a"})
    assert asked.headers["location"] == "/graphql?query=a"


def test_get_never_changes(api: Api):
    for accept in (GRAPHQL, "application/json"):
        refused = api.request(
            "GET", "/graphql", params={"query": "mutation { __typename }"}, headers={"accept": accept}
        )
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    assert "405" not in refused.text


def test_pages_of_other_origins_may_only_where_they_are_listed(settings: Neo4jSettings):
    page = "https://map.example"
    with serving(settings, origins=frozenset({page})) as api:
        answer = api.request("POST", "/graphql", json={"query": "{ __typename }"}, headers={"origin": page})
        assert answer.headers["access-control-allow-origin"] == page
        assert "RateLimit" in answer.headers["access-control-expose-headers"]
        asked = {"origin": page, "access-control-request-method": "POST"}
        wanted = {"access-control-request-headers": "authorization,content-type,x-journeygraph"}
        preflight = api.request("OPTIONS", "/graphql", headers=asked | wanted)
        assert (preflight.status_code, preflight.headers["access-control-allow-origin"]) == (200, page)
        assert "access-control-allow-credentials" not in preflight.headers
        other = api.request("OPTIONS", "/graphql", headers=asked | {"origin": "https://evil.example"})
        assert other.status_code == 403
        assert "access-control-allow-origin" not in other.headers


ONE, TWO = "query One { __typename }", "{ personas { totalCount } }"


@pytest.fixture(params=["folder", "manifest", "apollo"])
def documents(request: pytest.FixtureRequest, tmp_path: Path) -> TrustedDocuments:
    if request.param == "folder":
        (tmp_path / "more").mkdir()
        (tmp_path / "one.graphql").write_text(ONE, "utf-8")
        (tmp_path / "more" / "two.gql").write_text(TWO, "utf-8")
        return TrustedDocuments.read(tmp_path)
    listed: Any = {"one": ONE, "more/two": TWO}
    if request.param == "apollo":
        operations = [{"id": key, "name": "X", "type": "query", "body": text} for key, text in listed.items()]
        listed = {"format": "apollo-persisted-query-manifest", "version": 1, "operations": operations}
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(listed), "utf-8")
    return TrustedDocuments.read(file)


def test_only_documents_that_are_listed_run(settings: Neo4jSettings, documents: TrustedDocuments):
    digest = hashlib.sha256(ONE.encode()).hexdigest()
    persisted: Any = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    with serving(settings, documents=documents) as api:
        known: list[Any] = [{"documentId": "one"}, {"documentId": f"sha256:{digest}"}]
        for asked in [*known, {"extensions": persisted}]:
            assert ask(api, **asked) == (200, {"data": {"__typename": "Query"}})
        assert ask(api, documentId="more/two")[1]["data"]["personas"]
        assert ask(api, query=ONE)[0] == 200
        assert api.request("GET", "/graphql?documentId=one").status_code == 200
        others: list[dict[str, Any]] = [{"query": "{ __typename }"}, {"documentId": "three"}, {"documentId": 1}]
        others += [{"query": "{ __typename }", "documentId": "one"}, {"query": "one"}]
        for asked in others:
            status, answer = ask(api, **asked)
            assert (status, answer["errors"][0]["extensions"]["code"]) == (400, "PERSISTED_QUERY_NOT_FOUND")


def test_documents_that_cannot_be_read_are_told(tmp_path: Path):
    with pytest.raises(UsageError, match="no documents"):
        TrustedDocuments.read(tmp_path)
    for content in ("[", "[]", '{"one": 1}'):
        file = tmp_path / "manifest.json"
        file.write_text(content, "utf-8")
        with pytest.raises(UsageError, match="can't be read"):
            TrustedDocuments.read(file)
