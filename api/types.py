"""Derives the GraphQL types from what the API shows of a registry, as Strawberry types."""

from typing import Any, ClassVar

from graphql import GraphQLResolveInfo
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField

from api.decode import Decoded
from api.filters import FilterTypes
from api.limits import Limits
from api.names import constant, doc
from api.ordering import sortable
from api.shape import Leaf, Neighbour, Shape, Shapes, claim_leaves, own_leaves
from api.typemaker import TypeMaker
from graph_schema.model import Assertion, Kind, Relationship


class SchemaTypes:
    """All types that derive from a registry."""

    PAGE_INFO: ClassVar = (
        ("hasNextPage", "bool", "Whether there is more behind this page."),
        ("hasPreviousPage", "bool", "Whether this page begins behind a cursor."),
        ("startCursor", "str | None", "The cursor of the first edge; null on an empty page."),
        ("endCursor", "str | None", "The cursor of the last edge, for `after`; null on an empty page."),
    )

    def __init__(self, shapes: Shapes, limits: Limits) -> None:
        self.maker = TypeMaker()
        self._shapes = shapes
        self._limits = limits
        self._make_common()
        FilterTypes(self.maker, shapes)
        for relationship in shapes.asserting:
            self._make_assertion(relationship)
        for shape in shapes.all.values():
            self._make_kind(shape)

    def paging_arguments(self, node: str) -> list[StrawberryArgument]:
        """The arguments of every connection of such nodes."""
        make, default, most = self.maker, self._limits.default_page, self._limits.max_page
        many = f"at most {most}; {default} where none is given."
        return [
            make.argument("first", "int | None", f"How many to return from the begin, {many}"),
            make.argument("after", "str | None", "The cursor behind which to go on; with `first`."),
            make.argument("last", "int | None", f"How many to return from the end, {many}"),
            make.argument("before", "str | None", "The cursor before which to go on; with `last`."),
            make.argument("where", f"{node}Filter | None", "Which to return; null: all."),
        ]

    def make_connection(self, title: str, node: str, of: str, relationship: type[Relationship] | None = None) -> str:
        """The types of a connection and its edges; returns the connection's name."""
        make = self.maker
        if f"{title}Connection" in make.names:
            return f"{title}Connection"
        fields = [
            make.field("node", node, "The node itself."),
            make.field("cursor", "str", "The edge's place in the list, for `after`."),
        ]
        if relationship is not None:
            about = "Who says that the two are related, on what basis, and where; one for each source and dataset."
            fields.append(make.field("assertions", f"list[{relationship.__name__}Assertion]", about))
        make.object(f"{title}Edge", f"One of {of}.", fields)
        make.object(
            f"{title}Connection",
            f"A page of {of}.",
            (
                make.field("edges", f"list[{title}Edge]", "The nodes of the page, each with what leads to it."),
                make.field("pageInfo", "PageInfo", "Where the page begins and ends."),
                make.field("totalCount", "int", "How many there are on all pages; counted only when selected."),
            ),
        )
        return f"{title}Connection"

    def _make_common(self) -> None:
        make = self.maker
        kinds = [(token.upper(), token, doc(shape.kind)) for token, shape in self._shapes.all.items()]
        make.enum("Kind", "The kinds of node.", kinds)
        ways = (("ASC", "ASC", "The least first."), ("DESC", "DESC", "The greatest first."))
        make.enum("OrderDirection", "Which way a list is ordered.", ways)
        make.object("PageInfo", "Where a page begins and ends.", [make.field(*parts) for parts in self.PAGE_INFO])
        make.object(
            "Node",
            "Anything that the graph holds.",
            self._common_fields(),
            is_interface=True,
        )
        make.object(
            "Assertion",
            "A claim that two things are related: who says so, on what basis, and where.",
            [self._leaf(leaf) for leaf in claim_leaves()],
            is_interface=True,
        )

    def _common_fields(self) -> list[StrawberryField]:
        make = self.maker
        return [
            make.field("id", "ID", "Names the node across all kinds; it stays as long as the node does."),
            make.field("key", "str", "Chosen by people, readable, unique within the kind."),
            make.field("kind", "Kind", "The kind of node."),
            make.field("name", "str", "What people call it; a fact by what it says; its key, where it has no name."),
        ]

    def _make_assertion(self, relationship: type[Relationship]) -> None:
        self.maker.object(
            f"{relationship.__name__}Assertion",
            f"A claim of the form {doc(relationship)}",
            [self._leaf(leaf) for leaf in own_leaves(relationship)],
            "Assertion",
            is_type_of=_always,
        )

    def _make_kind(self, shape: Shape) -> None:
        token = shape.kind.token()

        def is_of_kind(value: Any, _info: GraphQLResolveInfo[Any]) -> bool:
            return isinstance(value, Decoded) and value.kind == token

        fields = [self._leaf(leaf) for leaf in shape.leaves.values() if leaf.name != "key"]
        fields += [self._neighbour(near) for near in shape.neighbours.values()]
        self.maker.object(
            shape.kind.__name__,
            doc(shape.kind),
            fields,
            "Node",
            is_type_of=is_of_kind,
        )
        self.make_connection(shape.kind.__name__, shape.kind.__name__, _many(shape.kind))
        self._make_order(shape)

    def _make_order(self, shape: Shape) -> None:
        make, name = self.maker, shape.kind.__name__
        fields = [(constant(leaf.prop.name), leaf.name, leaf.prop.description) for leaf in sortable(shape)]
        make.enum(f"{name}OrderField", f"What {_many(shape.kind)} can be ordered by.", fields)
        make.input(
            f"{name}Order",
            f"An order of {_many(shape.kind)}; those without a value come last.",
            (
                make.given("field", f"{name}OrderField", "By what."),
                make.given("direction", "OrderDirection", "Which way.", make.names["OrderDirection"].ASC),
            ),
        )

    def _leaf(self, leaf: Leaf) -> StrawberryField:
        annotation = self.maker.value_type(leaf.prop)
        return self.maker.field(
            leaf.name, f"{annotation} | None" if leaf.nullable else annotation, leaf.prop.description
        )

    def _neighbour(self, near: Neighbour) -> StrawberryField:
        make = self.maker
        node = near.target.__name__ if near.target else "Node"
        if near.to_one:
            return make.field(near.name, f"{node} | None", near.description)
        arguments = self.paging_arguments(node)
        if issubclass(near.relationship, Assertion):
            claimed = "Only what is claimed so: neighbours and their assertions; null: all."
            arguments.append(make.argument("assertion", "AssertionFilter | None", claimed))
        if near.target is None:
            kinds = "Only nodes of these kinds; null: all."
            arguments.append(make.argument("kinds", "list[Kind] | None", kinds))
        of = f"what {doc(near.relationship).partition(': ')[0]} leads {'to' if near.forward else 'back to'}"
        name = self.make_connection(near.title, node, of, near.relationship if near.asserted else None)
        return make.field(near.name, name, near.description, arguments)


def _many(kind: type[Kind]) -> str:
    return kind.plural.replace("_", " ")


def _always(_value: Any, _info: GraphQLResolveInfo[Any]) -> bool:
    # A field of assertions names their one type already.
    return True
