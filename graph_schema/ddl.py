"""The Cypher that prepares a database: constraints and indexes, all derived from a registry."""

from collections.abc import Iterator
from typing import NamedTuple

from graph_schema.fields import fields_of
from graph_schema.model import Assertion, Record
from graph_schema.registry import Registry
from graph_schema.stored import DATASET, FROM, SEARCH_INDEX, TO, identity_columns


class SchemaItem(NamedTuple):
    """A constraint or index: its name and the statement that makes it where it isn't there."""

    name: str
    cypher: str


def schema_items(registry: Registry) -> tuple[SchemaItem, ...]:
    """All constraints and indexes, in the order in which to make them."""
    return (
        *_key_constraints(registry),
        *_identity_constraints(registry),
        *_indexes(registry),
        _search(registry),
    )


def _key_constraints(registry: Registry) -> Iterator[SchemaItem]:
    for kind in registry.kinds:
        name = f"{kind.token()}_key"
        yield SchemaItem(name, f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{kind.label()}) REQUIRE n.key IS UNIQUE")


def _identity_constraints(registry: Registry) -> Iterator[SchemaItem]:
    for rel_type, classes in registry.rel_types.items():
        name = f"{rel_type.lower()}_identity"
        columns = _columns("r", identity_columns(classes[0]))
        yield SchemaItem(
            name,
            f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR ()-[r:{rel_type}]-() REQUIRE ({columns}) IS UNIQUE",
        )


def _indexes(registry: Registry) -> Iterator[SchemaItem]:
    for kind in registry.kinds:
        for field in fields_of(kind):
            if field.sortable:
                name = f"{kind.token()}_{field.name}"
                columns = _columns("n", (field.name, "key"))
                yield SchemaItem(name, f"CREATE INDEX {name} IF NOT EXISTS FOR (n:{kind.label()}) ON ({columns})")
    for rel_type, classes in registry.rel_types.items():
        if issubclass(classes[0], Assertion):
            name = f"{rel_type.lower()}_dataset"
            columns = _columns("r", (DATASET, FROM, TO))
            yield SchemaItem(name, f"CREATE INDEX {name} IF NOT EXISTS FOR ()-[r:{rel_type}]-() ON ({columns})")


def _search(registry: Registry) -> SchemaItem:
    searched = {kind: [f.name for f in fields_of(kind) if f.searched] for kind in registry.kinds}
    labels = "|".join(kind.label() for kind, names in searched.items() if names and not issubclass(kind, Record))
    columns = _columns("n", sorted({name for names in searched.values() for name in names}))
    return SchemaItem(
        SEARCH_INDEX,
        f"CREATE FULLTEXT INDEX {SEARCH_INDEX} IF NOT EXISTS FOR (n:{labels}) ON EACH [{columns}]",
    )


def _columns(variable: str, names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"{variable}.`{name}`" for name in names)
