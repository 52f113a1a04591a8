"""The input types by which editors change claims, derived from the shapes, and what is given in them."""

from collections.abc import Iterable, Iterator
from enum import Enum
from typing import Any, NamedTuple

from strawberry.types.field import StrawberryField
from strawberry.types.unset import UNSET

from api.errors import ArgumentError
from api.ids import read_global_id
from api.names import camel, doc
from api.shape import CLAIM_NAMES, Leaf, Shape, Shapes, leaves_of, own_leaves
from api.typemaker import TypeMaker, python_name
from graph_schema.keys import Ref
from graph_schema.model import Assertion, Claim, Fact, Kind, Party, Record, snake
from graph_schema.registry import needs_more

_CLAIM = tuple(leaves_of(Claim))
_SAYS = {"source": "The key of the source that says so. Null: you yourself are the source."}


class Given(NamedTuple):
    """What an input holds: properties by their names, those of the claim apart."""

    values: dict[str, Any]
    claim: dict[str, Any]


class EditTypes:
    """Makes the inputs, and reads what clients give in them."""

    def __init__(self, make: TypeMaker, shapes: Shapes) -> None:
        self._make = make
        self._shapes = shapes
        self.kinds = {camel(token): shape for token, shape in shapes.all.items() if _edited(shape.kind)}
        self.links = {camel(snake(rel.__name__)): rel for rel in shapes.asserting if issubclass(rel, Assertion)}
        make.input("ClaimInput", "Who says it, on what basis, and where.", self._claim())
        for shape in self.kinds.values():
            fields = [self._leaf(leaf, required=False) for leaf in _said(shape)]
            about = "What to change; a null takes back what you gave, and what others give shows again."
            make.input(f"{shape.kind.__name__}Edit", about, fields)
        for rel in self.links.values():
            make.input(f"{rel.__name__}Claim", f"A claim of the form {doc(rel)}", self._link(rel))
        self._one_of("NodeEdit", "Other values for a node, by its kind.", "Edit", self._kind_names())
        links = {name: (rel.__name__, doc(rel)) for name, rel in self.links.items()}
        self._one_of("LinkClaim", "A claim that two nodes are related, by what it says.", "Claim", links)

    def make_fact(self, kind: type[Fact]) -> str:
        """The input for facts of a kind."""
        shape = self._shapes.all[kind.token()]
        parties = self._parties(kind)
        fields = [self._id(name, doc(party), required=party.required) for name, party in parties.items()]
        fields += [self._leaf(leaf, required=leaf.prop.required) for leaf in _said(shape)]
        self._make.input(f"{kind.__name__}Input", doc(kind), [*fields, *self._claim()])
        return f"{kind.__name__}Input"

    def edit(self, chosen: Any) -> tuple[type[Kind], dict[str, Any]]:
        """The kind that a NodeEdit names, and what it shall say."""
        name, value = _chosen(chosen, self.kinds)
        shape = self.kinds[name]
        return shape.kind, _read(value, _said(shape))

    def link(self, chosen: Any) -> tuple[type[Assertion], Ref, Ref, Given]:
        """What a LinkClaim says: the relationship, its ends and the rest."""
        name, value = _chosen(chosen, self.links)
        rel = self.links[name]
        starts, ends = self._sides(rel)
        return (
            rel,
            _end(value, "from", starts),
            _end(value, "to", ends),
            Given(_read(value, own_leaves(rel)), self.claim(value)),
        )

    def fact(self, kind: type[Fact], value: Any) -> tuple[Given, dict[type[Party], Ref]]:
        """What a fact's input says, and its parties."""
        parties = {
            party: _end(value, name, self._shapes.registry.ends(party))
            for name, party in self._parties(kind).items()
            if getattr(value, python_name(name), None) not in (None, UNSET)
        }
        return Given(_read(value, _said(self._shapes.all[kind.token()])), self.claim(value)), parties

    def claim(self, value: Any) -> dict[str, Any]:
        """The fields of a claim, of an input that has them."""
        return _read(value, _CLAIM) if value is not None else {}

    def _parties(self, kind: type[Fact]) -> dict[str, type[Party]]:
        return {camel(party.forward): party for party in self._shapes.registry.parties(kind)}

    def _kind_names(self) -> dict[str, tuple[str, str]]:
        return {name: (shape.kind.__name__, doc(shape.kind)) for name, shape in self.kinds.items()}

    def _one_of(self, title: str, about: str, suffix: str, names: dict[str, tuple[str, str]]) -> None:
        fields = [self._make.given(name, f"{of}{suffix} | None", text) for name, (of, text) in names.items()]
        self._make.input(title, f"{about} Exactly one is given.", fields, one_of=True)

    def _link(self, rel: type[Assertion]) -> Iterator[StrawberryField]:
        starts, ends = (", ".join(kind.token() for kind in kinds[:8]) for kinds in self._sides(rel))
        yield self._id("from", f"The id of where it starts: {starts}.", required=True)
        yield self._id("to", f"The id of where it leads: {ends}.", required=True)
        needed = needs_more(rel)
        for leaf in own_leaves(rel):
            yield self._leaf(leaf, required=leaf.prop.name in needed)
        yield from self._claim()

    def _sides(self, rel: type[Assertion]) -> tuple[tuple[type[Kind], ...], tuple[type[Kind], ...]]:
        registry = self._shapes.registry
        return registry.starts(rel), registry.ends(rel)

    def _claim(self) -> Iterator[StrawberryField]:
        return (self._leaf(leaf, required=False) for leaf in _CLAIM)

    def _id(self, name: str, about: str, *, required: bool) -> StrawberryField:
        return self._make.given(name, "ID" if required else "ID | None", about)

    def _leaf(self, leaf: Leaf, *, required: bool) -> StrawberryField:
        annotation = self._make.value_type(leaf.prop)
        about = _SAYS.get(leaf.name, leaf.prop.description) if leaf in _CLAIM else leaf.prop.description
        return self._make.given(leaf.name, annotation if required else f"{annotation} | None", about)


def read_id(text: str, argument: str) -> Ref:
    """The reference in a global id. Raises ArgumentError for what is none."""
    ref = read_global_id(text)
    if ref is None:
        raise ArgumentError(argument, f"`{argument}` is not the id of a node.", "Send the `id` of one.")
    return ref


def _said(shape: Shape) -> list[Leaf]:
    """What can be said of a node of this kind, beside its key and who says it."""
    return [leaf for leaf in shape.leaves.values() if leaf.name != "key" and leaf.prop.name not in CLAIM_NAMES]


def _edited(kind: type[Kind]) -> bool:
    return not issubclass(kind, Record | Fact)


def _chosen(value: Any, names: Iterable[str]) -> tuple[str, Any]:
    """The one field of a one-of input that is given; GraphQL has seen to it that there is one."""
    return next((name, found) for name in names if (found := getattr(value, python_name(name))) is not UNSET)


def _end(value: Any, name: str, kinds: tuple[type[Kind], ...]) -> Ref:
    ref = read_id(getattr(value, python_name(name)), name)
    tokens = [kind.token() for kind in kinds]
    if ref.kind not in tokens:
        raise ArgumentError(name, f"`{name}` is a {ref.kind}.", f"It takes: {', '.join(tokens)}.")
    return ref


def _read(value: Any, leaves: Iterable[Leaf]) -> dict[str, Any]:
    """The properties that are given, nulls too; vocabularies as their words."""
    found = ((leaf.prop.name, getattr(value, python_name(leaf.name), UNSET)) for leaf in leaves)
    return {name: given.value if isinstance(given, Enum) else given for name, given in found if given is not UNSET}
