"""The question that finds touchpoints by what is known of them, page by page."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Channel
from graph_schema.kinds.lifecycle import Phase
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Node, Part, Row


class Sentiment(StrEnum):
    """How people feel at a place, by the mean of the scores that are recorded there."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class TouchpointParameters(Parameters):
    """Which touchpoints, and from where on."""

    channels: Annotated[Keys, KeysOf(Channel)] = keys_field("Keys of channels, one of which leads to the touchpoint.")
    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of phases, in one of which the touchpoint is.")
    sentiments: Annotated[list[Sentiment], Several, OneOf(tuple(Sentiment))] = Field(
        default_factory=list[Sentiment],
        description="How people feel there: a mean score below 0, of 0, or above. Empty: any, or not recorded.",
    )
    after: str = Field("", max_length=400, description="The key of the last touchpoint of the page before.")


class Pain(Part):
    """A pain point, and the words in which people tell of it."""

    node: Node = Field(description="The pain point.")
    quotes: list[Node] = Field(description="Quotes that support it.")


class TouchpointRow(Row):
    """A touchpoint that has all that was asked for."""

    touchpoint: Node = Field(description="The touchpoint.")
    channels: list[Node] = Field(description="The channels of the steps at which it is used. Empty: not recorded.")
    score: float | None = Field(
        description="The mean of what personas feel there and at its steps, from -1 to 1. Null: not recorded."
    )
    feelings: int = Field(description="How many feelings the mean is of.")
    pain_points: list[Pain] = Field(description="What hurts there or at its steps.")
    total: int = Field(description="How many touchpoints there are on all pages.")
    evidence: list[Evidence] = Field(description="Who says which channel leads there and in which phase it is.")


TOUCHPOINTS = Question(
    id="find-touchpoints",
    title="Which touchpoints are there on a channel, in a phase, with a feeling?",
    explanation=(
        "Each row is a touchpoint, in the order of keys; `after` with the last key gives the next page, and `total` "
        "says how many there are on all of them. It is in a phase that a source places it in, or that a journey or "
        "stage with one of its steps is within. Feelings of all personas count alike, on the touchpoint and at its "
        "steps. No rows: nothing fits, or there is no further page."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(39,),
    parameters=TouchpointParameters,
    row=TouchpointRow,
    cypher="""
CALL () {
  UNWIND $channels AS key
  MATCH (:Channel {key: key})<-[:VIA]-(:Step)-[:AT]->(t:Touchpoint)
  RETURN t
  UNION
  UNWIND CASE WHEN size($channels) = 0 THEN $phases ELSE [] END AS key
  MATCH (p:Phase {key: key})
  CALL (p) {
    MATCH (p)<-[:PLACED_IN]-(t:Touchpoint)
    RETURN t
    UNION
    MATCH (p)<-[:WITHIN]-(:Stage)-[:HAS_STEP]->(:Step)-[:AT]->(t:Touchpoint)
    RETURN t
    UNION
    MATCH (p)<-[:WITHIN]-(:Journey)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(:Step)-[:AT]->(t:Touchpoint)
    RETURN t
  }
  RETURN t
  UNION
  WITH $channels + $phases AS keys WHERE size(keys) = 0
  MATCH (t:Touchpoint)
  RETURN t
}
WITH t WHERE size($channels) = 0 OR size($phases) = 0
  OR EXISTS { MATCH (t)-[:PLACED_IN]->(p:Phase) WHERE p.key IN $phases }
  OR EXISTS { MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(:Stage)-[:WITHIN]->(p:Phase) WHERE p.key IN $phases }
  OR EXISTS { MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(:Stage)<-[:HAS_STAGE]-(:Journey)-[:WITHIN]->(p:Phase)
    WHERE p.key IN $phases }
OPTIONAL CALL (t) {
  WITH t WHERE size($sentiments) > 0
  CALL (t) {
    MATCH (f:Feeling)-[:FELT_AT]->(t) RETURN f
    UNION
    MATCH (f:Feeling)-[:FELT_AT]->(:Step)-[:AT]->(t) RETURN f
  }
  RETURN avg(f.score) AS mean
}
WITH t WHERE size($sentiments) = 0
  OR CASE WHEN mean < 0 THEN 'negative' WHEN mean > 0 THEN 'positive' WHEN mean = 0 THEN 'neutral' END IN $sentiments
WITH t ORDER BY t.key
WITH collect(t) AS found
UNWIND [t IN found WHERE t.key > $after][..$limit] AS t
WITH t, size(found) AS total
CALL (t) {
  CALL (t) {
    MATCH (f:Feeling)-[:FELT_AT]->(t) RETURN f
    UNION
    MATCH (f:Feeling)-[:FELT_AT]->(:Step)-[:AT]->(t) RETURN f
  }
  RETURN avg(f.score) AS score, count(f.score) AS feelings
}
CALL (t) {
  OPTIONAL MATCH (t)<-[a:AT]-(:Step)-[v:VIA]->(c:Channel)
  WITH c, a, v ORDER BY c.key
  RETURN collect(DISTINCT c {.key, .name, kind: labels(c)[0]}) AS channels, collect(a) + collect(v) AS claims
}
CALL (t) {
  OPTIONAL MATCH (t)-[r:PLACED_IN]->(p:Phase) WHERE size($phases) = 0 OR p.key IN $phases
  RETURN collect(r) AS placed
}
CALL (t) {
  OPTIONAL CALL (t) {
    MATCH (pain:PainPoint)-[:OCCURS_AT]->(t) RETURN pain
    UNION
    MATCH (pain:PainPoint)-[:OCCURS_AT]->(:Step)-[:AT]->(t) RETURN pain
  }
  WITH pain ORDER BY pain.key
  RETURN [node IN collect(pain) | {node: node {.key, .name, kind: labels(node)[0]}, quotes: COLLECT {
    MATCH (q:Quote)-[:SUPPORTS]->(node) WITH DISTINCT q ORDER BY q.key
    RETURN q {.key, name: q.text, kind: labels(q)[0]} }}] AS pain_points
}
UNWIND CASE WHEN size(claims + placed) = 0 THEN [null] ELSE claims + placed END AS r
WITH t, score, feelings, total, channels, pain_points, r ORDER BY type(r), r.from, r.to, r.source
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  channels,
  score,
  feelings,
  pain_points,
  total,
  collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
ORDER BY touchpoint.key
LIMIT $limit
""",
    crosses=("AT", "VIA", "PLACED_IN", "HAS_STEP", "HAS_STAGE", "WITHIN", "FELT_AT", "OCCURS_AT", "SUPPORTS"),
    view=View.TABLE,
)

QUESTIONS = (TOUCHPOINTS,)
