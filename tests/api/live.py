"""The application on a real server in a thread, whose queries can be slow on a real Neo4j."""

import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString

import uvicorn

from api.app import create_app
from api.limits import Limits
from api.server import config, listening
from graph_store.database import AsyncDatabase
from graph_store.settings import Neo4jSettings
from tests.api.world import usual_schema

SLOW: LiteralString = "UNWIND range(1, 2000000000) AS slow_one WITH slow_one WHERE slow_one < 0 RETURN [] AS data"


class SlowDatabase(AsyncDatabase):
    """The real database; while `slow` is set, every query of the API takes ages in it."""

    slow = False

    async def read(
        self, cypher: LiteralString, parameters: Mapping[str, Any] | None = None, timeout: float = 30
    ) -> list[dict[str, Any]]:
        return await super().read(SLOW if self.slow else cypher, parameters, timeout)


@dataclass
class Live:
    """A server that runs."""

    url: str
    database: SlowDatabase
    server: uvicorn.Server
    thread: threading.Thread


@contextmanager
def live(settings: Neo4jSettings, **options: Any) -> Generator[Live]:
    """A real server on a free port; it is told to stop at the end, and drains."""
    made: list[SlowDatabase] = []

    def opened() -> SlowDatabase:
        # A driver belongs to the loop that it is made in.
        made.append(SlowDatabase(settings))
        return made[0]

    with listening("127.0.0.1", 0) as sock:
        app = create_app(opened, schema=usual_schema(), **options)
        server = uvicorn.Server(config(app, options.get("limits") or Limits()))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        while not server.started:
            thread.join(0.01)
            assert thread.is_alive()
        yield Live(f"http://127.0.0.1:{sock.getsockname()[1]}", made[0], server, thread)
        server.should_exit = True
        thread.join(40)
        assert not thread.is_alive()
