"""Compares what is staged with what the graph holds: what would be added, changed, removed, or is in conflict."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from graph_schema.keys import Ref, parent_key
from graph_schema.kinds.records import Dataset
from graph_schema.model import Kind
from graph_schema.problems import Place, Problem
from graph_store.codec import Properties, decode, encode
from graph_store.database import Database
from graph_store.reading import BATCH, GraphReader, batches, link_identity
from graph_store.resolve import Description, resolve
from graph_store.staging import Staging

NEWEST = 2**62
"""Stands for the number of the run that is being planned."""

_TABLES = """
CREATE TABLE had_node (
  dataset TEXT, kind TEXT, key TEXT, hash TEXT, PRIMARY KEY (dataset, kind, key)) WITHOUT ROWID;
CREATE TABLE had_link (
  dataset TEXT, type TEXT, start TEXT, finish TEXT, identity TEXT, hash TEXT,
  PRIMARY KEY (dataset, type, start, finish, identity)) WITHOUT ROWID;
CREATE TABLE node_op (
  dataset TEXT, kind TEXT, key TEXT, action TEXT, before TEXT, after TEXT, hash TEXT,
  PRIMARY KEY (dataset, kind, key)) WITHOUT ROWID;
CREATE INDEX node_op_key ON node_op (kind, key);
CREATE TABLE link_op (
  dataset TEXT, type TEXT, start TEXT, finish TEXT, identity TEXT, action TEXT, before TEXT, after TEXT, hash TEXT,
  PRIMARY KEY (dataset, type, start, finish, identity)) WITHOUT ROWID;
CREATE TABLE touched (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE state_op (
  kind TEXT, key TEXT, action TEXT, before TEXT, after TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
"""

_COMPARE_NODES = """
INSERT INTO node_op
SELECT n.dataset, n.kind, n.key, CASE WHEN h.hash IS NULL THEN 'added' ELSE 'changed' END, NULL, n.data, n.hash
FROM node n LEFT JOIN had_node h USING (dataset, kind, key) WHERE h.hash IS NOT n.hash
UNION ALL
SELECT h.dataset, h.kind, h.key, 'removed', NULL, NULL, NULL
FROM had_node h LEFT JOIN node n USING (dataset, kind, key) WHERE n.hash IS NULL
"""

_COMPARE_LINKS = """
INSERT INTO link_op
SELECT n.dataset, n.type, n.start, n.finish, n.identity,
       CASE WHEN h.hash IS NULL THEN 'added' ELSE 'changed' END, NULL, n.data, n.hash
FROM link n LEFT JOIN had_link h USING (dataset, type, start, finish, identity) WHERE h.hash IS NOT n.hash
UNION ALL
SELECT h.dataset, h.type, h.start, h.finish, h.identity, 'removed', NULL, NULL, NULL
FROM had_link h LEFT JOIN link n USING (dataset, type, start, finish, identity) WHERE n.hash IS NULL
"""


class ChangeRow(NamedTuple):
    """One difference between what a dataset says and what it said before."""

    dataset: str
    action: str
    subject: str
    rel_type: str | None
    object: str | None
    identity: str | None
    before: str | None
    after: str | None


class Plan:
    """What applying the staged datasets would do. `problems` must be empty for it to be applied.

    `data_version` is the version of the graph that the plan was made against.
    """

    def __init__(self, staging: Staging, data_version: int) -> None:
        self.staging = staging
        self.db = staging.db
        self.registry = staging.registry
        self.data_version = data_version
        self.problems: list[Problem] = []
        self.db.executescript(_TABLES)

    @property
    def counts(self) -> dict[str, int]:
        """How many nodes (as far as a dataset describes them) and relationships are added, changed, removed."""
        query = """SELECT action, sum(n) FROM (SELECT action, count(*) n FROM node_op GROUP BY action UNION ALL
                   SELECT action, count(*) n FROM link_op GROUP BY action) GROUP BY action"""
        counts: dict[str, int] = dict(self.db.execute(query).fetchall())
        said = self.db.execute("SELECT (SELECT count(*) FROM node) + (SELECT count(*) FROM link)").fetchone()[0]
        added, changed, removed = (counts.get(action, 0) for action in ("added", "changed", "removed"))
        return {"added": added, "changed": changed, "removed": removed, "unchanged": max(said - added - changed, 0)}

    @property
    def is_empty(self) -> bool:
        """Whether applying it would change nothing."""
        query = """SELECT EXISTS (SELECT 1 FROM node_op) OR EXISTS (SELECT 1 FROM link_op)
                   OR EXISTS (SELECT 1 FROM state_op)"""
        return not self.db.execute(query).fetchone()[0]

    @property
    def ranks(self) -> dict[str, int]:
        """The ranks of the staged datasets."""
        return {key: decode(data, Dataset)["rank"] for key, data in self.db.execute("SELECT key, data FROM dataset")}

    def removes(self, ref: Ref) -> bool:
        """Whether the node goes."""
        query = "SELECT 1 FROM state_op WHERE kind = ? AND key = ? AND action = 'removed'"
        return self.db.execute(query, ref).fetchone() is not None

    def is_container(self, ref: Ref, contained: Ref) -> bool:
        """Whether the one node contains the other."""
        parent = self.registry.kind(contained.kind).parent
        return parent is not None and ref == Ref(parent.token(), parent_key(contained.key))

    def cursor(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Read the plan's tables, row by row."""
        return self.db.cursor().execute(query, values)

    def changes(self) -> Iterator[ChangeRow]:
        """All differences, nodes first."""
        yield from map(
            ChangeRow._make,
            self.db.execute(
                """SELECT dataset, action, kind || ':' || key, NULL, NULL, NULL, before, after FROM node_op
                   UNION ALL
                   SELECT dataset, action, start, type, finish, identity, before, after FROM link_op"""
            ),
        )


def make_plan(staging: Staging, database: Database) -> Plan:
    """Compare what is staged with the graph. Nothing is written to the graph.

    Problems that only the graph can show (what is referred to and nowhere, what other datasets still need) are in
    the plan's `problems`, beside those of the staging.
    """
    with database.session(read=True) as session:
        reader = GraphReader(session, staging.registry)
        plan = Plan(staging, _data_version(reader))
        plan.problems += staging.problems
        for dataset in staging.datasets:
            plan.db.executemany("INSERT INTO had_node VALUES (?, ?, ?, ?)", reader.said_nodes(dataset))
            plan.db.executemany("INSERT INTO had_link VALUES (?, ?, ?, ?, ?, ?)", reader.said_links(dataset))
        plan.db.execute(_COMPARE_NODES)
        plan.db.execute(_COMPARE_LINKS)
        _plan_datasets(plan, reader)
        plan.db.execute("INSERT OR IGNORE INTO touched SELECT kind, key FROM node_op")
        for kind in plan.registry.written_kinds:
            keys = plan.db.execute("SELECT key FROM touched WHERE kind = ? ORDER BY key", (kind.token(),)).fetchall()
            for batch in batches((key for (key,) in keys), BATCH):
                _plan_nodes(plan, reader, kind, batch)
        _fill_links_before(plan, reader)
        _check_references(plan, reader)
        _check_removals(plan, reader)
    return plan


def _check_references(plan: Plan, reader: GraphReader) -> None:
    """Everything that is referred to must be described here, or be in the graph and stay there."""
    by_kind: dict[str, list[tuple[str, Place]]] = {}
    for ref, place in plan.staging.unmet():
        by_kind.setdefault(ref.kind, []).append((ref.key, place))
    for token, wanted in by_kind.items():
        for batch in batches(wanted, BATCH):
            there = reader.existing(token, [key for key, _ in batch])
            for key, place in batch:
                if key not in there or plan.removes(Ref(token, key)):
                    plan.problems.append(
                        Problem(
                            place,
                            f"There is no {Ref(token, key)}, neither here nor in the knowledge base.",
                            f"Describe it under `{plan.registry.kind(token).plural}`, or correct the key.",
                        )
                    )


def _check_removals(plan: Plan, reader: GraphReader) -> None:
    """A node goes only when no other dataset still relates anything to it."""
    for kind in plan.registry.written_kinds:
        query = "SELECT key FROM state_op WHERE kind = ? AND action = 'removed' ORDER BY key"
        for batch in batches((key for (key,) in plan.db.execute(query, (kind.token(),)).fetchall()), BATCH):
            for key, other, dataset in reader.foreign(kind, batch, plan.staging.datasets):
                if dataset is None and plan.removes(Ref.parse(other)):
                    continue
                if dataset is None and plan.is_container(Ref.parse(other), Ref(kind.token(), key)):
                    continue
                who = f"dataset {dataset!r} relates it to {other}" if dataset else f"{other} needs it"
                plan.problems.append(
                    Problem(
                        Place(", ".join(plan.staging.datasets)),
                        f"{kind.token()}:{key} would be removed, and {who}.",
                        "Keep it, or first change what needs it.",
                    )
                )


def _fill_links_before(plan: Plan, reader: GraphReader) -> None:
    """What was said before, of the relationships that change or go."""
    for rel_type, classes in plan.registry.rel_types.items():
        query = """SELECT start, finish, dataset, identity FROM link_op WHERE type = ? AND action <> 'added'"""
        for batch in batches(plan.db.execute(query, (rel_type,)).fetchall(), BATCH):
            found = reader.links(classes[0], [link_identity(*row) for row in batch])
            plan.db.executemany(
                """UPDATE link_op SET before = ? WHERE type = ? AND start = ? AND finish = ? AND dataset = ?
                   AND identity = ?""",
                [(encode(said), rel_type, *batch[i]) for i, said in found],
            )


def _data_version(reader: GraphReader) -> int:
    base = reader.node("knowledge_base", "this")
    return base["data_version"] if base else 0


def _plan_datasets(plan: Plan, reader: GraphReader) -> None:
    """A dataset is a node too; where its rank changed, all that it describes may show other values."""
    for key, data in plan.db.execute("SELECT key, data FROM dataset").fetchall():
        before = reader.node("dataset", key)
        after = decode(data, Dataset)
        if before == after:
            continue
        action = "changed" if before else "added"
        row = ("dataset", key, action, encode(before) if before else None, data)
        plan.db.execute("INSERT INTO state_op VALUES (?, ?, ?, ?, ?)", row)
        if before and before["rank"] != after["rank"]:
            plan.db.execute("INSERT OR IGNORE INTO touched SELECT kind, key FROM had_node WHERE dataset = ?", (key,))


def _plan_nodes(plan: Plan, reader: GraphReader, kind: type[Kind], keys: list[str]) -> None:
    """What each of these nodes will show, by all that datasets will then say of it."""
    had = reader.nodes(kind, keys)
    ops: dict[str, list[tuple[str, str, str | None]]] = {key: [] for key in keys}
    query = f"""SELECT key, dataset, action, after FROM node_op
                WHERE kind = ? AND key IN ({", ".join("?" * len(keys))})"""  # noqa: S608
    for key, dataset, action, after in plan.db.execute(query, (kind.token(), *keys)):
        ops[key].append((dataset, action, after))
    ranks = plan.ranks
    nothing: tuple[Properties | None, dict[str, Description]] = (None, {})
    states: list[tuple[str, str, str, str | None, str | None]] = []
    befores: list[tuple[str, str, str, str]] = []
    for key in keys:
        shown, said = had.get(key, nothing)
        said = dict(said)
        for dataset, action, after in ops[key]:
            if dataset in said:
                befores.append((encode(said[dataset].said), dataset, kind.token(), key))
            if action == "removed":
                said.pop(dataset, None)
            elif after is not None:
                said[dataset] = Description(ranks[dataset], NEWEST, dataset, decode(after, kind))
        for dataset in ranks.keys() & said.keys():
            said[dataset] = said[dataset]._replace(rank=ranks[dataset])
        after_state = resolve(key, said.values()) if said else None
        if after_state == shown:
            continue
        action = "added" if shown is None else "changed" if after_state else "removed"
        states.append((kind.token(), key, action, _text(shown), _text(after_state)))
    plan.db.executemany("UPDATE node_op SET before = ? WHERE dataset = ? AND kind = ? AND key = ?", befores)
    plan.db.executemany("INSERT INTO state_op VALUES (?, ?, ?, ?, ?)", states)


def _text(state: Properties | None) -> str | None:
    return None if state is None else encode(state)
