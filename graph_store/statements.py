"""The Cypher that applies a plan, in parts that each leave every node with its container and its parties."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any, LiteralString, NamedTuple

from graph_schema.keys import Ref, parent_key
from graph_schema.model import Kind, Relationship
from graph_schema.registry import Registry
from graph_schema.stored import FROM, HASH, PARTY, RUN, TO
from graph_store.codec import Properties, decode, digest
from graph_store.cypher import quoted, trusted
from graph_store.plan import Plan
from graph_store.reading import batches, link_identity, matching
from graph_store.resolve import Description, resolve

BATCH = 5_000

MANY = 1_000
"""From so many rows on, it takes Neo4j less to plan a statement for their labels than to look these up row by row."""

_CREATE = """
UNWIND $rows AS row
CREATE (n:$(row.label)) SET n = row.shows
WITH n, row UNWIND row.said AS said
MATCH (d:Dataset {key: said.dataset})
CREATE (d)-[r:DESCRIBES]->(n) SET r = said.values
"""
_RELATE = """
UNWIND $rows AS row
MATCH (a:$(row.a) {key: row.start})
MATCH (b:$(row.b) {key: row.end})
CREATE (a)-[r:$(row.type)]->(b) SET r = row.said
"""
_RECORD = "UNWIND $rows AS row MERGE (n:$(row.label) {key: row.key}) SET n = row.shows"
_CHANGE = "UNWIND $rows AS row MATCH (n:$(row.label) {key: row.key}) SET n = row.shows"
_REMOVE = "UNWIND $rows AS row MATCH (n:$(row.label) {key: row.key}) DETACH DELETE n"


class Statement(NamedTuple):
    """One statement and its rows."""

    cypher: LiteralString
    rows: list[Properties]


Part = list[Statement]
"""Statements that belong into one transaction."""


def journal(plan: Plan, run: int) -> Iterator[Part]:
    """Keeps what is about to change, with what was there before."""
    rows = (
        {name: value for name, value in change._asdict().items() if value is not None}
        | {"run": run, "key": f"{run}/{number}"}
        for number, change in enumerate(plan.changes(), 1)
    )
    for batch in batches(rows, BATCH):
        yield [Statement("UNWIND $rows AS row CREATE (c:Change) SET c = row", batch)]


def data(plan: Plan, run: int) -> Iterator[Part]:
    """Makes the changes, in an order in which each finds what it needs."""
    for token in ("dataset", "alias", "forgotten"):
        yield from _records(plan, token, removed=False)
    for kind in plan.registry.written_kinds:
        yield from _added(plan, kind, run)
    for kind in plan.registry.written_kinds:
        yield from _states(plan, kind, "changed", _CHANGE)
    yield from _said_of_nodes(plan, run)
    yield from _said_of_links(plan, run)
    for kind in reversed(plan.registry.written_kinds):
        yield from _states(plan, kind, "removed", _REMOVE)
    for token in ("alias", "dataset"):
        yield from _records(plan, token, removed=True)


def _records(plan: Plan, token: str, *, removed: bool) -> Iterator[Part]:
    kind = plan.registry.kind(token)
    query = "SELECT coalesce(after, json_object('key', key)) FROM record_op WHERE kind = ? AND (after IS NULL) = ?"
    rows = [_state(kind, text) for (text,) in plan.cursor(query, (token, removed))]
    if rows:
        yield [Statement(_REMOVE if removed else _RECORD, rows)]


def _added(plan: Plan, kind: type[Kind], run: int) -> Iterator[Part]:
    """New nodes, each with what describes it and the relationships that it can't be without."""
    query = """SELECT s.key, s.after, n.dataset, n.after, n.after_run FROM state_op s JOIN node_op n USING (kind, key)
               WHERE s.kind = ? AND s.action = 'added' AND n.after IS NOT NULL ORDER BY s.key, n.dataset"""
    parties = [(party, PARTY + party.rel_type.lower()) for party in plan.registry.parties(kind)]
    nodes = groupby(plan.cursor(query, (kind.token(),)), key=itemgetter(0))
    rows = (_new_node(plan, kind, key, list(claims), run) for key, claims in nodes)
    for batch in batches(rows, BATCH):
        part = [*_statements(_CREATE, batch, "label")]
        part += _containment(plan.registry, kind, [row["shows"]["key"] for row in batch])
        for party, column in parties:
            said = (row["said"][0]["values"] for row in batch)
            part += _related(plan.registry, party, [{FROM: v[TO], TO: v[column]} for v in said if column in v])
        yield part


def _new_node(plan: Plan, kind: type[Kind], key: str, claims: list[Any], run: int) -> Properties:
    said = [
        {"dataset": dataset, "values": _description(plan, dataset, kind.token(), key, after, after_run, run)}
        for _, _, dataset, after, after_run in claims
    ]
    state = claims[0][1]
    given = resolve(key, [Description(0, 0, "", said[0]["values"])]) if state is None else decode(state, kind)
    return {"label": kind.label(), "shows": given, "said": said}


def _containment(registry: Registry, kind: type[Kind], keys: list[str]) -> Iterator[Statement]:
    containment = registry.containment(kind)
    if containment is None or kind.parent is None:
        return
    outward = containment.start == (kind.parent,)
    pairs = [(str(Ref(kind.parent.token(), parent_key(key))), str(Ref(kind.token(), key))) for key in keys]
    rows: list[Properties] = [{FROM: up if outward else down, TO: down if outward else up} for up, down in pairs]
    yield from _related(registry, containment, rows)


def _states(plan: Plan, kind: type[Kind], action: str, cypher: LiteralString) -> Iterator[Part]:
    query = "SELECT coalesce(after, json_object('key', key)) FROM state_op WHERE kind = ? AND action = ? ORDER BY key"
    rows = (_state(kind, text) for (text,) in plan.cursor(query, (kind.token(), action)))
    for batch in batches(rows, BATCH):
        yield [*_statements(cypher, batch, "label")]


def _state(kind: type[Kind], text: str) -> Properties:
    shows = decode(text, kind)
    return {"label": kind.label(), "key": shows["key"], "shows": shows}


def _said_of_nodes(plan: Plan, run: int) -> Iterator[Part]:
    """What is said of nodes that were there before, or that go."""
    query = """SELECT dataset, kind, key, after, after_run FROM node_op n WHERE action = ? AND NOT EXISTS (
                 SELECT 1 FROM state_op s WHERE s.kind = n.kind AND s.key = n.key AND s.action = 'added')
               ORDER BY kind, key, dataset"""

    def rows(action: str) -> Iterator[Properties]:
        for dataset, token, key, after, after_run in plan.cursor(query, (action,)):
            yield _description(plan, dataset, token, key, after, after_run, run)

    yield from _claims(plan.registry, plan.registry.rel_types["DESCRIBES"][0], rows)


def _description(
    plan: Plan, dataset: str, token: str, key: str, after: str | None, after_run: int | None, run: int
) -> Properties:
    """What is stored on DESCRIBES."""
    said = decode(after, plan.registry.kind(token)) | _signed(after, after_run, run) if after else {}
    return said | {FROM: f"dataset:{dataset}", TO: f"{token}:{key}"}


def _said_of_links(plan: Plan, run: int) -> Iterator[Part]:
    query = """SELECT start, finish, dataset, identity, after, after_run FROM link_op WHERE type = ? AND action = ?
               ORDER BY finish, start"""
    for rel_type, (model, *_) in plan.registry.rel_types.items():

        def rows(action: str, rel_type: str = rel_type, model: type[Relationship] = model) -> Iterator[Properties]:
            for start, finish, dataset, identity, after, after_run in plan.cursor(query, (rel_type, action)):
                said = decode(after, model) | _signed(after, after_run, run) if after else {}
                yield said | link_identity(start, finish, dataset, identity)

        yield from _claims(plan.registry, model, rows)


def _signed(after: str, after_run: int | None, run: int) -> Properties:
    """Which run says it, and the digest of what it says."""
    return {RUN: run if after_run is None else after_run, HASH: digest(after)}


def _claims(registry: Registry, relationship: type[Relationship], rows: Any) -> Iterator[Part]:
    found = matching(relationship)
    yield from _parts(f"UNWIND $rows AS row {found} DELETE r", rows("removed"))
    yield from _parts(f"UNWIND $rows AS row {found} SET r = row", rows("changed"))
    for batch in batches(rows("added"), BATCH):
        yield list(_related(registry, relationship, batch))


def _related(registry: Registry, relationship: type[Relationship], rows: list[Properties]) -> Iterator[Statement]:
    """Create relationships between nodes that are there."""

    def ends(row: Properties) -> Properties:
        start, end = Ref.parse(row[FROM]), Ref.parse(row[TO])
        a, b = registry.kind(start.kind).label(), registry.kind(end.kind).label()
        return {"a": a, "start": start.key, "b": b, "end": end.key}

    told = [ends(row) | {"type": relationship.rel_type, "said": row} for row in rows]
    yield from _statements(_RELATE, told, "a", "b", "type")


def _statements(cypher: LiteralString, rows: list[Properties], *names: str) -> Iterator[Statement]:
    """Rows of which `names` are labels and types: those of a sort of which there are many get a statement of theirs."""
    sorts: dict[tuple[str, ...], list[Properties]] = {}
    for row in rows:
        sorts.setdefault(tuple(row[name] for name in names), []).append(row)
    few: list[Properties] = []
    for values, group in sorts.items():
        if len(group) < MANY:
            few += group
            continue
        text = cypher
        for name, value in zip(names, values, strict=True):
            text = text.replace(f"$(row.{name})", quoted(value))
        yield Statement(trusted(text), group)
    if few:
        yield Statement(cypher, few)


def _parts(cypher: str, rows: Iterable[Properties]) -> Iterator[Part]:
    for batch in batches(rows, BATCH):
        yield [Statement(trusted(cypher), batch)]
