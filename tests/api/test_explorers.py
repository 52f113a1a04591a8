"""What a client that draws the graph asks for: each view in one request, on the examples."""

from collections.abc import Iterator

import pytest

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.settings import Neo4jSettings
from queries.library import LIBRARY
from tests.api.world import Api, serving, usual_schema


@pytest.fixture(scope="module")
def sampled(sample: Database, settings: Neo4jSettings) -> Iterator[Api]:
    with serving(settings) as api:
        yield api


def test_kinds_are_listed_with_how_many_there_are(sampled: Api, sample: Database):
    sampled.database.seen.clear()
    found = sampled.ask(
        "{ kinds { kind typeName title plural family description example container field connection count } }"
    )["kinds"]
    assert len(sampled.queries) == 1
    assert {kind["typeName"] for kind in found} >= {kind.__name__ for kind in REGISTRY.written_kinds}
    by_kind = {kind["kind"]: kind for kind in found}
    moment = by_kind["MOMENT_OF_TRUTH"]
    assert [moment[key] for key in ("title", "plural", "family", "container")] == [
        "moment of truth",
        "moments of truth",
        "EXPERIENCE",
        None,
    ]
    assert by_kind["STEP"]["container"] == "STAGE"
    counted = sample.read("MATCH (n) RETURN labels(n)[0] AS label, count(*) AS count")
    expected = {row["label"]: row["count"] for row in counted}
    assert {kind["typeName"]: kind["count"] for kind in found if kind["count"]} == {
        name: count for name, count in expected.items() if name in {kind["typeName"] for kind in found}
    }
    query = usual_schema()._schema.query_type
    assert query is not None
    for kind in found:
        assert str(query.fields[kind["field"]].type) == kind["typeName"]
        assert str(query.fields[kind["connection"]].type) == f"{kind['typeName']}Connection!"


def test_kinds_are_not_counted_unless_that_is_selected(sampled: Api):
    sampled.database.seen.clear()
    assert sampled.ask("{ kinds { kind } }")["kinds"]
    assert not sampled.queries
    counted = sampled.ask("{ kinds { ...Counted } } fragment Counted on KindInfo { ... on KindInfo { count } }")[
        "kinds"
    ]
    assert sum(kind["count"] for kind in counted)


def test_relationships_are_named_from_both_sides(sampled: Api):
    found = sampled.ask("{ relationships { type starts ends forward backward claimed description } }")["relationships"]
    serves = next(rel for rel in found if rel["type"] == "SERVES")
    assert serves["starts"] == ["MOMENT_OF_TRUTH"]
    assert serves["ends"] == ["CX_GOAL"]
    assert serves["forward"] == "serves"
    assert serves["claimed"]
    assert not next(rel for rel in found if rel["type"] == "HAS_STEP")["claimed"]
    types = usual_schema()._schema.type_map
    names = {kind["kind"]: kind["typeName"] for kind in sampled.ask("{ kinds { kind typeName } }")["kinds"]}
    for rel in found:
        assert all(rel["forward"] in types[names[start]].fields for start in rel["starts"])  # type: ignore[attr-defined]
        assert all(rel["backward"] in types[names[end]].fields for end in rel["ends"])  # type: ignore[attr-defined]


def test_a_node_is_found_by_kind_and_key(sampled: Api):
    query = """query ($kind: Kind!, $key: String!) { nodeByKey(kind: $kind, key: $key) {
      __typename id kind name ... on Step { stage { name } } ... on Persona { goals } } }"""
    step = sampled.ask(query, kind="STEP", key="newspaper-first-use/pay/bank-app")["nodeByKey"]
    assert (step["__typename"], step["stage"]) == ("Step", {"name": "Pay for the first time"})
    persona = sampled.ask(query, kind="PERSONA", key="woman-reader")["nodeByKey"]
    assert persona["__typename"] == "Persona"
    assert (
        sampled.ask("query ($id: ID!) { node(id: $id) { name } }", id=persona["id"])["node"]["name"] == persona["name"]
    )
    assert sampled.ask(query, kind="PERSONA", key="nobody")["nodeByKey"] is None


def test_a_question_is_found_by_its_id_with_its_cypher(sampled: Api):
    found = sampled.ask('{ question(id: "trace") { title cypher crosses } none: question(id: "x") { id } }')
    trace = LIBRARY.get("trace")
    assert found["question"] == {
        "title": trace.title,
        "cypher": trace.cypher.strip(),
        "crosses": list(trace.crosses),
    }
    assert found["none"] is None


def test_an_answer_tells_how_many_rows_there_are_and_what_was_asked(sampled: Api):
    sampled.database.seen.clear()
    found = sampled.ask(
        "{ goalsWithoutMoments(limit: 1) { rows { goal { key } } complete totalCount asked { cypher parameters } } }"
    )
    answer = found["goalsWithoutMoments"]
    question = LIBRARY.get("goals-without-moments")
    assert len(sampled.queries) == 1
    assert len(answer["rows"]) == 1
    assert not answer["complete"]
    assert answer["totalCount"] > 1
    assert answer["asked"] == {"cypher": question.cypher.strip(), "parameters": "{limit: 1, brands: []}"}


WEAK = """{
  kinds { kind count }
  goals: goalsWithoutMoments(limit: 3) { totalCount rows { goal { kind key name } gap } }
  moments: momentsWithoutGoals(limit: 3) { totalCount rows { moment { key name } gap } }
  pains: unsolvedPainPoints(limit: 3) { totalCount rows { __typename } }
  transitions: brokenTransitions(limit: 3) { totalCount rows { __typename } }
  disagreements(limit: 3) { totalCount rows { node { kind key name } field shown } }
  loadRuns(first: 3, orderBy: { field: NUMBER, direction: DESC }) { edges { node { number state command started by } } }
}"""


def test_a_home_page_is_one_request(sampled: Api):
    sampled.database.seen.clear()
    found = sampled.ask(WEAK)
    assert len(sampled.queries) == 7
    assert found["goals"]["totalCount"] >= len(found["goals"]["rows"]) > 0
    assert [edge["node"]["number"] for edge in found["loadRuns"]["edges"]] == [1]


EVIDENCE = """query ($node: [String!]!, $other: [String!]!) {
  evidenceFor(nodes: $node) { rows { says by { kind key } method ageDays quotes { text } evidence { basis run } } }
  evidenceForLink(nodes: $node, others: $other) { rows { relationship source { name } evidence { basis strength } } }
  disagreements(nodes: $node) { rows { field shown given { value dataset } } }
  changedSince(nodes: $node, limit: 5) { rows { run action subject object before after } }
  neighbourhood(nodes: $node) { rows { relationship way kind neighbours stated inferred measured } }
}"""


def test_all_that_is_known_of_a_node_or_link_is_one_request(sampled: Api):
    moment, goal = "moment_of_truth:first-article-opens", "cx_goal:reading-within-a-minute"
    found = sampled.ask(EVIDENCE, node=[moment], other=[goal])
    assert all(found[name]["rows"] for name in ("evidenceFor", "evidenceForLink", "changedSince", "neighbourhood"))
    assert ("SERVES", "FORWARD", "cx_goal") in [
        (row["relationship"], row["way"], row["kind"]) for row in found["neighbourhood"]["rows"]
    ]


def test_a_drawing_grows_by_one_request(sampled: Api):
    near = sampled.ask(
        """{ neighbours(nodes: ["touchpoint:bank-confirmation"], limit: 20) { totalCount rows {
             relationship way degree neighbour { kind key } evidence { basis } } } }"""
    )["neighbours"]
    assert near["totalCount"] == len(near["rows"]) > 3
    nodes = [f"{row['neighbour']['kind']}:{row['neighbour']['key']}" for row in near["rows"]]
    lines = sampled.ask(
        """query ($nodes: [String!]!) { linksAmong(nodes: $nodes) { rows {
             link { start { key } relationship end { key } } } } }""",
        nodes=nodes,
    )["linksAmong"]["rows"]
    assert ("payment-service", "ENABLES", "newspaper-first-use/pay/bank-app") in [
        (row["link"]["start"]["key"], row["link"]["relationship"], row["link"]["end"]["key"]) for row in lines
    ]
