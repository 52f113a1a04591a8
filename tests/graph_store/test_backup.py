"""What is restored equals what was backed up, and a restore that fails leaves the old data."""

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from graph_schema.errors import DatabaseError, LocalServerError, NotFoundError, RefusedError, UsageError
from graph_schema.registry import REGISTRY, SCHEMA_VERSION
from graph_store import backup as backups
from graph_store.backup import backup, put_back, restore
from graph_store.database import Database
from graph_store.home import Home
from graph_store.local import LocalNeo4j
from graph_store.local.folder import Folder
from graph_store.operations import drop
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load
from tests.bundles import bundle, study
from tests.conftest import QUICK_JAVA
from tests.journeygraph.command import new_home
from tests.snapshot import snapshot


@pytest.fixture(scope="module")
def kept(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home of its own, with a small knowledge base in it, for it is stopped and replaced."""
    own = Home(new_home(tmp_path_factory.mktemp("backup")), home.cache)
    server = LocalNeo4j(own, print, heap_mb=512, options=QUICK_JAVA)
    with opened(server) as database:
        content: dict[str, Any] = {"sources": [study()], "channels": [{"key": "web", "name": "Web"}]}
        load([bundle(own.path / "files", "a", **content)], database, REGISTRY)
    yield own
    server.stop()


@pytest.fixture(scope="module")
def dump(kept: Home) -> Path:
    """A backup of it, made while its server ran."""
    path = kept.path / "kept.dump"
    server = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    written = backup(server, kept, path)
    assert (written.path, written.size) == (path, path.stat().st_size)
    assert server.status().running
    return path


def opened(server: LocalNeo4j) -> Database:
    endpoint = server.ensure_running()
    return Database(Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password))


def state(server: LocalNeo4j) -> tuple[list[str], list[str]]:
    with opened(server) as database:
        return snapshot(database, history=True)


def test_what_is_restored_equals_what_was_backed_up(kept: Home, dump: Path):
    server = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    before, password = state(server), Folder.of(kept).password()
    with opened(server) as database:
        drop("a", database, REGISTRY)
    changed = state(server)
    assert changed != before
    restore(server, kept, dump)
    assert state(server) == before
    assert Folder.of(kept).password() == password
    assert server.status().running
    assert not (kept.path / "restoring").exists()
    assert not (Folder.of(kept).path / "before-restore").exists()
    assert stat.S_IMODE(dump.stat().st_mode) == 0o600


def test_a_database_that_was_killed_is_backed_up_all_the_same_and_stays_stopped(kept: Home, dump: Path):
    server = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    killed = psutil.Process(server.ensure_running().pid)
    killed.kill()
    killed.wait(30)
    other = dump.with_name("other.dump")
    assert backup(server, kept, other).size > 1000
    assert not server.status().running
    with pytest.raises(UsageError, match="is there already"):
        backup(server, kept, other)
    backup(server, kept, other, force=True)
    assert sorted(path.name for path in dump.parent.glob("*.dump")) == ["kept.dump", "other.dump"]


def test_a_failed_restore_leaves_the_old_data(kept: Home, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    server = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    before = state(server)
    torn = tmp_path / "torn.dump"
    torn.write_bytes(dump.read_bytes()[:-5000])
    for broken in (torn, bundle(tmp_path, "b") / "dataset.yaml"):
        with pytest.raises(DatabaseError, match=r"Neo4j can't load.*Nothing was changed"):
            restore(server, kept, broken)
    with monkeypatch.context() as newer:
        newer.setattr(backups, "require_current", refuse_as_newer)
        with pytest.raises(DatabaseError, match=r"Nothing was changed\. Use a newer journeygraph\."):
            restore(server, kept, dump)

    def not_starting() -> None:
        raise LocalServerError("It did not start.")

    real = server.ensure_running
    with monkeypatch.context() as failing:
        # Swapped in already: the server is made to fail once, when it is first started on the new data.
        swap = backups._swap

        def swap_then_fail(home: Home, scratch: Folder) -> None:
            swap(home, scratch)
            failing.setattr(server, "ensure_running", once)

        def once() -> object:
            failing.setattr(server, "ensure_running", real)
            not_starting()
            return None

        failing.setattr(backups, "_swap", swap_then_fail)
        with pytest.raises(DatabaseError, match=r"It did not start\. The old data are back as they were\."):
            restore(server, kept, dump)
    assert state(server) == before
    assert not (kept.path / "restoring").exists()


def refuse_as_newer(_: Database) -> None:
    raise DatabaseError(f"The database follows version {SCHEMA_VERSION + 1}.", "Use a newer journeygraph.")


def test_data_that_a_cut_off_restore_took_away_come_back(kept: Home):
    server = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    before = state(server)
    server.stop()
    folder = Folder.of(kept)
    folder.data.rename(folder.path / "before-restore")
    assert put_back(kept)
    assert not put_back(kept)
    assert state(server) == before


def test_it_is_refused_while_somebody_serves_or_writes(kept: Home, dump: Path, tmp_path: Path):
    server = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    owner = LocalNeo4j(kept, print, heap_mb=512, options=QUICK_JAVA)
    owner.ensure_running(owner=True)
    try:
        with pytest.raises(RefusedError, match="`serve` or `demo` uses the local database"):
            backup(server, kept, tmp_path / "x.dump")
        with pytest.raises(RefusedError, match="`serve` or `demo` uses the local database"):
            restore(server, kept, dump)
    finally:
        owner.stop()
    with opened(server) as database, database.session() as session:
        session.run("MATCH (k:KnowledgeBase) SET k.writing = 7").consume()
        with pytest.raises(RefusedError, match="Run 7 is being written"):
            backup(server, kept, tmp_path / "x.dump")
        session.run("MATCH (k:KnowledgeBase) REMOVE k.writing").consume()
    assert list(tmp_path.iterdir()) == []


def test_what_can_not_be_is_refused_before_anything_is_stopped(home: Home, tmp_path: Path):
    empty = Home(tmp_path / "home", home.cache)
    server = LocalNeo4j(empty, print, options=QUICK_JAVA)
    with pytest.raises(NotFoundError, match="There is no database"):
        backup(server, empty, tmp_path / "x.dump")
    with pytest.raises(UsageError, match="is a folder"):
        backup(server, empty, tmp_path)
    with pytest.raises(UsageError, match="There is no folder"):
        backup(server, empty, tmp_path / "no" / "x.dump")
    with pytest.raises(UsageError, match="There is no file"):
        restore(server, empty, tmp_path / "x.dump")
    assert not empty.path.exists()
