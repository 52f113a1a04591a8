"""Filters and orders, on the small graph."""

from typing import Any

import pytest

from api import nearby
from tests.api.conftest import PAINS
from tests.api.world import Api


def keys(api: Api, field: str, where: str = "", **variables: Any) -> list[str]:
    """The keys of a root field's first page."""
    types = {"w": f"{field[0].upper()}{field[1:-1]}Filter"}
    declared = ", ".join(f"${name}: {types.get(name, 'String')}" for name in variables)
    head = f"query ({declared}) " if declared else ""
    arguments = f"(first: 100{', ' + where if where else ''})"
    found = api.ask(f"{head}{{ {field}{arguments} {{ totalCount edges {{ node {{ key }} }} }} }}", **variables)[field]
    listed = [edge["node"]["key"] for edge in found["edges"]]
    assert found["totalCount"] == len(listed)
    return listed


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('{name: {eq: "Pat"}}', ["pat"]),
        ('{name: {in: ["Pat", "Kim"]}}', ["kim", "pat"]),
        ('{name: {startsWith: "P"}}', ["pat"]),
        ('{name: {endsWith: "m"}, key: {contains: "i"}}', ["kim"]),
        ('{name: {gt: "Kim"}}', ["pat"]),
        ('{name: {gte: "Kim", lt: "Pat"}}', ["kim"]),
        ("{description: {isNull: true}}", ["kim", "pat"]),
        ("{description: {isNull: false}}", []),
        ('{goals: {has: "read"}}', ["pat"]),
        ("{goals: {isEmpty: true}}", ["kim"]),
        ("{}", ["kim", "pat"]),
        ('{or: [{key: {eq: "pat"}}, {key: {eq: "kim"}}]}', ["kim", "pat"]),
        ("{or: []}", []),
        ("{and: []}", ["kim", "pat"]),
        ('{not: {name: {eq: "Pat"}}}', ["kim"]),
        ('{not: {description: {eq: "x"}}}', ["kim", "pat"]),
        ('{painPoints: {some: {key: {eq: "pain-003"}}}}', ["pat"]),
        ("{painPoints: {none: {}}}", ["kim"]),
        ("{painPoints: {every: {severity: {eq: HIGH}}}}", ["kim", "pat"]),
        ("{painPoints: {every: {severity: {eq: LOW}}}}", ["kim"]),
        (f"{{painPoints: {{count: {{eq: {PAINS}}}}}}}", ["pat"]),
        ("{painPoints: {count: {lt: 1}}}", ["kim"]),
        ('{painPoints: {assertion: {source: {eq: "s1"}}, some: {key: {eq: "pain-003"}}}}', ["pat"]),
        ('{painPoints: {assertion: {source: {eq: "s2"}}, some: {key: {eq: "pain-003"}}}}', []),
        ("{painPoints: {assertion: {basis: {eq: INFERRED}}, count: {eq: 0}}}", ["kim", "pat"]),
        ("{feelings: {some: {score: {gte: 0.5}, emotion: {valence: {gt: 0}}}}}", ["pat"]),
        ("{feelings: {some: {emotion: {valence: {lt: 0}}}}}", []),
        ('{feelings: {some: {place: {step: {stage: {name: {eq: "a"}}}}}}}', ["pat"]),
    ],
)
def test_a_filter_lets_through_what_it_says(api: Api, where: str, expected: list[str]):
    assert keys(api, "personas", f"where: {where}") == expected


STEPS = ["buy/a/" + str(i) for i in range(9)]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ('{via: {some: {key: {eq: "shop"}}}}', STEPS[:1]),
        ('{via: {some: {key: {eq: "shop"}, name: {eq: "Web"}}}}', []),
        ('{via: {some: {key: {eq: "web"}}, assertion: {source: {eq: "s1"}}}}', STEPS[:1]),
        ('{via: {some: {key: {eq: "web"}}, assertion: {dataset: {eq: "d1"}}}}', []),
        ('{and: [{via: {some: {key: {eq: "shop"}}}}, {order: {gt: 9}}]}', []),
        ('{not: {via: {some: {key: {eq: "shop"}}}}}', STEPS[1:]),
        ('{stage: {journey: {key: {eq: "buy"}}}, order: {lte: 2}}', STEPS[7:]),
        ('{stage: {journey: {key: {eq: "sell"}}}}', []),
    ],
)
def test_a_filter_by_the_key_of_a_neighbour_begins_there(api: Api, where: str, expected: list[str]):
    assert keys(api, "steps", f"where: {where}") == expected


def test_several_kinds_at_the_other_end_are_filtered_each_in_its_own_way(api: Api):
    assert keys(api, "painPoints", "where: {occursAt: {some: {kinds: [TOUCHPOINT]}}}") == ["pain-000"]
    assert keys(api, "painPoints", 'where: {occursAt: {some: {step: {name: {eq: "Step 0"}}}}}') == ["pain-000"]
    assert keys(api, "painPoints", 'where: {occursAt: {some: {step: {name: {eq: "Step 1"}}}}}') == []
    assert keys(api, "painPoints", "where: {occursAt: {every: {kinds: [STEP]}, count: {gt: 0}}}") == []
    error = api.error("{ painPoints(where: {occursAt: {some: {persona: {}}}}) { totalCount } }")
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": "where"}


def test_neighbours_are_filtered_and_counted_so(api: Api):
    found = api.ask(
        """{ persona(key: "pat") {
               few: painPoints(where: {key: {in: ["pain-001", "pain-002", "none"]}}) {
                 totalCount edges { node { key } assertions { source } } }
               one: painPoints(first: 1, assertion: {source: {eq: "s1"}}) { totalCount edges { assertions { source } } }
               none: painPoints(assertion: {basis: {eq: MEASURED}}) { totalCount edges { cursor } } } }"""
    )["persona"]
    assert [edge["node"]["key"] for edge in found["few"]["edges"]] == ["pain-001", "pain-002"]
    assert [len(edge["assertions"]) for edge in found["few"]["edges"]] == [2, 2]
    assert found["few"]["totalCount"] == 2
    assert found["one"] == {"totalCount": PAINS, "edges": [{"assertions": [{"source": "s1"}]}]}
    assert found["none"] == {"totalCount": 0, "edges": []}


def test_one_document_answers_with_other_filters_each_time(api: Api):
    query = (
        "query ($w: PersonaFilter, $o: PersonaOrder) { personas(where: $w, orderBy: $o) { edges { node { key } } } }"
    )

    def asked(**variables: Any) -> list[str]:
        return [edge["node"]["key"] for edge in api.ask(query, **variables)["personas"]["edges"]]

    assert asked() == ["kim", "pat"]
    assert asked(w={"name": {"eq": "Pat"}}) == ["pat"]
    assert asked(w={"name": {"eq": "Kim"}}) == ["kim"]
    assert asked(w={"goals": {"has": "read"}}, o={"field": "NAME"}) == ["pat"]
    assert asked(o={"field": "NAME", "direction": "DESC"}) == ["pat", "kim"]
    assert asked(w=None, o=None) == ["kim", "pat"]
    assert len({*api.queries}) < len(api.queries)


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ("where: {name: {eq: null}}", "where"),
        ("where: {stages: {assertion: {}}}", "where"),
        (f"where: {{or: [{', '.join(['{name: {}}'] * 200)}]}}", "where"),
        ("first: 1, last: 1", "first"),
        ('first: 1, before: "x"', "first"),
        ('after: "x", last: 1', "after"),
        ("last: -1", "last"),
        ("last: 101", "last"),
        ('before: "x"', "before"),
        ('orderBy: {field: NAME}, after: "WyJhIl0"', "after"),
    ],
)
def test_what_cannot_be_asked_is_said(api: Api, arguments: str, argument: str):
    error = api.error(f"{{ journeys({arguments}) {{ totalCount edges {{ cursor }} }} }}")
    assert error["extensions"] == {"code": "BAD_USER_INPUT", "argument": argument}


def test_hostile_words_are_only_values(api: Api):
    words = "') RETURN 1 AS x // ` } { \\ \" \u0000 $key"
    found = api.ask("query ($w: StepFilter) { steps(where: $w) { totalCount } }", w={"name": {"eq": words}})
    assert found["steps"]["totalCount"] == 0
    assert words not in api.queries[-1]


ORDERED = """query ($first: Int, $after: String, $last: Int, $before: String, $o: StepOrder) {
    page: steps(first: $first, after: $after, last: $last, before: $before, orderBy: $o) {
      totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { key order } } } }"""
PHASES = ORDERED.replace("steps", "stages").replace("StepOrder", "StageOrder")
ORDERS = [
    (ORDERED, None, STEPS),
    (ORDERED, {"field": "KEY", "direction": "DESC"}, STEPS[::-1]),
    (ORDERED, {"field": "ORDER"}, STEPS[::-1]),
    (ORDERED, {"field": "ORDER", "direction": "DESC"}, STEPS),
    (ORDERED, {"field": "NAME"}, STEPS),
    (PHASES, {"field": "ORDER"}, ["buy/b", "buy/a", "buy/c"]),
    (PHASES, {"field": "ORDER", "direction": "DESC"}, ["buy/a", "buy/b", "buy/c"]),
    (PHASES, {"field": "NAME", "direction": "DESC"}, ["buy/c", "buy/b", "buy/a"]),
]


@pytest.mark.parametrize(("query", "order", "expected"), ORDERS)
@pytest.mark.parametrize("size", [1, 2, 4])
@pytest.mark.parametrize("backward", [False, True])
def test_pages_in_any_order_and_direction_reach_everything_once(
    api: Api, query: str, order: dict[str, str] | None, expected: list[str], size: int, backward: bool
):
    seen: list[str] = []
    cursor = None
    for number in range(20):
        given = {"last": size, "before": cursor} if backward else {"first": size, "after": cursor}
        page = api.ask(query, o=order, **given)["page"]
        info = page["pageInfo"]
        listed = [edge["node"]["key"] for edge in page["edges"]]
        seen = listed + seen if backward else seen + listed
        assert page["totalCount"] == len(expected)
        assert info["hasNextPage" if backward else "hasPreviousPage"] == (number > 0)
        assert [info["startCursor"], info["endCursor"]] == [page["edges"][i]["cursor"] for i in (0, -1)]
        cursor = info["startCursor" if backward else "endCursor"]
        if not info["hasPreviousPage" if backward else "hasNextPage"]:
            break
    assert seen == expected


def test_neighbours_page_back(api: Api):
    query = """query ($before: String) { persona(key: "pat") { painPoints(last: 10, before: $before) {
        pageInfo { hasPreviousPage startCursor } edges { node { key } assertions { source } } } } }"""
    seen: list[str] = []
    before, more = None, True
    while more:
        page = api.ask(query, before=before)["persona"]["painPoints"]
        seen = [edge["node"]["key"] for edge in page["edges"]] + seen
        assert all(len(edge["assertions"]) == 2 for edge in page["edges"])
        before, more = page["pageInfo"]["startCursor"], page["pageInfo"]["hasPreviousPage"]
    assert seen == [f"pain-{i:03}" for i in range(PAINS)]
    parts = '{ journey(key: "buy") { stages(last: 2) { edges { node { name } } } } }'
    assert [edge["node"]["name"] for edge in api.ask(parts)["journey"]["stages"]["edges"]] == ["a", "c"]


ACROSS = [
    ("touchpoints", '{steps: {some: {via: {some: {key: {eq: "shop"}}}}}}', ["till"]),
    ("touchpoints", '{steps: {some: {via: {some: {key: {eq: "none"}}}}}}', []),
    ("touchpoints", '{steps: {some: {via: {some: {name: {in: ["Web", "Shop"]}}}}}}', ["till"]),
    # A node leads back to itself along the relationship that it came from.
    ("touchpoints", '{steps: {some: {at: {some: {key: {eq: "till"}}}}}}', ["till"]),
    ("personas", '{painPoints: {some: {name: {in: ["Pain 7", "Pain 8"]}}}}', ["pat"]),
    ("personas", '{painPoints: {some: {occursAt: {some: {step: {key: {eq: "buy/a/0"}}}}}}}', ["pat"]),
    ("personas", '{feelings: {some: {emotion: {key: {eq: "joy"}}, score: {gt: 0}}}}', ["pat"]),
    ("personas", '{painPoints: {some: {key: {eq: "pain-001"}}}, name: {eq: "Kim"}}', []),
    (
        "painPoints",
        '{hurts: {some: {name: {eq: "Pat"}}}, name: {lt: "Pain 11"}}',
        ["pain-000", "pain-001", "pain-010"],
    ),
    ("steps", '{via: {some: {key: {in: ["shop", "web"]}}}}', ["buy/a/0"]),
    ("steps", '{stage: {journey: {key: {eq: "buy"}}}, name: {in: ["Step 2", "Step 4"]}}', ["buy/a/2", "buy/a/4"]),
    ("steps", '{stage: {order: {eq: 2}, name: {eq: "a"}}, order: {gt: 7}}', ["buy/a/0", "buy/a/1"]),
]


@pytest.mark.parametrize(("field", "where", "expected"), ACROSS)
@pytest.mark.parametrize("most", [nearby.MOST, 0])
def test_a_filter_across_relationships_begins_where_least_is_looked_at(
    api: Api, monkeypatch: pytest.MonkeyPatch, field: str, where: str, expected: list[str], most: int
):
    monkeypatch.setattr(nearby, "MOST", most)
    assert keys(api, field, f"where: {where}") == expected
    (query,) = api.queries
    assert "CALL (near1, many1)" in query
    order = "orderBy: {field: NAME, direction: DESC}"
    assert sorted(keys(api, field, f"where: {where}, {order}")) == expected
    paged: list[str] = []
    after = ""
    for _ in range(len(expected) + 1):
        arguments = f"first: 1, where: {where}, {order}{after}"
        wanted = "pageInfo { endCursor } edges { node { key } }"
        page = api.ask(f"{{ {field}({arguments}) {{ {wanted} }} }}")[field]
        paged += [edge["node"]["key"] for edge in page["edges"]]
        after = f', after: "{page["pageInfo"]["endCursor"]}"' if page["edges"] else after
    assert sorted(paged) == expected
    back = api.ask(f"{{ {field}(last: 1, where: {where}) {{ edges {{ node {{ key }} }} }} }}")[field]
    assert [edge["node"]["key"] for edge in back["edges"]] == expected[-1:]


@pytest.mark.parametrize(
    "where",
    [
        '{steps: {none: {via: {some: {key: {eq: "shop"}}}}}}',
        '{steps: {every: {via: {some: {key: {eq: "shop"}}}}}}',
        '{or: [{steps: {some: {via: {some: {key: {eq: "shop"}}}}}}, {name: {eq: "Till"}}]}',
        '{not: {steps: {some: {via: {some: {key: {eq: "none"}}}}}}}',
        '{key: {eq: "till"}, steps: {some: {via: {some: {key: {eq: "shop"}}}}}}',
    ],
)
def test_a_list_begins_at_no_neighbour_that_is_not_required(api: Api, where: str):
    keys(api, "touchpoints", f"where: {where}")
    assert "near1" not in api.queries[0]
