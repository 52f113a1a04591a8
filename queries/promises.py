"""The question whether customers see what the brand promises."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.why import BrandPromise
from queries.parameters import Keys, KeysOf, keys_field
from queries.phases import PhaseParameters
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Node, Part, Row


class PromiseParameters(PhaseParameters):
    """Which phases and promises."""

    promises: Annotated[Keys, KeysOf(BrandPromise)] = keys_field("Keys of brand promises.")


class PromiseShown(Part):
    """A record of whether customers see a promise."""

    place: Node = Field(description="Where: the phase, a step in it, or a moment of truth at such a step.")
    promise: Node = Field(description="The promise.")
    visible: bool | None = Field(description="Whether it is visible there. Null: looked at, but not recorded.")
    evidence: list[Evidence] = Field(description="Who says so.")


class PromiseRow(Row):
    """A phase, with how often a promise was recorded as visible in it and how often as not."""

    phase: Node = Field(description="The lifecycle phase.")
    not_visible: int = Field(description="How many records say that a promise is not visible there.")
    visible: int = Field(description="How many say that one is.")
    unclear: int = Field(description="How many say that somebody looked, but not what was found.")
    gap: bool = Field(description="True: nobody recorded whether any promise is visible in this phase.")
    records: list[PromiseShown] = Field(description="The records, those that say not visible first, 20 at most.")


PROMISE_VISIBILITY = Question(
    id="promise-visibility",
    title="In which lifecycle phase is the brand promise most often recorded as not visible?",
    explanation=(
        "Each row is a phase; the one with the most records that say not visible comes first, of several the one with "
        "the fewest that say visible. Records on the phase "
        "count, those on the steps of journeys in it, and those on moments of truth at such steps; a moment "
        "recorded on a touchpoint counts wherever that is used. A phase without any record is a gap and comes last, "
        "which is not the same as a promise that shows everywhere."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(3,),
    parameters=PromiseParameters,
    row=PromiseRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  UNWIND $models AS key
  MATCH (:LifecycleModel {key: key})<-[:IN_MODEL]-(p:Phase)
  RETURN p
  UNION
  WITH $phases + $models AS keys WHERE size(keys) = 0
  MATCH (p:Phase)
  RETURN p
}
CALL (p) {
  OPTIONAL CALL (p) {
    CALL (p) {
      MATCH (p)<-[:WITHIN]-(:Stage)-[:HAS_STEP]->(t:Step)
      RETURN t
      UNION
      MATCH (p)<-[:WITHIN]-(:Journey)-[:HAS_STAGE]->(s:Stage)-[:HAS_STEP]->(t:Step)
      WHERE NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(p) }
      RETURN t
    }
    CALL (t) {
      RETURN t AS place
      UNION
      MATCH (t)<-[:OCCURS_AT]-(place:MomentOfTruth)
      RETURN place
      UNION
      MATCH (t)-[:HAS_MOMENT]->(:MicroMoment)<-[:OCCURS_AT]-(place:MomentOfTruth)
      RETURN place
      UNION
      MATCH (t)-[:AT]->(:Touchpoint)<-[:OCCURS_AT]-(place:MomentOfTruth)
      RETURN place
    }
    RETURN DISTINCT place
    UNION
    RETURN p AS place
  }
  OPTIONAL MATCH (place)-[r:SHOWS]->(promise:BrandPromise)
  WHERE size($promises) = 0 OR promise.key IN $promises
  WITH place, promise, r ORDER BY r.visible, place.key, promise.key, r.source
  RETURN count(CASE WHEN r.visible = false THEN 1 END) AS not_visible,
    count(CASE WHEN r.visible THEN 1 END) AS visible,
    count(CASE WHEN r IS NOT NULL AND r.visible IS NULL THEN 1 END) AS unclear,
    count(r) = 0 AS gap,
    collect(CASE WHEN r IS NOT NULL THEN {place: place {.key, .name, kind: labels(place)[0]},
      promise: promise {.key, .name, kind: labels(promise)[0]}, visible: r.visible,
      evidence: [r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
        claim: type(r), start: r.from, end: r.to}]} END)[..20] AS records
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  not_visible, visible, unclear, gap, records
ORDER BY not_visible DESC, visible, gap, split(p.key, '/')[0], p.order, p.key
LIMIT $limit
""",
    crosses=("SHOWS", "WITHIN", "IN_MODEL", "HAS_STAGE", "HAS_STEP", "HAS_MOMENT", "AT", "OCCURS_AT"),
    view=View.TABLE,
)

QUESTIONS = (PROMISE_VISIBILITY,)
