"""Questions about which touchpoints belong to which phase, in which order, and who says so."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.model import Basis
from queries.parameters import Keys, KeysOf, keys_field
from queries.phases import PhaseParameters
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class PlacedRow(Row):
    """A touchpoint in a phase, at its place."""

    model: Node = Field(description="The lifecycle model.")
    phase: Node = Field(description="The phase.")
    phase_order: int | None = Field(description="The phase's place in the model; those of a fork share it.")
    touchpoint: Node | None = Field(description="The touchpoint. Null: a gap, none is placed in the phase.")
    position: int | None = Field(
        description="Its place among the phase's touchpoints. Null: not recorded. Where sources differ, that of the "
        "highest-ranked dataset, then of the newest run."
    )
    recurrence: str | None = Field(description="How often it comes back. Null: once, or not recorded.")
    owners: list[Neighbour] = Field(description="Who answers for it. Empty: nobody is recorded.")
    evidence: list[Evidence] = Field(description="Who places it in the phase, and on what basis.")


TOUCHPOINTS_IN_ORDER = Question(
    id="touchpoints-in-order",
    title="Which touchpoints does each phase of a lifecycle have, in which order, how often, and who owns them?",
    explanation=(
        "The rows follow the phases of each model and, within a phase, the positions of its touchpoints; those without "
        "a position come last. Only touchpoints that a source places in the phase are listed: what journeys use "
        "there is told by `zoom`. A phase without a touchpoint has a row without one."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.DESIGN,
    numbers=(24,),
    parameters=PhaseParameters,
    row=PlacedRow,
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
MATCH (p)-[:IN_MODEL]->(model:LifecycleModel)
OPTIONAL CALL (p) {
  MATCH (p)<-[r:PLACED_IN]-(t:Touchpoint)
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH t, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN t, head(collect(r.order)) AS position, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH model, p, t, position, coalesce(evidence, []) AS evidence
ORDER BY model.key, p.order, p.key, position, t.key LIMIT $limit
CALL (t) {
  OPTIONAL MATCH (t)<-[r:OWNS]-(n:Stakeholder)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS owners
}
RETURN
  model {.key, .name, kind: labels(model)[0]} AS model,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  p.order AS phase_order,
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  position, t.recurrence AS recurrence, owners, evidence
ORDER BY model.key, p.order, p.key, position, t.key
""",
    crosses=("IN_MODEL", "PLACED_IN", "OWNS"),
    view=View.TREE,
)


class PlacementParameters(PhaseParameters):
    """Which touchpoints and phases."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")


class PlacementRow(Row):
    """A touchpoint that is assigned to a phase, or to none."""

    touchpoint: Node = Field(description="The touchpoint.")
    phase: Node | None = Field(description="The phase. Null: a gap, no source places the touchpoint anywhere.")
    basis: Basis | None = Field(
        description="Stated where any source states it, else measured, else inferred. Null: not placed."
    )
    stated: list[Evidence] = Field(description="The sources that state it.")
    measured: list[Evidence] = Field(description="The sources that measured it.")
    inferred: list[Evidence] = Field(description="Those that infer it: a reading of theirs, not what a source says.")


PLACEMENTS = Question(
    id="placements",
    title="Which assignments of touchpoints to phases are stated by a source, and which are inferred?",
    explanation=(
        "Each row is a touchpoint in a phase, with those who state it apart from those who infer it; what is stated "
        "comes first, what is only inferred after that. A touchpoint that no source places comes last, without a "
        "phase: it may still be used in journeys."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.TRUST,
    numbers=(29,),
    parameters=PlacementParameters,
    row=PlacementRow,
    cypher="""
CALL () {
  UNWIND $touchpoints AS key
  MATCH (t:Touchpoint {key: key})
  RETURN t
  UNION ALL
  WITH $touchpoints AS keys WHERE size(keys) = 0
  MATCH (t:Touchpoint)
  RETURN t
}
OPTIONAL CALL (t) {
  MATCH (t)-[r:PLACED_IN]->(p:Phase)
  WHERE (size($phases) = 0 OR p.key IN $phases)
    AND (size($models) = 0 OR EXISTS { (p)-[:IN_MODEL]->(m:LifecycleModel) WHERE m.key IN $models })
  WITH p, r ORDER BY r.dataset, r.source
  RETURN p, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims
}
WITH t, p, coalesce(claims, []) AS claims WHERE p IS NOT NULL OR size($phases) + size($models) = 0
WITH t, p, [c IN claims WHERE c.basis = 'stated'] AS stated, [c IN claims WHERE c.basis = 'measured'] AS measured,
  [c IN claims WHERE c.basis = 'inferred'] AS inferred
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  CASE WHEN size(stated) > 0 THEN 'stated' WHEN size(measured) > 0 THEN 'measured'
    WHEN size(inferred) > 0 THEN 'inferred' END AS basis,
  stated, measured, inferred
ORDER BY p IS NULL, size(stated) = 0, size(measured) = 0, t.key, split(p.key, '/')[0], p.order, p.key
LIMIT $limit
""",
    crosses=("PLACED_IN", "IN_MODEL"),
    view=View.TABLE,
)

QUESTIONS = (TOUCHPOINTS_IN_ORDER, PLACEMENTS)
