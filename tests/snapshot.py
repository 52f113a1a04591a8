"""The whole of a graph as plain values, to be compared."""

from typing import Any

from graph_store.codec import encode, plain
from graph_store.database import Database

HISTORY = ("LoadRun", "LoadedFile", "Change")


def snapshot(database: Database, *, history: bool = False) -> tuple[list[str], list[str]]:
    """All nodes and all relationships with their properties; runs and changes only with `history`.

    The digest that lets a reload skip a dataset, the time at which a run began, and the node that counts what was
    written, which only grows, so that no plan is ever wrongly taken for current, are left out.
    """
    left_out = ("KnowledgeBase", *(() if history else HISTORY))
    nodes = "MATCH (n) WHERE NOT labels(n)[0] IN $out RETURN labels(n)[0] AS label, properties(n) AS p"
    links = """MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS p,
               labels(a)[0] + ':' + a.key AS a, labels(b)[0] + ':' + b.key AS b"""
    with database.session(read=True) as session:
        found = [[record["label"], _shown(record["p"])] for record in session.run(nodes, out=left_out)]
        related = [[r["type"], r["a"], r["b"], _shown(r["p"])] for r in session.run(links)]
    return sorted(map(_text, found)), sorted(map(_text, related))


def without_history(whole: tuple[list[str], list[str]]) -> tuple[list[str], list[str]]:
    """The snapshot without runs and changes."""
    nodes, links = whole
    return [node for node in nodes if not node.startswith(_HISTORY_TEXTS)], links


def _shown(properties: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in plain(properties).items() if k not in ("content", "started")}


def _text(value: list[Any]) -> str:
    return encode({"v": value})


_HISTORY_TEXTS = tuple(_text([label]).removesuffix("]}") for label in HISTORY)
