"""Writes bundles and journey maps for tests, loads them, and says what the graph then holds."""

import json
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from graph_schema.problems import Problem, ProblemsError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.staging import Staging
from loaders.discovery import discover
from loaders.pipeline import _stage, load
from loaders.respondents import HashKey, Respondents
from loaders.wishes import Wishes

MANIFEST = "dataset: cafe\nname: A café\nsource: diary\n"
SOURCES = "sources:\n  - {key: diary, name: A diary}\n"
KEYED = Wishes(respondents=Respondents(HashKey("a key for tests only")))
"""The wishes of somebody who has a key to hash respondents with."""
GRAPH = """
MATCH (n) WHERE NOT n:Change AND NOT n:LoadRun AND NOT n:LoadedFile AND NOT n:KnowledgeBase
RETURN labels(n) + [n.key] AS node, properties(n) AS properties,
  COLLECT { MATCH (n)-[r]->() RETURN [type(r), r.`from`, r.`to`, properties(r)] } AS links
"""


def bundle(folder: Path, files: Mapping[str, str], manifest: str = MANIFEST) -> Path:
    """Write a bundle with a source; texts may be indented."""
    for name, text in {"dataset.yaml": manifest, "sources.yaml": SOURCES, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return folder


def journey_map(nodes: list[Any], **more: Any) -> dict[str, Any]:
    """A journey map with a stage, five swimlanes and these nodes; each stands in the lane of actions by default."""
    lanes = {"a": "Actions", "e": "Emotions", "p": "Pain Points", "t": "Touchpoints", "g": "Gains"}
    placed = [{"stageId": "s1", "swimlaneId": "a", **node} if isinstance(node, dict) else node for node in nodes]
    return {
        "persona": "Ada",
        "pointOfView": "I have lunch",
        "stages": [{"id": "s1", "name": "Lunch"}],
        "swimlanes": [{"id": key, "name": name} for key, name in lanes.items()],
        "nodes": placed,
        **more,
    }


def ojf(folder: Path, document: object, name: str = "lunch.ojf") -> Path:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def staged_problems(*paths: Path) -> list[Problem]:
    """What reading and validating find, without a database."""
    with Staging(REGISTRY) as staging:
        _stage(discover(paths, KEYED).items, staging, KEYED)
        return sorted(set(staging.problems))


def refusal(database: Database, *paths: Path) -> list[Problem]:
    """The problems for which a load is refused."""
    with pytest.raises(ProblemsError) as caught:
        load(paths, database, REGISTRY)
    return list(caught.value.problems)


def graph(database: Database) -> dict[str, Any]:
    """All that the graph holds but for the runs and when they were: nodes and links with all their properties."""
    held: dict[str, Any] = {}
    for row in database.read(GRAPH):
        links = [
            [*ends, {name: value for name, value in properties.items() if name != "run"}]
            for *ends, properties in row["links"]
        ]
        held[":".join(row["node"])] = (row["properties"], sorted(links, key=repr))
    return held


def keys(database: Database, label: str) -> list[str]:
    return [
        row["key"]
        for row in database.read(
            "MATCH (n) WHERE $label IN labels(n) RETURN n.key AS key ORDER BY key", {"label": label}
        )
    ]


def links(database: Database, rel_type: str) -> list[tuple[str, str]]:
    query = "MATCH ()-[r]->() WHERE type(r) = $type RETURN r.`from` AS s, r.`to` AS e ORDER BY s, e"
    return [(row["s"], row["e"]) for row in database.read(query, {"type": rel_type})]
