"""The question that lays a journey as it should be beside the journey as it is."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Journey
from queries.parameters import Keys, KeysOf, Parameters
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class StepFeeling(Part):
    """What a persona feels at a step, or at a micro-moment inside it."""

    persona: Node | None = Field(description="Who feels it.")
    emotion: Node | None = Field(description="The emotion that it is. Null: not named.")
    score: float | None = Field(description="From -1 (as bad as can be) to 1. Null: not recorded.")
    description: str | None = Field(description="The feeling in words. Null: none.")
    wherever_used: bool = Field(description="True: recorded at the step's touchpoint, so wherever that is used.")
    evidence: list[Evidence] = Field(description="Who says so, and that the step uses the touchpoint.")


class RevisionParameters(Parameters):
    """Which journeys."""

    journeys: Annotated[Keys, KeysOf(Journey)] = Field(
        default_factory=list[str],
        description="Keys of journeys, of either state: those that they revise and those that revise them are laid "
        "beside them. Empty: all that revise another.",
    )
    limit: int = Field(200, ge=1, le=1000, description="How many rows to give at most.")


class AlignedBy(StrEnum):
    """By what two steps are laid side by side."""

    REVISES = "revises"
    TOUCHPOINT = "touchpoint"


class StepChange(StrEnum):
    """What becomes of a step."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


class Difference(StrEnum):
    """In what two steps differ."""

    NAME = "name"
    STAGE = "stage"
    TOUCHPOINT = "touchpoint"
    CHANNEL = "channel"
    PAIN_POINTS = "pain-points"
    FEELING = "feeling"


class StepSide(Part):
    """A step in one of two journeys that are compared."""

    step: Node = Field(description="The step.")
    stage: Node = Field(description="Its stage.")
    touchpoints: list[Neighbour] = Field(description="The touchpoints that it is at.")
    channels: list[Neighbour] = Field(description="The channels that it goes through.")
    pain_points: list[Neighbour] = Field(description="What hurts at the step or at a micro-moment inside it.")
    feelings: list[StepFeeling] = Field(description="What personas feel there.")
    lowest: float | None = Field(description="The lowest score of a feeling there. Null: none recorded.")


class RevisionRow(Row):
    """A step as it is beside the step as it should be."""

    as_is: Node = Field(description="The journey that is revised.")
    to_be: Node = Field(description="The journey that revises it.")
    change: StepChange = Field(description="Whether the step stays as it is, changes, is new or falls away.")
    differences: list[Difference] = Field(description="In what the two steps differ; empty where there is one only.")
    aligned_by: AlignedBy | None = Field(
        description="Somebody says that the one step revises the other, or both are at the same touchpoint, which is "
        "our reading. Null: there is one step only."
    )
    before: StepSide | None = Field(description="The step as it is. Null: it is added.")
    after: StepSide | None = Field(description="The step as it should be. Null: the old one is removed.")
    evidence: list[Evidence] = Field(description="Who says that the journey and the step revise the other.")


AS_IS_AND_TO_BE = Question(
    id="as-is-and-to-be",
    title="How does a journey as it should be differ from the journey as it is, step by step?",
    explanation=(
        "Each row is a step beside the one that takes its place, in the order of the journey as it should be; steps "
        "that fall away come last. Steps belong together where somebody says that the one revises the other, else "
        "where both are at the same touchpoint; the rest are added or removed. Feelings and pain points count at the "
        "step and its micro-moments; in a journey that doesn't exist yet they are hopes, as their basis says. No "
        "rows: no journey revises another."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(62,),
    parameters=RevisionParameters,
    row=RevisionRow,
    cypher="""
CALL () {
  UNWIND $journeys AS key
  MATCH (new:Journey)-[:REVISES]->(old:Journey {key: key})
  RETURN old, new
  UNION
  UNWIND $journeys AS key
  MATCH (new:Journey {key: key})-[:REVISES]->(old:Journey)
  RETURN old, new
  UNION
  WITH $journeys AS keys WHERE size(keys) = 0
  MATCH (new:Journey)-[:REVISES]->(old:Journey)
  RETURN old, new
}
WITH old, new ORDER BY old.key, new.key LIMIT $limit
CALL (old, new) {
  MATCH (new)-[r:REVISES]->(old)
  RETURN collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS revises
}
CALL (old, new) {
  OPTIONAL CALL (old, new) {
    MATCH (new)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(b:Step)-[r:REVISES]->(a:Step)
    MATCH (old)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(a)
    RETURN a, b, 'revises' AS by, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims
    UNION ALL
    MATCH (old)-[:HAS_STAGE]->(s:Stage)-[:HAS_STEP]->(a:Step)-[:AT]->(t:Touchpoint)
    WHERE NOT EXISTS { (a)<-[:REVISES]-(:Step)<-[:HAS_STEP]-(:Stage)<-[:HAS_STAGE]-(new) }
    WITH DISTINCT old, new, t, a, s ORDER BY s.order, s.key, a.order, a.key
    WITH old, new, t, collect(a) AS olds
    MATCH (new)-[:HAS_STAGE]->(s:Stage)-[:HAS_STEP]->(b:Step)-[:AT]->(t)
    WHERE NOT EXISTS { (b)-[:REVISES]->(:Step)<-[:HAS_STEP]-(:Stage)<-[:HAS_STAGE]-(old) }
    WITH DISTINCT t, olds, b, s ORDER BY s.order, s.key, b.order, b.key
    WITH t, olds, collect(b) AS news
    UNWIND range(0, CASE WHEN size(olds) < size(news) THEN size(olds) ELSE size(news) END - 1) AS i
    RETURN olds[i] AS a, news[i] AS b, 'touchpoint' AS by, [] AS claims
  }
  RETURN [x IN collect({a: a, b: b, by: by, claims: claims}) WHERE x.a IS NOT NULL] AS pairs
}
CALL (old, new, pairs) {
  UNWIND pairs AS x
  RETURN x.a AS a, x.b AS b, x.by AS aligned_by, x.claims AS claims
  UNION ALL
  MATCH (old)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(a:Step) WHERE NOT any(x IN pairs WHERE x.a = a)
  RETURN a, null AS b, null AS aligned_by, [] AS claims
  UNION ALL
  MATCH (new)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(b:Step) WHERE NOT any(x IN pairs WHERE x.b = b)
  RETURN null AS a, b, null AS aligned_by, [] AS claims
}
OPTIONAL MATCH (stage:Stage)-[:HAS_STEP]->(b)
OPTIONAL MATCH (was:Stage)-[:HAS_STEP]->(a)
WITH * ORDER BY old.key, new.key, b IS NULL, stage.order, stage.key, b.order, b.key, was.order, was.key, a.order, a.key
LIMIT $limit
CALL (a, b, was, stage) {
  UNWIND [{i: 0, t: a, s: was}, {i: 1, t: b, s: stage}] AS side
  WITH side.i AS i, side.t AS t, side.s AS s WHERE t IS NOT NULL
  CALL (t) {
    OPTIONAL MATCH (t)-[r:AT]->(n:Touchpoint)
    WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
    RETURN collect(CASE WHEN n IS NOT NULL
      THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS touchpoints
  }
  CALL (t) {
    OPTIONAL MATCH (t)-[r:VIA]->(n:Channel)
    WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
    RETURN collect(CASE WHEN n IS NOT NULL
      THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS channels
  }
  CALL (t) {
    OPTIONAL MATCH (t)-[:HAS_MOMENT]->(m:MicroMoment)
    WITH t, collect(m) AS moments
    UNWIND [t] + moments AS place
    OPTIONAL MATCH (n:PainPoint)-[r:OCCURS_AT]->(place)
    WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
    RETURN collect(CASE WHEN n IS NOT NULL
      THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS pain_points
  }
  CALL (t) {
    OPTIONAL MATCH (t)-[:HAS_MOMENT]->(m:MicroMoment)
    WITH t, collect(m) AS moments
    UNWIND [t] + moments AS place
    OPTIONAL MATCH (f:Feeling)-[:FELT_AT]->(place)
    OPTIONAL MATCH (f)-[:FELT_BY]->(p:Persona)
    OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
    OPTIONAL MATCH (f)<-[given:DESCRIBES]-(d:Dataset)
    WITH f, p, e, given, d ORDER BY p.key, f.key
    RETURN min(f.score) AS lowest, collect(CASE WHEN f IS NOT NULL THEN {
      persona: p {.key, .name, kind: labels(p)[0]}, emotion: e {.key, .name, kind: labels(e)[0]}, score: f.score,
      description: f.description, wherever_used: false, evidence: [f {.source, .basis, .locator, .quotes, .note,
        dataset: d.key, run: given.run, claim: labels(f)[0], start: 'feeling:' + f.key, end: null}]} END) AS feelings
  }
  RETURN collect({i: i, side: {step: t {.key, .name, kind: labels(t)[0]}, stage: s {.key, .name, kind: labels(s)[0]},
    touchpoints: touchpoints, channels: channels, pain_points: pain_points, feelings: feelings, lowest: lowest}})
    AS sides
}
WITH *, [x IN sides WHERE x.i = 0 | x.side][0] AS before, [x IN sides WHERE x.i = 1 | x.side][0] AS after
WITH *, CASE WHEN before IS NULL OR after IS NULL THEN [] ELSE [d IN [
  CASE WHEN before.step.name <> after.step.name THEN 'name' END,
  CASE WHEN before.stage.name <> after.stage.name THEN 'stage' END,
  CASE WHEN [n IN before.touchpoints | n.node.key] <> [n IN after.touchpoints | n.node.key] THEN 'touchpoint' END,
  CASE WHEN [n IN before.channels | n.node.key] <> [n IN after.channels | n.node.key] THEN 'channel' END,
  CASE WHEN [n IN before.pain_points | n.node.key] <> [n IN after.pain_points | n.node.key] THEN 'pain-points' END,
  CASE WHEN before.lowest <> after.lowest THEN 'feeling' END
] WHERE d IS NOT NULL] END AS differences
RETURN
  old {.key, .name, kind: labels(old)[0]} AS as_is,
  new {.key, .name, kind: labels(new)[0]} AS to_be,
  CASE WHEN before IS NULL THEN 'added' WHEN after IS NULL THEN 'removed' WHEN size(differences) = 0 THEN 'unchanged'
    ELSE 'changed' END AS change,
  differences, aligned_by, before, after,
  revises + claims AS evidence
ORDER BY old.key, new.key, b IS NULL, stage.order, stage.key, b.order, b.key, was.order, was.key, a.order, a.key
""",
    crosses=(
        "REVISES", "HAS_STAGE", "HAS_STEP", "HAS_MOMENT", "AT", "VIA", "OCCURS_AT", "FELT_AT", "FELT_BY", "FELT_AS",
        "DESCRIBES",
    ),
    view=View.COMPARISON,
)  # fmt: skip

QUESTIONS = (AS_IS_AND_TO_BE,)
