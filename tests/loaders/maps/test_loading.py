"""Journey maps and personas in the graph: all of them load, twice is once, and questions have answers."""

from pathlib import Path

import pytest

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from loaders.pipeline import load
from queries.comparing import AS_IS_AND_TO_BE
from queries.experience import EMOTION_CURVE
from tests.conftest import wipe
from tests.loaders.maps.reading import MAPS, PERSONAS
from tests.loaders.writing import graph, keys, links

pytestmark = pytest.mark.timeout(900)
"""A busy machine takes its time to load and check some twenty files."""
OURS = [path for folder in (MAPS, PERSONAS) for path in sorted(folder.iterdir()) if path.name != "README.md"]
REAL = ("mermaid", "blueprint", "cjml", "personas")


def loaded(database: Database, *paths: Path) -> None:
    wipe(database)
    load(paths, database, REGISTRY)
    assert list(check(database, REGISTRY)) == []


def test_all_of_ours_load_by_one_command_and_twice_is_once(database: Database) -> None:
    loaded(database, *OURS)
    once = graph(database)
    assert load(OURS, database, REGISTRY).run is None
    assert graph(database) == once


def test_the_real_ones_load_by_their_folders_and_twice_is_once(database: Database, testdata: Path) -> None:
    folders = [testdata / name for name in REAL]
    loaded(database, *folders)
    once = graph(database)
    assert load(folders, database, REGISTRY).run is None
    assert graph(database) == once
    assert len(keys(database, "Persona")) == 8 + 3 + 2 + 1 + 1


def test_versions_load_one_by_one_in_any_order(database: Database) -> None:
    loaded(database, MAPS / "v1.md", MAPS / "v2.md")
    together = graph(database)
    wipe(database)
    load([MAPS / "v2.md"], database, REGISTRY)
    load([MAPS / "v1.md"], database, REGISTRY)
    assert graph(database) == together
    assert ("journey:card-renewal-v2", "journey:card-renewal-v1") in links(database, "REVISES")


def test_the_curve_of_a_map_shows_its_lowest_point(database: Database) -> None:
    loaded(database, MAPS / "grid.csv")
    rows = EMOTION_CURVE.ask(database, journeys=["i-renew-my-library-card"]).rows
    points = [(row.stage.name, row.step.name if row.step else None, row.score) for row in rows if not row.gap]
    assert points == [
        ("Notice", "Read the letter", -0.5),
        ("Notice", "Look up the web site", 0.0),
        ("Renew", None, -1.0),
        ("Collect", None, 1.0),
    ]
    assert [row.stage.name for row in rows if row.lowest] == ["Renew"]


def test_what_should_be_is_compared_with_what_is(database: Database) -> None:
    loaded(database, MAPS / "blueprint.json")
    held = graph(database)
    # A document that the file cites is not the file.
    assert "digest" in held["Source:library"][0]
    assert "digest" not in held["Source:https-example-com-guide"][0]
    rows = AS_IS_AND_TO_BE.ask(database, journeys=["renewal-now"]).rows
    assert rows
    assert {row.aligned_by for row in rows} >= {"revises"}
