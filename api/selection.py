"""What an operation selects: fields by response key, with fragments spread and directives applied."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
)
from strawberry.types import Info
from strawberry.types.nodes import SelectedField

Nodes = list[FieldNode]
Fields = dict[str, Nodes]
"""The nodes of each response key; where a key stands several times, their selections are merged."""


@dataclass(frozen=True)
class Selection:
    """Reads selection sets of one operation, and notes which conditions it met on the way."""

    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    conditions: dict[str, bool] = field(default_factory=dict[str, bool])
    """The variables in @skip and @include that were read: a plan holds as long as they stay the same."""

    def roots(self, operation: OperationDefinitionNode) -> Fields:
        """What an operation selects at its root."""
        found: Fields = {}
        self._collect(operation.selection_set, frozenset({"Query"}), found, set())
        return found

    def fields(self, nodes: Iterable[FieldNode], type_names: Iterable[str]) -> Fields:
        """What the nodes select on an object that has these types."""
        found: Fields = {}
        names = frozenset(type_names)
        for node in nodes:
            if node.selection_set is not None:
                self._collect(node.selection_set, names, found, set())
        return found

    def definition(self, type_name: str, field_name: str) -> GraphQLField:
        """The definition of a field, which knows its arguments."""
        owner = self.schema.type_map[type_name]
        assert isinstance(owner, GraphQLObjectType)  # noqa: S101 - only objects have derived fields
        return owner.fields[field_name]

    def _collect(self, chosen: SelectionSetNode, names: frozenset[str], found: Fields, spread: set[str]) -> None:
        for node in chosen.selections:
            if not self._included(node.directives or ()):
                continue
            if isinstance(node, FieldNode):
                key = node.alias.value if node.alias else node.name.value
                found.setdefault(key, []).append(node)
            elif isinstance(node, InlineFragmentNode):
                if node.type_condition is None or node.type_condition.name.value in names:
                    self._collect(node.selection_set, names, found, spread)
            elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                spread.add(node.name.value)
                fragment = self.fragments[node.name.value]
                if fragment.type_condition.name.value in names:
                    self._collect(fragment.selection_set, names, found, spread)

    def _included(self, directives: Iterable[DirectiveNode]) -> bool:
        for directive in directives:
            if directive.name.value in ("skip", "include") and self._condition(directive) == (
                directive.name.value == "skip"
            ):
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        value = next(argument.value for argument in directive.arguments or () if argument.name.value == "if")
        if isinstance(value, VariableNode):
            name = value.name.value
            self.conditions[name] = bool(self.variables[name])
            return self.conditions[name]
        return isinstance(value, BooleanValueNode) and value.value


def selects(info: Info[Any, Any], name: str) -> bool:
    """Whether a field is selected on what a root field answers with, in fragments too."""
    waiting: list[Any] = [part for root in info.selected_fields for part in root.selections]
    while waiting:
        part = waiting.pop()
        if isinstance(part, SelectedField):
            if part.name == name:
                return True
        else:
            waiting += part.selections
    return False
