"""The API for a while under all that can happen to it, on a real Neo4j that is killed, cut off, silent and back again.

    python -m benchmarks.soak [--minutes 30] [--touchpoints 5000]

Readers know the answers to what they ask, and an editor what it wrote. A crowd comes that is more than the server takes
on; others ask for what takes too long, send what is refused, or go away. Prints what came of it, and fails where an
answer was wrong, where something failed without a fault that explains it, or where memory or connections grew.
"""

import argparse
import asyncio
import secrets
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

import httpx

from benchmarks.callers import Callers, Tally
from benchmarks.catalogue import loaded, settings_of
from benchmarks.contenders import Server, ours
from benchmarks.faults import Faults, Proxy
from graph_store.database import Database
from graph_store.local import LocalEndpoint, LocalNeo4j
from journeygraph.environment import Environment

READERS, VANISHING, BAD = 6, 2, 2
PAUSE = 45.0
"""Seconds between two faults."""
QUERY_SECONDS = "2"
GROWTH_MB, GROWTH_FILES = 10.0, 5
"""What is no leak: allocators need room, and a pool keeps some connections."""
START_LIMIT = 600


class Sample(NamedTuple):
    """What the server takes at one moment."""

    memory: float
    """MiB that it has in memory."""
    files: int
    """Open files beside the connections to Neo4j."""
    connections: int
    """Open connections to Neo4j."""


def main() -> None:
    """Start all, let it run, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30, help="how long it takes")
    parser.add_argument("--touchpoints", type=int, default=5_000, help="how large the graph is")
    chosen = parser.parse_args()
    environment = Environment.read().sub("benchmark-soak")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    # It has to come back where it was.
    config = {"server.bolt.listen_address": f"127.0.0.1:{port}"}
    neo4j = LocalNeo4j(environment.home, lambda _: None, config=config, start_limit=START_LIMIT)
    neo4j.stop()
    try:
        endpoint = loaded(neo4j, chosen.touchpoints)
        log = environment.home.path / "soak.log"
        found = asyncio.run(soak(neo4j, endpoint, port, log, chosen.minutes * 60))
    finally:
        neo4j.stop()
    print("\n".join(found) or "\nNo answer was wrong, and nothing leaked.")
    sys.exit(1 if found else 0)


async def soak(neo4j: LocalNeo4j, endpoint: LocalEndpoint, port: int, log: Path, seconds: float) -> list[str]:
    """Run everything for so long; returns what should not be."""
    proxy, token = Proxy(port), secrets.token_urlsafe(32)
    faults = Faults(neo4j, proxy)
    tally = Tally(faults.explain)
    async with AsyncExitStack() as open_ones:
        through = await open_ones.enter_async_context(proxy.listening())
        settings = replace(settings_of(endpoint), uri=f"bolt://127.0.0.1:{through}")
        environment = {
            "JOURNEYGRAPH_TOKEN": token,
            "JOURNEYGRAPH_SECONDS": QUERY_SECONDS,
            "JOURNEYGRAPH_RATE": "0",
        }
        # The proxy runs here meanwhile, and the server can't start or end without it.
        running = ours(settings, log, **environment)
        server = await asyncio.to_thread(running.__enter__)
        open_ones.push_async_callback(asyncio.to_thread, running.__exit__, None, None, None)
        callers = Callers(server.url, token, tally)
        await callers.learn()
        samples = await _under_load(callers, faults, server, through, seconds)
        await asyncio.sleep(5)
        end = sample(server, through)
        found = [*tally.wrong, *await _left_over(server, token, endpoint)]
    print_report(tally, faults, samples, end)
    return [*found, *leaks(samples, end), *logged(log)]


async def _under_load(
    callers: Callers, faults: Faults, server: Server, through: int, seconds: float
) -> Sequence[Sample]:
    """Let all call, and all go wrong, for so long; what the server took meanwhile."""
    calling = [
        *(callers.read() for _ in range(READERS)),
        *(callers.vanish() for _ in range(VANISHING)),
        *(callers.ask_badly() for _ in range(BAD)),
        callers.edit(),
        callers.crowd(),
        callers.ask_too_much(),
        faults.run(PAUSE, callers.answers),
    ]
    tasks = [asyncio.ensure_future(work) for work in calling]
    samples: list[Sample] = []
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            done, _ = await asyncio.wait(tasks, timeout=5, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                # Nobody ends before their time but by an error.
                task.result()
            samples.append(sample(server, through))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return samples


def sample(server: Server, through: int) -> Sample:
    """What the server takes now."""
    process = server.process
    with process.oneshot():
        there = [one for one in process.net_connections("tcp") if one.raddr and one.raddr.port == through]
        return Sample(process.memory_info().rss / 2**20, process.num_fds() - len(there), len(there))


async def _left_over(server: Server, token: str, endpoint: LocalEndpoint) -> list[str]:
    """What still runs although nobody waits for it."""
    async with httpx.AsyncClient(headers={"authorization": f"Bearer {token}"}) as client:
        numbers = (await client.get(server.url.replace("/graphql", "/metrics"))).text
    found = [
        f"{name} is not 0 in the end."
        for name in ("journeygraph_operations_running", "journeygraph_operations_waiting")
        if f"{name} 0.0" not in numbers
    ]
    asked = (
        "SHOW TRANSACTIONS YIELD currentQuery WHERE NOT currentQuery STARTS WITH 'SHOW' RETURN currentQuery AS query"
    )
    with Database(settings_of(endpoint)) as database:
        return [*found, *(f"Still runs in Neo4j: {row['query'][:100]}" for row in database.read(asked))]


def leaks(samples: Sequence[Sample], end: Sample) -> list[str]:
    """What grew."""
    quarter = max(1, len(samples) // 4)
    early, late = (median(one.memory for one in part) for part in (samples[quarter : 2 * quarter], samples[-quarter:]))
    files = end.files - min(one.files for one in samples)
    return [
        *([f"Memory grew from {early:.0f} to {late:.0f} MiB."] if late - early > GROWTH_MB else []),
        *([f"{files} files more are open in the end."] if files > GROWTH_FILES else []),
    ]


def logged(log: Path) -> list[str]:
    """What the server wrote that it should never have to."""
    lines = log.read_text("utf-8", errors="replace").splitlines()
    return [line[:300] for line in lines if "Traceback" in line or "Task exception" in line][:5]


def print_report(tally: Tally, faults: Faults, samples: Sequence[Sample], end: Sample) -> None:
    """Print what came of it."""
    print("| who | what | requests |\n| --- | --- | --- |")
    for (who, what), number in sorted(tally.counts.items()):
        print(f"| {who} | {what} | {number:,} |")
    cuts = quantiles(tally.milliseconds, n=100)
    print(
        f"\nAway from faults: half of the right answers within {cuts[49]:.0f} ms, 99 of 100 within {cuts[98]:.0f} ms."
    )
    print("\n| fault | times | answers again after, s: median, most |\n| --- | --- | --- |")
    for what in dict.fromkeys(what for what, _ in faults.seconds):
        took = [seconds for one, seconds in faults.seconds if one == what]
        print(f"| {what} | {len(took)} | {median(took):.1f}, {max(took):.1f} |")
    quarter = max(1, len(samples) // 4)
    parts = [samples[i * quarter : (i + 1) * quarter] for i in range(4)]
    memory = ", ".join(f"{median(one.memory for one in part):.0f}" for part in parts if part)
    print(f"\nMemory, MiB, median of each quarter: {memory}; in the end {end.memory:.0f}.")
    most = max(one.connections for one in samples)
    print(
        f"Connections to Neo4j: at most {most}, in the end {end.connections}. Other open files in the end: {end.files}."
    )


if __name__ == "__main__":
    main()
