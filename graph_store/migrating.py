"""Carries a database of an older schema over to the current one, version by version.

The version is set together with the record of the run, after all that the version asks for: a migration that is cut
off is simply repeated.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, LiteralString, NamedTuple

from neo4j import ManagedTransaction, Session

from graph_schema.errors import DatabaseError, RefusedError
from graph_schema.registry import SCHEMA_VERSION
from graph_store.cypher import trusted
from graph_store.database import Database
from graph_store.lease import is_alive, this_process

BATCH = 5_000
COMMAND = "migrate"

_BASE = """
MATCH (k:KnowledgeBase {key: 'this'})
OPTIONAL MATCH (r:LoadRun {key: toString(k.writing)})
RETURN coalesce(k.schema_version, 0) AS version, properties(k) AS properties, coalesce(r.command, '') AS command
"""
_BEGIN = """
MATCH (k:KnowledgeBase {key: 'this'})
WHERE k.data_version = $expected AND coalesce(k.writer, '') = $dead AND coalesce(k.schema_version, 0) < $version
SET k.last_run = CASE WHEN k.writing IS NULL THEN k.last_run + 1 ELSE k.last_run END
SET k.data_version = k.data_version + 1, k.writing = k.last_run, k.writer = $writer, k.heard = $now
MERGE (r:LoadRun {key: toString(k.writing)})
SET r = {key: toString(k.writing), number: k.writing, state: 'applying', started: $now, command: $command,
         added: 0, changed: 0, removed: 0}
RETURN k.writing AS run
"""
_HEARD = "MATCH (k:KnowledgeBase {key: 'this', writer: $writer}) SET k.heard = $now RETURN k.writing AS run"
_FINISH = """
MATCH (k:KnowledgeBase {key: 'this', writer: $writer}) MATCH (r:LoadRun {key: toString(k.writing)})
SET k.schema_version = $version, k.data_version = k.data_version + 1, r.state = 'applied', r.changed = $changed
REMOVE k.writing, k.writer, k.heard
RETURN r.number AS run
"""
# What datasets loaded reads otherwise now, so a reload has to look for itself.
_LOOK_AGAIN = "MATCH (d:Dataset) WHERE d.content IS NOT NULL WITH d LIMIT $batch REMOVE d.content RETURN count(*) AS n"


class Migrating:
    """What a migration writes with: batches that each are a transaction, under the one writer's lease."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def repeat(self, cypher: LiteralString, **parameters: Any) -> int:
        """Run a statement until it finds nothing more to do; returns how many elements it changed.

        It matches what is as of old, takes `LIMIT $batch` of that, and returns `count(*) AS n`: so it is bounded,
        and may be cut off and repeated.
        """
        total = 0
        while done := self._session.execute_write(_heard_and_run, cypher, parameters):
            total += done
        return total

    def read(self, cypher: LiteralString, **parameters: Any) -> list[dict[str, Any]]:
        """Run a statement that reads."""
        return self._session.execute_read(lambda tx: tx.run(cypher, parameters).data())


class Migration(NamedTuple):
    """What a version of the schema asks of a database of the version before; returns how much it changed.

    It changes what is said (on relationships, with new digests), what nodes show, and what history keeps of both.
    """

    version: int
    title: str
    apply: Callable[[Migrating], int]


class Migrated(NamedTuple):
    """One migration that was applied, as a run."""

    version: int
    title: str
    run: int
    changed: int


MIGRATIONS: tuple[Migration, ...] = ()
"""All migrations, in the order of their versions, without a gap; version 1 is the first that there was."""


def require_current(database: Database, current: int = SCHEMA_VERSION) -> None:
    """Raise DatabaseError where the database follows another version of the schema than this program."""
    version = schema_version(database)
    if version is None or version == current:
        return
    observed = f"The database follows version {version} of the schema, and this program version {current}."
    if version > current:
        raise DatabaseError(observed, "Use a newer journeygraph.")
    raise DatabaseError(observed, "`journeygraph migrate` carries it over; `journeygraph backup` keeps it as it is.")


def schema_version(database: Database) -> int | None:
    """The version that the database follows; None where nothing was ever loaded."""
    found = database.read(_BASE)
    return found[0]["version"] if found else None


def migrate(
    database: Database, migrations: Sequence[Migration] = MIGRATIONS, current: int = SCHEMA_VERSION
) -> list[Migrated]:
    """Carry the database over to the current version; returns what was done, nothing where it is current.

    Raises DatabaseError where it is newer or too old, RefusedError where it is being written, or where a run of the
    older version was cut off.
    """
    version = schema_version(database)
    if version is None or version == current:
        return []
    if version > current:
        require_current(database, current)
    wanted = [migration for migration in migrations if version < migration.version <= current]
    if [migration.version for migration in wanted] != list(range(version + 1, current + 1)):
        observed = f"No migrations lead from version {version} of the schema to {current}."
        raise DatabaseError(observed, "Migrate with the versions of journeygraph in between, one after the other.")
    with database.session() as session:
        return [_apply(session, migration) for migration in wanted]


def _apply(session: Session, migration: Migration) -> Migrated:
    _begin(session, migration)
    work = Migrating(session)
    changed = migration.apply(work)
    work.repeat(_LOOK_AGAIN)
    parameters = {"version": migration.version, "writer": this_process(), "changed": changed}
    run = session.execute_write(lambda tx: tx.run(_FINISH, parameters).single())
    if run is None:
        raise _taken_over()
    return Migrated(migration.version, migration.title, run["run"], changed)


def _begin(session: Session, migration: Migration) -> None:
    """Take the lease, or take over that of a migration which was cut off, with its run."""
    base = session.execute_read(lambda tx: tx.run(_BASE).single(strict=True).data())
    properties, command = base["properties"], base["command"]
    writing = properties.get("writing")
    if writing is not None:
        properties["heard"] = properties["heard"].to_native()
        if is_alive(properties):
            raise RefusedError(f"Run {writing} is being written just now.", "Wait for it, then migrate.")
        if not command.startswith(COMMAND):
            observed = f"Run {writing} was cut off, and only the version of journeygraph that wrote it can undo it."
            raise RefusedError(observed, "Run any command of that version, then migrate.")
    parameters = {
        "expected": properties["data_version"],
        "dead": properties.get("writer", ""),
        "version": migration.version,
        "writer": this_process(),
        "now": datetime.now(UTC),
        "command": f"{COMMAND} to version {migration.version}: {migration.title}",
    }
    if session.execute_write(lambda tx: tx.run(_BEGIN, parameters).single()) is None:
        raise RefusedError("Another command wrote to the database meanwhile.", "Migrate again.")


def _heard_and_run(tx: ManagedTransaction, cypher: LiteralString, parameters: dict[str, Any]) -> int:
    if tx.run(_HEARD, writer=this_process(), now=datetime.now(UTC)).single() is None:
        raise _taken_over()
    return tx.run(trusted(cypher), {"batch": BATCH, **parameters}).single(strict=True)["n"]


def _taken_over() -> RefusedError:
    return RefusedError("Another process took this migration over.", "Migrate again.")
