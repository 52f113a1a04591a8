"""Questions about whom touchpoints reach: users who are no customers, former ones, those who are lost on the way."""

from typing import Annotated

from pydantic import Field

from graph_schema.kinds.lifecycle import LifecycleModel, Phase
from graph_schema.kinds.who import CustomerKind, Persona
from queries.parameters import Keys, KeysOf, OneOf, Parameters, Several, keys_field
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Node, Part, Row


class CustomerKindParameters(Parameters):
    """What kinds of people."""

    customer_kinds: Annotated[list[CustomerKind], Several, OneOf(tuple(kind.value for kind in CustomerKind))] = Field(
        min_length=1,
        default_factory=lambda: [CustomerKind.USER, CustomerKind.FORMER],
        description="What the personas are to the company: users who are not the customer, former customers.",
    )
    personas: Annotated[Keys, KeysOf(Persona)] = keys_field("Keys of personas of these kinds.")


class CustomerKindRow(Row):
    """A touchpoint that people of a kind meet, or a persona or a kind without any."""

    customer_kind: CustomerKind = Field(description="What the people are to the company.")
    persona: Node | None = Field(description="Their persona. Null: a gap, no persona is of this kind.")
    touchpoint: Node | None = Field(description="The touchpoint. Null: a gap, the persona meets none on record.")
    journeys: list[Node] = Field(
        description="The journeys, told for the persona or its segment, in which it is met. Empty: a source says that "
        "the persona meets it, in whatever journey."
    )
    evidence: list[Evidence] = Field(description="Who says so.")


TOUCHPOINTS_BY_CUSTOMER_KIND = Question(
    id="touchpoints-by-customer-kind",
    title="Which touchpoints involve a user who is not the customer, or a former customer?",
    explanation=(
        "Each row is a touchpoint that a persona of such a kind meets: by a source's word, or in a journey told for "
        "the persona or a segment that it represents. A persona without a touchpoint and a kind without a persona are "
        "gaps, with rows of their own. No rows: what was asked for is no persona of these kinds."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.DESIGN,
    numbers=(52, 53),
    parameters=CustomerKindParameters,
    row=CustomerKindRow,
    cypher="""
UNWIND $customer_kinds AS customer_kind
OPTIONAL CALL (customer_kind) {
  MATCH (p:Persona {customer_kind: customer_kind})
  RETURN p
}
WITH customer_kind, p WHERE CASE WHEN size($personas) > 0 THEN p.key IN $personas
  ELSE EXISTS { MATCH (:Persona) } END
OPTIONAL CALL (p) {
  MATCH (t:Touchpoint)-[f:FOR]->(p)
  RETURN t, null AS j, [f] AS claims
  UNION ALL
  MATCH (p)<-[f:FOR]-(j:Journey)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(:Step)-[a:AT]->(t:Touchpoint)
  RETURN t, j, [f, a] AS claims
  UNION ALL
  MATCH (p)-[stands:REPRESENTS]->(:Segment)<-[f:FOR]-(t:Touchpoint)
  RETURN t, null AS j, [f, stands] AS claims
  UNION ALL
  MATCH (p)-[stands:REPRESENTS]->(:Segment)<-[f:FOR]-(j:Journey)
  MATCH (j)-[:HAS_STAGE]->(:Stage)-[:HAS_STEP]->(:Step)-[a:AT]->(t:Touchpoint)
  RETURN t, j, [f, stands, a] AS claims
}
UNWIND coalesce(claims, [null]) AS r
WITH customer_kind, p, t, j, r ORDER BY j.key, type(r), r.source
WITH customer_kind, p, t, collect(DISTINCT j) AS journeys,
  collect(DISTINCT r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}) AS evidence
RETURN
  customer_kind,
  p {.key, .name, kind: labels(p)[0]} AS persona,
  t {.key, .name, kind: labels(t)[0]} AS touchpoint,
  [j IN journeys | j {.key, .name, kind: labels(j)[0]}] AS journeys,
  evidence
ORDER BY customer_kind, p.key, t.key
LIMIT $limit
""",
    crosses=("FOR", "REPRESENTS", "HAS_STAGE", "HAS_STEP", "AT"),
    view=View.TABLE,
)


class LostParameters(Parameters):
    """In which lifecycles, from which phases to which."""

    models: Annotated[Keys, KeysOf(LifecycleModel)] = Field(
        default_factory=list[str], description="Keys of lifecycle models. Empty: those of the phases, or else all."
    )
    phases: Annotated[Keys, KeysOf(Phase)] = Field(
        default_factory=list[str],
        description="Keys of phases in which they must have touchpoints: use. Empty: any.",
    )
    later: Annotated[Keys, KeysOf(Phase)] = Field(
        default_factory=list[str],
        description="Keys of phases that are looked at for missing touchpoints: bond, advocacy. Empty: all after the "
        "last phase that they have touchpoints in.",
    )
    aligned: bool = Field(
        True,
        description="Whether touchpoints count that are placed in a phase of another model which answers to the phase: "
        "exactly, closely, or as a part of it.",
    )


class PhaseReach(Part):
    """A phase in which customers have touchpoints."""

    phase: Node = Field(description="The phase.")
    touchpoints: int = Field(description="How many they have there.")
    some: list[Node] = Field(description="The first five of them, by key.")
    evidence: list[Evidence] = Field(description="Some of the claims behind that, ten at most.")


class LostRow(Row):
    """A persona or segment that a lifecycle loses: with touchpoints in a phase, and none in later ones."""

    customers: Node = Field(description="The persona or segment.")
    model: Node = Field(description="The lifecycle model.")
    reached: list[PhaseReach] = Field(description="The phases in which they have touchpoints.")
    missing: list[Node] = Field(description="The later phases in which they have none.")


LOST_ON_THE_WAY = Question(
    id="lost-on-the-way",
    title="Where does the bond fail: who has touchpoints in using the product but none in loyalty or advocacy?",
    explanation=(
        "Each row is a persona or segment that has touchpoints in phases of a lifecycle and none in later ones. They "
        "have a touchpoint that is made for them and put in the phase, or that a journey told for them passes in it; "
        "a persona has its segments' too. Phases of other models that answer to the phase count, unless `aligned` is "
        "off. That none is recorded is not that none exists. No rows: nobody is lost so."
    ),
    asked_by=AskedBy.STRATEGIST,
    decision=Decision.IMPROVE,
    numbers=(55,),
    parameters=LostParameters,
    row=LostRow,
    cypher="""
CALL () {
  UNWIND $models AS key
  MATCH (model:LifecycleModel {key: key})
  RETURN model
  UNION
  UNWIND $phases + $later AS key
  MATCH (:Phase {key: key})-[:IN_MODEL]->(model:LifecycleModel)
  RETURN model
  UNION
  WITH $models + $phases + $later AS keys WHERE size(keys) = 0
  MATCH (model:LifecycleModel)
  RETURN model
}
MATCH (p:Phase)-[:IN_MODEL]->(model)
CALL (p) {
  RETURN p AS q, [] AS via
  UNION ALL
  MATCH (p)-[r:ALIGNS_WITH]-(q:Phase)
  WHERE $aligned AND (r.degree IN ['exact', 'close'] OR r.degree = 'narrow' AND startNode(r) = p
    OR r.degree = 'broad' AND endNode(r) = p)
  RETURN q, collect(r) AS via
}
// Phase after phase once, however many others it answers to.
WITH q, collect({model: model, p: p, via: via}) AS stand_ins
CALL (q) {
  CALL (q) {
    MATCH (q)<-[r:PLACED_IN]-(t:Touchpoint)-[f:FOR]->(who:Persona|Segment)
    RETURN who, t, [r, f] AS claims
    UNION ALL
    MATCH (q)<-[r:WITHIN]-(s:Stage)-[:HAS_STEP]->(:Step)-[a:AT]->(t:Touchpoint)
    MATCH (s)<-[:HAS_STAGE]-(:Journey)-[f:FOR]->(who:Persona|Segment)
    RETURN who, t, [r, f, a] AS claims
    UNION ALL
    MATCH (q)<-[r:WITHIN]-(j:Journey)-[:HAS_STAGE]->(s:Stage)
    WHERE NOT EXISTS { (s)-[:WITHIN]->(:Phase)-[:IN_MODEL]->(:LifecycleModel)<-[:IN_MODEL]-(q) }
    MATCH (s)-[:HAS_STEP]->(:Step)-[a:AT]->(t:Touchpoint)
    MATCH (j)-[f:FOR]->(who:Persona|Segment)
    RETURN who, t, [r, f, a] AS claims
  }
  WITH who, t, collect(claims)[..5] AS claims ORDER BY t.key
  // Copied, since a slice holds on to the whole list.
  RETURN who, collect(t) AS met, [one IN collect({t: t, claims: claims})[..5] | one] AS first
}
CALL (who) {
  RETURN who AS customers, [] AS stands
  UNION ALL
  MATCH (who)<-[r:REPRESENTS]-(customers:Persona)
  RETURN customers, collect(r) AS stands
}
UNWIND stand_ins AS one
UNWIND range(0, size(met) - 1) AS i
WITH one.model AS model, one.p AS p, customers, count(DISTINCT met[i]) AS touchpoints,
  collect(CASE i WHEN 0 THEN {first: first, more: one.via + stands} END) AS ways ORDER BY p.order, p.key
WITH model, customers, collect({p: p, touchpoints: touchpoints, ways: ways}) AS found, collect(p.key) AS keys,
  max(p.order) AS last
WHERE size($phases) = 0 OR any(key IN keys WHERE key IN $phases)
CALL (model, keys, last) {
  MATCH (p:Phase)-[:IN_MODEL]->(model)
  WHERE NOT p.key IN keys AND CASE WHEN size($later) > 0 THEN p.key IN $later ELSE p.order > last END
  WITH p ORDER BY p.order, p.key
  RETURN collect(p {.key, .name, kind: labels(p)[0]}) AS missing
}
WITH * WHERE size(missing) > 0 AND (size($later) = 0 OR NOT any(key IN keys WHERE key IN $later))
ORDER BY model.key, labels(customers)[0], customers.key LIMIT $limit
CALL (found) {
  UNWIND range(0, size(found) - 1) AS i
  WITH i, found[i].p AS p, found[i].touchpoints AS touchpoints, found[i].ways AS ways
  CALL (ways) {
    UNWIND ways AS way
    UNWIND way.first AS one
    WITH DISTINCT one.t AS t ORDER BY t.key LIMIT 5
    RETURN collect(t {.key, .name, kind: labels(t)[0]}) AS some
  }
  CALL (ways) {
    UNWIND ways AS way
    UNWIND way.first AS one
    UNWIND one.claims AS claims
    WITH one.t AS t, claims + way.more AS claims ORDER BY t.key LIMIT 5
    UNWIND claims AS r
    WITH DISTINCT r ORDER BY type(r), r.from, r.source LIMIT 10
    RETURN collect(r {.source, .dataset, .basis, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}) AS evidence
  }
  WITH i, {phase: p {.key, .name, kind: labels(p)[0]}, touchpoints: touchpoints, some: some,
    evidence: evidence} AS reach ORDER BY i
  RETURN collect(reach) AS reached
}
RETURN
  customers {.key, .name, kind: labels(customers)[0]} AS customers,
  model {.key, .name, kind: labels(model)[0]} AS model,
  reached, missing
ORDER BY model.key, customers.kind, customers.key
""",
    crosses=(
        "IN_MODEL", "ALIGNS_WITH", "PLACED_IN", "FOR", "WITHIN", "HAS_STAGE", "HAS_STEP", "AT", "REPRESENTS",
    ),
    view=View.TABLE,
)  # fmt: skip

QUESTIONS = (TOUCHPOINTS_BY_CUSTOMER_KIND, LOST_ON_THE_WAY)
