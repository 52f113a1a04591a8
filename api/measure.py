"""Measures an operation before it is validated and before it runs, in time that grows with its text alone.

A fragment is measured once, however often it is spread: spread by spread, a few lines can stand for millions of fields.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    Node,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    value_from_ast_untyped,
)

from api.limits import Limits

CODE = "LIMIT_EXCEEDED"
PAGE = ("first", "last")
IDS = "ids"
NODE, WHERE, TOTAL = "Node", "where", "totalCount"
LIST = 5
"""How many words of a filter take as long to plan as a list."""
QUERY = "query"
"""The field by which a change gives the root of queries."""
Variables = Mapping[str, Any]


@dataclass(frozen=True)
class Size:
    """What is counted in a selection, with the fragments that it spreads."""

    depth: int = 0
    roots: int = 0
    nested: int = 0
    """Roots of queries further down, where a change gives the root."""
    fields: int = 0
    aliases: int = 0

    def beside(self, other: "Size") -> "Size":
        """Both in one selection."""
        return Size(
            max(self.depth, other.depth),
            self.roots + other.roots,
            self.nested + other.nested,
            self.fields + other.fields,
            self.aliases + other.aliases,
        )


def oversize(document: DocumentNode, limits: Limits) -> GraphQLError | None:
    """The first bound that the document exceeds, if any; it need not be valid yet."""
    directives = _directives(document)
    if directives > limits.max_directives:
        return exceeded("directives", directives, limits.max_directives)
    sizes = _Sizes(document)
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode):
            size = sizes.of(definition.selection_set)
            for what, found, most in (
                ("levels", size.depth, limits.max_depth),
                ("root fields", size.roots + size.nested, limits.max_roots),
                ("aliases", size.aliases, limits.max_aliases),
                ("fields", size.fields, limits.max_fields),
            ):
                if found > most:
                    return exceeded(what, found, most)
    return None


def exceeded(what: str, found: int, most: int) -> GraphQLError:
    """The error for a bound that is exceeded."""
    shown = str(found) if found < 10**9 else "far too many"
    message = f"The operation has {shown} {what}, and {most} are the most. Ask for less at once."
    return GraphQLError(message, extensions={"code": CODE})


class _Sizes:
    """Sizes of selections; each fragment's is worked out once."""

    def __init__(self, document: DocumentNode) -> None:
        self._fragments = _fragments(document)
        self._known: dict[str, Size] = {}

    def of(self, chosen: SelectionSetNode | None) -> Size:
        total = Size()
        for node in chosen.selections if chosen else ():
            if isinstance(node, FieldNode):
                inner = self.of(node.selection_set)
                total = total.beside(
                    Size(
                        inner.depth + 1,
                        0 if node.name.value == "__typename" else 1,
                        inner.nested + (inner.roots if node.name.value == QUERY else 0),
                        inner.fields + 1,
                        inner.aliases + (node.alias is not None),
                    )
                )
            elif isinstance(node, FragmentSpreadNode):
                total = total.beside(self._fragment(node.name.value))
            elif isinstance(node, InlineFragmentNode):
                total = total.beside(self.of(node.selection_set))
        return total

    def _fragment(self, name: str) -> Size:
        if name not in self._known:
            # A fragment that spreads itself has no size of its own; validation refuses it afterwards.
            self._known[name] = Size()
            fragment = self._fragments.get(name)
            self._known[name] = self.of(fragment.selection_set if fragment else None)
        return self._known[name]


def _fragments(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    return {found.name.value: found for found in document.definitions if isinstance(found, FragmentDefinitionNode)}


def _directives(document: DocumentNode) -> int:
    found, open_nodes = 0, list[Node](document.definitions)
    while open_nodes:
        node = open_nodes.pop()
        found += len(getattr(node, "directives", None) or ())
        chosen: SelectionSetNode | None = getattr(node, "selection_set", None)
        open_nodes += chosen.selections if chosen else ()
        open_nodes += getattr(node, "variable_definitions", None) or ()
    return found


Demand = Callable[[Variables], int]
"""How many nodes a selection asks for on one object, with a request's variables."""


def demand(
    document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema, default_page: int
) -> Demand:
    """How many nodes a valid operation asks for: every connection gives as many as its page has.

    A page that isn't told its size has `default_page`. What depends on no variable is worked out here, once for all
    requests.
    """
    root = schema.get_root_type(operation.operation)
    return _Demands(document, operation, schema, default_page).of(operation.selection_set, root)


def planned(document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema) -> Demand:
    """How much Neo4j has to plan for a valid operation, in parts: `LIST` for each list, total or single neighbour of
    nodes, and one for each word of a filter.

    A query is planned before it runs, and no time limit ends that.
    """
    return _Parts(document, operation, schema).of(operation.selection_set, schema.get_root_type(operation.operation))


Exceeded = Callable[[Variables], GraphQLError | None]
"""The error for the bound that a request with these variables exceeds; None where it keeps to all."""


def bounded(
    document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema, limits: Limits
) -> Exceeded:
    """What of a valid operation has to be looked at for each request: how much it asks for depends on its variables."""
    nodes = demand(document, operation, schema, limits.default_page)
    parts = planned(document, operation, schema)

    def exceeds(variables: Variables) -> GraphQLError | None:
        if (found := nodes(variables)) > limits.max_nodes:
            return exceeded("nodes", found, limits.max_nodes)
        if (found := parts(variables)) > limits.max_plan:
            return exceeded("parts to plan", found, limits.max_plan)
        return None

    return exceeds


class _Walk:
    """Adds up what the fields of a selection demand; a fragment is walked once."""

    def __init__(self, document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema) -> None:
        self._schema = schema
        self._fragments = _fragments(document)
        self._known: dict[str, Demand] = {}
        self._defaults = {
            given.variable.name.value: value_from_ast_untyped(given.default_value) if given.default_value else None
            for given in operation.variable_definitions or ()
        }

    def of(self, chosen: SelectionSetNode | None, parent: Any) -> Demand:
        """The demand of a selection on an object of type `parent`."""
        if chosen is None:
            return _none
        return _sum(self._one(node, parent) for node in chosen.selections)

    def _one(self, node: Node, parent: Any) -> Demand:
        if isinstance(node, FragmentSpreadNode):
            name = node.name.value
            if name not in self._known:
                fragment = self._fragments[name]
                there = self._schema.get_type(fragment.type_condition.name.value)
                self._known[name] = self.of(fragment.selection_set, there)
            return self._known[name]
        if isinstance(node, InlineFragmentNode):
            name = node.type_condition.name.value if node.type_condition else ""
            return self.of(node.selection_set, self._schema.get_type(name) if name else parent)
        definition = getattr(parent, "fields", {}).get(node.name.value) if isinstance(node, FieldNode) else None
        return self._field(cast("FieldNode", node), definition, parent) if definition is not None else _none

    def _field(self, node: FieldNode, definition: Any, parent: Any) -> Demand:
        raise NotImplementedError


class _Parts(_Walk):
    def _field(self, node: FieldNode, definition: Any, parent: Any) -> Demand:
        made = cast("Any", get_named_type(definition.type))
        interfaces = [interface.name for interface in getattr(made, "interfaces", ())]
        is_list = made.name.endswith("Connection") or node.name.value == TOTAL
        # The node of an edge stands in the list already.
        is_node = made.name == NODE or NODE in interfaces
        own = LIST if is_list or (is_node and not parent.name.endswith("Edge")) else 0
        words = (self._words(given.value) for given in node.arguments or () if given.name.value == WHERE)
        return _sum([_Constant(own), *words, self.of(node.selection_set, made)])

    def _words(self, value: Any) -> Demand:
        if isinstance(value, VariableNode):
            name = value.name.value
            fallback = self._defaults.get(name)
            return lambda variables: _counted(variables.get(name, fallback))
        if isinstance(value, ListValueNode):
            return _sum(self._words(item) for item in value.values)
        if isinstance(value, ObjectValueNode):
            return _sum([_Constant(len(value.fields)), *(self._words(part.value) for part in value.fields)])
        return _none


def _counted(value: Any) -> int:
    """The words in a filter, as JSON has it."""
    found, waiting = 0, [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            found += len(cast("dict[str, Any]", inner))
            waiting += cast("dict[str, Any]", inner).values()
        elif isinstance(inner, list):
            waiting += cast("list[Any]", inner)
    return found


class _Demands(_Walk):
    def __init__(
        self, document: DocumentNode, operation: OperationDefinitionNode, schema: GraphQLSchema, default: int
    ) -> None:
        super().__init__(document, operation, schema)
        self._default = default

    def _field(self, node: FieldNode, definition: Any, parent: Any) -> Demand:
        if node.selection_set is None:
            return _none
        made = cast("Any", get_named_type(definition.type))
        inner = self.of(node.selection_set, made)
        if "first" in definition.args:
            return _times(self._page(node), inner)
        if IDS in definition.args:
            return _times(self._ids(node), _plus_one(inner))
        if made.name.endswith(("Connection", "Edge")) or made.name in ("PageInfo", "Assertion"):
            return inner
        return _plus_one(inner)

    def _page(self, node: FieldNode) -> int | Demand:
        """How many edges are asked for, from the begin or from the end."""
        given = [self._given(found.value, self._default) for found in node.arguments or () if found.name.value in PAGE]
        if not given:
            return self._default
        if len(given) == 1:
            return given[0]
        # Both at once are refused later.
        return lambda variables: max(part if isinstance(part, int) else part(variables) for part in given)

    def _ids(self, node: FieldNode) -> int | Demand:
        """How many nodes are named."""
        value = next((found.value for found in node.arguments or () if found.name.value == IDS), None)
        return self._given(value, 1)

    def _given(self, value: Any, default: int) -> int | Demand:
        if isinstance(value, VariableNode):
            name = value.name.value
            fallback = self._defaults.get(name)
            return lambda variables: _number(variables.get(name, fallback), default)
        return _number(_constant(value), default)


class _Constant:
    """A demand that no variable changes."""

    def __init__(self, value: int) -> None:
        self.value = value

    def __call__(self, _variables: Variables) -> int:
        return self.value


_none = _Constant(0)


def _sum(parts: Iterable[Demand]) -> Demand:
    fixed, free = 0, list[Demand]()
    for part in parts:
        if isinstance(part, _Constant):
            fixed += part.value
        else:
            free.append(part)
    if not free:
        return _Constant(fixed) if fixed else _none
    return lambda variables: fixed + sum(part(variables) for part in free)


def _plus_one(inner: Demand) -> Demand:
    return _Constant(inner.value + 1) if isinstance(inner, _Constant) else lambda variables: inner(variables) + 1


def _times(page: int | Demand, inner: Demand) -> Demand:
    # A connection of which only the total is asked for still costs something.
    if isinstance(page, int):
        if isinstance(inner, _Constant):
            return _Constant(max(page * inner.value, 1))
        return lambda variables: max(page * inner(variables), 1)
    return lambda variables: max(page(variables) * inner(variables), 1)


def _number(value: Any, default: int) -> int:
    if isinstance(value, list):
        return len(cast("list[Any]", value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        # What is no number of GraphQL is refused later, with its own words.
        return max(int(value), 0) if abs(value) < 2**31 else 0
    return default


def _constant(node: Any) -> Any:
    if isinstance(node, IntValueNode):
        return int(node.value)
    return list(node.values) if isinstance(node, ListValueNode) else None
