"""Turns the positional lists that a compiled query returns into objects keyed as the client asked."""

from collections.abc import Callable, Mapping
from typing import Any

from api.ids import cursor, global_id
from api.shape import Leaf
from graph_schema.fields import ValueType

Values = list[Any]
Parameters = Mapping[str, Any]
Decode = Callable[[Values, Parameters], Any]
"""Reads one value of the answer from the columns of its row and the parameters that were sent."""


class Decoded(dict[str, Any]):
    """One node: its values by response key. `kind` is the token that tells its type."""

    __slots__ = ("kind",)

    def __init__(self, kind: str, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.kind = kind


def constant(value: Any) -> Decode:
    """A value that is known before the query runs."""
    return lambda _row, _parameters: value


def plain(index: int) -> Decode:
    """A column as it is."""
    return lambda row, _parameters: row[index]


def node_id(token: str, index: int) -> Decode:
    """The global id, from the column with the key."""
    return lambda row, _parameters: global_id(f"{token}:{row[index]}")


def dataset_of(index: int) -> Decode:
    """The dataset's key, from the column with the reference of a relationship's start."""
    return lambda row, _parameters: row[index].partition(":")[2]


def leaf(leaf: Leaf, index: int) -> Decode:
    """A property: nothing stored means its default, and an empty identifying text means nothing stored."""
    default = leaf.default
    convert = _CONVERSIONS.get(leaf.prop.value_type)
    absent = (None, "") if leaf.nullable else (None,)

    def decode(row: Values, _parameters: Parameters) -> Any:
        value = row[index]
        if value in absent:
            return default
        return convert(value) if convert else value

    return decode


_CONVERSIONS: dict[ValueType, Callable[[Any], Any]] = {
    ValueType.NUMBER: float,
    ValueType.DATE: lambda value: value.to_native(),
    ValueType.DATETIME: lambda value: value.to_native(),
}


def mapping(parts: dict[str, Decode]) -> Decode:
    """An object that has one type only."""
    items = tuple(parts.items())
    return lambda row, parameters: {key: part(row, parameters) for key, part in items}


def node(token: str, parts: dict[str, Decode]) -> Decode:
    """A node of a known kind."""
    read = mapping(parts)
    return lambda row, parameters: Decoded(token, read(row, parameters))


def any_node(index: int, by_token: dict[str, Decode]) -> Decode:
    """A node whose kind stands in the column with its reference."""
    return lambda row, parameters: by_token[row[index].partition(":")[0]](row, parameters)


def by_ref(by_token: Mapping[str, Decode]) -> Decode:
    """Nodes of several kinds, by their references; each kind has a list of rows that begin with the key."""

    def decode(row: Values, parameters: Parameters) -> dict[str, Any]:
        return {
            f"{token}:{inner[0]}": read(inner, parameters)
            for (token, read), rows in zip(by_token.items(), row, strict=True)
            for inner in rows
        }

    return decode


def nested(index: int, each: Decode) -> Decode:
    """A list of rows inside a column."""
    return lambda row, parameters: [each(inner, parameters) for inner in row[index]]


def first_of(index: int, each: Decode) -> Decode:
    """The only row inside a column, or null."""

    def decode(row: Values, parameters: Parameters) -> Any:
        return each(row[index][0], parameters) if row[index] else None

    return decode


def cursor_of(places: int) -> Decode:
    """The cursor of an edge, from the first columns of its row."""
    return lambda row, _parameters: cursor(row[:places])


class Page:
    """Reads one page of a connection, for which one row more than asked for was fetched."""

    def __init__(self, index: int, number: int, places: int, *, backward: bool) -> None:
        self._index = index
        self._first = f"first{number}"
        self._behind = f"behind{number}"
        self._places = places
        self._backward = backward

    def edges(self, each: Decode) -> Decode:
        """The edges that were asked for."""
        return lambda row, parameters: [each(inner, parameters) for inner in self._rows(row, parameters)]

    def has_next(self) -> Decode:
        """Whether there is more after this page."""
        return self._beyond() if self._backward else self._more()

    def has_previous(self) -> Decode:
        """Whether there is more before this page."""
        return self._more() if self._backward else self._beyond()

    def end(self, which: int) -> Decode:
        """The cursor of the first (0) or last (-1) edge; null on an empty page."""

        def decode(row: Values, parameters: Parameters) -> str | None:
            rows = self._rows(row, parameters)
            return cursor(rows[which][: self._places]) if rows else None

        return decode

    def _more(self) -> Decode:
        return lambda row, parameters: len(row[self._index]) >= parameters[self._first]

    def _beyond(self) -> Decode:
        return lambda _row, parameters: parameters[self._behind]

    def _rows(self, row: Values, parameters: Parameters) -> list[Values]:
        rows = row[self._index][: parameters[self._first] - 1]
        return rows[::-1] if self._backward else rows
