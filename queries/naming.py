"""What nodes are called, in Cypher: a fact without words of its own is called by what it says."""

import re
from typing import LiteralString

from graph_schema.registry import REGISTRY
from graph_store.cypher import trusted

_CALLED = re.compile(r"called\((\w+)\)")
_FACT = """head(COLLECT {
    MATCH (NODE)-[party:OF_METRIC|LEFT_BECAUSE_OF|LEAVES|FELT_BY|FELT_AS|ENTERS|AMONG|ABOUT]->(of)
    WITH of, coalesce(NODE.value, NODE.score, NODE.count, NODE.ruling, NODE.quality) AS value ORDER BY type(party) DESC
    WITH value, reduce(all = '', name IN collect(of.name) | all + CASE all WHEN '' THEN '' ELSE ', ' END + name) AS all
    RETURN all + coalesce(': ' + CASE value WHEN toInteger(value) THEN toInteger(value) ELSE value END, '')
      + coalesce(', n ' + NODE.n, '') + coalesce(', ' + coalesce(NODE.ends, date(NODE.received_at), NODE.decided), '')
  })"""
"""Of a fact: what and whom it is about, the value, how many it rests on, and when."""

LABELS = {kind.token(): kind.label() for kind in REGISTRY.kinds}
"""By the kind that a reference names, the label of its nodes."""


def called(node: LiteralString) -> LiteralString:
    """What a node of any kind is called; null where nothing tells."""
    return f"coalesce({node}.name, {node}.text, {node}.description, {_FACT.replace('NODE', node)})"


def named(cypher: LiteralString) -> LiteralString:
    """A query in which `called(n)` stands for what a node is called."""
    return trusted(_CALLED.sub(lambda found: called(trusted(found[1])), cypher))


def node_of(ref: LiteralString) -> LiteralString:
    """Finds the node `n` that a reference points to, with the parameter `labels`; nothing where that is null."""
    return f"""WITH *, split({ref}, ':')[0] AS kind WHERE kind IS NOT NULL
  MATCH (n:$($labels[kind]) {{key: substring({ref}, size(kind) + 1)}})"""


NAMES = named(f"""
UNWIND $refs AS ref
{node_of("ref")}
RETURN ref, called(n) AS name
""")
"""What the nodes are called that references point to; those that are not there have no row."""
