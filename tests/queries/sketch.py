"""Writes small graphs in the stored form, so that the rows of a question can be worked out by hand."""

from collections import defaultdict
from typing import Any, cast

from graph_schema.keys import Ref
from graph_schema.model import Assertion, Claim, Kind, Relationship, properties
from graph_schema.registry import REGISTRY, identifying
from graph_store.database import Database


def ref(kinds: tuple[type[Kind], ...], text: str) -> Ref:
    """`kind:key`, or a key alone where only one kind can stand."""
    return Ref.parse(text) if ":" in text else Ref(kinds[0].token(), text)


def link(rel: type[Relationship], start: str, end: str, **fields: object) -> Relationship:
    ends = {"from_ref": ref(REGISTRY.starts(rel), start), "to_ref": ref(REGISTRY.ends(rel), end)}
    return rel.model_validate({**ends, **fields})


def sketch(database: Database, dataset: str, *elements: Kind | Relationship, rank: int = 0, run: int = 1) -> None:
    """Add what one dataset said in one run; the nodes first, so that relationships find their ends."""
    batches: dict[str, list[dict[str, object]]] = defaultdict(list)
    for element in sorted(elements, key=lambda e: isinstance(e, Relationship)):
        cypher, values = _node(dataset, run, element) if isinstance(element, Kind) else _link(dataset, run, element)
        batches[cypher].append(values)
    with database.session() as session, session.begin_transaction() as transaction:
        transaction.run("MERGE (d:Dataset {key: $key}) SET d.name = $key, d.rank = $rank", key=dataset, rank=rank)
        for cypher, rows in batches.items():
            summary = transaction.run(cast("Any", f"UNWIND $rows AS row {cypher}"), rows=rows).consume()
            assert summary.counters.relationships_created == len(rows), cypher
        transaction.commit()


def _link(dataset: str, run: int, element: Relationship) -> tuple[str, dict[str, object]]:
    start, end = element.from_ref, element.to_ref
    labels = (REGISTRY.kind(start.kind).label(), REGISTRY.kind(end.kind).label())
    stored: dict[str, object] = {"from": str(start), "to": str(end), "run": run}
    if isinstance(element, Assertion):
        stored |= {"dataset": dataset} | dict.fromkeys(identifying(type(element)), "")
    cypher = (
        f"MATCH (a:{labels[0]} {{key: row.start}}) MATCH (b:{labels[1]} {{key: row.end}}) "
        f"CREATE (a)-[r:{element.rel_type}]->(b) SET r = row.properties"
    )
    return cypher, {"start": start.key, "end": end.key, "properties": stored | properties(element)}


def _node(dataset: str, run: int, node: Kind) -> tuple[str, dict[str, object]]:
    described: dict[str, object] = {"from": f"dataset:{dataset}", "to": str(node.ref), "run": run, "basis": "stated"}
    described |= {f"gave_{name}": value for name, value in properties(node).items() if name != "key"}
    described["source"] = node.source if isinstance(node, Claim) else "study"
    cypher = (
        f"MATCH (d:Dataset {{key: row.dataset}}) MERGE (n:{node.label()} {{key: row.key}}) SET n += row.properties "
        "CREATE (d)-[r:DESCRIBES]->(n) SET r = row.described"
    )
    return cypher, {"dataset": dataset, "key": node.key, "properties": properties(node), "described": described}
