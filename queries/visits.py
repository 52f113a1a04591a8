"""Questions about visits: to which pages, by whom, and where they end."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.observed import Metric
from graph_schema.kinds.who import Persona, Segment
from queries.counts import PathEnd
from queries.facts import Measured
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Node, Row


class PageParameters(Parameters):
    """Which touchpoints, and what was measured of them."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    metrics: Annotated[Keys, KeysOf(Metric)] = keys_field("Keys of metrics, such as visits, dwell and abandonment.")


class PageRow(Row):
    """A page, the touchpoint that it belongs to, and what one metric says of it."""

    page: str | None = Field(
        description="The address, as web analytics names it. Null: measured for all pages of the touchpoint together, "
        "or none is recorded."
    )
    touchpoint: Node = Field(description="The touchpoint that the page belongs to.")
    metric: Node | None = Field(description="The metric. Null: a gap, nothing was measured of this page by itself.")
    value: float | None = Field(
        description="The value: of several readings, that of the highest-ranked dataset, then the latest."
    )
    place: int | None = Field(
        description="The place among all pages by this metric, 1 for the highest. Null: a gap, or several pages."
    )
    left_from_here: int = Field(description="How many cases the paths have whose last place is the touchpoint.")
    ends: list[PathEnd] = Field(description="Those paths; they may overlap where they come from several sources.")
    measured: list[Measured] = Field(description="All readings behind the value, 20 at most.")


PAGES = Question(
    id="pages",
    title="Which pages get the most visits and the longest dwell, which is the last one, and which touchpoint is it?",
    explanation=(
        "Each row is a page with one metric; within a metric the highest value comes first. A reading that names no "
        "page is that of the touchpoint's only page, or else of all its pages together. `left_from_here` says how "
        "often the touchpoint was the last on a recorded path, be the aim reached or not. A page of which nothing was "
        "measured has a row without a metric."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(32,),
    parameters=PageParameters,
    row=PageRow,
    cypher="""
CALL () {
  UNWIND $touchpoints AS key
  MATCH (t:Touchpoint {key: key})
  RETURN t
  UNION ALL
  WITH $touchpoints AS keys WHERE size(keys) = 0
  MATCH (t:Touchpoint) WHERE size(t.pages) > 0
  RETURN t
}
OPTIONAL CALL (t) {
  MATCH (t)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(m:Metric)
  WHERE size($metrics) = 0 OR m.key IN $metrics
  OPTIONAL MATCH (x)<-[:DESCRIBES]-(d:Dataset)
  WITH t, x, m, d ORDER BY coalesce(d.rank, 0) DESC, coalesce(x.ends, date('0001-01-01')) DESC, x.key
  WITH m, coalesce(x.page, CASE WHEN size(t.pages) = 1 THEN t.pages[0] END) AS page, head(collect(x.value)) AS value
  RETURN page, m, value
  UNION ALL
  UNWIND (CASE WHEN size(t.pages) > 0 THEN t.pages ELSE [null] END) AS page
  WITH t, page WHERE NOT EXISTS {
    MATCH (t)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(m:Metric)
    WHERE (size($metrics) = 0 OR m.key IN $metrics)
      AND (page IS NULL OR x.page = page OR x.page IS NULL AND size(t.pages) = 1)
  }
  RETURN page, null AS m, null AS value
}
WITH m, t, page, value ORDER BY m.key, page IS NULL, coalesce(value, -1) DESC, page, t.key
WITH m, collect({t: t, page: page, value: value})[..$limit] AS ranking
UNWIND range(0, size(ranking) - 1) AS i
WITH m, ranking[i].t AS t, ranking[i].page AS page, ranking[i].value AS value, i
WITH *, CASE WHEN m IS NOT NULL AND page IS NOT NULL THEN i + 1 END AS place
ORDER BY m.key, i LIMIT $limit
CALL (t, m, page) {
  MATCH (t)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(of:Metric)
  WHERE of = m AND coalesce(x.page, CASE WHEN size(t.pages) = 1 THEN t.pages[0] END, '') = coalesce(page, '')
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH x, given, d ORDER BY coalesce(d.rank, 0) DESC, coalesce(x.ends, date('0001-01-01')) DESC, x.key
  RETURN collect({x: x, run: given.run, dataset: d.key})[..20] AS readings
}
CALL (t) {
  OPTIONAL CALL (t) {
    MATCH (t)<-[r:PASSES]-(v:Variant)
    WITH v, t, max(r.order) AS last, collect(r) AS passes
    WHERE NOT EXISTS { MATCH (v)-[further:PASSES]->(:Touchpoint) WHERE further.order > last }
    UNWIND passes AS r
    WITH v, t, r, last WHERE r.order = last
    WITH v, t, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY coalesce(v.cases, -1) DESC, v.key
    RETURN v.cases AS cases, {variant: v {.key, .name, kind: labels(v)[0]},
      place: t {.key, .name, kind: labels(t)[0]}, cases: v.cases, evidence: claims} AS one
  }
  RETURN coalesce(sum(cases), 0) AS left_from_here, collect(one) AS ends
}
CALL (t, m, readings) {
  UNWIND coalesce(readings, []) AS found
  WITH t, m, found.x AS x, found.run AS run, found.dataset AS dataset
  OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
  OPTIONAL MATCH (x)-[:THROUGH]->(channel:Channel)
  OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
  RETURN collect(x {.value, .n, .invited, .promoters, .passives, .detractors, .instrument, reading: x.key,
    begins: toString(x.begins), ends: toString(x.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: t {.key, .name, kind: labels(t)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: channel {.key, .name, kind: labels(channel)[0]},
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: dataset, run: run,
      claim: labels(x)[0], start: 'reading:' + x.key, end: null}]}) AS measured
}
RETURN
  page,
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  m {.key, .name, kind: labels(m)[0]} AS metric,
  value, place, left_from_here, ends, measured
ORDER BY m.key, i
""",
    crosses=("ABOUT", "OF_METRIC", "PASSES", "AMONG", "THROUGH", "COLLECTED_IN", "DESCRIBES"),
    view=View.TABLE,
)


class VisitParameters(Parameters):
    """By which metrics visits and purchases are counted, and what is rare."""

    visits: Annotated[Keys, KeysOf(Metric)] = Field(min_length=1, description="Keys of metrics that count visits.")
    purchases: Annotated[Keys, KeysOf(Metric)] = Field(
        min_length=1, description="Keys of metrics that count purchases."
    )
    reached: Annotated[Keys, KeysOf(Metric)] = Field(
        min_length=1, description="Keys of metrics that count how many reached a phase."
    )
    segments: Annotated[Keys, KeysOf(Segment)] = keys_field("Keys of segments.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas.")
    at_most: float = Field(0.1, ge=0, description="Up to how many purchases for each visit are rare.")


class VisitRow(Row):
    """A persona or segment that visits often and rarely buys, and where it stops."""

    who: Node = Field(description="The persona or segment.")
    visits: float = Field(
        description="How many visits: of several readings, that of the highest-ranked dataset, then the latest."
    )
    purchases: float | None = Field(description="How many purchases, chosen in the same way. Null: not counted.")
    purchases_per_visit: float | None = Field(description="Purchases for each visit. Null: not known.")
    stops_in: Node | None = Field(
        description="The phase out of which the smallest share of them gets into the next. Null: a gap, not counted."
    )
    lost: float | None = Field(description="The share that does not get out of it. Null: not counted.")
    ends: list[PathEnd] = Field(
        description="Where its recorded paths end, the one with the most cases first. Empty: none is recorded."
    )
    measured: list[Measured] = Field(description="The readings behind it, 40 at most.")


VISITS_WITHOUT_PURCHASE = Question(
    id="visits-without-purchase",
    title="Which segment visits often but rarely buys, and in which phase does it stop?",
    explanation=(
        "Each row is a persona or segment with few purchases for each visit, the fewest first. Those whose purchases "
        "were never counted come last. Where it stops is the phase from which the smallest share gets into "
        "the next, by the counts asked for; phases are compared within one lifecycle. Compare the readings: they "
        "should be of the same period and place."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(33,),
    parameters=VisitParameters,
    row=VisitRow,
    cypher="""
CALL () {
  UNWIND $visits AS key
  MATCH (:Metric {key: key})<-[:OF_METRIC]-(x:Reading)
  WITH x MATCH (x)-[:AMONG]->(who:Persona|Segment)
  WHERE size($segments) + size($personas) = 0
    OR who:Segment AND who.key IN $segments OR who:Persona AND who.key IN $personas
  RETURN DISTINCT who
}
CALL (who) {
  MATCH (who)<-[:AMONG]-(x:Reading)
  // The metric apart, since Neo4j would begin there at some size.
  WITH x MATCH (x)-[:OF_METRIC]->(m:Metric)
  WHERE m.key IN $visits + $purchases
  MATCH (x)-[:ABOUT]->(about)
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH x, m, about, given, d ORDER BY coalesce(d.rank, 0) DESC, coalesce(x.ends, date('0001-01-01')) DESC, x.key
  RETURN head(collect(CASE WHEN m.key IN $visits THEN x.value END)) AS visits,
    head(collect(CASE WHEN m.key IN $purchases THEN x.value END)) AS purchases,
    collect({x: x, m: m, about: about, run: given.run, dataset: d.key})[..40] AS readings
}
WITH *, purchases / CASE WHEN visits > 0 THEN visits END AS rate
WHERE visits IS NOT NULL AND coalesce(rate <= $at_most, true)
ORDER BY coalesce(rate, 1e9), visits DESC, labels(who)[0], who.key LIMIT $limit
CALL (who) {
  OPTIONAL CALL (who) {
    MATCH (who)<-[:AMONG]-(x:Reading) WHERE x.value IS NOT NULL
    WITH x MATCH (x)-[:OF_METRIC]->(m:Metric) WHERE m.key IN $reached
    WITH x, m MATCH (x)-[:ABOUT]->(p:Phase)-[:IN_MODEL]->(model:LifecycleModel)
    OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
    WITH x, m, p, model, given, d
    ORDER BY coalesce(d.rank, 0) DESC, coalesce(x.ends, date('0001-01-01')) DESC, x.key
    WITH model, m, p, head(collect(x.value)) AS value,
      head(collect({x: x, m: m, about: p, run: given.run, dataset: d.key})) AS one
    ORDER BY model.key, m.key, p.order, p.key
    WITH model, m, collect({p: p, order: p.order, value: value, one: one}) AS counts
    UNWIND range(0, size(counts) - 1) AS i
    WITH counts[i] AS here, counts[i + 1] AS next
    RETURN here.p AS p, here.one AS one, CASE WHEN next.order > here.order AND here.value > 0
      THEN 1 - next.value / here.value END AS loss
  }
  WITH p, one, loss ORDER BY coalesce(loss, -1) DESC, p.key
  RETURN collect(one)[..40] AS passed, head(collect(CASE WHEN loss IS NOT NULL THEN p END)) AS stop, max(loss) AS lost
}
CALL (who) {
  OPTIONAL CALL (who) {
    MATCH (who)<-[:FOR]-(v:Variant)
    WITH DISTINCT v
    MATCH (v)-[r:PASSES]->(p:Phase|Touchpoint)
    WITH v, p, r ORDER BY r.order DESC
    WITH v, collect({p: p, r: r}) AS passes
    WITH v, passes[0].p AS p, [one IN passes WHERE one.r.order = passes[0].r.order | one.r] AS last
    UNWIND last AS r
    WITH v, p, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY coalesce(v.cases, -1) DESC, v.key
    RETURN {variant: v {.key, .name, kind: labels(v)[0]}, place: p {.key, .name, kind: labels(p)[0]},
      cases: v.cases, evidence: claims} AS one
  }
  RETURN collect(one) AS ends
}
CALL (who, readings, passed) {
  UNWIND readings + passed AS found
  WITH who, found.x AS x, found.m AS m, found.about AS about, found.run AS run, found.dataset AS dataset
  OPTIONAL MATCH (x)-[:THROUGH]->(channel:Channel)
  OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
  WITH * ORDER BY m.key, about.order, coalesce(x.ends, date('0001-01-01')) DESC, x.key
  RETURN collect(x {.value, .n, .invited, .promoters, .passives, .detractors, .instrument, reading: x.key,
    begins: toString(x.begins), ends: toString(x.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: about {.key, .name, kind: labels(about)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: channel {.key, .name, kind: labels(channel)[0]},
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: dataset, run: run,
      claim: labels(x)[0], start: 'reading:' + x.key, end: null}]}) AS measured
}
RETURN
  who {.key, .name, kind: labels(who)[0]} AS who,
  visits, purchases, rate AS purchases_per_visit,
  stop {.key, .name, kind: labels(stop)[0]} AS stops_in, lost, ends, measured
ORDER BY coalesce(rate, 1e9), visits DESC, who.kind, who.key
""",
    crosses=("AMONG", "OF_METRIC", "ABOUT", "IN_MODEL", "FOR", "PASSES", "THROUGH", "DESCRIBES"),
    view=View.FUNNEL,
)

QUESTIONS = (PAGES, VISITS_WITHOUT_PURCHASE)
