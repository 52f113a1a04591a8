"""The one writer: applies a plan to the graph as a run, all of it or nothing.

A small run is one transaction. A large one first writes what undoes it, then commits in parts; one that is cut off is
taken back by whoever opens the knowledge base next (`recover`).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from typing import NamedTuple

import orjson
from neo4j import ManagedTransaction, Session

from graph_schema.errors import ConflictError, RefusedError
from graph_schema.problems import ProblemsError
from graph_schema.registry import SCHEMA_VERSION
from graph_store.codec import Properties
from graph_store.database import Database
from graph_store.lease import this_process
from graph_store.plan import Plan
from graph_store.statements import Part, data, journal

PROGRAM = "journeygraph"
ONE_TRANSACTION = 20_000
"""Operations that fit into one transaction with the memory of a small server."""

Progress = Callable[[int], None]
"""Is told how many operations have been written since it was last told."""

_BEGIN = """
MERGE (k:KnowledgeBase {key: 'this'})
ON CREATE SET k.schema_version = $schema_version, k.data_version = 0, k.last_run = 0
WITH k WHERE k.data_version = $expected AND k.writing IS NULL
  AND ($hash_key IS NULL OR coalesce(k.hash_key, $hash_key) = $hash_key)
SET k.data_version = k.data_version + 1, k.last_run = k.last_run + 1, k.hash_key = coalesce(k.hash_key, $hash_key)
RETURN k.last_run AS run
"""
_TAKE = "MATCH (k:KnowledgeBase {key: 'this'}) SET k.writing = $run, k.writer = $writer, k.heard = $now"
_HEARD = "MATCH (k:KnowledgeBase {key: 'this', writer: $writer}) SET k.heard = $now RETURN k.writing"
_RELEASE = "MATCH (k:KnowledgeBase {key: 'this'}) REMOVE k.writing, k.writer, k.heard"
_RECORD = "MERGE (r:LoadRun {key: $properties.key}) SET r = $properties"
_FILES = """
UNWIND range(0, size($files) - 1) AS i
CREATE (f:LoadedFile) SET f = $files[i], f.run = $run, f.key = $run + '/' + (i + 1)
"""
_MARK_UNDONE = """
MATCH (r:LoadRun {key: $key}) SET r.state = 'undone', r.undone_by = $run
WITH r MATCH (again:LoadRun {undone_by: r.number}) SET again.state = 'applied' REMOVE again.undone_by
"""
_CLOSE = "MATCH (r:LoadRun {key: $key}) SET r.state = 'applied', r.report = $report"
_REJECT = """
MERGE (k:KnowledgeBase {key: 'this'})
ON CREATE SET k.schema_version = $schema_version, k.data_version = 0, k.last_run = 0
SET k.last_run = k.last_run + 1
CREATE (r:LoadRun) SET r = $properties, r.number = k.last_run, r.key = toString(k.last_run)
RETURN r.number AS run
"""


@dataclass(frozen=True)
class Read:
    """What a load has read, to be kept with its run."""

    files: Sequence[Properties] = ()
    """Of each file what a LoadedFile says, but for its run and key."""
    report: Properties = field(default_factory=Properties)
    hash_key: str | None = None
    """The fingerprint of the key that respondents were hashed with; the first one is kept."""


NOTHING_READ = Read()


@dataclass(frozen=True)
class Purge:
    """What a run takes out of history; such a run keeps nothing that could undo it."""

    parts: list[Part]
    noted: Properties
    """What it takes to finish the run, kept with it until it is done."""

    @property
    def size(self) -> int:
        """How many operations there are."""
        return sum(len(statement.rows) for part in self.parts for statement in part)


class Applied(NamedTuple):
    """What a run did; `run` is None where there was nothing to do."""

    run: int | None
    counts: dict[str, int]


def apply_plan(
    plan: Plan,
    database: Database,
    command: str,
    *,
    undoes: int | None = None,
    by: str | None = None,
    read: Read = NOTHING_READ,
    purge: Purge | None = None,
    progress: Progress = lambda _: None,
) -> Applied:
    """Apply a plan and record it as a run; `by` is who asked for it, None: whoever is at the command.

    Raises ProblemsError where the plan has problems, ConflictError where the graph has changed since it was made or
    another run is being written; nothing is written then.
    """
    if plan.problems:
        raise ProblemsError(plan.problems)
    counts = plan.counts
    size = plan.size + (purge.size if purge else 0)
    if size == 0:
        return Applied(None, counts)
    run = _Run(plan, command, by, counts, undoes, read, purge, progress, datetime.now(UTC))
    with database.session() as session:
        small = size <= ONE_TRANSACTION
        number = session.execute_write(run.whole) if small else run.in_parts(session)
    return Applied(number, counts)


def apply_unless_dry(
    plan: Plan,
    database: Database,
    command: str,
    *,
    dry_run: bool,
    undoes: int | None = None,
    by: str | None = None,
    progress: Progress = lambda _: None,
) -> Applied:
    """As `apply_plan`; a dry run of a plan without problems only counts."""
    if dry_run and not plan.problems:
        return Applied(None, plan.counts)
    return apply_plan(plan, database, command, undoes=undoes, by=by, progress=progress)


def record_rejection(database: Database, command: str, read: Read, by: str | None = None) -> int:
    """Keep a run that was refused, with its report; returns its number."""
    properties = {"state": "rejected", "started": datetime.now(UTC), "command": command, "by": by}
    properties |= {"version": version(PROGRAM), "report": _json(read.report)}
    with database.session() as session:
        return session.execute_write(_reject, properties, read.files)


def _reject(tx: ManagedTransaction, properties: Properties, files: Sequence[Properties]) -> int:
    run = tx.run(_REJECT, schema_version=SCHEMA_VERSION, properties=properties).single(strict=True)["run"]
    tx.run(_FILES, run=run, files=files).consume()
    return run


class _Run(NamedTuple):
    """A plan on its way into the graph."""

    plan: Plan
    command: str
    by: str | None
    counts: dict[str, int]
    undoes: int | None
    read: Read
    purge: Purge | None
    progress: Progress
    started: datetime

    def whole(self, tx: ManagedTransaction) -> int:
        """All in one transaction."""
        run = self._begin(tx)
        for part in self._parts(run):
            write(tx, part)
            self.progress(sum(len(statement.rows) for statement in part))
        self._finish(tx, run)
        return run

    def in_parts(self, session: Session) -> int:
        """In parts: what undoes the run first, then the run; `recover` takes a part of it back, or finishes it."""
        run = session.execute_write(self._announce)
        write_parts(session, self._parts(run), self.progress)
        session.execute_write(self._finish, run)
        return run

    def _parts(self, run: int) -> Iterable[Part]:
        if self.purge is not None:
            return chain(data(self.plan, run), self.purge.parts)
        return chain(journal(self.plan, run), data(self.plan, run))

    def _begin(self, tx: ManagedTransaction) -> int:
        parameters = {"expected": self.plan.data_version, "hash_key": self.read.hash_key}
        begun = tx.run(_BEGIN, parameters, schema_version=SCHEMA_VERSION).single()
        if begun is None:
            raise ConflictError(
                "The knowledge base was changed after this was planned, or is being written.", "Plan it again."
            )
        return begun["run"]

    def _announce(self, tx: ManagedTransaction) -> int:
        run = self._begin(tx)
        tx.run(_TAKE, run=run, writer=this_process(), now=datetime.now(UTC)).consume()
        self._record(tx, run, "applying", self.purge.noted if self.purge else {})
        return run

    def _finish(self, tx: ManagedTransaction, run: int) -> None:
        self._record(tx, run, "applied", self.read.report)
        tx.run(_FILES, run=run, files=self.read.files).consume()
        if self.undoes is not None:
            tx.run(_MARK_UNDONE, key=str(self.undoes), run=run).consume()
        tx.run(_RELEASE).consume()

    def _record(self, tx: ManagedTransaction, run: int, state: str, report: Properties) -> None:
        summary = {name: self.counts[name] for name in ("added", "changed", "removed")}
        properties = {"state": state, "started": self.started, "command": self.command, "by": self.by} | summary
        properties |= {"number": run, "key": str(run), "version": version(PROGRAM), "report": _json(report)}
        tx.run(_RECORD, properties=properties | {"datasets": self.plan.datasets}).consume()


def close(tx: ManagedTransaction, run: int, report: Properties) -> None:
    """End a run that another process began."""
    tx.run(_CLOSE, key=str(run), report=_json(report)).consume()
    tx.run(_RELEASE).consume()


def write_parts(session: Session, parts: Iterable[Part], progress: Progress = lambda _: None) -> None:
    """Commit part by part, each time saying that the writer lives; RefusedError where another has taken over."""
    for part in parts:
        session.execute_write(_heard_and_write, part)
        progress(sum(len(statement.rows) for statement in part))


def _heard_and_write(tx: ManagedTransaction, part: Part) -> None:
    if tx.run(_HEARD, writer=this_process(), now=datetime.now(UTC)).single() is None:
        raise RefusedError("Another process took this run for dead and undid it.", "Load again.")
    write(tx, part)


def write(tx: ManagedTransaction, part: Part) -> None:
    """Run the statements of a part."""
    for statement in part:
        tx.run(statement.cypher, rows=statement.rows).consume()


def _json(report: Properties) -> str | None:
    return orjson.dumps(report).decode() if report else None
