"""How much one operation may ask for: each limit holds, whatever way is tried around it."""

import re
import time
from pathlib import Path

import pytest
from graphql import OperationDefinitionNode, get_introspection_query, parse

from api.access.gate import Access, Rates
from api.access.identity import ANONYMOUS
from api.access.tokens import TokenBook
from api.introspection import SchemaSize
from api.limits import Limits
from api.measure import demand, oversize, planned
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, serving, usual_schema

GIVEN = "g" * 32
ASK = {"query": "{ __typename }"}
MAP = """query ($n: Int = 2, $m: Int) { journey(key: "buy") { name
    stages(first: $n) { totalCount edges { node { steps(first: $m) { edges { node { at { edges { node { key } } } } } }
    journey { key } } } } } }"""


def nodes(text: str, **variables: object) -> int:
    document, schema = parse(text), usual_schema()._schema
    operation = next(found for found in document.definitions if isinstance(found, OperationDefinitionNode))
    return demand(document, operation, schema, 20)(variables)


def test_what_is_asked_for_is_the_product_of_the_pages():
    assert nodes('{ persona(key: "pat") { name } }') == 1
    assert nodes("{ personas { edges { node { name } } } }") == 20
    assert nodes("{ personas { totalCount } }") == 1
    assert nodes("{ personas(first: 5) { edges { node { painPoints(first: 7) { edges { node { key } } } } } } }") == 40
    assert nodes(MAP, m=3) == 1 + 2 * (1 + 1 + 3 * (1 + 20))
    assert nodes(MAP, n=10, m=100.0) == 1 + 10 * (1 + 1 + 100 * 21)
    assert nodes(MAP) == nodes(MAP, m=None) == 1 + 2 * (1 + 1 + 20 * 21)
    assert nodes(MAP, n=0) == 2
    assert nodes("{ personas(last: 7) { edges { node { key } } } }") == 7
    assert nodes("query ($n: Int) { personas(first: 1, last: $n) { edges { node { key } } } }", n=9) == 9
    assert nodes('{ nodes(ids: ["a", "b"]) { key } }') == 2
    assert nodes("query ($ids: [ID!]!) { nodes(ids: $ids) { key } }", ids=["a"] * 50) == 50


def parts(text: str, **variables: object) -> int:
    document, schema = parse(text), usual_schema()._schema
    operation = next(found for found in document.definitions if isinstance(found, OperationDefinitionNode))
    return planned(document, operation, schema)(variables)


def test_what_has_to_be_planned_is_each_list_total_and_word_of_a_filter():
    assert parts("{ __typename questions { id } }") == 0
    assert parts('{ persona(key: "pat") { name } }') == 5
    assert parts("{ personas { totalCount edges { node { key needs { edges { cursor } } } } } }") == 15
    assert parts("{ ...F ...F } fragment F on Query { a: personas { totalCount } }") == 20
    assert parts(MAP) == 35
    where = '{name: {eq: "a"}, or: [{key: {in: ["a", "b"]}}, {painPoints: {some: $w}}]}'
    filtered = f"query ($w: PainPointFilter) {{ personas(where: {where}) {{ totalCount }} }}"
    assert parts(filtered) == 10 + 7
    assert parts(filtered, w={"name": {"eq": "x"}, "not": {}}) == 10 + 7 + 3
    assert parts('query ($w: PersonaFilter = {name: {eq: "x"}}) { personas(where: $w) { totalCount } }') == 12


def test_an_operation_that_gives_too_much_to_plan_is_refused(settings: Neo4jSettings):
    query = "query ($w: PersonaFilter) { personas(where: $w) { totalCount } }"
    with serving(settings, limits=Limits(max_plan=12), questions=()) as small:
        assert small.ask(query, w={"name": {"eq": "Pat"}})
        error = small.error(query, w={"name": {"eq": "Pat", "isNull": False}})
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED"}
    assert "13 parts to plan, and 12 are the most" in error["message"]


@pytest.mark.parametrize(
    ("limits", "where", "said"),
    [
        (Limits(max_conditions=3), '{or: [{name: {eq: "a"}}, {name: {eq: "b"}}]}', "more than 3 conditions"),
        (Limits(max_filter_depth=2), "{not: {not: {}}}", "deeper than 2 levels"),
        (Limits(max_filter_depth=2), '{painPoints: {some: {hurts: {none: {}}}}}', "deeper than 2 levels"),
    ],
    ids=str,
)  # fmt: skip
def test_a_filter_that_is_too_large_is_refused(settings: Neo4jSettings, limits: Limits, where: str, said: str):
    with serving(settings, limits=limits, questions=()) as small:
        error = small.error(f"{{ personas(where: {where}) {{ totalCount }} }}")
        assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "where"}
        assert said in error["message"]
        assert small.ask('{ personas(where: {name: {eq: "Pat"}}) { totalCount } }')


def test_a_page_has_as_many_edges_as_it_is_told_by_default(settings: Neo4jSettings):
    with serving(settings, limits=Limits(default_page=1), questions=()) as small:
        assert len(small.ask("{ personas { edges { node { key } } } }")["personas"]["edges"]) == 1


@pytest.mark.parametrize("limit", Limits.model_fields)
def test_every_limit_is_tested(limit: str):
    told = re.compile(rf"\b{limit}=|\"{limit}\"")
    assert any(told.search(file.read_text("utf-8")) for file in Path(__file__).parent.glob("test_*.py")), limit


def test_fragments_and_aliases_count_as_often_as_they_are_spread():
    page = "painPoints(first: 10) { edges { node { key } } }"
    assert (
        nodes(f"{{ a: {page} b: {page} ...F ...on Query {{ c: {page} }} }} fragment F on Query {{ d: {page} }}") == 40
    )


INNER = "edges { node { hurts { edges { node { ...F%d } } } } }"
TWICE = f" fragment F%d on Persona {{ a: painPoints(first: 0) {{ {INNER} }} b: painPoints {{ {INNER} }} }}"
BOMB = (
    "{ personas { edges { node { ...F0 } } } }"
    + "".join(TWICE % (i, i + 1, i + 1) for i in range(30))
    + " fragment F30 on Persona { key }"
)


def test_a_fragment_that_stands_for_millions_is_refused_at_once(api: Api):
    began = time.process_time()
    error = api.error(BOMB)
    assert error["extensions"] == {"code": "LIMIT_EXCEEDED"}
    assert time.process_time() - began < 1
    assert not api.queries
    cycle = "{ personas { edges { node { ...A } } } } fragment A on Persona { ...B } fragment B on Persona { ...A }"
    assert "Cannot spread fragment" in api.error(cycle)["message"]


@pytest.mark.parametrize(
    ("limit", "query"),
    [
        ({"max_depth": 3}, "{ personas { edges { node { key } } } }"),
        ({"max_roots": 2}, "{ a: __schema { __typename } personas { totalCount } painPoints { totalCount } }"),
        ({"max_aliases": 1}, "{ a: __typename ...F ...F } fragment F on Query { b: __typename }"),
        ({"max_directives": 1}, "{ a @skip(if: false) ...F } fragment F on Query { b @skip(if: true) }"),
        ({"max_fields": 3}, "{ ...F ...F } fragment F on Query { personas { totalCount } }"),
    ],
    ids=str,
)  # fmt: skip
def test_a_document_that_is_too_large_is_refused(limit: dict[str, int], query: str):
    error = oversize(parse(query), Limits(**limit))
    assert error is not None
    assert f"and {next(iter(limit.values()))} are the most" in error.message
    assert oversize(parse(query), Limits()) is None


WHOLE = get_introspection_query()
FIELDS = " ".join(f"f{number}: fields {{ name args {{ name }} }}" for number in range(90))


def test_how_much_of_the_schema_is_asked_for_is_known():
    def times(query: str) -> float:
        return SchemaSize(usual_schema()._schema).times(parse(query))

    assert times(WHOLE) == 1
    assert times("{ personas { edges { node { __typename } } } }") == 0
    a_bit = "types { name fields { name } }"
    assert 0 < times(f"{{ __schema {{ {a_bit} }} }}") < 1
    assert times("{ ...F } fragment F on Query { ...G } fragment G on Query { __schema { " + a_bit + " } }") < 1
    assert 0 < times("mutation { removeLink(link: {}) { query { __schema { " + a_bit + " } } } }") < 1
    assert times(f"{{ __schema {{ types {{ {FIELDS} }} }} }}") > 20
    assert times(f"{{ __schema {{ ...T }} }} fragment T on __Schema {{ types {{ {FIELDS} }} }}") > 20


def test_the_schema_is_given_so_many_times_over(settings: Neo4jSettings, api: Api):
    assert "errors" not in api.post(WHOLE)
    assert api.error(f"{{ __schema {{ types {{ {FIELDS} }} }} }}")["extensions"] == {"code": "LIMIT_EXCEEDED"}
    with serving(settings, limits=Limits(max_introspection=0), questions=()) as closed:
        for query in (WHOLE, "{ __schema { __typename } }", '{ __type(name: "Persona") { name } }'):
            assert closed.error(query)["extensions"] == {"code": "LIMIT_EXCEEDED"}
        assert closed.ask("{ __typename personas { totalCount } }")


def test_an_operation_that_asks_for_too_many_nodes_is_refused(settings: Neo4jSettings):
    query = "query ($n: Int!) { personas(first: $n) { edges { node { painPoints(first: $n) { totalCount } } } } }"
    with serving(settings, limits=Limits(max_nodes=50, max_body=2_000, max_tokens=100), questions=()) as small:
        assert small.ask(query, n=5)
        seen = len(small.queries)
        error = small.error(query, n=50)
        assert error["extensions"] == {"code": "LIMIT_EXCEEDED"}
        assert "100 nodes, and 50 are the most" in error["message"]
        assert len(small.queries) == seen
        assert "100 tokens" in small.error("{ " + "__typename " * 100 + "}")["message"]
        large = small.request("POST", "/graphql", json={"query": "{ __typename }", "more": "x" * 2_000})
        assert large.status_code == 413
        assert large.json()["errors"][0]["extensions"] == {"code": "LIMIT_EXCEEDED"}


def test_a_body_is_not_read_beyond_its_limit(settings: Neo4jSettings):
    read = 0

    async def endless():
        nonlocal read
        while True:
            read += 100_000
            yield b" " * 100_000

    with serving(settings) as api:
        headers = {"content-type": "application/json"}
        assert api.request("POST", "/graphql", content=endless(), headers=headers).status_code == 413
        assert read < 1_500_000
        headers["content-length"] = "99999999"
        assert api.request("POST", "/graphql", content=endless(), headers=headers).status_code == 413


@pytest.mark.parametrize("text", ["{a" * 3_000, "{__typename " + "{a" * 400 + "}" * 401, "query($a:" + "[" * 1_500])
def test_deep_nesting_is_an_error_like_any_other(api: Api, text: str):
    answer = api.request("POST", "/graphql", json={"query": text})
    assert answer.status_code == 200
    assert answer.json()["errors"][0].get("extensions", {}).get("code") != "INTERNAL"


def test_deep_json_is_refused(api: Api):
    headers = {"content-type": "application/json"}
    assert api.request("POST", "/graphql", content="[" * 100_000, headers=headers).status_code == 400


def test_each_credential_has_a_rate_and_is_told(settings: Neo4jSettings):
    limits = Limits(rate=3)
    with serving(settings, access=Access(None, TokenBook(None, GIVEN)), limits=limits, questions=()) as api:
        sent = {"authorization": f"Bearer {GIVEN}"}
        answers = [api.request("POST", "/graphql", json=ASK, headers=sent) for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert answers[0].headers["ratelimit-policy"] == '"requests";q=3;w=60'
        assert [answer.headers["ratelimit"].split(";")[1] for answer in answers] == ["r=2", "r=1", "r=0", "r=0", "r=0"]
        assert 1 <= int(answers[3].headers["retry-after"]) <= 20
        assert api.request("GET", "/healthz", headers=sent).status_code == 200


def test_a_rate_fills_up_evenly_and_is_each_callers_own():
    now = [0.0]
    rates = Rates(60, lambda: now[0])
    assert [rates.take("a")[0] for _ in range(61)] == [*range(59, -1, -1), -1]
    assert rates.take("b")[0] == 59
    now[0] += 1.5
    assert [rates.take("a")[0] for _ in range(2)] == [0, -1]
    now[0] += 1000
    assert rates.take("a")[0] == 59


def test_anonymous_readers_are_told_apart_by_address_and_this_machine_is_not_counted(settings: Neo4jSettings, api: Api):
    with serving(settings, access=Access(ANONYMOUS), hosts=None) as open_to_all:
        assert "ratelimit" in open_to_all.request("POST", "/graphql", json=ASK).headers
    assert "ratelimit" not in api.request("POST", "/graphql", json=ASK).headers
