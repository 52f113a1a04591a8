"""Questions about money: what winning and keeping customers costs, and where nothing is spent on keeping them."""

from enum import StrEnum
from typing import Annotated, LiteralString

from pydantic import Field

from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.observed import Metric
from graph_schema.kinds.who import Segment
from queries.facts import Measured
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class CostParameters(Parameters):
    """Of whom, by which metrics."""

    segments: Annotated[Keys, KeysOf(Segment)] = keys_field("Keys of segments.")
    acquisition: Annotated[Keys, KeysOf(Metric)] = Field(
        default_factory=list[str],
        description="Keys of the metrics of what winning a customer costs. Empty: `acquisition-cost`.",
    )
    retention: Annotated[Keys, KeysOf(Metric)] = Field(
        default_factory=list[str],
        description="Keys of the metrics of what keeping a customer costs. Empty: `retention-cost`.",
    )


class CostRow(Row):
    """What it costs to win and to keep customers of a group."""

    about: Node = Field(description="What was measured: a brand, a phase or a touchpoint.")
    among: Node | None = Field(description="The segment or persona. Null: all customers together.")
    acquisition: list[Measured] = Field(
        description="What winning one costs, the newest first, 20 at most. Empty: a gap."
    )
    retention: list[Measured] = Field(description="What keeping one costs, the newest first, 20 at most. Empty: a gap.")
    times: float | None = Field(
        description="How many times as much winning costs as keeping, by the newest of both. Null: one is not known, "
        "or they are in different currencies."
    )


ACQUISITION_AND_RETENTION = Question(
    id="acquisition-and-retention-cost",
    title="What does it cost to win a customer, and what to keep one, by segment?",
    explanation=(
        "Each row is a segment (or persona, or all customers together) of what was measured, with the readings of both "
        "costs and how many times as much the one is as the other, by the newest of each; their periods may differ. "
        "A cost that nobody measured is a gap, and `times` is null then. No rows: neither cost was measured."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(56,),
    parameters=CostParameters,
    row=CostRow,
    cypher="""
UNWIND [
  {winning: true, keys: CASE WHEN size($acquisition) = 0 THEN ['acquisition-cost'] ELSE $acquisition END},
  {winning: false, keys: CASE WHEN size($retention) = 0 THEN ['retention-cost'] ELSE $retention END}
] AS side
UNWIND side.keys AS key
MATCH (m:Metric {key: key})<-[:OF_METRIC]-(r:Reading)
MATCH (r)-[:ABOUT]->(about)
OPTIONAL MATCH (r)-[:AMONG]->(who:Persona|Segment)
WITH side, m, r, about, who WHERE size($segments) = 0 OR who:Segment AND who.key IN $segments
WITH about, who, side.winning AS winning, m, r
ORDER BY coalesce(r.ends, r.begins) IS NULL, coalesce(r.ends, r.begins) DESC, r.key
WITH about, who, collect(CASE WHEN winning THEN {m: m, r: r} END)[..20] AS won,
  collect(CASE WHEN NOT winning THEN {m: m, r: r} END)[..20] AS kept
ORDER BY labels(about)[0], about.key, who IS NOT NULL, labels(who)[0], who.key LIMIT $limit
CALL (about, who, won, kept) {
  UNWIND [one IN won | [true, one]] + [one IN kept | [false, one]] AS found
  WITH about, who, found[0] AS winning, found[1].m AS m, found[1].r AS r
  OPTIONAL MATCH (r)-[:THROUGH]->(channel:Channel)
  OPTIONAL MATCH (r)-[:COLLECTED_IN]->(survey:Survey)
  OPTIONAL MATCH (r)<-[given:DESCRIBES]-(d:Dataset)
  WITH winning, r {.value, .n, .invited, .promoters, .passives, .detractors, .instrument,
    reading: r.key, begins: toString(r.begins), ends: toString(r.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: about {.key, .name, kind: labels(about)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: channel {.key, .name, kind: labels(channel)[0]},
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [r {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(r)[0], start: 'reading:' + r.key, end: null}]} AS amount
  RETURN collect(CASE WHEN winning THEN amount END) AS acquisition,
    collect(CASE WHEN NOT winning THEN amount END) AS retention
}
RETURN
  about {.key, .name, kind: labels(about)[0]} AS about,
  who {.key, .name, kind: labels(who)[0]} AS among,
  acquisition, retention,
  CASE WHEN retention[0].value > 0 AND split(acquisition[0].unit, ' ')[0] = split(retention[0].unit, ' ')[0]
    THEN acquisition[0].value / retention[0].value END AS times
ORDER BY about.kind, about.key, who IS NOT NULL, labels(who)[0], who.key
""",
    crosses=("OF_METRIC", "ABOUT", "AMONG", "DESCRIBES"),
    view=View.COMPARISON,
)


class SpendingParameters(Parameters):
    """In which phases, by which metrics."""

    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases, such as those of retention.")
    metrics: Annotated[Keys, KeysOf(Metric)] = Field(
        default_factory=list[str], description="Keys of the metrics of what is spent. Empty: `spending`."
    )


class SpendingGap(StrEnum):
    """Why a touchpoint counts as uninvested."""

    NOTHING_SPENT = "nothing-spent"
    NOT_RECORDED = "not-recorded"


class UninvestedRow(Row):
    """A touchpoint of a phase on which nothing is spent, or nobody recorded that something is."""

    phase: Node = Field(description="The lifecycle phase.")
    touchpoint: Node = Field(description="The touchpoint.")
    gap: SpendingGap = Field(description="The newest reading is zero, or there is none.")
    spent: list[Measured] = Field(description="What was spent on it, the newest first.")
    journeys: list[Neighbour] = Field(
        description="Who says that it is in the phase: journeys there that pass it, 20 at most. Empty: a source does."
    )
    evidence: list[Evidence] = Field(description="Who puts the touchpoint in the phase.")


_NOTHING_SPENT: LiteralString = """coalesce(head(COLLECT {
        MATCH (t)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(m:Metric)
        WHERE m.key IN CASE WHEN size($metrics) = 0 THEN ['spending'] ELSE $metrics END
        RETURN coalesce(x.value, 1)
        ORDER BY coalesce(x.ends, x.begins) IS NULL, coalesce(x.ends, x.begins) DESC, x.key LIMIT 1 }), 0) = 0"""
"""Holds for a touchpoint `t` whose newest reading is zero, or that has none."""


UNINVESTED_TOUCHPOINTS = Question(
    id="uninvested-touchpoints",
    title="On which touchpoints, such as those of retention, is nothing spent?",
    explanation=(
        "Each row is a touchpoint of a phase for which the newest reading of what is spent on it is zero, or for which "
        "there is none: a gap, which is not the same. The touchpoints of a phase are in the order of keys; of more "
        "than `limit`, some are left out before that. A touchpoint is in a phase where a source puts it there, or "
        "where a journey's stage there is at it; what is spent holds wherever it is used. No rows: something is "
        "spent on every touchpoint of these phases."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(56,),
    parameters=SpendingParameters,
    row=UninvestedRow,
    cypher="""
CALL () {
  UNWIND $phases AS key
  MATCH (p:Phase {key: key})
  RETURN p
  UNION
  WITH $phases AS keys WHERE size(keys) = 0
  MATCH (p:Phase)
  RETURN p
}
WITH p ORDER BY split(p.key, '/')[0], p.order, p.key
CALL (p) {
  // Touchpoint after touchpoint, so that no more of them are looked at than it takes to fill a page.
  CALL (p) {
    """
    + arriving("t:Touchpoint", "PLACED_IN", "'phase:' + p.key")
    + """
      AND """
    + _NOTHING_SPENT
    + """
    WITH DISTINCT r.`to` AS place, r.`from` AS next, t ORDER BY place, next LIMIT $limit
    RETURN t
    UNION
    """
    + arriving("s:Stage", "WITHIN", "'phase:' + p.key", "STARTS WITH 'stage:'")
    + """
    MATCH (s)-[:HAS_STEP]->(:Step)-[:AT]->(t:Touchpoint)
    WITH DISTINCT t
    WHERE """
    + _NOTHING_SPENT
    + """
    WITH t LIMIT $limit
    RETURN t
  }
  RETURN t
}
WITH p, t ORDER BY split(p.key, '/')[0], p.order, p.key, t.key LIMIT $limit
CALL (t) {
  OPTIONAL MATCH (t)<-[:ABOUT]-(r:Reading)-[:OF_METRIC]->(m:Metric)
  WHERE m.key IN CASE WHEN size($metrics) = 0 THEN ['spending'] ELSE $metrics END
  OPTIONAL MATCH (r)-[:AMONG]->(who:Persona|Segment)
  OPTIONAL MATCH (r)-[:THROUGH]->(channel:Channel)
  OPTIONAL MATCH (r)-[:COLLECTED_IN]->(survey:Survey)
  OPTIONAL MATCH (r)<-[given:DESCRIBES]-(d:Dataset)
  WITH * ORDER BY coalesce(r.ends, r.begins) IS NULL, coalesce(r.ends, r.begins) DESC, r.key
  RETURN collect(CASE WHEN m IS NOT NULL THEN r {.value, .n, .invited, .promoters, .passives, .detractors,
    .instrument, reading: r.key, begins: toString(r.begins), ends: toString(r.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: t {.key, .name, kind: labels(t)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: channel {.key, .name, kind: labels(channel)[0]},
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [r {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(r)[0], start: 'reading:' + r.key, end: null}]} END) AS spent
}
CALL (p, t) {
  OPTIONAL MATCH (t)-[r:PLACED_IN]->(p)
  RETURN collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
CALL (p, t) {
  OPTIONAL CALL (p, t) {
    CALL (p, t) {
      """
    + arriving("step:Step", "AT", "'touchpoint:' + t.key")
    + """
      MATCH (step)<-[:HAS_STEP]-(s:Stage)<-[:HAS_STAGE]-(j:Journey) WHERE EXISTS { (s)-[:WITHIN]->(p) }
      WITH DISTINCT j LIMIT 20
      RETURN j
    }
    MATCH (j)-[:HAS_STAGE]->(s:Stage)-[r:WITHIN]->(p) WHERE EXISTS { (s)-[:HAS_STEP]->(:Step)-[:AT]->(t) }
    WITH j, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY j.key
    RETURN j, claims
  }
  RETURN collect(CASE WHEN j IS NOT NULL
    THEN {node: j {.key, .name, kind: labels(j)[0]}, evidence: claims} END) AS journeys
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS phase,
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  CASE WHEN size(spent) = 0 THEN 'not-recorded' ELSE 'nothing-spent' END AS gap,
  spent, journeys, evidence
ORDER BY split(p.key, '/')[0], p.order, p.key, t.key
""",
    crosses=("PLACED_IN", "WITHIN", "HAS_STAGE", "HAS_STEP", "AT", "ABOUT", "OF_METRIC", "DESCRIBES"),
    view=View.TABLE,
)

QUESTIONS = (ACQUISITION_AND_RETENTION, UNINVESTED_TOUCHPOINTS)
