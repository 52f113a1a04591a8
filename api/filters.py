"""Filters: the input types that derive from the shapes, and their Cypher.

Every value that a client sends is a parameter; the text of a predicate holds names of the registry only. A predicate
is never null where it is negated, so that `not` and `every` mean what they say of nodes without a value.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, cast

from strawberry.types.field import StrawberryField

from api.errors import ArgumentError
from api.limits import Limits
from api.names import camel
from api.shape import Leaf, Neighbour, Shape, Shapes, claim_leaves
from api.typemaker import TypeMaker
from graph_schema.fields import ValueType
from graph_schema.model import Assertion

Where = Mapping[str, Any]

_SAME = {"eq": "Is equal to this.", "in": "Is one of these.", "isNull": "Whether nothing is recorded."}
_RANGE = {"lt": "Is less than this.", "lte": "Is at most this.", "gt": "Is more than this.", "gte": "Is at least this."}
_TEXT = {"startsWith": "Begins so; capitals count.", "endsWith": "Ends so.", "contains": "Has this in it."}
_TEXTS = {"has": "Has this among its texts.", "isEmpty": "Whether it has no text."}
_OPERATORS = {"eq": "=", "in": "IN", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="} | {
    "startsWith": "STARTS WITH",
    "endsWith": "ENDS WITH",
    "contains": "CONTAINS",
}
_SCALARS: dict[ValueType, tuple[str, str, dict[str, str]]] = {
    ValueType.TEXT: ("TextFilter", "str", _SAME | _RANGE | _TEXT),
    ValueType.INTEGER: ("IntFilter", "int", _SAME | _RANGE),
    ValueType.NUMBER: ("FloatFilter", "float", _SAME | _RANGE),
    ValueType.BOOLEAN: ("BooleanFilter", "bool", _SAME),
    ValueType.DATE: ("DateFilter", "date", _SAME | _RANGE),
    ValueType.DATETIME: ("DateTimeFilter", "datetime", _SAME | _RANGE),
    ValueType.TEXTS: ("TextsFilter", "str", _TEXTS),
}
_LISTS = {
    "some": "At least one is so.",
    "none": "None is so.",
    "every": "All are so; also where there are none.",
}
_COUNTED = {"eq": _SAME["eq"]} | _RANGE
_LOGIC = ("and", "or")
ANY = "Node"
"""Stands for the kind where several can be at the other end."""


class FilterTypes:
    """Makes the input types by which connections are filtered."""

    def __init__(self, make: TypeMaker, shapes: Shapes) -> None:
        self._make = make
        self._shapes = shapes
        for name, scalar, operators in _SCALARS.values():
            self._operators(name, scalar, operators)
        self._operators("CountFilter", "int", _COUNTED)
        claims = [self._leaf(leaf) for leaf in claim_leaves() if leaf.name in CLAIMED]
        make.input("AssertionFilter", "Which assertions count; all that is given must hold.", claims)
        for shape in shapes.all.values():
            self._kind(shape)
        self._any()

    def _kind(self, shape: Shape) -> None:
        name = f"{shape.kind.__name__}Filter"
        fields = [self._leaf(leaf) for leaf in shape.leaves.values()]
        fields += [self._neighbour(near) for near in shape.neighbours.values()]
        about = f"Which {shape.kind.plural.replace('_', ' ')}; all that is given must hold."
        self._make.input(name, about, (*fields, *self._logic(name)))
        self._list(shape.kind.__name__)

    def _any(self) -> None:
        name = f"{ANY}Filter"
        kinds = self._make.given("kinds", "list[Kind] | None", "Is of one of these kinds.")
        each = [
            self._make.given(camel(token), f"{shape.kind.__name__}Filter | None", "Is of this kind, and so.")
            for token, shape in self._shapes.all.items()
        ]
        self._make.input(name, "Which nodes; all that is given must hold.", (kinds, *each, *self._logic(name)))
        self._list(ANY)

    def _list(self, end: str) -> None:
        about = {
            "assertion": ("AssertionFilter | None", "Count only what is claimed so; all the others mean these."),
            **{key: (f"{end}Filter | None", text) for key, text in _LISTS.items()},
            "count": ("CountFilter | None", "How many there are."),
        }
        fields = [self._make.given(key, *parts) for key, parts in about.items()]
        self._make.input(f"{end}ListFilter", "Which neighbours; all that is given must hold.", fields)

    def _leaf(self, leaf: Leaf) -> StrawberryField:
        name = _SCALARS[leaf.prop.value_type][0]
        if leaf.prop.choices:
            vocabulary = self._make.vocabulary(leaf.prop.choices)
            name = f"{vocabulary}Filter"
            if name not in self._make.names:
                self._operators(name, vocabulary, _SAME)
        return self._make.given(leaf.name, f"{name} | None", leaf.prop.description)

    def _neighbour(self, near: Neighbour) -> StrawberryField:
        end = near.target.__name__ if near.target else ANY
        form = "Filter" if near.to_one else "ListFilter"
        return self._make.given(near.name, f"{end}{form} | None", near.description)

    def _operators(self, name: str, scalar: str, operators: Mapping[str, str]) -> None:
        listed = {"in": f"list[{scalar}]", "isNull": "bool", "isEmpty": "bool"}
        fields = [self._make.given(key, f"{listed.get(key, scalar)} | None", about) for key, about in operators.items()]
        self._make.input(name, "What must hold of the value.", fields)

    def _logic(self, name: str) -> Iterator[StrawberryField]:
        yield self._make.given("and", f"list[{name}] | None", "All of these hold.")
        yield self._make.given("or", f"list[{name}] | None", "At least one of these holds.")
        yield self._make.given("not", f"{name} | None", "This does not hold.")


CLAIMED = ("source", "dataset", "basis", "run")
"""What of an assertion can be asked for."""


@dataclass
class Predicates:
    """Writes the predicates of one connection's filters; `values` holds their parameters."""

    shapes: Shapes
    limits: Limits
    prefix: str
    field_name: str
    values: dict[str, Any] = field(default_factory=dict[str, Any])
    _count: int = 0
    _depth: int = 0

    def of(self, kinds: tuple[str, ...], variable: str, where: Where) -> str:
        """What must hold of a node of one of these kinds (tokens)."""
        self._spend()
        self._depth += 1
        if self._depth > self.limits.max_filter_depth:
            observed = f"The filter of `{self.field_name}` nests deeper than {self.limits.max_filter_depth} levels."
            raise ArgumentError("where", observed, "Ask in several requests.")
        held = self._all(kinds, variable, where)
        self._depth -= 1
        return held

    def _all(self, kinds: tuple[str, ...], variable: str, where: Where) -> str:
        parts: list[str] = []
        for name, value in where.items():
            if value is None:
                continue
            if name in _LOGIC:
                each = [self.of(kinds, variable, item) for item in value]
                parts.append(f"({f' {name.upper()} '.join(each)})" if each else str(name == "and").lower())
            elif name == "not":
                parts.append(f"NOT coalesce({self.of(kinds, variable, value)}, false)")
            elif len(kinds) == 1:
                parts.append(self._member(self.shapes.all[kinds[0]], variable, name, value))
            else:
                parts.append(self._of_kind(kinds, variable, name, value))
        return f"({' AND '.join(parts)})" if parts else "true"

    def claimed(self, rel: str, where: Where | None) -> Iterator[str]:
        """What must hold of an assertion."""
        leaves = {leaf.name: leaf for leaf in claim_leaves()}
        for name, value in (where or {}).items():
            if value is not None:
                yield self._value(leaves[name], rel, value)

    def _of_kind(self, kinds: tuple[str, ...], variable: str, name: str, value: Any) -> str:
        if name == "kinds":
            labels = [self.shapes.all[kind.value].kind.label() for kind in value]
            return f"labels({variable})[0] IN {self._parameter(labels)}"
        token = next(token for token in self.shapes.all if camel(token) == name)
        if token not in kinds:
            raise ArgumentError("where", f"`{self.field_name}` never leads to {token.upper()}.", "Leave it out.")
        label = self.shapes.all[token].kind.label()
        return f"({variable}:`{label}` AND {self.of((token,), variable, value)})"

    def _member(self, shape: Shape, variable: str, name: str, value: Any) -> str:
        if name in shape.leaves:
            return self._value(shape.leaves[name], variable, value)
        near = shape.neighbours[name]
        return self._one(near, variable, value) if near.to_one else self._list(near, variable, value)

    def _value(self, leaf: Leaf, variable: str, operators: Where) -> str:
        stored = f"{variable}.`{leaf.prop.name}`"
        if leaf.prop.value_type is ValueType.TEXTS:
            stored = f"coalesce({stored}, [])"
        elif leaf.default is not None and leaf.default != "":
            stored = f"coalesce({stored}, {self._parameter(_plain(leaf.default))})"
        return " AND ".join(self._compared(stored, leaf.name, *item) for item in operators.items()) or "true"

    def _one(self, near: Neighbour, variable: str, where: Where) -> str:
        node, pattern = self._step(near, variable)
        return f"EXISTS {{ MATCH {pattern} WHERE {self.of(_tokens(near), node, where)} }}"

    def _list(self, near: Neighbour, variable: str, where: Where) -> str:
        if where.get("assertion") is not None and not issubclass(near.relationship, Assertion):
            raise ArgumentError("where", f"Nobody claims `{near.name}`: it follows from the keys.", "Leave it out.")
        parts: list[str] = []
        for quantifier, value in where.items():
            if quantifier == "assertion" or value is None:
                continue
            node, pattern = self._step(near, variable)
            claimed = [*self.claimed(f"r{node}", where.get("assertion"))]
            if quantifier == "count":
                where_claimed = f" WHERE {' AND '.join(claimed)}" if claimed else ""
                parts.append(self._number(f"COUNT {{ MATCH {pattern}{where_claimed} RETURN DISTINCT {node} }}", value))
                continue
            holds = self.of(_tokens(near), node, value)
            holds = f"NOT coalesce({holds}, false)" if quantifier == "every" else holds
            exists = f"EXISTS {{ MATCH {pattern} WHERE {' AND '.join((*claimed, holds))} }}"
            parts.append(exists if quantifier == "some" else f"NOT {exists}")
        return " AND ".join(parts) or "true"

    def _number(self, counted: str, operators: Where) -> str:
        return " AND ".join(self._compared(counted, "count", *item) for item in operators.items()) or "true"

    def _compared(self, stored: str, name: str, operator: str, value: Any) -> str:
        self._spend(len(value) // 10 if isinstance(value, list) else 0)  # pyright: ignore[reportUnknownArgumentType]
        if value is None:
            advice = "Ask `isNull: true` for what has no value, or leave the operator out."
            raise ArgumentError("where", f"`{operator}` of `{name}` is null.", advice)
        if operator == "isNull":
            return f"{stored} IS {'' if value else 'NOT '}NULL"
        if operator == "isEmpty":
            return f"{'' if value else 'NOT '}isEmpty({stored})"
        if operator == "has":
            return f"{self._parameter(value)} IN {stored}"
        return f"{stored} {_OPERATORS[operator]} {self._parameter(_plain(value))}"

    def _step(self, near: Neighbour, variable: str) -> tuple[str, str]:
        node = f"{self.prefix}n{self._spend()}"
        return node, near.pattern(variable, f"r{node}", near.labelled(node))

    def _parameter(self, value: Any) -> str:
        name = f"{self.prefix}{len(self.values)}"
        self.values[name] = value
        return f"${name}"

    def _spend(self, more: int = 0) -> int:
        self._count += 1 + more
        if self._count > self.limits.max_conditions:
            observed = f"The filter of `{self.field_name}` has more than {self.limits.max_conditions} conditions."
            raise ArgumentError("where", observed, "Ask in several requests.")
        return self._count


def required(where: Where | None) -> Iterator[tuple[str, Any]]:
    """The members of a filter that must hold of every node it lets through."""
    for name, value in (where or {}).items():
        if name == "and":
            for item in value or ():
                yield from required(item)
        elif name not in ("or", "not") and value is not None:
            yield name, value


def _tokens(near: Neighbour) -> tuple[str, ...]:
    return tuple(kind.token() for kind in near.targets)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in cast("list[Any]", value)]
    return value.value if isinstance(value, Enum) else value
