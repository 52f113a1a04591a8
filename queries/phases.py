"""Questions about lifecycle phases: what starts them, what they hold, and where they end."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import JourneyState
from graph_schema.kinds.lifecycle import LifecycleModel, Phase, Side
from graph_schema.kinds.who import CircumstanceKind, Persona, Segment
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class PhaseParameters(Parameters):
    """Which phases."""

    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases.")
    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of lifecycle models whose phases are meant.")


class TriggerParameters(PhaseParameters):
    """Which phases, and what sort of circumstance."""

    kinds: Annotated[list[CircumstanceKind], OneOf(tuple(CircumstanceKind)), Several] = Field(
        default_factory=list[CircumstanceKind], description="Kinds of circumstance. Empty: all."
    )


class TriggerRow(Row):
    """A circumstance that starts a phase, or a journey in it."""

    phase: Node = Field(description="The lifecycle phase.")
    circumstance: Node | None = Field(
        description="The circumstance. Null: a gap, nobody recorded one of the kinds asked for."
    )
    circumstance_kind: CircumstanceKind | None = Field(
        description="A life event, a habit, a preference, a value, the budget or the network. Null: not recorded."
    )
    journeys: list[Neighbour] = Field(description="The journeys in the phase that it sets people off on, 20 at most.")
    personas: list[Neighbour] = Field(description="The personas in whose life it is.")
    evidence: list[Evidence] = Field(
        description="Who says that it starts the phase itself; empty where only a journey in it is known to start so."
    )


PHASE_TRIGGERS = Question(
    id="phase-triggers",
    title="Which life events and other circumstances start a lifecycle phase?",
    explanation=(
        "Each row is a circumstance that sets people off on a phase, or on a journey that lies in the phase. A row "
        "without a circumstance is a phase of which nobody recorded what starts it, as far as the kinds asked for go; "
        "such rows come after the others."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(7,),
    parameters=TriggerParameters,
    row=TriggerRow,
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
OPTIONAL CALL (p) {
  CALL (p) {
    MATCH (p)<-[r:TRIGGERS]-(c:Circumstance)
    RETURN c, null AS j, r
    UNION ALL
    MATCH (p)<-[:WITHIN]-(j:Journey)
    WITH DISTINCT j
    MATCH (j)<-[r:TRIGGERS]-(c:Circumstance)
    RETURN c, j, r
  }
  WITH c, j, r WHERE size($kinds) = 0 OR c.circumstance_kind IN $kinds
  WITH c, j, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY j.key
  RETURN c,
    collect(CASE WHEN j IS NOT NULL
      THEN {node: j {.key, .name, kind: labels(j)[0]}, evidence: claims} END)[..20] AS journeys,
    head(collect(CASE WHEN j IS NULL THEN claims END)) AS evidence
}
WITH * ORDER BY c IS NULL, split(p.key, '/')[0], p.order, p.key, c.key LIMIT $limit
CALL (c) {
  OPTIONAL MATCH (c)<-[r:HAS_CIRCUMSTANCE]-(n:Persona)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS personas
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  c {.key, .name, kind: labels(c)[0]} AS circumstance,
  c.circumstance_kind AS circumstance_kind,
  coalesce(journeys, []) AS journeys,
  personas,
  coalesce(evidence, []) AS evidence
ORDER BY c IS NULL, split(p.key, '/')[0], p.order, p.key, c.key
""",
    crosses=("TRIGGERS", "WITHIN", "HAS_CIRCUMSTANCE", "IN_MODEL"),
    view=View.TABLE,
)


class JourneysParameters(PhaseParameters):
    """Which phases, and for whom."""

    segments: Annotated[Keys, KeysOf(Segment)] = keys_field("Keys of segments.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas.")


class JourneyRow(Row):
    """A journey in a phase, for those asked for."""

    phase: Node = Field(description="The lifecycle phase.")
    journey: Node | None = Field(description="The journey. Null: a gap, none is mapped in the phase for them.")
    state: JourneyState | None = Field(description="As it is or as it should be. Null: not recorded.")
    stages: list[Neighbour] = Field(description="The stages that are placed in the phase themselves.")
    told_for: list[Neighbour] = Field(
        description="The personas and segments that it is told for, and the segments that those personas represent."
    )
    evidence: list[Evidence] = Field(description="Who says that the journey as a whole lies in the phase.")


JOURNEYS_IN_PHASE = Question(
    id="journeys-in-phase",
    title="Which journeys lie in a lifecycle phase, for a segment or a persona?",
    explanation=(
        "Each row is a journey in a phase: it lies there itself, or stages of it do. With segments or personas named, "
        "only journeys that are told for them count, and for a segment also those told for a persona that "
        "represents it. A phase without such a journey has a row without one: nothing is mapped there."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(17,),
    parameters=JourneysParameters,
    row=JourneyRow,
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
OPTIONAL CALL (p) {
  CALL (p) {
    MATCH (p)<-[:WITHIN]-(j:Journey)
    RETURN j
    UNION
    MATCH (p)<-[:WITHIN]-(:Stage)<-[:HAS_STAGE]-(j:Journey)
    RETURN j
  }
  WITH j WHERE size($segments) + size($personas) = 0
    OR EXISTS { (j)-[:FOR]->(who:Persona) WHERE who.key IN $personas }
    OR EXISTS { (j)-[:FOR]->(who:Segment) WHERE who.key IN $segments }
    OR EXISTS { (j)-[:FOR]->(:Persona)-[:REPRESENTS]->(who:Segment) WHERE who.key IN $segments }
  RETURN j ORDER BY j.key LIMIT $limit
}
WITH p, j ORDER BY j IS NULL, split(p.key, '/')[0], p.order, p.key, j.key LIMIT $limit
CALL (j) {
  OPTIONAL CALL (j) {
    MATCH (j)-[r:FOR]->(who:Persona|Segment)
    RETURN who, r
    UNION ALL
    MATCH (j)-[:FOR]->(:Persona)-[r:REPRESENTS]->(who:Segment)
    RETURN who, r
  }
  WITH who, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY labels(who)[0], who.key
  RETURN collect(CASE WHEN who IS NOT NULL
    THEN {node: who {.key, .name, kind: labels(who)[0]}, evidence: claims} END) AS told_for
}
CALL (p, j) {
  OPTIONAL MATCH (j)-[r:WITHIN]->(q:Phase) WHERE q = p
  RETURN collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
CALL (p, j) {
  OPTIONAL MATCH (j)-[:HAS_STAGE]->(s:Stage)-[r:WITHIN]->(q:Phase) WHERE q = p
  WITH s, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY s.order, s.key
  RETURN collect(CASE WHEN s IS NOT NULL
    THEN {node: s {.key, .name, kind: labels(s)[0]}, evidence: claims} END) AS stages
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  j {.key, .name, kind: labels(j)[0]} AS journey,
  j.state AS state, stages, told_for, evidence
ORDER BY j IS NULL, split(p.key, '/')[0], p.order, p.key, j.key
""",
    crosses=("WITHIN", "HAS_STAGE", "FOR", "REPRESENTS", "IN_MODEL"),
    view=View.TABLE,
)


class CriterionGap(StrEnum):
    """What a phase lacks."""

    NO_MILESTONE = "no-milestone"
    NO_EXIT = "no-exit"


class Criterion(Part):
    """A milestone at one side of a phase."""

    milestone: Node = Field(description="The milestone.")
    side: Side = Field(description="Whether the phase begins or ends there.")
    measured_by: list[Node] = Field(description="What shows that it is reached. Empty: nobody recorded it.")
    evidence: list[Evidence] = Field(description="Who says that it delimits the phase.")


class CriterionRow(Row):
    """A phase of which it is not said when it ends."""

    phase: Node = Field(description="The lifecycle phase.")
    gap: CriterionGap = Field(description="It has no milestone at all, or one where it begins and none where it ends.")
    criteria: list[Criterion] = Field(description="The milestones that it has.")


PHASES_WITHOUT_EXIT = Question(
    id="phases-without-exit",
    title="Which lifecycle phases have no milestone, or none that says when they end?",
    explanation=(
        "Each row is a phase without an exit criterion. `gap` tells those without any milestone from those that "
        "have one where they begin only. Without it nobody can say whether a customer has left the phase. No "
        "rows: every phase has one, or there are no phases."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(20,),
    parameters=PhaseParameters,
    row=CriterionRow,
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
WITH p WHERE NOT EXISTS { (p)<-[:DELIMITS {side: 'exit'}]-(:Milestone) }
WITH p, EXISTS { (p)<-[:DELIMITS]-(:Milestone) } AS begins
ORDER BY begins DESC, split(p.key, '/')[0], p.order, p.key LIMIT $limit
CALL (p) {
  OPTIONAL MATCH (p)<-[r:DELIMITS]-(m:Milestone)
  WITH m, r.side AS side, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
  CALL (m) {
    OPTIONAL MATCH (m)-[:MEASURED_BY]->(metric:Metric)
    WITH DISTINCT metric ORDER BY metric.key
    RETURN collect(metric {.key, .name, kind: labels(metric)[0]}) AS measured_by
  }
  WITH m, side, measured_by, evidence ORDER BY m.key
  RETURN collect(CASE WHEN m IS NOT NULL THEN {milestone: m {.key, .name, kind: labels(m)[0]}, side: side,
    measured_by: measured_by, evidence: evidence} END) AS criteria
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  CASE WHEN begins THEN 'no-exit' ELSE 'no-milestone' END AS gap,
  criteria
ORDER BY begins DESC, split(p.key, '/')[0], p.order, p.key
""",
    crosses=("DELIMITS", "MEASURED_BY", "IN_MODEL"),
    view=View.TABLE,
)

QUESTIONS = (PHASE_TRIGGERS, JOURNEYS_IN_PHASE, PHASES_WITHOUT_EXIT)
