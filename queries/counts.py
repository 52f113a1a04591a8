"""Questions that counts answer: where customers stay, stop and look, and what rises from phase to phase."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.lifecycle import LifecycleModel
from graph_schema.kinds.observed import Metric
from graph_schema.kinds.who import Persona, Segment
from queries.facts import Measured
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.phases import PhaseParameters
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class PathEnd(Part):
    """A path that customers really took, which ends at a place."""

    variant: Node = Field(description="The path.")
    place: Node = Field(description="The phase or touchpoint where it ends.")
    cases: int | None = Field(description="How many took it. Null: not counted.")
    evidence: list[Evidence] = Field(description="Who says that it ends there.")


class StuckParameters(PhaseParameters):
    """Which phases, and how long is long."""

    metrics: Annotated[Keys, KeysOf(Metric)] = Field(
        default_factory=list[str],
        description="Keys of metrics that say how long customers stay. Empty: all that are measured in a unit of time.",
    )
    at_least: float = Field(0, ge=0, description="From which value on a stay is long, in the metric's own unit.")


class WayOut(StrEnum):
    """Whether there is a way out of a phase."""

    NONE = "none"
    MISSING = "missing"
    NOT_RECORDED = "not-recorded"
    THERE = "there"


class StuckRow(Row):
    """A phase where customers stay long, or where paths end."""

    phase: Node = Field(description="The lifecycle phase.")
    way_out: WayOut = Field(
        description="Nobody says that anything follows on it; somebody says that a transition out of it is missing; a "
        "phase follows, but nobody recorded how customers get there; or there is a transition."
    )
    longest: float | None = Field(description="The highest value of a stay there. Null: not measured.")
    unit: str | None = Field(description="What that value is in. Null: not measured.")
    ways_out: list[Neighbour] = Field(description="The phases that follow, with who says so.")
    ends: list[PathEnd] = Field(description="The paths that end there, the one with the most cases first, 20 at most.")
    measured: list[Measured] = Field(description="How long customers stay, the longest first, 20 at most.")


STUCK = Question(
    id="stuck",
    title="Where do customers get stuck: in which phases do they stay long, without a way out?",
    explanation=(
        "Each row is a phase where a stay at least as long as asked for was measured, or where recorded paths end; "
        "those without a recorded transition out come first, then the longest stay. A last phase has no way out by "
        "design, which is no fault. A phase without a measured stay and without paths has no row: it is not known."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(23,),
    parameters=StuckParameters,
    row=StuckRow,
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
  OPTIONAL MATCH (p)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(m:Metric)
  WHERE x.value >= $at_least AND (m.key IN $metrics OR size($metrics) = 0 AND toLower(m.unit) IN
    ['second', 'seconds', 'minute', 'minutes', 'hour', 'hours', 'day', 'days', 'week', 'weeks', 'month', 'months'])
  WITH x, m ORDER BY x.value DESC, x.key
  RETURN collect({x: x, m: m})[..20] AS stays, max(x.value) AS longest, head(collect(m.unit)) AS unit
}
CALL (p) {
  OPTIONAL CALL (p) {
    MATCH (p)<-[r:PASSES]-(v:Variant)
    WITH v, max(r.order) AS last, p, collect(r) AS passes
    WHERE NOT EXISTS { MATCH (v)-[further:PASSES]->(:Phase) WHERE further.order > last }
    UNWIND passes AS r
    WITH v, p, r, last WHERE r.order = last
    WITH v, p, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY coalesce(v.cases, -1) DESC, v.key
    RETURN {variant: v {.key, .name, kind: labels(v)[0]}, place: p {.key, .name, kind: labels(p)[0]},
      cases: v.cases, evidence: claims} AS one
  }
  RETURN collect(one)[..20] AS ends
}
WITH * WHERE longest IS NOT NULL OR size(ends) > 0
CALL (p) {
  OPTIONAL CALL (p) {
    MATCH (p)-[r:NEXT]->(n:Phase)
    RETURN n, r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to} AS claim
    UNION ALL
    MATCH (p)<-[:LEAVES]-(x:Transition)-[:ENTERS]->(n:Phase)
    WHERE coalesce(x.quality <> 'missing', true)
    OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
    RETURN n, x {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(x)[0], start: 'transition:' + x.key, end: null} AS claim
  }
  WITH n, collect(claim) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS ways_out
}
WITH *, CASE WHEN size(ways_out) = 0 THEN 'none'
  WHEN EXISTS { (p)<-[:LEAVES]-(:Transition {quality: 'missing'}) } THEN 'missing'
  WHEN NOT EXISTS { (p)<-[:LEAVES]-(:Transition) } THEN 'not-recorded' ELSE 'there' END AS way_out
ORDER BY way_out = 'there', coalesce(longest, -1) DESC, p.key LIMIT $limit
CALL (p, stays) {
  UNWIND stays AS one
  WITH p, one.x AS x, one.m AS m WHERE x IS NOT NULL
  OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
  OPTIONAL MATCH (x)-[:THROUGH]->(channel:Channel)
  OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH * ORDER BY x.value DESC, x.key
  RETURN collect(x {.value, .n, .invited, .promoters, .passives, .detractors, .instrument, reading: x.key,
    begins: toString(x.begins), ends: toString(x.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: p {.key, .name, kind: labels(p)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: channel {.key, .name, kind: labels(channel)[0]},
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(x)[0], start: 'reading:' + x.key, end: null}]}) AS measured
}
RETURN p {.key, .name, kind: labels(p)[0]} AS phase, way_out, longest, unit, ways_out, ends, measured
ORDER BY way_out = 'there', coalesce(longest, -1) DESC, p.key
""",
    crosses=("ABOUT", "OF_METRIC", "NEXT", "LEAVES", "ENTERS", "PASSES", "AMONG", "IN_MODEL", "DESCRIBES"),
    view=View.FUNNEL,
)


class SeriesParameters(Parameters):
    """Of which metric, among whom, through which lifecycle."""

    metrics: Annotated[Keys, KeysOf(Metric)] = keys_field("Keys of metrics.")
    segments: Annotated[Keys, KeysOf(Segment)] = keys_field("Keys of segments.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas.")
    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of lifecycle models.")


class SeriesRow(Row):
    """A metric at one phase of a lifecycle, and how it changed since an earlier one."""

    metric: Node = Field(description="The metric.")
    among: Node | None = Field(description="The persona or segment. Null: among all.")
    phase: Node = Field(description="The lifecycle phase.")
    value: float | None = Field(
        description="The value: of several readings, that of the highest-ranked dataset, then the latest. Null: a gap, "
        "it was not measured in this phase."
    )
    change: float | None = Field(
        description="How much it changed since the last earlier phase with a value. Null: there is none, or a gap."
    )
    rises: bool | None = Field(description="Whether it went up since then. Null: as above.")
    measured: list[Measured] = Field(description="All readings behind it, 20 at most.")


METRIC_BY_PHASE = Question(
    id="metric-by-phase",
    title="Does a metric such as product adoption rise from phase to phase for a segment?",
    explanation=(
        "The rows follow the phases of a lifecycle, for each metric and each persona or segment that it was measured "
        "among in any of them. A phase where it was not measured is a gap, a row without a value; the next change "
        "is then counted from the phase before. Phases of a fork are both compared with what precedes the fork. "
        "Readings of a single channel are left out."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(25,),
    parameters=SeriesParameters,
    row=SeriesRow,
    cypher="""
CALL () {
  UNWIND $metrics AS key
  MATCH (m:Metric {key: key})
  RETURN m
  UNION ALL
  WITH $metrics AS keys WHERE size(keys) = 0
  MATCH (m:Metric)
  RETURN m
}
CALL (m) {
  MATCH (m)<-[:OF_METRIC]-(x:Reading)-[:ABOUT]->(p:Phase)-[:IN_MODEL]->(model:LifecycleModel)
  WHERE (size($models) = 0 OR model.key IN $models) AND NOT EXISTS { (x)-[:THROUGH]->(:Channel) }
  OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH x, p, model, who, given, d
  WHERE size($segments) + size($personas) = 0
    OR who:Segment AND who.key IN $segments OR who:Persona AND who.key IN $personas
  WITH * ORDER BY coalesce(d.rank, 0) DESC, coalesce(x.ends, date('0001-01-01')) DESC, x.key
  WITH who, model, p, head(collect(x.value)) AS value, collect({x: x, run: given.run, dataset: d.key})[..20] AS readings
  RETURN who, model, collect({p: p, value: value, readings: readings}) AS points
}
MATCH (p:Phase)-[:IN_MODEL]->(model)
WITH m, who, model, p, head([point IN points WHERE point.p = p]) AS point
ORDER BY m.key, who IS NULL, labels(who)[0], who.key, model.key, p.order, p.key
WITH m, who, model, collect({p: p, order: p.order, value: point.value, readings: point.readings}) AS series
UNWIND series AS here
WITH m, who, here.p AS p, here.value AS value, here.readings AS readings,
  last([s IN series WHERE s.value IS NOT NULL AND s.order < here.order | s.value]) AS earlier
LIMIT $limit
CALL (m, p, who, readings) {
  UNWIND coalesce(readings, []) AS one
  WITH m, p, who, one.x AS x, one.run AS run, one.dataset AS dataset
  OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
  RETURN collect(x {.value, .n, .invited, .promoters, .passives, .detractors, .instrument, reading: x.key,
    begins: toString(x.begins), ends: toString(x.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: p {.key, .name, kind: labels(p)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: null,
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: dataset, run: run,
      claim: labels(x)[0], start: 'reading:' + x.key, end: null}]}) AS measured
}
RETURN
  m {.key, .name, kind: labels(m)[0]} AS metric,
  who {.key, .name, kind: labels(who)[0]} AS among,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  value, value - earlier AS change, value > earlier AS rises, measured
ORDER BY m.key, who IS NULL, labels(who)[0], who.key, split(p.key, '/')[0], p.order, p.key
""",
    crosses=("OF_METRIC", "ABOUT", "IN_MODEL", "AMONG", "THROUGH", "DESCRIBES"),
    view=View.CURVE,
)

QUESTIONS = (STUCK, METRIC_BY_PHASE)
