"""Writes small graphs in the stored form, so that the rows of a question can be worked out by hand."""

from typing import LiteralString, cast

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


class Sketch:
    """A graph being drawn: each call adds what one dataset said in one run."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, dataset: str, *elements: Kind | Relationship, rank: int = 0, run: int = 1) -> "Sketch":
        with self._database.session() as session:
            session.run("MERGE (d:Dataset {key: $key}) SET d.name = $key, d.rank = $rank", key=dataset, rank=rank)
            for element in elements:
                session.run(*self._statement(dataset, run, element)).consume()
        return self

    def _statement(
        self, dataset: str, run: int, element: Kind | Relationship
    ) -> tuple[LiteralString, dict[str, object]]:
        if isinstance(element, Kind):
            return self._node(dataset, run, element)
        start, end = element.from_ref, element.to_ref
        labels = (REGISTRY.kind(start.kind).label(), REGISTRY.kind(end.kind).label())
        cypher = (
            f"MATCH (a:{labels[0]} {{key: $start}}), (b:{labels[1]} {{key: $end}}) "
            f"CREATE (a)-[r:{element.rel_type}]->(b) SET r = $properties"
        )
        stored: dict[str, object] = {"from": str(start), "to": str(end), "run": run}
        if isinstance(element, Assertion):
            stored |= {"dataset": dataset} | dict.fromkeys(identifying(type(element)), "")
        values: dict[str, object] = {"start": start.key, "end": end.key, "properties": stored | properties(element)}
        return cast("LiteralString", cypher), values

    def _node(self, dataset: str, run: int, node: Kind) -> tuple[LiteralString, dict[str, object]]:
        cypher = (
            f"MATCH (d:Dataset {{key: $dataset}}) MERGE (n:{node.label()} {{key: $key}}) SET n += $properties "
            "CREATE (d)-[r:DESCRIBES]->(n) SET r = $described"
        )
        described: dict[str, object] = {
            "from": f"dataset:{dataset}",
            "to": str(node.ref),
            "run": run,
            "basis": "stated",
        }
        described |= {f"gave_{name}": value for name, value in properties(node).items() if name != "key"}
        described["source"] = node.source if isinstance(node, Claim) else "study"
        values: dict[str, object] = {
            "dataset": dataset,
            "key": node.key,
            "properties": properties(node),
            "described": described,
        }
        return cast("LiteralString", cypher), values
