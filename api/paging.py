"""The Cypher of one page: of all nodes of a kind, or of the neighbours of a node.

What a client asks for shapes the text or is a parameter; pages follow indexes wherever there is one.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from types import UnionType
from typing import Any

from api.errors import ArgumentError
from api.filters import Predicates, Where, required
from api.ids import read_cursor
from api.limits import Limits
from api.nearby import nearby
from api.ordering import Found, ordered_find, read_order
from api.shape import Neighbour, Shape, Shapes
from graph_schema.registry import identifying
from graph_schema.stored import DATASET, SOURCE

LAST = 2**31 - 1
"""Where parts without an order of their own stand: behind all that have one."""

Arguments = Mapping[str, Any]


@dataclass(frozen=True)
class Window:
    """What part of a list is asked for: so many from its begin or from behind a cursor; backward, from its end."""

    count: int
    backward: bool
    cursor: str | None

    @property
    def bound(self) -> str:
        """The argument that the cursor came in."""
        return "before" if self.backward else "after"

    def parameters(self, number: int) -> dict[str, Any]:
        """One row more than asked for is fetched, to see whether there is more."""
        return {f"first{number}": self.count + 1, f"behind{number}": self.cursor is not None}

    @property
    def direction(self) -> str:
        """How to sort."""
        return " DESC" if self.backward else ""


def read_window(field_name: str, arguments: Arguments, limits: Limits) -> Window:
    """The window that the arguments ask for. Raises ArgumentError for those that can't be taken."""
    first, after, last, before = (arguments.get(name) for name in ("first", "after", "last", "before"))
    backward = last is not None or before is not None
    if backward and (first is not None or after is not None):
        observed = f"`{field_name}` is asked for a page in both directions."
        remedy = "Page forward with `first` and `after`, or back with `last` and `before`."
        raise ArgumentError("after" if first is None else "first", observed, remedy)
    name, asked = ("last", last) if backward else ("first", first)
    count: int = limits.default_page if asked is None else asked
    if not 0 <= count <= limits.max_page:
        observed = f"`{name}` of `{field_name}` is {count}."
        raise ArgumentError(name, observed, f"Ask for 0 to {limits.max_page}, and page on with `after` or `before`.")
    return Window(count, backward, before if backward else after)


@dataclass(frozen=True)
class Paging:
    """How the nodes of one connection are found, put in order and cut into pages."""

    number: int
    window: Window
    find: str
    """Finds the nodes of the page, and more."""
    keys: dict[str, str]
    """The variables to order by, with their expressions; equal ones are of one node."""
    sort: str
    places: tuple[str, ...]
    """What makes a cursor; the last is the node's reference or key."""
    total: str
    """Counts the nodes of all pages."""
    distinct: bool = False
    """Whether a node can be found several times."""
    before: str = ""
    """What the whole query begins with."""
    assertion_order: str = ""
    """Orders the assertions of a node, where the index doesn't."""
    parameters: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def form(self) -> Hashable:
        """What of the arguments shapes the query and how its answer is read."""
        return self.window.backward, self.before, self.find, self.sort, self.total

    @property
    def node(self) -> str:
        """The variable of the node."""
        return f"n{self.number}"

    @property
    def assertions(self) -> str:
        """The variable that holds the relationships to one node."""
        return f"a{self.number}"

    def rows(self, row: str, *, grouped: bool) -> str:
        """The rows of a page; `grouped` collects the assertions of each node beside it."""
        keys = ", ".join(f"{expression} AS {name}" for name, expression in self.keys.items())
        if grouped:
            sort = self.assertion_order and f"WITH {self.node}, r{self.number} ORDER BY {self.assertion_order} "
            gather = f"{sort}WITH {keys}, {self.node}, collect(r{self.number}) AS {self.assertions}"
        else:
            gather = f"WITH {'DISTINCT ' if self.distinct else ''}{keys}, {self.node}"
        return f"COLLECT {{ {self.find} {gather} ORDER BY {self.sort} LIMIT $first{self.number} RETURN {row} }}"


class Pages:
    """Makes the paging of connections from their arguments."""

    def __init__(self, shapes: Shapes, limits: Limits) -> None:
        self._shapes = shapes
        self._limits = limits

    def of_kind(self, shape: Shape, number: int, field_name: str, arguments: Arguments) -> Paging:
        """Pages through all nodes of a kind, along the index of their keys or of what they are ordered by."""
        window = read_window(field_name, arguments, self._limits)
        where: Where | None = arguments.get("where")
        order = read_order(shape, arguments.get("orderBy"))
        if order is None and (near := _selective(shape, where)):
            return self._from_neighbour(near, where or {}, window, number, field_name)
        node, label = f"n{number}", shape.kind.label()
        predicates = Predicates(self._shapes, self._limits, f"w{number}_", field_name)
        narrow = (predicates.of((shape.kind.token(),), node, where),) if where else ()
        total = f"COUNT {{ MATCH ({node}:`{label}`){_where(narrow)} }}"
        close = nearby(self._shapes, shape, where, number)
        parameters = window.parameters(number) | predicates.values | (close.parameters if close else {})
        if order:
            cursor = read_place(window, order.types, field_name, order.read)
            found = ordered_find(order, label, number, narrow, cursor, backward=window.backward)
            keys, sort = order.keys(node, number), order.sort(number, backward=window.backward)
            places = order.places(number)
        else:
            found = self._in_key_order(label, number, narrow, window, field_name)
            keys, sort, places = {f"k{number}": f"{node}.`key`"}, f"k{number}{window.direction}", (f"k{number}",)
        return Paging(
            number,
            window,
            close.find(found.conditions, found.text) if close else found.text,
            keys,
            sort,
            places,
            close.total(" AND ".join(narrow), total) if close else total,
            before=close.gather if close else "",
            parameters=parameters | found.parameters,
        )

    def _in_key_order(self, label: str, number: int, narrow: tuple[str, ...], window: Window, field_name: str) -> Found:
        """Finds the nodes of a page along the index of keys.

        Without the predicate on the first page, Neo4j scans the label and sorts.
        """
        node = f"n{number}"
        seek, bounds = _seek(f"{node}.`key`", "", window, number, field_name)
        conditions = " AND ".join((*narrow, *seek))
        ordered = f"WITH {node} ORDER BY {node}.`key`{window.direction} LIMIT $first{number}"
        return Found(
            f"CALL () {{ MATCH ({node}:`{label}`) WHERE {conditions} {ordered} RETURN {node} }}", conditions, bounds
        )

    def of_neighbours(
        self, near: Neighbour, number: int, variable: str, anchor: str, field_name: str, arguments: Arguments
    ) -> Paging:
        """Pages through the neighbours of `variable`.

        `anchor` is the parameter with its reference, where it is the one node that the query begins at: then a
        hub's neighbours come from the index of the relationship instead of expanding and sorting all of them.
        """
        window = read_window(field_name, arguments, self._limits)
        predicates = Predicates(self._shapes, self._limits, f"w{number}_", field_name)
        kinds = tuple(kind.token() for kind in near.targets)
        where: Where | None = arguments.get("where")
        narrow = [*predicates.claimed(f"r{number}", arguments.get("assertion"))]
        narrow += [predicates.of(kinds, f"n{number}", where)] if where else []
        parameters = predicates.values
        if near.target is None and arguments.get("kinds") is not None:
            parameters[f"kinds{number}"] = _kinds(near, field_name, arguments["kinds"])
            narrow.append(f"split(r{number}.`{near.far}`, ':')[0] IN $kinds{number}")
        if anchor and near.paging_columns:
            return _along_index(near, anchor, window, number, field_name, tuple(narrow), parameters)
        return _expanded(near, variable, window, number, field_name, tuple(narrow), parameters)

    def _from_neighbour(
        self, near: tuple[Neighbour, str], where: Where, window: Window, number: int, field_name: str
    ) -> Paging:
        """Begins at the one neighbour that the filter names, however few of the kind have it."""
        towards, key = near
        predicates = Predicates(self._shapes, self._limits, f"w{number}_", field_name)
        back = towards.reversed
        narrow = (predicates.of((back.targets[0].token(),), f"n{number}", where),)
        parameters = predicates.values | {f"anchor{number}": f"{towards.targets[0].token()}:{key}"}
        return _along_index(back, f"$anchor{number}", window, number, field_name, narrow, parameters)


def to_one(near: Neighbour, number: int, variable: str) -> tuple[str, str]:
    """Finds the only neighbour: the expression of its reference, and what makes a row of it."""
    node, far = f"n{number}", f"r{number}.`{near.far}`"
    pattern = near.pattern(variable, f"r{number}", near.labelled(node))
    find = f"MATCH {pattern} WITH {node}, {far} AS k{number} ORDER BY k{number} LIMIT 1"
    return f"k{number}", find


def _along_index(
    near: Neighbour,
    anchor: str,
    window: Window,
    number: int,
    field_name: str,
    narrow: tuple[str, ...],
    parameters: Mapping[str, Any],
) -> Paging:
    node, rel = f"n{number}", f"r{number}"
    far, columns = f"{rel}.`{near.far}`", near.paging_columns
    bounds = window.parameters(number)
    # The index serves only a query that says something about each of its columns.
    fixed = [f"{rel}.`{near.near}` = {anchor}", *(f"{rel}.`{column}` IS NOT NULL" for column in columns[2:])]
    if near.shared_type and near.target:
        bounds[f"until{number}"] = f"{near.target.token()};"
        fixed.append(f"{far} < $until{number}")
    seek, place = _seek(far, f"{near.target.token()}:" if near.target else "", window, number, field_name)
    match = f"MATCH {near.pattern('', rel, near.labelled(node))}"
    hint = f"USING INDEX SEEK {rel}:`{near.relationship.rel_type}`({', '.join(f'`{name}`' for name in columns)})"
    keys = {f"z{number}": f"{rel}.`{near.near}`", f"k{number}": far}
    return Paging(
        number,
        window,
        f"{match} {hint}{_where((*fixed, *narrow, *seek))}",
        keys,
        ", ".join(f"{name}{window.direction}" for name in keys),
        (f"k{number}",),
        f"COUNT {{ {match}{_where((*fixed, *narrow))} RETURN DISTINCT {node} }}",
        distinct=True,
        parameters=bounds | place | dict(parameters),
    )


def _expanded(
    near: Neighbour,
    variable: str,
    window: Window,
    number: int,
    field_name: str,
    narrow: tuple[str, ...],
    parameters: Mapping[str, Any],
) -> Paging:
    node, rel, place = f"n{number}", f"r{number}", f"k{number}"
    far = f"{rel}.`{near.far}`"
    match = f"MATCH {near.pattern(variable, rel, near.labelled(node))}"
    keys = {place: far}
    bounds = window.parameters(number)
    if near.ordered:
        order = f"coalesce({node}.`order`, {LAST})"
        keys = {f"o{number}": order, place: far}
        seek: tuple[str, ...] = ()
        if cursor := read_place(window, (int, str), field_name):
            bounds |= {f"order{number}": cursor[0], f"{window.bound}{number}": cursor[1]}
            sign = "<" if window.backward else ">"
            behind = f"{order} = $order{number} AND {far} {sign} ${window.bound}{number}"
            seek = (f"({order} {sign} $order{number} OR ({behind}))",)
    else:
        seek, more = _seek(far, "", window, number, field_name)
        bounds |= more
    return Paging(
        number,
        window,
        f"{match}{_where((*narrow, *seek))}",
        keys,
        ", ".join(f"{name}{window.direction}" for name in keys),
        tuple(keys),
        f"COUNT {{ {match}{_where(narrow)} RETURN DISTINCT {node} }}",
        distinct=True,
        assertion_order=", ".join((far, *(f"{rel}.`{name}`" for name in _tellers(near)))),
        parameters=bounds | dict(parameters),
    )


def _seek(
    place: str, start: str, window: Window, number: int, field_name: str
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """What must hold behind the cursor; the list begins behind `start`."""
    cursor = read_place(window, (str,), field_name)
    if window.backward and cursor:
        seek = f"{place} > $after{number}", f"{place} < $before{number}"
        return seek, {f"after{number}": start, f"before{number}": cursor[0]}
    return (f"{place} > $after{number}",), {f"after{number}": cursor[0] if cursor else start}


def read_place(
    window: Window,
    types: tuple[type | UnionType, ...],
    field_name: str,
    read: Callable[[list[Any]], list[Any]] = list,
) -> list[Any] | None:
    """What the window's cursor says; None where there is none. Raises ArgumentError for one of another list."""
    return None if window.cursor is None else read_cursor(window.cursor, types, window.bound, field_name, read)


def _where(conditions: tuple[str, ...]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _tellers(near: Neighbour) -> tuple[str, ...]:
    return (SOURCE, DATASET, *identifying(near.relationship))


def _kinds(near: Neighbour, field_name: str, kinds: list[Any]) -> list[str]:
    known = [kind.token() for kind in near.targets]
    tokens = [kind.value for kind in kinds]
    if wrong := [token for token in tokens if token not in known]:
        can = ", ".join(token.upper() for token in known)
        raise ArgumentError("kinds", f"`{field_name}` never leads to {wrong[0].upper()}.", f"Choose from {can}.")
    return tokens


def _selective(shape: Shape, where: Where | None) -> tuple[Neighbour, str] | None:
    """A neighbour that the filter requires by its key, along a relationship whose index begins there."""
    for name, value in required(where):
        near = shape.neighbours.get(name)
        if near is None or near.to_one or near.target is None or not near.reversed.paging_columns:
            continue
        for member, operators in required(value.get("some")):
            if member == "key" and operators.get("eq") is not None:
                return near, operators["eq"]
    return None
