"""Which nodes a journey hangs on: what an export of one journey has to hold, so that it loads by itself."""

from typing import Any

from graph_schema.errors import NotFoundError
from graph_schema.keys import Ref
from graph_schema.registry import Registry
from graph_store.database import Database

_JOURNEY = "MATCH (j:Journey {key: $key}) RETURN collect(elementId(j)) AS found"
_NEXT = """
MATCH (n) WHERE elementId(n) IN $ids
CALL (n) {
  MATCH (n)-[:HAS_STAGE|HAS_STEP|HAS_MOMENT|IN_MODEL|WITHIN|FOR|AT|VIA|SERVES|FULFILS|ADVANCES|UPHOLDS|HURTS
          |REPRESENTS|HAS_NEED|FELT_BY|FELT_AS|FROM|SAID_BY]->(m)
  WHERE NOT (n:LifecycleModel)
  RETURN m
  UNION
  MATCH (n)<-[:OCCURS_AT|PERFORMS|ENABLES|SUPPORTS|CONTRADICTS|PURSUES|PROMISES]-(m) RETURN m
  UNION
  MATCH (n)<-[:FELT_AT]-(m) WHERE n:Journey OR n:Stage OR n:Step OR n:MicroMoment OR n:Touchpoint RETURN m
}
RETURN collect(DISTINCT elementId(m)) AS found
"""
_NAMED = """
MATCH (n) WHERE elementId(n) IN $ids
CALL (n) {
  MATCH (n)<-[d:DESCRIBES]-() RETURN d.source AS source, coalesce(d.quotes, []) AS quotes
  UNION
  MATCH (n)-[r]->(m) WHERE elementId(m) IN $ids AND r.source IS NOT NULL
  RETURN r.source AS source, coalesce(r.quotes, []) AS quotes
}
WITH collect(DISTINCT source) AS sources, collect(quotes) AS lists
CALL (sources, lists) {
  MATCH (m:Source) WHERE m.key IN sources RETURN m
  UNION
  UNWIND lists AS keys UNWIND keys AS key MATCH (m:Quote {key: key}) RETURN m
}
RETURN collect(DISTINCT elementId(m)) AS found
"""
_REFS = """
MATCH (n) WHERE elementId(n) IN $ids RETURN collect([labels(n)[0], n.key]) AS found
"""


def journey_part(key: str, database: Database, registry: Registry) -> set[Ref]:
    """The journey, what it contains, where and for whom it is, what happens there, what that serves, and who says so.

    Raises NotFoundError where there is no such journey.
    """
    kept = set(_found(database.read(_JOURNEY, {"key": key})))
    if not kept:
        raise NotFoundError(f"There is no journey {key!r}.", "`journeygraph ask search` finds it by its words.")
    new = set(kept)
    while new:
        found = set(_found(database.read(_NEXT, {"ids": list(new)}))) - kept
        kept |= found
        new = found or set(_found(database.read(_NAMED, {"ids": list(kept)}))) - kept
        kept |= new
    return {Ref(registry.tokens[label], name) for label, name in _found(database.read(_REFS, {"ids": list(kept)}))}


def _found(rows: list[dict[str, Any]]) -> list[Any]:
    return rows[0]["found"] if rows else []
