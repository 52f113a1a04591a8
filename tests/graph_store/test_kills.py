"""A loader or a server that is killed at any moment leaves, after the next command, all of the run or none of it.

`make test` kills each a few times; JOURNEYGRAPH_KILLS says how often (`make kills`: two hundred times).
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from graph_schema.registry import REGISTRY
from graph_store.checking import check
from graph_store.database import Database
from graph_store.home import Home
from graph_store.local import LocalNeo4j
from graph_store.operations import undo
from graph_store.settings import Neo4jSettings
from graph_store.undoing import recover
from loaders.pipeline import load
from tests.conftest import QUICK_JAVA, wipe
from tests.journeygraph.command import new_home
from tests.snapshot import snapshot, without_history

KILLS = int(os.environ.get("JOURNEYGRAPH_KILLS", "6"))
VICTIMS = ("loader", "neo4j")
WORKS = ("load", "reload", "undo", "undo", "reload", "load")
ROWS = 20_000
WORK = """
import sys
from pathlib import Path
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.operations import undo
from graph_store.settings import Neo4jSettings
from loaders.pipeline import load
uri, user, password, what, argument = sys.argv[1:]
with Database(Neo4jSettings(uri, user, password)) as database:
    print("begun", flush=True)
    load([Path(argument)], database, REGISTRY) if what == "load" else undo(int(argument), database, REGISTRY)
"""

Snapshot = tuple[list[str], list[str]]


class Prepared(NamedTuple):
    """The bundles, and what the work on them leads to and takes."""

    first: Path
    changed: Path
    states: dict[str, Snapshot]
    seconds: dict[str, float]


@pytest.fixture(scope="module")
def server(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalNeo4j]:
    """A server of its own, for it is killed."""
    own = Home(new_home(tmp_path_factory.mktemp("killed")), home.cache)
    server = LocalNeo4j(own, print, options=QUICK_JAVA)
    server.ensure_running()
    yield server
    server.stop()


def settings_of(server: LocalNeo4j) -> Neo4jSettings:
    endpoint = server.ensure_running()
    return Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)


def write(folder: Path, *, changed: bool) -> Path:
    """A bundle of 20,000 rows, a fifth of them with relationships; the changed one has other names and rows."""
    path = folder / ("changed" if changed else "first")
    path.mkdir()
    (path / "dataset.yaml").write_text("dataset: large\nsource: study\n")
    (path / "sources.csv").write_text("key,name\nstudy,A study\n")
    (path / "channels.csv").write_text("key,name\n" + "".join(f"c{i},Channel {i}\n" for i in range(50)))
    (path / "journeys.csv").write_text("key,name\nj,J\n")
    (path / "stages.csv").write_text("key,name,order\n" + "".join(f"j/s{i},S{i},{i}\n" for i in range(100)))
    first, name = (500, "Other") if changed else (0, "First")
    steps = (f"j/s{i % 100}/t{i},{name} {i},{i},c{i % 50}\n" for i in range(first, first + ROWS // 5))
    (path / "steps.csv").write_text("key,name,order,via\n" + "".join(steps))
    touchpoints = (f"t{i},{name} {i}\n" for i in range(first, first + ROWS - ROWS // 5))
    (path / "touchpoints.csv").write_text("key,name\n" + "".join(touchpoints))
    return path


def run_and_kill(server: LocalNeo4j, what: str, argument: str, after: float, *, victim: str) -> bool:
    """Start the work, kill the loader or Neo4j after some seconds; whether it was still at work then."""
    settings = settings_of(server)
    arguments = [settings.uri, settings.username, settings.password, what, argument]
    loader = subprocess.Popen(
        [sys.executable, "-c", WORK, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert loader.stdout is not None
    assert loader.stdout.readline() == "begun\n"
    time.sleep(after)
    at_work = loader.poll() is None
    if victim == "loader":
        loader.kill()
    else:
        pid = server.status().pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], timeout=10)
    loader.wait(60)
    return at_work


@pytest.mark.timeout(600 + 60 * KILLS)
@pytest.mark.parametrize("victim", VICTIMS)
def test_a_kill_leaves_all_or_nothing(server: LocalNeo4j, prepared: Prepared, victim: str):
    first, changed, states, seconds = prepared
    chance = random.Random(f"{victim} {KILLS}")
    before: Snapshot | None = None  # what is there, history included, where it is known
    begun = ""
    for number in range(KILLS // 2):
        what = WORKS[number % len(WORKS)]
        with Database(settings_of(server)) as database:
            if before is None or begun != ("" if what == "load" else "first"):
                begun, before = bring(database, what, first), snapshot(database, history=True)
        argument = {"load": str(first), "reload": str(changed), "undo": "1"}[what]
        after = chance.uniform(0, seconds[what])
        at_work = run_and_kill(server, "undo" if what == "undo" else "load", argument, after, victim=victim)
        with Database(settings_of(server)) as database:
            message = recover(database, REGISTRY)
            now = snapshot(database, history=True)
            outcome = "all" if without_history(now) == states[what] else "nothing"
            said = f"{what} after {after:.1f} s, {'at work' if at_work else 'done'}: {outcome}. {message}"
            sys.stdout.write(f"{number + 1:3} {victim} killed: {said}\n")
            sys.stdout.flush()
            if outcome == "nothing":
                assert now == before, said
            else:
                begun, before = ("first", now) if what == "load" else ("", None)
                assert list(check(database, REGISTRY)) == [], said


@pytest.fixture(scope="module")
def prepared(server: LocalNeo4j, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """Two bundles, what each piece of work leads to when nothing is killed, and how long it takes."""
    folder = tmp_path_factory.mktemp("bundles")
    first, changed = write(folder, changed=False), write(folder, changed=True)
    states: dict[str, Snapshot] = {}
    seconds: dict[str, float] = {}
    with Database(settings_of(server)) as database:
        wipe(database)
        for what, work in (
            ("load", lambda: load([first], database, REGISTRY)),
            ("reload", lambda: load([changed], database, REGISTRY)),
        ):
            begun = time.monotonic()
            work()
            seconds[what] = time.monotonic() - begun
            states[what] = snapshot(database)
        bring(database, "undo", first)
        begun = time.monotonic()
        undo(1, database, REGISTRY)
        seconds["undo"] = time.monotonic() - begun
        states["undo"] = snapshot(database)
    return Prepared(first, changed, states, seconds)


def bring(database: Database, what: str, first: Path) -> str:
    """Make the state in which the work begins: nothing, or the first bundle."""
    wipe(database)
    if what == "load":
        return ""
    load([first], database, REGISTRY)
    return "first"
