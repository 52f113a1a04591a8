"""A small graph in the form in which the writer stores it, and a database that keeps what it was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

from graph_schema.model import Assertion, Kind, Relationship, properties
from graph_schema.registry import REGISTRY, Registry, identifying
from graph_schema.stored import DATASET, FROM, RUN, TO
from graph_store.database import AsyncDatabase, Database


@dataclass
class Recorded:
    """Passes every read on to the real database, and keeps its text and parameters."""

    real: AsyncDatabase
    seen: list[tuple[str, dict[str, Any]]] = field(default_factory=list[tuple[str, dict[str, Any]]])

    async def read(
        self, cypher: LiteralString, parameters: Mapping[str, Any] | None = None, timeout: float = 30
    ) -> list[dict[str, Any]]:
        self.seen.append((cypher, dict(parameters or {})))
        return await self.real.read(cypher, parameters, timeout)

    async def check(self) -> None:
        await self.real.check()


def link(
    rel_type: str, start: str, end: str, source: str = "s0", registry: Registry = REGISTRY, **own: Any
) -> Relationship:
    """A relationship between two references, of the class that fits them."""
    kinds = start.partition(":")[0], end.partition(":")[0]
    for cls in registry.rel_types[rel_type]:
        if registry.kind(kinds[0]) in registry.starts(cls) and registry.kind(kinds[1]) in registry.ends(cls):
            claim = {"source": source} if "source" in cls.model_fields else {}
            refs = {"from_ref": tuple(start.split(":", 1)), "to_ref": tuple(end.split(":", 1))}
            return cls.model_validate(claim | refs | own)
    raise AssertionError(f"no {rel_type} from {start} to {end}")


def write(database: Database, nodes: Iterable[Kind], links: Iterable[tuple[Relationship, str]] = ()) -> None:
    """Write as the store does: nodes with their properties, relationships with the keys of their ends."""
    with database.session() as session:
        for node in nodes:
            session.run(
                cast("LiteralString", f"CREATE (n:`{type(node).label()}`) SET n = $properties"),
                properties=properties(node),
            ).consume()
        for made, dataset in links:
            start, end = made.from_ref, made.to_ref
            session.run(
                cast(
                    "LiteralString",
                    f"MATCH (a:`{_label(start.kind)}` {{key: $start}}), (b:`{_label(end.kind)}` {{key: $end}}) "
                    f"CREATE (a)-[r:`{made.rel_type}`]->(b) SET r = $properties",
                ),
                start=start.key,
                end=end.key,
                properties=stored(made, dataset),
            ).consume()


def stored(made: Relationship, dataset: str) -> dict[str, Any]:
    """The properties of a relationship as the writer stores them."""
    ends: dict[str, Any] = {FROM: str(made.from_ref), TO: str(made.to_ref), RUN: 1}
    if isinstance(made, Assertion):
        ends |= {DATASET: dataset} | dict.fromkeys(identifying(type(made)), "")
    return ends | properties(made)


def _label(token: str) -> str:
    return "".join(part.capitalize() for part in token.split("_"))
