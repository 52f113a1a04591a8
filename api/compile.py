"""Compiles what a root field selects into one Cypher query and the decoder of its answer.

The query returns nested lists by position, so that aliases don't change its text, and holds nothing but names
from the registry: every value is a parameter, bound anew for each request.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, LiteralString, cast

from graphql import FieldNode, GraphQLField, ListValueNode, ObjectValueNode, ValueNode, VariableNode
from graphql.execution.values import VariableValues, get_argument_values

from api import decode
from api.columns import Columns
from api.decode import Decode, Form, Page, Read, reader
from api.limits import Limits
from api.paging import Pages, Paging, to_one
from api.search import TITLE, Hits
from api.selection import Fields, Nodes, Selection
from api.shape import Leaf, Neighbour, Shape, Shapes, claim_leaves, names_dataset, own_leaves
from graph_schema.model import Fact, Kind, Relationship
from graph_schema.stored import DATASET, FROM
from graph_store.cypher import trusted
from queries.naming import called

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Binding:
    """Makes the paging of one connection anew from the arguments of each request, where a variable is among them."""

    definition: GraphQLField
    node: FieldNode
    page: Callable[[Arguments], Paging]
    form: Hashable

    def arguments(self, variables: dict[str, Any]) -> Arguments:
        """The arguments of the field. Raises GraphQLError for a variable that doesn't fit."""
        return get_argument_values(self.definition, self.node, VariableValues({}, variables))

    @property
    def varies(self) -> bool:
        """Whether the arguments depend on a variable."""
        return any(_names_variable(given.value) for given in self.node.arguments or ())


@dataclass(frozen=True)
class Plan:
    """A compiled root field: it holds for every request whose conditions and forms are the same."""

    cypher: LiteralString
    bindings: tuple[Binding, ...]
    """Of the connections whose arguments depend on variables."""
    fixed: Mapping[str, Any]
    """The parameters of all others."""
    read: Read
    conditions: Mapping[str, bool]

    def bind(self, variables: dict[str, Any]) -> dict[str, Any] | None:
        """The parameters for one request; None where it needs another plan.

        Raises ArgumentError for an argument that can't be taken.
        """
        if any(bool(variables[name]) is not value for name, value in self.conditions.items()):
            return None
        bound = {**self.fixed}
        for binding in self.bindings:
            paging = binding.page(binding.arguments(variables))
            if paging.form != binding.form:
                return None
            bound |= paging.parameters
        return bound


@dataclass(frozen=True)
class Compiler:
    """Compiles root fields, for answers of one form."""

    shapes: Shapes
    limits: Limits
    form: Form

    def lookup(self, shape: Shape, selection: Selection, nodes: Nodes) -> Plan:
        """A root field that finds one node by its key, which whoever runs the plan adds to its parameters."""
        build = _Builder(self, selection)
        columns = Columns()
        read = build.node("n", (shape.kind,), nodes, columns, anchor="$ref")
        return build.plan(f"MATCH (n:`{shape.kind.label()}` {{`key`: $key}}) RETURN {columns} AS data", read)

    def lookups(self, tokens: tuple[str, ...], selection: Selection, nodes: Nodes) -> Plan:
        """A root field that finds nodes of several kinds by keys; the parameter `keys` lists them for each kind."""
        build = _Builder(self, selection)
        found: list[str] = []
        by_token: dict[str, Decode] = {}
        for place, token in enumerate(tokens):
            columns = Columns()
            columns.add("n.`key`")
            kind = self.shapes.all[token].kind
            by_token[token] = build.node("n", (kind,), nodes, columns)
            match = f"UNWIND $keys[{place}] AS key MATCH (n:`{kind.label()}` {{`key`: key}})"
            found.append(f"COLLECT {{ {match} RETURN {columns} }}")
        return build.plan(f"RETURN [{', '.join(found)}] AS data", decode.by_ref(by_token))

    def connection(self, shape: Shape, selection: Selection, nodes: Nodes) -> Plan:
        """A root field that pages through the nodes of a kind."""
        build = _Builder(self, selection)
        columns = Columns()
        number, name = build.number(), nodes[0].name.value
        paging = build.page("Query", nodes, lambda given: build.pages.of_kind(shape, number, name, given))
        read = build.connection(shape.kind.__name__, (shape.kind,), None, paging, nodes, columns)
        return build.plan(f"{paging.before}RETURN {columns} AS data", read)

    def search(self, selection: Selection, nodes: Nodes) -> Plan:
        """A root field that finds nodes of any kind by their words."""
        build = _Builder(self, selection)
        columns = Columns()
        hits = Hits(self.shapes, self.limits, self.form, build.number())
        paging = build.page("Query", nodes, hits.page)
        read = build.connection(TITLE, hits.kinds, None, paging, nodes, columns, hits)
        return build.plan(f"{hits.find} RETURN {columns} AS data", read)


class _Builder:
    """Walks one selection; the variables of the query are numbered, so that nested ones never share a name."""

    def __init__(self, compiler: Compiler, selection: Selection) -> None:
        self.pages = Pages(compiler.shapes, compiler.limits)
        self._shapes = compiler.shapes
        self._form = compiler.form
        self._selection = selection
        self._bindings: list[Binding] = []
        self._fixed: dict[str, Any] = {}
        self._count = 0

    def number(self) -> int:
        """A number that no other part of the query has."""
        self._count += 1
        return self._count

    def plan(self, cypher: str, read: Decode) -> Plan:
        """The finished plan."""
        # All that was put together is literals of this module and names of the registry's classes.
        text = cast("LiteralString", cypher)
        return Plan(text, tuple(self._bindings), self._fixed, reader(read), dict(self._selection.conditions))

    def page(self, owner: str, nodes: Nodes, page: Callable[[Arguments], Paging]) -> Paging:
        """The paging of a connection, made anew for each request; the nodes of one response key have the same one."""
        definition = self._selection.definition(owner, nodes[0].name.value)
        unmade = Binding(definition, nodes[0], page, None)
        paging = page(unmade.arguments(dict(self._selection.variables)))
        if unmade.varies:
            self._bindings.append(replace(unmade, form=paging.form))
        else:
            self._fixed |= paging.parameters
        return paging

    def node(
        self,
        variable: str,
        kinds: tuple[type[Kind], ...],
        nodes: Nodes,
        columns: Columns,
        anchor: str = "",
        ref: int = 0,
    ) -> Decode:
        """A node of one kind or several; with several, the column `ref` says of which."""
        by_token: dict[str, Decode] = {}
        for kind in kinds:
            fields = self._selection.fields(nodes, (kind.__name__, "Node"))
            shape = self._shapes.all[kind.token()]
            by_token[kind.token()] = self._object(shape, variable, fields, columns, anchor)
        return decode.any_node(ref, by_token) if len(by_token) > 1 else next(iter(by_token.values()))

    def connection(
        self,
        title: str,
        kinds: tuple[type[Kind], ...],
        relationship: type[Relationship] | None,
        paging: Paging,
        nodes: Nodes,
        columns: Columns,
        hits: Hits | None = None,
    ) -> Decode:
        """A page of nodes; rows and total are fetched only where something of them is selected.

        `hits` has what only a search tells.
        """
        fields = self._selection.fields(nodes, (f"{title}Connection",))
        names = {chosen[0].name.value for chosen in fields.values()}
        row = Columns()
        for place in paging.places:
            row.add(place)
        edges = {
            key: self._edge(title, kinds, relationship, paging, chosen, row, hits)
            for key, chosen in fields.items()
            if chosen[0].name.value == "edges"
        }
        grouped = any("assertions" in self._names(f"{title}Edge", chosen) for chosen in _named(fields, "edges"))
        index = columns.add(paging.rows(str(row), grouped=grouped)) if names & {"edges", "pageInfo"} else -1
        page = Page(index, paging.number, len(paging.places), backward=paging.window.backward)
        parts: dict[str, Decode] = {}
        for key, chosen in fields.items():
            match chosen[0].name.value:
                case "edges":
                    parts[key] = page.edges(edges[key])
                case "pageInfo":
                    parts[key] = self._page_info(page, chosen)
                case "totalCount":
                    parts[key] = decode.plain(columns.add(paging.total))
                case "__typename":
                    parts[key] = decode.constant(f"{title}Connection")
                case name:
                    if hits and (told := hits.of_connection(self._selection, name, chosen, columns)):
                        parts[key] = told
        return decode.mapping(parts)

    def _names(self, type_name: str, nodes: Nodes) -> set[str]:
        return {chosen[0].name.value for chosen in self._selection.fields(nodes, (type_name,)).values()}

    def _object(self, shape: Shape, variable: str, fields: Fields, columns: Columns, anchor: str) -> Decode:
        parts: dict[str, Decode] = {}
        for key, nodes in fields.items():
            name = nodes[0].name.value
            if name in shape.neighbours:
                parts[key] = self._neighbour(shape, shape.neighbours[name], variable, nodes, columns, anchor)
            else:
                parts[key] = self._value(shape, name, variable, columns)
        return self._form.node(shape.kind.token(), parts)

    def _neighbour(
        self, shape: Shape, near: Neighbour, variable: str, nodes: Nodes, columns: Columns, anchor: str
    ) -> Decode:
        number, name = self.number(), nodes[0].name.value
        row = Columns()
        if near.to_one:
            ref, find = to_one(near, number, variable)
            row.add(ref)
            read = self.node(f"n{number}", near.targets, nodes, row)
            return decode.first_of(columns.add(f"COLLECT {{ {find} RETURN {row} }}"), read)
        paging = self.page(
            shape.kind.__name__,
            nodes,
            lambda given: self.pages.of_neighbours(near, number, variable, anchor, name, given),
        )
        return self.connection(near.title, near.targets, near.relationship, paging, nodes, columns)

    def _edge(
        self,
        title: str,
        kinds: tuple[type[Kind], ...],
        relationship: type[Relationship] | None,
        paging: Paging,
        nodes: Nodes,
        row: Columns,
        hits: Hits | None,
    ) -> Decode:
        parts: dict[str, Decode] = {}
        ref = len(paging.places) - 1
        for key, chosen in self._selection.fields(nodes, (f"{title}Edge",)).items():
            match chosen[0].name.value:
                case "node":
                    parts[key] = self.node(paging.node, kinds, chosen, row, ref=ref)
                case "cursor":
                    parts[key] = decode.cursor_of(len(paging.places))
                case "assertions" if relationship is not None:
                    parts[key] = self._assertions(relationship, paging, chosen, row)
                case "__typename":
                    parts[key] = decode.constant(f"{title}Edge")
                case name:
                    if hits and (told := hits.of_edge(self._selection, name, chosen, row)):
                        parts[key] = told
        return decode.mapping(parts)

    def _assertions(self, rel: type[Relationship], paging: Paging, nodes: Nodes, row: Columns) -> Decode:
        one = f"x{self.number()}"
        leaves: dict[str, Leaf] = {leaf.name: leaf for leaf in (*claim_leaves(), *own_leaves(rel))}
        columns = Columns()
        parts: dict[str, Decode] = {}
        for key, chosen in self._selection.fields(nodes, (f"{rel.__name__}Assertion", "Assertion")).items():
            name = chosen[0].name.value
            if name == DATASET and not names_dataset(rel):
                parts[key] = decode.dataset_of(columns.add(f"{one}.`{FROM}`"))
            elif name == "__typename":
                parts[key] = decode.constant(f"{rel.__name__}Assertion")
            else:
                leaf = leaves[name]
                parts[key] = self._form.leaf(leaf, columns.add(f"{one}.`{leaf.prop.name}`"))
        index = row.add(f"[{one} IN {paging.assertions} | {columns}]")
        return decode.nested(index, decode.mapping(parts))

    def _page_info(self, page: Page, nodes: Nodes) -> Decode:
        known = {
            "hasNextPage": page.has_next(),
            "hasPreviousPage": page.has_previous(),
            "startCursor": page.end(0),
            "endCursor": page.end(-1),
            "__typename": decode.constant("PageInfo"),
        }
        fields = self._selection.fields(nodes, ("PageInfo",))
        named = {key: chosen[0].name.value for key, chosen in fields.items()}
        return decode.mapping({key: known[name] for key, name in named.items()})

    def _value(self, shape: Shape, name: str, variable: str, columns: Columns) -> Decode:
        """A value of the node itself; `name` falls back to what a fact says, then to the key."""
        key = f"{variable}.`key`"
        token = shape.kind.token()
        if name == "__typename":
            return decode.constant(shape.kind.__name__)
        if name == "id":
            return decode.node_id(token, columns.add(key))
        if name == "kind":
            return decode.constant(self._form.kind(token))
        if name in shape.leaves:
            leaf = shape.leaves[name]
            return self._form.leaf(leaf, columns.add(f"{variable}.`{leaf.prop.name}`"))
        name = called(trusted(variable)) if issubclass(shape.kind, Fact) else f"{variable}.`{shape.kind.display}`"
        return decode.plain(columns.add(f"coalesce({name}, {key})"))


def _names_variable(value: ValueNode) -> bool:
    if isinstance(value, ObjectValueNode):
        return any(_names_variable(field.value) for field in value.fields)
    if isinstance(value, ListValueNode):
        return any(map(_names_variable, value.values))
    return isinstance(value, VariableNode)


def _named(fields: Fields, name: str) -> Iterable[Nodes]:
    return (chosen for chosen in fields.values() if chosen[0].name.value == name)
