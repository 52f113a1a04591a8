"""Derives the GraphQL types from what the API shows of a registry, as Strawberry types."""

import types as python_types
from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import Enum, StrEnum
from keyword import iskeyword
from typing import Any, ClassVar, cast

import strawberry
from graphql import GraphQLResolveInfo
from strawberry.annotation import StrawberryAnnotation
from strawberry.types import Info
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from api.decode import Decoded
from api.limits import Limits
from api.names import camel, doc
from api.shape import Leaf, Neighbour, Shape, Shapes, claim_leaves, own_leaves
from graph_schema.fields import ValueType
from graph_schema.model import Kind, Relationship

Resolve = Callable[[Info[Any, Any], dict[str, Any]], Any]

_SCALARS = {
    ValueType.TEXT: "str",
    ValueType.INTEGER: "int",
    ValueType.NUMBER: "float",
    ValueType.BOOLEAN: "bool",
    ValueType.DATE: "date",
    ValueType.DATETIME: "datetime",
    ValueType.TEXTS: "list[str]",
}


class DerivedField(StrawberryField):
    """A field whose value stands in the decoded answer under its response key, or comes from `resolve`."""

    resolve: Resolve | None = None

    @property
    def is_basic_field(self) -> bool:
        """Basic fields aren't told their alias, and so would not find their value."""
        return False

    def get_result(self, source: Any, info: Info[Any, Any] | None, args: list[Any], kwargs: Any) -> Any:
        """The value, or an awaitable of it."""
        assert info is not None  # noqa: S101 - only basic fields go without
        if self.resolve is not None:
            return self.resolve(info, kwargs)
        return source[info.path.key]


class TypeMaker:
    """Makes Strawberry types that may name one another before they are made."""

    def __init__(self) -> None:
        self.names: dict[str, Any] = {"date": date, "datetime": datetime, "ID": strawberry.ID}
        self._vocabularies: dict[str, type[StrEnum]] = {}

    def field(
        self,
        name: str,
        annotation: str,
        description: str,
        arguments: Iterable[StrawberryArgument] = (),
        resolve: Resolve | None = None,
    ) -> StrawberryField:
        """A field; the annotation names types as Python would write them."""
        made = DerivedField(
            python_name=f"{name}_" if iskeyword(name) else name,
            graphql_name=name,
            type_annotation=StrawberryAnnotation(annotation, namespace=self.names),
            description=description,
        )
        made.arguments = list(arguments)
        made.resolve = resolve
        return made

    def attribute(self, name: str, annotation: str, description: str) -> StrawberryField:
        """A field whose value is the attribute of this name, as models have them."""
        made = StrawberryAnnotation(annotation, namespace=self.names)
        return StrawberryField(name, camel(name), made, description=description)

    def argument(self, name: str, annotation: str, description: str, default: object = UNSET) -> StrawberryArgument:
        """An argument; without a default it is required, unless its type can be None."""
        made = StrawberryAnnotation(annotation, namespace=self.names)
        return StrawberryArgument(name, camel(name), made, description=description, default=default)

    def object(
        self,
        name: str,
        description: str,
        fields: Iterable[StrawberryField],
        interface: str = "",
        *,
        is_interface: bool = False,
        is_type_of: Callable[[Any, GraphQLResolveInfo[Any]], bool] | None = None,
    ) -> type:
        """An object type or an interface."""
        if name in self.names:
            raise ValueError(f"two GraphQL types would have the name {name}")
        made = {field.python_name: field for field in fields}
        annotations = {key: field.type_annotation for key, field in made.items()}
        body: dict[str, Any] = {**made, "__annotations__": dict.fromkeys(made, object)}
        if is_type_of is not None:
            body["is_type_of"] = staticmethod(is_type_of)
        bases = (self.names[interface],) if interface else ()
        cls = python_types.new_class(name, bases, {}, lambda namespace: namespace.update(body))
        derived = strawberry.type(cls, name=name, description=description, is_interface=is_interface)
        for key, field in made.items():
            # Making a dataclass of it overwrites annotations that name what is yet to be made.
            field.type_annotation = annotations[key]
        self.names[name] = derived
        return derived

    def enum(self, name: str, description: str, values: Iterable[tuple[str, str, str]]) -> None:
        """A closed vocabulary: the constant, the stored word and the description of each value."""
        members = [(const, strawberry.enum_value(word, description=about)) for const, word, about in values]
        vocabulary = cast("type[Enum]", Enum(name, members))  # pyright: ignore[reportInvalidCast]
        self.names[name] = strawberry.enum(vocabulary, name=name, description=description)

    def vocabulary(self, choices: type[StrEnum]) -> str:
        """The enum of a property's closed vocabulary."""
        known = self._vocabularies.setdefault(choices.__name__, choices)
        if known is not choices:
            raise ValueError(f"two vocabularies have the name {choices.__name__}")
        if choices.__name__ not in self.names:
            about = " ".join((choices.__doc__ or "").split())
            values = [(word.name, word.value, f"{word.value.replace('_', ' ').capitalize()}.") for word in choices]
            self.enum(choices.__name__, about, values)
        return choices.__name__


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
        for relationship in shapes.asserting:
            self._make_assertion(relationship)
        for shape in shapes.all.values():
            self._make_kind(shape)

    def paging_arguments(self) -> list[StrawberryArgument]:
        """The arguments of every connection."""
        first = f"How many to return, at most {self._limits.max_page}."
        return [
            self.maker.argument("first", "int | None", first, self._limits.default_page),
            self.maker.argument("after", "str | None", "The cursor behind which to go on."),
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
            make.field("name", "str", "What people call it; its key, where it has no name."),
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

    def _leaf(self, leaf: Leaf) -> StrawberryField:
        annotation = _SCALARS[leaf.prop.value_type]
        if leaf.prop.choices:
            annotation = self.maker.vocabulary(leaf.prop.choices)
        return self.maker.field(
            leaf.name, f"{annotation} | None" if leaf.nullable else annotation, leaf.prop.description
        )

    def _neighbour(self, near: Neighbour) -> StrawberryField:
        make = self.maker
        node = near.target.__name__ if near.target else "Node"
        if near.to_one:
            return make.field(near.name, f"{node} | None", near.description)
        arguments = self.paging_arguments()
        if near.target is None:
            kinds = "Only nodes of these kinds; null: all."
            arguments.append(make.argument("kinds", "list[Kind] | None", kinds))
        of = f"what {doc(near.relationship).partition(':')[0]} leads {'to' if near.forward else 'back to'}"
        name = self.make_connection(near.title, node, of, near.relationship if near.asserted else None)
        return make.field(near.name, name, near.description, arguments)


def _many(kind: type[Kind]) -> str:
    return kind.plural.replace("_", " ")


def _always(_value: Any, _info: GraphQLResolveInfo[Any]) -> bool:
    # A field of assertions names their one type already.
    return True
