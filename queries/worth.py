"""Questions about what touchpoints are worth: to customers, to what they want in the end, and what goes with one."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.kinds.contact import Ruling
from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.lifecycle import Phase
from graph_schema.kinds.why import DesiredOutcome, OutcomePart
from queries.fragments import arriving
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Part, Row


class WhyParameters(Parameters):
    """Which touchpoints and phases, and what counts as weak."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints; alone, phases are left out.")
    phases: Annotated[Keys, KeysOf(Phase)] = keys_field("Keys of lifecycle phases; alone, touchpoints are left out.")
    rulings: Annotated[list[Ruling], OneOf(tuple(Ruling)), Several] = Field(
        default_factory=list[Ruling], description="What was decided. Empty: anything, or nothing yet."
    )
    weak: int = Field(1, ge=1, le=3, description="The highest strength of a reason that counts as weak.")


class WhyTest(StrEnum):
    """How the WHY test came out: why is it valuable to the customer?"""

    WEAK = "weak"
    NO_REASON = "no-reason"
    NOT_JUDGED = "not-judged"
    STRONG = "strong"


class WhyRow(Row):
    """A touchpoint or phase that fails the WHY test or was ruled on, with one ruling where there is one."""

    subject: Node = Field(description="The touchpoint or lifecycle phase.")
    value: str | None = Field(description="Why it is valuable to the customer. Null: nobody could say, or did.")
    strength: int | None = Field(description="How strong that reason is, 1 to 3. Null: not judged.")
    test: WhyTest = Field(
        description="The reason is weak, none is recorded, there is one that nobody judged, or it is strong."
    )
    ruling: Ruling | None = Field(description="What was decided. Null: nothing, or it is not recorded.")
    why: str | None = Field(description="The reason for the decision. Null: not recorded.")
    decided: date | None = Field(description="When it was decided. Null: not recorded.")
    decided_by: Node | None = Field(description="Who decided. Null: not recorded.")
    evidence: list[Evidence] = Field(description="Who says what it is worth, and who says what was decided.")


WHY_TEST = Question(
    id="why-test",
    title="Which touchpoints and phases fail the WHY test, and what was decided about them?",
    explanation=(
        "Each row is a touchpoint or phase whose value to the customer is weak, not recorded or not judged, with what "
        "was decided about it; where two rulings differ, each has a row. What is weak comes first: without a ruling, "
        "a decision is due. One whose reason is strong is listed only where it is not to be kept as it is. "
        "`no-reason` is a gap: the test was failed or never taken, and nobody recorded which."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(19,),
    parameters=WhyParameters,
    row=WhyRow,
    cypher="""
CALL () {
  UNWIND $touchpoints AS key
  MATCH (x:Touchpoint {key: key})
  RETURN x
  UNION ALL
  UNWIND $phases AS key
  MATCH (x:Phase {key: key})
  RETURN x
  UNION ALL
  WITH $touchpoints + $phases AS keys WHERE size(keys) = 0
  MATCH (x:Touchpoint)
  RETURN x
  UNION ALL
  WITH $touchpoints + $phases AS keys WHERE size(keys) = 0
  MATCH (x:Phase)
  RETURN x
}
WITH x, CASE WHEN x.value IS NULL THEN 'no-reason' WHEN x.value_strength IS NULL THEN 'not-judged'
  WHEN x.value_strength <= $weak THEN 'weak' ELSE 'strong' END AS test
OPTIONAL MATCH (x)<-[:ABOUT]-(v:Verdict)
WITH x, test, v
WHERE CASE WHEN size($rulings) > 0 THEN v.ruling IN $rulings ELSE test <> 'strong' OR v.ruling <> 'keep' END
WITH x, test, v, CASE WHEN test = 'weak' THEN 1 WHEN v IS NOT NULL THEN 2 ELSE 3 END AS place
ORDER BY place, v IS NULL, test, labels(x)[0] DESC, x.key, coalesce(v.decided, date('0001-01-01')) DESC, v.key
LIMIT $limit
OPTIONAL MATCH (v)-[:DECIDED_BY]->(who:Stakeholder)
OPTIONAL MATCH (v)<-[given:DESCRIBES]-(d:Dataset)
CALL (x) {
  OPTIONAL MATCH (x)<-[r:DESCRIBES]-(dataset:Dataset)
  WHERE r.gave_value IS NOT NULL OR r.gave_value_strength IS NOT NULL
  WITH r, dataset ORDER BY coalesce(dataset.rank, 0) DESC, dataset.key, r.source
  RETURN collect(r {.source, .basis, .locator, .quotes, .note, .run, claim: type(r), dataset: dataset.key,
    start: r.from, end: r.to}) AS valued
}
RETURN
  x {.key, .name, kind: labels(x)[0]} AS subject,
  x.value AS value, x.value_strength AS strength, test,
  v.ruling AS ruling, v.why AS why, toString(v.decided) AS decided,
  who {.key, .name, kind: labels(who)[0]} AS decided_by,
  CASE WHEN v IS NULL THEN [] ELSE [v {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
    claim: labels(v)[0], start: 'verdict:' + v.key, end: null}] END + valued AS evidence
ORDER BY place, v IS NULL, test, labels(x)[0] DESC, x.key, coalesce(v.decided, date('0001-01-01')) DESC, v.key
""",
    crosses=("ABOUT", "DECIDED_BY", "DESCRIBES"),
    view=View.TABLE,
)


class TouchpointParameters(Parameters):
    """Which touchpoints."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")


class Reach(StrEnum):
    """How a phase lies to a touchpoint."""

    THIS = "this"
    NEXT = "next"
    ELSEWHERE = "elsewhere"


class Delivered(Part):
    """A desired outcome that a touchpoint delivers."""

    outcome: Node = Field(description="The outcome.")
    part: OutcomePart | None = Field(description="The expected result or the appropriate experience. Null: not said.")
    others: int = Field(description="How many other touchpoints deliver it; with none, it goes with this one.")
    evidence: list[Evidence] = Field(description="Who says that the touchpoint delivers it.")


class RemovalRow(Row):
    """A phase whose outcome depends on a touchpoint, or may."""

    touchpoint: Node = Field(description="The touchpoint.")
    phase: Node | None = Field(description="The phase. Null: a gap, the touchpoint is placed nowhere.")
    reach: Reach | None = Field(
        description="The touchpoint is placed in the phase or used there, in the one before it, or in neither."
    )
    impact: bool = Field(description="True: somebody says that the phase's outcome depends on the touchpoint.")
    effect: str | None = Field(description="What becomes of the outcome through it. Null: not recorded.")
    delivers: list[Delivered] = Field(description="What the touchpoint delivers, in whichever phase.")
    evidence: list[Evidence] = Field(
        description="Who says that the touchpoint impacts the phase, that it belongs there, and what follows on it."
    )


IF_REMOVED = Question(
    id="if-removed",
    title="If a touchpoint were removed, the outcome of which phases would be affected, this one and the next?",
    explanation=(
        "Each row is a phase that a touchpoint is said to have an impact on, that it belongs to, or that follows such "
        "a phase. A touchpoint belongs where it is placed and where steps of journeys use it. With `impact` "
        "false it is only a neighbour: nobody recorded an impact, which does not mean that there is none. `delivers` "
        "names the desired outcomes that go with the touchpoint, and how many others deliver them."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(21,),
    parameters=TouchpointParameters,
    row=RemovalRow,
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
    MATCH (t)-[r:PLACED_IN]->(p:Phase)
    RETURN p, r
    UNION ALL
    MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(s:Stage)
    WITH DISTINCT s
    MATCH (s)-[r:WITHIN]->(p:Phase)
    RETURN p, r
    UNION ALL
    MATCH (t)<-[:AT]-(:Step)<-[:HAS_STEP]-(s:Stage)<-[:HAS_STAGE]-(j:Journey)
    WITH DISTINCT s, j
    MATCH (j)-[r:WITHIN]->(p:Phase)
    WHERE NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(p) }
    RETURN p, r
  }
  WITH DISTINCT p, r
  RETURN collect(p) AS own, collect({p: p, r: r}) AS placements
}
OPTIONAL CALL (t, own, placements) {
  CALL (t, own, placements) {
    MATCH (t)-[r:IMPACTS]->(p:Phase)
    RETURN p, r
    UNION ALL
    UNWIND placements AS placement
    RETURN placement.p AS p, placement.r AS r
    UNION ALL
    UNWIND own AS this
    WITH DISTINCT this
    MATCH (this)-[r:NEXT]->(p:Phase)
    RETURN p, r
  }
  WITH own, p, r ORDER BY type(r), r.dataset, r.source
  RETURN p, head(collect(r.effect)) AS effect, collect(type(r)) AS types,
    CASE WHEN p IN own THEN 'this' WHEN 'NEXT' IN collect(type(r)) THEN 'next' ELSE 'elsewhere' END AS reach,
    collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH t, p, effect, reach, coalesce('IMPACTS' IN types, false) AS impact, coalesce(evidence, []) AS evidence
ORDER BY t.key, NOT impact, split(p.key, '/')[0], p.order, p.key LIMIT $limit
CALL (t) {
  OPTIONAL MATCH (t)-[r:DELIVERS]->(o:DesiredOutcome)
  WITH o, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims
  WITH o, claims, COUNT { MATCH (o)<-[:DELIVERS]-(n:Touchpoint) RETURN DISTINCT n } - 1 AS others ORDER BY o.key
  RETURN collect(CASE WHEN o IS NOT NULL THEN {outcome: o {.key, .name, kind: labels(o)[0]}, part: o.part,
    others: others, evidence: claims} END) AS delivers
}
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  p {.key, .name, kind: labels(p)[0]} AS phase,
  reach, impact, effect, delivers, evidence
ORDER BY t.key, NOT impact, split(p.key, '/')[0], p.order, p.key
""",
    crosses=(
        "IMPACTS", "PLACED_IN", "NEXT", "AT", "HAS_STEP", "HAS_STAGE", "WITHIN", "IN_MODEL", "DELIVERS",
    ),
    view=View.TABLE,
)  # fmt: skip


class OutcomeParameters(TouchpointParameters):
    """Which touchpoints and outcomes."""

    outcomes: Annotated[Keys, KeysOf(DesiredOutcome)] = keys_field("Keys of desired outcomes.")
    parts: Annotated[list[OutcomePart], OneOf(tuple(OutcomePart)), Several] = Field(
        default_factory=list[OutcomePart], description="Parts of what customers want. Empty: all."
    )


class OutcomeRow(Row):
    """A touchpoint that delivers a desired outcome, or an outcome that none delivers."""

    part: OutcomePart | None = Field(description="The expected result or the appropriate experience. Null: not said.")
    outcome: Node = Field(description="The desired outcome.")
    touchpoint: Node | None = Field(description="The touchpoint. Null: a gap, none is said to deliver it.")
    contributes_to: list[Neighbour] = Field(description="The CX goals that the outcome contributes to.")
    evidence: list[Evidence] = Field(description="Who says that the touchpoint delivers it.")


OUTCOME_DELIVERY = Question(
    id="outcome-delivery",
    title="Which touchpoints deliver the result that customers want, and which the experience?",
    explanation=(
        "Each row is a touchpoint and a desired outcome that it delivers, wherever it is used; results come before "
        "experiences, and `part` tells them apart. An outcome that no touchpoint delivers has a row without one. A "
        "touchpoint that is not listed is not said to deliver anything."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.DESIGN,
    numbers=(26,),
    parameters=OutcomeParameters,
    row=OutcomeRow,
    cypher="""
CALL () {
  UNWIND $outcomes AS key
  MATCH (o:DesiredOutcome {key: key})
  RETURN o
  UNION ALL
  WITH $outcomes AS keys WHERE size(keys) = 0
  MATCH (o:DesiredOutcome)
  RETURN o
}
WITH o WHERE size($parts) = 0 OR o.part IN $parts
OPTIONAL CALL (o) {
  // From the index of claims, which has them in the order of keys, and only as many as are shown.
  """
    + arriving("t:Touchpoint", "DELIVERS", "'desired_outcome:' + o.key")
    + """
    AND (size($touchpoints) = 0 OR t.key IN $touchpoints)
  WITH r.`to` AS place, r.`from` AS next, t, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY place, next LIMIT $limit
  RETURN t, evidence
}
WITH o, t, coalesce(evidence, []) AS evidence WHERE t IS NOT NULL OR size($touchpoints) = 0
ORDER BY o.part DESC, o.key, t.key LIMIT $limit
CALL (o) {
  OPTIONAL MATCH (o)-[r:CONTRIBUTES_TO]->(n:CxGoal)
  WITH n, collect(r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS claims ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: claims} END) AS contributes_to
}
RETURN
  o.part AS part,
  o {.key, .name, kind: labels(o)[0]} AS outcome,
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  contributes_to, evidence
ORDER BY o.part DESC, o.key, t.key
""",
    crosses=("DELIVERS", "CONTRIBUTES_TO"),
    view=View.TABLE,
)

QUESTIONS = (WHY_TEST, IF_REMOVED, OUTCOME_DELIVERY)
