"""The local Neo4j: the real server, run as a process of its own on a knowledge base's home."""

import contextlib
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from graph_schema.errors import LocalServerError
from graph_store.home import Home
from graph_store.local import artifacts, process, training
from graph_store.local.artifacts import Lock
from graph_store.local.folder import USERNAME, Folder, run_admin
from graph_store.local.java import AotCache, Java, find_java


@dataclass(frozen=True)
class LocalEndpoint:
    """Where a local server answers; `started_here`: it is for the caller to stop it, or to say how."""

    uri: str
    username: str
    password: str = field(repr=False)
    pid: int
    started_here: bool


@dataclass(frozen=True)
class LocalStatus:
    """What there is of a local server. `owned`: a running `serve` or `demo` will stop it when it ends."""

    running: bool
    owned: bool
    pid: int | None
    uri: str | None
    home: Path
    version: str
    disk_use: int
    cache_use: int


class LocalNeo4j:
    """Starts, finds and stops the one local server of a home; any number of commands may do so at once."""

    def __init__(
        self,
        home: Home,
        log: Callable[[str], None],
        *,
        heap_mb: int = 1024,
        pagecache_mb: int = 256,
        options: Sequence[str] = (),
        config: Mapping[str, str] | None = None,
        start_limit: float = 120,
    ) -> None:
        """`options` are of Java, after those that the heap makes: the last of two counts."""
        self._home = home
        self._log = log
        self._flags = [f"-Xmx{heap_mb}m", *options]
        self._pagecache_mb = pagecache_mb
        self._config = dict(config or {})
        self._start_limit = start_limit
        self._folder = Folder.of(home)
        self._lock = Lock.read()
        self._owning = FileLock(self._folder.owner_lock, thread_local=False)

    def ensure_running(self, owner: bool = False) -> LocalEndpoint:
        """Where the server answers; it is fetched and started if it doesn't run.

        An owner means to stop the server when it ends: others see so in `status` for as long as the owner
        and this object live. It also takes over a server that nobody owns.
        """
        with self._lifecycle():
            running = self._find()
            address = self._await(running) if running else None
            started = running is None or address is None
            if running is None or address is None:
                running, address = self._start()
            ours = self._own() if owner else started
            return LocalEndpoint(address, USERNAME, self._folder.password(), running.pid, ours)

    def prepare(self) -> None:
        """Fetch all that is needed and make the cache for quick starts, as an image or a set-up wants."""
        java = self._java()
        training.train(java, self._aot(java))

    def stop(self) -> bool:
        """Stop the server; false if none was running."""
        with self._lifecycle():
            return self._end()

    def status(self) -> LocalStatus:
        """What runs and what it takes on disk; nothing is changed or waited for."""
        running = self._find()
        address = running and process.answering(running, self._folder.password())
        return LocalStatus(
            running=running is not None,
            owned=running is not None and self._is_owned(),
            pid=running.pid if running else None,
            uri=address,
            home=self._home.path,
            version=self._lock.version,
            disk_use=artifacts.used([self._folder.path]),
            cache_use=artifacts.used([self._home.cache]),
        )

    def reset(self) -> None:
        """Stop the server and delete the database; what was downloaded stays."""
        with self._lifecycle():
            self._end()
            self._folder.drop_data()

    def run_admin(self, *args: str) -> str:
        """What Neo4j's administration command (`neo4j-admin`) printed; the server must be stopped."""
        with self._lifecycle():
            if running := self._find():
                observed = f"The local Neo4j runs (process {running.pid}), and `{args[0]}` needs it stopped."
                raise LocalServerError(observed, "Stop it first.")
            java = self._java()
            self._folder.configure(self._pagecache_mb, self._config)
            return run_admin(java, self._folder.path, *args)

    @contextmanager
    def _lifecycle(self) -> Generator[None]:
        """One command at a time may start or stop this home's server."""
        self._home.make()
        self._folder.make()
        lock = FileLock(self._folder.lifecycle_lock)
        try:
            lock.acquire(timeout=1)
        except Timeout:
            self._log("Another command is starting or stopping this Neo4j: waiting for it.")
            lock.acquire()
        try:
            yield
        finally:
            lock.release()

    def _own(self) -> bool:
        with contextlib.suppress(Timeout):
            self._owning.acquire(timeout=0)
        return self._owning.is_locked

    def _is_owned(self) -> bool:
        """The kernel frees an owner's lock when it dies, however that happens."""
        if self._owning.is_locked:
            return True
        try:
            with FileLock(self._folder.owner_lock, timeout=0):
                return False
        except Timeout:
            return True

    def _find(self) -> psutil.Process | None:
        return process.find(self._folder.path)

    def _await(self, running: psutil.Process) -> str | None:
        return process.await_answer(running, self._folder.password(), self._start_limit, self._log)

    def _java(self) -> Java:
        java = find_java()
        return Java(java, artifacts.fetch(self._lock, self._home.cache, self._log))

    def _aot(self, java: Java) -> AotCache:
        return AotCache.of(java, self._home.cache / "aot")

    def _end(self) -> bool:
        running = self._find()
        if running is not None:
            process.end(running)
        self._owning.release(force=True)
        return running is not None

    def _start(self) -> tuple[psutil.Process, str]:
        """Start a server; a second try does without the ahead-of-time cache, in case that is broken."""
        java = self._java()
        aot = self._aot(java)
        self._folder.configure(self._pagecache_mb, self._config)
        self._folder.begin_with(aot.empty)
        self._folder.set_password(java)
        answered = self._launch(java, aot.flags())
        if answered is None and aot.flags():
            answered = self._launch(java, [])
            if answered:
                aot.drop()
        if answered is None:
            raise self._ended()
        if not aot.flags() and training.in_background(aot, self._home.cache):
            self._log("Later starts are being made quicker in the background (about a minute, once).")
        return answered

    def _launch(self, java: Java, flags: list[str]) -> tuple[psutil.Process, str] | None:
        with self._folder.log_file.open("wb") as output:
            child = java.server(self._folder.path, [*self._flags, *flags], output)
        # The thread takes note of the server's end, which would stay a zombie under a long-lived command.
        threading.Thread(target=child.wait, daemon=True).start()
        try:
            running = psutil.Process(child.pid)
            address = self._await(running)
        except psutil.NoSuchProcess:
            return None
        return (running, address) if address else None

    def _ended(self) -> LocalServerError:
        lines = process.telling_lines(self._folder.log_file)
        observed = f"The local Neo4j ended while it was starting. Its last words:\n{lines}\n"
        remedy = f"The whole log is in {self._folder.log_file}; `reset` starts over with an empty database."
        return LocalServerError(observed, remedy)
