"""The question of how two things are connected that nobody is known to have linked."""

from typing import Annotated

from pydantic import Field

from graph_schema.registry import REGISTRY
from queries.evidence import anchors
from queries.naming import named
from queries.parameters import WRITTEN_KINDS, OneOf, Parameters, Refs, RefsOf, WrittenKinds
from queries.question import AskedBy, Decision, Question, View
from queries.rows import Link, Node, Row

MAX_ENDS = 20
"""How many nodes can stand at either end: each pair is a search of its own."""


class ConnectionParameters(Parameters):
    """Between what a way is looked for, how long it may be, and what it may lead through."""

    nodes: Annotated[Refs, Field(max_length=MAX_ENDS), RefsOf()] = Field(
        min_length=1, description="References of nodes at one end, as in need:read-at-once."
    )
    others: Annotated[Refs, Field(max_length=MAX_ENDS), RefsOf()] = Field(
        min_length=1, description="References of nodes at the other end, as in metric:nps."
    )
    longest: int = Field(6, ge=1, le=8, description="How many hops a way may have at most.")
    hub_degree: int = Field(
        50, ge=2, le=1_000_000, description="A way leads through no node with more relationships than this."
    )
    kinds: Annotated[WrittenKinds, OneOf(WRITTEN_KINDS)] = Field(
        default_factory=list[str],
        description="The only kinds that a way may lead through, as references name them, evidence too. "
        "Empty: all but evidence.",
    )
    through_evidence: bool = Field(
        False,
        description="Whether a way may lead through sources, quotes, insights, definitions, terms, single responses "
        "and datasets, too. Two things are then soon connected by having been in the same study.",
    )
    limit: int = Field(20, ge=1, le=200, description="How many rows to give at most.")

    def bound(self) -> dict[str, object]:
        """Cypher finds nodes by label and key."""
        labels = [REGISTRY.kind(kind).label() for kind in self.kinds]
        return super().bound() | {"nodes": anchors(self.nodes), "others": anchors(self.others), "kinds": labels}


class ConnectionRow(Row):
    """A shortest way between two nodes, or that there is none."""

    node: Node = Field(description="The node at the one end.")
    other: Node = Field(description="The node at the other end.")
    length: int | None = Field(description="How many hops the way has. Null: a gap, there is no such way.")
    through: list[Node] = Field(description="The nodes between the two, in order.")
    hops: list[Link] = Field(
        description="The relationships along the way, each in the direction in which it is told, with every claim "
        "that asserts it. A party of a fact rests on the fact; containment needs no claim."
    )


HOW_CONNECTED = Question(
    id="how-connected",
    title="How are two things connected that nobody is known to have linked?",
    explanation=(
        "Each row is one of the shortest ways between two nodes, whichever way its relationships point, with the "
        "evidence of each hop; a way is no stronger than its weakest hop. It leads through no evidence (sources, "
        "quotes, insights, definitions, responses, datasets) and through no hub with more relationships than "
        "`hub_degree`, for either would connect everything with everything; the ends themselves may be such. `kinds` "
        "names the only kinds that it may lead through. At a touchpoint a way goes on to wherever that is used. A pair "
        "without a way of at most `longest` hops has a row without a length."
    ),
    asked_by=AskedBy.RESEARCHER,
    decision=Decision.FIND,
    numbers=(48,),
    parameters=ConnectionParameters,
    row=ConnectionRow,
    cypher=named("""
UNWIND $nodes AS one
MATCH (a:$(one.label) {key: one.key})
WITH collect(a) AS ones
UNWIND $others AS two
MATCH (b:$(two.label) {key: two.key})
UNWIND ones AS a
WITH a, b WHERE a <> b
OPTIONAL CALL (a, b) {
  MATCH way = ALL SHORTEST (a) ((x)-[r]-(y)
    WHERE y = b OR (COUNT { (y)--() } <= $hub_degree AND NOT y:LoadRun|Change|Alias|KnowledgeBase
      AND CASE WHEN size($kinds) > 0 THEN labels(y)[0] IN $kinds
        ELSE $through_evidence OR NOT y:Source|Quote|Insight|Term|Definition|Dataset|Response END)){1,8} (b)
  WHERE length(way) <= $longest
  WITH DISTINCT nodes(way) AS steps ORDER BY [n IN steps | labels(n)[0] + ':' + n.key] LIMIT $limit
  RETURN steps
}
WITH a, b, steps
ORDER BY size(steps), labels(a)[0], a.key, labels(b)[0], b.key, [n IN steps | labels(n)[0] + ':' + n.key] LIMIT $limit
CALL (steps) {
  UNWIND range(0, size(coalesce(steps, [])) - 2) AS i
  WITH i, steps[i] AS x, steps[i + 1] AS y
  // An end may be a hub: then the other's relationships are looked through.
  WITH i, x, y, CASE WHEN COUNT { (x)--() } > $hub_degree THEN [y, x] ELSE [x, y] END AS ends
  WITH i, x, y, ends[0] AS near, ends[1] AS far
  MATCH (near)-[r]-(n) WHERE n = far AND type(r) <> 'DESCRIBES'
  OPTIONAL MATCH (d:Dataset {key: r.dataset})
  WITH i, x, y, r, d ORDER BY coalesce(d.rank, 0) DESC, r.run DESC, r.source
  WITH i, x, y, type(r) AS relationship, startNode(r) AS s, endNode(r) AS e, head(collect(r.strength)) AS strength,
    collect(CASE WHEN r.source IS NOT NULL THEN r {.source, .dataset, .basis, .strength, .locator, .quotes, .note,
      .run, claim: type(r), start: r.from, end: r.to} END) AS claims
  OPTIONAL MATCH (s)<-[given:DESCRIBES]-(d:Dataset) WHERE size(claims) = 0 AND s.source IS NOT NULL
  WITH i, relationship, s, e, strength, claims, collect(s {.source, .basis, .locator, .quotes, .note, dataset: d.key,
    run: given.run, claim: labels(s)[0], start: given.to, end: null}) AS facts ORDER BY i, relationship
  RETURN collect({
    start: s {.key, name: called(s), kind: labels(s)[0]},
    relationship: relationship,
    end: e {.key, name: called(e), kind: labels(e)[0]},
    strength: strength,
    evidence: claims + CASE WHEN size(claims) = 0 THEN [f IN facts WHERE f.dataset IS NOT NULL] ELSE [] END
  }) AS hops
}
RETURN
  a {.key, name: called(a), kind: labels(a)[0]} AS node,
  b {.key, name: called(b), kind: labels(b)[0]} AS other,
  size(steps) - 1 AS length,
  [n IN coalesce(steps, [])[1..-1] | n {.key, name: called(n), kind: labels(n)[0]}]
    AS through,
  hops
ORDER BY size(steps), labels(a)[0], a.key, labels(b)[0], b.key, [n IN steps | labels(n)[0] + ':' + n.key]
"""),
    crosses=(),
    view=View.CHAIN,
)

QUESTIONS = (HOW_CONNECTED,)
