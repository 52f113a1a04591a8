"""Runs the application until it is told to stop."""

import errno
import ipaddress
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from api.guard import LOOPBACK
from graph_schema.errors import UsageError


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return host in LOOPBACK or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    app: FastAPI,
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    allow_remote: bool = False,
    on_listening: Callable[[], None] = lambda: None,
) -> None:
    """Serve until a signal ends it; `on_listening` is called once requests are answered.

    Raises UsageError where the port is taken, or where others could reach the server without having been allowed.
    """
    if not allow_remote and not is_loopback(host):
        raise UsageError(
            f"The server would be open to everyone who can reach {host!r}: it asks for no credential.",
            "Bind it to 127.0.0.1, or allow remote callers in so many words.",
        )
    with _listening(host, port) as listening:
        config = uvicorn.Config(
            app, http="httptools", ws="none", log_level="warning", access_log=False, server_header=False, lifespan="on"
        )
        _Server(config, on_listening).run(sockets=[listening])


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


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise UsageError(f"{host!r} is no address of this machine: {error}.", "Choose another host.") from error
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(address)
        listening.listen(2048)
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"Port {port} is taken.", "Choose another one, or stop what uses it.") from error
        raise UsageError(f"Port {port} of {host} can't be used: {error}.", "Choose another one.") from error
    return listening
