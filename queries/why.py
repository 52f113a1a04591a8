"""Questions about why: from moments of truth to what the brand wants, and where the chain breaks."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.experience import MomentOfTruth
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Link, Neighbour, Node, Row


class MomentParameters(Parameters):
    """Which moments of truth."""

    moments: Annotated[Keys, KeysOf(MomentOfTruth)] = keys_field("Keys of moments of truth.")


class MomentsParameters(MomentParameters):
    """Which moments of truth, by what speaks for them too."""

    unsupported: bool = Field(False, description="Whether only those count that no quote and no source supports.")


class MomentRow(Row):
    """A moment of truth at one place: the place that was recorded and, from there, journey and phases."""

    moment: Node = Field(description="The moment of truth.")
    place: Node | None = Field(description="The recorded place: a micro-moment, step or touchpoint. Null: a gap.")
    wherever_used: bool = Field(description="True: the place is a touchpoint, so it holds wherever that is used.")
    touchpoint: Node | None = Field(description="The touchpoint of the step. Null: not recorded.")
    step: Node | None = Field(description="The step. Null: the touchpoint is used in no journey.")
    stage: Node | None = Field(description="The stage of the journey.")
    journey: Node | None = Field(description="The journey.")
    phases: list[Neighbour] = Field(
        description="The lifecycle phases of the stage, else of the journey, and of the touchpoint."
    )
    evidence: list[Evidence] = Field(
        description="Who says that the moment occurs at this place, and that the step uses it where it is a touchpoint."
    )


MOMENTS_OF_TRUTH = Question(
    id="moments-of-truth",
    title="Which moments of truth are there, and where do they occur?",
    explanation=(
        "Each row is a moment of truth at one place, with the step, stage, journey and lifecycle phases around it. A "
        "moment recorded on a touchpoint occurs wherever the touchpoint is used: one row for each step, and "
        "`wherever_used` says so. A row without a place is a gap: nobody recorded where the moment occurs. A "
        "row without phases is one too."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(1,),
    parameters=MomentsParameters,
    row=MomentRow,
    cypher="""
CALL () {
  UNWIND $moments AS key
  MATCH (m:MomentOfTruth {key: key})
  RETURN m
  UNION ALL
  WITH $moments AS keys WHERE size(keys) = 0
  MATCH (m:MomentOfTruth)
  RETURN m
}
WITH m WHERE NOT $unsupported OR NOT EXISTS { (m)<-[:SUPPORTS]-() }
OPTIONAL CALL (m) {
  MATCH (m)-[r:OCCURS_AT]->(place:MicroMoment|Step|Touchpoint)
  RETURN place, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
OPTIONAL CALL (place) {
  MATCH (step:Step)-[:HAS_MOMENT]->(place)
  RETURN step, [] AS used
  UNION ALL
  WITH place AS step WHERE step:Step
  RETURN step, [] AS used
  UNION ALL
  MATCH (step:Step)-[r:AT]->(place)
  RETURN step, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS used
}
OPTIONAL MATCH (journey:Journey)-[:HAS_STAGE]->(stage:Stage)-[:HAS_STEP]->(step)
OPTIONAL CALL (place, step) {
  WITH place AS touchpoint WHERE touchpoint:Touchpoint
  RETURN touchpoint
  UNION
  MATCH (step)-[:AT]->(touchpoint:Touchpoint) WHERE NOT place:Touchpoint
  RETURN touchpoint
}
CALL (journey, stage, touchpoint) {
  OPTIONAL CALL (journey, stage, touchpoint) {
    MATCH (stage)-[r:WITHIN]->(phase:Phase) RETURN phase, r
    UNION ALL
    MATCH (journey)-[r:WITHIN]->(phase:Phase)
    WHERE NOT EXISTS { (stage)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(phase) }
    RETURN phase, r
    UNION ALL
    MATCH (touchpoint)-[r:PLACED_IN]->(phase:Phase) RETURN phase, r
  }
  WITH phase, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY phase.key
  RETURN collect(CASE WHEN phase IS NOT NULL
    THEN {node: phase {.key, .name, kind: labels(phase)[0]}, evidence: evidence} END) AS phases
}
RETURN
  m {.key, .name, kind: labels(m)[0]} AS moment,
  place {.key, .name, kind: labels(place)[0]} AS place,
  coalesce(place:Touchpoint, false) AS wherever_used,
  touchpoint {.key, .name, kind: labels(touchpoint)[0]} AS touchpoint,
  step {.key, .name, kind: labels(step)[0]} AS step,
  stage {.key, .name, kind: labels(stage)[0]} AS stage,
  journey {.key, .name, kind: labels(journey)[0]} AS journey,
  phases,
  coalesce(evidence, []) + coalesce(used, []) AS evidence
ORDER BY m.key, place.key, step.key, touchpoint.key
LIMIT $limit
""",
    crosses=("OCCURS_AT", "HAS_MOMENT", "HAS_STAGE", "HAS_STEP", "AT", "WITHIN", "IN_MODEL", "PLACED_IN"),
    view=View.TABLE,
)


class Route(StrEnum):
    """By what a chain goes from a moment to a brand goal."""

    CX_GOAL = "cx-goal"
    PROMISE = "promise"


class Gap(StrEnum):
    """Where a chain ends before it reaches a brand."""

    MOMENT_SERVES_NOTHING = "moment-serves-nothing"
    CX_GOAL_ADVANCES_NOTHING = "cx-goal-advances-nothing"
    PROMISE_UPHOLDS_NOTHING = "promise-upholds-nothing"
    NO_BRAND_PURSUES = "no-brand-pursues"


class ChainRow(Row):
    """A chain from a moment of truth to a brand goal and the brand, or as far as it goes."""

    moment: Node = Field(description="The moment of truth that the chain starts at.")
    route: Route | None = Field(description="Through a CX goal or a brand promise. Null: the chain has no link.")
    links: list[Link] = Field(description="The links, from the moment on.")
    brand_goal: Node | None = Field(description="The brand goal that the chain reaches. Null: it reaches none.")
    brand: Node | None = Field(description="The brand that pursues the goal. Null: a gap.")
    strength: int | None = Field(
        description="The strength of the weakest link to the brand goal, 1 to 3. Null: unknown for a link, or a gap."
    )
    gap: Gap | None = Field(description="What is missing where the chain breaks off. Null: nothing.")


TRACE = Question(
    id="trace",
    title="Which brand goals does a moment of truth serve, through which chain, and where does the chain break?",
    explanation=(
        "Each row is one chain: moment of truth, CX goal or brand promise, brand goal, brand. Every link says who "
        "claims it and on what basis. A chain is as strong as its weakest link; where the strength of a link is not "
        "recorded, that of the chain is unknown (null). A chain that breaks off is a row too: `gap` says what is "
        "missing."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(1, 2),
    parameters=MomentParameters,
    row=ChainRow,
    cypher="""
CALL () {
  UNWIND $moments AS key
  MATCH (m:MomentOfTruth {key: key})
  RETURN m
  UNION ALL
  WITH $moments AS keys WHERE size(keys) = 0
  MATCH (m:MomentOfTruth)
  RETURN m
}
OPTIONAL CALL (m) {
  MATCH (m)-[r:SERVES|FULFILS]->(middle:CxGoal|BrandPromise)
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH middle, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN middle, type(r) AS first, head(collect(r.strength)) AS first_strength,
    collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS first_evidence
}
OPTIONAL CALL (middle) {
  MATCH (middle)-[r:ADVANCES|UPHOLDS]->(goal:BrandGoal)
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH goal, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN goal, type(r) AS second, head(collect(r.strength)) AS second_strength,
    collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS second_evidence
}
OPTIONAL CALL (goal) {
  MATCH (goal)<-[r:PURSUES]-(brand:Brand)
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH brand, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN brand, type(r) AS third,
    collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS third_evidence
}
WITH *,
  m {.key, .name, kind: labels(m)[0]} AS moment,
  middle {.key, .name, kind: labels(middle)[0]} AS through,
  goal {.key, .name, kind: labels(goal)[0]} AS brand_goal,
  brand {.key, .name, kind: labels(brand)[0]} AS pursuer
RETURN
  moment,
  CASE first WHEN 'SERVES' THEN 'cx-goal' WHEN 'FULFILS' THEN 'promise' END AS route,
  [link IN [
    {start: moment, relationship: first, end: through, strength: first_strength, evidence: first_evidence},
    {start: through, relationship: second, end: brand_goal, strength: second_strength, evidence: second_evidence},
    {start: pursuer, relationship: third, end: brand_goal, strength: null, evidence: third_evidence}
  ] WHERE link.relationship IS NOT NULL] AS links,
  brand_goal,
  pursuer AS brand,
  CASE
    WHEN first_strength IS NULL OR second_strength IS NULL THEN null
    WHEN first_strength < second_strength THEN first_strength
    ELSE second_strength
  END AS strength,
  CASE
    WHEN middle IS NULL THEN 'moment-serves-nothing'
    WHEN goal IS NULL AND first = 'SERVES' THEN 'cx-goal-advances-nothing'
    WHEN goal IS NULL THEN 'promise-upholds-nothing'
    WHEN brand IS NULL THEN 'no-brand-pursues'
  END AS gap
ORDER BY moment.key, gap IS NOT NULL, coalesce(strength, 0) DESC, route, through.key, brand_goal.key, pursuer.key
LIMIT $limit
""",
    crosses=("SERVES", "FULFILS", "ADVANCES", "UPHOLDS", "PURSUES"),
    view=View.CHAIN,
)

QUESTIONS = (MOMENTS_OF_TRUTH, TRACE)
