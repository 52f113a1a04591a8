"""Questions about what the journey is like: the emotion curve, pain that journeys share, pain that nobody addresses."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.experience import PainPoint, Severity
from graph_schema.kinds.journey import Journey
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.who import Persona
from queries.fragments import TOLD_FOR, arriving
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class CurveParameters(Parameters):
    """Whose curve, and through which journeys."""

    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas.")
    journeys: Annotated[Keys, KeysOf(Journey)] = keys_field("Keys of journeys.")
    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases that the stages must lie in.")
    limit: int = Field(500, ge=1, le=5000, description="How many rows to give at most.")


class PointRow(Row):
    """A point of an emotion curve: a feeling at a place, or a place where none is recorded."""

    persona: Node = Field(description="Who feels it.")
    journey: Node = Field(description="The journey that the curve runs through.")
    stage: Node = Field(description="The stage of the journey.")
    step: Node | None = Field(description="The step. Null: the feeling holds for the stage as a whole.")
    micro_moment: Node | None = Field(description="The micro-moment. Null: the feeling holds for the whole step.")
    wherever_used: bool = Field(
        description="True: recorded at the step's touchpoint, so it holds wherever that is used."
    )
    gap: bool = Field(description="True: no feeling of the persona is recorded at this place.")
    score: float | None = Field(description="From -1 (as bad as can be) to 1. Null: not recorded.")
    emotion: Node | None = Field(description="The emotion that it is. Null: not named.")
    description: str | None = Field(description="The feeling in words.")
    lowest: bool = Field(description="Whether it is the lowest recorded point of the curve, or one of several.")
    evidence: list[Evidence] = Field(
        description="Who says so, and on what basis, and that the step uses the touchpoint; empty for a gap."
    )


EMOTION_CURVE = Question(
    id="emotion-curve",
    title="What is the emotion curve of a persona through a journey, and where is its lowest point?",
    explanation=(
        "The rows are points in the order of the journey: stages, steps, and micro-moments after their step. "
        "Where sources disagree on a place, each gives a point. A step where neither it, its micro-moments nor "
        "its touchpoint has a feeling of the persona is a gap, a row without a score: nobody recorded one, which "
        "is not the same as neutral. A curve is drawn for the personas that a journey is told for, those that "
        "feel something in it, and those asked for together with a journey. Feelings about a journey or a phase "
        "as a whole are no points."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(5,),
    parameters=CurveParameters,
    row=PointRow,
    cypher="""
CALL () {
  UNWIND $journeys AS key
  MATCH (j:Journey {key: key})
  RETURN j
  UNION
  UNWIND (CASE WHEN size($journeys) = 0 THEN $phases ELSE [] END) AS key
  UNWIND ['journey:', 'stage:'] AS kind
  CALL (key, kind) {
    // Each that is left gives a row at least, so that no more of them are read from the index than are shown.
    """ + arriving("n:Journey|Stage", "WITHIN", "'phase:' + key", "STARTS WITH kind", end="phase:Phase") + """
      AND (n:Stage OR EXISTS {
        MATCH (n)-[:HAS_STAGE]->(s:Stage)
        WHERE NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(phase) }
      })
    CALL (n) {
      WITH n AS j WHERE j:Journey
      RETURN j
      UNION ALL
      MATCH (n)<-[:HAS_STAGE]-(j:Journey)
      RETURN j
    }
    WITH r, j WHERE EXISTS {
      MATCH (j)-[:FOR]->(p:Persona) WHERE size($personas) = 0 OR p.key IN $personas
      RETURN p
      UNION
      MATCH (j)-[:FOR]->(:Segment)<-[:REPRESENTS]-(p:Persona) WHERE size($personas) = 0 OR p.key IN $personas
      RETURN p
      UNION
      MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP|HAS_MOMENT*0..2]->(place)
      MATCH (place)<-[:FELT_AT]-(:Feeling)-[:FELT_BY]->(p:Persona)
      WHERE size($personas) = 0 OR p.key IN $personas
      RETURN p
    }
    WITH DISTINCT r.`to` AS place, r.`from` AS next, j ORDER BY place, next LIMIT $limit
    RETURN j
  }
  RETURN j
  UNION
  WITH $journeys + $phases AS keys WHERE size(keys) = 0
  MATCH (j:Journey)
  RETURN j
}
WITH j ORDER BY j.key
CALL (j) {
  """ + TOLD_FOR + """
  UNION
  CALL (j) {
    MATCH (j)-[:HAS_STAGE]->(place:Stage)
    RETURN place
    UNION ALL
    MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(place:Step)
    RETURN place
    UNION ALL
    MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(:Step)-[:HAS_MOMENT]->(place:MicroMoment)
    RETURN place
  }
  MATCH (place)<-[:FELT_AT]-(:Feeling)-[:FELT_BY]->(p:Persona)
  RETURN p
  UNION
  UNWIND (CASE WHEN size($journeys) > 0 THEN $personas ELSE [] END) AS key
  MATCH (p:Persona {key: key})
  RETURN p
}
WITH j, p WHERE size($personas) = 0 OR p.key IN $personas
WITH j, p ORDER BY j.key, p.key
// Curve after curve, so that those beyond the limit are not drawn.
CALL (j, p) {
  MATCH (j)-[:HAS_STAGE]->(s:Stage)
  WHERE size($phases) = 0
    OR EXISTS { (s)-[:WITHIN]->(own:Phase) WHERE own.key IN $phases }
    OR EXISTS {
      MATCH (j)-[:WITHIN]->(around:Phase)
      WHERE around.key IN $phases
        AND NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(around) }
    }
  CALL (p, s) {
    OPTIONAL CALL (p, s) {
      MATCH (s)<-[:FELT_AT]-(f:Feeling)
      WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN f
    }
    WITH s, f WHERE f IS NOT NULL OR NOT EXISTS { (s)-[:HAS_STEP]->(:Step) }
    RETURN null AS t, null AS m, f, [] AS used
    UNION ALL
    MATCH (s)-[:HAS_STEP]->(t:Step)
    OPTIONAL CALL (p, t) {
      MATCH (t)<-[:FELT_AT]-(f:Feeling)
      WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN null AS m, f, [] AS used
      UNION ALL
      MATCH (t)-[:HAS_MOMENT]->(m:MicroMoment)<-[:FELT_AT]-(f:Feeling)
      WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN m, f, [] AS used
      UNION ALL
      MATCH (t)-[r:AT]->(place:Touchpoint)
      WITH p, place, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
        claim: type(r), start: r.from, end: r.to}) AS used
      MATCH (place)<-[:FELT_AT]-(f:Feeling)
      WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN null AS m, f, used
    }
    RETURN t, m, f, coalesce(used, []) AS used
  }
  WITH min(f.score) AS least, collect({s: s, t: t, m: m, f: f, used: used}) AS points
  UNWIND points AS point
  RETURN least, point.s AS s, point.t AS t, point.m AS m, point.f AS f, point.used AS used
}
WITH j, p, least, s, t, m, f, used
ORDER BY j.key, p.key, s.order, s.key, t IS NOT NULL, t.order, t.key, m IS NOT NULL, m.order, m.key, f.key
LIMIT $limit
OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
OPTIONAL MATCH (f)<-[given:DESCRIBES]-(d:Dataset)
RETURN
  p {.key, .name, kind: labels(p)[0]} AS persona,
  j {.key, .name, kind: labels(j)[0]} AS journey,
  s {.key, .name, kind: labels(s)[0]} AS stage,
  t {.key, .name, kind: labels(t)[0]} AS step,
  m {.key, .name, kind: labels(m)[0]} AS micro_moment,
  size(used) > 0 AS wherever_used,
  f IS NULL AS gap,
  f.score AS score,
  e {.key, .name, kind: labels(e)[0]} AS emotion,
  f.description AS description,
  coalesce(f.score = least, false) AS lowest,
  CASE WHEN f IS NULL THEN [] ELSE [f {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
    claim: labels(f)[0], start: 'feeling:' + f.key, end: null}] + used END AS evidence
ORDER BY j.key, p.key, s.order, s.key, t IS NOT NULL, t.order, t.key, m IS NOT NULL, m.order, m.key, f.key
""",
    crosses=(
        "FELT_BY", "FELT_AT", "FELT_AS", "HAS_STAGE", "HAS_STEP", "HAS_MOMENT", "AT", "FOR", "REPRESENTS", "WITHIN",
        "IN_MODEL", "DESCRIBES",
    ),
    view=View.CURVE,
)  # fmt: skip


class PainParameters(Parameters):
    """Which pain points, and in how many journeys or channels they must be."""

    pain_points: Annotated[Keys, KeysOf(PainPoint)] = keys_field("Keys of pain points.")
    at_least: int = Field(2, ge=1, le=100, description="In how many journeys, or in how many channels, it must be.")


class PainRow(Row):
    """A pain point, and all the journeys and channels that it is in."""

    pain_point: Node = Field(description="The pain point.")
    severity: Severity | None = Field(description="How much it hurts. Null: not recorded.")
    journeys: list[Node] = Field(description="The journeys that it is in.")
    channels: list[Node] = Field(description="The channels of the steps where it is.")
    places: list[Neighbour] = Field(
        description="Where it was recorded. At a touchpoint it holds wherever the touchpoint is used."
    )
    personas: list[Neighbour] = Field(description="Whom it hurts.")
    spread: list[Evidence] = Field(
        description="Who says that the steps go through these channels, and use the touchpoints."
    )


SHARED_PAIN_POINTS = Question(
    id="shared-pain-points",
    title="Which pain points recur in more than one journey or channel?",
    explanation=(
        "Each row is a pain point that occurs in at least two journeys, or in at least two channels; the one in "
        "most comes first. A pain point recorded at a touchpoint is in every journey that uses the touchpoint. No "
        "rows: no pain point is recorded in more than one place of this sort, which may only mean that journeys "
        "were described with pain points of their own."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(34,),
    parameters=PainParameters,
    row=PainRow,
    cypher="""
CALL () {
  UNWIND $pain_points AS key
  MATCH (pain:PainPoint {key: key})
  RETURN pain
  UNION ALL
  WITH $pain_points AS keys WHERE size(keys) = 0
  MATCH (pain:PainPoint)
  RETURN pain
}
CALL (pain) {
  CALL (pain) {
    MATCH (pain)-[:OCCURS_AT]->(t:Step)
    RETURN t, null AS r, null AS c
    UNION
    MATCH (pain)-[:OCCURS_AT]->(:MicroMoment)<-[:HAS_MOMENT]-(t:Step)
    RETURN t, null AS r, null AS c
    UNION
    MATCH (pain)-[:OCCURS_AT]->(:Touchpoint)<-[r:AT]-(t:Step)
    RETURN t, r, null AS c
    UNION
    MATCH (pain)-[:OCCURS_AT]->(t:Step)-[r:VIA]->(c:Channel)
    RETURN t, r, c
    UNION
    MATCH (pain)-[:OCCURS_AT]->(:MicroMoment)<-[:HAS_MOMENT]-(t:Step)-[r:VIA]->(c:Channel)
    RETURN t, r, c
    UNION
    MATCH (pain)-[:OCCURS_AT]->(:Touchpoint)<-[:AT]-(t:Step)-[r:VIA]->(c:Channel)
    RETURN t, r, c
  }
  OPTIONAL MATCH (j:Journey)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(t)
  WITH j, c, r ORDER BY j.key, c.key
  RETURN collect(DISTINCT j) AS journeys, collect(DISTINCT c) AS channels,
    collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS spread
}
WITH * WHERE size(journeys) >= $at_least OR size(channels) >= $at_least
ORDER BY size(journeys) DESC, size(channels) DESC, pain.key LIMIT $limit
CALL (pain) {
  MATCH (pain)-[r:OCCURS_AT]->(n:MicroMoment|Step|Touchpoint)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY labels(n)[0], n.key
  RETURN collect({node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence}) AS places
}
CALL (pain) {
  OPTIONAL MATCH (pain)-[r:HURTS]->(n:Persona)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS personas
}
RETURN
  pain {.key, .name, kind: labels(pain)[0]} AS pain_point,
  pain.severity AS severity,
  [j IN journeys | j {.key, .name, kind: labels(j)[0]}] AS journeys,
  [c IN channels | c {.key, .name, kind: labels(c)[0]}] AS channels,
  places, personas, spread
ORDER BY size(journeys) DESC, size(channels) DESC, pain.key
""",
    crosses=("OCCURS_AT", "HAS_MOMENT", "AT", "HAS_STAGE", "HAS_STEP", "VIA", "HURTS"),
    view=View.TABLE,
)


class UnsolvedParameters(Parameters):
    """Which pain points, and whom they must hurt."""

    pain_points: Annotated[Keys, KeysOf(PainPoint)] = keys_field("Keys of pain points.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas of whom one must be hurt.")


class UnsolvedRow(Row):
    """A pain point that no solution addresses."""

    pain_point: Node = Field(description="The pain point.")
    severity: Severity | None = Field(description="How much it hurts. Null: not recorded.")
    hurt: int = Field(description="How many personas it hurts. 0: a gap, nobody recorded whom.")
    personas: list[Neighbour] = Field(description="Whom it hurts.")
    places: list[Neighbour] = Field(
        description="Where it hurts. At a touchpoint it holds wherever the touchpoint is used. Empty: not recorded."
    )


UNSOLVED_PAIN_POINTS = Question(
    id="unsolved-pain-points",
    title="Which pain points have no solution or action linked to them, and how many personas do they hit?",
    explanation=(
        "Each row is a pain point that no solution addresses, the one that hurts most personas first. That nothing is "
        "linked may also mean that nobody wrote down what was done. No rows: every pain point has a solution, or there "
        "are none."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(35,),
    parameters=UnsolvedParameters,
    row=UnsolvedRow,
    cypher="""
CALL () {
  UNWIND $pain_points AS key
  MATCH (pain:PainPoint {key: key})
  RETURN pain
  UNION ALL
  WITH $pain_points AS keys WHERE size(keys) = 0
  MATCH (pain:PainPoint)
  RETURN pain
}
WITH pain WHERE NOT EXISTS { (pain)<-[:ADDRESSES]-(:Solution) }
  AND (size($personas) = 0 OR EXISTS { (pain)-[:HURTS]->(p:Persona) WHERE p.key IN $personas })
CALL (pain) {
  OPTIONAL MATCH (pain)-[r:HURTS]->(n:Persona)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS personas
}
WITH pain, personas ORDER BY size(personas) DESC, pain.key LIMIT $limit
CALL (pain) {
  OPTIONAL MATCH (pain)-[r:OCCURS_AT]->(n:MicroMoment|Step|Touchpoint|Stage)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY labels(n)[0], n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS places
}
RETURN
  pain {.key, .name, kind: labels(pain)[0]} AS pain_point,
  pain.severity AS severity,
  size(personas) AS hurt,
  personas, places
ORDER BY size(personas) DESC, pain.key
""",
    crosses=("ADDRESSES", "HURTS", "OCCURS_AT"),
    view=View.TABLE,
)

QUESTIONS = (EMOTION_CURVE, SHARED_PAIN_POINTS, UNSOLVED_PAIN_POINTS)
