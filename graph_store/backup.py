"""Backup and restore of the local database, with Neo4j's own dump.

On Community a dump needs the server stopped: it is stopped for that and started again. A restore is made beside the
database, opened there, and put in its place by renaming folders, so that whatever fails leaves the old data.
"""

import re
import shutil
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from graph_schema.errors import DatabaseError, LocalServerError, NotFoundError, RefusedError, UsageError
from graph_schema.registry import REGISTRY
from graph_store.database import Database
from graph_store.home import Home, make_private
from graph_store.local import LocalNeo4j
from graph_store.local.folder import DATABASE, Folder
from graph_store.local.process import find
from graph_store.migrating import require_current
from graph_store.settings import Neo4jSettings
from graph_store.undoing import in_progress

_SYSTEM = "system"
_SCRATCH_HEAP_MB = 512


class Backup(NamedTuple):
    """A dump that was written."""

    path: Path
    size: int


def backup(server: LocalNeo4j, home: Home, path: Path, *, force: bool = False) -> Backup:
    """Write a dump of the local database to a file, all of it or none.

    Raises UsageError where the file is there already or can't be, NotFoundError where there is no database,
    RefusedError where `serve` or `demo` owns the server or a run is being written.
    """
    target = path.expanduser().absolute()
    _check_target(target, force=force)
    folder = Folder.of(home)
    if not (folder.data / "databases" / DATABASE).is_dir():
        raise NotFoundError(f"There is no database in {home.path}.", "Load something first, or set JOURNEYGRAPH_HOME.")
    draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        with _stopped(server, "backup"):
            _dump(server, draft)
        _check_target(target, force=force)
        (draft / f"{DATABASE}.dump").replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Backup(target, target.stat().st_size)


def restore(server: LocalNeo4j, home: Home, path: Path) -> None:
    """Put what a dump holds in the place of the local database; its password stays.

    The dump is loaded and opened beside the database first. Raises UsageError where there is no such file,
    RefusedError where it holds no knowledge base or `serve` or `demo` owns the server, DatabaseError where Neo4j can't
    load it or where it is of a newer schema. The old data stay in each case.
    """
    source = path.expanduser().absolute()
    if not source.is_file():
        raise UsageError(f"There is no file {source}.", "Name one that `journeygraph backup` wrote.")
    _check_free(server, "restore")
    home.make()
    try:
        with FileLock(home.path / "restore.lock", timeout=0):
            _restore(server, home, source)
    except Timeout as error:
        raise RefusedError("Another restore of this home is under way.", "Wait for it.") from error


def _restore(server: LocalNeo4j, home: Home, source: Path) -> None:
    put_back(home)
    scratch = home.sub("restoring")
    try:
        _load_beside(scratch, source)
        if not (Folder.of(home).data / "databases" / _SYSTEM).is_dir():
            server.ensure_running()
            server.stop()
        with _stopped(server, "restore") as ran:
            _swap(home, Folder.of(scratch))
            _try(server, home, keep=ran)
    finally:
        shutil.rmtree(scratch.path, ignore_errors=True)
    shutil.rmtree(_aside(home), ignore_errors=True)


def put_back(home: Home) -> bool:
    """Put the old data back where a restore was cut off between taking them away and putting the new ones there."""
    if not _is_cut_off(home):
        return False
    with _locked(home):
        # A restore that is under way holds the lock between the two.
        if cut_off := _is_cut_off(home):
            _aside(home).rename(Folder.of(home).data)
    return cut_off


def _is_cut_off(home: Home) -> bool:
    return _aside(home).is_dir() and not Folder.of(home).data.exists()


def _aside(home: Home) -> Path:
    return Folder.of(home).path / "before-restore"


def _check_target(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise UsageError(f"{target} is a folder.", "Name a file, as in journeygraph.dump.")
    if not target.parent.is_dir():
        raise UsageError(f"There is no folder {target.parent}.", "Make it, or name another one.")
    if target.exists() and not force:
        raise UsageError(f"{target} is there already.", "Name another file, or add --force to replace it.")


def _check_free(server: LocalNeo4j, command: str) -> None:
    """Nobody may lose what they are at: not who uses what is served, nor a run that is being written."""
    status = server.status()
    if status.owned:
        observed = f"`serve` or `demo` uses the local database (process {status.pid}), and `{command}` has to stop it."
        raise RefusedError(observed, "End that command first.")
    if status.running:
        endpoint = server.ensure_running()
        with Database(Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)) as database:
            writing = in_progress(database, REGISTRY)
        if writing is not None:
            observed = f"Run {writing} is being written, or was cut off."
            raise RefusedError(observed, "Wait for it; any other command takes back one that was cut off.")


@contextmanager
def _stopped(server: LocalNeo4j, command: str) -> Generator[bool]:
    """Stop the server where it runs, and start it again afterwards, whatever happens; gives whether it ran."""
    _check_free(server, command)
    ran = server.stop()
    try:
        yield ran
    finally:
        if ran:
            server.ensure_running()


@contextmanager
def _locked(home: Home) -> Generator[None]:
    """Nobody starts the server meanwhile."""
    folder = Folder.of(home)
    with FileLock(folder.lifecycle_lock):
        if running := find(folder.path):
            observed = f"Another command started the local Neo4j (process {running.pid}) meanwhile."
            raise LocalServerError(observed, "Nothing was changed; try again.")
        yield


def _dump(server: LocalNeo4j, folder: Path) -> None:
    arguments = ("database", "dump", DATABASE, f"--to-path={folder}")
    try:
        server.run_admin(*arguments)
    except LocalServerError as error:
        if "recover" not in str(error).lower():
            raise
        # A server that was killed left its log to be read again, which only a server does.
        server.ensure_running()
        server.stop()
        server.run_admin(*arguments)


def _load_beside(scratch: Home, source: Path) -> None:
    """Load the dump into a home of its own, and open it there."""
    shutil.rmtree(scratch.path, ignore_errors=True)
    dumps = make_private(scratch.path / "dumps")
    # Neo4j takes a folder, and the database's name from the file's.
    (dumps / f"{DATABASE}.dump").symlink_to(source)
    server = LocalNeo4j(scratch, lambda _: None, heap_mb=_SCRATCH_HEAP_MB)
    try:
        server.run_admin("database", "load", DATABASE, f"--from-path={dumps}", "--overwrite-destination=true")
    except LocalServerError as error:
        observed = f"Neo4j can't load {source}: {_reason(error)}"
        raise DatabaseError(observed, "Nothing was changed. Name a file that `journeygraph backup` wrote.") from error
    try:
        endpoint = server.ensure_running()
        with Database(Neo4jSettings(endpoint.uri, endpoint.username, endpoint.password)) as database:
            _check_content(database, source)
    finally:
        server.stop()


def _check_content(database: Database, source: Path) -> None:
    found = database.read("OPTIONAL MATCH (k:KnowledgeBase {key: 'this'}) RETURN k.schema_version AS version")
    version = found[0]["version"]
    if version is None and database.read("MATCH (n) RETURN n LIMIT 1"):
        raise RefusedError(f"{source} holds no knowledge base.", "Nothing was changed. Name another file.")
    try:
        require_current(database)
    except DatabaseError as error:
        if "newer" in error.remedy:
            raise DatabaseError(error.observed, f"Nothing was changed. {error.remedy}") from error


def _reason(error: LocalServerError) -> str:
    """The sentence in what Neo4j's command said that tells the cause."""
    told = re.search(r"Failed to load database '\w+': ([^:\n]+)", error.observed)
    return f"{told[1] if told else error.observed.splitlines()[0]}."


def _swap(home: Home, scratch: Folder) -> None:
    """Put the new database in the old one's place; users and passwords stay as they were."""
    folder = Folder.of(home)
    for part in ("databases", "transactions"):
        shutil.rmtree(scratch.data / part / _SYSTEM, ignore_errors=True)
        shutil.copytree(folder.data / part / _SYSTEM, scratch.data / part / _SYSTEM)
    shutil.rmtree(scratch.data / "dbms", ignore_errors=True)
    if (folder.data / "dbms").is_dir():
        shutil.copytree(folder.data / "dbms", scratch.data / "dbms")
    aside = _aside(home)
    with _locked(home):
        shutil.rmtree(aside, ignore_errors=True)
        folder.data.rename(aside)
        try:
            scratch.data.rename(folder.data)
        except OSError as error:
            aside.rename(folder.data)
            observed = f"The restored data can't be put in place: {error.strerror}."
            raise LocalServerError(observed, "The old data are as they were.") from error


def _try(server: LocalNeo4j, home: Home, *, keep: bool) -> None:
    """See that the server starts on the new data; else the old ones come back."""
    try:
        server.ensure_running()
    except DatabaseError as error:
        server.stop()
        with _locked(home):
            shutil.rmtree(Folder.of(home).data)
            _aside(home).rename(Folder.of(home).data)
        raise DatabaseError(error.observed, "The old data are back as they were.") from error
    if not keep:
        server.stop()
