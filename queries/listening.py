"""Questions about listening to customers: what was done with their feedback, and how often they are asked."""

from typing import Annotated, LiteralString

from pydantic import Field

from graph_schema.kinds.journey import Journey, Touchpoint
from graph_schema.kinds.observed import Survey
from graph_schema.kinds.who import Persona
from queries.fragments import TOLD_FOR
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class FeedbackParameters(Parameters):
    """On what, and from which surveys."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    surveys: Annotated[Keys, KeysOf(Survey)] = keys_field("Keys of surveys that were answered.")


class FeedbackRow(Row):
    """What became of the feedback on a touchpoint."""

    touchpoint: Node = Field(description="The touchpoint.")
    received: int = Field(description="How many responses there are about it, its steps and their micro-moments.")
    resolved: int = Field(description="How many of them are recorded as solved.")
    reported_back: int = Field(description="How many respondents were told.")
    share_reported_back: float | None = Field(description="The share of respondents who were told. Null: no feedback.")
    hours_to_resolve: float | None = Field(
        description="The median from receiving to solving, in hours. Null: none has both times."
    )
    hours_to_report_back: float | None = Field(
        description="The median from receiving to telling the respondent, in hours. Null: none has both times."
    )
    longest_hours: float | None = Field(description="The longest that a respondent waited to be told. Null: as above.")
    undated: int = Field(description="How many have no time of receiving, so that no duration is known.")
    surveys: list[Node] = Field(description="The surveys that were answered. Empty: somebody told the staff.")
    evidence: list[Evidence] = Field(description="Who recorded the responses: one claim for each source and basis.")


FEEDBACK_LOOP = Question(
    id="feedback-loop",
    title="How much of the feedback on a touchpoint was followed up and reported back, and how long did it take?",
    explanation=(
        "Each row is a touchpoint, wherever it is used, with what became of the responses about it; the one with the "
        "most respondents who were never told comes first. Not recorded as solved is counted as not solved. A "
        "touchpoint where a survey is sent and no response is recorded is a row with 0 received."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(13,),
    parameters=FeedbackParameters,
    row=FeedbackRow,
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
OPTIONAL CALL (t) {
  CALL (t) {
    RETURN t AS place
    UNION
    MATCH (t)<-[:AT]-(place:Step)
    RETURN place
    UNION
    MATCH (t)<-[:AT]-(:Step)-[:HAS_MOMENT]->(place:MicroMoment)
    RETURN place
  }
  MATCH (place)<-[:ABOUT]-(x:Response)
  WHERE size($surveys) = 0 OR EXISTS { (x)-[:COLLECTED_IN]->(s:Survey) WHERE s.key IN $surveys }
  OPTIONAL MATCH (x)-[:COLLECTED_IN]->(survey:Survey)
  OPTIONAL MATCH (x)<-[given:DESCRIBES]-(d:Dataset)
  WITH x, survey, x.source AS source, x.basis AS basis, d.key AS dataset, given.run AS run,
    duration.inSeconds(x.received_at, x.resolved_at).seconds / 3600.0 AS to_resolve,
    duration.inSeconds(x.received_at, x.reported_back_at).seconds / 3600.0 AS to_report
  RETURN count(x) AS received, count(x.resolved_at) AS resolved, count(x.reported_back_at) AS reported_back,
    percentileCont(to_resolve, 0.5) AS hours_to_resolve, percentileCont(to_report, 0.5) AS hours_to_report_back,
    max(to_report) AS longest_hours, count(x) - count(x.received_at) AS undated, collect(DISTINCT survey) AS surveys,
    collect(DISTINCT {source: source, basis: basis, dataset: dataset, run: run}) AS says
}
WITH * WHERE received > 0 OR size($touchpoints) > 0 OR size($surveys) = 0 AND (EXISTS { (t)<-[:SENT_AT]-(:Survey) }
  OR EXISTS { (t)<-[:AT]-(:Step)<-[:SENT_AT]-(:Survey) })
ORDER BY received - reported_back DESC, t.key LIMIT $limit
CALL (surveys) {
  UNWIND surveys AS s
  WITH s ORDER BY s.key
  RETURN collect(s {.key, .name, kind: labels(s)[0]}) AS answered
}
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  received, resolved, reported_back,
  toFloat(reported_back) / CASE WHEN received > 0 THEN received END AS share_reported_back,
  hours_to_resolve, hours_to_report_back, longest_hours, undated, answered AS surveys,
  [one IN says | {claim: 'Response', start: 'touchpoint:' + t.key, end: null, source: one.source, basis: one.basis,
    dataset: one.dataset, locator: null, quotes: [], note: null, run: one.run}] AS evidence
ORDER BY received - reported_back DESC, t.key
""",
    crosses=("ABOUT", "AT", "COLLECTED_IN", "SENT_AT", "DESCRIBES"),
    view=View.FUNNEL,
)


class FatigueParameters(Parameters):
    """Through which journeys, and who is asked."""

    journeys: Annotated[Keys, KeysOf(Journey)] = keys_field("Keys of journeys.")
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas.")


class Sent(Part):
    """A survey that comes on a journey."""

    survey: Node = Field(description="The survey.")
    steps: list[Node] = Field(description="The steps where it comes.")
    minutes: float | None = Field(description="How long it takes to answer, each time. Null: not recorded.")
    evidence: list[Evidence] = Field(
        description="Who says that it is sent there and to whom; on a touchpoint, wherever that is used."
    )


class FatigueRow(Row):
    """The surveys that a persona gets on a journey."""

    journey: Node = Field(description="The journey.")
    persona: Node = Field(description="The persona.")
    sendings: int = Field(description="How often the persona is asked: once for each step where a survey comes.")
    minutes: float | None = Field(
        description="How long answering them all takes, where known. Null: recorded for none of them."
    )
    most_answers: int = Field(description="How many responses to these surveys one respondent gave at most.")
    surveys: list[Sent] = Field(description="The surveys.")
    told_for: list[Neighbour] = Field(description="Who says that the journey is the persona's, or its segment's.")


_MEANT_FOR: LiteralString = """NOT EXISTS { (s)-[:SENT_TO]->(:Persona|Segment) } OR EXISTS { (s)-[:SENT_TO]->(p) }
  OR EXISTS { (s)-[:SENT_TO]->(:Segment)<-[:REPRESENTS]-(p) }"""
"""Holds for a survey `s` that a persona `p` is sent: one that names nobody is sent to all."""


SURVEY_FATIGUE = Question(
    id="survey-fatigue",
    title="How many surveys does a persona get on a journey?",
    explanation=(
        "Each row is a journey and a persona whose journey it is; the one asked most often comes first. A survey "
        "sent at a touchpoint comes at each step that uses it; one that is sent to nobody in particular comes to "
        "all. `most_answers` is counted from responses under a pseudonym, whoever's they are. With 0 sendings no "
        "survey is recorded there."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(14,),
    parameters=FatigueParameters,
    row=FatigueRow,
    cypher="""
CALL () {
  UNWIND $journeys AS key
  MATCH (j:Journey {key: key})-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(t:Step)
  CALL (t) {
    MATCH (t)<-[:SENT_AT]-(s:Survey)
    RETURN s
    UNION
    MATCH (t)-[:AT]->(:Touchpoint)<-[:SENT_AT]-(s:Survey)
    RETURN s
  }
  RETURN j, s, count(t) AS steps
  UNION ALL
  // Of all journeys, those that a survey is sent on are found from the surveys, which are fewer.
  WITH $journeys AS keys WHERE size(keys) = 0
  MATCH (s:Survey)
  CALL (s) {
    MATCH (s)-[:SENT_AT]->(t:Step)
    RETURN t
    UNION
    MATCH (s)-[:SENT_AT]->(:Touchpoint)<-[:AT]-(t:Step)
    RETURN t
  }
  MATCH (t)<-[:HAS_STEP]-(:Stage)<-[:HAS_STAGE]-(j:Journey)
  RETURN j, s, count(t) AS steps
}
WITH j, collect({s: s, steps: steps}) AS sent
CALL (j) {
  """
    + TOLD_FOR
    + """
}
WITH j, p, sent WHERE size($personas) = 0 OR p.key IN $personas
UNWIND sent AS one
WITH j, p, one.s AS s, one.steps AS steps
WHERE """
    + _MEANT_FOR
    + """
WITH j, p, sum(steps) AS sendings ORDER BY sendings DESC, j.key, p.key LIMIT $limit
WITH collect({j: j, p: p, sendings: sendings}) AS asked
CALL (asked) {
  UNWIND asked AS one
  RETURN one.j AS j, one.p AS p, one.sendings AS sendings
  UNION ALL
  // Those that no survey is sent to come last: they are looked for only where they are shown.
  CALL (asked) {
    UNWIND CASE WHEN size(asked) < $limit THEN $journeys ELSE [] END AS key
    MATCH (j:Journey {key: key})
    RETURN j
    UNION ALL
    WITH size(asked) AS found WHERE found < $limit AND size($journeys) = 0
    MATCH (j:Journey)
    RETURN j
  }
  CALL (j) {
    """
    + TOLD_FOR
    + """
  }
  WITH * WHERE (size($personas) = 0 OR p.key IN $personas) AND NOT any(one IN asked WHERE one.j = j AND one.p = p)
  RETURN j, p, 0 AS sendings ORDER BY j.key, p.key LIMIT $limit
}
WITH j, p, sendings ORDER BY sendings DESC, j.key, p.key LIMIT $limit
CALL (j, p) {
  CALL (j, p) {
    MATCH (j)-[r:FOR]->(p)
    RETURN p AS n, r
    UNION ALL
    MATCH (j)-[r:FOR]->(n:Segment) WHERE EXISTS { (n)<-[:REPRESENTS]-(p) }
    RETURN n, r
  }
  WITH n, collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY labels(n)[0], n.key
  RETURN collect({node: n {.key, .name, kind: labels(n)[0]}, evidence: claims}) AS told_for
}
CALL (j, p) {
  OPTIONAL CALL (j, p) {
    CALL (j) {
      MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(t:Step)<-[r:SENT_AT]-(s:Survey)
      RETURN s, t, r
      UNION ALL
      MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(t:Step)-[:AT]->(x:Touchpoint)
      WITH DISTINCT t, x
      MATCH (x)<-[r:SENT_AT]-(s:Survey)
      RETURN s, t, r
    }
    WITH p, s, t, r
    WHERE """
    + _MEANT_FOR
    + """
    WITH p, s, t, r ORDER BY t.key, r.source
    RETURN s, collect(DISTINCT t {.key, .name, kind: labels(t)[0]}) AS steps,
      collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
        claim: type(r), start: r.from, end: r.to}) AS claims
    ORDER BY s.key
  }
  RETURN collect(s) AS sent, sum(size(steps) * s.minutes) AS minutes,
    count(s.minutes) AS timed, collect(CASE WHEN s IS NOT NULL THEN {survey: s {.key, .name, kind: labels(s)[0]},
      steps: steps, minutes: s.minutes, evidence: claims} END) AS surveys
}
CALL (sent) {
  UNWIND sent AS s
  MATCH (s)<-[:COLLECTED_IN]-(x:Response)
  WHERE x.respondent IS NOT NULL
  WITH x.respondent AS respondent, count(x) AS answers
  RETURN max(answers) AS most_answers
}
RETURN
  j {.key, .name, kind: labels(j)[0]} AS journey,
  p {.key, .name, kind: labels(p)[0]} AS persona,
  sendings,
  CASE WHEN timed > 0 THEN toFloat(minutes) END AS minutes,
  coalesce(most_answers, 0) AS most_answers,
  surveys, told_for
ORDER BY sendings DESC, j.key, p.key
""",
    crosses=("FOR", "REPRESENTS", "HAS_STAGE", "HAS_STEP", "AT", "SENT_AT", "SENT_TO", "COLLECTED_IN"),
    view=View.TABLE,
)

QUESTIONS = (FEEDBACK_LOOP, SURVEY_FATIGUE)
