"""Questions about what surrounds a node: how much there is, the neighbours, and what ties several nodes together."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from graph_schema.model import Basis
from graph_schema.registry import REGISTRY
from queries.evidence import EvidenceParameters, anchors
from queries.naming import named
from queries.parameters import (
    REL_TYPES,
    WRITTEN_KINDS,
    OneOf,
    Parameters,
    Refs,
    RefsOf,
    RelTypes,
    Several,
    WrittenKinds,
)
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Evidence, Link, Node, Row, Token


class Way(StrEnum):
    """Which way a relationship points, seen from a node: forward, away from it, or backward, to it."""

    FORWARD = "forward"
    BACKWARD = "backward"


class NeighbourhoodRow(Row):
    """The neighbours of one kind along one relationship, counted."""

    node: Node = Field(description="The node.")
    relationship: str = Field(description="The type of the relationship.")
    way: Way = Field(description="Whether it starts at the node, forward, or ends there, backward.")
    kind: Token = Field(description="The kind of the neighbours.")
    neighbours: int = Field(description="How many different neighbours there are.")
    stated: int = Field(description="How many claims relate them that a source states.")
    inferred: int = Field(description="How many such claims are inferred.")
    measured: int = Field(description="How many such claims are measured.")


NEIGHBOURHOOD = Question(
    id="neighbourhood",
    title="What is a node related to: along which relationships, to how many of which kind?",
    explanation=(
        "Each row is one relationship in one direction, with the number of neighbours of one kind and of the claims "
        "that relate them, by basis; a party of a fact counts as the fact does, and containment, which follows from "
        "the keys, has no claims. Datasets that describe the node are left out. No rows: nothing is related to it."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(),
    parameters=EvidenceParameters,
    row=NeighbourhoodRow,
    cypher=named("""
UNWIND $nodes AS ref
MATCH (n:$(ref.label) {key: ref.key})
MATCH (n)-[r]-(other) WHERE type(r) <> 'DESCRIBES'
WITH n, r, other, startNode(r) AS start
WITH n, type(r) AS relationship, start = n AS forward, labels(other)[0] AS kind, other,
  coalesce(r.basis, start.basis) AS basis
WITH n, relationship, forward, kind, count(DISTINCT other) AS neighbours,
  count(CASE basis WHEN 'stated' THEN 1 END) AS stated,
  count(CASE basis WHEN 'inferred' THEN 1 END) AS inferred,
  count(CASE basis WHEN 'measured' THEN 1 END) AS measured
RETURN
  n {.key, name: called(n), kind: labels(n)[0]} AS node,
  relationship,
  CASE WHEN forward THEN 'forward' ELSE 'backward' END AS way,
  kind, neighbours, stated, inferred, measured
ORDER BY node.kind, node.key, relationship, way DESC, kind
LIMIT $limit
"""),
    crosses=(),
    view=View.TABLE,
)


class NeighbourParameters(Parameters):
    """Whose neighbours, and which of them."""

    nodes: Annotated[Refs, RefsOf()] = Field(min_length=1, description="References of nodes, as in persona:newcomer.")
    relationships: Annotated[RelTypes, OneOf(REL_TYPES)] = Field(
        default_factory=list[str], description="Only along relationships of these types. Empty: all."
    )
    ways: Annotated[list[Way], Several, OneOf(tuple(Way))] = Field(
        default_factory=list[Way], description="Only along those that start at the node, or end there. Empty: both."
    )
    kinds: Annotated[WrittenKinds, OneOf(WRITTEN_KINDS)] = Field(
        default_factory=list[str], description="Only neighbours of these kinds, as references name them. Empty: all."
    )
    bases: Annotated[list[Basis], Several, OneOf(tuple(Basis))] = Field(
        default_factory=list[Basis],
        description="Only what is claimed on one of these bases. Empty: any, and containment too.",
    )

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        labels = [REGISTRY.kind(kind).label() for kind in self.kinds]
        return super().bound() | {"nodes": anchors(self.nodes), "kinds": labels}


class NeighbourRow(Row):
    """A neighbour of a node, along one relationship in one direction."""

    node: Node = Field(description="The node.")
    relationship: str = Field(description="The type of the relationship.")
    way: Way = Field(description="Whether it starts at the node, forward, or ends there, backward.")
    neighbour: Node = Field(description="The neighbour.")
    degree: int = Field(description="How many neighbours that has itself, the node among them; counted to 1,000.")
    strength: int | None = Field(
        description="The strength that counts: of the claims that give one, that of the highest-ranked dataset, then "
        "of the newest run. Null: not recorded, or a relationship that has none."
    )
    evidence: list[Evidence] = Field(
        description="Who claims it, the highest-ranked dataset first; for a party of a fact, who claims the fact. "
        "Empty: containment, which follows from the keys."
    )


NEIGHBOURS = Question(
    id="neighbours",
    title="Which nodes is a node related to, and who says so?",
    explanation=(
        "Each row is a neighbour along one relationship in one direction, with the claims behind it and with how many "
        "neighbours it has in turn; in the order of relationships, kinds and keys, so that a larger limit adds rows at "
        "the end. Datasets that describe the node are left out. No rows: nothing is related to it so."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(),
    parameters=NeighbourParameters,
    row=NeighbourRow,
    cypher=named("""
UNWIND $nodes AS ref
MATCH (n:$(ref.label) {key: ref.key})
MATCH (n)-[r]-(other)
WHERE type(r) <> 'DESCRIBES' AND (size($relationships) = 0 OR type(r) IN $relationships)
  AND (size($kinds) = 0 OR labels(other)[0] IN $kinds)
WITH n, r, other, startNode(r) AS start, CASE WHEN startNode(r) = n THEN 'forward' ELSE 'backward' END AS way
WHERE (size($ways) = 0 OR way IN $ways) AND (size($bases) = 0 OR coalesce(r.basis, start.basis) IN $bases)
WITH n, type(r) AS relationship, way, other, start, collect(r) AS links
ORDER BY labels(n)[0], n.key, relationship, way DESC, labels(other)[0], other.key LIMIT $limit
CALL (start, links) {
  UNWIND links AS r
  OPTIONAL MATCH (start)<-[given:DESCRIBES]-(describing:Dataset) WHERE r.source IS NULL AND start.source IS NOT NULL
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH start, r, given, describing, d ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN head(collect(r.strength)) AS strength, collect(CASE
    WHEN r.source IS NOT NULL THEN r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}
    WHEN given IS NOT NULL THEN start {.source, .basis, .locator, .quotes, .note, dataset: describing.key,
      run: given.run, claim: labels(start)[0], start: given.to, end: null} END) AS evidence
}
RETURN
  n {.key, name: called(n), kind: labels(n)[0]} AS node,
  relationship, way,
  other {.key, name: called(other), kind: labels(other)[0]} AS neighbour,
  COUNT { MATCH (other)-[beyond]-(far) WHERE type(beyond) <> 'DESCRIBES' WITH DISTINCT far LIMIT 1000 RETURN far }
    AS degree,
  strength, evidence
ORDER BY node.kind, node.key, relationship, way DESC, neighbour.kind, neighbour.key
"""),
    crosses=(),
    view=View.TABLE,
)


class AmongParameters(Parameters):
    """Between which nodes."""

    nodes: Annotated[Refs, RefsOf()] = Field(
        min_length=1, description="References of nodes, as in persona:newcomer; all are compared with all."
    )

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        return super().bound() | {"nodes": anchors(self.nodes)}


class LinkRow(Row):
    """A relationship between two of the nodes."""

    link: Link = Field(
        description="The relationship, with who claims it; a party of a fact rests on the fact, containment needs no "
        "claim."
    )


LINKS_AMONG = Question(
    id="links-among",
    title="How are several nodes related to one another?",
    explanation=(
        "Each row is a relationship that starts at one of the nodes and ends at another of them, with every claim that "
        "asserts it: what a drawing of the nodes needs for its lines. No rows: none of them is related to another."
    ),
    asked_by=AskedBy.DEVELOPER,
    decision=Decision.FIND,
    numbers=(),
    parameters=AmongParameters,
    row=LinkRow,
    cypher=named("""
UNWIND $nodes AS ref
MATCH (n:$(ref.label) {key: ref.key})
WITH collect(DISTINCT n) AS chosen
UNWIND chosen AS start
MATCH (start)-[r]->(end) WHERE end IN chosen AND type(r) <> 'DESCRIBES'
WITH start, type(r) AS relationship, end, collect(r) AS links
ORDER BY labels(start)[0], start.key, relationship, labels(end)[0], end.key LIMIT $limit
CALL (start, links) {
  UNWIND links AS r
  OPTIONAL MATCH (start)<-[given:DESCRIBES]-(describing:Dataset) WHERE r.source IS NULL AND start.source IS NOT NULL
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH start, r, given, describing, d ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  RETURN head(collect(r.strength)) AS strength, collect(CASE
    WHEN r.source IS NOT NULL THEN r {.source, .dataset, .basis, .strength, .locator, .quotes, .note, .run,
      claim: type(r), start: r.from, end: r.to}
    WHEN given IS NOT NULL THEN start {.source, .basis, .locator, .quotes, .note, dataset: describing.key,
      run: given.run, claim: labels(start)[0], start: given.to, end: null} END) AS evidence
}
RETURN {
  start: start {.key, name: called(start), kind: labels(start)[0]},
  relationship: relationship,
  end: end {.key, name: called(end), kind: labels(end)[0]},
  strength: strength,
  evidence: evidence
} AS link
ORDER BY link.start.kind, link.start.key, relationship, link.end.kind, link.end.key
"""),
    crosses=(),
    view=View.TABLE,
)

QUESTIONS = (NEIGHBOURHOOD, NEIGHBOURS, LINKS_AMONG)
