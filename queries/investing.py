"""The question where to invest: what matters to customers, does not satisfy them, and serves a goal of the brand."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.observed import Metric
from queries.facts import Measured
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Neighbour, Node, Row


class InvestParameters(Parameters):
    """By which metrics importance and satisfaction are measured, and what is high and low."""

    importance: Annotated[Keys, KeysOf(Metric)] = Field(
        min_length=1, description="Keys of metrics that say how important something is to customers."
    )
    satisfaction: Annotated[Keys, KeysOf(Metric)] = Field(
        min_length=1, description="Keys of metrics that say how satisfied they are."
    )
    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    important_from: float = Field(4, description="From which importance on a touchpoint counts as important.")
    satisfied_from: float = Field(3.5, description="From which satisfaction on it is left as it is.")


class InvestRow(Row):
    """A touchpoint that matters to customers and does not satisfy them."""

    touchpoint: Node = Field(description="The touchpoint.")
    importance: float = Field(
        description="How important it is: of its readings, the one of the highest-ranked dataset, then the latest."
    )
    satisfaction: float = Field(description="How satisfied customers are, chosen in the same way.")
    gap: float = Field(description="Importance less satisfaction, where both have the same scale.")
    brand_goals: list[Neighbour] = Field(
        description="The brand goals that it leads to, through moments of truth there or outcomes that it delivers. "
        "Empty: a gap, nobody linked it to one."
    )
    measured: list[Measured] = Field(description="The readings of both metrics, so that differences show, 40 at most.")


WHERE_TO_INVEST = Question(
    id="where-to-invest",
    title="Where should we invest: which touchpoints are important to customers, unsatisfying, and linked to a goal?",
    explanation=(
        "Each row is a touchpoint with high importance and low satisfaction; those that lead to a brand goal come "
        "first, then the largest gap. Readings about the touchpoint and about its steps count. A touchpoint without "
        "a reading of both metrics has no row: it is not known. Each reading says what to beware of."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.BACK,
    numbers=(15,),
    parameters=InvestParameters,
    row=InvestRow,
    cypher="""
CALL () {
  UNWIND $touchpoints AS key
  MATCH (t:Touchpoint {key: key})
  RETURN t
  UNION ALL
  WITH $touchpoints AS keys WHERE size(keys) = 0
  MATCH (t:Touchpoint)
  RETURN t
}
CALL (t) {
  CALL (t) {
    MATCH (t)<-[:ABOUT]-(x:Reading)
    RETURN x, t AS about
    UNION
    MATCH (t)<-[:AT]-(about:Step)<-[:ABOUT]-(x:Reading)
    RETURN x, about
  }
  MATCH (x)-[:OF_METRIC]->(m:Metric)
  WHERE m.key IN $importance + $satisfaction
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH x, about, m, given, d ORDER BY coalesce(d.rank, 0) DESC, coalesce(x.ends, date('0001-01-01')) DESC, x.key
  RETURN head(collect(CASE WHEN m.key IN $importance THEN x.value END)) AS importance,
    head(collect(CASE WHEN m.key IN $satisfaction THEN x.value END)) AS satisfaction,
    collect({x: x, about: about, m: m, run: given.run, dataset: d.key})[..40] AS readings
}
WITH * WHERE importance >= $important_from AND satisfaction < $satisfied_from
CALL (t) {
  OPTIONAL CALL (t) {
    CALL (t) {
      MATCH (t)<-[r:OCCURS_AT]-(m:MomentOfTruth)
      RETURN m, r
      UNION ALL
      MATCH (t)<-[:AT]-(:Step)<-[r:OCCURS_AT]-(m:MomentOfTruth)
      RETURN m, r
      UNION ALL
      MATCH (t)<-[:AT]-(:Step)-[:HAS_MOMENT]->(:MicroMoment)<-[r:OCCURS_AT]-(m:MomentOfTruth)
      RETURN m, r
    }
    MATCH (m)-[s:SERVES|FULFILS]->(:CxGoal|BrandPromise)-[a:ADVANCES|UPHOLDS]->(goal:BrandGoal)
    RETURN goal, [r, s, a] AS links
    UNION ALL
    MATCH (t)-[r:DELIVERS]->(:DesiredOutcome)-[c:CONTRIBUTES_TO]->(:CxGoal)-[a:ADVANCES]->(goal:BrandGoal)
    RETURN goal, [r, c, a] AS links
  }
  UNWIND (CASE WHEN links IS NULL THEN [null] ELSE links END) AS r
  WITH goal, collect(DISTINCT r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY goal.key
  RETURN collect(CASE WHEN goal IS NOT NULL
    THEN {node: goal {.key, .name, kind: labels(goal)[0]}, evidence: claims} END) AS brand_goals
}
WITH * ORDER BY size(brand_goals) = 0, importance - satisfaction DESC, t.key LIMIT $limit
CALL (readings) {
  UNWIND readings AS one
  WITH one.x AS x, one.about AS about, one.m AS m, one.run AS run, one.dataset AS dataset
  OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
  OPTIONAL MATCH (x)-[:THROUGH]->(channel:Channel)
  OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
  WITH * ORDER BY m.key, coalesce(x.ends, date('0001-01-01')) DESC, x.key
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
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  importance, satisfaction, round(importance - satisfaction, 3) AS gap, brand_goals, measured
ORDER BY size(brand_goals) = 0, gap DESC, t.key
""",
    crosses=(
        "ABOUT", "OF_METRIC", "AT", "OCCURS_AT", "SERVES", "ADVANCES", "DELIVERS", "CONTRIBUTES_TO", "FULFILS",
        "UPHOLDS", "HAS_MOMENT", "AMONG", "COLLECTED_IN", "DESCRIBES",
    ),
    view=View.MATRIX,
)  # fmt: skip

QUESTIONS = (WHERE_TO_INVEST,)
