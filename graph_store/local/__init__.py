"""The local Neo4j Community server, fetched once and run as a process of its own."""

from graph_schema.errors import LocalServerError
from graph_store.local.artifacts import INSTALL

try:
    from graph_store.local.server import LocalEndpoint, LocalNeo4j, LocalStatus
except ModuleNotFoundError as error:
    raise LocalServerError(f"The local Neo4j can't be run: {error}.", INSTALL) from error

__all__ = ["LocalEndpoint", "LocalNeo4j", "LocalStatus"]
