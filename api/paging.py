"""The Cypher of one page: of all nodes of a kind, or of the neighbours of a node."""

from dataclasses import dataclass, field
from typing import Any

from api.errors import ArgumentError
from api.ids import read_cursor
from api.limits import Limits
from api.shape import Neighbour
from graph_schema.model import Kind
from graph_schema.registry import identifying
from graph_schema.stored import DATASET, SOURCE

LAST = 2**31 - 1
"""Where parts without an order of their own stand: behind all that have one."""


@dataclass(frozen=True)
class Paging:
    """How the nodes of one connection are found, put in order and cut into pages."""

    number: int
    match: str
    """Finds the nodes."""
    narrow: tuple[str, ...]
    """What must hold of all of them."""
    seek: str
    """What must hold behind the cursor."""
    keys: dict[str, str]
    """The variables to order by, with their expressions; equal ones are of one node."""
    places: tuple[str, ...]
    """Those of the variables that make a cursor; the last is the node's reference or key."""
    start: str
    """Stands for `after` on the first page."""
    total_match: str = ""
    assertion_order: str = ""
    """Orders the assertions of a node, where the index doesn't."""
    constants: dict[str, Any] = field(default_factory=dict[str, Any])
    tokens: tuple[str, ...] = ()
    """The kinds to choose from, where there are several."""

    @property
    def node(self) -> str:
        """The variable of the node."""
        return f"n{self.number}"

    @property
    def assertions(self) -> str:
        """The variable that holds the relationships to one node."""
        return f"a{self.number}"

    @property
    def first(self) -> str:
        """The parameter with the number of rows to fetch: one more than asked for."""
        return f"first{self.number}"

    @property
    def after(self) -> str:
        """The parameter with the place after which the page begins."""
        return f"after{self.number}"

    def rows(self, row: str, *, grouped: bool) -> str:
        """The rows of a page; `grouped` collects the assertions of each node beside it."""
        keys = ", ".join(f"{expression} AS {name}" for name, expression in self.keys.items())
        if grouped:
            sort = self.assertion_order and f"WITH {self.node}, r{self.number} ORDER BY {self.assertion_order} "
            gather = f"{sort}WITH {keys}, {self.node}, collect(r{self.number}) AS {self.assertions}"
        else:
            gather = f"WITH DISTINCT {keys}, {self.node}" if self.total_match else f"WITH {keys}, {self.node}"
        where = " AND ".join((*self.narrow, self.seek))
        order = ", ".join(self.keys)
        return f"COLLECT {{ {self.match} WHERE {where} {gather} ORDER BY {order} LIMIT ${self.first} RETURN {row} }}"

    def only(self, row: str) -> str:
        """The one row where there is at most one."""
        ref = self.places[-1]
        gather = f"WITH {self.node}, {self.keys[ref]} AS {ref} ORDER BY {ref} LIMIT 1"
        return f"COLLECT {{ {self.match} {gather} RETURN {row} }}"

    def total(self) -> str:
        """The number of nodes on all pages."""
        if not self.total_match:
            return f"COUNT {{ {self.match} }}"
        where = f" WHERE {' AND '.join(self.narrow)}" if self.narrow else ""
        return f"COUNT {{ {self.total_match}{where} RETURN DISTINCT {self.node} }}"

    def bind(self, name: str, arguments: dict[str, Any], limits: Limits) -> dict[str, Any]:
        """The parameters for a request's arguments. Raises ArgumentError for those that can't be taken."""
        first = arguments.get("first")
        first = limits.default_page if first is None else first
        if not 0 <= first <= limits.max_page:
            observed = f"`first` of `{name}` is {first}."
            raise ArgumentError("first", observed, f"Ask for 0 to {limits.max_page}, and page on with `after`.")
        bound = self.constants | {self.first: first + 1} | self._place(name, arguments.get("after"))
        if self.tokens:
            bound[f"kinds{self.number}"] = self._kinds(name, arguments.get("kinds"))
        return bound

    def _place(self, name: str, after: str | None) -> dict[str, Any]:
        if len(self.places) == 1:
            return {self.after: self.start if after is None else read_cursor(after, (str,), name)[0]}
        order, ref = (-1, self.start) if after is None else read_cursor(after, (int, str), name)
        return {f"order{self.number}": order, self.after: ref}

    def _kinds(self, name: str, kinds: list[Any] | None) -> list[str]:
        if kinds is None:
            return list(self.tokens)
        tokens = [kind.value for kind in kinds]
        if wrong := [token for token in tokens if token not in self.tokens]:
            can = ", ".join(token.upper() for token in self.tokens)
            raise ArgumentError("kinds", f"`{name}` never leads to {wrong[0].upper()}.", f"Choose from {can}.")
        return tokens


def kind_paging(kind: type[Kind], number: int) -> Paging:
    """Pages through all nodes of a kind along the index of their keys."""
    node, place = f"n{number}", f"k{number}"
    # Without the predicate on the first page, Neo4j scans the label and sorts.
    return Paging(
        number=number,
        match=f"MATCH ({node}:`{kind.label()}`)",
        narrow=(),
        seek=f"{node}.`key` > $after{number}",
        keys={place: f"{node}.`key`"},
        places=(place,),
        start="",
    )


def neighbour_paging(near: Neighbour, number: int, variable: str, anchor: str) -> Paging:
    """Pages through the neighbours of `variable`.

    `anchor` is the parameter with its reference, where it is the one node that the query begins at: then a hub's
    neighbours come from the index of the relationship instead of expanding and sorting all of them.
    """
    hub = bool(anchor and near.paging_columns)
    node, rel, place = f"n{number}", f"r{number}", f"k{number}"
    far = f"{rel}.`{near.far}`"
    pattern = _pattern(near, "" if hub else variable, rel, _labelled(near, node))
    narrow: list[str] = []
    constants: dict[str, Any] = {}
    keys = {place: far}
    start = f"{near.target.token()}:" if hub and near.target else ""
    if hub:
        keys = {f"z{number}": f"{rel}.`{near.near}`", place: far}
        narrow.append(f"{rel}.`{near.near}` = {anchor}")
        # The index serves only a query that says something about each of its columns.
        narrow += [f"{rel}.`{column}` IS NOT NULL" for column in near.paging_columns[2:]]
        if near.shared_type and near.target:
            constants[f"until{number}"] = f"{near.target.token()};"
            narrow.append(f"{far} < $until{number}")
    if near.target is None:
        narrow.append(f"split({far}, ':')[0] IN $kinds{number}")
    seek = f"{far} > $after{number}"
    if near.ordered:
        order = f"coalesce({node}.`order`, {LAST})"
        keys = {f"o{number}": order, place: far}
        seek = f"({order} > $order{number} OR ({order} = $order{number} AND {seek}))"
    columns = ", ".join(f"`{column}`" for column in near.paging_columns)
    return Paging(
        number=number,
        match=f"MATCH {pattern} USING INDEX SEEK {rel}:`{near.relationship.rel_type}`({columns})"
        if hub
        else f"MATCH {pattern}",
        narrow=tuple(narrow),
        seek=seek,
        keys=keys,
        places=tuple(name for name in keys if not name.startswith("z")),
        start=start,
        total_match=f"MATCH {pattern}",
        assertion_order="" if hub else ", ".join((far, *(f"{rel}.`{name}`" for name in _tellers(near)))),
        constants=constants,
        tokens=() if near.target else tuple(kind.token() for kind in near.targets),
    )


def _tellers(near: Neighbour) -> tuple[str, ...]:
    return (SOURCE, DATASET, *identifying(near.relationship))


def _labelled(near: Neighbour, node: str) -> str:
    return node if near.any_label else f"{node}:{'|'.join(f'`{kind.label()}`' for kind in near.targets)}"


def _pattern(near: Neighbour, variable: str, rel: str, node: str) -> str:
    arrow = f"-[{rel}:`{near.relationship.rel_type}`]-"
    return f"({variable}){arrow}>({node})" if near.forward else f"({variable})<{arrow}({node})"
