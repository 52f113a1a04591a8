"""What is answered fast is what ordinary execution answers, errors included.

JOURNEYGRAPH_OPERATIONS says how many random operations are tried.
"""

import os
from base64 import b64encode
from collections import Counter
from typing import Any

import orjson
import pytest
from graphql import GraphQLError, GraphQLSchema

from api.access.identity import LOCAL
from api.errors import explained
from api.fast import Operation
from api.limits import Limits
from api.schema import Schema, build_schema
from graph_schema.registry import REGISTRY
from tests.api.conftest import nodes
from tests.api.operations import Operations
from tests.api.world import Api

OPERATIONS = int(os.environ.get("JOURNEYGRAPH_OPERATIONS", "150"))
LIMITS = Limits(max_nodes=10**9)


@pytest.mark.timeout(300 + OPERATIONS)
def test_it_answers_as_ordinary_execution_does(api: Api):
    fast, ordinary = (build_schema(REGISTRY, (), LIMITS, fast=fast) for fast in (True, False))
    schema: GraphQLSchema = fast._schema
    assert schema.query_type
    roots = [name for name in schema.query_type.fields if name not in ("questions",)]
    held = [node for node in nodes() if type(node).token() in {"persona", "journey", "stage", "step", "pain_point"}]
    ids = [b64encode(str(node.ref).encode()).rstrip(b"=").decode() for node in held]
    keys = [node.key for node in held] + ["patricia", "Pat", "x"]
    shown = Counter[str]()
    rich = ("persona", "journey", "stage", "step", "pain")
    busy = [root for root in roots if any(word in root.lower() for word in rich)]
    groups = (roots, busy, roots, [*busy[:3], "search"])
    for seed in range(OPERATIONS):
        text, variables = Operations(schema, groups[seed % len(groups)], seed, keys, ids).make()
        one, other = (run(api, each, text, variables) for each in (fast, ordinary))
        assert one == other, text
        shown["errors" if "errors" in one else "data"] += 1
        if known := fast.known.find(text, None):
            shown["known"] += 1
            assert again(api, known, variables) == other, text
    assert shown["data"] > OPERATIONS * 0.5
    assert shown["errors"] > OPERATIONS * 0.02
    assert shown["known"] > OPERATIONS * 0.4


def run(api: Api, schema: Schema, text: str, variables: dict[str, Any]) -> Any:
    """The answer as a client gets it."""
    context = {"database": api.database, "identity": LOCAL, "writer": None}

    async def execute() -> Any:
        return await schema.execute(text, variable_values=variables, context_value=context)

    result = api.portal.call(execute)
    return sent(getattr(result, "data", None), result.errors or [])


def again(api: Api, operation: Operation, variables: dict[str, Any]) -> Any:
    """The answer to an operation that comes again."""
    result = api.portal.call(operation.again, {"database": api.database, "identity": LOCAL}, variables)
    assert result is not None
    return sent(result.data, [explained(error) for error in result.errors or ()])


def sent(data: Any, errors: list[GraphQLError]) -> Any:
    """The body of an answer, as JSON."""
    told = [error.formatted for error in errors]
    for error in told:
        assert error.get("extensions", {}).get("code") != "INTERNAL", error
    return orjson.loads(orjson.dumps({"data": data} | ({"errors": told} if told else {})))
