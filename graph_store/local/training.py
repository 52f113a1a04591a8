"""Making the ahead-of-time cache: a throw-away server answers a few queries, and Java writes what it learnt.

It takes about a minute of one core, so it runs apart and with the lowest priority.
"""

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import psutil
from filelock import FileLock, Timeout
from neo4j import GraphDatabase

import graph_store
from graph_schema.errors import LocalServerError
from graph_store.home import make_private
from graph_store.local import artifacts, process
from graph_store.local.folder import Folder
from graph_store.local.java import AotCache, Java, find_java

COMPLETE = "AOTCache creation is complete"

# Each calls on parts of Neo4j that a knowledge base needs first: writing by key, planning, paging, full text.
QUERIES = (
    "CREATE CONSTRAINT thing IF NOT EXISTS FOR (n:Thing) REQUIRE n.key IS UNIQUE",
    "CREATE FULLTEXT INDEX text IF NOT EXISTS FOR (n:Thing) ON EACH [n.title]",
    "UNWIND range(1, 500) AS i MERGE (n:Thing {key: toString(i)}) SET n += {title: 'Thing ' + i, order: i}",
    """
    UNWIND range(1, 499) AS i
    MATCH (a:Thing {key: toString(i)}), (b:Thing {key: toString(i + 1)})
    MERGE (a)-[r:NEXT {source: ''}]->(b) SET r.note = 'x'
    """,
    "CALL db.awaitIndexes(30)",
    "MATCH (n:Thing) WHERE n.key > '' RETURN n {.key, .title} ORDER BY n.key LIMIT 50",
    """
    MATCH (n:Thing {key: '1'})
    RETURN n.key, COLLECT { MATCH (n)-[r:NEXT]->(m) RETURN m {.key, note: r.note} } AS next
    """,
    """
    MATCH p = (:Thing {key: '1'})-[:NEXT*1..5]->(m) OPTIONAL MATCH (m)<-[:NEXT]-(l)
    WITH m, count(DISTINCT l) AS n, collect(l.key) AS keys WHERE n > 0
    RETURN m.key, n, keys[0]
    """,
    "CALL db.index.fulltext.queryNodes('text', 'thing') YIELD node, score RETURN node.key, score LIMIT 5",
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
        cache.keep(draft)
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
    with GraphDatabase.driver(address, auth=("neo4j", password)) as driver:
        for query in QUERIES:
            driver.execute_query(query)


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
