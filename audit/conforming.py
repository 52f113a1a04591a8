"""Compares an answer with the schema: each field is there, of its type, and null only where that may be."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)


def _is_int(value: Any) -> bool:
    return type(value) is int and -(2**31) <= value < 2**31


def _is_iso(read: Callable[[str], object]) -> Callable[[Any], bool]:
    def check(value: Any) -> bool:
        try:
            read(value)
        except (TypeError, ValueError):
            return False
        return True

    return check


SCALARS: dict[str, Callable[[Any], bool]] = {
    "Int": _is_int,
    "Float": lambda value: type(value) in (int, float),
    "String": lambda value: isinstance(value, str),
    "ID": lambda value: isinstance(value, str),
    "Boolean": lambda value: isinstance(value, bool),
    "Date": _is_iso(date.fromisoformat),
    "DateTime": _is_iso(datetime.fromisoformat),
    "JSON": lambda _value: True,
}


def violations(schema: GraphQLSchema, document: DocumentNode, data: Any) -> Iterator[str]:
    """What of an answer's data the schema does not allow, each with its place."""
    fragments = {each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)}
    (operation,) = (each for each in document.definitions if isinstance(each, OperationDefinitionNode))
    root = schema.get_root_type(operation.operation)
    assert root is not None  # noqa: S101 - the operation was generated from the schema
    yield from _Look(schema, fragments).at(root, data, [operation.selection_set], operation.operation.value)


class _Look:
    def __init__(self, schema: GraphQLSchema, fragments: dict[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments

    def at(self, kind: Any, value: Any, chosen: list[SelectionSetNode], place: str) -> Iterator[str]:
        """What is wrong with a value of a type, of which this is selected."""
        if isinstance(kind, GraphQLNonNull):
            if value is None:
                yield f"{place} is null"
                return
            kind = kind.of_type
        if value is None:
            return
        if isinstance(kind, GraphQLList):
            if not isinstance(value, list):
                yield f"{place} is no list"
                return
            for number, item in enumerate(value):
                yield from self.at(kind.of_type, item, chosen, f"{place}[{number}]")
        elif isinstance(kind, GraphQLEnumType):
            if value not in kind.values:
                yield f"{place} is {value!r}, which is no {kind.name}"
        elif kind.name in SCALARS:
            if not SCALARS[kind.name](value):
                yield f"{place} is {value!r}, which is no {kind.name}"
        elif not isinstance(value, dict):
            yield f"{place} is no object"
        else:
            yield from self._object(kind, value, chosen, place)

    def _object(self, kind: Any, value: dict[str, Any], chosen: list[SelectionSetNode], place: str) -> Iterator[str]:
        name = value.get("__typename", kind.name)
        made = self._schema.get_type(name) if isinstance(name, str) else None
        if not isinstance(made, GraphQLObjectType):
            # Of an interface whose objects are not asked for their type, only what all have can be told.
            made = kind
        fields: dict[str, list[FieldNode]] = {}
        for selection in chosen:
            self._collect(made, selection, fields)
        known = isinstance(made, GraphQLObjectType)
        for key, nodes in fields.items():
            if key not in value:
                yield f"{place}.{key} is missing"
            elif nodes[0].name.value != "__typename":
                inner = [node.selection_set for node in nodes if node.selection_set]
                yield from self.at(made.fields[nodes[0].name.value].type, value[key], inner, f"{place}.{key}")
        if known and (more := value.keys() - fields.keys()):
            yield f"{place} has {', '.join(sorted(more))}, which nobody selected"

    def _collect(self, made: Any, chosen: SelectionSetNode, fields: dict[str, list[FieldNode]]) -> None:
        for node in chosen.selections:
            if isinstance(node, FieldNode):
                fields.setdefault(node.alias.value if node.alias else node.name.value, []).append(node)
                continue
            inner = self._fragments[node.name.value] if isinstance(node, FragmentSpreadNode) else node
            assert isinstance(inner, InlineFragmentNode | FragmentDefinitionNode)  # noqa: S101 - there is no other
            if inner.type_condition is None or self._is(made, inner.type_condition.name.value):
                self._collect(made, inner.selection_set, fields)

    def _is(self, made: Any, name: str) -> bool:
        return made.name == name or name in [interface.name for interface in getattr(made, "interfaces", ())]
