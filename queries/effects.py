"""Questions about touchpoints as findings: by which method each was found, and what it is claimed to raise or lower."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.observed import Metric
from graph_schema.kinds.why import Practice
from queries.evidence import QuoteText
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, Parameters, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class MethodParameters(Parameters):
    """Which methods to compare."""

    methods: Annotated[Keys, KeysOf(Practice)] = Field(
        default_factory=list[str],
        description="Keys of methods, which are practices. Empty: all by which a touchpoint was found.",
    )


class FoundBy(StrEnum):
    """How many of the compared methods found a touchpoint."""

    ONE_METHOD = "one-method"
    SOME_METHODS = "some-methods"
    ALL_METHODS = "all-methods"
    NOT_RECORDED = "not-recorded"


class FoundRow(Row):
    """A touchpoint, with the methods that found it and those that did not."""

    touchpoint: Node = Field(description="The touchpoint.")
    found: FoundBy = Field(
        description="By one method only, by some of them, by all; or a gap, nobody recorded how it was found."
    )
    found_by: list[Neighbour] = Field(description="The methods that found it.")
    not_found_by: list[Node] = Field(
        description="The compared methods of which nobody says that they found it, too: where methods disagree."
    )


FOUND_BY_METHOD = Question(
    id="touchpoints-by-method",
    title="Which touchpoints were found by one method only, and where do the methods disagree?",
    explanation=(
        "Each row is a touchpoint, those found by a single method first: by web analytics, a survey or an empathy "
        "walk. Methods disagree on it where one found it and another did not; that it escaped a method may also mean "
        "that nobody wrote down that it was found. Touchpoints without any method come last, as gaps. No rows: there "
        "are no touchpoints, or no methods."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(36,),
    parameters=MethodParameters,
    row=FoundRow,
    cypher="""
CALL () {
  UNWIND $methods AS key
  MATCH (m:Practice {key: key})
  RETURN m
  UNION
  WITH $methods AS keys WHERE size(keys) = 0
  MATCH (m:Practice) WHERE EXISTS { (m)<-[:FOUND_BY]-(:Touchpoint) }
  RETURN m
}
WITH m ORDER BY m.key
WITH collect(m) AS compared WHERE size(compared) > 0
CALL (compared) {
  UNWIND compared AS m
  CALL (m) {
    // Those of a single method are in the order of keys, as in the index: no more are read than are shown.
    """
    + arriving("t:Touchpoint", "FOUND_BY", "'practice:' + m.key")
    + """
    WITH DISTINCT r.`to` AS place, r.`from` AS next, t ORDER BY place, next
    LIMIT CASE size($methods) WHEN 1 THEN $limit ELSE 9223372036854775807 END
    RETURN t
  }
  RETURN DISTINCT t, 0 AS unrecorded
  UNION ALL
  // By its key, so that the index gives them in order and only as many as are shown.
  MATCH (t:Touchpoint) WHERE t.key > '' AND NOT EXISTS { (t)-[:FOUND_BY]->(:Practice) }
  WITH t ORDER BY t.key LIMIT $limit
  RETURN t, 1 AS unrecorded
}
CALL (t, compared) {
  OPTIONAL MATCH (t)-[r:FOUND_BY]->(m:Practice) WHERE m IN compared
  WITH m, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY m.key
  RETURN collect(m) AS met, collect(CASE WHEN m IS NOT NULL
    THEN {node: m {.key, .name, kind: labels(m)[0]}, evidence: claims} END) AS found_by
}
WITH *, [m IN compared WHERE NOT m IN met] AS missed
WITH t, unrecorded, found_by, missed ORDER BY unrecorded, size(missed) = 0, size(found_by), t.key LIMIT $limit
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  CASE
    WHEN unrecorded = 1 THEN 'not-recorded'
    WHEN size(missed) = 0 THEN 'all-methods'
    WHEN size(found_by) = 1 THEN 'one-method'
    ELSE 'some-methods'
  END AS found,
  found_by,
  [m IN missed | m {.key, .name, kind: labels(m)[0]}] AS not_found_by
ORDER BY unrecorded, size(missed) = 0, size(found_by), t.key
""",
    crosses=("FOUND_BY",),
    view=View.MATRIX,
)


class EffectParameters(Parameters):
    """On which metrics, by which touchpoints."""

    metrics: Annotated[Keys, KeysOf(Metric)] = Field(
        default_factory=list[str], description="Keys of metrics. Empty: all that something raises or lowers."
    )
    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints, with the steps at them.")


class Effect(StrEnum):
    """What a touchpoint does to a metric."""

    RAISES = "raises"
    LOWERS = "lowers"


class EffectRow(Row):
    """What a touchpoint or step does to a metric, as sources claim it."""

    metric: Node = Field(description="The metric.")
    effect: Effect | None = Field(description="Whether it goes up or down. Null: a gap, nothing is said to move it.")
    place: Node | None = Field(description="What moves it: a touchpoint or a step. Null: a gap.")
    wherever_used: bool = Field(description="True: the place is a touchpoint, so it holds wherever that is used.")
    touchpoints: list[Node] = Field(description="The touchpoint, or those of the step.")
    disputed: bool = Field(description="Whether somebody claims the opposite effect of the same place.")
    quotes: list[QuoteText] = Field(description="The quotes that show it. Empty: it is only claimed.")
    evidence: list[Evidence] = Field(description="Who claims it, on what basis.")


RAISES_AND_LOWERS = Question(
    id="raises-and-lowers",
    title="Which touchpoints raise loyalty or another metric, which lower it, and with what evidence?",
    explanation=(
        "Each row is a touchpoint or step that somebody claims to raise or to lower a metric, with the quotes that "
        "show it. It is a claim and not worked out from readings; where another source claims the opposite, both rows "
        "say so. A metric that was asked for by key and that nothing moves is a gap. No rows: no such effect is "
        "claimed."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.IMPROVE,
    numbers=(38,),
    parameters=EffectParameters,
    row=EffectRow,
    cypher="""
CALL () {
  UNWIND $metrics AS key
  MATCH (m:Metric {key: key})
  RETURN m
  UNION
  WITH $metrics AS keys WHERE size(keys) = 0
  MATCH (m:Metric) WHERE EXISTS { (m)<-[:RAISES|LOWERS]-(:Touchpoint|Step) }
  RETURN m
}
OPTIONAL CALL (m) {
  MATCH (n:Touchpoint|Step)-[r:RAISES|LOWERS]->(m)
  WHERE size($touchpoints) = 0 OR n:Touchpoint AND n.key IN $touchpoints
    OR EXISTS { (n)-[:AT]->(t:Touchpoint) WHERE t.key IN $touchpoints }
  WITH n, type(r) AS type, r ORDER BY r.source, r.dataset
  RETURN n, type, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH m, n, type, evidence WHERE n IS NOT NULL OR size($touchpoints) = 0
WITH * ORDER BY m.key, type DESC, labels(n)[0], n.key LIMIT $limit
CALL (n) {
  OPTIONAL CALL (n) {
    WITH n AS t WHERE t:Touchpoint
    RETURN t
    UNION
    MATCH (n)-[:AT]->(t:Touchpoint)
    RETURN t
  }
  WITH t ORDER BY t.key
  RETURN collect(t {.key, .name, kind: labels(t)[0]}) AS touchpoints
}
CALL (evidence) {
  UNWIND coalesce(evidence, []) AS claim
  UNWIND coalesce(claim.quotes, []) AS key
  WITH DISTINCT key
  MATCH (q:Quote {key: key})
  WITH q ORDER BY q.key
  RETURN collect(q {.key, .text, .wording, .locator}) AS quotes
}
RETURN
  m {.key, .name, kind: labels(m)[0]} AS metric,
  toLower(type) AS effect,
  n {.key, .name, kind: labels(n)[0]} AS place,
  coalesce(n:Touchpoint, false) AS wherever_used,
  touchpoints,
  CASE type
    WHEN 'RAISES' THEN EXISTS { (n)-[:LOWERS]->(m) }
    WHEN 'LOWERS' THEN EXISTS { (n)-[:RAISES]->(m) }
    ELSE false
  END AS disputed,
  quotes,
  coalesce(evidence, []) AS evidence
ORDER BY m.key, type DESC, labels(n)[0], n.key
""",
    crosses=("RAISES", "LOWERS", "AT"),
    view=View.TABLE,
)


QUESTIONS = (FOUND_BY_METHOD, RAISES_AND_LOWERS)
