"""The one writer: applies a plan to the graph as a run, all of it or nothing."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, LiteralString, NamedTuple

import orjson
from neo4j import ManagedTransaction

from graph_schema.errors import RefusedError
from graph_schema.keys import Ref, parent_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Fact, Kind, Relationship, Structure
from graph_schema.problems import ProblemsError
from graph_schema.registry import SCHEMA_VERSION, Registry
from graph_schema.stored import FROM, HASH, PARTY, RUN, TO
from graph_store.codec import Properties, decode
from graph_store.cypher import quoted, trusted
from graph_store.database import Database
from graph_store.planning import Plan
from graph_store.reading import batches, link_identity, matching

BATCH = 5_000

_BEGIN = """
MERGE (k:KnowledgeBase {key: 'this'})
ON CREATE SET k.schema_version = $schema_version, k.data_version = 0, k.last_run = 0
WITH k WHERE k.data_version = $expected
SET k.data_version = k.data_version + 1, k.last_run = k.last_run + 1
RETURN k.last_run AS run
"""
_RECORD = """
CREATE (r:LoadRun) SET r = $properties
WITH r UNWIND $datasets AS key MATCH (d:Dataset {key: key})
CREATE (r)-[:LOADED {`from`: 'load_run:' + r.key, `to`: 'dataset:' + key}]->(d)
"""
_REJECT = """
MERGE (k:KnowledgeBase {key: 'this'})
ON CREATE SET k.schema_version = $schema_version, k.data_version = 0, k.last_run = 0
SET k.last_run = k.last_run + 1
CREATE (r:LoadRun) SET r = $properties, r.number = k.last_run, r.key = toString(k.last_run)
RETURN r.number AS run
"""
_CHANGES = "UNWIND $rows AS row CREATE (c:Change) SET c = row"


class Batch(NamedTuple):
    """Rows for one statement."""

    cypher: LiteralString
    rows: list[Properties]


class Applied(NamedTuple):
    """What a run did; `run` is None where there was nothing to do."""

    run: int | None
    counts: dict[str, int]


def apply_plan(plan: Plan, database: Database, command: str) -> Applied:
    """Apply a plan in one transaction and record it as a run.

    Raises ProblemsError where the plan has problems, RefusedError where the graph has changed since it was made;
    nothing is written then.
    """
    if plan.problems:
        raise ProblemsError(plan.problems)
    counts = plan.counts
    if plan.is_empty:
        return Applied(None, counts)
    with database.session() as session:
        run = session.execute_write(_write, plan, command, counts)
    return Applied(run, counts)


def record_rejection(database: Database, command: str, report: Properties) -> int:
    """Keep a run that was refused, with its report; returns its number."""
    properties = _run_properties(command, "rejected") | {"report": orjson.dumps(report).decode()}
    with database.session() as session:
        parameters = {"schema_version": SCHEMA_VERSION, "properties": properties}
        record = session.run(_REJECT, parameters).single(strict=True)
        return record["run"]


def _write(tx: ManagedTransaction, plan: Plan, command: str, counts: dict[str, int]) -> int:
    begun = tx.run(_BEGIN, schema_version=SCHEMA_VERSION, expected=plan.data_version).single()
    if begun is None:
        raise RefusedError("The knowledge base was changed after this was planned.", "Plan it again.")
    run: int = begun["run"]
    for batch in _batches(plan, run):
        tx.run(batch.cypher, rows=batch.rows).consume()
    summary = {name: counts[name] for name in ("added", "changed", "removed")}
    properties = _run_properties(command, "applied") | {"number": run, "key": str(run)} | summary
    tx.run(_RECORD, properties=properties, datasets=plan.staging.datasets).consume()
    return run


def _run_properties(command: str, state: str) -> Properties:
    return {"state": state, "started": datetime.now(UTC), "command": command}


def _batches(plan: Plan, run: int) -> Iterator[Batch]:
    """All statements, in an order in which each finds what it needs."""
    yield from _datasets(plan)
    for kind in plan.registry.written_kinds:
        yield from _states(plan, kind, "added", f"UNWIND $rows AS row CREATE (n:{quoted(kind.label())}) SET n = row")
        change = f"UNWIND $rows AS row MATCH (n:{quoted(kind.label())} {{key: row.key}}) SET n = row"
        yield from _states(plan, kind, "changed", change)
    for kind in plan.registry.written_kinds:
        yield from _structure(plan, kind)
    yield from _said_of_nodes(plan, run)
    yield from _said_of_links(plan, run)
    for kind in plan.registry.written_kinds:
        remove = f"UNWIND $rows AS row MATCH (n:{quoted(kind.label())} {{key: row.key}}) DETACH DELETE n"
        yield from _states(plan, kind, "removed", remove)
    yield from _history(plan, run)


def _datasets(plan: Plan) -> Iterator[Batch]:
    rows = [decode(data, Dataset) for (data,) in plan.db.execute("SELECT data FROM dataset")]
    yield Batch("UNWIND $rows AS row MERGE (d:Dataset {key: row.key}) SET d = row", rows)


def _states(plan: Plan, kind: type[Kind], action: str, cypher: str) -> Iterator[Batch]:
    query = "SELECT coalesce(after, json_object('key', key)) FROM state_op WHERE kind = ? AND action = ? ORDER BY key"
    rows = (decode(text, kind) for (text,) in plan.cursor(query, (kind.token(), action)))
    yield from _cut(cypher, rows)


def _structure(plan: Plan, kind: type[Kind]) -> Iterator[Batch]:
    """Containment and parties of the nodes that are new."""
    containment = plan.registry.containment(kind)
    if containment is not None:
        yield from _containment(plan, kind, containment)
    if issubclass(kind, Fact):
        query = """SELECT s.key, max(n.after) FROM state_op s JOIN node_op n USING (kind, key)
                   WHERE s.kind = ? AND s.action = 'added' GROUP BY s.key"""
        for party in plan.registry.parties(kind):
            rows = (
                {FROM: str(Ref(kind.token(), key)), TO: decode(said, kind).get(PARTY + party.rel_type.lower())}
                for key, said in plan.cursor(query, (kind.token(),))
            )
            yield from _related(plan.registry, party, (row for row in rows if row[TO]))


def _containment(plan: Plan, kind: type[Kind], containment: type[Structure]) -> Iterator[Batch]:
    assert kind.parent is not None  # noqa: S101 - what has a containment has a parent
    parent = kind.parent
    outward = containment.start == (parent,)
    query = "SELECT key FROM state_op WHERE kind = ? AND action = 'added' ORDER BY key"
    pairs = (
        (str(Ref(parent.token(), parent_key(key))), str(Ref(kind.token(), key)))
        for (key,) in plan.cursor(query, (kind.token(),))
    )
    rows = ({FROM: up if outward else down, TO: down if outward else up} for up, down in pairs)
    yield from _related(plan.registry, containment, rows)


def _said_of_nodes(plan: Plan, run: int) -> Iterator[Batch]:
    query = "SELECT dataset, kind, key, after, hash FROM node_op WHERE action = ? ORDER BY kind, key, dataset"

    def rows(action: str) -> Iterator[Properties]:
        for dataset, token, key, after, digest in plan.cursor(query, (action,)):
            ends = {FROM: f"dataset:{dataset}", TO: f"{token}:{key}"}
            said = decode(after, plan.registry.kind(token)) if after else {}
            yield said | ends | {RUN: run, HASH: digest}

    describes = plan.registry.rel_types["DESCRIBES"][0]
    found = matching(describes)
    yield from _cut(f"UNWIND $rows AS row {found} DELETE r", rows("removed"))
    yield from _cut(f"UNWIND $rows AS row {found} SET r = row", rows("changed"))
    yield from _related(plan.registry, describes, rows("added"))


def _said_of_links(plan: Plan, run: int) -> Iterator[Batch]:
    query = """SELECT start, finish, dataset, identity, after, hash FROM link_op WHERE type = ? AND action = ?
               ORDER BY finish, start"""
    for rel_type, classes in plan.registry.rel_types.items():
        found = matching(classes[0])

        def rows(action: str, rel_type: str = rel_type, model: type[Relationship] = classes[0]) -> Iterator[Properties]:
            for start, finish, dataset, identity, after, digest in plan.cursor(query, (rel_type, action)):
                said = decode(after, model) if after else {}
                yield said | link_identity(start, finish, dataset, identity) | {RUN: run, HASH: digest}

        yield from _cut(f"UNWIND $rows AS row {found} DELETE r", rows("removed"))
        yield from _cut(f"UNWIND $rows AS row {found} SET r = row", rows("changed"))
        yield from _related(plan.registry, classes[0], rows("added"))


def _related(registry: Registry, relationship: type[Relationship], rows: Iterable[Properties]) -> Iterator[Batch]:
    """Create relationships, grouped by the labels of their ends, for Neo4j finds a node by label and key."""
    for batch in batches(rows, BATCH):
        groups: dict[tuple[str, str], list[Properties]] = {}
        for row in batch:
            start, end = Ref.parse(row[FROM]), Ref.parse(row[TO])
            groups.setdefault((start.kind, end.kind), []).append({"s": start.key, "e": end.key, "p": row})
        for (start_kind, end_kind), group in groups.items():
            cypher = f"""
            UNWIND $rows AS row
            MATCH (a:{quoted(registry.kind(start_kind).label())} {{key: row.s}})
            MATCH (b:{quoted(registry.kind(end_kind).label())} {{key: row.e}})
            CREATE (a)-[r:{quoted(relationship.rel_type)}]->(b) SET r = row.p
            """
            yield Batch(trusted(cypher), group)


def _history(plan: Plan, run: int) -> Iterator[Batch]:
    rows = (
        {name: value for name, value in change._asdict().items() if value is not None}
        | {"run": run, "key": f"{run}/{number}"}
        for number, change in enumerate(plan.changes(), 1)
    )
    yield from _cut(_CHANGES, rows)


def _cut(cypher: str, rows: Iterable[Any]) -> Iterator[Batch]:
    for batch in batches(rows, BATCH):
        yield Batch(trusted(cypher), batch)
