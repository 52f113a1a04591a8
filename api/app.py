"""The web application: GraphQL, the pages, and what tells whether it lives, is ready and how it fares."""

from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from api.access.gate import Access, App, Gate, Message, Receive, Send
from api.access.identity import CHANGE_HEADER
from api.access.policy import LOOPBACK
from api.documents import TrustedDocuments
from api.endpoint import Endpoint
from api.guard import UPLOADS, Guard
from api.limits import Limits
from api.metrics import CONTENT_TYPE, Metrics
from api.pages import Assets, Explorer
from api.schema import Schema, build_schema
from api.tracing import Tracing
from api.writing.desk import Desk, Place
from api.writing.receive import Uploads
from api.writing.writer import Writer
from graph_schema.registry import REGISTRY, Registry
from graph_store.database import AsyncDatabase, Database
from graph_store.readiness import readiness
from graph_store.settings import Neo4jSettings
from queries.library import LIBRARY
from queries.question import Question
from queries.rows import Row

GRAPHQL = "/graphql"
STATIC = Path(__file__).parent / "static"
_TOLD = ("RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate")
"""Headers that pages of other origins may read."""


def create_app(
    database: Neo4jSettings | Callable[[], AsyncDatabase],
    registry: Registry = REGISTRY,
    questions: Iterable[Question[Row]] = LIBRARY,
    *,
    access: Access | None = None,
    limits: Limits | None = None,
    hosts: frozenset[str] | None = LOOPBACK,
    origins: frozenset[str] = frozenset(),
    documents: TrustedDocuments | None = None,
    metrics: Metrics | None = None,
    tracing: Tracing | None = None,
    schema: Schema | None = None,
    files: Place | None = None,
    static: Path = STATIC,
) -> FastAPI:
    """The application. It opens the database when it starts and closes it when it ends.

    `access` says who may ask, by default whoever is on this machine. `hosts` are the names that it answers to, by
    default those of the loopback address; None stands for any. A `schema` that was made already saves making it.
    `files` says where uploaded files are kept, and what loads them; without it none are taken.
    """
    opened: dict[str, Any] = {}
    access, limits = access or Access(), limits or Limits()
    metrics, tracing = metrics or Metrics(), tracing or Tracing()

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncDatabase(database) if isinstance(database, Neo4jSettings) else database() as there:
            with Database(there.settings) as written:
                opened["database"] = there
                opened["writer"] = Writer(written, there, registry)
                opened["desk"] = Desk(files, there.settings, registry, limits) if files else None
                yield
                if opened["desk"]:
                    await opened["desk"].close()
                opened.clear()
        tracing.close()

    def passed(inner: App) -> App:
        gate: App = Gate(inner, access, limits.rate)
        return Guard(_across_origins(gate, origins) if origins else gate, hosts, origins)

    schema = schema or build_schema(registry, questions, limits)
    endpoint = Endpoint(schema, lambda: opened, limits, static, metrics, tracing, documents)
    app = Application(endpoint, passed, title="journeygraph", lifespan=lifespan, openapi_url=None)
    app.router.routes.append(Route(f"{GRAPHQL}/", _without_slash, methods=["GET", "POST"]))
    app.router.routes.append(Route(UPLOADS, Uploads(lambda: opened.get("desk"))))
    _add_operations(app, opened, registry, metrics)
    if static.is_dir():
        app.mount("/static", Assets(directory=static))
    # The last one, because it takes what no other route does.
    app.router.routes.append(Route("/{path:path}", Explorer(static).page))
    return app


class Application(FastAPI):
    """FastAPI behind what every request has to pass.

    GraphQL is answered before it comes to FastAPI's own layers, which cost more than all else that we do for it.
    """

    def __init__(self, graphql: App, passed: Callable[[App], App], **options: Any) -> None:
        super().__init__(**options)
        self._graphql = graphql
        self._passed = passed(self._choose)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request, or live as long as the server does."""
        await self._passed(scope, receive, send)

    async def _choose(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == GRAPHQL:
            await self._graphql(scope, receive, send)
        else:
            await super().__call__(scope, receive, send)


async def _without_slash(request: Request) -> Response:
    """Lead to the API from an address with a slash too many, as many clients have it."""
    query = request.url.query
    return RedirectResponse(f"{GRAPHQL}?{query}" if query else GRAPHQL)


def _across_origins(inner: App, origins: frozenset[str]) -> App:
    return CORSMiddleware(
        inner,
        allow_origins=sorted(origins),
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type", CHANGE_HEADER],
        expose_headers=_TOLD,
    )


def _add_operations(app: FastAPI, opened: dict[str, Any], registry: Registry, metrics: Metrics) -> None:
    """What those who run the server ask for."""

    @app.get("/healthz")
    async def alive() -> Response:  # pyright: ignore[reportUnusedFunction]
        return JSONResponse({"status": "ok"})

    @app.get("/readyz")
    async def ready(request: Request) -> Response:  # pyright: ignore[reportUnusedFunction]
        found = await readiness(opened["database"], registry)
        told: dict[str, Any] = {"status": "unready" if found.reason else "ready"}
        if request.scope["identity"] is not None:
            # Strangers need not know where the database is.
            told |= {"reason": found.reason} if found.reason else {}
            told |= {"schema_version": found.schema_version, "run_in_progress": found.run}
        return JSONResponse(told, 503 if found.reason else 200)

    @app.get("/metrics")
    async def numbers() -> Response:  # pyright: ignore[reportUnusedFunction]
        return Response(metrics.page(), media_type=CONTENT_TYPE)
