"""What goes wrong in a soak: Neo4j is killed, stopped, cut off or silent, and comes back where it was."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from graph_store.local import LocalNeo4j

SILENT = 4.0
"""Seconds for which nothing passes."""


class Proxy:
    """Stands between the API and Neo4j, and passes what both send, as long as it is let."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._open: set[asyncio.StreamWriter] = set()
        self._flowing = asyncio.Event()
        self._flowing.set()

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[int]:
        """The port on which it listens."""
        async with await asyncio.start_server(self._pass, "127.0.0.1", 0) as server:
            yield server.sockets[0].getsockname()[1]
            self.cut()

    def cut(self) -> None:
        """Cut all connections, in the middle of whatever passes."""
        for writer in self._open:
            writer.transport.abort()

    async def be_silent(self) -> None:
        """Let nothing pass for a while."""
        self._flowing.clear()
        await asyncio.sleep(SILENT)
        self._flowing.set()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there_reader, there = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, there}
        self._open |= both
        await asyncio.gather(self._pump(reader, there), self._pump(there_reader, writer))
        self._open -= both

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65_536):
                await self._flowing.wait()
                writer.write(data)
                await writer.drain()
        except OSError:
            pass
        writer.close()


@dataclass
class Faults:
    """Makes what goes wrong, one after the other, and knows when answers may have failed because of it."""

    neo4j: LocalNeo4j
    proxy: Proxy
    seconds: list[tuple[str, float]] = field(default_factory=list[tuple[str, float]])
    """What was done, and the seconds until an answer came again."""
    _last: float = float("-inf")
    _now: bool = False

    def explain(self, begun: float) -> bool:
        """Whether a request that began then may have met one."""
        return self._now or begun <= self._last

    async def run(self, pause: float, answers: Callable[[], Awaitable[bool]]) -> None:
        """Make one after the other, with a pause between, until cancelled; `answers` asks whether all is well."""
        made = (self._kill, self._cut, self._stop, self._silence)
        number = 0
        while True:
            await asyncio.sleep(pause)
            fault = made[number % len(made)]
            self._now, begun = True, time.monotonic()
            await fault()
            while not await answers():
                await asyncio.sleep(0.1)
            self._now, self._last = False, time.monotonic()
            self.seconds.append((str(fault.__doc__), self._last - begun))
            number += 1

    async def _kill(self) -> None:
        """Neo4j killed and started again"""
        os.kill((await asyncio.to_thread(self.neo4j.ensure_running)).pid, signal.SIGKILL)
        await asyncio.to_thread(self.neo4j.ensure_running)

    async def _stop(self) -> None:
        """Neo4j stopped and started again"""
        await asyncio.to_thread(self.neo4j.stop)
        await asyncio.to_thread(self.neo4j.ensure_running)

    async def _cut(self) -> None:
        """All connections to Neo4j cut"""
        self.proxy.cut()

    async def _silence(self) -> None:
        """Neo4j silent"""
        await self.proxy.be_silent()
