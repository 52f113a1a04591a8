"""Making what quick starts need: a throw-away server makes the schema and answers a few queries.

Java writes what it learnt, and the empty database with its schema is kept: to make that anew takes longer than a start.
It all takes about a minute of one core, so it runs apart and with the lowest priority.
"""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import LiteralString

import psutil
from filelock import FileLock, Timeout

import graph_store
from graph_schema.errors import LocalServerError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import make_private
from graph_store.local import artifacts, process
from graph_store.local.folder import USERNAME, Folder
from graph_store.local.java import AotCache, Java, find_java
from graph_store.schema import apply_schema
from graph_store.settings import Neo4jSettings

COMPLETE = "AOTCache creation is complete"

# Each calls on parts of Neo4j that a knowledge base needs first: writing by key, planning, paging, full text.
QUERIES: tuple[LiteralString, ...] = (
    "UNWIND range(1, 500) AS i MERGE (n:Step {key: toString(i)}) SET n += {name: 'Step ' + i, order: i}",
    """
    UNWIND range(1, 499) AS i
    MATCH (a:Step {key: toString(i)}), (b:Step {key: toString(i + 1)})
    MERGE (a)-[r:NEXT {source: ''}]->(b) SET r.note = 'x'
    """,
    "MATCH (n:Step) WHERE n.key > '' RETURN n {.key, .name} ORDER BY n.key LIMIT 50",
    """
    MATCH (n:Step {key: '1'})
    RETURN n.key, COLLECT { MATCH (n)-[r:NEXT]->(m) RETURN m {.key, note: r.note} } AS next
    """,
    """
    MATCH p = (:Step {key: '1'})-[:NEXT*1..5]->(m) OPTIONAL MATCH (m)<-[:NEXT]-(l)
    WITH m, count(DISTINCT l) AS n, collect(l.key) AS keys WHERE n > 0
    RETURN m.key, n, keys[0]
    """,
    "CALL db.index.fulltext.queryNodes('search', 'step') YIELD node, score RETURN node.key, score LIMIT 5",
    "MATCH (n) DETACH DELETE n",
)


def in_background(cache: AotCache, downloads: Path) -> bool:
    """Let a process of its own make the cache; false if one does already, or could not."""
    make_private(cache.folder)
    if cache.failed.exists() or _is_busy(cache.folder):
        return False
    command = [sys.executable, "-m", "graph_store.local", str(downloads)]
    with (cache.folder / "training.log").open("wb") as output:
        child = subprocess.Popen(  # noqa: S603
            command, cwd=Path(graph_store.__path__[0]).parent, stdin=subprocess.DEVNULL, stdout=output,
            stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    threading.Thread(target=child.wait, daemon=True).start()
    return True


def train(java: Java, cache: AotCache) -> bool:
    """Make the cache; false if it is there, or being made."""
    make_private(cache.folder)
    try:
        with FileLock(cache.folder / "training.lock", timeout=0):
            if cache.flags():
                return False
            _train(java, cache)
            return True
    except Timeout:
        return False


def _is_busy(folder: Path) -> bool:
    try:
        with FileLock(folder / "training.lock", timeout=0):
            return False
    except Timeout:
        return True


def _train(java: Java, cache: AotCache) -> None:
    folder = Folder((cache.folder / "training").resolve())
    draft = folder.path / "draft"
    if leftover := process.find(folder.path):
        process.end(leftover)
    shutil.rmtree(folder.path, ignore_errors=True)
    try:
        folder.configure(64, {})
        folder.set_password(java)
        _record(java, folder, draft)
        cache.keep(draft, folder.data)
    finally:
        shutil.rmtree(folder.path, ignore_errors=True)


def _record(java: Java, folder: Folder, draft: Path) -> None:
    """Run a server that writes the draft of a cache as it ends."""
    with folder.log_file.open("wb") as output:
        child = java.server(folder.path, ["-Xmx512m", f"-XX:AOTCacheOutput={draft}"], output)
    try:
        address = process.await_answer(psutil.Process(child.pid), folder.password(), 300, print)
        if address:
            _ask(address, folder.password())
        child.terminate()
        child.wait(300)
    finally:
        child.kill()
        child.wait()
    if COMPLETE not in folder.log_file.read_text("utf-8", errors="replace"):
        raise LocalServerError(f"Java made no ahead-of-time cache: {process.telling_lines(folder.log_file)}")


def _ask(address: str, password: str) -> None:
    with Database(Neo4jSettings(address, USERNAME, password)) as database:
        apply_schema(database, REGISTRY)
        with database.session() as session:
            for query in QUERIES:
                session.run(query).consume()


def main(folder: Path) -> None:
    """Make the cache as the only work of this process; a failure is noted, so that it is not tried each time."""
    os.nice(19)
    java = Java(find_java(), artifacts.fetch(artifacts.Lock.read(), folder, print))
    cache = AotCache.of(java, folder / "aot")
    try:
        train(java, cache)
    except Exception:
        cache.failed.touch()
        raise
