"""The question that lays personas side by side over one journey."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Journey
from graph_schema.kinds.who import Persona
from queries.comparing import StepFeeling
from queries.fragments import TOLD_FOR
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Neighbour, Node, Part, Row


class PersonasParameters(Parameters):
    """Which personas, over which journeys."""

    journeys: Annotated[Keys, KeysOf(Journey)] = keys_field("Keys of journeys.")
    personas: Annotated[Keys, KeysOf(Persona)] = Field(
        default_factory=list[str],
        description="Keys of the personas to compare. Empty: those that a journey is told for or that feel something "
        "in it.",
    )
    limit: int = Field(200, ge=1, le=1000, description="How many rows to give at most.")


class PersonaAtStep(Part):
    """What a step is like for one persona."""

    persona: Node = Field(description="The persona.")
    score: float | None = Field(description="The mean score of the feelings. Null: a gap, none recorded.")
    feelings: list[StepFeeling] = Field(description="What the persona feels there. Empty: a gap, nobody recorded it.")
    pain_points: list[Neighbour] = Field(
        description="What hurts the persona there, with who says that it does and where. A touchpoint's pain holds "
        "wherever that is used."
    )


class PersonasRow(Row):
    """A step of a journey, as each persona lives through it."""

    journey: Node = Field(description="The journey.")
    stage: Node = Field(description="The stage.")
    step: Node = Field(description="The step.")
    channels: list[Neighbour] = Field(description="The channels of the step: the same for every persona.")
    personas: list[PersonaAtStep] = Field(description="What it is like for each, in the order of their keys.")
    apart: float | None = Field(
        description="How far the highest mean score is from the lowest. Null: fewer than two are recorded."
    )
    pains_differ: bool = Field(description="Whether not the same pain points hurt all of them.")


PERSONAS_COMPARED = Question(
    id="personas-compared",
    title="How do personas differ over the same journey in feeling, channel and pain points?",
    explanation=(
        "Each row is a step with what each persona feels there and what hurts it; the rows follow the journey. A "
        "persona without a feeling at a step is a gap, which is not the same as neutral. Feelings and pains of the "
        "step's touchpoint count wherever that is used, and say so. No rows: no journey has two such personas on "
        "record."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(63,),
    parameters=PersonasParameters,
    row=PersonasRow,
    cypher="""
CALL () {
  UNWIND $journeys AS key
  MATCH (j:Journey {key: key})
  RETURN j
  UNION ALL
  WITH $journeys AS keys WHERE size(keys) = 0
  MATCH (j:Journey)
  RETURN j
}
CALL (j) {
  """ + TOLD_FOR + """
  UNION
  MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(t:Step)
  OPTIONAL MATCH (t)-[:HAS_MOMENT]->(m:MicroMoment)
  UNWIND [t, m] AS place
  MATCH (place)<-[:FELT_AT]-(:Feeling)-[:FELT_BY]->(p:Persona)
  RETURN p
  UNION
  UNWIND (CASE WHEN size($journeys) > 0 THEN $personas ELSE [] END) AS key
  MATCH (p:Persona {key: key})
  RETURN p
}
WITH j, p WHERE size($personas) = 0 OR p.key IN $personas
WITH DISTINCT j, p ORDER BY j.key, p.key
WITH j, collect(p) AS compared WHERE size(compared) > 1
MATCH (j)-[:HAS_STAGE]->(s:Stage)-[:HAS_STEP]->(t:Step)
WITH * ORDER BY j.key, s.order, s.key, t.order, t.key LIMIT $limit
CALL (t) {
  OPTIONAL MATCH (t)-[r:VIA]->(n:Channel)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS channels
}
CALL (t, compared) {
  UNWIND compared AS p
  CALL (t, p) {
    OPTIONAL CALL (t, p) {
      MATCH (t)<-[:FELT_AT]-(f:Feeling) WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN f, [] AS used
      UNION ALL
      MATCH (t)-[:HAS_MOMENT]->(:MicroMoment)<-[:FELT_AT]-(f:Feeling) WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN f, [] AS used
      UNION ALL
      MATCH (t)-[r:AT]->(place:Touchpoint)
      WITH p, place, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
        claim: type(r), start: r.from, end: r.to}) AS used
      MATCH (place)<-[:FELT_AT]-(f:Feeling) WHERE EXISTS { (f)-[:FELT_BY]->(p) }
      RETURN f, used
    }
    OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
    OPTIONAL MATCH (f)<-[given:DESCRIBES]-(d:Dataset)
    WITH p, f, used, e, given, d ORDER BY f.key
    RETURN avg(f.score) AS score, collect(CASE WHEN f IS NOT NULL THEN {
      persona: p {.key, .name, kind: labels(p)[0]}, emotion: e {.key, .name, kind: labels(e)[0]}, score: f.score,
      description: f.description, wherever_used: size(used) > 0, evidence: [f {.source, .basis, .locator, .quotes,
        .note, dataset: d.key, run: given.run, claim: labels(f)[0], start: 'feeling:' + f.key, end: null}] + used
    } END) AS feelings
  }
  CALL (t, p) {
    OPTIONAL CALL (t, p) {
      // From the step on: very much may hurt the persona elsewhere.
      MATCH (t)<-[r:OCCURS_AT]-(n:PainPoint)
      MATCH (n)-[h:HURTS]->(who:Persona) WHERE who = p
      RETURN n, [r, h] AS claims
      UNION ALL
      MATCH (t)-[:HAS_MOMENT]->(:MicroMoment)<-[r:OCCURS_AT]-(n:PainPoint)
      MATCH (n)-[h:HURTS]->(who:Persona) WHERE who = p
      RETURN n, [r, h] AS claims
      UNION ALL
      MATCH (t)-[u:AT]->(:Touchpoint)<-[r:OCCURS_AT]-(n:PainPoint)
      MATCH (n)-[h:HURTS]->(who:Persona) WHERE who = p
      RETURN n, [u, r, h] AS claims
    }
    UNWIND coalesce(claims, [null]) AS r
    WITH n, collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
    RETURN collect(CASE WHEN n IS NOT NULL
      THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS pain_points
  }
  WITH p, score, feelings, pain_points ORDER BY p.key
  RETURN
    CASE WHEN count(score) > 1 THEN max(score) - min(score) END AS apart,
    count(DISTINCT [n IN pain_points | n.node.key]) > 1 AS pains_differ,
    collect({persona: p {.key, .name, kind: labels(p)[0]}, score: score, feelings: feelings,
      pain_points: pain_points}) AS personas
}
RETURN
  j {.key, .name, kind: labels(j)[0]} AS journey,
  s {.key, .name, kind: labels(s)[0]} AS stage,
  t {.key, .name, kind: labels(t)[0]} AS step,
  channels, personas, apart, pains_differ
ORDER BY j.key, s.order, s.key, t.order, t.key
""",
    crosses=(
        "FOR", "REPRESENTS", "HAS_STAGE", "HAS_STEP", "HAS_MOMENT", "VIA", "AT", "FELT_AT", "FELT_BY", "FELT_AS",
        "DESCRIBES", "OCCURS_AT", "HURTS",
    ),
    view=View.COMPARISON,
)  # fmt: skip

QUESTIONS = (PERSONAS_COMPARED,)
