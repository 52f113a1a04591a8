"""A bistro, drawn so that every question has rows and every gap occurs; small enough to work out by hand."""

from typing import Final

from graph_schema.keys import Ref
from graph_schema.kinds import evidence, experience, journey, lifecycle, observed, who, why
from graph_schema.model import Kind, Named, Relationship
from graph_store.database import Database
from tests.queries.sketch import link, sketch


def named(kind: type[Named], *keys: str, **fields: object) -> list[Kind]:
    return [kind.model_validate({"key": key, "name": key.rpartition("/")[2].title(), **fields}) for key in keys]


def feeling(key: str, place: str, score: float | None, emotion: str | None = None) -> list[Kind | Relationship]:
    source = {"source": "study", "basis": "measured"}
    parts: list[Kind | Relationship] = [experience.Feeling.model_validate({"key": key, "score": score, **source})]
    parts.append(experience.FeltBy(from_ref=Ref("feeling", key), to_ref=Ref("persona", "guest")))
    parts.append(experience.FeltAt(from_ref=Ref("feeling", key), to_ref=Ref.parse(place)))
    if emotion:
        parts.append(experience.FeltAs(from_ref=Ref("feeling", key), to_ref=Ref("emotion", emotion)))
    return parts


STUDY: Final = {"source": "study"}
WHY: Final[list[Kind | Relationship]] = [
    *named(why.Brand, "bistro"),
    *named(why.BrandGoal, "loyal", "known", "fame", "calm"),
    *named(why.CxGoal, "welcome", "swift", "rest"),
    *named(why.BrandPromise, "fresh", "quiet"),
    *named(experience.MomentOfTruth, "greeting", "bill", "farewell", "taste", "thanks"),
    *(link(why.Pursues, "bistro", goal, **STUDY) for goal in ("loyal", "known", "calm")),
    link(why.Advances, "welcome", "loyal", strength=3, **STUDY),
    link(why.Advances, "rest", "calm", basis="inferred", **STUDY),
    link(why.Upholds, "fresh", "fame", strength=3, **STUDY),
    link(experience.Serves, "greeting", "welcome", strength=3, **STUDY),
    link(experience.Serves, "thanks", "welcome", **STUDY),
    link(experience.Fulfils, "taste", "fresh", strength=1, **STUDY),
    link(experience.Serves, "bill", "swift", strength=2, **STUDY),
    link(experience.Fulfils, "greeting", "fresh", **STUDY),
    link(experience.Fulfils, "bill", "quiet", strength=1, **STUDY),
    link(experience.MomentOccursAt, "greeting", "touchpoint:reception", **STUDY),
    link(experience.MomentOccursAt, "bill", "micro_moment:dinner/eat/order/look", **STUDY),
]
JOURNEYS: Final[list[Kind | Relationship]] = [
    *named(who.Persona, "guest", "neighbour"),
    *named(who.Segment, "locals"),
    link(who.Represents, "neighbour", "locals", **STUDY),
    *named(lifecycle.LifecycleModel, "visit"),
    *(p for i, k in enumerate(("arrive", "dine", "leave")) for p in named(lifecycle.Phase, f"visit/{k}", order=i + 1)),
    *(link(lifecycle.InModel, f"visit/{key}", "visit") for key in ("arrive", "dine", "leave")),
    *named(journey.Journey, "dinner", "takeaway", "snack"),
    *named(journey.Stage, "dinner/come", "takeaway/fetch", "snack/bite", order=1),
    *named(journey.Stage, "dinner/eat", order=2),
    *named(journey.Step, "dinner/come/door", "dinner/eat/order", "takeaway/fetch/counter", "snack/bite/stand", order=1),
    *named(journey.Step, "dinner/eat/wait", order=2),
    *named(journey.MicroMoment, "dinner/eat/order/look", order=1),
    *(
        link(journey.HasStage, stage.split("/")[0], stage)
        for stage in ("dinner/come", "dinner/eat", "takeaway/fetch", "snack/bite")
    ),
    *(
        link(journey.HasStep, step.rpartition("/")[0], step)
        for step in (
            "dinner/come/door",
            "dinner/eat/order",
            "dinner/eat/wait",
            "takeaway/fetch/counter",
            "snack/bite/stand",
        )
    ),
    link(journey.HasMoment, "dinner/eat/order", "dinner/eat/order/look"),
    link(journey.JourneyWithin, "dinner", "visit/dine", **STUDY),
    link(journey.JourneyWithin, "snack", "visit/leave", **STUDY),
    link(journey.StageWithin, "dinner/come", "visit/arrive", basis="inferred", **STUDY),
    link(journey.For, "dinner", "persona:guest", **STUDY),
    link(journey.For, "takeaway", "segment:locals", **STUDY),
    link(journey.For, "snack", "segment:locals", **STUDY),
    *named(journey.Touchpoint, "reception"),
    *named(journey.Channel, "in-person", "phone"),
    link(journey.At, "dinner/come/door", "reception", **STUDY),
    link(journey.At, "takeaway/fetch/counter", "reception", **STUDY),
    link(journey.Via, "dinner/come/door", "in-person", **STUDY),
    link(journey.Via, "dinner/eat/order", "in-person", **STUDY),
    link(journey.Via, "takeaway/fetch/counter", "phone", **STUDY),
    link(journey.PlacedIn, "reception", "visit/arrive", **STUDY),
]
EXPERIENCE: Final[list[Kind | Relationship]] = [
    *named(experience.Emotion, "glad"),
    *feeling("f1", "step:dinner/come/door", 0.5, "glad"),
    *feeling("f2", "touchpoint:reception", -0.5),
    *feeling("f3", "micro_moment:dinner/eat/order/look", -0.9),
    *feeling("f4", "stage:dinner/eat", None, "glad"),
    *named(experience.PainPoint, "queue", "noise", "draught"),
    link(experience.PainOccursAt, "queue", "touchpoint:reception", **STUDY),
    link(experience.PainOccursAt, "noise", "micro_moment:dinner/eat/order/look", **STUDY),
    link(experience.PainOccursAt, "noise", "step:takeaway/fetch/counter", **STUDY),
    link(experience.PainOccursAt, "draught", "step:dinner/eat/wait", **STUDY),
    link(experience.Hurts, "queue", "guest", **STUDY),
]
EVIDENCE: Final[list[Kind | Relationship]] = [
    *named(observed.Metric, "importance", "satisfaction", "visits", "purchases", "guests"),
    *named(evidence.Source, "study", published="2024-03-01", method="interviews"),
    *named(evidence.Source, "report"),
    evidence.Quote.model_validate({"key": "warm", "text": "They knew my name (and smiled)."}),
    link(evidence.From, "warm", "study", **STUDY),
    link(evidence.Supports, "quote:warm", "moment_of_truth:greeting", source="report", locator="p. 2"),
    link(evidence.Contradicts, "source:report", "moment_of_truth:greeting", basis="inferred", source="report"),
]


def draw(database: Database) -> None:
    """Draw it, with a desk of a lower rank and notes of the same rank and a newer run that differ on strength."""
    sketch(database, "study", *WHY, *JOURNEYS, *EXPERIENCE, *EVIDENCE, rank=10)
    sketch(database, "desk", link(why.Advances, "welcome", "loyal", source="desk", strength=1), rank=5, run=2)
    sketch(
        database, "notes", link(experience.Serves, "greeting", "welcome", source="notes", strength=2), rank=10, run=3
    )
    with database.session() as session:
        session.run(
            "CREATE (:LoadRun {key: '1', number: 1, state: 'applied', started: datetime('2026-01-31T09:30:00Z'), "
            "command: 'load bistro', datasets: ['study']})"
        ).consume()
        session.run(
            "MATCH (d:Dataset {key: 'desk'}) MATCH (n:Channel {key: 'phone'}) "
            "CREATE (d)-[:DESCRIBES {`from`: 'dataset:desk', `to`: 'channel:phone', source: 'desk', "
            "basis: 'stated', run: 2, gave_name: 'Telephone'}]->(n)"
        ).consume()
