"""`serve` and `demo`: the API up."""

from pathlib import Path
from typing import Annotated

import typer

from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from journeygraph.commands.asking import print_basis
from journeygraph.commands.loading import tell
from journeygraph.environment import Environment
from journeygraph.output import log, out
from journeygraph.tracing import print_traces
from loaders.pipeline import load
from queries.library import LIBRARY

DEMO_MOMENT = "first-article-opens"

_HOST = Annotated[str, typer.Option(help="The address to serve on.")]
_PORT = Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("demo")(demo_command)
    app.command("serve")(serve_command)


def demo_command(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the API afterwards.")] = True,
    host: _HOST = "127.0.0.1",
    port: _PORT = 8000,
) -> None:
    """Load the sample into a database of its own, trace a moment of truth, and serve the API."""
    environment = Environment.read().sub("demo")
    with environment.settings(log, owner=True) as settings:
        with Database(settings) as database:
            database.check()
            log("Loading the sample.")
            tell(load([examples()], database, REGISTRY))
            answer = LIBRARY.get("trace").ask(database, moments=DEMO_MOMENT)
            out().print(f"\n$ journeygraph trace {DEMO_MOMENT}")
            print_traces(answer.rows)
            print_basis(answer)
        if serve:
            _serve(settings, host, port)


def serve_command(
    host: _HOST = "127.0.0.1",
    port: _PORT = 8000,
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Let everyone who can reach the address use the API.")
    ] = False,
) -> None:
    """Serve GraphQL at /graphql with GraphiQL, /healthz and /readyz."""
    with Environment.read().settings(log, owner=True) as settings:
        with Database(settings) as database:
            database.check()
            apply_schema(database, REGISTRY)
        _serve(settings, host, port, allow_remote=allow_remote)


def _serve(settings: Neo4jSettings, host: str, port: int, *, allow_remote: bool = False) -> None:
    # FastAPI and Strawberry take a second to import, which the other commands need not wait for.
    from api.app import create_app
    from api.guard import LOOPBACK
    from api.server import serve

    app = create_app(settings, hosts=None if allow_remote else LOOPBACK)
    shown = f"[{host}]" if ":" in host else host
    serve(
        app,
        host,
        port,
        allow_remote=allow_remote,
        on_listening=lambda: log(f"Serving http://{shown}:{port}/graphql; Ctrl-C stops."),
    )


def examples() -> Path:
    """The sample knowledge base: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    for folder in (package / "examples", package.parent / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("The sample is not part of this installation.", "Install journeygraph from its wheel or checkout.")
