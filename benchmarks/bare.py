"""Asks Neo4j through the driver alone: reads what to ask and for how long, as JSON, and writes what was seen."""

import asyncio
import json
import os
import sys
import time
from typing import Any

import uvloop
from neo4j import READ_ACCESS, AsyncDriver, AsyncGraphDatabase, Query


async def main() -> None:
    """Do what each line of standard input says, until it ends."""
    account = (os.environ["NEO4J_USERNAME"], os.environ["NEO4J_PASSWORD"])
    async with AsyncGraphDatabase.driver(os.environ["NEO4J_URI"], auth=account) as driver:
        while line := await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps(await load(driver, **json.loads(line))), flush=True)


async def load(driver: AsyncDriver, asked: list[tuple[str, dict[str, Any]]], connections: int, seconds: float) -> Any:
    """Ask over so many connections at once; milliseconds of each answer, and seconds of all."""
    times: list[float] = []
    begun, spent = time.perf_counter(), time.process_time()

    async def ask(first: int) -> None:
        place = first
        while (now := time.perf_counter()) < begun + seconds:
            cypher, parameters = asked[place % len(asked)]
            async with driver.session(database="neo4j", default_access_mode=READ_ACCESS) as session:
                result = await session.run(Query(cypher, timeout=30), parameters)  # pyright: ignore[reportArgumentType]
                await result.values()
            times.append((time.perf_counter() - now) * 1000)
            place += 1

    await asyncio.gather(*map(ask, range(connections)))
    took = time.perf_counter() - begun
    return {"times": times, "seconds": took, "failed": 0, "cpu": time.process_time() - spent}


if __name__ == "__main__":
    uvloop.run(main())
