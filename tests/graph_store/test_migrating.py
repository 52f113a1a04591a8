"""A database of an older schema is named as such, carried over version by version, and then equal to a new one."""

from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString

import pytest

from graph_schema.errors import DatabaseError, RefusedError
from graph_schema.registry import REGISTRY, SCHEMA_VERSION
from graph_store.checking import check
from graph_store.database import Database
from graph_store.lease import this_process
from graph_store.migrating import MIGRATIONS, Migrating, Migration, migrate, require_current
from journeygraph.environment import open_for_use
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.snapshot import snapshot

NEXT = SCHEMA_VERSION + 1


def run(database: Database, cypher: LiteralString, **parameters: Any) -> None:
    with database.session() as session:
        session.run(cypher, parameters).consume()


def version(database: Database) -> int:
    return database.read("MATCH (k:KnowledgeBase) RETURN k.schema_version AS v")[0]["v"]


@pytest.fixture
def older(database: Database, tmp_path: Any) -> tuple[Database, Any]:
    """A database in which channels have a `title` where they now have a name, and what it is to be equal to."""
    path = bundle(tmp_path, "a", sources=[study()], channels=[{"key": "web", "name": "Web"}])
    load([path], database, REGISTRY)
    wanted = snapshot(database)
    run(database, "MATCH (n:Channel) SET n.title = n.name REMOVE n.name")
    run(database, "MATCH ()-[d:DESCRIBES]->(:Channel) SET d.gave_title = d.gave_name REMOVE d.gave_name")
    return database, wanted


def rename_title(work: Migrating) -> int:
    said = """
    MATCH ()-[d:DESCRIBES]->(:Channel) WHERE d.gave_title IS NOT NULL WITH d LIMIT $batch
    SET d.gave_name = d.gave_title REMOVE d.gave_title RETURN count(*) AS n
    """
    shown = """
    MATCH (n:Channel) WHERE n.title IS NOT NULL WITH n LIMIT $batch
    SET n.name = n.title REMOVE n.title RETURN count(*) AS n
    """
    return work.repeat(said) + work.repeat(shown)


RENAME = Migration(NEXT, "a channel's title is its name", rename_title)


def test_migrations_lead_to_the_current_version_without_a_gap():
    assert [migration.version for migration in MIGRATIONS] == list(range(2, SCHEMA_VERSION + 1))


def test_an_older_database_is_carried_over_once_as_a_run(older: tuple[Database, Any]):
    database, wanted = older
    with pytest.raises(DatabaseError, match=f"version {SCHEMA_VERSION} of the schema.*`journeygraph migrate`"):
        require_current(database, NEXT)
    (done,) = migrate(database, (RENAME,), NEXT)
    assert (done.version, done.run, done.changed) == (NEXT, 2, 2)
    assert version(database) == NEXT
    assert snapshot(database) == wanted
    require_current(database, NEXT)
    (record,) = database.read("MATCH (r:LoadRun {number: 2}) RETURN properties(r) AS p")
    assert record["p"]["state"] == "applied"
    assert record["p"]["command"] == f"migrate to version {NEXT}: a channel's title is its name"
    before = snapshot(database, history=True)
    assert migrate(database, (RENAME,), NEXT) == []
    assert snapshot(database, history=True) == before
    run(database, "MATCH (k:KnowledgeBase) SET k.schema_version = $v", v=SCHEMA_VERSION)
    assert list(check(database, REGISTRY)) == []


def test_versions_follow_one_another(older: tuple[Database, Any]):
    database, wanted = older
    seen: list[int] = []

    def note(work: Migrating) -> int:
        seen.append(work.read("MATCH (n:Channel) RETURN n.name AS name")[0]["name"] == "Web")
        return 0

    done = migrate(database, (RENAME, Migration(NEXT + 1, "a look", note)), NEXT + 1)
    assert [m.version for m in done] == [NEXT, NEXT + 1]
    assert seen == [True]
    assert snapshot(database) == wanted


def test_a_migration_that_is_cut_off_is_repeated_as_the_same_run(older: tuple[Database, Any]):
    database, wanted = older

    def half(work: Migrating) -> int:
        work.repeat(
            "MATCH (n:Channel) WHERE n.title IS NOT NULL WITH n LIMIT $batch SET n.name = n.title REMOVE n.title "
            "RETURN count(*) AS n"
        )
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        migrate(database, (Migration(NEXT, "a channel's title is its name", half),), NEXT)
    assert version(database) == SCHEMA_VERSION
    # Its process lives on here, so it is made to look as if it had not been heard of for long.
    with pytest.raises(RefusedError, match="being written just now"):
        migrate(database, (RENAME,), NEXT)
    run(database, "MATCH (k:KnowledgeBase) SET k.heard = $t", t=datetime.now(UTC) - timedelta(hours=1))
    (done,) = migrate(database, (RENAME,), NEXT)
    assert done.run == 2
    assert snapshot(database) == wanted
    assert database.read("MATCH (r:LoadRun) RETURN count(r) AS n") == [{"n": 2}]


def test_a_load_that_was_cut_off_is_left_to_the_version_that_wrote_it(older: tuple[Database, Any]):
    database, _ = older
    writing = "MATCH (k:KnowledgeBase) SET k.writing = 2, k.writer = $writer, k.heard = $t"
    run(database, writing, writer=this_process(), t=datetime.now(UTC) - timedelta(hours=1))
    with pytest.raises(RefusedError, match="only the version of journeygraph that wrote it"):
        migrate(database, (RENAME,), NEXT)


def test_a_newer_database_and_one_without_a_way_are_refused(older: tuple[Database, Any]):
    database, _ = older
    with pytest.raises(DatabaseError, match="No migrations lead from version"):
        migrate(database, (), NEXT)
    run(database, "MATCH (k:KnowledgeBase) SET k.schema_version = $v", v=NEXT)
    with pytest.raises(DatabaseError, match=f"version {NEXT} of the schema.*Use a newer journeygraph"):
        open_for_use(database, print)
    with pytest.raises(DatabaseError, match="Use a newer journeygraph"):
        migrate(database)


def test_opening_an_older_database_names_the_command(older: tuple[Database, Any]):
    database, _ = older
    run(database, "MATCH (k:KnowledgeBase) SET k.schema_version = $v", v=SCHEMA_VERSION - 1)
    with pytest.raises(DatabaseError, match="`journeygraph migrate` carries it over"):
        open_for_use(database, print)


def test_an_empty_database_needs_nothing(database: Database):
    assert migrate(database) == []
    require_current(database)
