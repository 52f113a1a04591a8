"""Questions about scores: how far to trust them, and what is not measured."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.observed import Metric, Survey
from queries.facts import LOW_RESPONSE, Measured
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Node, Row


class ScoreParameters(Parameters):
    """Which scores, and which share of answers is too low."""

    metrics: Annotated[Keys, KeysOf(Metric)] = keys_field("Keys of metrics.")
    surveys: Annotated[Keys, KeysOf(Survey)] = keys_field("Keys of surveys that the scores come from.")
    below: float = Field(
        LOW_RESPONSE, gt=0, le=1, description="Below which share of answers among those asked a score is doubtful."
    )


class Doubt(StrEnum):
    """Why a score is doubtful."""

    FEW_ANSWERED = "few-answered"
    RESPONSE_RATE_UNKNOWN = "response-rate-unknown"
    PASSIVES_NOT_RECORDED = "passives-not-recorded"


class DoubtRow(Row):
    """A score that is doubtful."""

    metric: Node = Field(description="The metric that the score is of.")
    about: Node = Field(description="What was measured.")
    doubts: list[Doubt] = Field(
        description="Too few of those asked answered; nobody recorded how many were asked or answered; or nobody "
        "recorded how many gave the middle scores."
    )
    measured: Measured = Field(description="The score, with all that is known of it.")


DOUBTFUL_SCORES = Question(
    id="doubtful-scores",
    title="Which scores rest on too few answers, or have no passives recorded?",
    explanation=(
        "Each row is a reading that comes from asking people, with the reasons to doubt it; what has most of them "
        "comes first, then the lowest response rate. Passives that are not recorded are not the same as none: without "
        "them the two poles can be followed, the score can't. Counts that nobody was asked for, such as "
        "visits, are left out. No rows: nothing to doubt, or nobody asked."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(11,),
    parameters=ScoreParameters,
    row=DoubtRow,
    cypher="""
CALL () {
  UNWIND $surveys AS key
  MATCH (:Survey {key: key})<-[:COLLECTED_IN]-(x:Reading)-[:OF_METRIC]->(m:Metric)
  RETURN x, m
  UNION
  UNWIND (CASE WHEN size($surveys) = 0 THEN $metrics ELSE [] END) AS key
  MATCH (m:Metric {key: key})<-[:OF_METRIC]-(x:Reading)
  RETURN x, m
  UNION
  WITH $surveys + $metrics AS keys WHERE size(keys) = 0
  MATCH (x:Reading)-[:OF_METRIC]->(m:Metric)
  RETURN x, m
}
WITH x, m WHERE size($metrics) = 0 OR m.key IN $metrics
OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
WITH x, m, survey, toFloat(x.n) / CASE WHEN x.invited > 0 THEN x.invited END AS rate,
  coalesce(x.promoters, x.detractors) IS NOT NULL AS spread
WHERE spread OR x.invited IS NOT NULL OR survey IS NOT NULL
WITH *, [doubt IN [
  CASE WHEN rate < $below THEN 'few-answered' END,
  CASE WHEN rate IS NULL THEN 'response-rate-unknown' END,
  CASE WHEN spread AND x.passives IS NULL THEN 'passives-not-recorded' END
] WHERE doubt IS NOT NULL] AS doubts
WHERE size(doubts) > 0
ORDER BY size(doubts) DESC, coalesce(rate, 2), m.key, x.key LIMIT $limit
MATCH (x)-[:ABOUT]->(about)
OPTIONAL MATCH (x)-[:AMONG]->(who:Persona|Segment)
OPTIONAL MATCH (x)-[:THROUGH]->(channel:Channel)
OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
RETURN
  m {.key, .name, kind: labels(m)[0]} AS metric,
  about {.key, .name, kind: labels(about)[0]} AS about,
  doubts,
  x {.value, .n, .invited, .promoters, .passives, .detractors, .instrument, reading: x.key,
    begins: toString(x.begins), ends: toString(x.ends), unit: m.unit,
    metric: m {.key, .name, kind: labels(m)[0]},
    about: about {.key, .name, kind: labels(about)[0]},
    among: who {.key, .name, kind: labels(who)[0]},
    through: channel {.key, .name, kind: labels(channel)[0]},
    survey: survey {.key, .name, kind: labels(survey)[0]},
    evidence: [x {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(x)[0], start: 'reading:' + x.key, end: null}]} AS measured
ORDER BY size(doubts) DESC, coalesce(rate, 2), metric.key, x.key
""",
    crosses=("OF_METRIC", "COLLECTED_IN", "ABOUT", "AMONG", "THROUGH", "DESCRIBES"),
    view=View.TABLE,
)


class NearnessParameters(Parameters):
    """Which touchpoints, and what counts as measured."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    metrics: Annotated[Keys, KeysOf(Metric)] = keys_field("Keys of metrics.")


class Nearness(StrEnum):
    """How near to a touchpoint something is measured."""

    STAGE = "stage"
    JOURNEY = "journey"
    PHASE = "phase"
    COMPANY = "company"
    NOWHERE = "nowhere"


class NearnessRow(Row):
    """A touchpoint that is not measured itself."""

    touchpoint: Node = Field(description="The touchpoint.")
    nearest: Nearness = Field(
        description="The nearest level at which something is measured: a stage, a journey or a phase that it is in, "
        "the company as a whole, or nowhere."
    )
    readings: int = Field(description="How many readings there are at that level.")
    places: list[Node] = Field(description="What they are about, 20 at most.")
    metrics: list[Node] = Field(description="The metrics that they are of.")
    evidence: list[Evidence] = Field(description="Some of these readings, 5 at most: who took them.")


MEASURED_FROM_AFAR = Question(
    id="measured-from-afar",
    title="Which touchpoints are measured only from afar, such as for the company as a whole?",
    explanation=(
        "Each row is a touchpoint without any reading about itself, its steps, their micro-moments or the moments of "
        "truth there, and the nearest level where something is measured; those measured for the company only come "
        "first, those not at all last. A reading about any brand counts as one about the company. No rows: every "
        "touchpoint is measured itself."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(12,),
    parameters=NearnessParameters,
    row=NearnessRow,
    cypher="""
// Phases and brands may have very many readings: which of them have some is found out once, not for each touchpoint.
CALL () {
  UNWIND $metrics AS key
  MATCH (:Metric {key: key})<-[:OF_METRIC]-(:Reading)-[:ABOUT]->(place:Phase|Brand)
  RETURN DISTINCT place
  UNION
  WITH $metrics AS keys WHERE size(keys) = 0
  MATCH (place:Phase) WHERE EXISTS { (place)<-[:ABOUT]-(:Reading)-[:OF_METRIC]->(:Metric) }
  RETURN place
  UNION
  WITH $metrics AS keys WHERE size(keys) = 0
  MATCH (place:Brand) WHERE EXISTS { (place)<-[:ABOUT]-(:Reading)-[:OF_METRIC]->(:Metric) }
  RETURN place
}
WITH place ORDER BY place.key
WITH collect(CASE WHEN place:Phase THEN place END) AS phases, collect(CASE WHEN place:Brand THEN place END) AS brands
CALL (phases) {
  UNWIND $touchpoints AS key
  MATCH (t:Touchpoint {key: key})
  RETURN t
  UNION ALL
  WITH $touchpoints AS keys WHERE size(keys) = 0
  MATCH (t:Touchpoint)
  RETURN t
}
WITH t, phases, brands WHERE NOT EXISTS {
  MATCH (t) (()<-[:AT]-(:Step)){0,1} (()-[:HAS_MOMENT]->()){0,1} (()<-[:OCCURS_AT]-(:MomentOfTruth)){0,1}
    ()<-[:ABOUT]-(:Reading)-[:OF_METRIC]->(m:Metric)
  WHERE size($metrics) = 0 OR m.key IN $metrics
}
CALL (t, phases) {
  OPTIONAL CALL (t, phases) {
    MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(place:Stage)
    WHERE EXISTS {
      MATCH (place)<-[:ABOUT]-(:Reading)-[:OF_METRIC]->(m:Metric) WHERE size($metrics) = 0 OR m.key IN $metrics }
    RETURN place, 1 AS level
    UNION
    MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(:Stage)<-[:HAS_STAGE]-(place:Journey)
    WHERE EXISTS {
      MATCH (place)<-[:ABOUT]-(:Reading)-[:OF_METRIC]->(m:Metric) WHERE size($metrics) = 0 OR m.key IN $metrics }
    RETURN place, 2 AS level
    UNION
    MATCH (t)-[:PLACED_IN]->(place:Phase) WHERE place IN phases
    RETURN place, 3 AS level
    UNION
    MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(s:Stage)<-[:HAS_STAGE]-(j:Journey)
    UNWIND [s, j] AS around
    MATCH (around)-[:WITHIN]->(place:Phase) WHERE place IN phases
    RETURN place, 3 AS level
  }
  WITH level, place ORDER BY place.key
  WITH level, collect(place) AS places ORDER BY level LIMIT 1
  RETURN level AS inner, places AS near
}
WITH t, coalesce(inner, CASE WHEN size(brands) > 0 THEN 4 ELSE 5 END) AS level,
  CASE WHEN inner IS NULL THEN brands ELSE near END AS places
ORDER BY level = 5, level DESC, t.key LIMIT $limit
WITH level, places, collect(t) AS touchpoints
CALL (places) {
  UNWIND places AS place
  MATCH (place)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(m:Metric)
  WHERE size($metrics) = 0 OR m.key IN $metrics
  WITH m, count(*) AS times ORDER BY m.key
  RETURN collect(m {.key, .name, kind: labels(m)[0]}) AS metrics, sum(times) AS readings
}
CALL (places) {
  UNWIND places AS place
  MATCH (place)<-[:ABOUT]-(x:Reading)-[:OF_METRIC]->(m:Metric)
  WHERE size($metrics) = 0 OR m.key IN $metrics
  WITH x ORDER BY coalesce(x.ends, date('0001-01-01')) DESC, x.key LIMIT 5
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH x, given, d ORDER BY coalesce(x.ends, date('0001-01-01')) DESC, x.key
  RETURN collect(x {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
    claim: labels(x)[0], start: 'reading:' + x.key, end: null}) AS evidence
}
UNWIND touchpoints AS t
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  ['stage', 'journey', 'phase', 'company', 'nowhere'][level - 1] AS nearest,
  readings,
  [place IN places[..20] | place {.key, .name, kind: labels(place)[0]}] AS places,
  metrics, evidence
ORDER BY level = 5, level DESC, t.key
""",
    crosses=("ABOUT", "OF_METRIC", "AT", "HAS_STEP", "HAS_STAGE", "WITHIN", "PLACED_IN", "DESCRIBES"),
    view=View.TABLE,
)


QUESTIONS = (DOUBTFUL_SCORES, MEASURED_FROM_AFAR)
