"""Where the nodes of a list can be found from: the few that a filter requires across relationships.

A filter that is looked up node by node, in the order of a list, reads all of a kind before it meets the ten that are
tied to one channel. From the channel they are a few steps away.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from api.filters import Where, required
from api.names import camel
from api.ordering import KEY, sortable
from api.shape import Leaf, Neighbour, Shape, Shapes
from graph_schema.model import Kind

MOST = 1_000
"""How many ways from there are followed; where there are more, the list is read in its own order: pages fill soon."""
DEEPEST = 6
_OPERATORS = {"eq": "=", "in": "IN"}


class _Hop(NamedTuple):
    near: Neighbour
    to: type[Kind]


@dataclass(frozen=True)
class Nearby:
    """The way from a node of the list to one that an index finds, and by what it is found there."""

    number: int
    hops: tuple[_Hop, ...]
    leaf: Leaf
    operator: str
    value: Any

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """The least is the best of several."""
        return self.leaf.name != KEY, self.operator != "eq", len(self.hops)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the text refers to."""
        return {f"from{self.number}": self.value, f"most{self.number}": MOST}

    @property
    def gather(self) -> str:
        """Gathers the nodes as `near`, and tells as `many` whether there are too many ways to have followed all."""
        number, last = self.number, len(self.hops)
        anchor = f"(f{number}_{last}:`{self.hops[-1].to.label()}`)"
        found = f"f{number}_{last}.`{self.leaf.prop.name}` {_OPERATORS[self.operator]} $from{number}"
        # The index is of the property and the key, and serves only a query that says something about both.
        both = "" if self.leaf.name == KEY else f" AND f{number}_{last}.`{KEY}` > ''"
        # Each hop is a clause of its own, for it may go back along the relationship that it came from.
        steps = " ".join(f"MATCH {self._step(place)}" for place in range(last, 0, -1))
        return (
            f"CALL () {{ MATCH {anchor} WHERE {found}{both} {steps} WITH n{number} LIMIT $most{number} + 1 "
            f"RETURN collect(DISTINCT n{number}) AS near{number}, count(*) > $most{number} AS many{number} }} "
        )

    def find(self, conditions: str, otherwise: str) -> str:
        """Finds the nodes among those nearby for which all conditions hold, or `otherwise`, a subquery."""
        node = f"n{self.number}"
        return (
            f"CALL (near{self.number}, many{self.number}) {{ WITH * WHERE NOT many{self.number} "
            f"UNWIND near{self.number} AS {node} WITH {node} WHERE {conditions} RETURN {node} "
            f"UNION ALL WITH * WHERE many{self.number} {otherwise} RETURN {node} }}"
        )

    def total(self, narrow: str, otherwise: str) -> str:
        """Counts them."""
        node = f"n{self.number}"
        counted = f"COUNT {{ UNWIND near{self.number} AS {node} WITH {node} WHERE {narrow} RETURN {node} }}"
        return f"CASE WHEN many{self.number} THEN {otherwise} ELSE {counted} END"

    def _step(self, place: int) -> str:
        hop, number = self.hops[place - 1], self.number
        before = f"n{number}" if place == 1 else f"f{number}_{place - 1}"
        return hop.near.pattern(f"{before}:`{hop.near.origin.label()}`", f"g{number}_{place}", f"f{number}_{place}")


def nearby(shapes: Shapes, shape: Shape, where: Where | None, number: int) -> Nearby | None:
    """The best way to find the nodes that a filter lets through; None where it requires no such neighbour."""
    if any(name == KEY and {"eq", "in"} & {*value} for name, value in required(where)):
        return None
    return min(_ways(shapes, shape, where, number, ()), key=lambda way: way.rank, default=None)


def _ways(shapes: Shapes, shape: Shape, where: Where | None, number: int, hops: tuple[_Hop, ...]) -> Iterator[Nearby]:
    # Where a default stands in for what is not stored, the index doesn't know it.
    indexed = {leaf.name: leaf for leaf in sortable(shape) if leaf.default in (None, "")}
    for name, value in required(where):
        if near := shape.neighbours.get(name):
            if len(hops) < DEEPEST:
                for to, inner in _across(near, value if near.to_one else value.get("some")):
                    yield from _ways(shapes, shapes.all[to.token()], inner, number, (*hops, _Hop(near, to)))
        elif hops and name in indexed:
            given = ((operator, value.get(operator)) for operator in _OPERATORS)
            yield from (Nearby(number, hops, indexed[name], *each) for each in given if each[1] is not None)


def _across(near: Neighbour, where: Where | None) -> Iterator[tuple[type[Kind], Where]]:
    """What a filter requires of the other end, and of which kind that then is."""
    if near.target is not None:
        yield near.target, where or {}
        return
    by_name = {camel(kind.token()): kind for kind in near.targets}
    yield from ((by_name[name], value) for name, value in required(where) if name in by_name)
