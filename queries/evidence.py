"""Questions about evidence: what speaks for a node or a link, what against it, and how old that is."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.keys import Ref
from graph_schema.kinds.evidence import Wording
from graph_schema.model import Assertion
from graph_schema.registry import REGISTRY
from graph_store.cypher import trusted
from queries.naming import named
from queries.parameters import Parameters, Refs, RefsOf
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Node, Part, Row


def anchors(texts: list[str]) -> list[dict[str, str]]:
    """References as Cypher needs them: the label and the key."""
    refs = [Ref.parse(text) for text in texts]
    return [{"label": REGISTRY.kind(ref.kind).label(), "key": ref.key} for ref in refs]


class QuoteText(Part):
    """A quote that shows a claim."""

    key: str = Field(description="Its key.")
    text: str = Field(description="The words.")
    wording: Wording | None = Field(description="The source's own words, or a paraphrase.")
    locator: str | None = Field(description="Where in the source. Null: not recorded.")


class EvidenceParameters(Parameters):
    """What the evidence is asked for."""

    nodes: Annotated[Refs, RefsOf()] = Field(min_length=1, description="References of nodes, as in persona:newcomer.")

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        return super().bound() | {"nodes": anchors(self.nodes)}


class Says(StrEnum):
    """What somebody says about a node."""

    SUPPORTS = "supports"
    CONTRADICTS = "contradicts"
    DESCRIBES = "describes"
    NOTHING = "nothing"


class EvidenceRow(Row):
    """One thing that speaks for a node or against it, or a dataset that describes it."""

    node: Node = Field(description="The node.")
    says: Says = Field(
        description="Whether it supports, contradicts or describes the node; `nothing`: a gap, the node is only "
        "described, and no quote and no source is linked to it as evidence."
    )
    by: Node | None = Field(description="The quote, the source or the dataset. Null: a gap.")
    source: Node | None = Field(description="The source that the words or the description come from.")
    method: str | None = Field(description="How the source found out. Null: not recorded.")
    published: date | None = Field(description="When the source was published. Null: not recorded.")
    age_days: int | None = Field(description="How many days ago that was. Null: not recorded.")
    quotes: list[QuoteText] = Field(description="The quotes that show it.")
    evidence: list[Evidence] = Field(description="The claim itself, with its basis and where it was made.")


EVIDENCE_FOR = Question(
    id="evidence-for",
    title="What supports a claim, what contradicts it, who described it, and how old is that?",
    explanation=(
        "Each row is a quote or source that supports or contradicts a node, or a dataset that describes it, with the "
        "source's method and age. A fact such as a feeling is described by the dataset that makes the claim. A node "
        "without a quote and without supporting or contradicting evidence has a further row that says `nothing`."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(60,),
    parameters=EvidenceParameters,
    row=EvidenceRow,
    cypher=named("""
UNWIND $nodes AS ref
MATCH (n:$(ref.label) {key: ref.key})
CALL (n) {
  MATCH (n)<-[r:SUPPORTS|CONTRADICTS]-(by:Quote|Source)
  RETURN by, r, CASE type(r) WHEN 'SUPPORTS' THEN 1 ELSE 2 END AS place
  UNION ALL
  MATCH (n)<-[r:DESCRIBES]-(by:Dataset)
  RETURN by, r, 3 AS place
  UNION ALL
  WITH n
  WHERE NOT EXISTS { (n)<-[:SUPPORTS|CONTRADICTS]-(:Quote|Source) }
    AND NOT EXISTS { MATCH (n)<-[d:DESCRIBES]-(:Dataset) WHERE size(d.quotes) > 0 }
  RETURN null AS by, null AS r, 4 AS place
}
WITH n, by, r, place ORDER BY labels(n)[0], n.key, place, by.key, r.source, r.dataset LIMIT $limit
CALL (by, r) {
  WITH * WHERE by:Source
  RETURN by AS source
  UNION ALL
  MATCH (by)-[:FROM]->(source:Source) WHERE by:Quote
  RETURN source ORDER BY source.key LIMIT 1
  UNION ALL
  WITH * WHERE NOT by:Source AND NOT EXISTS { (by)-[:FROM]->(:Source) }
  OPTIONAL MATCH (source:Source {key: r.source})
  RETURN source
  UNION ALL
  WITH * WHERE by IS NULL
  RETURN null AS source
}
CALL (by, r) {
  UNWIND (CASE WHEN by:Quote THEN [by.key] ELSE [] END) + coalesce(r.quotes, []) AS key
  WITH DISTINCT key
  MATCH (q:Quote {key: key})
  WITH q ORDER BY q.key
  RETURN collect(q {.key, .text, .wording, .locator}) AS quotes
}
RETURN
  n {.key, name: called(n), kind: labels(n)[0]} AS node,
  ['supports', 'contradicts', 'describes', 'nothing'][place - 1] AS says,
  by {.key, name: coalesce(by.name, by.text), kind: labels(by)[0]} AS by,
  source {.key, .name, kind: labels(source)[0]} AS source,
  source.method AS method,
  toString(source.published) AS published,
  duration.inDays(source.published, date()).days AS age_days,
  quotes,
  CASE WHEN r IS NULL THEN [] ELSE [r {.source, .basis, .locator, .quotes, .note, .run, claim: type(r),
    dataset: CASE WHEN by:Dataset THEN by.key ELSE r.dataset END, start: r.from, end: r.to}] END AS evidence
ORDER BY labels(n)[0], n.key, place, by.key, r.source, r.dataset
"""),
    crosses=("SUPPORTS", "CONTRADICTS", "DESCRIBES", "FROM"),
    view=View.TABLE,
)


_CLAIMS = trusted("|".join(name for name, types in REGISTRY.rel_types.items() if issubclass(types[0], Assertion)))
"""The types of relationships that somebody claims."""


class LinkParameters(Parameters):
    """Between which nodes."""

    nodes: Annotated[Refs, RefsOf()] = Field(min_length=1, description="References of nodes at one end.")
    others: Annotated[Refs, RefsOf()] = Field(min_length=1, description="References of nodes at the other end.")

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        return super().bound() | {"nodes": anchors(self.nodes), "others": anchors(self.others)}


class LinkEvidenceRow(Row):
    """One claim that two nodes are related."""

    node: Node = Field(description="The node at the one end.")
    other: Node = Field(description="The node at the other end.")
    relationship: str | None = Field(description="The type of the relationship. Null: a gap, nobody relates the two.")
    rank: int | None = Field(description="The rank of the dataset: where claims differ, the highest counts.")
    source: Node | None = Field(description="The source that says so.")
    method: str | None = Field(description="How the source found out. Null: not recorded.")
    published: date | None = Field(description="When the source was published. Null: not recorded.")
    age_days: int | None = Field(description="How many days ago that was. Null: not recorded.")
    quotes: list[QuoteText] = Field(description="The quotes that show it.")
    evidence: list[Evidence] = Field(description="The claim itself: direction, basis, strength, where it was made.")


EVIDENCE_FOR_LINK = Question(
    id="evidence-for-link",
    title="Who says that two things are related, on what basis and how strongly?",
    explanation=(
        "Each row is one claim that relates two nodes, in either direction, the highest-ranked dataset first and then "
        "the newest run; where claims differ on strength, the first that gives one counts. A pair that nobody relates "
        "has a row without a relationship. Containment (the steps of a stage) is no claim and is not listed."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.TRUST,
    numbers=(60,),
    parameters=LinkParameters,
    row=LinkEvidenceRow,
    cypher=named(f"""
UNWIND $nodes AS one
MATCH (a:$(one.label) {{key: one.key}})
WITH collect(a) AS ones
UNWIND $others AS other
MATCH (b:$(other.label) {{key: other.key}})
UNWIND ones AS a
OPTIONAL CALL (a, b) {{
  // With the types of claims named, Neo4j looks through those of the end that has fewer.
  MATCH (a)-[r:{_CLAIMS}]-(b)
  RETURN r
}}
OPTIONAL MATCH (d:Dataset {{key: r.dataset}})
OPTIONAL MATCH (source:Source {{key: r.source}})
WITH a, b, r, d, source
ORDER BY labels(a)[0], a.key, labels(b)[0], b.key, type(r), coalesce(d.rank, 0) DESC, r.run DESC, r.source
LIMIT $limit
CALL (r) {{
  UNWIND coalesce(r.quotes, []) AS key
  MATCH (q:Quote {{key: key}})
  WITH q ORDER BY q.key
  RETURN collect(q {{.key, .text, .wording, .locator}}) AS quotes
}}
RETURN
  a {{.key, name: called(a), kind: labels(a)[0]}} AS node,
  b {{.key, name: called(b), kind: labels(b)[0]}} AS other,
  type(r) AS relationship,
  d.rank AS rank,
  source {{.key, .name, kind: labels(source)[0]}} AS source,
  source.method AS method,
  toString(source.published) AS published,
  duration.inDays(source.published, date()).days AS age_days,
  quotes,
  CASE WHEN r IS NULL THEN [] ELSE [r {{.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
    claim: type(r), start: r.from, end: r.to}}] END AS evidence
ORDER BY labels(a)[0], a.key, labels(b)[0], b.key, type(r), coalesce(d.rank, 0) DESC, r.run DESC, r.source
"""),
    crosses=(),
    view=View.TABLE,
)

QUESTIONS = (EVIDENCE_FOR, EVIDENCE_FOR_LINK)
