"""What is asked in the benchmark of the API: as our clients ask it, as the peer's do, and as Cypher by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, LiteralString, cast

from benchmarks.catalogue import HUB, RARE, journey_key

Values = dict[str, Any]
VARIED = 40
"""So many keys are asked for in turn."""
PAGE = 50
FAR = 500
"""The page that is far down the list."""
STRENGTH = 2


@dataclass(frozen=True)
class Case:
    """One thing that is asked, with several values in turn."""

    name: str
    about: str
    ours: str
    peer: str | None
    """None where the peer has no such thing."""
    best: LiteralString
    """The best Cypher that we can write for it."""
    values: tuple[Values, ...]
    peer_values: tuple[Values, ...] = ()
    """For the peer; empty: the same."""
    best_values: tuple[Values, ...] = ()
    """For the Cypher; empty: the same."""

    def bodies(self, *, peer: bool) -> list[Values]:
        """The requests to the peer or to us."""
        query, values = (self.peer, self.peer_values or self.values) if peer else (self.ours, self.values)
        return [{"query": query, "variables": each} for each in values]

    @property
    def cypher(self) -> list[tuple[str, Values]]:
        """The best Cypher with its parameters."""
        return [(self.best, each) for each in self.best_values or self.values]


MAP = """
query JourneyMap($key: String!) { journey(key: $key) { key name description
  stages(first: 20) { edges { node { key name order
    steps(first: 20) { edges { node { key name description order
      at { edges { node { key name value } } }
      via { edges { node { key name } } } } } } } } } } }
"""
PEER_MAP = """
query JourneyMap($key: String!) { journeys(where: { key: { eq: $key } }) { key name description
  stages(sort: [{ order: ASC }], limit: 20) { key name order
    steps(sort: [{ order: ASC }], limit: 20) { key name description order
      at { key name value } via { key name } } } } }
"""
BEST_MAP: LiteralString = """
MATCH (j:Journey {key: $key}) RETURN [j.key, j.name, j.description, COLLECT {
  MATCH (j)-[:HAS_STAGE]->(s) WITH s ORDER BY s.order LIMIT 21 RETURN [s.key, s.name, s.order, COLLECT {
    MATCH (s)-[:HAS_STEP]->(e) WITH e ORDER BY e.order LIMIT 21 RETURN [e.key, e.name, e.description, e.order,
      COLLECT { MATCH (e)-[:AT]->(t) WITH DISTINCT t RETURN [t.key, t.name, t.value] },
      COLLECT { MATCH (e)-[:VIA]->(c) WITH DISTINCT c RETURN [c.key, c.name] } ] } ] } ] AS data
"""
CLAIMS = """
query Claims($key: String!) { journey(key: $key) { key name description
  stages(first: 20) { edges { node { key name order
    steps(first: 20) { edges { node { key name description order
      at { edges { node { key name value } assertions { source basis locator } } }
      via { edges { node { key name } assertions { source basis locator } } } } } } } } } } }
"""
BEST_CLAIMS: LiteralString = """
MATCH (j:Journey {key: $key}) RETURN [j.key, j.name, j.description, COLLECT {
  MATCH (j)-[:HAS_STAGE]->(s) WITH s ORDER BY s.order LIMIT 21 RETURN [s.key, s.name, s.order, COLLECT {
    MATCH (s)-[:HAS_STEP]->(e) WITH e ORDER BY e.order LIMIT 21 RETURN [e.key, e.name, e.description, e.order,
      COLLECT { MATCH (e)-[a:AT]->(t) WITH t, collect([a.source, a.basis, a.locator]) AS claims
        RETURN [t.key, t.name, t.value, claims] },
      COLLECT { MATCH (e)-[v:VIA]->(c) WITH c, collect([v.source, v.basis, v.locator]) AS claims
        RETURN [c.key, c.name, claims] } ] } ] } ] AS data
"""
LIST = """
query Page($strength: Int!, $after: String) {
  touchpoints(first: 50, after: $after, where: { valueStrength: { eq: $strength } }) {
    edges { node { key name value placedIn { edges { node { key name } } } } } pageInfo { hasNextPage endCursor } } }
"""
PEER_LIST = """
query Page($strength: Int!) {
  touchpoints(where: { valueStrength: { eq: $strength } }, sort: [{ key: ASC }], limit: 50) {
    key name value placedIn(sort: [{ key: ASC }]) { key name } } }
"""
PEER_FAR = """
query Page($strength: Int!, $offset: Int!) {
  touchpoints(where: { valueStrength: { eq: $strength } }, sort: [{ key: ASC }], limit: 50, offset: $offset) {
    key name value placedIn(sort: [{ key: ASC }]) { key name } } }
"""
"""By number: so far down, its connection carries the list of all along with each, and runs out of 9 GB of memory."""
BEST_LIST: LiteralString = """
MATCH (t:Touchpoint) WHERE t.key > $place AND t.value_strength = $strength WITH t ORDER BY t.key LIMIT 51
RETURN [t.key, t.name, t.value, COLLECT {
  MATCH (t)-[:PLACED_IN]->(p) WITH DISTINCT p ORDER BY p.key RETURN [p.key, p.name] } ] AS data
"""
NODE = "query Node($key: String!) { touchpoint(key: $key) { key name description value valueStrength } }"
PEER_NODE = """
query Node($key: String!) {
  touchpoints(where: { key: { eq: $key } }) { key name description value valueStrength } }
"""
BEST_NODE: LiteralString = """
MATCH (t:Touchpoint {key: $key}) RETURN [t.key, t.name, t.description, t.value, t.value_strength] AS data
"""
ACROSS = """
query Across($key: String!) {
  touchpoints(first: 50, where: { steps: { some: { via: { some: { key: { eq: $key } } } } } }) {
    edges { node { key name } } } }
"""
PEER_ACROSS = """
query Across($key: String!) {
  touchpoints(where: { steps: { some: { via: { some: { key: { eq: $key } } } } } }, sort: [{ key: ASC }], limit: 50) {
    key name } }
"""
BEST_ACROSS: LiteralString = """
MATCH (:Channel {key: $key})<-[:VIA]-(:Step)-[:AT]->(t:Touchpoint)
WITH DISTINCT t ORDER BY t.key LIMIT 51 RETURN [t.key, t.name] AS data
"""
NEAR_HUB = "query Hub($key: String!) { channel(key: $key) { name steps(first: 50) { edges { node { key name } } } } }"
PEER_NEAR_HUB = """
query Hub($key: String!) {
  channels(where: { key: { eq: $key } }) { name steps(sort: [{ key: ASC }], limit: 50) { key name } } }
"""
BEST_NEAR_HUB: LiteralString = """
MATCH (c:Channel {key: $key}) RETURN [c.name, COLLECT {
  MATCH (e)-[v:VIA]->() USING INDEX v:VIA(`to`, `from`, source, dataset)
  WHERE v.`to` = 'channel:' + $key AND v.`from` > '' AND v.source IS NOT NULL AND v.dataset IS NOT NULL
  WITH DISTINCT v.`to` AS z, v.`from` AS k, e ORDER BY z, k LIMIT 51 RETURN [e.key, e.name] } ] AS data
"""


def cases(touchpoints: int, far: str) -> Iterator[Case]:
    """All cases; `far` is our cursor before the page that is far down the list."""
    single = tuple({"key": journey_key(2 * i)} for i in range(VARIED))
    double = tuple({"key": journey_key(2 * i + 1)} for i in range(VARIED))
    nodes = tuple({"key": f"t{i * (touchpoints // VARIED):06}"} for i in range(VARIED))
    page, before = {"strength": STRENGTH}, (FAR - 1) * PAGE - 1
    yield Case("a", "a journey map of 111 objects", MAP, PEER_MAP, BEST_MAP, single)
    about = f"a page of {PAGE} by a property, each with a list"
    yield Case("b", about, LIST, PEER_LIST, BEST_LIST, (page,), best_values=(page | {"place": ""},))
    yield Case("c", "a node with five fields", NODE, PEER_NODE, BEST_NODE, nodes)
    yield Case(
        "d",
        f"page {FAR} of (b)",
        LIST,
        PEER_FAR,
        BEST_LIST,
        (page | {"after": far},),
        (page | {"offset": before + 1},),
        (page | {"place": f"t{3 * before + STRENGTH - 1:06}"},),
    )
    yield Case("e", "across a channel that 10 use", ACROSS, PEER_ACROSS, BEST_ACROSS, ({"key": RARE},))
    yield Case("f", f"the first {PAGE} steps of the hub", NEAR_HUB, PEER_NEAR_HUB, BEST_NEAR_HUB, ({"key": HUB},))
    yield Case("g", "(a) with all claims, two for each", CLAIMS, None, BEST_CLAIMS, double)


def plain(answer: Any) -> Any:
    """An answer without the form that either server gives it: connections as lists, no node twice in one."""
    if isinstance(answer, list):
        found: list[Any] = []
        for item in map(plain, cast("list[Any]", answer)):
            if item not in found:
                found.append(item)
        return found
    if not isinstance(answer, dict):
        return answer
    given = cast("dict[str, Any]", answer)
    if "edges" in given:
        return plain([edge["node"] for edge in given["edges"]])
    return {key: plain(value) for key, value in given.items()}
