"""What the audit takes for a violation of the schema."""

from typing import Any

import pytest
from graphql import build_schema, parse

from audit.conforming import violations

SCHEMA = build_schema("""
interface Node { id: ID! }
type Persona implements Node { id: ID!  name: String!  since: Date  mood: Mood  goals: [String!]!  score: Float }
type Step implements Node { id: ID!  order: Int }
type Query { node: Node  persona: Persona!  steps: [Step!]! }
enum Mood { GOOD BAD }
scalar Date
""")
ASKED = """query { it: persona { ...P } node { __typename id ... on Step { order } } steps { order } }
fragment P on Persona { name since mood goals score }"""
FINE: dict[str, Any] = {
    "it": {"name": "Pat", "since": "2026-01-31", "mood": "GOOD", "goals": ["x"], "score": 1},
    "node": {"__typename": "Step", "id": "x", "order": None},
    "steps": [{"order": 1}],
}


def found(**changed: Any) -> list[str]:
    return list(violations(SCHEMA, parse(ASKED), FINE | changed))


def test_what_the_schema_allows_is_no_violation():
    assert found() == []
    assert found(node=None, steps=[]) == []
    assert found(node={"__typename": "Persona", "id": "x"}) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"it": None}, "query.it is null"),
        ({"it": FINE["it"] | {"name": None}}, "query.it.name is null"),
        ({"it": FINE["it"] | {"name": 1}}, "query.it.name is 1, which is no String"),
        ({"it": FINE["it"] | {"since": "31.1."}}, "query.it.since is '31.1.', which is no Date"),
        ({"it": FINE["it"] | {"mood": "good"}}, "query.it.mood is 'good', which is no Mood"),
        ({"it": FINE["it"] | {"goals": [None]}}, "query.it.goals[0] is null"),
        ({"it": FINE["it"] | {"goals": "x"}}, "query.it.goals is no list"),
        ({"it": FINE["it"] | {"score": True}}, "query.it.score is True, which is no Float"),
        ({"it": FINE["it"] | {"more": 1}}, "query.it has more, which nobody selected"),
        ({"node": {"__typename": "Step", "id": "x"}}, "query.node.order is missing"),
        ({"steps": [{"order": 2**31}]}, f"query.steps[0].order is {2**31}, which is no Int"),
        ({"steps": [None]}, "query.steps[0] is null"),
        ({"steps": [1]}, "query.steps[0] is no object"),
    ],
)
def test_what_it_does_not_allow_is_told_with_its_place(changed: dict[str, Any], said: str):
    assert found(**changed) == [said]
