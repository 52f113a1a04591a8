"""Measures how much of the schema an operation asks for: introspection asks no database, so that no other limit holds.

A type is taken to have as many fields as types have on average: all that counts is that the work stays bounded.
"""

from functools import cached_property
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_introspection_query,
    parse,
)


class SchemaSize:
    """How many parts of each sort a schema has, for one of what they are parts of."""

    def __init__(self, schema: GraphQLSchema) -> None:
        self._types: list[Any] = [*schema.type_map.values()]
        self._schema = schema

    @cached_property
    def of(self) -> dict[str, float]:
        """By the list field of introspection that gives them."""
        types = len(self._types)
        owners = [made for made in self._types if isinstance(made, GraphQLObjectType | GraphQLInterfaceType)]
        fields = sum(len(made.fields) for made in owners)
        arguments = sum(len(field.args) for made in owners for field in made.fields.values())
        return {
            "types": types,
            "fields": fields / types,
            "args": arguments / max(fields, 1),
            "inputFields": self._sum(GraphQLInputObjectType, "fields") / types,
            "enumValues": self._sum(GraphQLEnumType, "values") / types,
            "interfaces": sum(len(made.interfaces) for made in owners) / types,
            "possibleTypes": sum(len(made.interfaces) for made in owners) / types,
            "directives": len(self._schema.directives),
        }

    @cached_property
    def whole(self) -> float:
        """What the usual query for the whole schema asks for."""
        return _Asked(parse(get_introspection_query()), self.of).most()

    def times(self, document: DocumentNode) -> float:
        """How many times the whole schema the largest operation of a valid document asks for."""
        return _Asked(document, self.of).most() / self.whole

    def _sum(self, kind: type, parts: str) -> int:
        return sum(len(getattr(made, parts)) for made in self._types if isinstance(made, kind))


class _Asked:
    def __init__(self, document: DocumentNode, size: dict[str, float]) -> None:
        self._size = size
        self._operations = [each for each in document.definitions if isinstance(each, OperationDefinitionNode)]
        self._fragments = {
            each.name.value: each for each in document.definitions if isinstance(each, FragmentDefinitionNode)
        }
        self._known: dict[tuple[str, bool], float] = {}

    def most(self) -> float:
        return max((self._of(each.selection_set, within=False) for each in self._operations), default=0)

    def _of(self, chosen: SelectionSetNode | None, *, within: bool) -> float:
        """The parts that a selection asks for; what is not `within` introspection is looked through for it."""
        total = 0.0
        for node in chosen.selections if chosen else ():
            if isinstance(node, FragmentSpreadNode):
                key = (node.name.value, within)
                if key not in self._known:
                    self._known[key] = self._of(self._fragments[key[0]].selection_set, within=within)
                total += self._known[key]
            elif isinstance(node, InlineFragmentNode):
                total += self._of(node.selection_set, within=within)
            else:
                total += self._field(cast("FieldNode", node), within=within)
        return total

    def _field(self, node: FieldNode, *, within: bool) -> float:
        name = node.name.value
        if not within:
            begins = name in ("__schema", "__type")
            return begins + self._of(node.selection_set, within=begins)
        inner = self._of(node.selection_set, within=True)
        return self._size[name] * (1 + inner) if name in self._size else inner
