"""Whatever stands in an argument of any field is a value: it never becomes a part of a query's text."""

from collections.abc import Iterator
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_composite_type,
)

from api.access.identity import CHANGE_HEADER
from graph_store.reading import batches
from tests.api.world import Api, usual_schema

MARK = "hostilemark"
WORDS = f"x` }}) DETACH DELETE n //'\"\\u0027 {MARK} \\"
PLAIN: dict[str, Any] = {
    "Int": 1,
    "Float": 0.5,
    "Boolean": True,
    "Date": "2026-01-01",
    "DateTime": "2026-01-01T00:00:00Z",
}
DEPTH = 3
"""So deep do inputs nest here: a filter, of a neighbour, of an operator."""
TOGETHER = 40
SCHEMA = usual_schema()._schema  # pyright: ignore[reportPrivateUsage]
assert SCHEMA.query_type is not None
assert SCHEMA.mutation_type is not None
ROOTS, CHANGES = SCHEMA.query_type.fields, SCHEMA.mutation_type.fields


def values(kind: GraphQLInputType, depth: int = DEPTH) -> Iterator[Any]:
    """Values of a type that hold the hostile words, in each place that takes a text."""
    if isinstance(kind, GraphQLNonNull):
        yield from values(kind.of_type, depth)
    elif isinstance(kind, GraphQLList):
        yield from ([value] for value in values(kind.of_type, depth))
    elif isinstance(kind, GraphQLEnumType):
        yield next(iter(kind.values))
    elif isinstance(kind, GraphQLInputObjectType):
        if depth:
            required = {
                name: next(values(field.type, depth - 1), None)
                for name, field in kind.fields.items()
                if isinstance(field.type, GraphQLNonNull)
            }
            for name, field in kind.fields.items():
                yield from ({**required, name: value} for value in values(field.type, depth - 1))
    else:
        yield PLAIN.get(kind.name, WORDS)


def operations(kind: str, name: str, field: GraphQLField) -> Iterator[tuple[str, dict[str, Any]]]:
    """Operations that give each argument of a root field, with their variables."""
    answer = get_named_type(field.type)
    selection = "{ __typename }" if is_composite_type(answer) else ""
    for given in filled({key: argument.type for key, argument in field.args.items()}):
        declared = ", ".join(f"${key}: {field.args[key].type}" for key in given)
        taken = ", ".join(f"{key}: ${key}" for key in given)
        asked = (
            f"{kind} ({declared}) {{ {name}({taken}) {selection} }}" if given else f"{kind} {{ {name} {selection} }}"
        )
        yield asked, given


def filled(types: dict[str, GraphQLInputType]) -> Iterator[dict[str, Any]]:
    """Variables with hostile words in one argument at a time, beside those that must be given."""
    needed = {key: next(values(kind)) for key, kind in types.items() if isinstance(kind, GraphQLNonNull)}
    yield needed
    for key, kind in types.items():
        if key == "where":
            yield from (needed | {key: {"and": part}} for part in batches(values(kind), TOGETHER))
        elif key not in ("first", "last"):
            yield from (needed | {key: value} for value in values(kind))


@pytest.mark.parametrize("name", sorted(ROOTS))
def test_words_in_arguments_stay_values(api: Api, name: str):
    for query, variables in operations("query", name, ROOTS[name]):
        answer = api.post(query, **variables)
        codes = {(error.get("extensions") or {}).get("code", "GRAPHQL") for error in answer.get("errors", ())}
        assert not codes - {"BAD_USER_INPUT", "NOT_FOUND", "FORBIDDEN"}, (query, variables, answer)
    assert not [text for text in api.queries if MARK in text]


@pytest.mark.parametrize("name", sorted(CHANGES))
def test_words_in_changes_are_refused_or_said(api: Api, name: str):
    for query, variables in operations("mutation", name, CHANGES[name]):
        sent = {"json": {"query": query, "variables": variables}, "headers": {CHANGE_HEADER: "1"}}
        answer = api.request("POST", "/graphql", **sent).json()
        codes = {(error.get("extensions") or {}).get("code", "GRAPHQL") for error in answer["errors"]}
        assert codes <= {"BAD_USER_INPUT", "NOT_FOUND", "REFUSED"}, (query, variables, answer)
