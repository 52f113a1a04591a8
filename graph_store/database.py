"""The driver, made and closed in one place, and the two ways to read: blocking and asynchronous."""

from collections.abc import Collection, Generator, Mapping
from contextlib import contextmanager
from typing import Any, LiteralString, Self

from neo4j import (
    READ_ACCESS,
    AsyncDriver,
    AsyncGraphDatabase,
    Driver,
    GraphDatabase,
    Query,
    RoutingControl,
    Session,
)
from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError, ServiceUnavailable

from graph_schema.errors import DatabaseError
from graph_store.cypher import in_one_map
from graph_store.settings import Neo4jSettings

Row = dict[str, Any]
READ_TIMEOUT = 30.0
"""Seconds after which the server ends a read."""

_DRIVER_OPTIONS: dict[str, Any] = {
    "connection_timeout": 5.0,
    "connection_acquisition_timeout": 15.0,
    "max_connection_pool_size": 50,
    "max_connection_lifetime": 1800.0,
    "max_transaction_retry_time": 15.0,
    "user_agent": "journeygraph",
    "notifications_min_severity": "OFF",
    "telemetry_disabled": True,
}


class Database:
    """An open database for commands: blocking calls, closed at the end of a `with`."""

    def __init__(self, settings: Neo4jSettings) -> None:
        self.settings = settings
        with _explained(settings):
            auth = (settings.username, settings.password)
            self._driver: Driver = GraphDatabase.driver(settings.uri, auth=auth, **_DRIVER_OPTIONS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._driver.close()

    def check(self) -> None:
        """Raise DatabaseError, with what to do, where the database can't be reached."""
        with _explained(self.settings):
            self._driver.verify_connectivity()

    def read(
        self,
        cypher: LiteralString,
        parameters: Mapping[str, Any] | None = None,
        timeout: float = READ_TIMEOUT,
    ) -> list[Row]:
        """Run a query that reads, and return its rows. `timeout` is in seconds, enforced by the server."""
        text, given = in_one_map(cypher, parameters or {})
        with _explained(self.settings):
            result = self._driver.execute_query(
                Query(text, timeout=timeout),
                given,
                routing_=RoutingControl.READ,
                database_=self.settings.database,
            )
        return [record.data() for record in result.records]

    @contextmanager
    def session(self, *, read: bool = False) -> Generator[Session]:
        """A session for the writer and for readers that page."""
        options: dict[str, Any] = {"default_access_mode": READ_ACCESS} if read else {}
        with (
            _explained(self.settings),
            self._driver.session(
                database=self.settings.database,
                bookmark_manager=self._driver.execute_query_bookmark_manager,
                **options,
            ) as session,
        ):
            yield session

    def bookmarks(self) -> Collection[str]:
        """What marks all that was written here; in a cluster, who has them waits until a server has caught up."""
        return self._driver.execute_query_bookmark_manager.get_bookmarks()


class AsyncDatabase:
    """An open database for the API."""

    def __init__(self, settings: Neo4jSettings) -> None:
        self.settings = settings
        with _explained(settings):
            auth = (settings.username, settings.password)
            self._driver: AsyncDriver = AsyncGraphDatabase.driver(settings.uri, auth=auth, **_DRIVER_OPTIONS)
        # Only where reads may go to another server than writes has one to wait until it has caught up.
        routed = settings.uri.startswith("neo4j")
        self._session: dict[str, Any] = {
            "database": settings.database,
            "default_access_mode": READ_ACCESS,
            "bookmark_manager": self._driver.execute_query_bookmark_manager if routed else None,
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._driver.close()

    async def check(self) -> None:
        """Raise DatabaseError, with what to do, where the database can't be reached."""
        with _explained(self.settings):
            await self._driver.verify_connectivity()

    async def follow(self, writer: Database) -> None:
        """See from now on, in a cluster too, what the other one has written."""
        await self._driver.execute_query_bookmark_manager.update_bookmarks([], writer.bookmarks())

    async def read(
        self,
        cypher: LiteralString,
        parameters: Mapping[str, Any] | None = None,
        timeout: float = READ_TIMEOUT,
    ) -> list[Row]:
        """Run a query that reads, and return its rows. `timeout` is in seconds, enforced by the server."""
        text, given = in_one_map(cypher, parameters or {})
        query = Query(text, timeout=timeout)
        with _explained(self.settings):
            try:
                return await self._read_once(query, given)
            except (Neo4jError, DriverError) as error:
                if not error.is_retryable():
                    raise
            # A transaction takes a round trip more, and is what the driver tries again, for as long as it may.
            result = await self._driver.execute_query(
                query, given, routing_=RoutingControl.READ, database_=self.settings.database
            )
        return [dict(record) for record in result.records]

    async def _read_once(self, query: Query, parameters: Row) -> list[Row]:
        async with self._driver.session(**self._session) as session:
            return [dict(record) async for record in await session.run(query, parameters)]


@contextmanager
def _explained(settings: Neo4jSettings) -> Generator[None]:
    """Turn what the driver raises for a database that is not there into words that help."""
    try:
        yield
    except AuthError as error:
        raise DatabaseError(
            f"The database at {settings.uri} refused user {settings.username!r} and the password.",
            "Check NEO4J_USERNAME and NEO4J_PASSWORD.",
        ) from error
    except ServiceUnavailable as error:
        raise DatabaseError(
            f"No Neo4j answers at {settings.uri}.",
            "Start it, or correct NEO4J_URI; `journeygraph db status` shows more.",
        ) from error
    except ClientError as error:
        if "TransactionTimedOut" in (error.code or ""):
            raise DatabaseError(
                "The query took longer than it may and was ended.",
                "Ask for less, or narrow it by a parameter.",
            ) from error
        if "DatabaseNotFound" in (error.code or ""):
            raise DatabaseError(
                f"The server has no database {settings.database!r}.", "Correct NEO4J_DATABASE."
            ) from error
        raise
    except (Neo4jError, DriverError) as error:
        raise DatabaseError(f"The database answered: {error}", "Try again; if it stays, see Neo4j's log.") from error
