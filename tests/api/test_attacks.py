"""What somebody sends who means no good: it gets an answer or a plain no, soon, and no error of ours."""

import json
import time
from base64 import urlsafe_b64encode
from typing import Any

import pytest
from graphql import parse, validate

from tests.api.world import Api, usual_schema

TOLD = {"BAD_USER_INPUT", "NOT_FOUND", "LIMIT_EXCEEDED", "BAD_REQUEST", "GRAPHQL"}
"""The codes that a client may see of what it sends; GRAPHQL stands for GraphQL's own errors."""
SECONDS = 5.0
"""So long may a no take, in processor time."""


def sent(api: Api, query: str, variables: Any = None, **more: Any) -> dict[str, Any]:
    """The answer to what is sent, which may hold no error of ours."""
    began = time.process_time()
    answer = api.request("POST", "/graphql", json={"query": query, "variables": variables, **more})
    assert time.process_time() - began < SECONDS
    assert answer.status_code in (200, 400, 413), answer.text
    told = answer.json()
    codes = {(error.get("extensions") or {}).get("code", "GRAPHQL") for error in told.get("errors", ())}
    assert codes <= TOLD, told
    return told


def asked(api: Api, query: str, **variables: Any) -> dict[str, Any]:
    """The same for an operation that is valid, whatever its variables are."""
    assert validate(usual_schema()._schema, parse(query)) == []
    return sent(api, query, variables)


def encoded(place: bytes) -> str:
    return urlsafe_b64encode(place).rstrip(b"=").decode()


CURSORS = [
    "", "=", "!!!", "\u00e9", "W10", "x" * 500_000,
    *(
        encoded(place)
        for place in (
            b"[]", b"{}", b"null", b'"pat"', b"[null]", b"[1]", b"[true]", b'["pat", "pat"]', b"[[1]]", b'["\xff"]',
            b'["\\ud800"]', b'["\\u0000"]', b"[1e308]", b"[123456789012345678901234567890]", b"[" * 50_000,
            b'[1, "a"]', b'[true, "a"]', b'[1e308, "a"]', b'[9223372036854775807, "a"]', b'[9223372036854775808, "a"]',
            b'[123456789012345678901234567890, "a"]', b'[null, "a"]', b'["", ""]', b'["2026", "a"]',
        )
    ),
]  # fmt: skip
PAGES = [
    "personas(first: 1, after: $c) { edges { node { key } } }",
    "personas(last: 1, before: $c) { edges { node { key } } }",
    "steps(first: 1, after: $c, orderBy: {field: ORDER}) { edges { node { key } } }",
    "personas(first: 1, after: $c, orderBy: {field: NAME, direction: DESC}) { edges { node { key } } }",
    "sources(first: 1, after: $c, orderBy: {field: PUBLISHED}) { edges { node { key } } }",
    "loadRuns(last: 1, before: $c, orderBy: {field: NUMBER}) { edges { node { key } } }",
    'persona(key: "pat") { painPoints(first: 1, after: $c) { edges { node { key } } } }',
    'journey(key: "buy") { stages(first: 1, after: $c) { edges { node { key } } } }',
    'search(text: "pat", first: 1, after: $c) { edges { node { key } } }',
]


@pytest.mark.parametrize("page", PAGES)
def test_a_cursor_that_was_made_up_is_refused_or_is_a_place_like_any_other(api: Api, page: str):
    for cursor in CURSORS:
        asked(api, f"query ($c: String) {{ {page} }}", c=cursor)


@pytest.mark.parametrize(
    "text",
    [b"", b"persona", b"persona:", b":pat", b"persona:pat:x", b"\xff\xfe", b"nope:pat", b"change:1", b"persona:\x00",
     b"persona:" + b"x" * 10_000, b"persona:pat' OR 1=1 //"],
    ids=lambda text: repr(text[:20]),
)  # fmt: skip
def test_an_id_that_was_made_up_names_no_node(api: Api, text: bytes):
    query = "query ($id: ID!, $ids: [ID!]!) { node(id: $id) { key } nodes(ids: $ids) { key } }"
    for node_id in (encoded(text), text.decode("latin-1")):
        assert asked(api, query, id=node_id, ids=[node_id] * 5) == {"data": {"node": None, "nodes": [None] * 5}}


VALUES = [
    None, True, 0, -1, 1.5, 2**31, 2**63, -(2**63), 1e300, "", "x", "\x00", "\U0001f600", "\u202e", "e\u0301" * 5, "1",
    [], [None], [[]], {}, {"eq": {}}, {"__proto__": 1}, "x" * 100_000,
]  # fmt: skip
TAKEN = [
    ("Int", "personas(first: $v) { edges { node { key } } }"),
    ("String", "personas(after: $v) { edges { node { key } } }"),
    ("PersonaFilter", "personas(where: $v) { edges { node { key } } }"),
    ("PersonaOrder", "personas(orderBy: $v) { edges { node { key } } }"),
    ("String!", "persona(key: $v) { key }"),
    ("ID!", "node(id: $v) { key }"),
    ("Kind!", 'nodeByKey(kind: $v, key: "x") { key }'),
    ("[ID!]!", "nodes(ids: $v) { key }"),
    ("[Kind!]", 'search(text: "x", kinds: $v) { totalCount }'),
    ("String!", "search(text: $v) { totalCount facets { kind count } edges { highlights { text } } }"),
    ("[String!]!", "evidenceFor(nodes: $v) { rows { says } }"),
    ("[String!]", "trace(moments: $v) { rows { gap } }"),
    ("Date", 'changedSince(nodes: ["persona:pat"], since: $v) { rows { run } }'),
    ("Boolean!", "personas @include(if: $v) { totalCount }"),
]


@pytest.mark.parametrize(("kind", "field"), TAKEN)
def test_a_variable_of_any_type_is_taken_or_refused(api: Api, kind: str, field: str):
    for value in VALUES:
        asked(api, f"query ($v: {kind}) {{ {field} }}", v=value)


DATES = """
2026 2026-02-30 0000-01-01 0001-01-01 9999-12-31 10000-01-01 -0001-01-01 2026-W09-1 20260101 2026-01-01T00:00:00 now
2026-01-01T24:00:00Z 2026-01-01T00:00:00+23:59 2026-01-01T00:00:00+25:00 0001-01-01T00:00:00+14:00 2026-01-01T
9999-12-31T23:59:59-14:00 2026-01-01T00:00:00.123456789Z 2026-01-01T00:00:60Z 2026-01-01T00:00:00.000000001+00:00:01
"""


@pytest.mark.parametrize("operator", ["eq", "lt", "in"])
def test_a_date_of_any_form_is_taken_or_refused(api: Api, operator: str):
    for text in [*DATES.split(), "", "2026-01-01 00:00:00Z"]:
        where = {operator: [text] if operator == "in" else text}
        day = "query ($w: DateFilter) { sources(where: {published: $w}) { totalCount } }"
        moment = "query ($w: DateTimeFilter) { loadRuns(where: {started: $w}) { totalCount } }"
        asked(api, day, w=where)
        asked(api, moment, w=where)


def test_a_moment_is_the_same_in_every_zone(api: Api):
    query = "query ($at: DateTime!) { loadRuns(where: {started: {eq: $at}}) { edges { node { started } } } }"
    for moment in ("2026-03-01T12:00:00Z", "2026-03-02T11:59:00+23:59", "2026-03-01T07:00:00-05:00"):
        (edge,) = asked(api, query, at=moment)["data"]["loadRuns"]["edges"]
        assert edge["node"]["started"] == "2026-03-01T12:00:00+00:00"
    assert "no zone" in asked(api, query, at="2026-03-01T12:00:00")["errors"][0]["message"]


WORDS = '* ? pat* *pat p?t pat~ pat~0.9 name:pat /p.*t/ /(a+)+$/ pat^9 AND ( (((( " \\ \\\\ pat\\ ! : \ufeff % $ `'
PHRASES = [
    *('"pat kim"~9', "[a TO z]", "{a TO z}", "pat AND", "OR NOT", "NOT pat", "+pat -kim", "&& ||", "\x00", "\u202epat"),
    *("a" * 190, " ".join("ab" for _ in range(60)), "e\u0301", "\u00df\u1e9e\u0130\u0131", "\U0001f600", "';DROP"),
]


@pytest.mark.parametrize("field", ["search", "askSearch", "searchKinds"])
def test_the_syntax_of_the_index_is_only_words(api: Api, field: str):
    for text in [*WORDS.split(), *PHRASES]:
        asked(api, f"query ($t: String!) {{ {field}(text: $t) {{ __typename }} }}", t=text)


WAYS = {
    "not": ["not"],
    "or and": ["or", "and"],
    "a relationship": ["painPoints some hurts some"],
    "all": ["or", "painPoints some", "not", "hurts none", "and"],
}


def nested(ways: list[str], depth: int) -> Any:
    """A filter so deep, through these ways in turn."""
    where: Any = {}
    for number in range(depth):
        for word in reversed(ways[-1 - number % len(ways)].split()):
            where = {word: [where] if word in ("and", "or") else where}
    return where


@pytest.mark.parametrize("ways", WAYS.values(), ids=WAYS.keys())
@pytest.mark.parametrize("depth", [5, 20, 190])
def test_a_filter_of_any_depth_is_answered_soon_or_refused(api: Api, ways: list[str], depth: int):
    where = nested(ways, depth)
    began = time.monotonic()
    told = asked(api, "query ($w: PersonaFilter) { personas(where: $w) { totalCount } }", w=where)
    assert time.monotonic() - began < 60
    assert ("errors" in told) == (depth > 5)
    literal = json.dumps(where).replace('"', "")
    assert ("errors" in sent(api, f"{{ personas(where: {literal}) {{ totalCount }} }}")) == (depth > 5)


@pytest.mark.parametrize(
    "query",
    [
        '{ persona(key: "\\ud800") { key } }',
        '{ persona(key: "\\u{110000}") { key } }',
        '{ persona(key: """\\""" ) { key } }',
        "\ufeff{ __typename }",
        "{ __typename \u2028}",
        "{ \u0131d }",
        "query \u00e9 { __typename }",
        "# only a comment",
        "{ personas(first: 99999999999999999999) { totalCount } }",
        "{ personas(where: {name: {eq: 1e400}}) { totalCount } }",
        "{ feelings(where: {score: {lt: 1e400}}) { totalCount } }",
        f"{{ feelings(where: {{score: {{lt: {'9' * 400}}}}}) {{ totalCount }} }}",
        "{ personas @skip(if: null) { totalCount } }",
        "{ personas @skip { totalCount } }",
        "{ personas @nope { totalCount } }",
        "subscription { personas { totalCount } }",
        "{ __type(name: null) { name } }",
        '{ nodeByKey(kind: "PERSONA", key: "pat") { key } }',
        "query ($a: Nope) { __typename }",
        "query ($a: Int, $a: Int) { __typename }",
        "query ($a: PersonaFilter = {and: [{}]}) { personas(where: $a) { totalCount } }",
        "{ personas(first: 1, first: 2) { totalCount } }",
        "{ personas { ...A } } fragment A on PersonaConnection { ...B } fragment B on PersonaConnection { ...A }",
        "{ personas { totalCount } personas(first: 1) { totalCount } }",
    ],
    ids=lambda query: query[:40].encode("ascii", "backslashreplace").decode(),
)  # fmt: skip
def test_a_document_of_any_form_is_answered_or_refused(api: Api, query: str):
    sent(api, query)
    sent(api, query, {"a": 1}, operationName="x")


@pytest.mark.parametrize(
    "body",
    [
        '{"query": "{ __typename }", "variables": {"a": NaN}}',
        '{"query": "{ __typename }", "variables": {"a": 1e999}}',
        '{"query": "{ __typename }", "variables": {"a": "\\ud800"}}',
        '{"query": "{ __typename }", "query": "{ personas { totalCount } }"}',
        '{"query": "{ __typename }", "__proto__": {"x": 1}}',
        '{"query": "{ __typename }", "variables": {"": 1}}',
        '{"query": "\\u0000"}',
        f'{{"query": "{{ __typename }}", "variables": {{"a": {"[" * 900}{"]" * 900}}}}}',
        f'{{"query": "{{ __typename }}", "variables": {json.dumps(dict.fromkeys(map(str, range(50_000)), 1))}}}',
    ],
    ids=lambda body: body[:60],
)
def test_a_body_of_any_form_is_answered_or_refused(api: Api, body: str):
    answer = api.request("POST", "/graphql", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (200, 400)
    assert {error.get("extensions", {}).get("code", "GRAPHQL") for error in answer.json().get("errors", ())} <= TOLD
