"""Compares what a database holds with the schema, and explains each violation."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from neo4j import Session
from pydantic import ValidationError

from graph_schema.ddl import schema_items
from graph_schema.model import Assertion, Basis, Kind, Record, Relationship
from graph_schema.registry import Registry
from graph_store.codec import plain
from graph_store.cypher import quoted, trusted
from graph_store.database import Database
from graph_store.reading import GraphReader
from graph_store.resolve import resolve

PAGE = 1_000
LIMIT = 1_000
"""So many violations of one sort are listed."""


class Violation(NamedTuple):
    """Something in the database that the schema doesn't allow: which element, what was found, what to do."""

    element: str
    found: str
    remedy: str


_RELOAD = "Load its dataset again, or remove it."


def check(database: Database, registry: Registry) -> Iterator[Violation]:
    """Find what the schema doesn't allow, part by part, in pages."""
    with database.session(read=True) as session:
        yield from _schema(session, registry)
        for kind in registry.kinds:
            yield from _nodes(session, registry, kind)
        for rel_type, classes in registry.rel_types.items():
            yield from _relationships(session, registry, rel_type, classes)


def _schema(session: Session, registry: Registry) -> Iterator[Violation]:
    there = set(_rows(session, "SHOW INDEXES YIELD name RETURN name"))
    for item in schema_items(registry):
        if item.name not in there:
            yield Violation(f"index {item.name}", "It is missing.", "Any load makes it.")
    labels = {kind.label() for kind in registry.kinds}
    for label in _rows(session, "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label"):
        if label not in labels:
            yield Violation(f"label {label}", "The schema has no such kind.", "Remove the nodes, or their label.")
    for rel_type in _rows(session, "MATCH ()-[r]->() RETURN DISTINCT type(r)"):
        if rel_type not in registry.rel_types:
            yield Violation(f"type {rel_type}", "The schema has no such relationship.", "Remove the relationships.")


def _nodes(session: Session, registry: Registry, kind: type[Kind]) -> Iterator[Violation]:
    """Every node against its model, and against what datasets say of it."""
    reader = GraphReader(session, registry)
    label = quoted(kind.label())
    page = trusted(f"MATCH (n:{label}) WHERE n.key > $after WITH n.key AS key ORDER BY key LIMIT {PAGE} RETURN key")
    after = ""
    while keys := [record[0] for record in session.run(page, after=after)]:
        for key, (shown, said) in reader.nodes(kind, keys).items():
            element = f"{kind.token()}:{key}"
            yield from _against_model(element, kind, shown)
            if issubclass(kind, Record):
                continue
            if not said:
                yield Violation(element, "No dataset describes it.", "Remove it, or load what describes it.")
            elif resolve(key, said.values()) != shown:
                yield Violation(element, "It shows other values than its datasets give.", _RELOAD)
        after = keys[-1]
    keyless = f"MATCH (n:{label}) WHERE n.key IS NULL RETURN elementId(n) LIMIT {LIMIT}"
    for element in _rows(session, keyless):
        yield Violation(f"{kind.token()} {element}", "It has no key.", "Remove it.")
    yield from _containers(session, registry, kind)


def _against_model(element: str, kind: type[Kind], shown: dict[str, Any]) -> Iterator[Violation]:
    try:
        kind.model_validate(plain(shown))
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            name = ".".join(str(part) for part in detail["loc"])
            yield Violation(element, f"{name}: {detail['msg'].removeprefix('Value error, ')}.", _RELOAD)


def _containers(session: Session, registry: Registry, kind: type[Kind]) -> Iterator[Violation]:
    """What is contained has one container, and a fact has its parties."""
    label = quoted(kind.label())
    needed: list[tuple[type[Relationship], bool]] = []
    containment = registry.containment(kind)
    if containment is not None:
        needed.append((containment, True))
    needed += [(party, party.required) for party in registry.parties(kind)]
    for relationship, required in needed:
        arrow = f"-[:{quoted(relationship.rel_type)}]->()"
        pattern = (
            f"(n){arrow}" if kind in registry.starts(relationship) else f"()-[:{quoted(relationship.rel_type)}]->(n)"
        )
        least = 1 if required else 0
        counted = f"MATCH (n:{label}) WITH n, COUNT {{ {pattern} }} AS c"
        cypher = f"{counted} WHERE c < {least} OR c > 1 RETURN [n.key, c] LIMIT {LIMIT}"
        for key, count in _rows(session, cypher):
            found = f"It has {count} of {relationship.rel_type}, it takes {'one' if required else 'at most one'}."
            yield Violation(f"{kind.token()}:{key}", found, _RELOAD)


def _relationships(
    session: Session, registry: Registry, rel_type: str, classes: Iterable[type[Relationship]]
) -> Iterator[Violation]:
    pairs = [
        f"{start.label()}>{end.label()}"
        for rel in classes
        for start in registry.starts(rel)
        for end in registry.ends(rel)
    ]
    tokens = {kind.label(): kind.token() for kind in registry.kinds}
    cypher = f"""
    MATCH (a)-[r:{quoted(rel_type)}]->(b) WITH r, labels(a)[0] AS la, labels(b)[0] AS lb, a, b
    WHERE NOT la + '>' + lb IN $pairs OR r.`from` IS NULL OR r.`to` IS NULL
      OR r.`from` <> $tokens[la] + ':' + a.key OR r.`to` <> $tokens[lb] + ':' + b.key
    RETURN [la + ':' + coalesce(a.key, '?'), lb + ':' + coalesce(b.key, '?'), la + '>' + lb IN $pairs] LIMIT {LIMIT}
    """
    for start, end, allowed in _rows(session, cypher, pairs=pairs, tokens=tokens):
        found = "Its `from` and `to` are not its ends." if allowed else "The schema doesn't relate these kinds so."
        yield Violation(f"{start} {rel_type} {end}", found, _RELOAD)
    if any(issubclass(rel, Assertion) for rel in classes):
        yield from _claims(session, rel_type)


def _claims(session: Session, rel_type: str) -> Iterator[Violation]:
    cypher = f"""
    MATCH ()-[r:{quoted(rel_type)}]->()
    WITH r, coalesce(r.source, '') AS source, coalesce(r.dataset, '') AS dataset, coalesce(r.basis, '') AS basis
    WITH r, [wrong IN [
      CASE WHEN NOT EXISTS {{ MATCH (:Source {{key: source}}) }} THEN 'source "' + source + '"' END,
      CASE WHEN NOT EXISTS {{ MATCH (:Dataset {{key: dataset}}) }} THEN 'dataset "' + dataset + '"' END,
      CASE WHEN NOT basis IN $bases THEN 'basis "' + basis + '"' END,
      CASE WHEN ANY(q IN r.quotes WHERE NOT EXISTS {{ MATCH (:Quote {{key: q}}) }}) THEN 'quotes' END
    ] WHERE wrong IS NOT NULL] AS wrong
    WHERE wrong <> [] RETURN [r.`from`, r.`to`, wrong] LIMIT {LIMIT}
    """
    for start, end, wrong in _rows(session, cypher, bases=[basis.value for basis in Basis]):
        found = f"It names what is not there: {', '.join(wrong)}."
        yield Violation(f"{start} {rel_type} {end}", found, _RELOAD)


def _rows(session: Session, cypher: str, **parameters: Any) -> list[Any]:
    return [record[0] for record in session.run(trusted(cypher), parameters)]
