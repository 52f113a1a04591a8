"""Every question of the library, asked of graphs of 10 thousand, 100 thousand and a million nodes.

    python -m benchmarks.questions [--sizes 10000,100000,1000000]

Each is asked about nodes of the sample, whose neighbourhood is the same at every size; about hubs, which grow with the
graph; and about the whole graph. Prints a table, flags what breaks a rule, and fails where something does.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, LiteralString, NamedTuple, cast

from neo4j import Query

from benchmarks.asking import Anchor, Case, cases
from benchmarks.growing import Grower
from graph_schema.errors import JourneyGraphError
from graph_schema.registry import REGISTRY
from graph_store.cypher import in_one_map, trusted
from graph_store.database import Database
from graph_store.local import LocalNeo4j
from graph_store.settings import Neo4jSettings
from journeygraph.environment import Environment
from loaders.pipeline import load

TIMEOUT = 15.0
"""Seconds that a question may take; a slower one counts as this slow."""
RUNS = 5
AGAIN = 2
SLOW = 1.0
"""A question slower than this, in seconds, is asked twice only."""
SAME_HITS, SAME_TIME, SAME_MS = 1.1, 1.5, 2.0
"""How much more a question may cost at the largest size than at the smallest, about equal neighbourhoods."""
HUB_HITS, HUB_MS = 100_000, 250.0
"""What the first page about a hub may cost, however large the hub is, unless it costs no more than at first."""
WHOLE_MS = 5_000.0
"""What a question about the whole graph may take."""
VALUES = 100_000
"""How many values an answer may hold."""
EXAMPLES = Path(__file__).parent.parent / "examples"
_COUNTS = "counts, ranks or sums up all that is tied to the hub, which no index does"
_SORTS = "puts first what other properties than keys say: positions, scores, the newest readings, subjects of changes"
_SEEKS = "looks for what differs among all that the dataset describes, most of which nobody else does"
_JOINS = "goes through what is tied to either end, for a way to the other"
_ALL_TYPES = "puts relationships of all types in one order, and each type has an index of its own"
LINEAR = dict.fromkeys(
    (
        "channels-in-phase", "find-touchpoints", "promise-visibility", "feedback-loop", "stuck", "metric-by-phase",
        "pages", "doubtful-scores", "where-to-invest", "if-removed", "loops", "funnel", "lost-on-the-way",
        "neighbourhood",
    ),
    _COUNTS,
) | dict.fromkeys(
    ("touchpoints-in-order", "influence-on-emotion", "acquisition-and-retention-cost", "what-a-run-did"), _SORTS
) | {"disagreements": _SEEKS, "how-connected": _JOINS, "neighbours": _ALL_TYPES}  # fmt: skip
"""Questions whose first page about a hub looks at all of it, with why: they may take what the whole graph may."""
FORBIDDEN = ("AllNodesScan", "CartesianProduct")


class Cost(NamedTuple):
    """What asking took: hits of the database, milliseconds in the median, the answer's size, what the plan holds."""

    hits: int
    ms: float
    rows: int
    values: int
    operators: frozenset[str]
    error: str = ""


def main() -> None:
    """Measure size by size, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of nodes, parted by commas")
    sizes = [int(size) for size in parser.parse_args().sizes.split(",")]
    server = LocalNeo4j(Environment.read().home.sub("benchmark"), print)
    server.reset()
    try:
        endpoint = server.ensure_running()
        with Database(Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)) as database:
            load([EXAMPLES], database, REGISTRY)
            asked = list(cases(database))
            grower = Grower(database)
            costs: dict[int, list[Cost]] = {}
            for size in sizes:
                grower.grow(size)
                print(f"{size:,} nodes", file=sys.stderr, flush=True)
                costs[size] = [
                    cost(database, case, costs[sizes[0]][i] if costs else None) for i, case in enumerate(asked)
                ]
    finally:
        server.stop()
    sys.exit(report(asked, costs))


def cost(database: Database, case: Case, first: Cost | None = None) -> Cost:
    """Ask for the time, then for the hits; again where it seems slower than at `first`, for others use the machine."""
    found = _cost(database, case)
    for _ in range(AGAIN):
        if first is None or case.anchor is not Anchor.SAMPLE or found.error or not _slower(first, found):
            break
        found = min(found, _cost(database, case), key=lambda one: one.ms)
    return found


def _cost(database: Database, case: Case) -> Cost:
    cypher, parameters = in_one_map(case.question.cypher, case.question.bind(case.given).bound())
    try:
        taken = [_timed(database, cypher, parameters) for _ in range(2)]
        if taken[-1] < SLOW:
            taken += [_timed(database, cypher, parameters) for _ in range(RUNS - 1)]
        with database.session(read=True) as session:
            result = session.run(Query(trusted("PROFILE " + cypher), timeout=2 * TIMEOUT), parameters)
            rows = [record.data() for record in result]
            profile = cast("dict[str, Any]", result.consume().profile)
    except JourneyGraphError as error:
        return Cost(0, TIMEOUT * 1000, 0, 0, frozenset(), str(error)[:60])
    hits, operators = _summed(profile)
    # The first time warms up.
    return Cost(hits, statistics.median(taken[1:]) * 1000, len(rows), _values(rows), frozenset(operators))


def _slower(first: Cost, last: Cost) -> bool:
    return last.ms > max(SAME_TIME * first.ms, first.ms + SAME_MS)


def _timed(database: Database, cypher: LiteralString, parameters: Mapping[str, Any]) -> float:
    with database.session(read=True) as session:
        begun = time.perf_counter()
        for _ in session.run(Query(cypher, timeout=TIMEOUT), dict(parameters)):
            pass
        return time.perf_counter() - begun


def _summed(plan: Mapping[str, Any]) -> tuple[int, set[str]]:
    """The hits and the operators of a plan."""
    hits, operators = int(plan.get("args", {}).get("DbHits", 0)), {str(plan["operatorType"]).partition("@")[0]}
    for child in plan.get("children", ()):
        more, others = _summed(child)
        hits, operators = hits + more, operators | others
    return hits, operators


def _values(answer: object) -> int:
    """How many values an answer holds, at any depth."""
    if isinstance(answer, Mapping):
        return sum(map(_values, cast("Mapping[str, object]", answer).values()))
    if isinstance(answer, list):
        return sum(map(_values, cast("list[object]", answer)))
    return 1


def broken(case: Case, first: Cost, last: Cost) -> list[str]:
    """The rules that a question breaks, by its cost at the smallest and at the largest size."""
    if last.error:
        return [last.error]
    found = [f"{name} in its plan" for name in FORBIDDEN if name in last.operators]
    if last.values > VALUES:
        found.append(f"{last.values:,} values")
    more_hits = last.hits > SAME_HITS * first.hits
    match case.anchor:
        case Anchor.SAMPLE:
            found += ["hits grow"] if more_hits else []
            found += ["time grows"] if _slower(first, last) else []
        case Anchor.HUB if case.question.id not in LINEAR:
            found += ["hits grow with the hub"] if more_hits and last.hits > HUB_HITS else []
            found += ["time grows with the hub"] if _slower(first, last) and last.ms > HUB_MS else []
        case _:
            found += [f"takes more than {WHOLE_MS / 1000:.0f} s"] if last.ms > WHOLE_MS else []
    return found


def report(asked: Sequence[Case], costs: Mapping[int, Sequence[Cost]]) -> int:
    """Print the table and the ten slowest; 1 where a rule is broken."""
    sizes = list(costs)
    heads = [f"{what} at {size:,}" for what in ("hits", "ms") for size in sizes]
    print(_line("question", "about", "rows", *heads, "breaks"))
    print(_line(*["---"] * (4 + len(heads))))
    failures = 0
    for case, *taken in zip(asked, *costs.values(), strict=True):
        found = broken(case, taken[0], taken[-1])
        failures += bool(found)
        cells = [f"{one.hits:,}" for one in taken] + [f"{one.ms:,.1f}" for one in taken]
        name = case.question.id + ("*" if case.question.id in LINEAR and case.anchor is Anchor.HUB else "")
        print(_line(name, case.name, str(taken[-1].rows), *cells, "; ".join(found)))
    print("\n\\* Grows with the hub:\n")
    for why in dict.fromkeys(LINEAR.values()):
        print(f"- {', '.join(question_id for question_id, given in LINEAR.items() if given == why)}: {why}.")
    slowest = sorted(zip(asked, costs[sizes[-1]], strict=True), key=lambda one: -one[1].ms)[:10]
    print(f"\nThe slowest at {sizes[-1]:,} nodes:\n")
    for case, one in slowest:
        print(f"1. {case.question.id} ({case.name}): {one.ms:,.0f} ms, {one.hits:,} hits")
    print(f"\n{len(asked)} cases of {len({case.question.id for case in asked})} questions, {failures} break a rule.")
    return int(failures > 0)


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
