"""Questions about journeys: from the lifecycle down to micro-moments, and through which channels."""

from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Journey
from graph_schema.kinds.lifecycle import LifecycleModel, Phase
from graph_schema.kinds.who import Persona
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class Level(StrEnum):
    """How close to look."""

    PHASES = "phases"
    JOURNEYS = "journeys"
    STAGES = "stages"
    STEPS = "steps"
    MICRO_MOMENTS = "micro-moments"


class Depth(IntEnum):
    """How deep a level lies in the tree, whose root is the lifecycle model."""

    PHASES = 1
    JOURNEYS = 2
    STAGES = 3
    STEPS = 4
    MICRO_MOMENTS = 5


class ZoomParameters(Parameters):
    """Whose lifecycle, and how close."""

    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas whose journeys are meant.")
    journeys: Annotated[Keys, KeysOf(Journey)] = keys_field("Keys of the journeys that are meant.")
    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field(
        "Keys of the lifecycle models to show, also those that none of the journeys lies in."
    )
    level: Level = Field(Level.MICRO_MOMENTS, description="The closest level to show.")
    limit: int = Field(500, ge=1, le=5000, description="How many rows to give at most.")

    def bound(self) -> dict[str, object]:
        """Cypher compares depths, not names of levels."""
        return super().bound() | {"level": Depth[self.level.name].value}


class TreeRow(Row):
    """A node of the tree: lifecycle model, phase, journey, stage, step, micro-moment."""

    depth: int = Field(description="0 lifecycle model, 1 phase, 2 journey, 3 stage, 4 step, 5 micro-moment.")
    node: Node = Field(description="The node.")
    parent: Node | None = Field(
        description="What contains it here. Null: a lifecycle model, or a journey that nobody placed in a phase."
    )
    path: list[str] = Field(description="The keys from the root of the tree to the node.")
    order: int | None = Field(description="Its place among its siblings. Null: not recorded.")
    evidence: list[Evidence] = Field(
        description="Of a journey: who says that it is this persona's and in this phase. Containment needs no claim."
    )


ZOOM = Question(
    id="zoom",
    title="What does a persona go through, from lifecycle phases to journeys, steps and micro-moments?",
    explanation=(
        "The rows are a tree, in order: lifecycle model, phase, journey, stage, step, micro-moment. Journeys are "
        "those told for the personas or for a segment that they represent. All phases of the lifecycles that "
        "these journeys lie in, or that are named, are shown: a phase with nothing below it has no journey mapped, "
        "which is a gap. A stage with a phase of its own stands there, and its journey stands in both phases. "
        "Journeys without a phase come last, without a parent. Of a persona with more journeys than `limit`, those "
        "with the first keys are put in the tree."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(4, 64),
    parameters=ZoomParameters,
    row=TreeRow,
    cypher="""
CALL () {
  UNWIND $personas AS key
  CALL (key) {
    RETURN 'persona:' + key AS told
    UNION
    MATCH (:Persona {key: key})-[:REPRESENTS]->(s:Segment)
    RETURN 'segment:' + s.key AS told
  }
  CALL (told) {
    // Each journey gives a row at least, so that no more of them are read from the index than are shown.
    """
    + arriving("j:Journey", "FOR", "told", "STARTS WITH 'journey:'")
    + """
      AND (size($journeys) = 0 OR j.key IN $journeys)
      AND (size($models) = 0 OR EXISTS { (j)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(m:LifecycleModel)
          WHERE m.key IN $models }
        OR EXISTS { (j)-[:HAS_STAGE]->(:Stage)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(m:LifecycleModel)
          WHERE m.key IN $models })
    WITH DISTINCT r.`to` AS place, r.`from` AS next, j ORDER BY place, next
    LIMIT CASE WHEN $level >= 2 THEN $limit ELSE 9223372036854775807 END
    RETURN j
  }
  RETURN j
  UNION
  UNWIND CASE WHEN size($personas) = 0 THEN $journeys ELSE [] END AS key
  MATCH (j:Journey {key: key})
  RETURN j
  UNION
  WITH $personas + $journeys AS keys WHERE size(keys) = 0
  MATCH (j:Journey)
  RETURN j
  UNION
  // A model that is asked for is shown without a journey, too.
  WITH $models AS keys WHERE size(keys) > 0
  RETURN null AS j
}
WITH j WHERE j IS NULL OR size($journeys) = 0 OR j.key IN $journeys
OPTIONAL CALL (j) {
  MATCH (j)-[:WITHIN]->(p:Phase)
  RETURN p
  UNION
  MATCH (j)-[:HAS_STAGE]->(:Stage)-[:WITHIN]->(p:Phase)
  RETURN p
}
OPTIONAL CALL (j, p) {
  MATCH (p)-[:IN_MODEL]->(model:LifecycleModel)
  WHERE size($models) = 0 OR model.key IN $models
  RETURN model
  UNION
  UNWIND CASE WHEN j IS NULL THEN $models ELSE [] END AS key
  MATCH (model:LifecycleModel {key: key})
  RETURN model
}
WITH j, p, model WHERE size($models) = 0 OR model IS NOT NULL
WITH CASE WHEN $level >= 2 THEN j END AS j, p, model
WITH DISTINCT j, p, model ORDER BY [model.key, p.order, p.key, j.key] LIMIT $limit
WITH collect({j: j, p: p, model: model}) AS found
CALL (found) {
  UNWIND found AS one
  WITH DISTINCT one.model AS model WHERE model IS NOT NULL
  CALL (model) {
    RETURN 0 AS depth, model AS node, null AS parent, [model.key] AS path, [model.key, -1] AS place, null AS order
    UNION ALL
    WITH * WHERE $level >= 1
    MATCH (q:Phase)-[:IN_MODEL]->(model)
    RETURN 1 AS depth, q AS node, model AS parent, [model.key, q.key] AS path, [model.key, q.order, q.key] AS place,
      q.order AS order
  }
  RETURN depth, node, parent, path, place, order
  UNION ALL
  UNWIND found AS one
  WITH one.j AS j, one.p AS p, one.model AS model WHERE j IS NOT NULL
  // Journey after journey, so that those beyond the limit are not looked into.
  WITH *, [key IN [model.key, p.key] WHERE key IS NOT NULL] AS above, [model.key, p.order, p.key] AS around
  ORDER BY model.key, p.order, p.key, j.key
  CALL (j, p, above, around) {
    RETURN 2 AS depth, j AS node, p AS parent, above + [j.key] AS path, around + [j.key] AS place, null AS order
    UNION ALL
    WITH * WHERE $level >= 3
    MATCH (j)-[:HAS_STAGE]->(s:Stage)
    WHERE p IS NULL OR EXISTS { (s)-[:WITHIN]->(p) } OR (EXISTS { (j)-[:WITHIN]->(p) }
      AND NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(p) })
    CALL (j, s, above, around) {
      RETURN 3 AS depth, s AS node, j AS parent, above + [j.key, s.key] AS path,
        around + [j.key, s.order, s.key] AS place, s.order AS order
      UNION ALL
      WITH * WHERE $level >= 4
      MATCH (s)-[:HAS_STEP]->(t:Step)
      RETURN 4 AS depth, t AS node, s AS parent, above + [j.key, s.key, t.key] AS path,
        around + [j.key, s.order, s.key, t.order, t.key] AS place, t.order AS order
      UNION ALL
      WITH * WHERE $level >= 5
      MATCH (s)-[:HAS_STEP]->(t:Step)-[:HAS_MOMENT]->(m:MicroMoment)
      RETURN 5 AS depth, m AS node, t AS parent, above + [j.key, s.key, t.key, m.key] AS path,
        around + [j.key, s.order, s.key, t.order, t.key, m.order, m.key] AS place, m.order AS order
    }
    RETURN depth, node, parent, path, place, order
  }
  WITH * ORDER BY model.key, p.order, p.key, j.key, place LIMIT $limit
  RETURN depth, node, parent, path, place, order
}
WITH depth, node, parent, path, place, order ORDER BY place LIMIT $limit
CALL (depth, node, parent) {
  OPTIONAL CALL (depth, node, parent) {
    MATCH (node)-[r:FOR]->(who:Persona|Segment)
    WHERE depth = 2 AND (size($personas) = 0 OR who:Persona AND who.key IN $personas)
    RETURN r
    UNION
    MATCH (node)-[told:FOR]->(:Segment)<-[stands:REPRESENTS]-(who:Persona) WHERE depth = 2 AND who.key IN $personas
    UNWIND [told, stands] AS r
    RETURN r
    UNION
    MATCH (node)-[r:WITHIN]->(p:Phase) WHERE depth = 2 AND p = parent
    RETURN r
    UNION
    MATCH (node)-[:HAS_STAGE]->(:Stage)-[r:WITHIN]->(p:Phase) WHERE depth = 2 AND p = parent
    RETURN r
  }
  RETURN collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
RETURN depth, node {.key, .name, kind: labels(node)[0]} AS node,
  parent {.key, .name, kind: labels(parent)[0]} AS parent, path, order, evidence
ORDER BY place
""",
    crosses=("FOR", "REPRESENTS", "WITHIN", "IN_MODEL", "HAS_STAGE", "HAS_STEP", "HAS_MOMENT"),
    view=View.TREE,
)


class ChannelParameters(Parameters):
    """Which phases, and whose journeys."""

    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas whose journeys count.")


class ChannelRow(Row):
    """A channel that is used in a phase."""

    phase: Node = Field(description="The lifecycle phase.")
    channel: Node | None = Field(
        description="The channel. Null: a gap, steps whose channel nobody recorded, or a phase without steps."
    )
    steps: int = Field(description="How many steps of journeys in the phase use it.")
    journeys: list[Node] = Field(description="The journeys that use it, 20 at most.")
    personas: list[Neighbour] = Field(
        description="The personas that all such journeys are told for, themselves or as members of a segment, each "
        "with 20 claims at most."
    )
    evidence: list[Evidence] = Field(description="Who says that the steps use the channel, 20 claims at most.")


CHANNELS_IN_PHASE = Question(
    id="channels-in-phase",
    title="Which channels are used in a lifecycle phase, and by which personas?",
    explanation=(
        "Each row is a channel in a phase, with the steps that use it. Steps count where their journey lies in "
        "the phase or where their stage does; a stage that is placed in another phase of the same lifecycle "
        "counts only there. A row without a channel counts the steps whose channel is not recorded; with 0 steps, "
        "the phase has no steps."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(6,),
    parameters=ChannelParameters,
    row=ChannelRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION ALL
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (p:Phase)
  RETURN p
}
OPTIONAL CALL (p) {
  CALL (p) {
    MATCH (p)<-[:WITHIN]-(s:Stage)
    RETURN s
    UNION
    MATCH (p)<-[:WITHIN]-(:Journey)-[:HAS_STAGE]->(s:Stage)
    WHERE NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(p) }
    RETURN s
  }
  MATCH (j:Journey)-[:HAS_STAGE]->(s)
  WHERE size($personas) = 0
    OR EXISTS { (j)-[:FOR]->(who:Persona) WHERE who.key IN $personas }
    OR EXISTS { (j)-[:FOR]->(:Segment)<-[:REPRESENTS]-(who:Persona) WHERE who.key IN $personas }
  MATCH (s)-[:HAS_STEP]->(t:Step)
  OPTIONAL MATCH (t)-[r:VIA]->(c:Channel)
  WITH c, j, t, r ORDER BY j.key, t.key, r.source
  RETURN c, count(DISTINCT t) AS steps, collect(DISTINCT j) AS journeys, collect(r)[..20] AS claims
}
WITH * ORDER BY split(p.key, '/')[0], p.order, p.key, steps DESC, c.key LIMIT $limit
CALL (journeys) {
  OPTIONAL CALL (journeys) {
    UNWIND journeys AS j
    MATCH (j)-[r:FOR]->(who:Persona)
    WHERE size($personas) = 0 OR who.key IN $personas
    RETURN who, r
    UNION
    UNWIND journeys AS j
    MATCH (j)-[told:FOR]->(:Segment)<-[stands:REPRESENTS]-(who:Persona)
    WHERE size($personas) = 0 OR who.key IN $personas
    UNWIND [told, stands] AS r
    RETURN who, r
  }
  WITH who, [r IN collect(r)[..20] | r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}] AS evidence ORDER BY who.key
  RETURN collect(CASE WHEN who IS NOT NULL
    THEN {node: who {.key, .name, kind: labels(who)[0]}, evidence: evidence} END) AS personas
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  c {.key, .name, kind: labels(c)[0]} AS channel,
  coalesce(steps, 0) AS steps,
  [j IN coalesce(journeys, [])[..20] | j {.key, .name, kind: labels(j)[0]}] AS journeys,
  personas,
  [r IN coalesce(claims, []) | r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}] AS evidence
ORDER BY split(p.key, '/')[0], p.order, p.key, steps DESC, c.key
""",
    crosses=("WITHIN", "HAS_STAGE", "HAS_STEP", "VIA", "FOR", "REPRESENTS", "IN_MODEL"),
    view=View.MATRIX,
)

QUESTIONS = (ZOOM, CHANNELS_IN_PHASE)
