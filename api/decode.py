"""Turns the positional lists that a compiled query returns into objects keyed as the client asked.

What reads the answers to a query is put together as one Python expression, and compiled with the query: a call for
each value takes several times as long. In the expression stand indexes, response keys, which are names of GraphQL,
and names that this module makes for all else.
"""

from collections.abc import Callable, Mapping
from math import isfinite
from typing import Any, NamedTuple

from api.ids import cursor, global_id
from api.shape import Leaf
from graph_schema.fields import ValueType

Values = list[Any]
Parameters = Mapping[str, Any]
Read = Callable[[Values, Parameters], Any]
"""Reads an answer from the columns of its row and the parameters that were sent."""
DEEPEST = 8
"""So many lists stand inside one another in one expression; Python reads no more than 200 brackets."""


class Source:
    """The source of a reader in the making; the row that it begins with is `r0`, the parameters are `p`."""

    def __init__(self) -> None:
        self.named: dict[str, Any] = {"type": type, "str": str, "int": int}
        self.depth = 0
        self._rows = 0

    def name(self, value: Any) -> str:
        """A name for what can't be written."""
        name = f"c{len(self.named)}"
        self.named[name] = value
        return name

    def row(self) -> str:
        """A name for the rows of a list."""
        self._rows += 1
        return f"r{self._rows}"

    def each(self, decode: "Decode", rows: str) -> str:
        """Reads each row of a list."""
        row = self.row()
        if self.depth == DEEPEST:
            return f"[{self.name(reader(decode))}({row}, p) for {row} in {rows}]"
        self.depth += 1
        text = decode(self, row)
        self.depth -= 1
        return f"[{text} for {row} in {rows}]"


Decode = Callable[[Source, str], str]
"""Writes the expression that reads one value from the row of this name."""


def reader(decode: Decode) -> Read:
    """What reads a row."""
    source = Source()
    text = f"lambda r0, p: {decode(source, 'r0')}"
    # Nothing of a request is in it but names that GraphQL's grammar allows.
    return eval(text, {**source.named, "__builtins__": {}})  # noqa: S307


class Decoded(dict[str, Any]):
    """One node: its values by response key. `kind` is the token that tells its type."""

    __slots__ = ("kind",)

    def __init__(self, kind: str, values: dict[str, Any]) -> None:
        super().__init__(values)
        self.kind = kind


def constant(value: Any) -> Decode:
    """A value that is known before the query runs."""
    return lambda source, _row: source.name(value)


def plain(index: int) -> Decode:
    """A column as it is."""
    return lambda _source, row: f"{row}[{index}]"


def applied(function: Callable[..., Any], index: int, *more: str) -> Decode:
    """What a function makes of a column and of some parameters."""
    given = "".join(f", p[{name!r}]" for name in more)
    return lambda source, row: f"{source.name(function)}({row}[{index}]{given})"


def node_id(token: str, index: int) -> Decode:
    """The global id, from the column with the key."""

    def read(key: str) -> str:
        return global_id(f"{token}:{key}")

    return applied(read, index)


def dataset_of(index: int) -> Decode:
    """The dataset's key, from the column with the reference of a relationship's start."""
    return lambda _source, row: f"{row}[{index}].partition(':')[2]"


def leaf(leaf: Leaf, index: int) -> Decode:
    """A property: nothing stored means its default, and an empty identifying text means nothing stored."""
    return applied(_stored(leaf, leaf.default, _CONVERSIONS.get(leaf.prop.value_type)), index)


def final_leaf(leaf: Leaf, index: int) -> Decode:
    """A property as it goes to the client. Raises UnfitError for what the schema doesn't allow."""
    default = leaf.default
    if leaf.prop.choices:
        names = {choice.value: choice.name for choice in leaf.prop.choices}
        return applied(_stored(leaf, None if default is None else names[default], names.__getitem__), index)
    read = applied(_stored(leaf, default, _FINAL[leaf.prop.value_type]), index)
    usual = _USUAL.get(leaf.prop.value_type)
    if usual is None:
        return read
    return lambda source, row: f"{(v := f'{row}[{index}]')} if {usual.format(v)} else {read(source, row)}"


def _stored(leaf: Leaf, default: Any, convert: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    absent = (None, "") if leaf.nullable else (None,)
    required = not leaf.nullable and default is None

    def read(value: Any) -> Any:
        if value in absent and not (required and convert):
            return default
        return convert(value) if convert else value

    return read


class UnfitError(ValueError):
    """A stored value is not what the schema says: ordinary execution tells the client where."""


def _whole(value: Any) -> int:
    if type(value) is not int or not -(2**31) <= value < 2**31:
        raise UnfitError(value)
    return value


def _of(known: type) -> Callable[[Any], Any]:
    def check(value: Any) -> Any:
        if type(value) is not known:
            raise UnfitError(value)
        return value

    return check


def _number(value: Any) -> float:
    if type(value) not in (int, float) or not isfinite(value):
        raise UnfitError(value)
    return float(value)


def _moment(value: Any) -> str:
    return value.to_native().isoformat()


_FINAL: dict[ValueType, Callable[[Any], Any]] = {
    ValueType.TEXT: _of(str),
    ValueType.INTEGER: _whole,
    ValueType.NUMBER: _number,
    ValueType.BOOLEAN: _of(bool),
    ValueType.DATE: _moment,
    ValueType.DATETIME: _moment,
    ValueType.TEXTS: lambda value: [_text(item) for item in value],
}
_text = _of(str)

_CONVERSIONS: dict[ValueType, Callable[[Any], Any]] = {
    ValueType.NUMBER: float,
    ValueType.DATE: lambda value: value.to_native(),
    ValueType.DATETIME: lambda value: value.to_native(),
}

_USUAL = {
    ValueType.TEXT: "type({0}) is str and {0}",
    ValueType.INTEGER: f"type({{0}}) is int and {-(2**31)} <= {{0}} < {2**31}",
    ValueType.BOOLEAN: "({0} is True or {0} is False)",
}
"""Holds for values that need nothing done to them, which most are."""


def mapping(parts: dict[str, Decode]) -> Decode:
    """An object that has one type only."""

    def decode(source: Source, row: str) -> str:
        return f"{{{', '.join(f'{key!r}: {part(source, row)}' for key, part in parts.items())}}}"

    return decode


def node(token: str, parts: dict[str, Decode]) -> Decode:
    """A node of a known kind."""
    read = mapping(parts)
    return lambda source, row: f"{source.name(Decoded)}({token!r}, {read(source, row)})"


class Form(NamedTuple):
    """How answers are made: to be resolved field by field, or as they go to the client."""

    leaf: Callable[[Leaf, int], Decode]
    node: Callable[[str, dict[str, Decode]], Decode]
    kind: Callable[[str], str]
    """What a kind is called."""


RESOLVED = Form(leaf, node, str)


def _final_node(_token: str, parts: dict[str, Decode]) -> Decode:
    return mapping(parts)


FINAL = Form(final_leaf, _final_node, str.upper)


class _Readers(dict[str, Read]):
    """What reads nodes of each kind, made when one of that kind is met."""

    def __init__(self, by_token: Mapping[str, Decode]) -> None:
        self._by_token = by_token

    def __missing__(self, token: str) -> Read:
        made = self[token] = reader(self._by_token[token])
        return made


def any_node(index: int, by_token: dict[str, Decode]) -> Decode:
    """A node whose kind stands in the column with its reference."""
    readers = _Readers(by_token)
    return lambda source, row: f"{source.name(readers)}[{row}[{index}].partition(':')[0]]({row}, p)"


def by_ref(by_token: Mapping[str, Decode]) -> Decode:
    """Nodes of several kinds, by their references; each kind has a list of rows that begin with the key."""
    readers = _Readers(by_token)

    def read(row: Values, parameters: Parameters) -> dict[str, Any]:
        return {
            f"{token}:{inner[0]}": readers[token](inner, parameters)
            for token, rows in zip(by_token, row, strict=True)
            for inner in rows
        }

    return lambda source, row: f"{source.name(read)}({row}, p)"


def nested(index: int, each: Decode) -> Decode:
    """A list of rows inside a column."""
    return lambda source, row: source.each(each, f"{row}[{index}]")


def first_of(index: int, each: Decode) -> Decode:
    """The only row inside a column, or null."""
    return lambda source, row: f"({source.each(each, f'{row}[{index}]')} or (None,))[0]"


def cursor_of(places: int) -> Decode:
    """The cursor of an edge, from the first columns of its row."""
    return lambda source, row: f"{source.name(cursor)}({row}[:{places}])"


class Page:
    """Reads one page of a connection, for which one row more than asked for was fetched."""

    def __init__(self, index: int, number: int, places: int, *, backward: bool) -> None:
        self._index = index
        self._first = f"p['first{number}']"
        self._behind = f"p['behind{number}']"
        self._places = places
        self._backward = backward

    def edges(self, each: Decode) -> Decode:
        """The edges that were asked for."""
        return lambda source, row: source.each(each, self._rows(row))

    def has_next(self) -> Decode:
        """Whether there is more after this page."""
        return self._beyond() if self._backward else self._more()

    def has_previous(self) -> Decode:
        """Whether there is more before this page."""
        return self._more() if self._backward else self._beyond()

    def end(self, which: int) -> Decode:
        """The cursor of the first (0) or last (-1) edge; null on an empty page."""

        def read(rows: list[Values]) -> str | None:
            return cursor(rows[which][: self._places]) if rows else None

        return lambda source, row: f"{source.name(read)}({self._rows(row)})"

    def _more(self) -> Decode:
        return lambda source, row: f"{source.name(len)}({row}[{self._index}]) >= {self._first}"

    def _beyond(self) -> Decode:
        return lambda _source, _row: self._behind

    def _rows(self, row: str) -> str:
        return f"{row}[{self._index}][:{self._first} - 1]{'[::-1]' if self._backward else ''}"
