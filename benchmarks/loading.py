"""Loading, side by side: `journeygraph load`, and what somebody would write by hand instead.

    python -m benchmarks.loading [--elements 1000000] [--memory 100000]

Both load the same bundle into an empty database with the same constraints and indexes, and then once more. Each runs
in a process of its own. That both leave the same nodes and relationships is checked, property by property, but for
what only one of them keeps: runs, and the digests by which a reload sees what is new.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import orjson

from benchmarks.research import write_bundle
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.local import LocalNeo4j
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from journeygraph.environment import Environment

BY_HAND = ["-m", "benchmarks.by_hand"]
LOADER = ["-m", "journeygraph", "load"]


class Took(NamedTuple):
    """What a process took: seconds, and MiB of memory at most."""

    seconds: float
    peak: float


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--elements", type=int, default=1_000_000, help="nodes and relationships to load")
    parser.add_argument("--memory", type=int, default=100_000, help="a smaller load, to compare the memory with")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Environment.read().home.sub("benchmark")
        server = LocalNeo4j(home, print)
        try:
            small = _loaded(server, write_bundle(Path(folder) / "small", chosen.memory))
            compare(server, write_bundle(Path(folder) / "large", chosen.elements), small)
        finally:
            server.stop()


def compare(server: LocalNeo4j, bundle: Path, small: Took) -> None:
    """Load by hand and by the loader, twice each."""
    hand = [_run(BY_HAND, settings := _empty(server), bundle), _run(BY_HAND, settings, bundle)]
    left, elements = _left(settings)
    ours = [_run(LOADER, settings := _empty(server), bundle), _run(LOADER, settings, bundle)]
    assert _left(settings)[0] == left, "the two graphs differ"
    print(f"\n{elements:,} nodes and relationships, {os.cpu_count()} cores\n")
    print(f"{'':18}{'by hand':>20}{'journeygraph load':>20}{'ratio of rates':>17}")
    for name, theirs, own in zip(("first load", "unchanged reload"), hand, ours, strict=True):
        rates = [f"{took.seconds:.1f} s, {elements / took.seconds:,.0f}/s" for took in (theirs, own)]
        print(f"{name:18}{rates[0]:>20}{rates[1]:>20}{theirs.seconds / own.seconds:>17.2f}")
    print(f"\nThe loader's memory: {small.peak:.0f} MiB for the small bundle, {ours[0].peak:.0f} MiB for this one.")


def _loaded(server: LocalNeo4j, bundle: Path) -> Took:
    return _run(LOADER, _empty(server), bundle)


def _empty(server: LocalNeo4j) -> Neo4jSettings:
    """A new database on a server that has been warmed up with nothing in it."""
    server.reset()
    endpoint = server.ensure_running()
    settings = Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)
    with Database(settings) as database:
        apply_schema(database, REGISTRY)
    return settings


def _run(command: list[str], settings: Neo4jSettings, bundle: Path) -> Took:
    environment = os.environ | {
        "NEO4J_URI": settings.uri,
        "NEO4J_USERNAME": settings.username,
        "NEO4J_PASSWORD": settings.password,
    }
    begun = time.monotonic()
    process = subprocess.Popen([sys.executable, *command, str(bundle)], env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - begun
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} failed")
    print(f"{' '.join(command):32} {seconds:6.1f} s, {usage.ru_maxrss / _PER_MIB:5.0f} MiB", flush=True)
    return Took(seconds, usage.ru_maxrss / _PER_MIB)


_PER_MIB = 1024 * (1024 if sys.platform == "darwin" else 1)


def _left(settings: Neo4jSettings) -> tuple[str, int]:
    """A digest of the graph, and how many nodes and relationships it has."""
    total, count = 0, 0
    with Database(settings) as database:
        for row in _elements(database):
            digest = blake2b(orjson.dumps(row, option=orjson.OPT_SORT_KEYS, default=str), digest_size=8)
            total = (total + int.from_bytes(digest.digest())) % 2**64
            count += 1
    return f"{total:x}", count


def _elements(database: Database) -> Iterator[list[object]]:
    """All nodes and relationships with their properties, in whatever order."""
    with database.session(read=True) as session:
        nodes = "MATCH (n) WHERE NOT n:LoadRun|LoadedFile|Change|KnowledgeBase RETURN labels(n) AS a, n AS b"
        for cypher in (nodes, "MATCH ()-[r]->() RETURN type(r) AS a, r AS b"):
            for row in session.run(cypher):
                yield [row["a"], {k: v for k, v in dict(row["b"]).items() if k not in ("content", "hash")}]


if __name__ == "__main__":
    main()
