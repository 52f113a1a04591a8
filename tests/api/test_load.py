"""How much a server takes on: saturation, callers that leave, stopping, and a database that goes away."""

import json
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from api.limits import Limits
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import Home
from graph_store.local import LocalNeo4j
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from tests.api.conftest import nodes
from tests.api.live import SLOW, Live, live
from tests.api.world import write
from tests.conftest import QUICK_JAVA, wipe

ASK = {"query": "{ personas { edges { node { key } } } }"}
ANSWER = {"data": {"personas": {"edges": [{"node": {"key": "kim"}}, {"node": {"key": "pat"}}]}}}
SECONDS = 60.0


@pytest.fixture(scope="module", autouse=True)
def _small(settings: Neo4jSettings) -> None:
    with Database(settings) as database:
        wipe(database)
        apply_schema(database, REGISTRY)
        write(database, nodes()[:2])


def slow_queries(settings: Neo4jSettings) -> int:
    with Database(settings) as database:
        asked = "SHOW TRANSACTIONS YIELD currentQuery, status WHERE currentQuery = $slow RETURN count(*) AS n"
        return database.read(asked, {"slow": SLOW})[0]["n"]


def until(settings: Neo4jSettings, number: int) -> None:
    """Wait until so many slow queries run in Neo4j."""
    end = time.monotonic() + SECONDS
    while (now := slow_queries(settings)) != number:
        assert time.monotonic() < end, now
        time.sleep(0.05)


def post(server: Live) -> httpx.Response:
    return httpx.post(f"{server.url}/graphql", json=ASK, timeout=SECONDS)


def leave(server: Live, settings: Neo4jSettings, number: int) -> list[socket.socket]:
    """Open connections that each ask for something that takes ages."""
    body = json.dumps(ASK)
    host, port = server.url.removeprefix("http://").split(":")
    head = f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    opened = [socket.create_connection((host, int(port))) for _ in range(number)]
    for connection in opened:
        connection.sendall(f"{head}\r\n\r\n{body}".encode())
    until(settings, number)
    return opened


def test_when_the_caller_leaves_its_query_ends_in_neo4j(settings: Neo4jSettings):
    with live(settings) as server:
        server.database.slow = True
        for connection in leave(server, settings, 3):
            connection.close()
        until(settings, 0)
        server.database.slow = False
        assert post(server).json() == ANSWER


def test_a_saturated_server_sheds_load_and_recovers(settings: Neo4jSettings):
    with live(settings, limits=Limits(concurrency=2, queue=1, patience=0.2)) as server:
        server.database.slow = True
        opened = leave(server, settings, 2)
        with ThreadPoolExecutor(6) as pool:
            shed = list(pool.map(lambda _: post(server), range(6)))
        assert {answer.status_code for answer in shed} == {503}
        assert {answer.headers["retry-after"] for answer in shed} == {"2"}
        assert shed[0].json()["errors"][0]["extensions"] == {"code": "SATURATED"}
        assert httpx.get(f"{server.url}/healthz").status_code == 200
        numbers = httpx.get(f"{server.url}/metrics").text
        assert "journeygraph_operations_running 2.0" in numbers
        assert 'journeygraph_refused_total{code="SATURATED"} 6.0' in numbers
        server.database.slow = False
        for connection in opened:
            connection.close()
        until(settings, 0)
        assert post(server).json() == ANSWER


def test_a_query_that_takes_too_long_is_ended_by_neo4j(settings: Neo4jSettings):
    with live(settings, limits=Limits(seconds=0.5)) as server:
        server.database.slow = True
        # The schema is shared, so its own limit is not this one's.
        error = post_within(server, 0.5).json()["errors"][0]
        assert error["extensions"]["code"] == "DATABASE_UNAVAILABLE"
        assert "longer than it may" in error["message"]
        until(settings, 0)


def post_within(server: Live, seconds: float) -> httpx.Response:
    read = server.database.read

    async def sooner(cypher: str, parameters: object = None, timeout: float = 30) -> list[dict[str, object]]:
        return await read(cypher, parameters, seconds)  # type: ignore[arg-type]

    server.database.read = sooner  # type: ignore[method-assign]
    return post(server)


def test_a_server_that_is_told_to_stop_lets_operations_end(settings: Neo4jSettings):
    with live(settings) as server, ThreadPoolExecutor(1) as pool:
        server.database.slow = True
        waiting = pool.submit(post_within, server, 2)
        until(settings, 1)
        server.server.should_exit = True
        assert waiting.result().status_code == 200
        server.thread.join(SECONDS)
        with pytest.raises(httpx.ConnectError):
            post(server)


def until_answered(answers: list[object]) -> None:
    end = time.monotonic() + SECONDS
    while ANSWER not in answers:
        assert time.monotonic() < end, answers
        time.sleep(0.05)


def test_a_restart_of_neo4j_under_load_makes_no_wrong_answer(settings: Neo4jSettings, home: Home):
    stop, before, answers = threading.Event(), list[object](), list[object]()

    def ask(server: Live) -> None:
        with httpx.Client() as client:
            while not stop.is_set():
                answers.append(client.post(f"{server.url}/graphql", json=ASK, timeout=SECONDS).json())

    # Neo4j comes back where it was; else every client would have to be told.
    address = settings.uri.removeprefix("bolt://")
    local = LocalNeo4j(home, print, options=QUICK_JAVA, config={"server.bolt.listen_address": address})
    with live(settings) as server, ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(ask, server)
        try:
            until_answered(answers)
            local.stop()
            assert httpx.get(f"{server.url}/readyz", timeout=SECONDS).status_code == 503
            assert local.ensure_running(owner=True).uri == settings.uri
            before, answers[:] = [*answers], []
            until_answered(answers)
        finally:
            stop.set()
    wrong = [answer for answer in (*before, *answers) if answer != ANSWER]
    assert all(answer["errors"][0]["extensions"]["code"] == "DATABASE_UNAVAILABLE" for answer in wrong)  # type: ignore[index]
