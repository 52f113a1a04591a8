"""A bundle as a large company's catalogue is: touchpoints by the thousand, journeys over them, a channel that all use.

The claims of every second journey have one source each, those of the others two.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.research import table
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.local import LocalEndpoint, LocalNeo4j
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load

DATASET = "catalogue"
STAGES, STEPS = 5, 7
PHASES = 12
HUB, RARE = "web-site", "kiosk"
RARE_STEPS = 10
"""So many steps, each at a touchpoint of its own, go through the channel that few use."""


class Place(NamedTuple):
    """A step: its number among all, and those of its journey, its stage there and its place in that."""

    number: int
    journey: int
    stage: int
    step: int

    @property
    def key(self) -> str:
        """The step's key."""
        return f"{stage_key(self.journey, self.stage)}/e{self.step}"


def journey_key(journey: int) -> str:
    """The key of a journey."""
    return f"j{journey:05}"


def stage_key(journey: int, stage: int) -> str:
    """The key of a stage."""
    return f"{journey_key(journey)}/s{stage}"


def steps(touchpoints: int) -> int:
    """How many steps there are: in whole journeys, as many as give the hub one for each touchpoint."""
    return -(-(touchpoints + RARE_STEPS) // (STAGES * STEPS)) * STAGES * STEPS


def write_bundle(folder: Path, touchpoints: int) -> Path:
    """Write a bundle with so many touchpoints and a few more steps; returns its folder."""
    folder.mkdir(parents=True)
    (folder / "dataset.yaml").write_text(f"dataset: {DATASET}\nsource: workshop\n")
    numbers = range(steps(touchpoints) // (STAGES * STEPS))
    stages = [(i, s) for i in numbers for s in range(1, STAGES + 1)]
    places = [Place(k * STEPS + n, i, s, n + 1) for k, (i, s) in enumerate(stages) for n in range(STEPS)]
    table(folder, "sources", "key,name", [("workshop", "Workshop with the team"), ("study", "Study of customers")])
    table(folder, "channels", "key,name", [(HUB, "Web site"), (RARE, "Kiosk at the station")])
    table(folder, "lifecycle_models", "key,name", [("cycle", "The customer's cycle")])
    table(folder, "phases", "key,name,order", ((f"cycle/p{i}", f"Phase {i}", i) for i in range(1, PHASES + 1)))
    head = "key,name,description,value,value_strength,placed_in"
    table(folder, "touchpoints", head, map(_touchpoint, range(touchpoints)))
    told = ((journey_key(i), f"I get thing {i} done", f"From the need to its end, told {i}", "as-is") for i in numbers)
    table(folder, "journeys", "key,name,description,state", told)
    table(folder, "stages", "key,name,order", ((stage_key(i, s), f"Stage {s}", s) for i, s in stages))
    parts = (
        (p.key, f"Do step {p.step}", f"What the customer does there, in journey {p.journey}", p.step) for p in places
    )
    table(folder, "steps", "key,name,description,order", parts)
    # 7919 is a prime, so that each touchpoint is met about as often as any other.
    table(folder, "at", "from,to,source,locator", _claims(places, lambda p: f"t{p.number * 7919 % touchpoints:06}"))
    few = len(places) - RARE_STEPS
    table(folder, "via", "from,to,source,locator", _claims(places, lambda p: RARE if p.number >= few else HUB))
    return folder


def loaded(neo4j: LocalNeo4j, touchpoints: int) -> LocalEndpoint:
    """The database with the graph, which is loaded unless it is there from an earlier time."""
    endpoint = neo4j.ensure_running()
    with Database(settings_of(endpoint)) as database:
        if database.read("MATCH (n:Step) RETURN count(n) AS n")[0]["n"] == steps(touchpoints):
            return endpoint
    neo4j.reset()
    endpoint = neo4j.ensure_running()
    with Database(settings_of(endpoint)) as database, tempfile.TemporaryDirectory() as folder:
        load([write_bundle(Path(folder) / "catalogue", touchpoints)], database, REGISTRY)
    return endpoint


def settings_of(endpoint: LocalEndpoint) -> Neo4jSettings:
    """How to reach the database."""
    return Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)


def _touchpoint(i: int) -> tuple[object, ...]:
    phases = ";".join(f"cycle/p{(i + by) % PHASES + 1}" for by in (0, 5)[: 1 + i % 2])
    about, value = f"What the customer meets there, as study {i % 97} saw it", f"It saves time {i}"
    return f"t{i:06}", f"Touchpoint {i}", about, value, i % 3 + 1, phases


def _claims(places: Iterable[Place], end: Callable[[Place], str]) -> Iterator[tuple[object, ...]]:
    for place in places:
        yield place.key, end(place), "workshop", f"board {place.stage}"
        if place.journey % 2:
            yield place.key, end(place), "study", f"page {place.number % 200 + 1}"
