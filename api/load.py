"""How much runs at once: what is more waits for a moment, and what is more than that is refused."""

import asyncio

from api.limits import Limits
from api.metrics import Metrics


class SaturatedError(Exception):
    """There is more to do than the server takes on."""


class Load:
    """So many operations run at once, each inside an `async with`, and so many more wait for that, but not for long."""

    def __init__(self, limits: Limits, metrics: Metrics) -> None:
        self._limits = limits
        self._metrics = metrics
        self._free = asyncio.Semaphore(limits.concurrency)
        self._waiting = 0

    async def __aenter__(self) -> None:
        """Wait for a turn and take it. Raises SaturatedError where there is none to be had."""
        if self._free.locked():
            await self._wait()
        else:
            await self._free.acquire()
        self._metrics.running.inc()

    async def __aexit__(self, *exc: object) -> None:
        """Give the turn back."""
        self._metrics.running.dec()
        self._free.release()

    async def _wait(self) -> None:
        if self._waiting >= self._limits.queue:
            raise SaturatedError
        self._waiting += 1
        self._metrics.waiting.inc()
        try:
            async with asyncio.timeout(self._limits.patience):
                await self._free.acquire()
        except TimeoutError:
            raise SaturatedError from None
        finally:
            self._metrics.waiting.dec()
            self._waiting -= 1
