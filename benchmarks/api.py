"""The API beside its peer, @neo4j/graphql on Apollo Server, and beside the driver alone, on one graph in one Neo4j.

    python -m benchmarks.api [--seconds 5] [--rounds 3] [--only ab] [--memory 1000000]

The graph (100 thousand touchpoints, a channel with 100 thousand steps) is loaded once and kept. Both servers have the
same types and are asked the same; that their answers are the same is checked first. The driver is asked what the API
asks, and the best Cypher that we can write. All take turns, round by round, so that what else the machine does meets
all of them. Prints tables, and fails where a target is missed.
"""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, LiteralString, NamedTuple, cast

from api.access.identity import LOCAL
from api.schema import build_schema
from benchmarks.asks import FAR, LIST, STRENGTH, Case, cases, plain
from benchmarks.catalogue import loaded, settings_of
from benchmarks.contenders import Bare, Run, Seen, Server, installed, load, ours, peer
from graph_schema.registry import REGISTRY
from graph_store.database import AsyncDatabase
from graph_store.local import LocalEndpoint, LocalNeo4j
from graph_store.settings import Neo4jSettings
from journeygraph.environment import Environment

CONNECTIONS = 16
READY_WITHIN, STARTS = 3.0, 5
OURS, PEER, SAME, BEST = "journeygraph", "@neo4j/graphql", "driver, same Cypher", "driver, best Cypher"
HEAP_MB = 4_000
"""The peer's Cypher puts all of the hub's steps in order, for each connection that asks."""
GROWTH_MB = 5.0
"""More than that is no flat memory; allocators need some room."""


class Times(NamedTuple):
    """What was seen of a contender in one case, round by round: with many connections, and with one."""

    busy: list[Seen]
    alone: list[Seen]


def main() -> None:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touchpoints", type=int, default=100_000, help="how large the graph is")
    parser.add_argument("--seconds", type=float, default=5, help="how long each is asked in each round")
    parser.add_argument("--rounds", type=int, default=3, help="how often each takes its turn")
    parser.add_argument("--only", default="abcdefg", help="the letters of the cases to measure")
    parser.add_argument("--memory", type=int, default=0, help="measure memory instead, over so many requests")
    chosen = parser.parse_args()
    home = Environment.read().home.sub("benchmark-api")
    tools = installed(home.path / "peer")
    neo4j = LocalNeo4j(home, print, heap_mb=HEAP_MB)
    try:
        database = loaded(neo4j, chosen.touchpoints)
        missed = memory(database, tools, chosen) if chosen.memory else speed(database, tools, chosen)
    finally:
        neo4j.stop()
    print("\n".join(missed) or "All targets are met.")
    sys.exit(1 if missed else 0)


def speed(database: LocalEndpoint, tools: Path, chosen: argparse.Namespace) -> list[str]:
    """Measure all in turns, print the tables; returns the targets that were missed."""
    settings = settings_of(database)
    bare = Bare(settings)
    try:
        with ours(settings) as api, peer(settings, tools) as other:
            asked = [case for case in cases(chosen.touchpoints, far_cursor(api)) if case.name in chosen.only]
            runs = {case.name: contenders(case, api, other, bare, database, tools) for case in asked}
            for case in asked:
                compare(case, api, other)
            times = in_turns(runs, chosen.seconds, chosen.rounds)
    finally:
        bare.close()
    print_tables(asked, times)
    ready = median(starts(settings))
    print(f"Start to ready: {ready:.1f} s, the peer {other.seconds:.1f} s.")
    late = [f"It was ready after {ready:.1f} s."] if ready > READY_WITHIN else []
    return [*late, *(told for case in asked for told in missed(case, times[case.name]))]


def starts(settings: Neo4jSettings) -> Iterator[float]:
    """The seconds until our server is ready, each time anew."""
    for _ in range(STARTS):
        with ours(settings) as api:
            yield api.seconds


def contenders(
    case: Case, api: Server, other: Server, bare: Bare, database: LocalEndpoint, tools: Path
) -> dict[str, Run]:
    """Who takes part in a case, and what puts each under load."""
    pid = database.pid
    compiled = asyncio.run(compiled_for(case, settings_of(database)))
    runs: dict[str, Run] = {
        OURS: lambda connections, seconds: load(api, case.bodies(peer=False), connections, seconds, pid, tools),
        SAME: lambda connections, seconds: bare.load(compiled, connections, seconds, pid),
        BEST: lambda connections, seconds: bare.load(case.cypher, connections, seconds, pid),
    }
    if case.peer is not None:
        runs[PEER] = lambda connections, seconds: load(other, case.bodies(peer=True), connections, seconds, pid, tools)
    return runs


async def compiled_for(case: Case, settings: Neo4jSettings) -> list[tuple[str, dict[str, Any]]]:
    """The Cypher and the parameters that the API makes of a case."""
    seen: list[tuple[str, dict[str, Any]]] = []

    class Recording(AsyncDatabase):
        async def read(
            self, cypher: LiteralString, parameters: Mapping[str, Any] | None = None, timeout: float = 30
        ) -> list[dict[str, Any]]:
            seen.append((cypher, dict(parameters or {})))
            return await super().read(cypher, parameters, timeout)

    schema = build_schema(REGISTRY)
    async with Recording(settings) as database:
        for values in case.values:
            context = {"database": database, "identity": LOCAL}
            result = await schema.execute(case.ours, variable_values=values, context_value=context)
            assert not result.errors, result.errors
    return seen


def far_cursor(api: Server) -> str:
    """Our cursor before the page that is far down the list, found by paging there."""
    after: str | None = None
    for _ in range(FAR - 1):
        page = api.ask({"query": LIST, "variables": {"strength": STRENGTH, "after": after}})["touchpoints"]
        after = page["pageInfo"]["endCursor"]
    assert after is not None
    return after


def compare(case: Case, api: Server, other: Server) -> None:
    """Check that both servers answer the same, where each node counts once."""
    if case.peer is None:
        return
    for one, two in zip(case.bodies(peer=False), case.bodies(peer=True), strict=True):
        here: Any = answer(api, one)
        there: Any = answer(other, two)
        if not isinstance(here, list):
            # The peer looks one up by a list of those that have the key.
            (there,) = cast("list[object]", there)
        if here != there and not (case.name == "f" and _begins(here, there)):
            sys.exit(f"The answers to ({case.name}) differ:\n{here!s:.500}\n{there!s:.500}")


def answer(server: Server, body: dict[str, Any]) -> Any:
    """What the only root field gives, in plain form."""
    (found,) = cast("dict[str, Any]", plain(server.ask(body))).values()
    return found


def _begins(here: Any, there: Any) -> bool:
    """Whether the steps of one are the first of the other: the peer counts each as often as it is said."""
    return here["name"] == there["name"] and here["steps"][: len(there["steps"])] == there["steps"]


def in_turns(runs: Mapping[str, dict[str, Run]], seconds: float, rounds: int) -> dict[str, dict[str, Times]]:
    """Let all take turns, after a round that warms up."""
    times = {name: {who: Times([], []) for who in each} for name, each in runs.items()}
    for turn in range(rounds + 1):
        for name, each in runs.items():
            order = list(each)
            order = order[turn % len(order) :] + order[: turn % len(order)]
            for who in order:
                busy, alone = each[who](CONNECTIONS, seconds), each[who](1, seconds / 2)
                if turn:
                    times[name][who].busy.append(busy)
                    times[name][who].alone.append(alone)
        print(f"{'Warmed up' if not turn else f'Round {turn} of {rounds}'}; load {os.getloadavg()[0]:.1f}", flush=True)
    return times


def print_tables(asked: Sequence[Case], times: Mapping[str, Mapping[str, Times]]) -> None:
    """Print what was seen: medians of the rounds, and of each round's ratios."""
    heads = ["asked", "of", "a second", "p50, ms", "p99, ms", "p50 alone, ms", "CPU, ms", "Neo4j's CPU, ms"]
    print(_row(*heads, "ratio of rates", "of p50 alone"))
    print(_row(*["---"] * 10))
    for case in asked:
        each = times[case.name]
        for who, seen in each.items():
            told = [f"{_middle(seen.busy, name):,.{digits}f}" for name, digits in _SHOWN]
            told.insert(3, f"{_middle(seen.alone, 'p50'):.1f}")
            ratios = ["", ""] if who == OURS else [f"{rates(each, who):.2f}", f"{waits(each, who):.2f}"]
            print(_row(f"({case.name}) {case.about}" if who == OURS else "", who, *told, *ratios))
    print(f"\nRatios are ours to theirs. {platform.platform()}, {os.cpu_count()} cores, load {os.getloadavg()[1]:.1f}.")


_SHOWN = (("rate", 0), ("p50", 1), ("p99", 1), ("cpu", 2), ("database", 2))


def rates(each: Mapping[str, Times], who: str) -> float:
    """How many times the requests a second of another we answer, with many connections."""
    return median(one.rate / two.rate for one, two in zip(each[OURS].busy, each[who].busy, strict=True))


def waits(each: Mapping[str, Times], who: str) -> float:
    """How many times as long as with another one waits for us, with one connection."""
    return median(one.p50 / two.p50 for one, two in zip(each[OURS].alone, each[who].alone, strict=True))


def missed(case: Case, each: Mapping[str, Times]) -> list[str]:
    """The targets that were missed in a case."""
    found: list[str] = []
    if PEER in each and (ratio := rates(each, PEER)) < (least := 3 if case.name == "a" else 1):
        found.append(f"({case.name}) has {ratio:.2f} times the peer's rate, and {least} is the least.")
    if case.name == "a":
        if (ratio := rates(each, SAME)) < 0.5:
            found.append(f"(a) has {ratio:.2f} of the driver's rate, and 0.5 is the least.")
        tails = [one.p99 / two.p99 for one, two in zip(each[OURS].busy, each[PEER].busy, strict=True)]
        if median(tails) > 0.5:
            found.append(f"(a) has {median(tails):.2f} of the peer's p99, and 0.5 is the most.")
    if case.name in "bdef" and (ratio := waits(each, BEST)) > 2:
        found.append(f"({case.name}) takes {ratio:.2f} times as long as the best Cypher, and 2 is the most.")
    return found


def memory(database: LocalEndpoint, tools: Path, chosen: argparse.Namespace) -> list[str]:
    """Send so many requests of all sorts, and look at the server's memory; returns whether it grew."""
    with ours(settings_of(database)) as api:
        asked = [case for case in cases(chosen.touchpoints, far_cursor(api)) if case.name in "acef"]
        bodies = [body for case in asked for body in case.bodies(peer=False)]
        sent, resident = 0.0, list[float]()
        while sent < chosen.memory:
            seen = load(api, bodies, CONNECTIONS, chosen.seconds * 10, database.pid, tools)
            sent += seen.rate * chosen.seconds * 10
            resident.append(api.process.memory_info().rss / 2**20)
            print(f"{sent:,.0f} requests, {resident[-1]:.1f} MiB, {seen.rate:,.0f} a second", flush=True)
    half = len(resident) // 2
    growth = median(resident[half:]) - median(resident[: half or 1])
    return [f"Memory grew by {growth:.1f} MiB."] if growth > GROWTH_MB else []


def _middle(seen: Sequence[Seen], name: str) -> float:
    return median(getattr(one, name) for one in seen)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
