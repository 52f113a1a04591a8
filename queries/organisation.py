"""Questions about the organisation behind the experience: who bears on it, and who answers for what."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.journey import Touchpoint
from graph_schema.kinds.who import Stakeholder
from graph_schema.kinds.why import Practice, PracticeKind
from queries.facts import Felt
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Neighbour, Node, Row


class InfluenceParameters(Parameters):
    """Which touchpoints, and whose influence."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    stakeholders: Annotated[Keys, KeysOf(Stakeholder)] = keys_field("Keys of stakeholders.")


class InfluenceRow(Row):
    """A stakeholder on whom it depends what customers feel at a touchpoint."""

    touchpoint: Node = Field(description="The touchpoint.")
    stakeholder: Node | None = Field(description="The team or role. Null: a gap, nobody recorded on whom it depends.")
    departments: list[Neighbour] = Field(description="The teams that the stakeholder is part of.")
    directly: bool | None = Field(description="Whether it influences directly. Null: not recorded, or a gap.")
    place: Node | None = Field(
        description="What the influence was recorded on: the touchpoint, a step there or a phase that it is placed in."
    )
    feelings: list[Felt] = Field(
        description="What is felt at the touchpoint and its steps, the worst first, 20 at most."
    )
    evidence: list[Evidence] = Field(description="Who says that the stakeholder has this influence.")


INFLUENCE_ON_EMOTION = Question(
    id="influence-on-emotion",
    title="Which departments influence what is felt at a touchpoint, directly and indirectly?",
    explanation=(
        "Each row is a stakeholder with an influence on a touchpoint, those with a direct one first, with the feelings "
        "that are at stake. Influence on a step counts for the touchpoint of the step, influence on a phase for the "
        "touchpoints placed in it: `place` says which it was. A row without a stakeholder is a touchpoint where "
        "somebody feels something and nobody recorded on whom that depends."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(8,),
    parameters=InfluenceParameters,
    row=InfluenceRow,
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
    MATCH (t)<-[r:INFLUENCES]-(s:Stakeholder)
    RETURN s, r, t AS place
    UNION ALL
    MATCH (t)<-[:AT]-(place:Step)<-[r:INFLUENCES]-(s:Stakeholder)
    RETURN s, r, place
    UNION ALL
    MATCH (t)-[:PLACED_IN]->(place:Phase)
    WITH DISTINCT place
    MATCH (place)<-[r:INFLUENCES]-(s:Stakeholder)
    RETURN s, r, place
  }
  WITH s, r, place WHERE size($stakeholders) = 0 OR s.key IN $stakeholders
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH s, place, r ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN s, place, head(collect(r.directly)) AS directly,
    collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS evidence
}
WITH * WHERE s IS NOT NULL OR size($stakeholders) = 0 AND (size($touchpoints) > 0
  OR EXISTS { (t)<-[:FELT_AT]-(:Feeling) } OR EXISTS { (t)<-[:AT]-(:Step)<-[:FELT_AT]-(:Feeling) })
ORDER BY t.key, s IS NULL, coalesce(directly, false) DESC, s.key, place.key LIMIT $limit
WITH t, collect({s: s, directly: directly, place: place, evidence: evidence}) AS influences
CALL (t) {
  CALL (t) {
    MATCH (t)<-[:FELT_AT]-(f:Feeling)
    RETURN f, t AS at
    UNION ALL
    MATCH (t)<-[:AT]-(at:Step)<-[:FELT_AT]-(f:Feeling)
    RETURN f, at
    UNION ALL
    MATCH (t)<-[:AT]-(:Step)-[:HAS_MOMENT]->(at:MicroMoment)<-[:FELT_AT]-(f:Feeling)
    RETURN f, at
  }
  WITH DISTINCT f, at ORDER BY coalesce(f.score, 2), f.key LIMIT 20
  MATCH (f)-[:FELT_BY]->(p:Persona)
  OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
  OPTIONAL MATCH (f)<-[given:DESCRIBES]-(d:Dataset)
  WITH f, at, p, e, given, d ORDER BY coalesce(f.score, 2), f.key
  RETURN collect({persona: p {.key, .name, kind: labels(p)[0]}, place: at {.key, .name, kind: labels(at)[0]},
    score: f.score, emotion: e {.key, .name, kind: labels(e)[0]},
    evidence: [f {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(f)[0], start: 'feeling:' + f.key, end: null}]}) AS feelings
}
UNWIND influences AS one
WITH t, feelings, one.s AS s, one.directly AS directly, one.place AS place, one.evidence AS evidence
CALL (s) {
  OPTIONAL MATCH (s)-[r:PART_OF]->(n:Stakeholder)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS departments
}
RETURN
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  s {.key, .name, kind: labels(s)[0]} AS stakeholder,
  departments, directly,
  place {.key, .name, kind: labels(place)[0]} AS place,
  feelings,
  coalesce(evidence, []) AS evidence
ORDER BY t.key, s IS NULL, coalesce(directly, false) DESC, s.key, place.key
""",
    crosses=("INFLUENCES", "AT", "PLACED_IN", "PART_OF", "FELT_AT", "FELT_BY", "FELT_AS", "HAS_MOMENT", "DESCRIBES"),
    view=View.TABLE,
)


class ManyHandsParameters(Parameters):
    """Which touchpoints, and what counts as many and as bad."""

    touchpoints: Annotated[Keys, KeysOf(Touchpoint)] = keys_field("Keys of touchpoints.")
    more_than: int = Field(2, ge=0, le=1000, description="How many departments must be exceeded.")
    below: float = Field(0, ge=-1, le=1, description="Below which score a feeling counts as bad.")


class ManyHandsRow(Row):
    """A touchpoint in many hands that feels bad to somebody."""

    touchpoint: Node = Field(description="The touchpoint.")
    departments: list[Neighbour] = Field(
        description="The departments involved, with how they are: they own it, influence it or act at a step of it, "
        "themselves or a team or role that is part of them."
    )
    lowest: float = Field(description="The lowest score of a feeling there.")
    bad: list[Felt] = Field(description="The feelings below the score asked for, the worst first, 20 at most.")
    others: int = Field(description="How many feelings with other scores, or none, were recorded there.")


MANY_HANDS = Question(
    id="many-hands",
    title="Which touchpoints involve more than two departments and come with a bad feeling?",
    explanation=(
        "Each row is a touchpoint where more departments are involved than asked for and some recorded feeling is "
        "below the score; the worst comes first. A team or role that is part of a department counts as that "
        "department. Feelings at the touchpoint hold wherever it is used; feelings at its steps and their "
        "micro-moments count too. No rows: no such touchpoint, or nobody recorded who is involved."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(9,),
    parameters=ManyHandsParameters,
    row=ManyHandsRow,
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
    MATCH (t)<-[r:OWNS|INFLUENCES]-(s:Stakeholder)
    RETURN s, r
    UNION ALL
    MATCH (t)<-[:AT]-(:Step)<-[r:PERFORMS|INFLUENCES]-(s:Stakeholder)
    RETURN s, r
  }
  WITH s, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS involved
  CALL (s) {
    WITH s WHERE NOT EXISTS { (s)-[:PART_OF]->(:Stakeholder) }
    RETURN s AS department, [] AS within
    UNION ALL
    MATCH way = (s)-[:PART_OF*1..5]->(department:Stakeholder)
    WHERE NOT EXISTS { (department)-[:PART_OF]->(:Stakeholder) }
    RETURN department, [r IN relationships(way) | r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}] AS within
  }
  UNWIND involved + within AS claim
  WITH department, collect(DISTINCT claim) AS evidence ORDER BY department.key
  RETURN collect({node: department {.key, .name, kind: labels(department)[0]}, evidence: evidence}) AS departments
}
WITH t, departments WHERE size(departments) > $more_than
CALL (t) {
  CALL (t) {
    MATCH (t)<-[:FELT_AT]-(f:Feeling)
    RETURN f, t AS at
    UNION ALL
    MATCH (t)<-[:AT]-(at:Step)<-[:FELT_AT]-(f:Feeling)
    RETURN f, at
    UNION ALL
    MATCH (t)<-[:AT]-(:Step)-[:HAS_MOMENT]->(at:MicroMoment)<-[:FELT_AT]-(f:Feeling)
    RETURN f, at
  }
  WITH DISTINCT f, at
  RETURN min(f.score) AS lowest, count(CASE WHEN coalesce(f.score >= $below, true) THEN 1 END) AS others,
    collect(CASE WHEN f.score < $below THEN {f: f, at: at} END) AS low
}
WITH * WHERE size(low) > 0
ORDER BY lowest, t.key LIMIT $limit
CALL (low) {
  UNWIND low AS point
  WITH point.f AS f, point.at AS at ORDER BY f.score, f.key LIMIT 20
  MATCH (f)-[:FELT_BY]->(p:Persona)
  OPTIONAL MATCH (f)-[:FELT_AS]->(e:Emotion)
  OPTIONAL MATCH (f)<-[given:DESCRIBES]-(d:Dataset)
  WITH f, at, p, e, given, d ORDER BY f.score, f.key
  RETURN collect({persona: p {.key, .name, kind: labels(p)[0]}, place: at {.key, .name, kind: labels(at)[0]},
    score: f.score, emotion: e {.key, .name, kind: labels(e)[0]},
    evidence: [f {.source, .basis, .locator, .quotes, .note, dataset: d.key, run: given.run,
      claim: labels(f)[0], start: 'feeling:' + f.key, end: null}]}) AS bad
}
RETURN t {.key, .name, kind: labels(t)[0]} AS touchpoint, departments, lowest, bad, others
ORDER BY lowest, t.key
""",
    crosses=(
        "OWNS", "INFLUENCES", "PERFORMS", "PART_OF", "AT", "FELT_AT", "FELT_BY", "FELT_AS", "HAS_MOMENT", "DESCRIBES",
    ),
    view=View.TABLE,
)  # fmt: skip


class DutyParameters(Parameters):
    """Which duties, habits or methods."""

    practices: Annotated[Keys, KeysOf(Practice)] = keys_field("Keys of practices.")
    kinds: Annotated[list[PracticeKind], OneOf(tuple(PracticeKind)), Several] = Field(
        default_factory=lambda: [PracticeKind.DUTY], description="Kinds of practice. Empty: all."
    )


class DutyRow(Row):
    """A duty and one who is accountable for it, or a duty that nobody is accountable for."""

    duty: Node = Field(description="The duty.")
    practice_kind: PracticeKind | None = Field(description="A duty, a habit or a method. Null: not recorded.")
    accountable: Node | None = Field(description="Who is accountable. Null: a gap, nobody is recorded.")
    departments: list[Neighbour] = Field(description="The teams that they are part of.")
    others: int = Field(description="How many others are named for the same duty: where they differ, ask them.")
    evidence: list[Evidence] = Field(description="Who says so.")


DUTIES = Question(
    id="duties",
    title="Who is accountable for each duty of customer experience, and which duties have nobody?",
    explanation=(
        "Each row is a duty and one who is accountable for it; a duty that nobody is recorded for comes first, as a "
        "row without a name. Where several are named, `others` says so: sources differ, or the duty is shared. By "
        "default duties only; habits and methods can be asked for too."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(18,),
    parameters=DutyParameters,
    row=DutyRow,
    cypher="""
CALL () {
  UNWIND $practices AS key
  MATCH (duty:Practice {key: key})
  RETURN duty
  UNION ALL
  WITH $practices AS keys WHERE size(keys) = 0
  MATCH (duty:Practice)
  RETURN duty
}
WITH duty WHERE size($practices) > 0 OR size($kinds) = 0 OR duty.practice_kind IN $kinds
CALL (duty) {
  OPTIONAL MATCH (duty)<-[r:OWNS]-(s:Stakeholder)
  WITH s, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
  WITH collect({s: s, evidence: evidence}) AS found
  UNWIND found AS one
  RETURN one.s AS s, one.evidence AS evidence, size(found) - 1 AS others
}
WITH duty, s, evidence, others ORDER BY s IS NOT NULL, duty.key, s.key LIMIT $limit
CALL (s) {
  OPTIONAL MATCH (s)-[r:PART_OF]->(n:Stakeholder)
  WITH n, collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence ORDER BY n.key
  RETURN collect(CASE WHEN n IS NOT NULL
    THEN {node: n {.key, .name, kind: labels(n)[0]}, evidence: evidence} END) AS departments
}
RETURN
  duty {.key, .name, kind: labels(duty)[0]} AS duty,
  duty.practice_kind AS practice_kind,
  s {.key, .name, kind: labels(s)[0]} AS accountable,
  departments, others, evidence
ORDER BY s IS NOT NULL, duty.key, s.key
""",
    crosses=("OWNS", "PART_OF"),
    view=View.TABLE,
)

QUESTIONS = (INFLUENCE_ON_EMOTION, MANY_HANDS, DUTIES)
