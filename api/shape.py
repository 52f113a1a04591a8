"""What the API shows of a registry: for each kind its fields and neighbours, named as GraphQL names them.

Types, SDL and compiled queries all derive from here, so that they can't disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from pydantic import BaseModel

from api.names import camel, doc
from graph_schema.fields import Property, ValueType, fields_of
from graph_schema.kinds.records import Dataset, LoadRun
from graph_schema.model import Assertion, Claim, Kind, Party, Record, Relationship, Structure
from graph_schema.registry import Registry
from graph_schema.stored import DATASET, FROM, RUN, SOURCE, TO, identity_columns

SHOWN_RECORDS: tuple[type[Record], ...] = (Dataset, LoadRun)
"""The records that explain where data came from; all others are the writer's own books."""


@dataclass(frozen=True)
class Leaf:
    """A property of a kind or assertion. `default` stands in where the database has none."""

    name: str
    prop: Property
    default: Any

    @property
    def nullable(self) -> bool:
        """Whether the value can be absent: it is neither required nor has it a default."""
        return not self.prop.required and self.default is None


@dataclass(frozen=True)
class Neighbour:
    """A relationship as one kind sees it, in one direction."""

    name: str
    origin: type[Kind]
    """The kind that sees it."""
    relationship: type[Relationship]
    forward: bool
    targets: tuple[type[Kind], ...]
    any_label: bool
    """The relationship reaches every kind, so that no label narrows it."""
    shared_type: bool
    """Other classes have the same type, so that the kind at the other end must be asked for."""
    to_one: bool

    @property
    def target(self) -> type[Kind] | None:
        """The kind at the other end, where it is always the same."""
        return self.targets[0] if len(self.targets) == 1 else None

    @property
    def near(self) -> str:
        """The property of the relationship that names this end."""
        return FROM if self.forward else TO

    @property
    def far(self) -> str:
        """The property of the relationship that names the other end."""
        return TO if self.forward else FROM

    @property
    def reversed(self) -> "Neighbour":
        """The same relationship from the other side, whose only kind then is `origin`."""
        sides: dict[str, Any] = {"forward": not self.forward, "targets": (self.origin,), "origin": self.targets[0]}
        return replace(self, **sides, any_label=False, to_one=False)

    @property
    def title(self) -> str:
        """Names the types of this neighbour's connection and edges."""
        end = self.target.__name__ if self.target else "Node"
        return f"{self.relationship.__name__}{'To' if self.forward else 'From'}{end}"

    @property
    def asserted(self) -> bool:
        """Whether somebody says that the two are related, and so can be named."""
        return issubclass(self.relationship, Claim)

    @property
    def ordered(self) -> bool:
        """Whether the neighbours stand in an order of their own: the parts of one container."""
        parts = issubclass(self.relationship, Structure) and self.target is not None
        return parts and "order" in self.targets[0].model_fields

    @property
    def paging_columns(self) -> tuple[str, ...]:
        """The columns of the index that pages this side of a hub; empty where there is none."""
        columns = identity_columns(self.relationship)
        return columns if columns[:2] == (self.near, self.far) and not self.ordered else ()

    def labelled(self, node: str) -> str:
        """The node at the other end as a pattern names it, with its label where one narrows."""
        return node if self.any_label else f"{node}:{'|'.join(f'`{kind.label()}`' for kind in self.targets)}"

    def pattern(self, variable: str, rel: str, node: str) -> str:
        """The pattern from this side to the other one."""
        arrow = f"-[{rel}:`{self.relationship.rel_type}`]-"
        return f"({variable}){arrow}>({node})" if self.forward else f"({variable})<{arrow}({node})"

    @property
    def description(self) -> str:
        """What the field means, from where this side stands."""
        side = "" if self.forward else "The other way round: "
        return side + doc(self.relationship)


@dataclass(frozen=True)
class Shape:
    """What the API shows of one kind."""

    kind: type[Kind]
    leaves: dict[str, Leaf]
    neighbours: dict[str, Neighbour]


class Shapes:
    """What the API shows of all kinds that people write, and of some records."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.all: dict[str, Shape] = {kind.token(): self._shape(kind) for kind in _shown(registry)}
        self.tokens = {shape.kind.__name__: token for token, shape in self.all.items()}

    @cached_property
    def asserting(self) -> tuple[type[Relationship], ...]:
        """The relationships that say who claims them."""
        return tuple(rel for rel in self.registry.relationships if issubclass(rel, Claim))

    def named(self, type_name: str) -> Shape:
        """The shape behind the GraphQL type of a kind."""
        return self.all[self.tokens[type_name]]

    def _shape(self, kind: type[Kind]) -> Shape:
        leaves = {leaf.name: leaf for leaf in leaves_of(kind)}
        return Shape(kind, leaves, {near.name: near for near in self._neighbours(kind)})

    def _neighbours(self, kind: type[Kind]) -> Iterator[Neighbour]:
        for rel in self.registry.leaving(kind):
            yield self._neighbour(kind, rel, forward=True)
        for rel in self.registry.arriving(kind):
            yield self._neighbour(kind, rel, forward=False)

    def _neighbour(self, kind: type[Kind], rel: type[Relationship], *, forward: bool) -> Neighbour:
        targets = self.registry.ends(rel) if forward else self.registry.starts(rel)
        return Neighbour(
            name=camel(rel.forward if forward else rel.backward),
            origin=kind,
            relationship=rel,
            forward=forward,
            targets=targets,
            any_label=(rel.end if forward else rel.start) == (Kind,),
            shared_type=len(self.registry.rel_types[rel.rel_type]) > 1,
            to_one=_is_to_one(kind, rel, targets, forward=forward),
        )


def leaves_of(element: type[BaseModel]) -> Iterator[Leaf]:
    """The properties of a kind or relationship as fields."""
    for prop in fields_of(element):
        default = None if prop.required else element.model_fields[prop.name].get_default(call_default_factory=True)
        yield Leaf(camel(prop.name), prop, default)


CLAIM_NAMES = (SOURCE, DATASET, "basis", "locator", "quotes", "note", RUN)
"""What every assertion tells about itself, beside the fields of its own relationship."""


_NAMES_DATASET = Property(DATASET, ValueType.TEXT, None, True, "The key of the dataset that says so.", False, False)
_NAMES_RUN = Property(RUN, ValueType.INTEGER, None, False, "The number of the load run that wrote it.", False, False)


@cache
def claim_leaves() -> tuple[Leaf, ...]:
    """The fields of every assertion."""
    added = {DATASET: Leaf(DATASET, _NAMES_DATASET, None), RUN: Leaf(RUN, _NAMES_RUN, None)}
    leaves = {leaf.name: leaf for leaf in leaves_of(Claim)} | added
    return tuple(leaves[name] for name in CLAIM_NAMES)


def own_leaves(rel: type[Relationship]) -> tuple[Leaf, ...]:
    """The fields that a relationship has beside those that every assertion has."""
    return tuple(leaf for leaf in leaves_of(rel) if leaf.prop.name not in CLAIM_NAMES)


def names_dataset(rel: type[Relationship]) -> bool:
    """Whether the relationship stores its dataset; otherwise it starts at it."""
    return issubclass(rel, Assertion)


def _shown(registry: Registry) -> Iterator[type[Kind]]:
    for kind in registry.kinds:
        if not issubclass(kind, Record) or kind in SHOWN_RECORDS:
            yield kind


def _is_to_one(kind: type[Kind], rel: type[Relationship], targets: tuple[type[Kind], ...], *, forward: bool) -> bool:
    """A part has one container, and a fact one party of each type; all else can be several."""
    if issubclass(rel, Structure):
        return targets == (kind.parent,)
    return issubclass(rel, Party) and rel.single and forward
