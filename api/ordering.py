"""Pages in the order of a property: each branch of the query follows the index of property and key."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, NamedTuple

from api.shape import Leaf, Shape
from graph_schema.fields import ValueType

KEY = "key"
_STORED: dict[ValueType, type | UnionType] = {ValueType.INTEGER: int, ValueType.NUMBER: int | float}
_READ: dict[ValueType, Callable[[str], Any]] = {
    ValueType.DATE: date.fromisoformat,
    ValueType.DATETIME: datetime.fromisoformat,
}


@dataclass(frozen=True)
class Order:
    """By which property, and whether its greatest value comes first; nodes without one come last."""

    leaf: Leaf
    descending: bool

    @property
    def types(self) -> tuple[type | UnionType, type]:
        """The types of a cursor: a value and a key."""
        value = _STORED.get(self.leaf.prop.value_type, str)
        return (value if self.leaf.prop.required else value | NoneType), str

    def read(self, place: list[Any]) -> list[Any]:
        """The place that a cursor writes, with a date as a date. Raises ValueError where there is none."""
        value, key = place
        return [value if value is None else _READ.get(self.leaf.prop.value_type, _as_it_is)(value), key]

    def keys(self, node: str, number: int) -> dict[str, str]:
        """The variables to order by, with their expressions."""
        value = f"{node}.`{self.leaf.prop.name}`"
        return {f"z{number}": f"{value} IS NULL", f"v{number}": value, f"k{number}": f"{node}.`{KEY}`"}

    def places(self, number: int) -> tuple[str, str]:
        """What makes a cursor."""
        value = f"v{number}"
        return f"toString({value})" if self.leaf.prop.value_type in _READ else value, f"k{number}"

    def sort(self, number: int, *, backward: bool) -> str:
        """How to sort the variables."""
        way = " DESC" if self.descending is not backward else ""
        return f"z{number}{' DESC' if backward else ''}, v{number}{way}, k{number}{way}"


class Found(NamedTuple):
    """The text that finds the nodes of a page, what must hold of them to be on it, and the parameters of both."""

    text: str
    conditions: str
    parameters: dict[str, Any]


def read_order(shape: Shape, given: Mapping[str, Any] | None) -> Order | None:
    """The order that a client asks for; None for that of the keys, as a list has without being asked."""
    if given is None:
        return None
    name, descending = given["field"].value, given["direction"].value == "DESC"
    if name == KEY and not descending:
        return None
    return Order(shape.leaves[name], descending)


def sortable(shape: Shape) -> list[Leaf]:
    """What nodes of the kind can be ordered by; the words of a closed vocabulary have no order of their own."""
    return [
        leaf for leaf in shape.leaves.values() if leaf.name == KEY or (leaf.prop.sortable and not leaf.prop.choices)
    ]


def ordered_find(
    order: Order, label: str, number: int, narrow: tuple[str, ...], cursor: list[Any] | None, *, backward: bool
) -> Found:
    """Finds the nodes of a page, and some more, which the caller sorts and cuts."""
    node = f"n{number}"
    value, key = f"{node}.`{order.leaf.prop.name}`", f"{node}.`{KEY}`"
    falling = order.descending is not backward
    way, sign = (" DESC", "<") if falling else ("", ">")
    known, unknown = f"{value} IS NOT NULL AND {key} > ''", f"{value} IS NULL AND {key} > ''"
    parameters: dict[str, Any] = {}
    if order.leaf.name == KEY:
        branches = [f"{key} > ''"] if cursor is None else [f"{key} {sign} $key{number}"]
    elif cursor is None:
        branches = [known, unknown]
    elif cursor[0] is None:
        branches = [f"{value} IS NULL AND {key} {sign} $key{number}", *([known] if backward else [])]
    else:
        same, beyond = f"{value} = $value{number} AND {key} {sign} $key{number}", f"{value} {sign} $value{number}"
        branches = [same, f"{beyond} AND {key} > ''", *([] if backward else [unknown])]
        parameters[f"value{number}"] = cursor[0]
    if order.leaf.prop.required:
        branches = [branch for branch in branches if " IS NULL" not in branch]
    if cursor is not None:
        parameters[f"key{number}"] = cursor[1]
    each = [
        f"MATCH ({node}:`{label}`) WHERE {' AND '.join((branch, *narrow))} "
        f"WITH {node} ORDER BY {value}{way}, {key}{way} LIMIT $first{number} RETURN {node}"
        for branch in branches
    ]
    conditions = " AND ".join((f"({' OR '.join(f'({branch})' for branch in branches)})", *narrow))
    return Found(f"CALL () {{ {' UNION ALL '.join(each)} }}", conditions, parameters)


def _as_it_is(value: Any) -> Any:
    return value
