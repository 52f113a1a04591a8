"""Questions about goals and moments that miss each other."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.why import Brand
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Neighbour, Node, Row
from queries.why import MomentParameters


class GoalParameters(Parameters):
    """Whose goals."""

    brands: Annotated[Keys, KeysOf(Brand)] = keys_field("Keys of brands whose goals are meant.")


class GoalGap(StrEnum):
    """What a goal lacks."""

    NOTHING_LEADS_HERE = "nothing-leads-here"
    NO_MOMENT_BEHIND = "no-moment-behind"


class GoalRow(Row):
    """A brand goal or CX goal that no moment of truth stands behind."""

    goal: Node = Field(description="The goal; its kind tells a brand goal from a CX goal.")
    owner: str | None = Field(description="Who answers for the goal. Null: not recorded.")
    gap: GoalGap = Field(
        description="Nothing leads to the goal at all, or CX goals or promises do and no moment stands behind them. "
        "To a CX goal only moments lead."
    )
    reached_through: list[Neighbour] = Field(
        description="The CX goals and promises that lead to the goal, without a moment behind them."
    )
    leads_to: list[Neighbour] = Field(description="The brand goals that a CX goal advances.")
    pursued_by: list[Neighbour] = Field(description="The brands that pursue a brand goal.")


GOALS_WITHOUT_MOMENTS = Question(
    id="goals-without-moments",
    title="Which brand goals and CX goals have no moment of truth behind them?",
    explanation=(
        "Each row is a goal that no moment of truth reaches, neither through CX goals nor through brand promises. "
        "`gap` tells goals to which nothing leads from goals to which something leads that no moment serves or "
        "fulfils. No rows: every goal has a moment behind it, or there are no goals."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(2,),
    parameters=GoalParameters,
    row=GoalRow,
    cypher="""
CALL () {
  MATCH (goal:BrandGoal)
  WHERE NOT EXISTS { (goal)<-[:ADVANCES]-(:CxGoal)<-[:SERVES]-(:MomentOfTruth) }
    AND NOT EXISTS { (goal)<-[:UPHOLDS]-(:BrandPromise)<-[:FULFILS]-(:MomentOfTruth) }
    AND (size($brands) = 0 OR EXISTS { (goal)<-[:PURSUES]-(b:Brand) WHERE b.key IN $brands })
  RETURN goal
  UNION ALL
  MATCH (goal:CxGoal)
  WHERE NOT EXISTS { (goal)<-[:SERVES]-(:MomentOfTruth) }
    AND (size($brands) = 0
      OR EXISTS { (goal)-[:ADVANCES]->(:BrandGoal)<-[:PURSUES]-(b:Brand) WHERE b.key IN $brands })
  RETURN goal
}
WITH goal ORDER BY labels(goal)[0], goal.key LIMIT $limit
CALL (goal) {
  OPTIONAL MATCH (goal)<-[r:ADVANCES|UPHOLDS]-(n:CxGoal|BrandPromise)
  WITH n, collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY labels(n)[0], n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS reached_through
}
CALL (goal) {
  OPTIONAL MATCH (goal)-[r:ADVANCES]->(n:BrandGoal)
  WITH n, collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS leads_to
}
CALL (goal) {
  OPTIONAL MATCH (goal)<-[r:PURSUES]-(n:Brand)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS pursued_by
}
RETURN
  goal {.key, .name, kind: labels(goal)[0]} AS goal,
  goal.owner AS owner,
  CASE WHEN size(reached_through) = 0 THEN 'nothing-leads-here' ELSE 'no-moment-behind' END AS gap,
  reached_through, leads_to, pursued_by
ORDER BY goal.kind, goal.key
""",
    crosses=("SERVES", "FULFILS", "ADVANCES", "UPHOLDS", "PURSUES"),
    view=View.TABLE,
)


class MomentGap(StrEnum):
    """What a moment lacks."""

    SERVES_NOTHING = "serves-nothing"
    REACHES_NO_BRAND_GOAL = "reaches-no-brand-goal"


class GoallessRow(Row):
    """A moment of truth that traces to no brand goal."""

    moment: Node = Field(description="The moment of truth.")
    gap: MomentGap = Field(description="It serves and fulfils nothing, or what it serves leads to no brand goal.")
    ends_at: list[Neighbour] = Field(description="The CX goals and promises where its chains end.")


MOMENTS_WITHOUT_GOALS = Question(
    id="moments-without-goals",
    title="Which moments of truth trace to no brand goal?",
    explanation=(
        "Each row is a moment of truth from which no chain reaches a brand goal: it serves no CX goal and fulfils no "
        "promise, or those that it does serve advance and uphold nothing. No rows: every moment reaches a brand goal, "
        "or there are no moments."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(2,),
    parameters=MomentParameters,
    row=GoallessRow,
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
WITH m
WHERE NOT EXISTS { (m)-[:SERVES]->(:CxGoal)-[:ADVANCES]->(:BrandGoal) }
  AND NOT EXISTS { (m)-[:FULFILS]->(:BrandPromise)-[:UPHOLDS]->(:BrandGoal) }
WITH m ORDER BY m.key LIMIT $limit
CALL (m) {
  OPTIONAL MATCH (m)-[r:SERVES|FULFILS]->(n:CxGoal|BrandPromise)
  WITH n, collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY labels(n)[0], n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS ends_at
}
RETURN
  m {.key, .name, kind: labels(m)[0]} AS moment,
  CASE WHEN size(ends_at) = 0 THEN 'serves-nothing' ELSE 'reaches-no-brand-goal' END AS gap,
  ends_at
ORDER BY m.key
""",
    crosses=("SERVES", "FULFILS", "ADVANCES", "UPHOLDS"),
    view=View.TABLE,
)

QUESTIONS = (GOALS_WITHOUT_MOMENTS, MOMENTS_WITHOUT_GOALS)
