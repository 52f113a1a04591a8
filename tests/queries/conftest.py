"""A database with the bistro in it."""

from collections.abc import Iterator

import pytest

from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings
from tests.queries.bistro import draw


@pytest.fixture(scope="module")
def bistro(settings: Neo4jSettings) -> Iterator[Database]:
    """The bistro; a module that uses it uses neither `database` nor `sample`."""
    with Database(settings) as opened:
        with opened.session() as session:
            session.run("MATCH (n) DETACH DELETE n").consume()
        apply_schema(opened, REGISTRY)
        draw(opened)
        with opened.session() as session:
            session.run("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()").consume()
        yield opened
