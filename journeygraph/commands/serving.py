"""`serve` and `demo`: the API up."""

import errno
import importlib
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from api.access.identity import Identity
from api.access.policy import strangers
from api.settings import ApiSettings
from graph_schema.errors import UsageError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from journeygraph.commands.asking import tell_answer
from journeygraph.commands.loading import tell
from journeygraph.environment import Environment, Terminated, open_for_use
from journeygraph.output import log, say
from loaders.pipeline import load
from loaders.respondents import Respondents
from loaders.wishes import Wishes
from queries.library import LIBRARY

DEMO_MOMENT = "first-article-opens"

_HOST = Annotated[str, typer.Option(help="The address to serve on.")]
_PORT = Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")]
_ANONYMOUS = Annotated[
    bool, typer.Option("--allow-anonymous", help="Let everyone who can reach the address read, without a token.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("demo", short_help="Load the sample, trace a moment of truth, serve the API.")(demo_command)
    app.command("serve", short_help="Serve the GraphQL API.")(serve_command)


def demo_command(
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the API afterwards.")] = True,
    host: _HOST = "127.0.0.1",
    port: _PORT = 8000,
    allow_anonymous: _ANONYMOUS = False,
) -> None:
    """Load the sample into a database of its own, trace a moment of truth, and serve the API."""
    environment = Environment.read().sub("demo")
    serving = _Serving.prepare(environment, host, port, allow_anonymous=allow_anonymous) if serve else None
    with environment.settings(log, owner=True) as settings:
        with Database(settings) as database:
            open_for_use(database, log)
            log("Loading the sample.")
            tell(load([examples()], database, REGISTRY))
            answer = LIBRARY.get("trace").ask(database, moments=DEMO_MOMENT)
            say(f"\nWhat `journeygraph trace {DEMO_MOMENT}` prints:\n")
            tell_answer(answer)
        if serving:
            serving.run(settings)


def serve_command(
    host: _HOST = "127.0.0.1",
    port: _PORT = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many processes answer requests.")] = 1,
    allow_anonymous: _ANONYMOUS = False,
) -> None:
    """Serve GraphQL at /graphql with GraphiQL, and /healthz, /readyz and /metrics.

    Without a token (`journeygraph token create NAME`) it is for this machine only.
    """
    environment = Environment.read()
    serving = _Serving.prepare(environment, host, port, workers, allow_anonymous=allow_anonymous)
    with environment.settings(log, owner=True) as settings:
        with Database(settings) as database:
            open_for_use(database, log)
            apply_schema(database, REGISTRY, log)
        serving.run(settings)


@dataclass(frozen=True)
class _Serving:
    """What is settled before the database is there."""

    settings: ApiSettings
    tokens: Path
    uploads: Path
    respondents: Respondents
    strangers: Identity | None
    host: str
    port: int
    workers: int

    @classmethod
    def prepare(
        cls, environment: Environment, host: str, port: int, workers: int = 1, *, allow_anonymous: bool
    ) -> "_Serving":
        """Do what can be done while the database starts, or makes starting it pointless."""
        settings, home = ApiSettings.from_environment(), environment.home
        configured = bool(settings.token or settings.oidc or home.tokens.exists())
        who = strangers(host, configured=configured, allow_anonymous=allow_anonymous)
        _try_port(host, port)
        # FastAPI and Strawberry take a while to import, and the database as long to start.
        threading.Thread(target=importlib.import_module, args=["api.app"], daemon=True).start()
        return cls(settings, home.tokens, home.uploads, environment.respondents, who, host, port, workers)

    def run(self, database: Neo4jSettings) -> None:
        """Serve until a signal ends it."""
        # The other commands need not wait for these imports.
        from api.server import Service, serve
        from api.writing.desk import Place

        files = Place(self.uploads, partial(load, wishes=Wishes(respondents=self.respondents)))
        service = Service(database, self.settings, self.tokens, self.strangers, files)
        shown = f"[{self.host}]" if ":" in self.host else self.host
        # A signal is how serving ends; the exit code says that all went well.
        with suppress(KeyboardInterrupt, Terminated):
            serve(
                service,
                self.host,
                self.port,
                workers=self.workers,
                on_listening=lambda: log(f"Serving http://{shown}:{self.port}/, the API at /graphql; Ctrl-C stops."),
            )


def _try_port(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(
                f"Port {port} of {host} is taken.", "Choose another one with --port, or stop what uses it."
            ) from error
        raise UsageError(f"Port {port} of {host} can't be used: {error.strerror}.", "Choose others.") from error


def examples() -> Path:
    """The sample knowledge base: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    for folder in (package / "examples", package.parent / "examples"):
        if folder.is_dir():
            return folder
    raise UsageError("The sample is not part of this installation.", "Install journeygraph from its wheel or checkout.")
