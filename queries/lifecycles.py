"""Questions about lifecycles: phases without a journey, phases of different models side by side, where a phase ends."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.lifecycle import Degree, LifecycleModel, Phase, Side
from graph_schema.kinds.who import Persona
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class UnmappedParameters(Parameters):
    """Of which lifecycles."""

    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of the lifecycle models that count.")


class UnmappedGap(StrEnum):
    """What is missing."""

    PHASE_WITHOUT_JOURNEY = "phase-without-journey"
    JOURNEY_WITHOUT_PHASE = "journey-without-phase"


class UnmappedRow(Row):
    """A phase without a journey map, or a journey map without a phase."""

    gap: UnmappedGap = Field(description="Which of the two it is.")
    node: Node = Field(description="The phase, or the journey.")
    model: Node | None = Field(description="The lifecycle model of the phase. Null: a journey.")
    counterparts: list[Neighbour] = Field(
        description="Phases of other models that answer to it, exactly or closely, and have a journey: perhaps enough."
    )
    touchpoints: list[Neighbour] = Field(
        description="Touchpoints that a source puts in the phase without any journey, 20 at most."
    )


UNMAPPED = Question(
    id="unmapped-phases-and-journeys",
    title="Which lifecycle phases have no journey map behind them, and which journeys no phase?",
    explanation=(
        "Each row is a gap: a phase in which neither a journey nor a stage of one lies, or a journey that lies in no "
        "phase of these lifecycles, itself or with a stage. Lifecycles are told side by side, so a phase may be "
        "covered through another model's: `counterparts` names it. No rows: every phase has a journey and every "
        "journey a phase."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.FIND,
    numbers=(47,),
    parameters=UnmappedParameters,
    row=UnmappedRow,
    cypher="""
CALL () {
  MATCH (n:Phase)-[:IN_MODEL]->(model:LifecycleModel)
  WHERE (size($models) = 0 OR model.key IN $models) AND NOT EXISTS { (n)<-[:WITHIN]-(:Journey|Stage) }
  RETURN n, model
  UNION ALL
  MATCH (n:Journey)
  // By its key, so that the index gives them in order and only as many as are shown.
  WHERE n.key > '' AND NOT EXISTS { MATCH (n)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(m:LifecycleModel)
      WHERE size($models) = 0 OR m.key IN $models }
    AND NOT EXISTS { MATCH (n)-[:HAS_STAGE]->(:Stage)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(m:LifecycleModel)
      WHERE size($models) = 0 OR m.key IN $models }
  WITH n ORDER BY n.key LIMIT $limit
  RETURN n, null AS model
}
WITH n, model ORDER BY model IS NULL, model.key, n.order, n.key LIMIT $limit
CALL (n) {
  OPTIONAL MATCH (n)-[r:ALIGNS_WITH]-(q:Phase)
  WHERE r.degree IN ['exact', 'close'] AND EXISTS { (q)<-[:WITHIN]-(:Journey|Stage) }
  WITH q, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY q.key
  RETURN collect(CASE WHEN q IS NOT NULL
    THEN {node: q {.key, .name, kind: labels(q)[0]}, evidence: claims} END) AS counterparts
}
CALL (n) {
  OPTIONAL CALL (n) {
    """
    + arriving("t:Touchpoint", "PLACED_IN", "'phase:' + n.key")
    + """ AND n:Phase
    WITH r.`to` AS place, r.`from` AS next, t, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY place, next LIMIT 20
    RETURN t, claims
  }
  RETURN collect(CASE WHEN t IS NOT NULL
    THEN {node: t {.key, .name, kind: labels(t)[0]}, evidence: claims} END) AS touchpoints
}
RETURN
  CASE WHEN model IS NULL THEN 'journey-without-phase' ELSE 'phase-without-journey' END AS gap,
  n {.key, .name, kind: labels(n)[0]} AS node,
  model {.key, .name, kind: labels(model)[0]} AS model,
  counterparts, touchpoints
ORDER BY model IS NULL, model.key, n.order, n.key
""",
    crosses=("WITHIN", "IN_MODEL", "HAS_STAGE", "ALIGNS_WITH", "PLACED_IN"),
    view=View.TABLE,
)


class LineUpParameters(Parameters):
    """Whose phases, beside whose."""

    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of the lifecycle models to begin with: ours.")
    others: Annotated[Keys, KeysOf(LifecycleModel)] = Field(
        default_factory=list[str],
        description="Keys of the models to lay beside them. Empty: all that a phase has a counterpart in.",
    )


class LineUpRow(Row):
    """A phase beside its counterpart in another model."""

    model: Node = Field(description="The lifecycle model of the phase.")
    phase: Node = Field(description="The phase.")
    other_model: Node | None = Field(description="The other model. Null: the phase has no counterpart in any.")
    counterpart: Node | None = Field(description="The phase of the other model that answers to it. Null: a gap.")
    degree: Degree | None = Field(
        description="How closely: `broad` where the counterpart holds more than the phase, `narrow` where it holds "
        "less. Where several say so, as the highest-ranked dataset has it, then the newest run. Null: a gap."
    )
    disputed: bool = Field(description="Whether sources give different degrees.")
    evidence: list[Evidence] = Field(description="Who lines the two up; seldom one of the models' own sources.")


LINE_UP = Question(
    id="phases-lined-up",
    title="How do another model's phases line up with ours, and which of ours has no counterpart?",
    explanation=(
        "Each row is a phase and one counterpart of another lifecycle model, in the degrees of SKOS, read from the "
        "side of the phase whichever way it was written. A phase without a counterpart is a gap, a row of its own: in "
        "each of the other models that were asked for, else in all. Only direct links count. No rows: there are no "
        "phases."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(51,),
    parameters=LineUpParameters,
    row=LineUpRow,
    cypher="""
CALL () {
  UNWIND $models AS key
  MATCH (p:Phase)-[:IN_MODEL]->(model:LifecycleModel {key: key})
  RETURN p, model
  UNION ALL
  WITH $models AS keys WHERE size(keys) = 0
  MATCH (p:Phase)-[:IN_MODEL]->(model:LifecycleModel)
  RETURN p, model
}
OPTIONAL CALL (p, model) {
  UNWIND $others AS key
  MATCH (other:LifecycleModel {key: key}) WHERE other <> model
  RETURN other
  UNION
  WITH p, model WHERE size($others) = 0
  MATCH (p)-[:ALIGNS_WITH]-(:Phase)-[:IN_MODEL]->(other:LifecycleModel) WHERE other <> model
  RETURN DISTINCT other
}
OPTIONAL CALL (p, other) {
  MATCH (p)-[r:ALIGNS_WITH]-(q:Phase)
  WHERE EXISTS { (q)-[:IN_MODEL]->(other) }
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH q, r, CASE
    WHEN startNode(r) = q AND r.degree = 'broad' THEN 'narrow'
    WHEN startNode(r) = q AND r.degree = 'narrow' THEN 'broad'
    ELSE r.degree
  END AS degree ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN q, head(collect(degree)) AS degree, count(DISTINCT degree) > 1 AS disputed,
    collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS evidence
}
RETURN
  model {.key, .name, kind: labels(model)[0]} AS model,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  other {.key, .name, kind: labels(other)[0]} AS other_model,
  q {.key, .name, kind: labels(q)[0]} AS counterpart,
  degree,
  coalesce(disputed, false) AS disputed,
  coalesce(evidence, []) AS evidence
ORDER BY model.key, p.order, p.key, other.key, q.order, q.key
LIMIT $limit
""",
    crosses=("IN_MODEL", "ALIGNS_WITH"),
    view=View.COMPARISON,
)


class EndParameters(Parameters):
    """Which phases, for whom, and which of their ends."""

    phases: Annotated[Keys, KeysOf(Phase)] = Field(
        default_factory=list[str], description="Keys of lifecycle phases. Empty: those with such a milestone."
    )
    personas: Annotated[Keys, KeysOf(Persona)] = Field(
        default_factory=list[str],
        description="Keys of personas for whom the phase ends. Empty: for anybody. A milestone of a segment holds for "
        "the personas that represent it, one of nobody's for all.",
    )
    side: Side = Field(Side.EXIT, description="Where the phase ends, or where it begins.")


class EndRow(Row):
    """A milestone at which a phase ends or begins."""

    phase: Node = Field(description="The lifecycle phase.")
    milestone: Node | None = Field(description="What is reached there. Null: a gap, the phase has no such criterion.")
    criterion: str | None = Field(description="More about the milestone. Null: not recorded.")
    customers: list[Neighbour] = Field(description="For whom it is the milestone. Empty: for everybody.")
    measured_by: list[Neighbour] = Field(description="The metrics that show it is reached. Empty: a gap.")
    evidence: list[Evidence] = Field(description="Who says that the phase ends or begins there.")


PHASE_ENDS = Question(
    id="phase-ends",
    title="When does a phase such as onboarding end for a persona: at which milestone, by which metric?",
    explanation=(
        "Each row is a milestone that ends the phase (or begins it, where that is asked for), with the metrics that "
        "show it is reached. A phase that was asked for by key and has none is a gap, a row without a milestone; a "
        "milestone without a metric can't be told to be reached. Where sources end a phase differently, each has "
        "its row. No rows: no phase has such a milestone."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.DESIGN,
    numbers=(54,),
    parameters=EndParameters,
    row=EndRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (:Milestone)-[:DELIMITS {side: $side}]->(p:Phase)
  RETURN DISTINCT p
}
OPTIONAL CALL (p) {
  MATCH (m:Milestone)-[r:DELIMITS {side: $side}]->(p)
  WHERE size($personas) = 0 OR NOT EXISTS { (m)-[:FOR]->(:Persona|Segment) }
    OR EXISTS { (m)-[:FOR]->(who:Persona) WHERE who.key IN $personas }
    OR EXISTS { (m)-[:FOR]->(:Segment)<-[:REPRESENTS]-(who:Persona) WHERE who.key IN $personas }
  RETURN m, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH p, m, evidence ORDER BY split(p.key, '/')[0], p.order, p.key, m.key LIMIT $limit
CALL (m) {
  OPTIONAL MATCH (m)-[r:FOR]->(n:Persona|Segment)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY labels(n)[0], n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS customers
}
CALL (m) {
  OPTIONAL MATCH (m)-[r:MEASURED_BY]->(n:Metric)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS measured_by
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  m {.key, .name, kind: labels(m)[0]} AS milestone,
  m.description AS criterion,
  customers, measured_by,
  coalesce(evidence, []) AS evidence
ORDER BY split(p.key, '/')[0], p.order, p.key, m.key
""",
    crosses=("DELIMITS", "MEASURED_BY", "FOR", "REPRESENTS"),
    view=View.TABLE,
)

QUESTIONS = (UNMAPPED, LINE_UP, PHASE_ENDS)
