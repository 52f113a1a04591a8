"""What a client selects, as compiled queries on a real Neo4j."""

from base64 import b64encode

import pytest

from api.limits import Limits
from graph_store.settings import Neo4jSettings
from tests.api.conftest import PAINS
from tests.api.world import Api, serving


def test_a_node_is_found_by_key_and_by_global_id(api: Api):
    found = api.ask('{ persona(key: "pat") { __typename id key kind name goals customerKind description } }')["persona"]
    assert found.pop("id") == (node_id := api.ask('{ persona(key: "pat") { id } }')["persona"]["id"])
    assert found == {
        "__typename": "Persona",
        "key": "pat",
        "kind": "PERSONA",
        "name": "Pat",
        "goals": ["read"],
        "customerKind": None,
        "description": None,
    }
    query = "query ($id: ID!) { node(id: $id) { __typename key ... on Persona { goals } ... on Step { order } } }"
    assert api.ask(query, id=node_id) == {"node": {"__typename": "Persona", "key": "pat", "goals": ["read"]}}


@pytest.mark.parametrize("node_id", ["", "?", "pat", "cGVyc29uYTo", "bm9uZTpwYXQ", "é" * 20, "cGVyc29uYTpub25l"])
def test_an_id_of_nothing_is_null(api: Api, node_id: str):
    assert api.ask("query ($id: ID!) { node(id: $id) { key } }", id=node_id) == {"node": None}


def test_nodes_come_in_the_order_of_their_ids(api: Api):
    found = api.ask('{ kim: persona(key: "kim") { id } pat: persona(key: "pat") { id } step(key: "buy/a/3") { id } }')
    ids = [found["step"]["id"], "none", found["pat"]["id"], found["kim"]["id"], found["pat"]["id"]]
    api.database.seen.clear()
    nodes = api.ask("query ($ids: [ID!]!) { nodes(ids: $ids) { key ... on Persona { goals } } }", ids=ids)["nodes"]
    assert nodes == [
        {"key": "buy/a/3"},
        None,
        {"key": "pat", "goals": ["read"]},
        {"key": "kim", "goals": []},
        {"key": "pat", "goals": ["read"]},
    ]
    assert len(api.queries) == 1
    assert api.ask("{ nodes(ids: []) { key } }") == {"nodes": []}
    error = api.error("query ($ids: [ID!]!) { nodes(ids: $ids) { key } }", ids=["x"] * 101)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "ids"}


def test_a_key_that_a_node_had_still_leads_to_it(api: Api):
    old = b64encode(b"persona:patricia").decode()
    pat = {"key": "pat", "name": "Pat"}
    assert api.ask('{ persona(key: "patricia") { key name } }') == {"persona": pat}
    query = "query ($old: ID!) { node(id: $old) { key name } nodes(ids: [$old, $old]) { key name } }"
    assert api.ask(query, old=old) == {"node": pat, "nodes": [pat, pat]}
    assert api.ask('{ persona(key: "nobody") { key } journey(key: "patricia") { key } }') == {
        "persona": None,
        "journey": None,
    }


def test_one_root_field_is_one_query(api: Api):
    api.ask(
        """{ journey(key: "buy") { name for { edges { node { name } assertions { source } } }
               stages { totalCount edges { node { name steps { edges { node { name via { edges { node { name } } }
                 painPoints { totalCount edges { node { name severity } } } } } } } } } }
             personas { totalCount edges { node { painPoints(first: 3) { edges { node { name } } } } } } }"""
    )
    assert len(api.queries) == 2


def test_equal_fields_under_two_aliases_have_their_own_arguments(api: Api):
    found = api.ask(
        """{ one: persona(key: "pat") { few: painPoints(first: 1) { edges { node { k: key } } }
                                        more: painPoints(first: 2) { edges { node { n: name, key } } } }
             two: persona(key: "kim") { name } }"""
    )
    assert found == {
        "one": {
            "few": {"edges": [{"node": {"k": "pain-000"}}]},
            "more": {
                "edges": [{"node": {"n": "Pain 0", "key": "pain-000"}}, {"node": {"n": "Pain 1", "key": "pain-001"}}]
            },
        },
        "two": {"name": "Kim"},
    }


def test_an_alias_leaves_the_query_as_it_is(api: Api):
    api.ask('{ persona(key: "pat") { name painPoints { edges { node { key } } } } }')
    api.ask('{ a: persona(key: "kim") { b: name c: painPoints { d: edges { e: node { f: key } } } } }')
    assert api.queries[0] == api.queries[1]


def test_selections_under_one_response_key_are_merged(api: Api):
    query = """
        query { journey(key: "buy") { stages(first: 1) { edges { node { key } } } ...More
                                      stages(first: 1) { edges { node { name } } edges { cursor } } } }
        fragment More on Journey { ... on Node { name } ... { stages(first: 1) { edges { node { order } } } } }
    """
    found = api.ask(query)["journey"]
    (edge,) = found["stages"]["edges"]
    assert found["name"] == "I buy"
    assert edge["node"] == {"key": "buy/b", "order": 1, "name": "b"}
    assert edge["cursor"]


def test_directives_and_variables_choose_what_is_asked_for(api: Api):
    query = """query ($key: String!, $no: Boolean!, $n: Int = 2) { persona(key: $key) { name @skip(if: $no)
                 painPoints(first: $n) @include(if: $no) { edges { node { key } } } key @include(if: false) } }"""
    assert api.ask(query, key="pat", no=False) == {"persona": {"name": "Pat"}}
    assert "HURTS" not in api.queries[-1]
    found = api.ask(query, key="pat", no=True)["persona"]
    assert [edge["node"]["key"] for edge in found["painPoints"]["edges"]] == ["pain-000", "pain-001"]
    assert len(api.ask(query, key="pat", no=True, n=None)["persona"]["painPoints"]["edges"]) == 20
    assert api.ask(query, key="kim", no=False) == {"persona": {"name": "Kim"}}


PAGE = """page: painPoints(first: 7, after: $after) {
    totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { key } } }"""
ROOTS = f"query ($after: String) {{ {PAGE} }}"
NESTED = f'query ($after: String) {{ persona(key: "pat") {{ {PAGE} }} }}'
DEEP = f"query ($after: String) {{ personas(first: 2) {{ edges {{ node {{ {PAGE} }} }} }} }}"


@pytest.mark.parametrize("query", [ROOTS, NESTED, DEEP], ids=["root", "hub", "nested"])
def test_paging_reaches_everything_once(api: Api, query: str):
    seen: list[str] = []
    after = None
    for number in range(99):
        data = api.ask(query, after=after)
        page = data.get("page") or data.get("persona", {}).get("page")
        page = page or data["personas"]["edges"][-1]["node"]["page"]
        info = page["pageInfo"]
        assert page["totalCount"] == PAINS
        assert info["hasPreviousPage"] == (number > 0)
        assert [info["startCursor"], info["endCursor"]] == [page["edges"][i]["cursor"] for i in (0, -1)]
        seen += [edge["node"]["key"] for edge in page["edges"]]
        after = info["endCursor"]
        if not info["hasNextPage"]:
            break
    assert seen == [f"pain-{i:03}" for i in range(PAINS)]


def test_parts_page_in_their_own_order_with_those_without_one_last(api: Api):
    query = """query ($after: String) { journey(key: "buy") { stages(first: 1, after: $after) {
        pageInfo { hasNextPage endCursor } edges { node { name order } } } } }"""
    seen: list[object] = []
    after, more = None, True
    while more:
        page = api.ask(query, after=after)["journey"]["stages"]
        seen += [(edge["node"]["name"], edge["node"]["order"]) for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == [("b", 1), ("a", 2), ("c", None)]
    steps = api.ask('{ stage(key: "buy/a") { steps { edges { node { order } } } } }')["stage"]["steps"]["edges"]
    assert [edge["node"]["order"] for edge in steps] == list(range(1, 10))


def test_a_page_of_none_counts(api: Api):
    found = api.ask('{ persona(key: "kim") { painPoints { totalCount pageInfo { hasNextPage endCursor } } } }')
    assert found["persona"]["painPoints"] == {"totalCount": 0, "pageInfo": {"hasNextPage": False, "endCursor": None}}
    assert api.ask("{ painPoints(first: 0) { edges { cursor } pageInfo { hasNextPage } } }") == {
        "painPoints": {"edges": [], "pageInfo": {"hasNextPage": True}}
    }


def test_an_edge_has_one_neighbour_with_all_its_assertions(api: Api):
    query = """{ momentOfTruth(key: "paid") { serves { totalCount edges { node { key } assertions {
        source dataset basis strength quotes note locator run } } } } }"""
    serves = api.ask(query)["momentOfTruth"]["serves"]
    assert serves["totalCount"] == 1
    shared = {"note": None, "locator": None, "run": 1}
    assert serves["edges"] == [
        {
            "node": {"key": "ease"},
            "assertions": [
                {"source": "s0", "dataset": "d1", "basis": "STATED", "strength": 3, "quotes": ["q1"]} | shared,
                {"source": "s1", "dataset": "d2", "basis": "INFERRED", "strength": None, "quotes": []} | shared,
            ],
        }
    ]


def test_assertions_are_fetched_only_when_selected(api: Api):
    api.ask('{ persona(key: "pat") { painPoints { edges { node { key } } } } }')
    assert "collect(" not in api.queries[-1]
    assert "COUNT" not in api.queries[-1]
    api.ask('{ persona(key: "pat") { painPoints { edges { assertions { basis } } totalCount } } }')
    assert "collect(" in api.queries[-1]
    assert ".`source`]" not in api.queries[-1]
    assert "COUNT" in api.queries[-1]


def test_what_identifies_an_assertion_and_was_not_given_is_null(api: Api):
    query = '{ step(key: "buy/a/0") { performedBy { edges { assertions { line action } } } } }'
    edges = api.ask(query)["step"]["performedBy"]["edges"]
    assert edges == [{"assertions": [{"line": None, "action": "Greets."}]}]


def test_containers_and_parties_are_single_objects(api: Api):
    found = api.ask(
        """{ step(key: "buy/a/0") { stage { name journey { name } } } phase(key: "cycle/start") { model { key } }
             stage(key: "buy/a") { journey { key } }
             feelings { edges { node { name score persona { name } emotion { name } place { __typename key
               ... on Step { order } ... on Touchpoint { recurrence } } } } } }"""
    )
    assert found["step"] == {"stage": {"name": "a", "journey": {"name": "I buy"}}}
    assert found["phase"] == {"model": {"key": "cycle"}}
    assert found["stage"] == {"journey": {"key": "buy"}}
    first, second = (edge["node"] for edge in found["feelings"]["edges"])
    place = {"__typename": "Step", "key": "buy/a/0", "order": 9}
    assert first == {
        "name": "Glad",
        "score": 1.0,
        "persona": {"name": "Pat"},
        "emotion": {"name": "Joy"},
        "place": place,
    }
    assert second == {"name": "f2", "score": None, "persona": None, "emotion": None, "place": None}


def test_several_kinds_at_one_end_can_be_told_apart_and_chosen(api: Api):
    query = """query ($kinds: [Kind!]) { painPoint(key: "pain-000") { occursAt(kinds: $kinds) { totalCount edges {
        node { kind name ... on Step { order stage { name } } ... on Touchpoint { recurrence } } } } } }"""
    both = api.ask(query)["painPoint"]["occursAt"]
    step = {"kind": "STEP", "name": "Step 0", "order": 9, "stage": {"name": "a"}}
    till = {"kind": "TOUCHPOINT", "name": "Till", "recurrence": None}
    assert both == {"totalCount": 2, "edges": [{"node": step}, {"node": till}]}
    one = api.ask(query, kinds=["TOUCHPOINT"])["painPoint"]["occursAt"]
    assert one == {"totalCount": 1, "edges": [{"node": till}]}
    error = api.error(query, kinds=["PERSONA"])
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "kinds"}


def test_classes_that_share_a_type_are_kept_apart(api: Api):
    found = api.ask(
        """{ step(key: "buy/a/0") { painPoints { totalCount edges { node { key } } }
                                    momentsOfTruth { totalCount edges { node { key } } } gains { totalCount } }
             phase(key: "cycle/start") { journeys { edges { node { key } } } stages { edges { node { key } } } } }"""
    )
    assert found["step"]["painPoints"] == {"totalCount": 1, "edges": [{"node": {"key": "pain-000"}}]}
    assert found["step"]["momentsOfTruth"] == {"totalCount": 1, "edges": [{"node": {"key": "paid"}}]}
    assert found["step"]["gains"] == {"totalCount": 0}
    assert found["phase"]["journeys"]["edges"] == [{"node": {"key": "buy"}}]
    assert found["phase"]["stages"]["edges"] == [{"node": {"key": "buy/a"}}]


def test_evidence_and_records_are_linked_like_the_rest(api: Api):
    found = api.ask(
        """{ painPoint(key: "pain-000") { supportedBy { edges { node { kind name } } } }
             dataset(key: "d1") { describes { totalCount edges { node { name } assertions { dataset run } } }
 }
             loadRun(key: "1") { started state name datasets }
             source(key: "s0") { published } }"""
    )
    assert found["painPoint"]["supportedBy"]["edges"] == [{"node": {"kind": "QUOTE", "name": "It hurts."}}]
    described = {"node": {"name": "Pat"}, "assertions": [{"dataset": "d1", "run": 1}]}
    assert found["dataset"]["describes"] == {"totalCount": 1, "edges": [described]}
    run = {"started": "2026-03-01T12:00:00+00:00", "state": "APPLIED", "name": "1", "datasets": ["d1"]}
    assert found["loadRun"] == run
    assert found["source"] == {"published": "2026-02-01"}


@pytest.mark.parametrize(
    "key", ["none", "", "pat'}) DETACH DELETE n //", "`", "$ref", "\u0000", "\\u0027", "pat\n", "💥", "x" * 9999]
)
def test_a_key_of_nothing_is_null_whatever_it_holds(api: Api, key: str):
    query = "query ($key: String!) { persona(key: $key) { key painPoints { totalCount } } }"
    assert api.ask(query, key=key) == {"persona": None}
    assert len(set(api.queries)) == 2  # the second asks whether the key is an old one
    assert api.ask("{ personas { totalCount } }") == {"personas": {"totalCount": 2}}


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ("first: 101", "first"),
        ("first: -1", "first"),
        ('after: "?"', "after"),
        ('after: ""', "after"),
        ('after: "WzEsMl0"', "after"),
        ('after: "W10"', "after"),
        ('after: "bnVsbA"', "after"),
    ],
)
@pytest.mark.parametrize(
    "query", ["{ steps(%s) { totalCount } }", '{ stage(key: "buy/a") { steps(%s) { totalCount } } }']
)
def test_an_argument_that_cannot_be_taken_is_named(api: Api, query: str, arguments: str, argument: str):
    error = api.error(query % arguments)
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}
    assert f"`{argument}` of `steps`" in error["message"]
    assert not api.queries


def test_limits_are_settings(settings: Neo4jSettings, api: Api):
    with serving(
        settings, limits=Limits(default_page=2, max_page=3, max_depth=4, max_tokens=40, max_aliases=2)
    ) as small:
        assert len(small.ask("{ painPoints { edges { cursor } } }")["painPoints"]["edges"]) == 2
        assert "0 to 3" in small.error("{ painPoints(first: 4) { totalCount } }")["message"]
        deep = "{ stages { edges { node { journey { stages { edges { cursor } } } } } } }"
        assert "depth" in small.error(deep)["message"]
        assert "alias" in small.error("{ a: __typename b: __typename c: __typename }")["message"]
        assert "token" in small.error("{ personas { edges { " + "cursor " * 40 + "} } }")["message"].lower()
