"""Questions about the ways that customers take: where they begin, turn back, and leave something out."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Journey, Touchpoint
from graph_schema.kinds.lifecycle import LifecycleModel, Phase
from graph_schema.kinds.who import Persona
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class LoopParameters(Parameters):
    """In which journeys."""

    journeys: Annotated[Keys, KeysOf(Journey)] = Field(
        default_factory=list[str],
        description="Keys of journeys; of what was counted, only what happens at their touchpoints. Empty: all.",
    )


class SeenIn(StrEnum):
    """Where a way back shows."""

    MAP = "map"
    PATHS = "paths"
    LOG = "log"


class LoopRow(Row):
    """A way back: from a place to one that customers have been at before."""

    seen_in: SeenIn = Field(
        description="Drawn in a journey map; in paths that were counted whole; or in an event log, where customers go "
        "to and fro between two touchpoints, or round three, and this is the way that fewest go."
    )
    start: Node = Field(description="Where customers turn back: a step, a touchpoint or a phase.")
    end: Node = Field(description="Where they get back to; the same place, where it comes twice in a row.")
    journey: Node | None = Field(description="The journey that it is drawn in. Null: it was counted.")
    cases: int | None = Field(
        description="How often it was seen: the cases of the paths, or how often the one touchpoint led to the other. "
        "Null: a gap, it is drawn and was never counted, or its cases aren't recorded."
    )
    cases_forward: int | None = Field(
        description="How often customers went the other way, from end to start. Null: not recorded."
    )
    variants: list[Node] = Field(description="The counted paths that it is in.")
    evidence: list[Evidence] = Field(description="Who drew or counted it.")


LOOPS = Question(
    id="loops",
    title="Which loops and back-steps exist, and how frequent are they in the event log?",
    explanation=(
        "Each row is a way back. One drawn in a map has the cases of the event log where the touchpoints of its steps "
        "are in it; null means that nobody counted it. A counted path has one where it comes again to a place. In an "
        "event log, where customers go to and fro or round three touchpoints, the way that fewest went is taken for "
        "the way back. Counts at touchpoints hold wherever these are used. No rows: every way on record goes forward."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(41,),
    parameters=LoopParameters,
    row=LoopRow,
    cypher="""
CALL () {
  CALL () {
    UNWIND $journeys AS key
    MATCH (j:Journey {key: key})
    RETURN j
    UNION ALL
    WITH $journeys AS keys WHERE size(keys) = 0
    MATCH (j:Journey)
    RETURN j
  }
  MATCH (j)-[:HAS_STAGE]->(s:Stage)-[:HAS_STEP]->(t:Step)-[r:NEXT]->(b:Step)
  MATCH (j)-[:HAS_STAGE]->(u:Stage)-[:HAS_STEP]->(b)
  WHERE u.order < s.order OR u = s AND b.order <= t.order
  WITH j, t, b, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS drawn
  CALL (t, b) {
    OPTIONAL MATCH (t)-[:AT]->(from:Touchpoint)
    OPTIONAL MATCH (b)-[:AT]->(to:Touchpoint)
    OPTIONAL MATCH (from)-[r:LED_TO]->(to)
    OPTIONAL MATCH (d:Dataset {key: r.dataset})
    WITH DISTINCT r, d ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
    RETURN head(collect(r.cases)) AS cases, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS counted
  }
  CALL (t, b) {
    OPTIONAL MATCH (b)-[:AT]->(from:Touchpoint)
    OPTIONAL MATCH (t)-[:AT]->(to:Touchpoint)
    OPTIONAL MATCH (from)-[r:LED_TO]->(to)
    OPTIONAL MATCH (d:Dataset {key: r.dataset})
    WITH DISTINCT r, d ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
    RETURN head(collect(r.cases)) AS cases_forward
  }
  RETURN 'map' AS seen_in, t AS a, b, j, cases, cases_forward, [] AS variants, drawn + counted AS evidence
  UNION ALL
  CALL () {
    UNWIND $journeys AS key
    MATCH (:Journey {key: key})-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(:Step)-[:AT]->(own:Touchpoint)
    RETURN collect(DISTINCT own) AS own
  }
  CALL (own) {
    UNWIND own AS t
    MATCH (t)<-[:PASSES]-(v:Variant)
    RETURN DISTINCT v
    UNION ALL
    WITH $journeys AS keys WHERE size(keys) = 0
    MATCH (v:Variant)
    RETURN v
  }
  MATCH (v)-[r:PASSES]->(n:Touchpoint|Phase)
  WITH own, v, n, r.order AS place, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY v.key, place
  WITH own, v, collect({n: n, claims: claims}) AS path
  UNWIND range(1, size(path) - 1) AS i
  WITH own, v, path[i - 1] AS a, path[i] AS b, path[..i] AS before
  WHERE any(x IN before WHERE x.n = b.n) AND (size($journeys) = 0 OR a.n IN own)
  WITH a.n AS a, b.n AS b, v, a.claims + b.claims AS claims
  WITH a, b, v, head(collect(claims)) AS claims ORDER BY v.cases DESC, v.key
  WITH a, b, collect(v) AS variants, sum(v.cases) AS cases, count(v.cases) AS known,
    reduce(all_claims = [], some IN collect(claims) | all_claims + some) AS evidence
  RETURN 'paths' AS seen_in, a, b, null AS j, CASE WHEN known > 0 THEN cases END AS cases, null AS cases_forward,
    variants, evidence
  UNION ALL
  CALL () {
    UNWIND $journeys AS key
    MATCH (:Journey {key: key})-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(:Step)-[:AT]->(a:Touchpoint)
    RETURN DISTINCT a
    UNION ALL
    WITH $journeys AS keys WHERE size(keys) = 0
    MATCH (a:Touchpoint)
    RETURN a
  }
  WITH a, COUNT { (a)<-[:LED_TO]-() } AS ways_in
  MATCH (a)-[x:LED_TO]->(b:Touchpoint)
  // A way round three touchpoints is looked for from the other end where very many lead to this one.
  WHERE a = b OR EXISTS { (b)-[:LED_TO]->(a) }
    OR EXISTS {
      MATCH (a)<-[z:LED_TO]-(c) WHERE ways_in <= 100 AND z.cases > x.cases
      WITH b, x, c MATCH (b)-[y:LED_TO]->(c) WHERE y.cases > x.cases }
    OR EXISTS {
      MATCH (b)-[y:LED_TO]->(c) WHERE ways_in > 100 AND y.cases > x.cases
      WITH a, x, c MATCH (c)-[z:LED_TO]->(a) WHERE z.cases > x.cases }
  OPTIONAL MATCH (d:Dataset {key: x.dataset})
  WITH a, b, x ORDER BY coalesce(d.rank, 0) DESC, x.run DESC, x.source
  WITH a, b, head(collect(x.cases)) AS cases, collect(x {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(x), start: x.from, end: x.to}) AS evidence
  CALL (a, b) {
    OPTIONAL MATCH (b)-[y:LED_TO]->(a) WHERE a <> b
    OPTIONAL MATCH (d:Dataset {key: y.dataset})
    WITH y ORDER BY coalesce(d.rank, 0) DESC, y.run DESC, y.source
    RETURN head(collect(y.cases)) AS cases_forward
  }
  WITH * WHERE cases_forward IS NULL OR cases < cases_forward OR cases = cases_forward AND a.key > b.key
  RETURN 'log' AS seen_in, a, b, null AS j, cases, cases_forward, [] AS variants, evidence
}
WITH * ORDER BY seen_in <> 'map', seen_in = 'log', coalesce(cases, 0) DESC, a.key, b.key LIMIT $limit
RETURN
  seen_in,
  a {.key, .name, kind: labels(a)[0]} AS start,
  b {.key, .name, kind: labels(b)[0]} AS end,
  j {.key, .name, kind: labels(j)[0]} AS journey,
  cases, cases_forward,
  [v IN variants | v {.key, .name, kind: labels(v)[0]}] AS variants,
  evidence
ORDER BY seen_in <> 'map', seen_in = 'log', coalesce(cases, 0) DESC, a.key, b.key
""",
    crosses=("HAS_STAGE", "HAS_STEP", "NEXT", "AT", "LED_TO", "PASSES"),
    view=View.FLOW,
)


class EncounterParameters(Parameters):
    """Into which journeys, and through which encounters."""

    journeys: Annotated[Keys, KeysOf(Journey)] = keys_field("Keys of journeys.")
    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints that are first encounters.")


class EncounterRow(Row):
    """A first encounter with the brand, and a journey that people enter from it."""

    touchpoint: Node | None = Field(description="The first encounter. Null: a gap, nobody said what opens the journey.")
    journey: Node = Field(description="The journey.")
    channels: list[Neighbour] = Field(
        description="The channels of the touchpoint's steps, in whatever journey: where people meet it."
    )
    phases: list[Neighbour] = Field(description="The lifecycle phases that the journey lies in.")
    counted: int | None = Field(
        description="How many cases of counted paths begin at the touchpoint, wherever they go on. Null: not counted."
    )
    evidence: list[Evidence] = Field(description="Who says that people enter the journey from there.")


FIRST_ENCOUNTERS = Question(
    id="first-encounters",
    title="Which first encounters with the brand lead to which journeys?",
    explanation=(
        "Each row is a touchpoint, such as a paid ad, word of mouth or a search result, from which people enter a "
        "journey. A journey that nothing opens has a row without a touchpoint: a gap. Channels and counts are the "
        "touchpoint's wherever it is used. No rows: there are no journeys, or what was asked for opens none."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(46,),
    parameters=EncounterParameters,
    row=EncounterRow,
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
OPTIONAL CALL (j) {
  MATCH (t:Touchpoint)-[r:OPENS]->(j)
  WHERE size($touchpoints) = 0 OR t.key IN $touchpoints
  RETURN t, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH j, t, evidence WHERE t IS NOT NULL OR size($touchpoints) = 0
ORDER BY t IS NULL, t.key, j.key LIMIT $limit
CALL (t) {
  OPTIONAL MATCH (t)<-[:AT]-(:Step)-[r:VIA]->(c:Channel)
  WITH c, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to})[..20] AS claims ORDER BY c.key
  RETURN collect(CASE WHEN c IS NOT NULL
    THEN {node: c {.key, .name, kind: labels(c)[0]}, evidence: claims} END) AS channels
}
CALL (j) {
  OPTIONAL MATCH (j)-[r:WITHIN]->(p:Phase)
  WITH p, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY split(p.key, '/')[0], p.order, p.key
  RETURN collect(CASE WHEN p IS NOT NULL
    THEN {node: p {.key, .name, kind: labels(p)[0]}, evidence: claims} END) AS phases
}
CALL (t) {
  OPTIONAL MATCH (t)<-[r:PASSES {order: 1}]-(v:Variant)
  WITH DISTINCT v
  RETURN CASE WHEN count(v.cases) > 0 THEN sum(v.cases) END AS counted
}
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  j {.key, .name, kind: labels(j)[0]} AS journey,
  channels, phases, counted,
  coalesce(evidence, []) AS evidence
ORDER BY t IS NULL, t.key, j.key
""",
    crosses=("OPENS", "AT", "VIA", "WITHIN", "PASSES"),
    view=View.FLOW,
)


class SkipParameters(Parameters):
    """Whose paths, through which lifecycles, and what they must reach."""

    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas whose paths were counted.")
    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of lifecycle models.")
    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of phases of which the path must reach one: advocacy.")


class SkipRow(Row):
    """A path through a lifecycle that leaves phases out."""

    variant: Node = Field(description="The path, as it was counted.")
    model: Node = Field(description="The lifecycle model.")
    customers: list[Neighbour] = Field(description="Whose path it is: personas and segments. Empty: all were counted.")
    cases: int | None = Field(description="How many took it. Null: not recorded.")
    begins: date | None = Field(description="The first day of the period that was counted. Null: not recorded.")
    ends: date | None = Field(description="The last day of that period. Null: not recorded.")
    passed: list[Node] = Field(description="The phases on the path, in its order.")
    skipped: list[Node] = Field(description="The phases between its first and its last that it leaves out.")
    evidence: list[Evidence] = Field(description="Who says that the path passes them.")


SKIPPED_PHASES = Question(
    id="skipped-phases",
    title="Which advocates and other customers skipped phases of the lifecycle?",
    explanation=(
        "Each row is a counted path that leaves out phases between its first and its last, the one that most took "
        "first, such as straight from awareness to advocacy. Of phases that share a place in the model, one is enough. "
        "Customers are personas and segments: no single one is kept. That a phase was not seen may also mean that it "
        "was not recorded. No rows: no counted path leaves a phase out."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.DESIGN,
    numbers=(59,),
    parameters=SkipParameters,
    row=SkipRow,
    cypher="""
CALL () {
  UNWIND $personas AS key
  MATCH (:Persona {key: key})<-[:FOR]-(v:Variant)
  RETURN v
  UNION
  UNWIND $personas AS key
  MATCH (:Persona {key: key})-[:REPRESENTS]->(:Segment)<-[:FOR]-(v:Variant)
  RETURN v
  UNION
  WITH $personas AS keys WHERE size(keys) = 0
  MATCH (v:Variant)
  RETURN v
}
MATCH (v)-[r:PASSES]->(p:Phase)
MATCH (p)-[:IN_MODEL]->(model:LifecycleModel)
WHERE size($models) = 0 OR model.key IN $models
WITH v, model, p, min(r.order) AS place, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
  claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY v.key, place
WITH v, model, collect(p) AS passed, min(p.order) AS first, max(p.order) AS last,
  reduce(all_claims = [], some IN collect(claims) | all_claims + some) AS evidence
WHERE size($phases) = 0 OR any(p IN passed WHERE p.key IN $phases)
CALL (model, passed, first, last) {
  MATCH (p:Phase)-[:IN_MODEL]->(model)
  WHERE p.order > first AND p.order < last AND NOT any(x IN passed WHERE x.order = p.order)
  WITH p ORDER BY p.order, p.key
  RETURN collect(p {.key, .name, kind: labels(p)[0]}) AS skipped
}
WITH * WHERE size(skipped) > 0
ORDER BY coalesce(v.cases, 0) DESC, v.key, model.key LIMIT $limit
CALL (v) {
  OPTIONAL MATCH (v)-[r:FOR]->(who:Persona|Segment)
  WITH who, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY labels(who)[0], who.key
  RETURN collect(CASE WHEN who IS NOT NULL
    THEN {node: who {.key, .name, kind: labels(who)[0]}, evidence: claims} END) AS customers
}
RETURN
  v {.key, .name, kind: labels(v)[0]} AS variant,
  model {.key, .name, kind: labels(model)[0]} AS model,
  customers,
  v.cases AS cases, toString(v.begins) AS begins, toString(v.ends) AS ends,
  [p IN passed | p {.key, .name, kind: labels(p)[0]}] AS passed,
  skipped, evidence
ORDER BY coalesce(v.cases, 0) DESC, v.key, model.key
""",
    crosses=("PASSES", "IN_MODEL", "FOR", "REPRESENTS"),
    view=View.FLOW,
)

QUESTIONS = (LOOPS, FIRST_ENCOUNTERS, SKIPPED_PHASES)
