"""HTTP as uvicorn reads it, for clients that mean no good: a request has to arrive, and soon, and can't be endless."""

import asyncio
import logging
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.limits import Limits
from api.logs import ACCESS, event

MAX_HEAD = 65_536
"""How many bytes may come before the headers of a request are complete."""
MAX_WASTED = 10_000_000
"""How many bytes of a body are read and thrown away once the request is answered, so that a client sees why."""
BYTES_PER_SECOND = 10_000
"""So much of a body allows it one second more."""
_SENT_AWAY = {
    408: (b"Request Timeout", b"The request did not arrive in time."),
    431: (b"Request Header Fields Too Large", b"The headers are too large."),
    503: (b"Service Unavailable", b"There are too many connections. Try again in a moment."),
}


class ServerConfig(uvicorn.Config):
    """How the application is served, and what connections may do."""

    def __init__(self, app: Any, limits: Limits, **options: Any) -> None:
        super().__init__(app, http=Connection, **options)
        self.limits = limits


class _Joining:
    """A transport that sends what is written in one go as one: uvicorn writes head and body apart.

    Each write is a call of the system, and wakes who reads: for short answers that takes as long as all our own work.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._held = b""
        self.is_closing = transport.is_closing
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading
        self.get_extra_info = transport.get_extra_info

    def write(self, data: bytes) -> None:
        """Send a body with the head before it, and hold a head for its body, if that comes at once."""
        if self._held:
            self._transport.write(self._held + data)
            self._held = b""
        elif data.startswith(b"HTTP/1.1 "):
            self._held = data
            self._loop.call_soon(self._flush)
        else:
            self._transport.write(data)

    def close(self) -> None:
        """Send what is held, and close."""
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._held:
            self._transport.write(self._held)
            self._held = b""


class Connection(HttpToolsProtocol):
    """One client. It is sent away if there are too many, or if its request takes too long or says too much."""

    _timer: asyncio.TimerHandle | None = None
    _due = 0.0
    """When the request must have arrived."""
    _in_head = True
    _seen = 0
    """Bytes of headers that are not complete, or of a body that nobody reads any more."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(cast("asyncio.Transport", _Joining(transport, self.loop)))
        self._limits = cast("ServerConfig", self.config).limits
        if len(self.connections) > self._limits.connections:
            self._send_away(503)
        else:
            self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._rest()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, unless the headers take no end."""
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._seen += len(data)
            if self._seen > MAX_HEAD:
                self._send_away(431)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._seen = True, 0
        self._expect()

    def on_headers_complete(self) -> None:
        """Its body may follow."""
        self._in_head, self._seen = False, 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Allow a large body its time, and one that nobody reads no more than a client needs to look up."""
        super().on_body(body)
        self._due += len(body) / BYTES_PER_SECOND
        if self.cycle.response_complete:
            self._seen += len(body)
            if self._seen > MAX_WASTED:
                self.transport.close()

    def on_message_complete(self) -> None:
        """All of it has arrived."""
        self._rest()
        super().on_message_complete()

    def _expect(self) -> None:
        self._rest()
        self._due = self.loop.time() + self._limits.arrival
        self._timer = self.loop.call_at(self._due, self._look)

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        if self.loop.time() < self._due:
            self._timer = self.loop.call_at(self._due, self._look)
        elif self._in_head and not self._seen:
            # A browser may keep a connection in store: it would take this for the answer to what it asks next.
            self.transport.close()
        else:
            self._send_away(408)

    def _send_away(self, status: int) -> None:
        self._rest()
        client = self.client[0] if self.client else None
        event(ACCESS, logging.INFO, "refused", status=status, reason=_SENT_AWAY[status][1].decode(), client=client)
        # What has begun to be answered can't be answered otherwise.
        if self._in_head or not self.cycle.response_started:
            phrase, text = _SENT_AWAY[status]
            head = b"HTTP/1.1 %d %s\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n"
            again = b"retry-after: 2\r\n" if status == 503 else b""
            self.transport.write((head + again + b"connection: close\r\n\r\n") % (status, phrase, len(text)) + text)
        self.transport.close()
