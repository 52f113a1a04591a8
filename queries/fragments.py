"""Pieces of Cypher that several questions share."""

from typing import LiteralString

from graph_schema.registry import REGISTRY
from graph_schema.stored import FROM, TO, identity_columns
from graph_store.cypher import trusted

TOLD_FOR: LiteralString = """MATCH (j)-[:FOR]->(p:Persona)
  RETURN p
  UNION
  MATCH (j)-[:FOR]->(:Segment)<-[:REPRESENTS]-(p:Persona)
  RETURN p"""
"""The personas `p` that a journey `j` is told for, by name or by a segment that they represent."""


def arriving(
    start: LiteralString, rel_type: LiteralString, ref: LiteralString, begins: LiteralString = "> ''", end: str = ""
) -> LiteralString:
    """What leads to a node by relationships `r` of a type, off their index, in the order of what they come from.

    So a LIMIT after that order reads no more of a hub than is shown. `start` and `end` are the patterns of the nodes,
    `ref` the expression of the reference that they lead to, `begins` what holds for those that they come from.
    """
    columns = identity_columns(REGISTRY.rel_types[rel_type][0])
    assert columns[:2] == (TO, FROM), rel_type  # noqa: S101 - an index of the other direction has another order
    # The index serves only a query that says something about each of its columns.
    rest = "".join(f" AND r.{column} IS NOT NULL" for column in columns[2:])
    index = ", ".join((f"`{TO}`", f"`{FROM}`", *columns[2:]))
    return trusted(
        f"MATCH ({start})-[r:{rel_type}]->({end}) USING INDEX r:{rel_type}({index})\n"
        f"    WHERE r.`{TO}` = {ref} AND r.`{FROM}` {begins}{rest}"
    )
