"""The model as root fields: which kinds there are, how many nodes of each, and how they can be related."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, LiteralString, cast

from strawberry.types import Info
from strawberry.types.field import StrawberryField

from api.access.identity import Role, required
from api.limits import Limits
from api.names import camel, doc
from api.run import Reads
from api.selection import selects
from api.shape import Shape, Shapes
from api.typemaker import TypeMaker
from graph_schema.model import Claim, Family, Kind, Relationship


@dataclass(frozen=True)
class KindInfo:
    """A kind as `kinds` lists it."""

    kind: Any
    type_name: str
    title: str
    plural: str
    family: Family
    description: str
    example: str | None
    container: Any
    field: str
    connection: str
    count: int = 0


@dataclass(frozen=True)
class RelationshipInfo:
    """A relationship as `relationships` lists it."""

    type: str
    starts: list[Any]
    ends: list[Any]
    forward: str
    backward: str
    claimed: bool
    description: str


class ModelRoots:
    """Makes the fields."""

    def __init__(self, make: TypeMaker, shapes: Shapes, limits: Limits) -> None:
        self._make = make
        self._shapes = shapes
        self._limits = limits
        # The names are those of the registry's classes. A count of a whole label is not a scan: Neo4j keeps it.
        counts = ", ".join(f"COUNT {{ (:`{shape.kind.label()}`) }}" for shape in shapes.all.values())
        self._count: LiteralString = cast("LiteralString", f"RETURN [{counts}] AS counts")

    def fields(self) -> Iterator[StrawberryField]:
        """The fields that tell of the model."""
        make = self._make
        self._make_types()
        kinds = [self._kind(shape) for shape in self._shapes.all.values()]
        related = [self._relationship(rel) for rel in self._shapes.registry.relationships]

        async def listed(info: Info[Any, Any], _given: dict[str, Any]) -> list[KindInfo]:
            required(info.context, Role.READER)
            if not selects(info, "count"):
                return kinds
            (row,) = await cast("Reads", info.context["database"]).read(self._count, {}, self._limits.seconds)
            return [replace(kind, count=count) for kind, count in zip(kinds, row["counts"], strict=True)]

        about = "The kinds of node, in the order of the schema, and how many nodes there are of each."
        yield make.field("kinds", "list[KindInfo]", about, (), listed)
        about = "How nodes can be related: what a line between two of them is called, from either side."
        yield make.field("relationships", "list[RelationshipInfo]", about, (), lambda _info, _given: related)

    def _kind(self, shape: Shape) -> KindInfo:
        kind = shape.kind
        return KindInfo(
            kind=self._named((kind,))[0],
            type_name=kind.__name__,
            title=kind.token().replace("_", " "),
            plural=kind.plural.replace("_", " "),
            family=self._make.names["Family"](kind.family.value),
            description=doc(kind),
            example=kind.example or None,
            container=self._named((kind.parent,))[0] if kind.parent else None,
            field=camel(kind.token()),
            connection=camel(kind.plural),
        )

    def _relationship(self, rel: type[Relationship]) -> RelationshipInfo:
        registry = self._shapes.registry
        return RelationshipInfo(
            type=rel.rel_type,
            starts=self._named(registry.starts(rel)),
            ends=self._named(registry.ends(rel)),
            forward=camel(rel.forward),
            backward=camel(rel.backward),
            claimed=issubclass(rel, Claim),
            description=doc(rel),
        )

    def _named(self, kinds: Iterable[type[Kind]]) -> list[Any]:
        return [self._make.names["Kind"](kind.token()) for kind in kinds]

    def _make_types(self) -> None:
        make = self._make
        make.object(
            "KindInfo",
            "A kind of node: what it is, what it is called, and how many there are.",
            (
                make.attribute("kind", "Kind", "The kind."),
                make.attribute("type_name", "str", "The type of its nodes in this schema, and their label in Neo4j."),
                make.attribute("title", "str", "One of them, in words."),
                make.attribute("plural", "str", "Several of them, in words."),
                make.attribute("family", make.vocabulary(Family), "The part of the domain that it belongs to."),
                make.attribute("description", "str", "What it is."),
                make.attribute("example", "str | None", "One, as somebody could note it down; null: none is given."),
                make.attribute("container", "Kind | None", "The kind that contains it; null: it stands for itself."),
                make.attribute("field", "str", "The root field that finds one by its key."),
                make.attribute("connection", "str", "The root field that lists all."),
                make.attribute("count", "int", "How many there are; counted only when selected."),
            ),
        )
        make.object(
            "RelationshipInfo",
            "How nodes of some kinds can be related to nodes of others.",
            (
                make.attribute("type", "str", "Its type, as questions and Neo4j name it; several can share one."),
                make.attribute("starts", "list[Kind]", "The kinds where it can start."),
                make.attribute("ends", "list[Kind]", "The kinds where it can end."),
                make.attribute("forward", "str", "The field where it starts: what the start calls the end."),
                make.attribute("backward", "str", "The field where it ends: what the end calls the start."),
                make.attribute("claimed", "bool", "Whether somebody claims it, so that its edges have assertions."),
                make.attribute("description", "str", "What it means."),
            ),
        )
