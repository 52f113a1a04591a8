"""Connections of clients that mean no good: requests that never end, are two at once, or hide one in another."""

import json
import socket
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import httpx
import pytest

from api.connection import MAX_HEAD, MAX_WASTED
from api.limits import Limits
from graph_store.settings import Neo4jSettings
from tests.api.live import Live, live

BODY = json.dumps({"query": "{ __typename }"})
HEAD = "POST /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
WHOLE = f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n{BODY}"
SOON = 1.0
"""So long may a request take to arrive here, in seconds."""


NOWHERE = Neo4jSettings("bolt://127.0.0.1:1", password="none")
"""None of this gets as far as the database."""


@pytest.fixture(scope="module")
def server() -> Iterator[Live]:
    with live(NOWHERE, limits=Limits(arrival=SOON, connections=5)) as running:
        yield running


@contextmanager
def connected(server: Live) -> Generator[socket.socket]:
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as made:
        yield made


def read(connection: socket.socket, until: bytes = b"") -> bytes:
    """What comes until the server closes the connection, or until some words have come."""
    came = b""
    while part := connection.recv(65_536):
        came += part
        if until and until in came:
            break
    return came


@pytest.mark.parametrize("sent", ["", "POST /graphql HT", HEAD, f"{HEAD}Content-Length: {len(BODY)}\r\n\r\n{BODY[:5]}"])
def test_a_request_that_does_not_arrive_is_given_up(server: Live, sent: str):
    with connected(server) as connection:
        connection.sendall(sent.encode())
        began = time.monotonic()
        assert read(connection).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - began > SOON / 2


def test_a_request_that_trickles_in_is_given_up(server: Live):
    with connected(server) as connection:
        connection.sendall(HEAD.encode())
        came = b""
        connection.settimeout(SOON / 10)
        end = time.monotonic() + 60
        while not came and time.monotonic() < end:
            try:
                connection.sendall(b"X-A: b\r\n")
                came = connection.recv(1_000)
            except TimeoutError:
                continue
    assert came.startswith(b"HTTP/1.1 408 ")


def test_who_keeps_a_connection_is_answered_as_often_as_it_asks(server: Live):
    with connected(server) as connection:
        for _ in range(3):
            connection.sendall(WHOLE.encode())
            assert b"200 OK" in read(connection, b'"Query"}}')
            time.sleep(SOON / 2)
        # Two at once are answered one after the other.
        connection.sendall((WHOLE * 2).encode())
        came = b""
        while came.count(b"200 OK") < 2:
            came += connection.recv(65_536)
        assert came.count(b"200 OK") == 2


def test_headers_that_take_no_end_are_refused(server: Live):
    with connected(server) as connection:
        connection.sendall(HEAD.encode() + b"X-Long: " + b"x" * MAX_HEAD)
        assert read(connection).startswith(b"HTTP/1.1 431 ")
    with connected(server) as connection:
        connection.sendall(b"GET /" + b"x" * MAX_HEAD)
        assert read(connection).startswith(b"HTTP/1.1 431 ")


def test_a_body_that_is_refused_is_not_taken_without_end(server: Live):
    with connected(server) as connection:
        connection.sendall(HEAD.encode() + b"Content-Length: 10000000000\r\n\r\n")
        assert b"413" in read(connection, b"LIMIT_EXCEEDED")
        with pytest.raises(OSError, match=r"reset|pipe"):
            connection.sendall(b" " * 20 * MAX_WASTED)


def test_more_connections_than_there_may_be_are_turned_away(server: Live):
    host, port = server.url.removeprefix("http://").split(":")
    opened = [socket.create_connection((host, int(port)), timeout=30) for _ in range(5)]
    try:
        with connected(server) as one_more:
            refused = read(one_more)
        assert refused.startswith(b"HTTP/1.1 503 ")
        assert b"retry-after: 2\r\n" in refused
    finally:
        for connection in opened:
            connection.close()
    end = time.monotonic() + 30
    while httpx.get(f"{server.url}/healthz").status_code != 200:
        assert time.monotonic() < end


HIDDEN = "GET /metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@pytest.mark.parametrize(
    "framing",
    [
        f"Content-Length: {len(HIDDEN)}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
        f"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n{HIDDEN}",
        f"Content-Length: 5\r\nContent-Length: {len(HIDDEN)}\r\n\r\n{HIDDEN}",
        f"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n{HIDDEN}",
        f"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n{HIDDEN}",
        f"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n{HIDDEN}",
        f"Content-Length: +5\r\n\r\n{HIDDEN}",
        f"Content-Length: -1\r\n\r\n{HIDDEN}",
        f"X-A: b\nContent-Length: 0\n\n{HIDDEN}",
    ],
    ids=lambda framing: framing.partition("\r\n\r\n")[0],
)
def test_no_request_hides_in_another(server: Live, framing: str):
    with connected(server) as connection:
        connection.sendall((HEAD + framing).encode())
        came = read(connection)
    assert b"journeygraph_" not in came
    assert came.startswith(b"HTTP/1.1 400 ") or came.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "head",
    [
        "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n",
        "GET http://evil.example/healthz HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /healthz HTTP/1.1\r\n",
        "GET /h\xe9althz HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "GET //evil.example/%2e%2e/metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "GET /static/..%2f..%2fsettings.py HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "GET /static/%2e%2e/%2e%2e/settings.py HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "GET /static/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "BREW /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        "GET /graphql HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
        "PRI * HTTP/2.0\r\n",
    ],
)
def test_what_is_no_proper_request_is_refused(server: Live, head: str):
    with connected(server) as connection:
        connection.sendall(f"{head}Connection: close\r\n\r\n".encode("latin-1"))
        came = read(connection)
    assert came[9:12] in (b"400", b"404", b"405", b"421"), came
