"""A small graph in the form in which the writer stores it, and a database that keeps what it was asked."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, LiteralString, cast

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI

from api.app import create_app
from api.schema import Schema, build_schema
from graph_schema.model import Assertion, Kind, Relationship, properties
from graph_schema.registry import REGISTRY, Registry, identifying
from graph_schema.stored import DATASET, FROM, RUN, TO
from graph_store.database import AsyncDatabase, Database
from graph_store.settings import Neo4jSettings
from queries.library import LIBRARY

HERE = "http://127.0.0.1:8000"


@cache
def usual_schema() -> Schema:
    """The schema of most servers here; making it takes longer than most tests do."""
    return build_schema(REGISTRY, LIBRARY)


class RecordingDatabase(AsyncDatabase):
    """The real database; it keeps the text and parameters of what it was asked."""

    def __init__(self, settings: Neo4jSettings) -> None:
        super().__init__(settings)
        self.seen: list[tuple[str, dict[str, Any]]] = []

    async def read(
        self, cypher: LiteralString, parameters: Mapping[str, Any] | None = None, timeout: float = 30
    ) -> list[dict[str, Any]]:
        self.seen.append((cypher, dict(parameters or {})))
        return await super().read(cypher, parameters, timeout)


@dataclass
class Api:
    """A client of the application, over HTTP."""

    app: FastAPI
    client: httpx.AsyncClient
    portal: BlockingPortal
    database: RecordingDatabase

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request."""
        return self.portal.call(partial(self.client.request, method, path, **options))

    def post(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        return self.request("POST", "/graphql", json={"query": query, "variables": variables}).json()

    def ask(self, query: str, **variables: Any) -> Any:
        """The data of an answer without errors."""
        answer = self.post(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return answer["data"]

    def error(self, query: str, **variables: Any) -> dict[str, Any]:
        """The only error of an answer."""
        (error,) = self.post(query, **variables)["errors"]
        return error

    @property
    def queries(self) -> list[str]:
        """The texts of all queries so far."""
        return [text for text, _ in self.database.seen]


@contextmanager
def serving(settings: Neo4jSettings, registry: Registry = REGISTRY, **options: Any) -> Generator[Api]:
    """The application on a database that records."""
    with start_blocking_portal() as portal:
        # A driver belongs to the loop that it is made in.
        database = portal.call(RecordingDatabase, settings)
        if registry is REGISTRY and not {"limits", "questions", "schema"} & options.keys():
            options["schema"] = usual_schema()
        app = create_app(lambda: database, registry, **options)
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        with (
            portal.wrap_async_context_manager(app.router.lifespan_context(app)),
            portal.wrap_async_context_manager(httpx.AsyncClient(transport=transport, base_url=HERE)) as client,
        ):
            yield Api(app, client, portal, database)


def link(
    rel_type: str, start: str, end: str, source: str = "s0", registry: Registry = REGISTRY, **own: Any
) -> Relationship:
    """A relationship between two references, of the class that fits them."""
    kinds = start.partition(":")[0], end.partition(":")[0]
    for cls in registry.rel_types[rel_type]:
        if registry.kind(kinds[0]) in registry.starts(cls) and registry.kind(kinds[1]) in registry.ends(cls):
            claim = {"source": source} if "source" in cls.model_fields else {}
            refs = {"from_ref": tuple(start.split(":", 1)), "to_ref": tuple(end.split(":", 1))}
            return cls.model_validate(claim | refs | own)
    raise AssertionError(f"no {rel_type} from {start} to {end}")


def write(database: Database, nodes: Iterable[Kind], links: Iterable[tuple[Relationship, str]] = ()) -> None:
    """Write as the store does: nodes with their properties, relationships with the keys of their ends."""
    with database.session() as session:
        for node in nodes:
            session.run(
                cast("LiteralString", f"CREATE (n:`{type(node).label()}`) SET n = $properties"),
                properties=properties(node),
            ).consume()
        for made, dataset in links:
            start, end = made.from_ref, made.to_ref
            session.run(
                cast(
                    "LiteralString",
                    f"MATCH (a:`{_label(start.kind)}` {{key: $start}}), (b:`{_label(end.kind)}` {{key: $end}}) "
                    f"CREATE (a)-[r:`{made.rel_type}`]->(b) SET r = $properties",
                ),
                start=start.key,
                end=end.key,
                properties=stored(made, dataset),
            ).consume()


def stored(made: Relationship, dataset: str) -> dict[str, Any]:
    """The properties of a relationship as the writer stores them."""
    ends: dict[str, Any] = {FROM: str(made.from_ref), TO: str(made.to_ref), RUN: 1}
    if isinstance(made, Assertion):
        ends |= {DATASET: dataset} | dict.fromkeys(identifying(type(made)), "")
    return ends | properties(made)


def _label(token: str) -> str:
    return "".join(part.capitalize() for part in token.split("_"))
