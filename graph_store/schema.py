"""Applies the derived constraints and indexes to a database."""

from neo4j import ManagedTransaction
from neo4j.exceptions import ClientError

from graph_schema.ddl import SchemaItem, schema_items
from graph_schema.errors import DatabaseError
from graph_schema.registry import Registry
from graph_store.cypher import trusted
from graph_store.database import Database


def apply_schema(database: Database, registry: Registry) -> int:
    """Make what constraints and indexes are missing, and wait until all are usable; returns how many were made.

    Raises DatabaseError naming the constraint where the data, or something of the same name, stands in its way.
    """
    with database.session() as session:
        there = {record["name"] for record in session.run("SHOW INDEXES YIELD name RETURN name")}
        missing = [item for item in schema_items(registry) if item.name not in there]
        for item in missing:
            # Managed transactions are repeated where this meets Neo4j's own background work.
            session.execute_write(_make, item)
        if missing:
            session.run("CALL db.awaitIndexes(300)").consume()
    return len(missing)


def _make(tx: ManagedTransaction, item: SchemaItem) -> None:
    try:
        tx.run(trusted(item.cypher)).consume()
    except ClientError as error:
        raise DatabaseError(
            f"The database refuses {item.name!r}: {error.message}",
            "Remove what stands in its way, or use a database of its own for journeygraph.",
        ) from error
