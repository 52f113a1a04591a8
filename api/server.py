"""Runs the application until it is told to stop."""

import errno
import os
import signal
import socket
import tempfile
import threading
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess

from api.access.gate import Access
from api.access.identity import LOCAL, Identity
from api.access.oidc import Issuer
from api.access.policy import LOOPBACK
from api.access.tokens import TokenBook, TokenFile
from api.app import create_app
from api.documents import TrustedDocuments
from api.logs import configure
from api.metrics import Metrics
from api.settings import ApiSettings
from api.tracing import Tracing
from api.writing.desk import Place
from graph_schema.errors import UsageError
from graph_store.settings import Neo4jSettings

DRAIN_SECONDS = 20
"""How long operations that run may take to end when the server is told to stop."""
SILENT_SECONDS = 60
"""How long a worker may be silent before it is replaced: on a busy machine it takes that long to start."""


@dataclass(frozen=True)
class Service:
    """All that a worker needs to make its application; it can be handed to another process."""

    database: Neo4jSettings
    settings: ApiSettings = field(default_factory=ApiSettings)
    tokens: Path | None = None
    """The file with the tokens; it need not be there yet."""
    strangers: Identity | None = LOCAL
    """Who asks without a credential as long as none is configured; None: nobody."""
    files: Place | None = None
    """Where uploaded files are kept, and what loads them; None: none are taken."""
    shared: bool = False
    """Whether it is one of several workers."""

    def access(self) -> Access:
        """Who may ask. Raises UsageError where something is missing for telling."""
        oidc = self.settings.oidc
        file = TokenFile(self.tokens) if self.tokens else None
        book = TokenBook(file, self.settings.token)
        return Access(self.strangers, book, Issuer(oidc) if oidc else None)

    def __call__(self) -> FastAPI:
        """The application."""
        configure(json=self.settings.json_logs)
        documents = self.settings.documents
        return create_app(
            self.database,
            access=self.access(),
            limits=self.settings.limits,
            # Whoever has a credential was not led here by a name that a stranger made up.
            hosts=LOOPBACK if self.strangers == LOCAL else None,
            origins=self.settings.origins,
            documents=TrustedDocuments.read(documents) if documents else None,
            metrics=Metrics(shared=self.shared),
            tracing=Tracing.exporting() if self.settings.traces else None,
            files=self.files,
        )


def serve(
    service: Service,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    workers: int = 1,
    on_listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve until a signal ends it, then let what runs end; `on_listening` is called once requests are answered.

    Raises UsageError where the port is taken, or where something is missing.
    """
    with listening(host, port) as sock:
        if workers == 1:
            _Server(config(service()), on_listening).run(sockets=[sock])
        else:
            # What can't be made is told here, and not by every worker.
            replace(service, shared=False)()
            _run_workers(replace(service, shared=True), sock, workers, on_listening)


def config(app: Any, **options: Any) -> uvicorn.Config:
    """How the application is served."""
    return uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=DRAIN_SECONDS,
        **options,
    )


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then tell."""
        await super().startup(sockets)
        if self.started:
            self._on_listening()


def _run_workers(service: Service, sock: socket.socket, workers: int, on_listening: Callable[[], None]) -> None:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    with tempfile.TemporaryDirectory(prefix="journeygraph-metrics-") as shared:
        # prometheus-client reads it in each worker, to add up their numbers.
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared
        supervisor = Multiprocess(
            config(service, factory=True, workers=workers, timeout_worker_healthcheck=SILENT_SECONDS), [sock]
        )
        watch = threading.Thread(target=_tell, args=(supervisor, sock, on_listening), daemon=True)
        watch.start()
        try:
            supervisor.run()
        finally:
            del os.environ["PROMETHEUS_MULTIPROC_DIR"]
            for number, handler in handlers.items():
                signal.signal(number, handler)
    # A worker that could not start ends all of them.
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise UsageError("The workers could not start; what they wrote above says why.", "Correct it.")


def _tell(supervisor: Multiprocess, sock: socket.socket, on_listening: Callable[[], None]) -> None:
    """Wait until the first worker answers."""
    bound: str = sock.getsockname()[0]
    port: int = sock.getsockname()[1]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(bound, bound)  # noqa: S104 - what it is bound to
    url = f"http://[{host}]:{port}/healthz" if ":" in host else f"http://{host}:{port}/healthz"
    while not supervisor.should_exit.is_set():
        try:
            with urllib.request.urlopen(url, timeout=60):  # noqa: S310 - our own address
                on_listening()
                return
        except OSError:
            supervisor.should_exit.wait(0.1)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens there. Raises UsageError where it can't."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        made = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"{host!r} is no address of this machine: {error}.", "Choose another host.") from error
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind(address)
        made.listen(2048)
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"Port {port} is taken.", "Choose another one, or stop what uses it.") from error
        raise UsageError(f"Port {port} of {host} can't be used: {error}.", "Choose another one.") from error
    return made
