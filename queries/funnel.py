"""Questions about the funnel: how many contacts get how far, and what they do that moves them on."""

from datetime import date
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.contact import Action
from graph_schema.kinds.journey import Channel
from graph_schema.kinds.lifecycle import LifecycleModel, Phase
from graph_schema.kinds.observed import Metric
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class FunnelParameters(Parameters):
    """Which funnel, through which channels, and what is counted."""

    models: Annotated[Keys, KeysOf(LifecycleModel)] = keys_field("Keys of lifecycle models.")
    channels: Annotated[Keys, KeysOf(Channel)] = Field(
        default_factory=list[str],
        description="Keys of channels that contacts came through. Empty: all, and counts without a channel.",
    )
    metrics: Annotated[Keys, KeysOf(Metric)] = Field(
        default_factory=list[str], description="Keys of metrics that count people. Empty: those in `contacts`."
    )
    limit: int = Field(200, ge=1, le=1000, description="How many rows to give at most.")


class FunnelRow(Row):
    """A phase of a funnel, with who reached it in one period through one channel."""

    model: Node = Field(description="The funnel: a lifecycle model.")
    metric: Node = Field(description="What was counted.")
    channel: Node | None = Field(description="The channel that they came through. Null: all channels together.")
    among: Node | None = Field(description="The persona or segment that was counted. Null: everybody.")
    begins: date | None = Field(description="The first day of the period. Null: not recorded.")
    ends: date | None = Field(description="The last day of the period. Null: not recorded.")
    phase: Node = Field(description="The phase.")
    reached: float | None = Field(description="How many reached it. Null: a gap, not counted here.")
    came_from: Node | None = Field(
        description="The nearest earlier phase that was counted; a phase between them was not. Null: none was."
    )
    reached_before: float | None = Field(description="How many reached that one.")
    conversion: float | None = Field(
        description="The share that came on, from 0 to 1, worked out from the two counts. Null: one is not known."
    )
    evidence: list[Evidence] = Field(description="The readings behind both counts.")


FUNNEL = Question(
    id="funnel",
    title="How many contacts reach each funnel stage, and how many go on, by acquisition channel?",
    explanation=(
        "The rows are the phases of a funnel in order, once for each channel, group, period and source that was "
        "counted. `conversion` divides a count by that of the nearest earlier phase that was counted; contacts of one "
        "period need not be the same people in both, so it can pass 1. A phase without a count is a gap. No "
        "rows: nobody counted contacts at a phase."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(42,),
    parameters=FunnelParameters,
    row=FunnelRow,
    cypher="""
CALL () {
  UNWIND $metrics AS key
  MATCH (metric:Metric {key: key})
  RETURN metric
  UNION
  WITH $metrics AS keys WHERE size(keys) = 0
  MATCH (metric:Metric) WHERE metric.unit = 'contacts'
  RETURN metric
}
MATCH (r:Reading)-[:OF_METRIC]->(metric)
MATCH (r)-[:ABOUT]->(p:Phase)-[:IN_MODEL]->(model:LifecycleModel)
WHERE size($models) = 0 OR model.key IN $models
OPTIONAL MATCH (r)-[:THROUGH]->(c:Channel)
WITH metric, model, p, r, c WHERE size($channels) = 0 OR c.key IN $channels
OPTIONAL MATCH (r)-[:AMONG]->(who:Persona|Segment)
WITH metric, model, p, r, c, who ORDER BY r.key
WITH metric, model, c, who, r.begins AS begins, r.ends AS ends, r.source AS source, p, collect(r) AS readings
WITH metric, model, c, who, begins, ends, source, collect({p: p, readings: readings}) AS counted
MATCH (p:Phase)-[:IN_MODEL]->(model)
OPTIONAL CALL (p, counted) {
  UNWIND counted AS one
  WITH one.p AS last, head([r IN one.readings WHERE r.value IS NOT NULL]) AS earlier
  WHERE last.order < p.order AND earlier IS NOT NULL
  RETURN last, earlier ORDER BY last.order DESC, last.key LIMIT 1
}
OPTIONAL CALL (p, counted) {
  UNWIND counted AS one
  WITH one WHERE one.p = p
  UNWIND one.readings AS here
  RETURN here
}
WITH model, metric, c, who, begins, ends, source, p, here, last, earlier
ORDER BY model.key, metric.key, c IS NOT NULL, c.key, who.key, begins, ends, source, p.order, p.key, here.value
LIMIT $limit
CALL (here, earlier) {
  UNWIND [here, earlier] AS r
  OPTIONAL MATCH (r)<-[given:DESCRIBES]-(d:Dataset)
  RETURN collect(r {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
    claim: labels(r)[0], start: 'reading:' + r.key, end: null}) AS evidence
}
RETURN
  model {.key, .name, kind: labels(model)[0]} AS model,
  metric {.key, .name, kind: labels(metric)[0]} AS metric,
  c {.key, .name, kind: labels(c)[0]} AS channel,
  who {.key, .name, kind: labels(who)[0]} AS among,
  toString(begins) AS begins, toString(ends) AS ends,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  here.value AS reached,
  last {.key, .name, kind: labels(last)[0]} AS came_from,
  earlier.value AS reached_before,
  CASE WHEN earlier.value > 0 THEN here.value / earlier.value END AS conversion,
  evidence
ORDER BY model.key, metric.key, c IS NOT NULL, c.key, who.key, begins, ends, source, p.order, p.key, reached
""",
    crosses=("OF_METRIC", "ABOUT", "IN_MODEL", "THROUGH", "AMONG", "DESCRIBES"),
    view=View.FUNNEL,
)


class ActionParameters(Parameters):
    """Which actions, and for which phases they qualify."""

    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of phases that contacts qualify for.")
    actions: Annotated[Keys, KeysOf(Action)] = keys_field("Keys of actions.")


class ActionRow(Row):
    """Something that customers do before they count as being in a phase, at one place."""

    phase: Node = Field(description="The phase that it qualifies for.")
    action: Node | None = Field(description="What they do. Null: a gap, no action qualifies for the phase asked for.")
    points: float | None = Field(
        description="What it adds to a lead's score, as the highest-ranked dataset has it, then the newest run. Null: "
        "leads aren't scored, or it isn't recorded."
    )
    place: Node | None = Field(description="Where they do it: a step or a touchpoint. Null: a gap, not recorded.")
    wherever_used: bool = Field(description="True: the place is a touchpoint, so it holds wherever that is used.")
    touchpoint: Node | None = Field(description="The touchpoint there. Null: not recorded.")
    channels: list[Neighbour] = Field(description="The channels of the step, or of the touchpoint's steps.")
    evidence: list[Evidence] = Field(description="Who says that it qualifies, and where it is done.")


QUALIFYING_ACTIONS = Question(
    id="qualifying-actions",
    title="Which actions precede qualification, and at which touchpoint do they occur?",
    explanation=(
        "Each row is an action, such as downloading an e-book or sending a form, that qualifies for a phase, at one "
        "place where customers do it. A row without a place is a gap, and so is one without an action, for a phase "
        "that was asked for by key. No rows: no action qualifies for any phase."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(44,),
    parameters=ActionParameters,
    row=ActionRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (:Action)-[:QUALIFIES_FOR]->(p:Phase)
  RETURN DISTINCT p
}
OPTIONAL CALL (p) {
  MATCH (a:Action)-[r:QUALIFIES_FOR]->(p)
  WHERE size($actions) = 0 OR a.key IN $actions
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH a, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN a, head(collect(r.points)) AS points, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS qualifies
}
WITH p, a, points, qualifies WHERE a IS NOT NULL OR size($actions) = 0
OPTIONAL CALL (a) {
  MATCH (a)-[r:TAKEN_AT]->(place:Step|Touchpoint)
  RETURN place, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS taken
}
OPTIONAL CALL (place) {
  WITH place AS touchpoint WHERE touchpoint:Touchpoint
  RETURN touchpoint, [] AS used
  UNION ALL
  MATCH (place)-[r:AT]->(touchpoint:Touchpoint)
  RETURN touchpoint, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS used
}
CALL (place) {
  OPTIONAL CALL (place) {
    MATCH (place)-[r:VIA]->(c:Channel)
    RETURN c, r
    UNION ALL
    MATCH (place)<-[:AT]-(:Step)-[r:VIA]->(c:Channel)
    RETURN c, r
  }
  WITH c, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to})[..20] AS claims ORDER BY c.key
  RETURN collect(CASE WHEN c IS NOT NULL
    THEN {node: c {.key, .name, kind: labels(c)[0]}, evidence: claims} END) AS channels
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  a {.key, .name, kind: labels(a)[0]} AS action,
  points,
  place {.key, .name, kind: labels(place)[0]} AS place,
  coalesce(place:Touchpoint, false) AS wherever_used,
  touchpoint {.key, .name, kind: labels(touchpoint)[0]} AS touchpoint,
  channels,
  coalesce(qualifies, []) + coalesce(taken, []) + coalesce(used, []) AS evidence
ORDER BY split(p.key, '/')[0], p.order, p.key, a.key, place.key, touchpoint.key
LIMIT $limit
""",
    crosses=("QUALIFIES_FOR", "TAKEN_AT", "AT", "VIA"),
    view=View.TABLE,
)

QUESTIONS = (FUNNEL, QUALIFYING_ACTIONS)
