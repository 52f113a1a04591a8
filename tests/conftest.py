"""What tests share: one real Neo4j for the whole session, wiped where a test needs it empty."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import Home
from graph_store.local import LocalNeo4j
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
TESTDATA = Path(os.environ.get("JOURNEYGRAPH_TESTDATA", ROOT.parent / "shared" / "data")).absolute()
QUICK_JAVA = ("-XX:TieredStopAtLevel=1",)
"""Tests start many servers that live for seconds: Java compiles for them once, and doesn't improve on that."""

KEPT_PLANS = {"dbms.cypher.min_replan_interval": "1h", "server.memory.query_cache.per_db_cache_num_entries": "5000"}
"""The databases of tests are small and are emptied and filled over and over: what was planned for one state does."""

ROOMS = ("web", "journeygraph", "graph_store", "api", "queries", "loaders", "graph_schema")
"""From the rooms whose files take minutes to those that take seconds, so that nobody waits for one who began late."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Those who run files side by side take them in this order."""
    items.sort(key=lambda item: ROOMS.index(item.path.relative_to(ROOT / "tests").parts[0]))


@pytest.fixture(scope="session")
def home() -> Home:
    """A home of the tests' own, for each of those who run them side by side; downloads are shared with `make demo`."""
    name = "-".join(("test", *filter(None, [os.environ.get("PYTEST_XDIST_WORKER")])))
    return Home.at(Path(os.environ.get("JOURNEYGRAPH_HOME", ROOT / ".journeygraph"))).sub(name)


@pytest.fixture(scope="session")
def settings(home: Home) -> Iterator[Neo4jSettings]:
    """A running local server, whose database has the schema."""
    # It lives long enough for what Java improves to pay: a seventh of its work.
    server = LocalNeo4j(home, print, config=KEPT_PLANS)
    endpoint = server.ensure_running(owner=True)
    settings = Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)
    with Database(settings) as opened:
        apply_schema(opened, REGISTRY)
    yield settings
    server.stop()


@pytest.fixture
def database(settings: Neo4jSettings) -> Iterator[Database]:
    """An empty database with the schema applied."""
    with Database(settings) as opened:
        wipe(opened)
        apply_schema(opened, REGISTRY)
        yield opened


@pytest.fixture(scope="module")
def sample(settings: Neo4jSettings) -> Iterator[Database]:
    """A database that holds the examples; a module that changes it or mixes it with `database` loads it anew."""
    with Database(settings) as opened:
        wipe(opened)
        load([EXAMPLES], opened, REGISTRY)
        yield opened


@pytest.fixture(scope="session")
def testdata() -> Path:
    """Third-party files; a test that needs them says that it did not run where they are not."""
    if not TESTDATA.is_dir():
        pytest.skip(f"third-party files are not at {TESTDATA}; set JOURNEYGRAPH_TESTDATA")
    return TESTDATA


def wipe(database: Database) -> None:
    """Remove all nodes and relationships."""
    with database.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
