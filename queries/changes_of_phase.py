"""Questions about the change from one phase to the next: how it goes, how it feels, and what was done about it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.transition import Quality
from graph_schema.kinds.who import Persona
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.phases import PhaseParameters
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class TransitionProblem(StrEnum):
    """What is wrong with a transition."""

    MISSING = "missing"
    ABRUPT = "abrupt"
    NO_TOUCHPOINT = "no-touchpoint"
    NOT_RECORDED = "not-recorded"


class TransitionRow(Row):
    """A change of phase that goes badly, that no touchpoint carries, or of which nobody recorded how it goes."""

    leaves: Node = Field(description="The phase that customers come from.")
    enters: Node = Field(description="The phase that they come into.")
    problem: TransitionProblem = Field(
        description="It is missing or abrupt; no touchpoint is recorded that carries it; or nobody recorded how it "
        "goes, only that the one phase follows the other."
    )
    quality: Quality | None = Field(description="How it goes. Null: not recorded.")
    among: Node | None = Field(description="The persona or segment for whom it goes so. Null: everybody.")
    response: str | None = Field(description="What was done about it. Null: nothing, or it is not recorded.")
    touchpoints: list[Neighbour] = Field(description="The touchpoints that carry it. Empty: none is recorded.")
    evidence: list[Evidence] = Field(description="Who says how it goes, or that the one phase follows the other.")


BROKEN_TRANSITIONS = Question(
    id="broken-transitions",
    title="Which transitions between phases are abrupt or missing, or have no touchpoint?",
    explanation=(
        "Each row is a transition with a problem; missing ones come first, then abrupt ones, those without a "
        "touchpoint, and last the pairs of successive phases of which nobody recorded how the change goes. Where "
        "sources differ on a transition, each has a row. The phases asked for may be at either end."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(30,),
    parameters=PhaseParameters,
    row=TransitionRow,
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
  MATCH (x:Transition)-[:LEAVES]->(p)
  MATCH (x)-[:ENTERS]->(b:Phase)
  RETURN p AS a, b, x
  UNION
  MATCH (x:Transition)-[:ENTERS]->(p)
  MATCH (x)-[:LEAVES]->(a:Phase)
  RETURN a, p AS b, x
  UNION
  MATCH (p)-[:NEXT]->(b:Phase)
  WHERE NOT EXISTS { (p)<-[:LEAVES]-(:Transition)-[:ENTERS]->(b) }
  RETURN p AS a, b, null AS x
  UNION
  MATCH (a:Phase)-[:NEXT]->(p)
  WHERE NOT EXISTS { (a)<-[:LEAVES]-(:Transition)-[:ENTERS]->(p) }
  RETURN a, p AS b, null AS x
}
WITH DISTINCT a, b, x
WITH *, CASE WHEN x IS NULL THEN 4 WHEN x.quality = 'missing' THEN 1 WHEN x.quality = 'abrupt' THEN 2
  WHEN NOT EXISTS { (x)-[:CARRIED_BY]->(:Touchpoint) } THEN 3 END AS place
WHERE place IS NOT NULL
ORDER BY place, split(a.key, '/')[0], a.order, a.key, b.order, b.key, x.key LIMIT $limit
OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
CALL (x) {
  OPTIONAL MATCH (x)-[r:CARRIED_BY]->(n:Touchpoint)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS touchpoints
}
CALL (a, b) {
  OPTIONAL MATCH (a)-[r:NEXT]->(b)
  RETURN collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS following
}
RETURN
  a {.key, .name, kind: labels(a)[0]} AS leaves,
  b {.key, .name, kind: labels(b)[0]} AS enters,
  ['missing', 'abrupt', 'no-touchpoint', 'not-recorded'][place - 1] AS problem,
  x.quality AS quality,
  who {.key, .name, kind: labels(who)[0]} AS among,
  x.response AS response,
  touchpoints,
  CASE WHEN x IS NULL THEN following ELSE [x {.source, .basis, .locator, .quotes, .note, dataset: d.key,
    run: given.run, claim: labels(x)[0], start: 'transition:' + x.key, end: null}] END AS evidence
ORDER BY place, split(a.key, '/')[0], a.order, a.key, b.order, b.key, x.key
""",
    crosses=("LEAVES", "ENTERS", "CARRIED_BY", "NEXT", "AMONG", "IN_MODEL", "DESCRIBES"),
    view=View.FLOW,
)


class PhaseChangeParameters(Parameters):
    """Which change of phase, and who feels it."""

    leaves: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of phases that customers come from.")
    enters: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of phases that they come into.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas who feel it.")


class TransitionResponse(Part):
    """What was done about how a change of phase goes."""

    quality: Quality | None = Field(description="How it goes. Null: not recorded.")
    response: str | None = Field(description="What was done, in words. Null: nothing, or it is not recorded.")
    touchpoints: list[Neighbour] = Field(description="The touchpoints that carry customers across, 20 at most.")
    contents: list[Neighbour] = Field(description="What is sent or shown at these touchpoints, 20 at most.")
    evidence: list[Evidence] = Field(description="Who says so.")


class PhaseChangeRow(Row):
    """A feeling at a change of phase, with what was done; or a change about which none is recorded."""

    leaves: Node = Field(description="The phase that customers come from.")
    enters: Node = Field(description="The phase that they come into.")
    persona: Node | None = Field(description="Who feels it. Null: a gap, no feeling is recorded.")
    emotion: Node | None = Field(description="The emotion that it is. Null: not named, or a gap.")
    score: float | None = Field(description="From -1 (as bad as can be) to 1. Null: not recorded.")
    description: str | None = Field(description="The feeling in words.")
    done: list[TransitionResponse] = Field(description="What was done about the change. Empty: nothing is recorded.")
    evidence: list[Evidence] = Field(description="Who says what is felt; empty for a gap.")


CHANGE_OF_PHASE = Question(
    id="change-of-phase",
    title="What is felt at the change from one phase to another, and what was done about it?",
    explanation=(
        "Each row is a feeling in the phase entered, about the change from the phase left; the worst comes first, "
        "by its score or else by the emotion. "
        "`done` holds what was recorded about the change itself: how it goes, what was done, and what carries it. "
        "A change that is recorded without any feeling has a row without one. Without `done`, nobody recorded "
        "that anything was done."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(31,),
    parameters=PhaseChangeParameters,
    row=PhaseChangeRow,
    cypher="""
CALL () {
  UNWIND $leaves AS key
  MATCH (a:Phase {key: key})
  RETURN a
  UNION ALL
  WITH $leaves AS keys WHERE size(keys) = 0
  MATCH (a:Phase)
  RETURN a
}
CALL (a) {
  MATCH (a)<-[:LEAVES]-(:Transition)-[:ENTERS]->(b:Phase)
  RETURN b
  UNION
  MATCH (a)<-[:FELT_AFTER]-(:Feeling)-[:FELT_AT]->(b:Phase)
  RETURN b
}
WITH a, b WHERE size($enters) = 0 OR b.key IN $enters
OPTIONAL CALL (a, b) {
  MATCH (a)<-[:FELT_AFTER]-(f:Feeling)-[:FELT_BY]->(p:Persona)
  WHERE EXISTS { (f)-[:FELT_AT]->(b) } AND (size($personas) = 0 OR p.key IN $personas)
  RETURN f, p
}
OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
WITH a, b, f, p, e
ORDER BY split(a.key, '/')[0], a.order, a.key, b.order, b.key, coalesce(f.score, e.valence, 2), f.key LIMIT $limit
WITH a, b, collect({f: f, p: p, e: e}) AS felt
CALL (a, b) {
  OPTIONAL CALL (a, b) {
    MATCH (a)<-[:LEAVES]-(x:Transition)
    WHERE EXISTS { (x)-[:ENTERS]->(b) }
    OPTIONAL MATCH (x)<-[said:DESCRIBES]-(dataset:Dataset)
    CALL (x) {
      OPTIONAL MATCH (x)-[r:CARRIED_BY]->(n:Touchpoint)
      WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
        claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
      RETURN collect(CASE WHEN n IS NOT NULL
        THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END)[..20] AS touchpoints
    }
    CALL (x) {
      OPTIONAL MATCH (x)-[:CARRIED_BY]->(t:Touchpoint)
      WITH DISTINCT t
      OPTIONAL MATCH (t)<-[r:SENT_AT]-(n:Content)
      WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
        claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
      RETURN collect(CASE WHEN n IS NOT NULL
        THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END)[..20] AS contents
    }
    RETURN x {.quality, .response, touchpoints: touchpoints, contents: contents,
      evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: dataset.key, run: said.run,
        claim: labels(x)[0], start: 'transition:' + x.key, end: null}]} AS one
    ORDER BY x.key
  }
  RETURN collect(one) AS done
}
UNWIND felt AS point
WITH a, b, point.f AS f, point.p AS p, point.e AS e, done
OPTIONAL MATCH (f)<-[given:DESCRIBES]-(d:Dataset)
RETURN
  a {.key, .name, kind: labels(a)[0]} AS leaves,
  b {.key, .name, kind: labels(b)[0]} AS enters,
  p {.key, .name, kind: labels(p)[0]} AS persona,
  e {.key, .name, kind: labels(e)[0]} AS emotion,
  f.score AS score, f.description AS description, done,
  CASE WHEN f IS NULL THEN [] ELSE [f {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
    claim: labels(f)[0], start: 'feeling:' + f.key, end: null}] END AS evidence
ORDER BY split(a.key, '/')[0], a.order, a.key, b.order, b.key, coalesce(f.score, e.valence, 2), f.key
""",
    crosses=("LEAVES", "ENTERS", "CARRIED_BY", "SENT_AT", "FELT_AFTER", "FELT_AT", "FELT_BY", "FELT_AS", "DESCRIBES"),
    view=View.FLOW,
)

QUESTIONS = (BROKEN_TRANSITIONS, CHANGE_OF_PHASE)
