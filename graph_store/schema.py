"""Applies the derived constraints and indexes to a database."""

import difflib
from collections.abc import Callable

from neo4j import ManagedTransaction, Session
from neo4j.exceptions import ClientError

from graph_schema.ddl import SchemaItem, schema_items
from graph_schema.errors import DatabaseError, UsageError
from graph_schema.registry import Registry
from graph_schema.stored import SEARCH_INDEX
from graph_store.cypher import trusted
from graph_store.database import Database

ANALYZER = "fulltext.analyzer"


def apply_schema(database: Database, registry: Registry, log: Callable[[str], None] = lambda _: None) -> int:
    """Make what constraints and indexes are missing, and wait until all are usable; returns how many were made.

    The full-text index is made anew where it reads texts otherwise than the settings say, which is logged.
    Raises DatabaseError naming the constraint where the data, or something of the same name, stands in its way;
    UsageError for an analyzer that this Neo4j doesn't have.
    """
    with database.session() as session:
        there = {record["name"] for record in session.run("SHOW INDEXES YIELD name RETURN name")}
        wanted, found = database.settings.analyzer, search_analyzer(session)
        if wanted and wanted != found:
            _refuse_unknown(session, wanted)
            if found:
                log(f"Search reads texts with the analyzer {wanted!r} from now on, and no longer with {found!r}.")
                session.run(f"DROP INDEX {SEARCH_INDEX}").consume()
                there.discard(SEARCH_INDEX)
        missing = [item for item in schema_items(registry) if item.name not in there]
        for item in missing:
            # Managed transactions are repeated where this meets Neo4j's own background work.
            session.execute_write(_make, item, wanted if item.name == SEARCH_INDEX else "")
        if missing:
            session.run("CALL db.awaitIndexes(300)").consume()
    return len(missing)


def search_analyzer(session: Session) -> str:
    """The analyzer with which full-text search reads texts; empty where there is no index yet."""
    found = session.run(
        "SHOW INDEXES YIELD name, type, options WHERE name = $name AND type = 'FULLTEXT' "
        "RETURN options.indexConfig[$key] AS analyzer",
        name=SEARCH_INDEX,
        key=ANALYZER,
    ).single()
    return found["analyzer"] if found else ""


def _refuse_unknown(session: Session, analyzer: str) -> None:
    known = session.run("CALL db.index.fulltext.listAvailableAnalyzers() YIELD analyzer RETURN analyzer").value()
    if analyzer not in known:
        near = difflib.get_close_matches(analyzer, known, n=3) or ["standard-folding", "english"]
        remedy = f"Set JOURNEYGRAPH_ANALYZER to {' or '.join(near)}, or to another that it has."
        raise UsageError(f"This Neo4j has no analyzer {analyzer!r}.", remedy)


def _make(tx: ManagedTransaction, item: SchemaItem, analyzer: str) -> None:
    try:
        if analyzer:
            tx.run(trusted(f"{item.cypher} OPTIONS $options"), options={"indexConfig": {ANALYZER: analyzer}}).consume()
        else:
            tx.run(trusted(item.cypher)).consume()
    except ClientError as error:
        raise DatabaseError(
            f"The database refuses {item.name!r}: {error.message}",
            "Remove what stands in its way, or use a database of its own for journeygraph.",
        ) from error
