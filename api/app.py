"""The web application: GraphQL with GraphiQL, and what tells whether it lives and is ready."""

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import orjson
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from strawberry.fastapi import GraphQLRouter

from api.guard import LOOPBACK, Guard
from api.limits import Limits
from api.schema import build_schema
from graph_schema.ddl import schema_items
from graph_schema.errors import DatabaseError
from graph_schema.registry import REGISTRY, Registry
from graph_store.database import AsyncDatabase
from graph_store.settings import Neo4jSettings
from queries.library import LIBRARY
from queries.question import Question
from queries.rows import Row

STATIC = Path(__file__).parent / "static"

_NO_GRAPHIQL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>journeygraph</title>
<h1>The GraphQL API runs</h1><p>GraphiQL is not built; <code>make setup</code> builds it.
Any GraphQL client works: send a POST with <code>{"query": "{ personas { edges { node { name } } } }"}</code> as
<code>application/json</code> to this address.</p>"""


def create_app(
    database: Neo4jSettings | Callable[[], AsyncDatabase],
    registry: Registry = REGISTRY,
    questions: Iterable[Question[Row]] = LIBRARY,
    *,
    limits: Limits | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    static: Path = STATIC,
) -> FastAPI:
    """The application. It opens the database when it starts and closes it when it ends.

    `hosts` are the names that it answers to, by default those of the loopback address; None stands for any.
    """
    opened: dict[str, AsyncDatabase] = {}

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncDatabase(database) if isinstance(database, Neo4jSettings) else database() as there:
            opened["database"] = there
            yield
            opened.clear()

    async def context() -> dict[str, Any]:
        return {"database": opened["database"]}

    schema = build_schema(registry, questions, limits)
    app = FastAPI(title="journeygraph", lifespan=lifespan, openapi_url=None, docs_url=None, redoc_url=None)
    app.include_router(
        _Router(schema, "/graphql", context_getter=context, subscription_protocols=()), include_in_schema=False
    )
    app.state.static = static
    app.add_middleware(Guard, hosts=hosts)  # pyright: ignore[reportArgumentType]

    @app.get("/")
    async def start() -> Response:  # pyright: ignore[reportUnusedFunction]
        return RedirectResponse("/graphql")

    @app.get("/healthz")
    async def alive() -> Response:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse({"status": "ok"})

    @app.get("/readyz")
    async def ready() -> Response:  # pyright: ignore[reportUnusedFunction]
        reason = await _unready(opened["database"], registry)
        return (
            JSONResponse({"status": "unready", "reason": reason}, 503) if reason else JSONResponse({"status": "ready"})
        )

    if static.is_dir():
        app.mount("/static", StaticFiles(directory=static))
    return app


class _Router(GraphQLRouter[dict[str, Any], None]):
    """Serves our own GraphiQL, which loads nothing from elsewhere."""

    def encode_json(self, data: object) -> bytes:
        """Faster than the standard library; there are no WebSockets, which would send bytes as binary frames."""
        return orjson.dumps(data)

    async def render_graphql_ide(self, request: Request) -> Any:
        page: Path = request.app.state.static / "graphiql" / "index.html"
        return FileResponse(page) if page.is_file() else HTMLResponse(_NO_GRAPHIQL)


async def _unready(database: AsyncDatabase, registry: Registry) -> str:
    """Why the API can't answer now; empty where it can."""
    try:
        # Unlike a query, this is not tried again, so that the answer comes at once.
        await database.check()
        rows = await database.read("SHOW INDEXES YIELD name RETURN collect(name) AS names", timeout=5)
    except DatabaseError as error:
        return str(error)
    there = set(rows[0]["names"])
    missing = [item.name for item in schema_items(registry) if item.name not in there]
    if missing:
        return f"The database lacks {len(missing)} constraints and indexes of the schema, such as {missing[0]!r}."
    return ""
