"""A plan: what would be added, changed and removed, claim by claim, and what each node will then show."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from graph_schema.keys import Ref, parent_key
from graph_schema.problems import Problem
from graph_schema.registry import Registry
from graph_store.staging import Staging

_TABLES = """
CREATE TABLE had_node (dataset TEXT, kind TEXT, key TEXT, hash TEXT, PRIMARY KEY (dataset, kind, key)) WITHOUT ROWID;
CREATE TABLE had_link (
  dataset TEXT, type TEXT, start TEXT, finish TEXT, identity TEXT, hash TEXT,
  PRIMARY KEY (dataset, type, start, finish, identity)) WITHOUT ROWID;
CREATE TABLE node_op (
  dataset TEXT, kind TEXT, key TEXT, action TEXT, before TEXT, before_run INT, after TEXT, after_run INT,
  PRIMARY KEY (dataset, kind, key)) WITHOUT ROWID;
CREATE INDEX node_op_key ON node_op (kind, key);
CREATE TABLE link_op (
  dataset TEXT, type TEXT, start TEXT, finish TEXT, identity TEXT,
  action TEXT, before TEXT, before_run INT, after TEXT, after_run INT,
  PRIMARY KEY (dataset, type, start, finish, identity)) WITHOUT ROWID;
CREATE TABLE record_op (kind TEXT, key TEXT, action TEXT, before TEXT, after TEXT, PRIMARY KEY (kind, key));
CREATE TABLE touched (kind TEXT, key TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE state_op (
  kind TEXT, key TEXT, action TEXT, before TEXT, after TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID;
CREATE TABLE conflict (
  kind TEXT, key TEXT, field TEXT, shown TEXT, given TEXT, PRIMARY KEY (kind, key, field)) WITHOUT ROWID;
"""

_CHANGES = """
SELECT '', action, kind || ':' || key, NULL, NULL, NULL, before, NULL, after FROM record_op
UNION ALL
SELECT dataset, action, kind || ':' || key, NULL, NULL, NULL, before, before_run, after FROM node_op
UNION ALL
SELECT dataset, action, start, type, finish, identity, before, before_run, after FROM link_op
"""


class ChangeRow(NamedTuple):
    """One difference between what is said and what was said before; the fields are those of a Change."""

    dataset: str
    action: str
    subject: str
    rel_type: str | None
    object: str | None
    identity: str | None
    before: str | None
    before_run: int | None
    after: str | None


class Conflict(NamedTuple):
    """A property for which datasets will give different values; values are JSON, `given` is one by dataset."""

    kind: str
    key: str
    field: str
    shown: str
    given: str


class Plan:
    """What applying it would do to the graph. `problems` must be empty for it to be applied.

    A claim is a dataset's description of a node, or a relationship that a dataset gives. The tables hold an operation
    for each claim (`node_op`, `link_op`), each record (`record_op`: datasets, aliases) and for each node that will
    show other values (`state_op`). `data_version` is the version of the graph that the plan was made against.
    """

    def __init__(self, staging: Staging, data_version: int) -> None:
        self.staging = staging
        self.db = staging.db
        self.registry: Registry = staging.registry
        self.data_version = data_version
        self.problems: list[Problem] = list(staging.problems)
        self.datasets: list[str] = staging.datasets
        self.db.executescript(_TABLES)
        self.db.execute("BEGIN")

    def cursor(self, query: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Read the plan's tables, row by row."""
        return self.db.cursor().execute(query, values)

    def one(self, query: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row."""
        return self.db.execute(query, values).fetchone()[0]

    @property
    def size(self) -> int:
        """How many operations there are."""
        tables = ("node_op", "link_op", "record_op", "state_op")
        return sum(self.one(f"SELECT count(*) FROM {table}") for table in tables)  # noqa: S608 - names of our own

    @property
    def counts(self) -> dict[str, int]:
        """How many claims are added, changed and removed, how many of those staged are unchanged, and of how many
        properties what is now said differs from what other datasets say.
        """
        query = """SELECT action, sum(n) FROM (SELECT action, count(*) n FROM node_op GROUP BY action UNION ALL
                   SELECT action, count(*) n FROM link_op GROUP BY action) GROUP BY action"""
        counts: dict[str, int] = dict(self.db.execute(query).fetchall())
        staged = self.one("SELECT (SELECT count(*) FROM node) + (SELECT count(*) FROM link)")
        added, changed, removed = (counts.get(action, 0) for action in ("added", "changed", "removed"))
        unchanged = max(staged - added - changed, 0)
        conflicts = self.one("SELECT count(*) FROM conflict")
        return {
            "added": added,
            "changed": changed,
            "removed": removed,
            "unchanged": unchanged,
            "in_conflict": conflicts,
        }

    def record(self, kind: str, key: str, before: str | None, after: str | None) -> None:
        """What becomes of a record, as JSON before and after; nothing where that is the same."""
        if before != after:
            action = "added" if before is None else "removed" if after is None else "changed"
            self.db.execute("INSERT INTO record_op VALUES (?, ?, ?, ?, ?)", (kind, key, action, before, after))

    def adds(self, ref: Ref) -> bool:
        """Whether the node comes."""
        return self._does("added", ref)

    def removes(self, ref: Ref) -> bool:
        """Whether the node goes."""
        return self._does("removed", ref)

    def _does(self, action: str, ref: Ref) -> bool:
        query = "SELECT 1 FROM state_op WHERE kind = ? AND key = ? AND action = ?"
        return self.db.execute(query, (*ref, action)).fetchone() is not None

    def is_container(self, ref: Ref, contained: Ref) -> bool:
        """Whether the one node contains the other."""
        parent = self.registry.kind(contained.kind).parent
        return parent is not None and ref == Ref(parent.token(), parent_key(contained.key))

    def conflicts(self) -> Iterator[Conflict]:
        """The properties on which datasets will differ, of those that this plan gives anew."""
        yield from map(Conflict._make, self.cursor("SELECT kind, key, field, shown, given FROM conflict"))

    def changes(self) -> Iterator[ChangeRow]:
        """All differences: records, then nodes, then relationships."""
        yield from map(ChangeRow._make, self.cursor(_CHANGES))
