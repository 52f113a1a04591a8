"""Questions about what stands behind touchpoints: the organisation's habits, and the systems that they rely on."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.who import System
from graph_schema.kinds.why import Practice, PracticeKind
from queries.evidence import QuoteText
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Node, Row


class PracticeParameters(Parameters):
    """Which practices."""

    practices: Annotated[Keys, KeysOf(Practice)] = keys_field("Keys of practices of these kinds.")
    practice_kinds: Annotated[list[PracticeKind], Several, OneOf(tuple(kind.value for kind in PracticeKind))] = Field(
        default_factory=lambda: [PracticeKind.HABIT], description="Kinds of practice. Empty: all."
    )


class PracticeRow(Row):
    """A practice at work in a touchpoint, or one that no touchpoint shows."""

    practice: Node = Field(description="The practice: a habit such as Listen, unless other kinds were asked for.")
    practice_kind: PracticeKind | None = Field(description="What kind it is. Null: not recorded.")
    touchpoint: Node | None = Field(description="A touchpoint that shows it. Null: a gap, none does.")
    quotes: list[QuoteText] = Field(description="The quotes that show it. Empty: it is only claimed.")
    evidence: list[Evidence] = Field(description="Who says that the touchpoint shows the practice.")


HABITS_AT_WORK = Question(
    id="habits-at-work",
    title="Which of the organisation's habits, from listening to delighting, show in our touchpoints?",
    explanation=(
        "Each row is a habit and a touchpoint that shows it at work, wherever that touchpoint is used, with who says "
        "so. A habit that no touchpoint shows is a gap, a row without one: it may be professed and not practised, or "
        "nobody looked. No rows: no habit is recorded."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(49,),
    parameters=PracticeParameters,
    row=PracticeRow,
    cypher="""
CALL () {
  UNWIND $practices AS key
  MATCH (p:Practice {key: key})
  RETURN p
  UNION ALL
  WITH $practices AS keys WHERE size(keys) = 0
  MATCH (p:Practice)
  RETURN p
}
WITH p WHERE size($practice_kinds) = 0 OR p.practice_kind IN $practice_kinds
OPTIONAL CALL (p) {
  MATCH (p)-[r:SHAPES]->(t:Touchpoint)
  RETURN t, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH p, t, evidence ORDER BY t IS NOT NULL, p.key, t.key LIMIT $limit
CALL (evidence) {
  UNWIND coalesce(evidence, []) AS claim
  UNWIND coalesce(claim.quotes, []) AS key
  WITH DISTINCT key
  MATCH (q:Quote {key: key})
  WITH q ORDER BY q.key
  RETURN collect(q {.key, .text, .wording, .locator}) AS quotes
}
RETURN
  p {.key, .name, kind: labels(p)[0]} AS practice,
  p.practice_kind AS practice_kind,
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  quotes,
  coalesce(evidence, []) AS evidence
ORDER BY t IS NOT NULL, p.key, t.key
""",
    crosses=("SHAPES",),
    view=View.TABLE,
)


class SystemParameters(Parameters):
    """Which touchpoints, and which systems."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    systems: Annotated[Keys, KeysOf(System)] = keys_field("Keys of systems.")


class SystemUse(StrEnum):
    """How a touchpoint relies on a system."""

    FEEDS = "feeds"
    ENABLES = "enables"


class SystemRow(Row):
    """A touchpoint and a system that it relies on."""

    touchpoint: Node = Field(description="The touchpoint.")
    system: Node | None = Field(description="The system. Null: a gap, none is recorded.")
    use: SystemUse | None = Field(
        description="The system feeds the touchpoint wherever it is used, or enables one step at it. Null: a gap."
    )
    brings: str | None = Field(description="What the system brings or does there. Null: not recorded.")
    step: Node | None = Field(description="The step that it enables. Null: it holds wherever the touchpoint is used.")
    evidence: list[Evidence] = Field(description="Who says so, and that the step is at the touchpoint.")


SYSTEMS = Question(
    id="systems-behind-touchpoints",
    title="Which systems feed or support a touchpoint?",
    explanation=(
        "Each row is a system behind a touchpoint: one that feeds it wherever it is used, or one that enables a step "
        "at it, which need not hold for other steps there. A touchpoint without a system is a gap, a row without one, "
        "unless systems were asked for. Of a system that enables more steps than `limit`, some are left out before the "
        "rest is put in order. No rows: no touchpoint is recorded, or what was asked for supports none."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.DESIGN,
    numbers=(58,),
    parameters=SystemParameters,
    row=SystemRow,
    cypher="""
CALL () {
  CALL () {
    UNWIND $touchpoints AS key
    MATCH (t:Touchpoint {key: key})
    RETURN t
    UNION ALL
    WITH $touchpoints + $systems AS keys WHERE size(keys) = 0
    MATCH (t:Touchpoint)
    RETURN t
  }
  CALL (t) {
    MATCH (t)<-[:FEEDS]-(s:System)
    WHERE size($systems) = 0 OR s.key IN $systems
    RETURN s, null AS step
    UNION
    MATCH (t)<-[:AT]-(step:Step)<-[:ENABLES]-(s:System)
    WHERE size($systems) = 0 OR s.key IN $systems
    RETURN s, step
    UNION
    WITH t WHERE size($systems) = 0 AND NOT EXISTS { (t)<-[:FEEDS]-(:System) }
      AND NOT EXISTS { (t)<-[:AT]-(:Step)<-[:ENABLES]-(:System) }
    RETURN null AS s, null AS step
  }
  RETURN t, s, step
  UNION
  UNWIND CASE WHEN size($touchpoints) = 0 THEN $systems ELSE [] END AS key
  MATCH (s:System {key: key})
  CALL (s) {
    MATCH (d:Dataset)
    CALL (s, d) {
      // Dataset by dataset, as the index has them: no more are read of each than are shown.
      MATCH ()-[r:FEEDS]->(t:Touchpoint) USING INDEX r:FEEDS(dataset, `from`, `to`)
      WHERE r.dataset = d.key AND r.`from` = 'system:' + s.key AND r.`to` > ''
      WITH t, r ORDER BY r.dataset, r.`from`, r.`to` LIMIT $limit
      RETURN t, null AS step
      UNION ALL
      MATCH ()-[r:ENABLES]->(step:Step) USING INDEX r:ENABLES(dataset, `from`, `to`)
      WHERE r.dataset = d.key AND r.`from` = 'system:' + s.key AND r.`to` > ''
      MATCH (step)-[:AT]->(t:Touchpoint)
      WITH t, step, r ORDER BY r.dataset, r.`from`, r.`to` LIMIT $limit
      RETURN t, step
    }
    RETURN t, step
  }
  RETURN t, s, step
}
WITH t, s, step ORDER BY s IS NULL, t.key, s.key, step IS NOT NULL, step.key LIMIT $limit
CALL (t, s, step) {
  OPTIONAL MATCH (t)<-[r:FEEDS]-(s) WHERE step IS NULL
  RETURN head(collect(r.supplies)) AS supplies, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS feeds
}
CALL (t, s, step) {
  OPTIONAL MATCH (t)<-[at:AT]-(step)<-[r:ENABLES]-(s)
  UNWIND [r, at] AS claim
  RETURN head(collect(r.action)) AS action,
    collect(DISTINCT claim {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(claim), start: claim.from, end: claim.to}) AS enables
}
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  s {.key, .name, kind: labels(s)[0]} AS system,
  CASE WHEN step IS NOT NULL THEN 'enables' WHEN s IS NOT NULL THEN 'feeds' END AS use,
  CASE WHEN step IS NULL THEN supplies ELSE action END AS brings,
  step {.key, .name, kind: labels(step)[0]} AS step,
  feeds + enables AS evidence
ORDER BY s IS NULL, t.key, s.key, step IS NOT NULL, step.key
""",
    crosses=("FEEDS", "ENABLES", "AT"),
    view=View.TABLE,
)

QUESTIONS = (HABITS_AT_WORK, SYSTEMS)
