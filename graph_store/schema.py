"""Applies the derived constraints and indexes to a database."""

from neo4j.exceptions import Neo4jError

from graph_schema.ddl import schema_items
from graph_schema.errors import DatabaseError
from graph_schema.registry import Registry
from graph_store.database import Database


def apply_schema(database: Database, registry: Registry) -> int:
    """Make what constraints and indexes are missing, and wait until all are usable; returns how many were made.

    Raises DatabaseError naming the constraint where the data, or something of the same name, stands in its way.
    """
    with database.session() as session:
        there = {record["name"] for record in session.run("SHOW INDEXES YIELD name RETURN name")}
        missing = [item for item in schema_items(registry) if item.name not in there]
        for item in missing:
            try:
                session.run(item.cypher).consume()  # type: ignore[arg-type]
            except Neo4jError as error:
                raise DatabaseError(
                    f"The database refuses {item.name!r}: {error.message}",
                    "Remove what stands in its way, or use a database of its own for journeygraph.",
                ) from error
        if missing:
            session.run("CALL db.awaitIndexes(300)").consume()
    return len(missing)
