"""Search while somebody types, on a graph of 100 thousand touchpoints: what the API takes for each text.

    python -m benchmarks.searching [--touchpoints 100000]

The sample is loaded, and touchpoints are added whose names and descriptions are drawn from a few words, so that each
word is in thousands of them. Prints a table, and fails where a median is over the limit.
"""

import argparse
import asyncio
import statistics
import sys
import time
from pathlib import Path

from api.access.identity import LOCAL
from api.schema import Schema, build_schema
from graph_schema.registry import REGISTRY
from graph_store.database import AsyncDatabase, Database
from graph_store.local import LocalNeo4j
from graph_store.settings import Neo4jSettings
from journeygraph.environment import Environment
from loaders.pipeline import load

EXAMPLES = Path(__file__).parent.parent / "examples"
LIMIT_MS = 150.0
RUNS = 20
BATCH = 5_000
WORDS = ["order", "delivery", "invoice", "newspaper", "payment", "reminder", "support", "chat", "login", "birthday"]
TEXTS = ("a", "d", "deli", "delivery", "delivery inv", "touchpoint", "customers tell birth", "first article", "zzz")
OPERATION = """
query ($text: String!, $kinds: [Kind!]) { search(text: $text, kinds: $kinds) { totalCount complete facets { kind count }
  edges { score node { id kind name } highlights { field text matches { start end } } } } }
"""
ADDED = """
UNWIND range($start, $start + $batch - 1) AS i
WITH i, [n IN [1, 7, 13] | $words[(i / n) % size($words)]] AS w
CREATE (:Touchpoint {key: 'added-' + i, name: w[0] + ' ' + w[1] + ' ' + i,
  description: 'A touchpoint about ' + w[1] + ' and ' + w[2] + ', as customers tell it in interviews.'})
"""


def main() -> None:
    """Build the graph, ask, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--touchpoints", type=int, default=100_000, help="how many touchpoints are added")
    touchpoints = parser.parse_args().touchpoints
    server = LocalNeo4j(Environment.read().home.sub("benchmark"), print)
    server.reset()
    try:
        endpoint = server.ensure_running()
        settings = Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)
        with Database(settings) as database:
            load([EXAMPLES], database, REGISTRY)
            with database.session() as session:
                for start in range(0, touchpoints, BATCH):
                    session.run(ADDED, start=start, batch=min(BATCH, touchpoints - start), words=WORDS).consume()
        slow = asyncio.run(measure(settings))
    finally:
        server.stop()
    sys.exit(1 if slow else 0)


async def measure(settings: Neo4jSettings) -> bool:
    """Ask each text everywhere and among personas; returns whether any is too slow."""
    schema, slow = build_schema(REGISTRY), False
    print(
        "| text | kinds | hits | all | ms, median | ms, least | ms, most |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    async with AsyncDatabase(settings) as database:
        for kinds in (None, ["PERSONA"]):
            for text in TEXTS:
                found, taken = await asked(schema, database, text, kinds)
                median = statistics.median(taken)
                slow = slow or median > LIMIT_MS
                told = (text, kinds or "", found["totalCount"], found["complete"])
                ms = (f"{figure:.0f}" for figure in (median, min(taken), max(taken)))
                print("|", " | ".join((*map(str, told), *ms)), "|")
    return slow


async def asked(
    schema: Schema, database: AsyncDatabase, text: str, kinds: list[str] | None
) -> tuple[dict[str, object], list[float]]:
    """What is found, and the milliseconds of each time but the first, which plans the query."""
    taken: list[float] = []
    context, variables = {"database": database, "identity": LOCAL}, {"text": text, "kinds": kinds}
    while True:
        begun = time.perf_counter()
        result = await schema.execute(OPERATION, variable_values=variables, context_value=context)
        taken.append((time.perf_counter() - begun) * 1000)
        if result.errors:
            raise RuntimeError(result.errors[0].message)
        if len(taken) > RUNS:
            return (result.data or {})["search"], taken[1:]


if __name__ == "__main__":
    main()
