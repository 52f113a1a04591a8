"""Whether a database can answer the API, and what is going on in it."""

from dataclasses import dataclass

from graph_schema.ddl import schema_items
from graph_schema.errors import DatabaseError
from graph_schema.registry import SCHEMA_VERSION, Registry
from graph_store.database import AsyncDatabase

_SECONDS = 5.0
_INDEXES = "SHOW INDEXES YIELD name RETURN collect(name) AS names"
_BASE = """
OPTIONAL MATCH (k:KnowledgeBase {key: 'this'})
RETURN k.schema_version AS version, k.writing AS run
"""


@dataclass(frozen=True)
class Readiness:
    """What was found. `reason` says why the database can't answer; empty where it can."""

    reason: str = ""
    schema_version: int | None = None
    """The version that the database follows; None where nothing was ever loaded."""
    run: int | None = None
    """The run that is being written, so that answers may show a part of it."""


async def readiness(database: AsyncDatabase, registry: Registry, current: int = SCHEMA_VERSION) -> Readiness:
    """Look whether the database answers, and has the schema that this program is for."""
    try:
        # Unlike a query, this is not tried again, so that the answer comes at once.
        await database.check()
        names = (await database.read(_INDEXES, timeout=_SECONDS))[0]["names"]
        base = (await database.read(_BASE, timeout=_SECONDS))[0]
    except DatabaseError as error:
        return Readiness(str(error))
    version, run = base["version"], base["run"]
    if version is not None and version != current:
        reason = f"The database follows version {version} of the schema, and this program version {current}."
        return Readiness(reason, version, run)
    there = set(names)
    missing = [item.name for item in schema_items(registry) if item.name not in there]
    if missing:
        reason = f"The database lacks {len(missing)} constraints and indexes of the schema, such as {missing[0]!r}."
        return Readiness(reason, version, run)
    return Readiness("", version, run)
