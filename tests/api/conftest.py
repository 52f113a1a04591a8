"""A small graph, and the API on it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from graph_schema.kinds.evidence import Quote, Source
from graph_schema.kinds.experience import Emotion, Feeling, MomentOfTruth, PainPoint, Severity
from graph_schema.kinds.journey import Channel, Journey, JourneyState, Stage, Step, Touchpoint
from graph_schema.kinds.lifecycle import LifecycleModel, Phase
from graph_schema.kinds.records import Alias, Dataset, LoadRun, RunState
from graph_schema.kinds.who import Persona, Stakeholder
from graph_schema.kinds.why import CxGoal
from graph_schema.model import Kind, Relationship
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from tests.api.world import Api, link, serving, write
from tests.conftest import wipe

PAINS = 45


@pytest.fixture(scope="module")
def started(settings: Neo4jSettings) -> Iterator[Api]:
    """The application on the small graph."""
    with Database(settings) as database:
        wipe(database)
        apply_schema(database, REGISTRY)
        write(database, nodes(), links())
    with serving(settings) as api:
        yield api


@pytest.fixture
def api(started: Api) -> Api:
    """The application, before it has asked the database anything."""
    started.database.seen.clear()
    return started


def nodes() -> list[Kind]:
    started = datetime(2026, 3, 1, 12, tzinfo=UTC)
    return [
        Persona(key="pat", name="Pat", goals=["read"]),
        Persona(key="kim", name="Kim"),
        LifecycleModel(key="cycle", name="Cycle"),
        Phase(key="cycle/start", name="Start", order=1),
        Journey(key="buy", name="I buy", state=JourneyState.AS_IS),
        *(Stage(key=f"buy/{key}", name=key, order=order) for key, order in (("a", 2), ("b", 1), ("c", None))),
        *(Step(key=f"buy/a/{i}", name=f"Step {i}", order=9 - i) for i in range(9)),
        Touchpoint(key="till", name="Till"),
        Channel(key="shop", name="Shop"),
        Channel(key="web", name="Web"),
        *(PainPoint(key=f"pain-{i:03}", name=f"Pain {i}", severity=Severity.HIGH) for i in range(PAINS)),
        MomentOfTruth(key="paid", name="Paid"),
        CxGoal(key="ease", name="Ease"),
        Emotion(key="joy", name="Joy", valence=1),
        Feeling(key="f1", source="s0", score=1, description="Glad"),
        Feeling(key="f2", source="s0"),
        Source(key="s0", name="Study", published=date(2026, 2, 1)),
        Quote(key="q1", text="It hurts."),
        Stakeholder(key="desk", name="Desk"),
        Dataset(key="d1", name="First"),
        Alias(key="persona:patricia", target="persona:pat"),
        LoadRun(key="1", number=1, state=RunState.APPLIED, started=started, command="load", datasets=["d1"]),
    ]


def links() -> list[tuple[Relationship, str]]:
    return [
        (link("IN_MODEL", "phase:cycle/start", "lifecycle_model:cycle"), ""),
        (link("WITHIN", "journey:buy", "phase:cycle/start"), "d1"),
        (link("WITHIN", "stage:buy/a", "phase:cycle/start"), "d1"),
        (link("FOR", "journey:buy", "persona:pat"), "d1"),
        *((link("HAS_STAGE", "journey:buy", f"stage:buy/{key}"), "") for key in "abc"),
        *((link("HAS_STEP", "stage:buy/a", f"step:buy/a/{i}"), "") for i in range(9)),
        (link("VIA", "step:buy/a/0", "channel:shop"), "d1"),
        (link("VIA", "step:buy/a/0", "channel:web", "s1", note="Since March."), "d2"),
        (link("AT", "step:buy/a/0", "touchpoint:till"), "d1"),
        *((link("HURTS", f"pain_point:pain-{i:03}", "persona:pat", "s0"), "d1") for i in range(PAINS)),
        *((link("HURTS", f"pain_point:pain-{i:03}", "persona:pat", "s1"), "d1") for i in range(PAINS)),
        (link("OCCURS_AT", "pain_point:pain-000", "step:buy/a/0"), "d1"),
        (link("OCCURS_AT", "pain_point:pain-000", "touchpoint:till"), "d1"),
        (link("OCCURS_AT", "moment_of_truth:paid", "step:buy/a/0"), "d1"),
        (link("SERVES", "moment_of_truth:paid", "cx_goal:ease", "s0", strength=3, quotes=["q1"]), "d1"),
        (link("SERVES", "moment_of_truth:paid", "cx_goal:ease", "s1", basis="inferred"), "d2"),
        (link("FELT_BY", "feeling:f1", "persona:pat"), "d1"),
        (link("FELT_AT", "feeling:f1", "step:buy/a/0"), "d1"),
        (link("FELT_AS", "feeling:f1", "emotion:joy"), "d1"),
        (link("PERFORMS", "stakeholder:desk", "step:buy/a/0", action="Greets."), "d1"),
        (link("SUPPORTS", "quote:q1", "pain_point:pain-000"), "d1"),
        (link("DESCRIBES", "dataset:d1", "persona:pat"), ""),
    ]
