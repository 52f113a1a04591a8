"""Questions about customers who leave: what tells of it, why they did, and whose success is not planned."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.experience import ChurnSignal, SignalKind
from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.who import Persona, Segment
from queries.facts import Measured
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class DepartureParameters(Parameters):
    """Who left, why, and where they were last met."""

    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas who left.")
    segments: Annotated[Keys, KeysOf(Segment)] = keys_field("Keys of segments that left.")
    reasons: Annotated[Keys, KeysOf(ChurnSignal)] = keys_field("Keys of churn signals that are reasons to leave.")
    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints where they were last met.")


class DepartureRow(Row):
    """Customers who left for a reason, after a touchpoint; or a reason for which nobody is recorded to have left."""

    who: Node | None = Field(description="The persona or segment that left. Null: a gap, nobody did for this reason.")
    reason: Node | None = Field(description="Why they left. Null: not recorded.")
    last_met_at: Node | None = Field(description="The last touchpoint before they left. Null: not recorded.")
    count: int | None = Field(description="How many left. Null: not counted.")
    begins: date | None = Field(description="The first day of the period. Null: not recorded.")
    ends: date | None = Field(description="The last day of the period. Null: not recorded.")
    description: str | None = Field(description="The departure in words.")
    evidence: list[Evidence] = Field(description="Who says so; empty for a gap.")


LEAVE_REASONS = Question(
    id="leave-reasons",
    title="Why did customers leave, by persona or segment and by the last touchpoint before?",
    explanation=(
        "Each row is what one source recorded of customers who left: who, why, where they were last met, how many. "
        "Rows are not added up, as sources and periods may overlap. A null reason, touchpoint or count was not "
        "recorded. A reason to leave for which no departure is recorded has a row without who. Of a persona or segment "
        "with more departures than `limit`, some are left out before they are put in order."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(10,),
    parameters=DepartureParameters,
    row=DepartureRow,
    cypher="""
CALL () {
  CALL () {
    UNWIND $personas AS key
    MATCH (who:Persona {key: key})
    RETURN who, 'persona:' + key AS ref
    UNION
    UNWIND $segments AS key
    MATCH (who:Segment {key: key})
    RETURN who, 'segment:' + key AS ref
  }
  CALL (ref) {
    """
    + arriving("x:Departure", "AMONG", "ref", "STARTS WITH 'departure:'")
    + """
      AND (size($reasons) = 0 OR EXISTS { (x)-[:LEFT_BECAUSE_OF]->(why:ChurnSignal) WHERE why.key IN $reasons })
      AND (size($touchpoints) = 0 OR EXISTS { (x)-[:LAST_MET_AT]->(t:Touchpoint) WHERE t.key IN $touchpoints })
    WITH x ORDER BY r.`to`, r.`from` LIMIT $limit
    RETURN x
  }
  RETURN who, x
  UNION
  WITH $personas + $segments AS keys WHERE size(keys) = 0
  MATCH (x:Departure)
  OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
  RETURN who, x
  UNION
  WITH $personas + $segments + $touchpoints AS keys WHERE size(keys) = 0
  MATCH (reason:ChurnSignal {signal_kind: 'leave-reason'})
  WHERE NOT EXISTS { (reason)<-[:LEFT_BECAUSE_OF]-(:Departure) }
  RETURN null AS who, reason AS x
}
OPTIONAL MATCH (x)-[:LEFT_BECAUSE_OF]->(given:ChurnSignal)
OPTIONAL MATCH (x)-[:LAST_MET_AT]->(t:Touchpoint)
WITH who, x, t, CASE WHEN x:ChurnSignal THEN x ELSE given END AS reason
WHERE (size($reasons) = 0 OR reason.key IN $reasons) AND (size($touchpoints) = 0 OR t.key IN $touchpoints)
WITH *, CASE WHEN x:Departure THEN x END AS left
ORDER BY who IS NULL, labels(who)[0], who.key, reason.key, t.key, left.begins, left.key LIMIT $limit
OPTIONAL MATCH (left)<-[said:DESCRIBES]-(d:Dataset)
RETURN
  who {.key, .name, kind: labels(who)[0]} AS who,
  reason {.key, .name, kind: labels(reason)[0]} AS reason,
  t {.key, .name, kind: labels(t)[0]} AS last_met_at,
  left.count AS count, toString(left.begins) AS begins, toString(left.ends) AS ends, left.description AS description,
  CASE WHEN left IS NULL THEN [] ELSE [left {.source, .basis, .locator, .quotes, .note, dataset: d.key,
    run: said.run, claim: labels(left)[0], start: 'departure:' + left.key, end: null}] END AS evidence
ORDER BY who IS NULL, who.kind, who.key, reason.key, t.key, left.begins, left.key
""",
    crosses=("AMONG", "LEFT_BECAUSE_OF", "LAST_MET_AT", "DESCRIBES"),
    view=View.MATRIX,
)


class SignalParameters(Parameters):
    """Which signals, in which phases."""

    signals: Annotated[Keys, KeysOf(ChurnSignal)] = keys_field("Keys of churn signals.")
    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases.")
    kinds: Annotated[list[SignalKind], OneOf(tuple(SignalKind)), Several] = Field(
        default_factory=lambda: [SignalKind.SYMPTOM], description="Kinds of signal. Empty: all."
    )


class SignalRow(Row):
    """A sign of customers leaving that was seen in a phase, or that nobody recorded to have seen."""

    signal: Node = Field(description="The signal.")
    signal_kind: SignalKind | None = Field(description="A symptom, a risk or a reason. Null: not recorded.")
    phase: Node | None = Field(description="The phase that it was seen in. Null: a gap, nobody recorded one.")
    indicates: list[Neighbour] = Field(description="What it is a sign of.")
    supported_by: list[Neighbour] = Field(description="The quotes and sources that speak for the signal.")
    contradicted_by: list[Neighbour] = Field(description="The quotes and sources that speak against it.")
    measured: list[Measured] = Field(description="What was measured of it, the newest first, 20 at most.")
    evidence: list[Evidence] = Field(description="Who saw it in the phase, and on what basis.")


CHURN_SYMPTOMS = Question(
    id="churn-symptoms",
    title="Which churn symptoms are observed in which phase, and on what evidence?",
    explanation=(
        "Each row is a signal in a phase where somebody observed it, with who says so, the quotes that speak for it "
        "and against it, and what was measured. A signal that nobody observed anywhere has a row without a phase, "
        "after the others. By default symptoms only; risks and reasons to leave can be asked for too."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(22,),
    parameters=SignalParameters,
    row=SignalRow,
    cypher="""
CALL () {
  UNWIND $signals AS key
  MATCH (c:ChurnSignal {key: key})
  RETURN c
  UNION ALL
  WITH $signals AS keys WHERE size(keys) = 0
  MATCH (c:ChurnSignal)
  WHERE size($kinds) = 0 OR c.signal_kind IN $kinds
  RETURN c
}
OPTIONAL CALL (c) {
  MATCH (c)-[r:OBSERVED_IN]->(p:Phase)
  WHERE size($phases) = 0 OR p.key IN $phases
  RETURN p, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH c, p, coalesce(evidence, []) AS evidence WHERE p IS NOT NULL OR size($phases) = 0
ORDER BY p IS NULL, split(p.key, '/')[0], p.order, p.key, c.key LIMIT $limit
CALL (c) {
  OPTIONAL MATCH (c)-[r:INDICATES]->(n:ChurnSignal)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS indicates
}
CALL (c) {
  OPTIONAL MATCH (c)<-[r:SUPPORTS|CONTRADICTS]-(n:Quote|Source)
  WITH n, type(r) AS says, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  WITH says, {node: n {.key, name: coalesce(n.name, n.text), kind: labels(n)[0]}, evidence: claims} AS one
  RETURN collect(CASE says WHEN 'SUPPORTS' THEN one END) AS supported_by,
    collect(CASE says WHEN 'CONTRADICTS' THEN one END) AS contradicted_by
}
CALL (c) {
  OPTIONAL CALL (c) {
    MATCH (c)<-[:ABOUT]-(x:Reading)
    WITH x ORDER BY coalesce(x.ends, date('0001-01-01')) DESC, x.key LIMIT 20
    MATCH (x)-[:OF_METRIC]->(m:Metric)
    OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
    OPTIONAL MATCH (x)-[:THROUGH]->(channel:Channel)
    OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
    OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
    WITH * ORDER BY coalesce(x.ends, date('0001-01-01')) DESC, x.key
    RETURN x {.value, .n, .invited, .promoters, .passives, .detractors, .instrument, reading: x.key,
      begins: toString(x.begins), ends: toString(x.ends), unit: m.unit,
      metric: m {.key, .name, kind: labels(m)[0]},
      about: c {.key, .name, kind: labels(c)[0]},
      among: who {.key, .name, kind: labels(who)[0]},
      through: channel {.key, .name, kind: labels(channel)[0]},
      survey: survey {.key, .name, kind: labels(survey)[0]},
      evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
        claim: labels(x)[0], start: 'reading:' + x.key, end: null}]} AS one
  }
  RETURN collect(one) AS measured
}
RETURN
  c {.key, .name, kind: labels(c)[0]} AS signal,
  c.signal_kind AS signal_kind,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  indicates, supported_by, contradicted_by, measured, evidence
ORDER BY p IS NULL, split(p.key, '/')[0], p.order, p.key, c.key
""",
    crosses=("OBSERVED_IN", "INDICATES", "SUPPORTS", "ABOUT", "OF_METRIC", "AMONG", "DESCRIBES"),
    view=View.TABLE,
)


class PlanParameters(Parameters):
    """Whose success."""

    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas.")
    segments: Annotated[Keys, KeysOf(Segment)] = keys_field("Keys of segments.")


class PlanGap(StrEnum):
    """What is amiss with a success plan."""

    NO_PLAN = "no-plan"
    NOT_UPDATED_SINCE_RENEWAL = "not-updated-since-renewal"
    NOT_RECORDED = "not-recorded"


class PlanRow(Row):
    """A persona or segment without a success plan, or with one that is out of date or may be."""

    who: Node = Field(description="The persona or segment.")
    gap: PlanGap = Field(
        description="There is no plan; it was last updated before the contract was renewed; or it is not recorded "
        "when one of the two was."
    )
    plan: Node | None = Field(description="The plan. Null: there is none.")
    updated: date | None = Field(description="When it was last updated. Null: not recorded, or no plan.")
    renewed: date | None = Field(description="When the contract was last renewed. Null: not recorded, or no plan.")
    evidence: list[Evidence] = Field(
        description="Who says that the plan is for them, and where it is their segment's, whom they represent."
    )


SUCCESS_PLANS = Question(
    id="success-plan-gaps",
    title="Which personas and segments have no success plan, or one that was not updated since the renewal?",
    explanation=(
        "Each row is a persona or segment and what is amiss with its success plan. A persona is also covered by the "
        "plan of a segment that it represents. Personas that are users, prospects, former customers or "
        "ambassadors are left out unless they are asked for by key. No rows: all have a plan that was updated since."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(27,),
    parameters=PlanParameters,
    row=PlanRow,
    cypher="""
CALL () {
  UNWIND $personas AS key
  MATCH (who:Persona {key: key})
  RETURN who
  UNION ALL
  UNWIND $segments AS key
  MATCH (who:Segment {key: key})
  RETURN who
  UNION ALL
  WITH $personas + $segments AS keys WHERE size(keys) = 0
  MATCH (who:Persona) WHERE coalesce(who.customer_kind, 'customer') = 'customer'
  RETURN who
  UNION ALL
  WITH $personas + $segments AS keys WHERE size(keys) = 0
  MATCH (who:Segment)
  RETURN who
}
OPTIONAL CALL (who) {
  CALL (who) {
    MATCH (who)<-[r:FOR]-(plan:SuccessPlan)
    RETURN plan, r
    UNION ALL
    MATCH (who)-[stands:REPRESENTS]->(:Segment)<-[made:FOR]-(plan:SuccessPlan)
    UNWIND [made, stands] AS r
    RETURN plan, r
  }
  RETURN plan, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH who, plan, coalesce(evidence, []) AS evidence, CASE
  WHEN plan IS NULL THEN 'no-plan'
  WHEN plan.updated < plan.renewed THEN 'not-updated-since-renewal'
  WHEN plan.updated IS NULL OR plan.renewed IS NULL THEN 'not-recorded'
END AS gap
WHERE gap IS NOT NULL
RETURN
  who {.key, .name, kind: labels(who)[0]} AS who, gap,
  plan {.key, .name, kind: labels(plan)[0]} AS plan,
  toString(plan.updated) AS updated, toString(plan.renewed) AS renewed, evidence
ORDER BY gap = 'not-recorded', gap, who.kind, who.key, plan.key
LIMIT $limit
""",
    crosses=("FOR", "REPRESENTS"),
    view=View.TABLE,
)

QUESTIONS = (LEAVE_REASONS, CHURN_SYMPTOMS, SUCCESS_PLANS)
