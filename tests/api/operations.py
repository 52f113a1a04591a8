"""Random operations of a schema, from its types alone."""

import random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_composite_type,
)

DEEPEST = 9
ARGUED = 0.35
"""How often an argument that can be left out is given."""


class Operations:
    """Makes operations on the root fields that ask for nodes; `keys` and `ids` name nodes that there are."""

    def __init__(self, schema: GraphQLSchema, roots: list[str], seed: int, keys: list[str], ids: list[str]) -> None:
        self._schema = schema
        self._roots = roots
        self._random = random.Random(seed)
        self._keys = keys
        self._ids = ids
        self._variables: dict[str, tuple[str, Any]] = {}
        self._fragments: list[str] = []
        self._budget = 0

    def make(self) -> tuple[str, dict[str, Any]]:
        """The text of an operation, and the variables to send."""
        self._variables, self._fragments, self._budget = {}, [], self._random.randint(5, 40)
        query = self._schema.query_type
        assert query is not None
        chosen = self._random.sample(self._roots, self._random.choice([1, 1, 1, 2]))
        fields = [self._field(name, query.fields[name], 0, place) for place, name in enumerate(chosen)]
        body = " ".join(field for field in fields if field)
        declared = ", ".join(f"${name}: {kind}" for name, (kind, _) in self._variables.items())
        text = f"query Random{f'({declared})' if declared else ''} {{ {body} }} {' '.join(self._fragments)}"
        sent = {name: value for name, (_, value) in self._variables.items() if self._chance(0.97)}
        return text, sent

    def _field(self, name: str, field: GraphQLField, depth: int, place: int) -> str:
        made = f"{name}{place}{str(field.type).strip('[]!')}: {name}" if self._chance(0.6) or field.args else name
        other_way = {"last", "before"} if self._chance(0.7) else {"first", "after"}
        arguments = {arg: spec for arg, spec in field.args.items() if arg not in other_way or self._chance(0.03)}
        given = [f"{arg}: {value}" for arg, spec in arguments.items() if (value := self._argument(arg, spec))]
        made += f"({', '.join(given)})" if given else ""
        if self._chance(0.08):
            made += f" @{self._random.choice(['skip', 'include'])}(if: {self._condition()})"
        kind = get_named_type(field.type)
        if not is_composite_type(kind):
            return made
        return f"{made} {self._selection(kind, depth + 1)}"

    def _selection(self, kind: Any, depth: int) -> str:
        assert isinstance(kind, GraphQLObjectType | GraphQLInterfaceType)
        names = [
            name
            for name, field in kind.fields.items()
            if depth < 9 or not is_composite_type(get_named_type(field.type))
        ]
        needed = [name for name in ("edges", "node") if name in kind.fields]
        chosen = [*needed, *self._random.sample(names, min(len(names), self._random.randint(1, 4)))]
        self._budget -= len(chosen)
        if self._budget < 0:
            chosen = needed or [
                name for name in chosen if not is_composite_type(get_named_type(kind.fields[name].type))
            ]
        parts = ["__typename"] if self._chance(0.3) or not chosen else []
        parts += [
            self._field(name, kind.fields[name], depth, place) for place, name in enumerate(dict.fromkeys(chosen))
        ]
        if isinstance(kind, GraphQLInterfaceType) and self._budget > 0:
            for implementing in self._random.sample(self._schema.get_possible_types(kind), 2):
                parts.append(f"... on {implementing.name} {self._selection(implementing, depth + 1)}")
        if self._chance(0.1):
            name = f"Part{len(self._fragments)}"
            self._fragments.append("")
            self._fragments[int(name[4:])] = f"fragment {name} on {kind.name} {{ {' '.join(parts)} }}"
            return f"{{ ...{name} }}"
        if self._chance(0.1):
            return f"{{ ... {{ {' '.join(parts)} }} }}"
        return f"{{ {' '.join(parts)} }}"

    def _argument(self, name: str, spec: GraphQLArgument) -> str:
        if not isinstance(spec.type, GraphQLNonNull) and not self._chance(
            ARGUED / 4 if name in ("after", "before") else ARGUED
        ):
            return ""
        return self._value(name, spec.type, 0) if self._chance(0.95) else "null"

    def _value(self, name: str, whole: Any, depth: int) -> str:
        kind = whole.of_type if isinstance(whole, GraphQLNonNull) else whole
        if name in ("first", "last"):
            number = self._random.choice([0, 1, 2, 3, 5, 100, -1 if self._chance(0.1) else 4])
            return self._variable(str(whole), number) if self._chance(0.5) else str(number)
        if name in ("after", "before"):
            return self._random.choice(['"WyJwYXQiXQ"', '"WyJidXkvYS8zIl0"', '"?"'])
        if isinstance(kind, GraphQLList):
            return f"[{', '.join(self._value(name, kind.of_type, depth) for _ in range(self._random.randint(0, 2)))}]"
        if isinstance(kind, GraphQLEnumType):
            return self._random.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return self._input(kind, depth)
        match kind.name:
            case "ID":
                return f'"{self._random.choice(self._ids)}"'
            case "Boolean":
                return self._random.choice(["true", "false"])
            case "Int" | "Float":
                return str(self._random.randint(-2, 9))
            case "Date":
                return '"2026-02-01"'
            case "DateTime":
                return '"2026-03-01T12:00:00Z"'
            case _:
                text = self._random.choice(self._keys)
                return self._variable(str(whole), text) if self._chance(0.2) and not depth else f'"{text}"'

    def _input(self, kind: GraphQLInputObjectType, depth: int) -> str:
        fields = {name: field for name, field in kind.fields.items() if depth < 3 or not _is_input(field.type)}
        if kind.name.endswith("Order"):
            fields = dict(kind.fields)
        chosen = self._random.sample(list(fields), min(len(fields), self._random.randint(1, 2)))
        needed = [name for name, field in kind.fields.items() if isinstance(field.type, GraphQLNonNull)]
        given = [
            f"{name}: {self._value('', kind.fields[name].type, depth + 1)}"
            for name in dict.fromkeys([*chosen, *needed])
        ]
        return f"{{{', '.join(given)}}}"

    def _variable(self, kind: str, value: Any) -> str:
        name = f"v{len(self._variables)}"
        self._variables[name] = (kind, value)
        return f"${name}"

    def _condition(self) -> str:
        return self._variable("Boolean!", self._chance(0.5)) if self._chance(0.5) else str(self._chance(0.5)).lower()

    def _chance(self, of: float) -> bool:
        return self._random.random() < of


def _is_input(kind: Any) -> bool:
    return isinstance(get_named_type(kind), GraphQLInputObjectType)
